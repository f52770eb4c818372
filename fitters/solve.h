#pragma once

// One descent of Ceres from one point.

#include <functional>
#include <string>
#include <vector>

#include "fitters/assembly.h"

namespace hysteron::fitters {

struct Solution {
  Unknowns x;
  double cost = HUGE_VAL;  // half the sum of rho
  bool converged = false;
  std::string termination;
  long evaluations = 0;  // passes over the data, values and slopes together
  int iterations = 0;
};

/// Minimises the cost over the coordinates given, within their bounds; the other unknowns stay.
/// `stop` is asked now and then; true ends the descent where it is. `function_tolerance` is Ceres': of the cost, relative.
Solution solve(const Assembly& assembly, const Robust& robust, std::span<const Coordinate> free, Unknowns start,
               int max_iterations, const std::function<bool()>& stop, double function_tolerance = 1e-9);

}  // namespace hysteron::fitters
