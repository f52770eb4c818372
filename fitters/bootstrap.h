#pragma once

// How far the law of a kind of device is known from so many members.

#include <cstdint>
#include <vector>

#include "fitters/random_effects.h"

namespace hysteron::fitters {

/// 95 % bounds of each figure of a law, two-sided; NaN where none can be given.
struct LawBounds {
  Eigen::VectorXd mean_lower, mean_upper, deviation_lower, deviation_upper;  // of the coordinates
  Eigen::MatrixXd correlation_lower, correlation_upper;                      // 1 on the diagonal
};

struct Resampling {
  int samples = 400;
  int block = 1;           // neighbours that are drawn together: 1 where members do not depend on each other
  std::uint64_t seed = 1;
  int threads = 0;         // 0: all cores; the result does not depend on it
};

/// The bootstrap over members: samples of as many members, drawn with replacement, and the spread of their laws. Bounds are
/// Student's for n - 1 on scales on which figures of normal members are nearly normal: the mean, the deviation to the power 2/3, the
/// inverse hyperbolic tangent of a correlation.
///
/// Source  B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap (1993); blocks: D. N. Politis, J. P. Romano (1992); scales:
///         E. B. Wilson, M. M. Hilferty, PNAS 17 (1931) 684, R. A. Fisher, Metron 1 (1921) 3.
LawBounds bootstrap(const std::vector<Observation>& members, const RandomEffects& law, const Resampling& how);

}  // namespace hysteron::fitters
