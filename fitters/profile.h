#pragma once

// Intervals from the cost itself: it is minimised over all other parameters while one walks away from the optimum.
//
// Source  D. M. Bates and D. G. Watts, Nonlinear Regression Analysis and Its Applications (1988) 6.1.

#include "fitters/fit.h"
#include "fitters/solve.h"

namespace hysteron::fitters {

struct Profiles {
  Solution best;             // lower than the one given where a walk came upon a lower cost
  std::vector<Profile> all;  // ascending in the place of the estimate
  std::vector<double> bend;  // Estimate::bend of each free coordinate
  double level = 0.0;        // FitResult::profile_level
  long evaluations = 0;
};

/// How far a standard interval may be from the profile's before the profile takes its place: the root of the cost at its ends,
/// relative to the parabola's.
inline constexpr double bent = 0.1;

/// Walks along the coordinates that the options ask for. `report` is called
/// after each side with the number of all; `stop` ends the walks.
Profiles profiles(const Assembly& assembly, const Robust& robust, std::span<const Coordinate> free, const Solution& best,
                  const FitOptions& options, const std::function<bool()>& stop, const std::function<void(int)>& report);

/// Puts the profiles into a described result: intervals, and warnings where one is open.
void adopt(const Profiles& profiles, std::span<const Coordinate> free, const FitOptions& options, FitResult& result);

}  // namespace hysteron::fitters
