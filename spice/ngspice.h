#pragma once

// Runs ngspice, the circuit simulator, on decks.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace hysteron::spice {

/// A folder of its own under the system's temporary one, removed with all in it at the end.
class Workspace {
 public:
  Workspace();
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

struct Run {
  int status;          // of exit; 127 where the program is not installed, -1 where a signal ended it
  bool out_of_time;    // it was stopped at the limit
  std::string output;  // of both streams

  bool finished() const { return status == 0; }
};

inline constexpr double usual_limit = 60.0;  // s, of wall-clock time

/// Runs a program found on PATH in the folder; ends it at the limit [s].
Run run_program(const std::filesystem::path& folder, const std::vector<std::string>& words, double limit = usual_limit);

/// Runs `ngspice -b` on a deck in the folder. What goes wrong in the simulation is in the result.
/// Throws InputError where ngspice is not installed.
Run run_ngspice(const std::filesystem::path& folder, const std::string& deck, double limit = usual_limit);

/// One row a time point, or point of a sweep: the scale, then the vectors asked for.
using Table = std::vector<std::vector<double>>;

/// Reads what `wrdata` wrote with `set wr_singlescale`. Lines that are not numbers are left out.
Table read_table(const std::filesystem::path& file);

/// What the simulator says of a deck, run in a workspace beside the files given by name and text. Throws
/// InputError, with the simulator's words, where it does not finish.
std::string simulate(const std::string& deck, const std::map<std::string, std::string>& files, double limit = usual_limit);

bool has_ngspice();

/// Whether the ngspice found here loads OSDI models: it takes version 44, or 39 built for it.
bool has_osdi();

}  // namespace hysteron::spice
