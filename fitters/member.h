#pragma once

// One of many devices, or one cycle of many, fitted by itself.

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "fitters/fit.h"
#include "fitters/random_effects.h"

namespace hysteron::fitters {

/// A device with its measurement, or a cycle of one.
struct Member {
  std::string name;
  Trace trace;
};

/// The fit of one member. Numbers are coordinates (libmodel/coordinate.h) of what varies.
struct MemberFit {
  Observation observation;  // NaN where a parameter was not estimated: at a bound, or not to be told
  std::vector<double> coordinate;  // as fitted, at a bound too
  double write_noise = 0.0, read_noise = 0.0;  // relative to the conductance; NaN for a sweep
  bool describes = false;   // converged, and explains more than half the variance
};

using MemberFits = std::map<std::size_t, MemberFit>;  // by place among the members

/// How a member is fitted: `varied` from the values that all share, which the others keep.
FitOptions options_of_member(const FitResult& pooled, const std::vector<std::string>& varied, const FitOptions& asked);

/// Of the fit of a member, what a population needs.
MemberFit member_fit(const FitResult& fit, const std::vector<std::string>& varied);

}  // namespace hysteron::fitters
