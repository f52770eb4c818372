#pragma once

// Noise of a level that is read again and again: what jumps, and what wanders.

#include <span>

#include "libmodel/metrics/metric.h"

namespace hysteron::metrics {

/// FLICKER: f S_G(f) / G^2 of the part of the noise that goes as 1/f, from reads g [S] that are dt [s] apart, 256 of them or
/// more. Of the Allan variance's laws, white h_0 / (2 tau), flicker 2 ln 2 h_-1 and random walk (2 pi^2 / 3) h_-2 tau,
/// none below 0, fitted to octaves of tau by least squares relative to each: D. Allan, Proc. IEEE 54 (1966) 221; IEEE Std 1139.
double flicker(std::span<const double> g, double dt);

/// Random telegraph noise: two levels with jumps between them.
struct Telegraph {
  double amplitude = not_shown;        // RTN.amplitude: difference of the levels over their mean
  double high = not_shown, low = not_shown;  // RTN.high, RTN.low: mean stay [s]
  int jumps = 0;
};

/// The levels are parted where the variance between them is largest (N. Otsu, IEEE Trans. SMC 9 (1979) 62). NaN where they
/// are less than four deviations of a level apart - a normal distribution cut in half has 2.6, an even one 3.5 - or where
/// fewer than ten jumps were seen.
Telegraph telegraph(std::span<const double> g, double dt);

}  // namespace hysteron::metrics
