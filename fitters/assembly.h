#pragma once

// The least-squares problem: unknowns in, residual rows and their Jacobian out.

#include <Eigen/Core>
#include <span>
#include <vector>

#include "fitters/coordinate.h"
#include "fitters/device.h"
#include "fitters/weighting.h"

namespace hysteron::fitters {

using Jacobian = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The unknowns of a problem in one vector: the parameters, then the initial state of each trace.
using Unknowns = std::vector<double>;

struct Assembly {
  const Device& device;
  const FitProblem& problem;
  const Weighting& weighting;
  double tolerance = 1e-8;

  std::size_t states_begin(int trace) const { return device.parameters.size() + trace * device.states.size(); }

  /// Currents [A], or charges [C] about the zero that suits the data best, of one trace; empty where the
  /// integration gave up.
  std::vector<double> current(const Unknowns& x, int trace) const;

  /// Residuals in standard deviations; with `jacobian` also their slopes by the coordinates given.
  /// False where the integration gave up or a residual is not finite.
  bool residuals(const Unknowns& x, std::span<const Coordinate> free, Eigen::VectorXd& r, Jacobian* jacobian) const;
};

/// Replaces each row by sqrt(rho), so that half the sum of squares is the robust cost.
void robustify(const Robust& robust, Eigen::VectorXd& r, Jacobian* jacobian);

/// Half the sum of rho.
double cost(const Robust& robust, const Eigen::VectorXd& r);

}  // namespace hysteron::fitters
