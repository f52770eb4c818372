#pragma once

// How many levels a device has, and how far apart.

#include <span>

#include "libmodel/metrics/metric.h"

namespace hysteron::metrics {

/// DR: 20 log10(G_max / G_min) [dB].
double dynamic_range(double g_min, double g_max);

/// STATES: levels that are at least k (sigma_i + sigma_j) apart, picked from the lowest up; mean and sigma
/// [S] of each level that was programmed. k = 3: neighbours overlap by 0.3 % each.
int separable_states(std::span<const double> mean, std::span<const double> sigma, double k = 3.0);

/// ENOB: log2((G_max - G_min) / (sqrt(12) sigma)), sigma [S] of programming, reading and drift together;
/// 0 where sigma is as wide as the range.
double effective_bits(double range, double sigma);

/// ECS: steps larger than threshold (G_max - G_min); 0.005, or 0.003 in S. Seo et al., Nat. Commun. 11
/// (2020) 3936: print it. Ramp [S] before the first pulse and after each.
int effective_states(std::span<const double> ramp, double threshold = 0.005);

/// D2D: the spread between devices of a fitted parameter, sqrt(var(theta) - mean(se^2)); 0 where the fits' own
/// errors explain it, NaN for fewer than two.
double between_devices(std::span<const double> theta, std::span<const double> se);

/// CCV: spread between cycles at the same pulse, in the mean over pulses, over the range. Rows are cycles of
/// `length` numbers each. Read noise and where a cycle began are in it.
double cycle_spread(std::span<const double> ramps, std::size_t length);

}  // namespace hysteron::metrics
