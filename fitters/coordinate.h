#pragma once

// The coordinates in which the optimiser walks, with a natural width for each: a step of 1 means something,
// and bounds stay bounds.

#include <string>

#include "libmodel/coordinate.h"

namespace hysteron::fitters {

inline constexpr int shared = -1;

/// One unknown: a parameter of the model, or the initial value of a state of one trace.
struct Coordinate {
  Field field;        // name, unit, start value, bounds
  std::size_t index;  // among the unknowns: parameters, then the states of trace 0, 1, ...
  int trace = shared;
  double width = 1.0;  // linear scale: a change of this is as large as a factor e on a log scale
};

inline double decode(const Coordinate& c, double z) { return decode(c.field.scale, z, c.width); }
inline double encode(const Coordinate& c, double x) { return encode(c.field.scale, x, c.width); }
inline double slope(const Coordinate& c, double x) { return slope(c.field.scale, x, c.width); }

inline double lower(const Coordinate& c) { return encode(c, c.field.lower); }
inline double upper(const Coordinate& c) { return encode(c, c.field.upper); }

/// True within a millionth of a natural width of a bound.
inline bool at_lower(const Coordinate& c, double x) { return encode(c, x) - lower(c) <= 1e-6; }
inline bool at_upper(const Coordinate& c, double x) { return upper(c) - encode(c, x) <= 1e-6; }
inline bool at_bound(const Coordinate& c, double x) { return at_lower(c, x) || at_upper(c, x); }

/// True for a mechanism that is off by default: its value stands at a bound of a linear range.
inline bool off_by_default(const Field& f) {
  return f.scale == Scale::linear && (f.value == f.lower || f.value == f.upper);
}

}  // namespace hysteron::fitters
