#pragma once

// Noise of a level that is read again and again: what jumps, and what wanders.

#include <cstddef>
#include <span>

#include "libmodel/metrics/metric.h"

namespace hysteron::metrics {

/// FLICKER: f S_G(f) / G^2 of the part of the noise that goes as 1/f, from reads g [S] that are dt [s] apart, 256 of them or
/// more. Of the Allan variance's laws, white h_0 / (2 tau), flicker 2 ln 2 h_-1 and random walk (2 pi^2 / 3) h_-2 tau,
/// none below 0, fitted to octaves of tau by least squares relative to each: D. Allan, Proc. IEEE 54 (1966) 221; IEEE Std 1139.
double flicker(std::span<const double> g, double dt);

/// Numbers parted into two where the variance between both parts is largest (N. Otsu, IEEE Trans. SMC 9 (1979) 62). Apart:
/// their means are four deviations of a part apart - a normal distribution cut in half has 2.6, an even one 3.5. NaN for
/// fewer than two numbers, or one that is not finite.
struct TwoLevels {
  double low = not_shown, high = not_shown;  // means
  std::size_t lower = 0;                     // how many numbers are of the low one
  bool apart = false;
};
TwoLevels two_levels(std::span<const double> x);

/// Random telegraph noise: two levels with jumps between them.
struct Telegraph {
  double amplitude = not_shown;        // RTN.amplitude: difference of the levels over their mean
  double high = not_shown, low = not_shown;  // RTN.high, RTN.low: mean stay [s]
  int jumps = 0;
};

/// NaN where its two_levels are not apart, for fewer than 32 reads, or where fewer than ten jumps were seen.
Telegraph telegraph(std::span<const double> g, double dt);

}  // namespace hysteron::metrics
