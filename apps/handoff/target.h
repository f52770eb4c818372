#pragma once

// A system simulator as a target: what it is handed, and what is lost on the way.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "apps/handoff/cell.h"
#include "apps/handoff/response.h"

namespace hysteron::handoff {

struct Handover {
  std::map<std::string, std::string> files;  // by name: bytes
  /// The largest difference between our conductance and that of the target's own equation along both ramps,
  /// in % of the range; NaN where the target holds no update. Of a cell: between the rates, in % of ours.
  double loss;
  std::vector<std::string> lost = {};  // what else the target does not hold, in words
};

struct Target {
  std::string name;     // of --to
  std::string version;  // of the simulator that the format was read in
  std::string page;     // how to load the files; what the tests have run
  /// Throws InputError, with the reason, where the target cannot hold the response.
  Handover (*hand)(const PulseResponse& response);
  /// The same of a cell that fires; null where the target has no neurons.
  Handover (*hand_cell)(const CellResponse& response) = nullptr;
};

/// Every target, in alphabetical order: one for each file of targets/.
const std::vector<Target>& targets();

/// Throws InputError, listing the names, if there is none.
const Target& target(const std::string& name);

/// What the target makes of the response. Throws InputError where it cannot hold it, or misses its ramps by more
/// than 20 % of the range, or its rates by more than 20 %.
Handover handed(const PulseResponse& response, const Target& target);
Handover handed(const CellResponse& response, const Target& target);

/// The files for a target, with those that are code or text beginning with where they are from and what was
/// lost, and README.md, its page.
std::map<std::string, std::string> handed_files(const PulseResponse& response, const Target& target);
std::map<std::string, std::string> handed_files(const CellResponse& response, const Target& target);

struct Responses {
  std::vector<PulseResponse> synapses;
  std::vector<CellResponse> cells;  // models with a membrane
};

/// What every target needs: more than one state, a rising and a falling ramp over one range, neither going back by
/// more than 5 % of it. Throws InputError otherwise.
void check_ramps(const PulseResponse& response, const std::string& target);

/// exact, "1.2 %", "states only" or the reason why not, of each response for each target.
std::string matrix(const Responses& responses);

}  // namespace hysteron::handoff
