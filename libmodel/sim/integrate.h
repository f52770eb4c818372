#pragma once

// Adaptive integration by Radau IIA over a stretch of time on which the drive is smooth.
//
// The scalar T is double, or a ceres::Jet whose derivatives come out as those of the discrete result.
// Step sizes look at values only, so the steps do not depend on the derivatives carried.

#include <algorithm>
#include <cmath>
#include <limits>

#include "libmodel/sim/radau.h"

namespace hysteron {

struct Count {
  long steps = 0, rejected = 0;
  bool reached = true;  // false: rates not finite, the step fell to nothing, or `most_steps` were not enough
};

constexpr long most_steps = 100'000;  // tried in one call of integrate()

namespace internal {

template <int m>
bool finite(const Start<m>& f) {
  return std::all_of(f.begin(), f.end(), [](const auto& x) { return std::isfinite(x.a) && x.v.allFinite(); });
}

/// The step to try first: the whole, unless a state would move by a fifth of its scale.
template <int m>
double first_step(const Start<m>& f0, const Tolerance<m>& tolerance, double duration) {
  double speed = 0.0;
  for (int i = 0; i < m; ++i) speed = std::max(speed, std::abs(f0[i].a) / tolerance.scale[i]);
  return speed * duration > 0.2 ? 0.2 / speed : duration;
}

/// The estimate of a step's error against the tolerance; NaN stays NaN.
template <class T, int m>
double size_of_error(const Step<T, m>& step, const States<T, m>& y, const Tolerance<m>& tolerance) {
  double worst = 0.0;
  for (int i = 0; i < m; ++i) {
    const double size = std::max(std::abs(number(y[i])), std::abs(number(step.end[i])));
    const double e = std::abs(step.error[i]) / tolerance.weight(i, size);
    worst = e <= worst ? worst : e;
  }
  return worst;
}

}  // namespace internal

/// Advances y from time 0 to `duration` [s] in steps of at most `longest`. Calls accepted(t, h, step)
/// after each; step.at(theta) is y(t + theta h). Where it gives up, y is where it stopped.
template <class T, int m, class System, class Accepted>
Count integrate(System& system, States<T, m>& y, double duration, const Tolerance<m>& tolerance, double longest,
                Accepted&& accepted) {
  using Inner = ceres::Jet<double, m>;
  // The estimate is of order 3, the result of order 5: RADAU5's rule makes up for it.
  Tolerance<m> steering = tolerance;
  steering.relative = 0.1 * std::cbrt(tolerance.relative * tolerance.relative);
  steering.absolute = tolerance.absolute / tolerance.relative * steering.relative;

  Count count;
  Step<T, m> before;
  Start<m> f0;
  double h = 0.0, before_h = 0.0;
  bool moved = true;  // y is not where f0 was taken
  for (double t = 0.0; t < duration;) {
    if (moved) {
      States<Inner, m> y0;
      for (int i = 0; i < m; ++i) y0[i] = Inner(number(y[i]), i);
      f0 = system.seeded(t, y0);
      if (!internal::finite<m>(f0)) {
        count.reached = false;
        return count;
      }
      if (!(h > 0.0)) h = internal::first_step<m>(f0, tolerance, duration);
    }
    const double left = duration - t, wish = std::min(h, longest);
    const bool last = wish >= left * (1.0 - 1e-12);
    const double now = last ? left : wish > 0.5 * left ? 0.5 * left : wish;
    if (!(now > 1e-300) || t + now == t || count.steps + count.rejected >= most_steps) {
      count.reached = false;
      return count;
    }
    const bool guess = before_h > 0.0 && now < 3.0 * before_h;
    auto step = radau_step<T, m>(system, t, y, f0, now, tolerance, guess ? &before : nullptr, now / before_h);
    const double error = step.converged ? internal::size_of_error<T, m>(step, y, steering) : 1e100;
    const bool finite = error < 1e100;
    const double growth = finite ? std::clamp(0.9 / std::sqrt(std::sqrt(error + 1e-30)), 0.1, 8.0) : 0.2;
    moved = finite && error <= 1.0;
    if (moved) {
      accepted(t, now, step);
      y = step.end;
      t = last ? duration : t + now;
      ++count.steps;
      if (last) return count;
      before = step;
      before_h = now;
      h = now * growth;
    } else {
      h = now * std::min(growth, 0.7);
      ++count.rejected;
    }
  }
  count.reached = count.reached && duration >= 0.0;  // false for NaN
  return count;
}

template <class T, int m, class System>
Count integrate(System& system, States<T, m>& y, double duration, const Tolerance<m>& tolerance,
                double longest = std::numeric_limits<double>::infinity()) {
  return integrate<T, m>(system, y, duration, tolerance, longest, [](double, double, const Step<T, m>&) {});
}

}  // namespace hysteron
