#pragma once

// Figures of plasticity between spikes.

#include <span>

#include "libmodel/metrics/metric.h"

namespace hysteron::metrics {

/// PPF = 100 (A_2 - A_1) / A_1 in %, of two responses.
double paired_pulse_facilitation(double first, double second);

/// One side of a window, change = amplitude exp(-|dt| / tau), by least squares.
struct Decay {
  double amplitude = not_shown;
  double tau = not_shown;  // s
  double r2 = not_shown;
};
/// dt [s] of one sign, at least three points. G. Bi and M. Poo, J. Neurosci. 18 (1998) 10464.
Decay exponential_window(std::span<const double> dt, std::span<const double> change);

/// Balance of the two sides, A+ tau+ / |A- tau-|: 1 where potentiation and depression have equal areas.
double window_balance(const Decay& plus, const Decay& minus);

}  // namespace hysteron::metrics
