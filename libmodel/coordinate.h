#pragma once

// The scale on which a value is walked by a fit and spread between devices: the logarithm of what is a scale, the value
// itself in units of a width for everything else.

#include <cmath>

#include "libmodel/field.h"

namespace hysteron {

inline double encode(Scale scale, double value, double width = 1.0) { return scale == Scale::log ? std::log(value) : value / width; }
inline double decode(Scale scale, double z, double width = 1.0) { return scale == Scale::log ? std::exp(z) : z * width; }

/// d value / d coordinate at a value.
inline double slope(Scale scale, double value, double width = 1.0) { return scale == Scale::log ? value : width; }

}  // namespace hysteron
