#pragma once

// Endurance: when a window closes, and the law of lives of which some were not waited for.

#include <span>
#include <vector>

#include "libmodel/metrics/metric.h"

namespace hysteron::metrics {

/// A life that ended at `cycles`, or that had lasted so long when the test stopped.
struct Life {
  double cycles;  // > 0
  bool failed;    // false: censored
};

/// END.window of one device: the first cycle of `run` consecutive reads with R_off / R_on < ratio, else its last
/// cycle, censored. Resistances [ohm] read at those cycles; a read that is not finite is a bad one.
Life window_life(std::span<const double> cycle, std::span<const double> on, std::span<const double> off, double ratio = 2.0,
                 int run = 3);

/// Weibull's law 1 - exp(-(n / eta)^beta) by maximum likelihood, with bounds by likelihood ratio; censored
/// lives count as survivors. NaN with fewer than two different failures.
struct Weibull {
  Interval eta;   // END.eta: cycles to 63 %
  Interval beta;  // END.beta: shape
  double log_likelihood = not_shown;
  int failures = 0, survivors = 0;
};
Weibull weibull(std::span<const Life> lives);

/// END.n1, END.n50: cycles until a share p of devices has failed, bounds by likelihood ratio of that quantile.
Interval weibull_quantile(std::span<const Life> lives, double p);

/// Failures in clusters: 1 - (1 + (n / eta)^beta / alpha)^-alpha, which becomes Weibull's law as alpha grows;
/// E. Wu, J. Sune, IEEE IRPS 2012. The AIC says whether the data ask for it: smaller is better.
struct Clustering {
  double eta = not_shown, beta = not_shown, alpha = not_shown;
  double aic = not_shown, aic_of_weibull = not_shown;
};
Clustering clustering(std::span<const Life> lives);

}  // namespace hysteron::metrics
