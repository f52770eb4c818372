#pragma once

// Measurements as groups of a laboratory file: README.md lists their datasets and units.

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "data/columns.h"
#include "data/hdf5.h"
#include "data/measurement.h"
#include "libmodel/error.h"

namespace hysteron::data {

/// Reads all measurements of /entry/measurements into their kinds, in the order of their numbers, and
/// returns the ids of kinds not known here. Throws InputError where a value cannot have been measured.
std::vector<std::string> read_measurements(const h5::Group& group, Measurements& into);

/// Writes measurements, which all have their ids. Throws InputError as reading does.
void write_measurements(const h5::NewGroup& group, const Measurements& all);

/// The 7 of 7_retention, 0 if there is none; at most 1e9.
std::size_t leading_number(const std::string& id);

/// A number of a file as an integer; `place` begins the message of the InputError if it is none.
template <class Integer>
Integer whole_number(double x, const std::string& place) {
  constexpr double exact = 9007199254740992.0;  // 2^53: above, doubles skip integers
  constexpr double lowest = std::numeric_limits<Integer>::lowest();
  constexpr double largest = static_cast<double>(std::numeric_limits<Integer>::max());
  constexpr double highest = largest < exact ? largest : exact;
  if (!(x >= lowest && x <= highest && x == std::floor(x))) {
    throw InputError(fmt::format("{} = {}: must be a whole number from {} to {}", place, shortest(x), lowest, highest));
  }
  return static_cast<Integer>(x);
}

}  // namespace hysteron::data
