#pragma once

// What `hysteron fit` and `hysteron compare` are asked for, and the measurements they are of.

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "data/lab_file.h"
#include "fitters/population.h"

namespace hysteron::apps {

struct FitRequest {
  std::filesystem::path file, folder;
  std::string model;
  std::vector<std::string> measurements, set, bounds;
  std::uint32_t first_cycle = 1, last_cycle = 0;  // 0: to the end
  std::string each;        // device, cycle; empty: all measurements are of one device
  std::string checkpoint;  // file; empty: none
  double temperature = 0.0;  // K; 0: the sample's
  std::size_t devices = 0;   // of a retention; 0: all
  fitters::FitOptions options;
  bool as_json = false, keep_file = false;
};

/// The options that every fit takes.
void add_fit_options(CLI::App& command, FitRequest& asked);

/// Puts --set and --bounds into the options. Throws InputError for what is no name=value.
void parse_values(FitRequest& asked);

/// The measurements asked for, as of one device. Throws InputError for an id that is not there.
fitters::FitProblem problem_of(const FitRequest& asked, const data::LabFile& lab);

/// The same, each measurement a device or each cycle of a train by itself.
std::vector<fitters::Member> members_of(const FitRequest& asked, const data::LabFile& lab);

/// SHA-256 of what was measured on them, hex.
std::string contents(const std::vector<fitters::Member>& members);

/// What a checkpoint is of: version, measurements and options.
std::string run_of(const FitRequest& asked, const std::vector<fitters::Member>& members);

/// The options as they would be typed.
std::string options_of(const FitRequest& asked);

/// While it lives, Ctrl-C is noted instead of ending the program.
class WatchInterrupt {
 public:
  WatchInterrupt();
  ~WatchInterrupt();
  WatchInterrupt(const WatchInterrupt&) = delete;

 private:
  void (*before_)(int);
};
bool was_interrupted();

}  // namespace hysteron::apps
