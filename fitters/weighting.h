#pragma once

// From measured and computed signals to residual rows in standard deviations.

#include <vector>

#include "fitters/options.h"
#include "fitters/trace.h"

namespace hysteron::fitters {

/// One row of the least-squares problem.
struct Row {
  int trace;
  std::size_t k;   // row of the trace
  bool decades;    // log residual, else linear
  double measured; // signal, or its decades
  double sigma;
};

/// How the traces of a problem are weighed.
struct Weighting {
  Residual residual = Residual::linear;  // never automatic
  std::vector<Row> rows;                 // by trace, then by k, linear before decades
  std::vector<double> range;             // per trace, max - min of the signal
  std::vector<double> floor;             // per trace: below it decades go over into a linear scale
  std::size_t points = 0, skipped = 0;
  std::size_t zeros = 0;                 // of charges: estimated too, one a trace
  double span_decades = 0.0;             // of the data, between their 1 % and 99 % quantiles
};

Weighting weigh(const FitProblem& problem, Residual residual, const NoiseModel& noise);

/// Decades of a signal: log10 |y| above the floor, odd and smooth through zero.
double decades(double y, double floor);

/// d decades / d y.
double decades_slope(double y, double floor);

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
