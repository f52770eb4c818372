#pragma once

// A state that counts units, and what a stretch of time does to one of them.

#include <algorithm>
#include <cmath>

#include "libmodel/field.h"

namespace hysteron {

/// A state that counts: 0 to `places` steps from its lower bound. What is left of its range beyond the
/// last whole step is out of reach.
struct Counted {
  double lower = 0.0, step = 0.0;
  double places = 0.0;  // infinite where the state has no upper bound
  double top = 0.0;     // the state when all are taken

  Counted() = default;
  Counted(const Field& f, double step) : lower(f.lower), step(step) {
    const double steps = (f.upper - f.lower) / step;
    places = std::floor(steps * (1.0 + 1e-15) + 1e-6);  // n where the step is 1 / n, rounded
    top = steps - places < 1e-3 ? f.upper : lower + places * step;
  }

  bool counts() const { return step > 0.0; }
  bool endless() const { return std::isinf(places); }
  double taken_at(double x) const { return std::clamp(std::round((x - lower) / step), 0.0, places); }
  double at(double taken) const { return taken == places ? top : lower + taken * step; }
};

namespace internal {

/// How fast one place is taken, or all of them where there is no end of them, and one taken is freed [1/s].
struct Turning {
  double taken = 0.0, freed = 0.0;
};

/// The chances of one unit over a stretch.
struct Turnover {
  double arriving = 0.0;  // mean number, where there is no end of places
  double taken = 0.0;     // that a free place is taken at the end
  double freed = 0.0;     // that a taken one is free at the end
  double error = 0.0;     // of the quadrature, against what turns
};

/// What Simpson's rule may miss where it differs by `apart` from the trapezoids, against `whole`: of
/// fourth order where that is of second.
inline double missed(double apart, double whole) { return apart / whole * (apart / whole); }

/// The larger of two errors; NaN stays.
inline double worse(double a, double b) { return b <= a ? a : b; }

/// From the rates at the start, the middle and the end of a stretch of h [s], over which at least `least`
/// is to turn before an error counts.
inline Turnover turnover(const Turning& first, const Turning& middle, const Turning& last, double h, double least,
                         bool endless) {
  const auto simpson = [&](double Turning::*r) { return h / 6.0 * (first.*r + 4.0 * middle.*r + last.*r); };
  const auto rough = [&](double Turning::*r) { return 0.5 * h * (first.*r + last.*r); };
  const double up = simpson(&Turning::taken), down = simpson(&Turning::freed), all = up + down;
  if (all == 0.0) return {};
  const double apart = std::abs(up - rough(&Turning::taken)) + std::abs(down - rough(&Turning::freed));
  const double error = missed(apart, std::max(std::min(1.0, all), least));
  const double gone = -std::expm1(-down);
  if (endless) return {.arriving = down > 0.0 ? up * gone / down : up, .freed = gone, .error = error};
  const double share = up / all, turned = -std::expm1(-all);
  const auto share_at = [&](const Turning& t) {
    return t.taken + t.freed > 0.0 ? t.taken / (t.taken + t.freed) : share;
  };
  const double swing = std::abs(share_at(last) - share_at(first)) * std::min(1.0, all);
  const double forgotten = all > 40.0 ? 0.0 : error;  // e^-40: nothing is left to be wrong about
  return {.taken = share * turned, .freed = (1.0 - share) * turned, .error = worse(swing, forgotten)};
}

}  // namespace internal

}  // namespace hysteron
