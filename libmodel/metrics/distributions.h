#pragma once

// Quantiles of the distributions that bounds are made of.

namespace hysteron::metrics {

/// The p-quantile of the standard normal distribution.
double normal_quantile(double p);

/// The p-quantile of Student's t with so many degrees of freedom, which need not be a whole number.
double student_quantile(double p, double degrees);

/// The p-quantile of chi-square with so many degrees of freedom.
double chi_squared_quantile(double p, double degrees);

/// The p-quantile of the beta distribution with shapes a and b.
double beta_quantile(double p, double a, double b);

/// P(X > k) of X heads in n throws of a fair coin.
double more_heads(double n, double k);

}  // namespace hysteron::metrics
