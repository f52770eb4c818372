#pragma once

// A figure of a device: a number with its id, its bounds and what it was taken from.

#include <string>
#include <vector>

#include "libmodel/metrics/metric.h"

namespace hysteron::report {

struct Finding {
  std::string id;  // LIN.maxdev.up
  metrics::Interval figure;
  std::string of;     // id of the measurement
  std::string basis;  // what was taken: "7 ramps", "1000 steps"
};

/// Bounds as text, "[90.1, 93.2]"; "-" where there is none.
std::string bounds_of(const metrics::Interval& figure);

}  // namespace hysteron::report
