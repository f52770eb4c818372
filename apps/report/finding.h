#pragma once

// A figure of a device: a number with its id, its bounds and what it was taken from.

#include <cmath>
#include <string>
#include <vector>
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

/// Kept if there is a value.
inline void add(std::vector<Finding>& to, const std::string& id, const metrics::Interval& figure, const std::string& of, const std::string& basis) {
  if (std::isfinite(figure.value)) to.push_back({id, figure, of, basis});
}

inline metrics::Interval scaled(const metrics::Interval& x, double factor) {
  const double a = x.lower * factor, b = x.upper * factor;
  return {x.value * factor, factor < 0.0 ? b : a, factor < 0.0 ? a : b};
}

}  // namespace hysteron::report
