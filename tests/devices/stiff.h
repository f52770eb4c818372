#pragma once

// A device under a driven voltage where rates span many decades: linearly implicit Euler,
// extrapolated once, with a step that adapts. Plain and slow; for tests of single devices.

#include <ceres/jet.h>

#include <doctest/doctest.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "libmodel/model.h"
#include "libmodel/scalar/jet.h"

namespace hysteron {

/// Integrates from `from` over `duration`; drive(t) gives the ports. `tolerance` is per step and
/// relative to each state's range. visit(t, state) sees every accepted step.
template <CompactModel M>
StateOf<M> stiff_transient(auto&& drive, StateOf<M> from, const ParametersOf<M>& p, const Surroundings<double>& around,
                           double duration, auto&& visit, double tolerance = 1e-5) {
  constexpr int n = sizeof(StateOf<M>) / sizeof(double);
  using Jet = ceres::Jet<double, n>;
  using Vector = Eigen::Matrix<double, n, 1>;

  ParametersOf<M, Jet> jet_p{};
  for (std::size_t i = 0; i < values(p).size(); ++i) values(jet_p)[i] = Jet(values(p)[i]);
  Surroundings<Jet> jet_around{};
  for (std::size_t i = 0; i < values(around).size(); ++i) values(jet_around)[i] = Jet(values(around)[i]);
  Vector range;
  const auto declared = fields<StateOf<M>>();
  for (int i = 0; i < n; ++i) range[i] = declared[i].upper - declared[i].lower;

  const auto step = [&](double t, double h, const Vector& y) -> Vector {
    StateOf<M, Jet> s{};
    for (int i = 0; i < n; ++i) values(s)[i] = Jet(y[i], i);
    const PortsOf<M> v = drive(t + h);
    PortsOf<M, Jet> jet_v{};
    for (std::size_t i = 0; i < values(v).size(); ++i) values(jet_v)[i] = Jet(values(v)[i]);
    const auto rate = respond<M, Jet>(jet_v, s, jet_p, jet_around).rate;
    Eigen::Matrix<double, n, n> jacobian;
    Vector f;
    for (int i = 0; i < n; ++i) {
      f[i] = values(rate)[i].a;
      jacobian.row(i) = values(rate)[i].v.transpose();
    }
    const Eigen::Matrix<double, n, n> system = Eigen::Matrix<double, n, n>::Identity() - h * jacobian;
    return y + h * system.partialPivLu().solve(f);
  };

  Vector y;
  for (int i = 0; i < n; ++i) y[i] = values(from)[i];
  const auto as_state = [&](const Vector& at) {
    StateOf<M> s{};
    for (int i = 0; i < n; ++i) values(s)[i] = at[i];
    return s;
  };
  double t = 0.0, h = duration * 1e-6;
  while (t < duration) {
    h = std::min(h, duration - t);
    const Vector once = step(t, h, y);
    const Vector twice = step(t + h / 2.0, h / 2.0, step(t, h / 2.0, y));
    const double error = ((twice - once).array() / range.array()).abs().maxCoeff() / tolerance;
    if (std::isfinite(error) && error < 1.0) {
      t = t + h >= duration * (1.0 - 1e-14) ? duration : t + h;
      for (int i = 0; i < n; ++i) y[i] = std::clamp(2.0 * twice[i] - once[i], declared[i].lower, declared[i].upper);
      visit(t, as_state(y));
    }
    h *= std::isfinite(error) ? std::clamp(0.9 / std::sqrt(error + 1e-12), 0.2, 3.0) : 0.1;
    REQUIRE(t + h > t);
  }
  return as_state(y);
}

template <CompactModel M>
StateOf<M> stiff_transient(auto&& drive, StateOf<M> from, const ParametersOf<M>& p, const Surroundings<double>& around,
                           double duration) {
  return stiff_transient<M>(drive, from, p, around, duration, [](double, const StateOf<M>&) {});
}

/// The first time at which reached(state) holds under a constant drive, or `duration` if it never does.
template <CompactModel M>
double time_until(auto&& reached, const PortsOf<M>& v, StateOf<M> from, const ParametersOf<M>& p,
                  const Surroundings<double>& around, double duration) {
  double first = duration;
  stiff_transient<M>([&](double) { return v; }, from, p, around, duration,
                     [&](double t, const StateOf<M>& s) {
                       if (first == duration && reached(s)) first = t;
                     });
  return first;
}

}  // namespace hysteron
