#pragma once

// Bounds of what was counted or repeated.

#include <functional>
#include <span>

#include "libmodel/metrics/metric.h"

namespace hysteron::metrics {

/// YIELD: k good of n with the exact binomial bounds of C. Clopper and E. Pearson, Biometrika 26 (1934)
/// 404. NaN unless 0 <= k <= n, n > 0.
Interval clopper_pearson(double k, double n);

/// The mean with Student's bounds; without bounds for fewer than two numbers. NaN entries do not count.
Interval mean_interval(std::span<const double> x);

/// The standard deviation (n - 1) with chi-square bounds, for normal x; NaN for fewer than two numbers.
Interval deviation_interval(std::span<const double> x);

/// The median with bounds from order statistics, whatever the distribution (W. Thompson, Ann. Math. Stat. 7
/// (1936) 122); without bounds where n is too small for them: fewer than five numbers.
Interval median_interval(std::span<const double> x);

/// A figure of n repeats as they are together, statistic(n), with the jackknife's deviation and Student's t:
/// statistic(k) leaves repeat k out. J. Tukey, Ann. Math. Stat. 29 (1958) 614. Without bounds for n < 3.
Interval jackknife(std::size_t n, const std::function<double(std::size_t)>& statistic);

/// The p-quantile of a sample, linear between order statistics (type 7 of R. Hyndman and Y. Fan, 1996).
double quantile(std::span<const double> x, double p);

/// Devices that must all survive a test to show a reliability with a confidence, ln(1 - C) / (ln R L^beta):
/// L is the length of the test over the length specified, beta Weibull's shape. 22 for R = 0.9, C = 0.9.
double zero_failure_devices(double reliability, double confidence_level, double length = 1.0, double shape = 1.0);

/// The reliability that n survivors without a failure show with that confidence: (1 - C)^(1/n).
double zero_failure_reliability(double n, double confidence_level);

}  // namespace hysteron::metrics
