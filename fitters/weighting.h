#pragma once

// From measured and computed signals to residual rows in standard deviations.

#include <Eigen/Core>
#include <vector>

#include "fitters/options.h"
#include "fitters/trace.h"

namespace hysteron::fitters {

/// One row of the least-squares problem.
struct Row {
  int trace;
  std::size_t k;   // row of the trace
  bool decades;    // log residual, else linear; of trials neither, but of their likelihood
  double measured; // signal, or its decades
  double sigma;    // of trials: of the share, with which no residual is weighed
};

/// Whether a trace may be compared in decades: neither a charge from a zero of its own, nor trials.
bool has_decades(const Trace& trace);

/// How the traces of a problem are weighed.
struct Weighting {
  Residual residual = Residual::linear;  // never automatic
  std::vector<Row> rows;                 // by trace, then by k, linear before decades
  std::vector<double> range;             // per trace, max - min of the signal
  std::vector<double> floor;             // per trace: below it decades go over into a linear scale
  std::size_t points = 0, skipped = 0;
  std::size_t zeros = 0;                 // of charges: estimated too, one a trace
  bool trials = false;                   // some rows are trials
  double span_decades = 0.0;             // of the data, between their 1 % and 99 % quantiles
};

Weighting weigh(const FitProblem& problem, Residual residual, const NoiseModel& noise);

/// Gives the rows of each kind - trains, rests, sweeps, charges, each linear and in decades - the standard deviation
/// that `residuals` have of them, so that no unit or instrument outweighs another; trials keep that of chance.
/// False where there is one kind alone: then nothing changes.
bool balance(const FitProblem& problem, const Eigen::VectorXd& residuals, Loss loss, Weighting& weighting);

/// Decades of a signal: log10 |y| above the floor, odd and smooth through zero.
double decades(double y, double floor);

/// d decades / d y.
double decades_slope(double y, double floor);

/// The deviance residual of a share y of n trials whose probability is p: half its square is what p lacks in
/// log likelihood, and its sign that of p - y (P. McCullagh, J. Nelder, Generalized Linear Models, 2nd ed. 1989, 2.4).
double deviance_residual(double y, double n, double p);

/// d deviance_residual / d p.
double deviance_slope(double y, double n, double p);

/// rho(r^2) and its first derivative by r^2, at residual r.
struct Robust {
  Loss loss = Loss::none;
  double scale = 1.0;  // where the loss turns, in units of r
  double rho(double r) const;
  double slope(double r) const;
};

double median(std::vector<double> x);

/// 1.4826 times the median of |r|: a standard deviation that outliers do not move.
double robust_deviation(const std::vector<double>& r);

double quantile(std::vector<double> x, double q);

}  // namespace hysteron::fitters
