#pragma once

// What fits of many devices, or of many cycles of one, leave behind: the contents of /entry/results/populations/<id>.

#include <cstdint>
#include <string>
#include <vector>

#include "data/measurement.h"
#include "libmodel/population.h"

namespace hysteron::data {

struct PopulationRecord {
  DevicePopulation population;
  std::string id;    // group name; empty: the model's
  std::string each;  // what a member is: device, cycle

  std::vector<std::string> members;  // names, in the order in which they were measured
  std::vector<double> value, se;     // of each member its parameters, row by row; se is NaN where it was not estimated
  std::vector<std::uint8_t> used;    // of each member: 0 where its fit does not describe it, and the population leaves it out

  // Of each parameter; NaN for those that all members have in common.
  std::vector<double> lag1;                       // correlation from one member to the next, about the drift
  std::vector<double> drift, drift_lo, drift_hi;  // of the coordinate, a member, with 95 % bounds

  // Bounds of 95 % by a bootstrap over members; NaN as above, empty in files that do not have them.
  std::vector<double> mean_lo, mean_hi, deviation_lo, deviation_hi;  // of the coordinate, of each parameter
  std::vector<double> correlation_lo, correlation_hi;                // row by row

  std::vector<double> bic;  // of a mixture of 1, 2, ... kinds, as many as were tried; empty: none was

  double write_noise = unknown, read_noise = unknown;  // relative to the conductance, median of the members

  std::uint64_t seed = 0;
  std::string source_sha256;    // of the file with the measurements, hex
  std::string program_version;
  std::string options;          // the command line or its equivalent
};

}  // namespace hysteron::data
