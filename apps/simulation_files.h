#pragma once

// What a simulation leaves behind: a table for people, CSV, JSON, a drawing, a laboratory file.

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "apps/simulation.h"
#include "data/lab_file.h"

namespace hysteron::apps {

/// Where a result comes from; every output says it.
struct Provenance {
  std::vector<std::pair<std::string, std::string>> sources;  // file, SHA-256
  std::string options;
  std::uint64_t seed = 0;
};

std::string table(const Simulation& simulation, const Provenance& from);
/// Numbers with all their digits, under headings "name [unit]"; lines of # ahead say where they are from.
std::string csv(const Simulation& simulation, const Provenance& from);
nlohmann::ordered_json json_of(const Simulation& simulation, const Provenance& from);
/// Reads over pulses; current over voltage for what was measured so, charge for a loop; else both over time. Throws
/// InputError without gnuplot.
std::string drawn(const Simulation& simulation, const Provenance& from);
/// The response as a measurement, that of each run as one more; only the port that is driven has a voltage there.
data::LabFile lab_file(const Simulation& simulation, const Provenance& from);

}  // namespace hysteron::apps
