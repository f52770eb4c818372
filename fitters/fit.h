#pragma once

// Fits a model to measured traces: which parameters the data can tell, their values and intervals,
// and what the model leaves unexplained.

#include <Eigen/Core>
#include <string>
#include <string_view>
#include <vector>

#include "fitters/device.h"
#include "fitters/options.h"
#include "fitters/trace.h"

namespace hysteron::fitters {

enum class Role { estimated, at_lower, at_upper, held, given };

/// One parameter, or the initial value of a state of one trace.
struct Estimate {
  std::string name, unit, meaning;
  std::string trace;  // empty: of the device
  Role role = Role::held;
  double value = 0.0;
  double standard_error = 0.0;    // NaN unless estimated
  double lower95 = 0.0, upper95 = 0.0;  // NaN unless estimated; of the profile where there is one
  double linear_lower95 = 0.0, linear_upper95 = 0.0;  // of the parabola; NaN unless estimated; log scale: symmetric in the logarithm
  double bend = 0.0;  // share by which the root of the cost at the ends of that differs from the parabola's; NaN where not looked at
  double lower = 0.0, upper = 0.0;      // bounds
  Scale scale = Scale::linear;
  std::string reason;  // why held; empty for what only makes noise
};

struct TraceFit {
  std::string name, unit;        // of the signal: S for a train, A or C for a sweep, 1 for a share that switched
  std::vector<double> voltage;   // V, per row of a sweep, as the model was driven, or of trials; empty for a train
  std::string measurement;       // of which it is a course, or `name`
  std::vector<double> time;      // s, since programming, per row of a rest; else empty
  std::vector<double> measured;  // per row; NaN: skipped
  std::vector<double> response;  // of the model, same rows
  std::size_t points = 0, skipped = 0;
  double range = 0.0;             // max - min measured
  double rms = 0.0;               // in the unit
  double rms_of_range = 0.0;      // rms / range
  double rms_decades = 0.0;       // NaN for a sweep, and where a read is not positive
  double autocorrelation = 0.0;   // lag 1, of the rows' residuals
  double runs = 0.0;              // standard deviations from independence; below -3: structure
  double write_noise = 0.0, read_noise = 0.0;  // in the unit; NaN where there is no train of pulses
  double deviance = 0.0;          // of trials, by chance about as large as their points; else NaN
  bool structured = false;        // residuals keep their sign: the model lacks something
};

struct Optimum {
  double cost;
  int found;  // by so many starts
};

/// How a walk along a parameter ended: beyond the 95 % level, at a bound of the parameter below it, or where the model could not
/// be followed any further.
enum class Walked { beyond, to_bound, lost };

/// The cost along one parameter, least over all that was free with it. `excess` is twice the rise of the cost in units of
/// Spread::per_square: the square of Student's t where the model is linear.
struct Profile {
  std::size_t estimate = 0;  // place among the estimates
  std::vector<std::vector<double>> points;  // of each the values of FitResult::free, ascending in this one
  std::vector<double> excess;               // of each
  double lower95 = 0.0, upper95 = 0.0;      // where the excess is profile_level, or as far as the walk came
  Walked below = Walked::beyond, above = Walked::beyond;
};

struct FitResult {
  std::string model;
  std::vector<Estimate> estimates;  // parameters as the model lists them, then initial states
  std::vector<std::string> correlated;  // names of the rows of correlation: what is estimated
  Eigen::MatrixXd correlation, covariance;  // covariance in the units of the parameters
  std::vector<std::size_t> free;     // places among the estimates of what was varied, at its bound or not
  std::vector<Profile> profiles;     // as the estimates are listed
  double profile_level = 0.0;        // t^2 of Student's 97.5 %: that of F, since the deviation is estimated
  std::vector<std::string> weak_directions;
  std::vector<std::string> warnings;
  std::vector<TraceFit> traces;

  Residual residual = Residual::linear;  // as chosen
  Loss loss = Loss::none;
  double loss_scale = 0.0;     // standard deviations
  double deviation = 0.0;      // of the residual rows, in their sigma
  double cost = 0.0;           // half the weighted sum, as Ceres counts
  std::size_t points = 0, skipped = 0;
  double explained = 0.0;      // share of the variance of the data, of rests about the mean of each; least over linear and decades as fitted
  bool converged = false, cancelled = false;
  std::string termination;

  int starts = 0;
  std::uint64_t seed = 0;
  std::vector<Optimum> optima;  // distinct ones, best first
  long evaluations = 0;         // passes over the data with slopes
  int rounds = 0;               // of choosing the parameters

  /// False where the optimiser stopped short or the model explains less than half the variance.
  bool describes() const { return converged && explained >= 0.5; }
  /// By name, of the device or of the only trace; InputError if there is none.
  const Estimate& at(std::string_view name) const;
  /// Of an estimate of this result; null without.
  const Profile* profile_of(const Estimate& estimate) const;
};

/// Fits a device. InputError for a problem or options that make no sense; failures of the numerics
/// are in the result.
FitResult fit(const Device& device, const FitProblem& problem, const FitOptions& options = {});

/// Fits a model by name.
FitResult fit(std::string_view model, const FitProblem& problem, const FitOptions& options = {});

/// Fits a model.
template <CompactModel M>
FitResult fit(const FitProblem& problem, const FitOptions& options = {}) {
  return fit(device<M>(), problem, options);
}

}  // namespace hysteron::fitters
