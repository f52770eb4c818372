#pragma once

// What is asked of a device: a TOML file of requirements on figures.

#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "apps/report/finding.h"

namespace hysteron::report {

/// One line of a target: a figure by its id, and the bound it must keep.
struct Requirement {
  std::string name;      // in words
  std::string id;        // of libmodel/metrics/definition.h
  double limit = 0.0;    // in the definition's unit
  bool at_least = true;  // else at most
  std::string shown_by;  // the measurement that shows it, if not the definition's
};

struct Target {
  std::string title, source;
  double use_temperature = 298.15;  // K, of retention
  double rows = 0.0, columns = 0.0;  // of the array, 0: none is asked for
  double interface_energy = std::numeric_limits<double>::quiet_NaN();  // J a conversion of one line, stated
  std::vector<Requirement> requirements;
  std::vector<Requirement> good_device;  // what a device must keep to count as good for YIELD
  std::string sha256;
};

/// Throws InputError for a file that cannot be read, an unknown key or id, or a unit that is not the definition's.
Target read_target(const std::filesystem::path& path);

/// Whether the findings meet a requirement. All findings of the id count, and the worst decides.
struct Verdict {
  enum Outcome { passes, fails, not_shown };
  Outcome outcome = not_shown;
  Finding worst;       // without an id if nothing was found
  std::string reason;  // what is missing and what would show it; empty if it passes
};
Verdict judge(const Requirement& requirement, const std::vector<Finding>& findings);

/// "passes", "fails", "not shown".
std::string in_words(Verdict::Outcome outcome);

}  // namespace hysteron::report
