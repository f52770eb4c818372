#pragma once

// One step of Radau IIA with three stages: order 5, L-stable, stiffly accurate.
//
// Source: E. Hairer, G. Wanner, Solving Ordinary Differential Equations II, 2nd ed., IV.5 and IV.8.
// Differs: full Newton, with the exact Jacobian of every stage; derivatives by one more Newton step
// in the outer scalar (implicit differentiation), so that they are those of the discrete result.
//
// A System<T, m> is the right-hand side of m states, twice:
//
//     seeded(t, y)    at ceres::Jet<double, m>, everything but y a number: rates and their Jacobian
//     carried(t, y)   at T, with whatever derivatives y and the parameters carry
//
// Two functions, because the types may be one: with m parameters, Jet<double, m> is T as well, and
// derivatives by states and by parameters must not meet.

#include <ceres/jet.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>

#include "libmodel/sim/small_lu.h"

namespace hysteron {

template <class T, int m>
using States = std::array<T, m>;

inline double number(double x) { return x; }
template <int N>
double number(const ceres::Jet<double, N>& x) {
  return x.a;
}

/// How well states are to be known: a state of size y to relative * |y| + absolute * scale.
template <int m>
struct Tolerance {
  double relative = 1e-8;
  double absolute = 1e-10;
  States<double, m> scale;  // in the unit of each state

  double weight(int i, double size) const { return relative * size + absolute * scale[i]; }
};

/// Rates at the start of a step, as Jets by the states.
template <int m>
using Start = States<ceres::Jet<double, m>, m>;

/// One step: order 5 at its end, order 3 inside.
template <class T, int m>
struct Step {
  bool converged = false;
  States<T, m> start, end;
  std::array<T, 3 * m> z;   // the three stages, less the start
  States<double, m> error;  // estimate, of order 3

  /// y at the part theta of the step, by the collocation polynomial; beyond 1 it is continued.
  States<T, m> at(double theta) const {
    States<T, m> y;
    for (int i = 0; i < m; ++i) y[i] = start[i] + moved(theta, z[i], z[m + i], z[2 * m + i]);
    return y;
  }
  double number_at(double theta, int i) const {
    return number(start[i]) + moved(theta, number(z[i]), number(z[m + i]), number(z[2 * m + i]));
  }

 private:
  template <class S>
  static S moved(double theta, const S& z1, const S& z2, const S& z3);
};

namespace internal {

struct RadauTable {
  static constexpr int stages = 3;
  static constexpr double r6 = 2.449489742783178;
  static constexpr double c[3] = {(4.0 - r6) / 10.0, (4.0 + r6) / 10.0, 1.0};
  static constexpr double a[3][3] = {
      {(88.0 - 7.0 * r6) / 360.0, (296.0 - 169.0 * r6) / 1800.0, (-2.0 + 3.0 * r6) / 225.0},
      {(296.0 + 169.0 * r6) / 1800.0, (88.0 + 7.0 * r6) / 360.0, (-2.0 - 3.0 * r6) / 225.0},
      {(16.0 - r6) / 36.0, (16.0 + r6) / 36.0, 1.0 / 9.0}};
  static constexpr double g0 = 0.2748888295956774;  // 1 / the real eigenvalue of the inverse of a
  static constexpr double e[3] = {-(13.0 + 7.0 * r6) / 3.0, (-13.0 + 7.0 * r6) / 3.0, -1.0 / 3.0};
};

/// Where Newton's iteration starts: the step before, continued, or else two terms of Taylor's series.
template <class T, int m>
std::array<double, 3 * m> first_guess(const States<double, m>& y0, const Start<m>& f0, double h, const Step<T, m>* before,
                                      double ratio) {
  using R = RadauTable;
  std::array<double, 3 * m> z{};
  if (before) {
    for (int q = 0; q < 3; ++q) {
      for (int i = 0; i < m; ++i) z[q * m + i] = before->number_at(1.0 + R::c[q] * ratio, i) - y0[i];
    }
    return z;
  }
  double stiffness = 0.0;
  for (int i = 0; i < m; ++i) stiffness = std::max(stiffness, h * f0[i].v.template lpNorm<1>());
  if (!(stiffness < 1.0)) return z;
  for (int i = 0; i < m; ++i) {
    double bend = 0.0;
    for (int k = 0; k < m; ++k) bend += f0[i].v[k] * f0[k].a;
    for (int q = 0; q < 3; ++q) {
      const double u = h * R::c[q];
      z[q * m + i] = u * (f0[i].a + 0.5 * u * bend);
    }
  }
  return z;
}

}  // namespace internal

/// The polynomial through 0 at theta = 0 and the stages, in Newton's form.
template <class T, int m>
template <class S>
S Step<T, m>::moved(double theta, const S& z1, const S& z2, const S& z3) {
  constexpr double c1 = internal::RadauTable::c[0], c2 = internal::RadauTable::c[1];
  const S d1 = z1 / c1, d2 = z2 / c2;
  const S e12 = (d2 - d1) / (c2 - c1), e23 = (z3 - d2) / (1.0 - c2);
  const S e123 = (e23 - e12) / (1.0 - c1);
  return theta * (d1 + (theta - c1) * (e12 + (theta - c2) * e123));
}

/// One step of length h from y at time t, where the rates are f0. `before` is the step that led to y,
/// of length h / ratio. Not converged: nothing else is set.
template <class T, int m, class System>
Step<T, m> radau_step(System& system, double t, const States<T, m>& y, const Start<m>& f0, double h,
                      const Tolerance<m>& tolerance, const Step<T, m>* before = nullptr, double ratio = 1.0) {
  using R = internal::RadauTable;
  using Inner = ceres::Jet<double, m>;
  constexpr int N = 3 * m;
  States<double, m> y0;
  for (int i = 0; i < m; ++i) y0[i] = number(y[i]);

  // z_q = h sum_r a_qr f(y + z_r)
  auto z = internal::first_guess<T, m>(y0, f0, h, before, ratio);
  SmallLu<N> lu;
  Step<T, m> step;
  double previous = 0.0;
  for (int iteration = 0; iteration < 12 && !step.converged; ++iteration) {
    std::array<States<Inner, m>, 3> f;
    for (int q = 0; q < 3; ++q) {
      States<Inner, m> u;
      for (int i = 0; i < m; ++i) u[i] = Inner(y0[i] + z[q * m + i], i);
      f[q] = system.seeded(t + R::c[q] * h, u);
    }
    std::array<double, N> g;
    for (int q = 0; q < 3; ++q) {
      for (int i = 0; i < m; ++i) {
        double sum = 0.0;
        for (int r = 0; r < 3; ++r) {
          sum += R::a[q][r] * f[r][i].a;
          for (int k = 0; k < m; ++k) {
            lu.a[q * m + i][r * m + k] = (q == r && i == k ? 1.0 : 0.0) - h * R::a[q][r] * f[r][i].v[k];
          }
        }
        g[q * m + i] = h * sum - z[q * m + i];
      }
    }
    lu.factor();
    lu.solve(g);
    double change = 0.0;
    for (int i = 0; i < N; ++i) {
      z[i] += g[i];
      const double c = std::abs(g[i]) / tolerance.weight(i % m, std::abs(y0[i % m]) + std::abs(z[i]));
      change = c <= change ? change : c;  // keeps NaN
    }
    if (!(change < 1e12)) return step;
    // The last update bounds the error of the derivatives, for the matrix is one update old. Where
    // roundoff stops updates from shrinking, one below the tolerance will do.
    const bool stalled = iteration > 1 && change < 1.0 && change > 0.3 * previous;
    step.converged = change < 0.01 || stalled;
    if constexpr (std::is_same_v<T, double>) {
      const double shrunk = iteration > 0 ? change / previous : 1.0;  // convergence is quadratic
      step.converged = step.converged || (shrunk < 0.03 && change * shrunk * shrunk < 1e-3);
    }
    previous = change;
  }
  if (!step.converged) return step;

  auto& zt = step.z;
  if constexpr (std::is_same_v<T, double>) {
    zt = z;
  } else {
    std::array<States<T, m>, 3> f;
    for (int q = 0; q < 3; ++q) {
      States<T, m> u;
      for (int i = 0; i < m; ++i) u[i] = y[i] + z[q * m + i];
      f[q] = system.carried(t + R::c[q] * h, u);
    }
    std::array<double, N> x;
    std::array<decltype(T::v), N> d;
    for (int q = 0; q < 3; ++q) {
      for (int i = 0; i < m; ++i) {
        x[q * m + i] = h * (R::a[q][0] * f[0][i].a + R::a[q][1] * f[1][i].a + R::a[q][2] * f[2][i].a) - z[q * m + i];
        d[q * m + i] = h * (R::a[q][0] * f[0][i].v + R::a[q][1] * f[1][i].v + R::a[q][2] * f[2][i].v);
      }
    }
    lu.solve(x);
    lu.solve(d);
    for (int i = 0; i < N; ++i) zt[i] = T(z[i] + x[i], d[i]);
  }

  // (1 / (h g0) - J)^-1 (f(y0) + sum e_q z_q / h), J at y0
  SmallLu<m> small;
  for (int i = 0; i < m; ++i) {
    step.error[i] = f0[i].a;
    for (int q = 0; q < 3; ++q) step.error[i] += R::e[q] / h * number(zt[q * m + i]);
    for (int k = 0; k < m; ++k) small.a[i][k] = (i == k ? 1.0 / (h * R::g0) : 0.0) - f0[i].v[k];
  }
  small.factor();
  small.solve(step.error);

  step.start = y;
  for (int i = 0; i < m; ++i) step.end[i] = y[i] + zt[2 * m + i];
  return step;
}

}  // namespace hysteron
