#pragma once

// What the residuals and the Jacobian say about the parameters.

#include <Eigen/Core>
#include <string>
#include <vector>

#include "fitters/assembly.h"

namespace hysteron::fitters {

struct Spread {
  Eigen::MatrixXd covariance;  // of the coordinates
  Eigen::VectorXd per_square;  // of each coordinate: by how much the cost rises, times 2, a standard error away from the optimum
  double deviation = 1.0;      // of a residual row, chi^2 / (n - p), root
  double degrees = 0.0;        // n - p, n counting points, not rows
};

/// The covariance (J'J)^-1 chi^2/(n - p) of least squares. With a robust loss the factor is Huber's
/// (Robust Statistics, 2009, eq. 7.81 without small-sample terms); where a point gives two rows, the sandwich (J'J)^-1 (sum of scores
/// squared by point) (J'J)^-1 n/(n - p) takes care of their dependence. Rows are not robustified. Where the covariance is not
/// that of the cost's own parabola, `per_square` makes the rise of the cost chi-square all the same: J. T. Kent, Biometrika 69
/// (1982) 19.
Spread spread(const Jacobian& jacobian, const Eigen::VectorXd& residuals, const Weighting& weighting, const Robust& robust);

/// Directions in which the parameters can move together with little effect, in words, from the
/// singular values of the Jacobian with columns of unit length: those below 3 % of the largest.
std::vector<std::string> weak_directions(const Jacobian& jacobian, std::span<const Coordinate> free);

/// Lag-1 autocorrelation of residuals about zero; NaN for fewer than three.
double autocorrelation(const std::vector<double>& r);

/// The runs test of A. Wald and J. Wolfowitz (1940) on the signs: standard deviations by which the
/// number of runs falls short (negative: too few, residuals keep their sign). NaN for one sign only.
double runs(const std::vector<double>& r);

/// Write and read noise by the lag-1 autocovariance of one-step residuals, which is minus the read
/// variance: what is written stays, what is misread comes back. NaN where it cannot be said.
struct NoiseSplit {
  double write, read;
};
NoiseSplit noise_split(const std::vector<double>& r);

}  // namespace hysteron::fitters
