#pragma once

// Laws of derivatives: exact ones are those of the equations, and they do not jump.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "libmodel/scalar/graph.h"
#include "libmodel/scalar/jet.h"
#include "spice/record.h"
#include "tests/conformance/exemptions.h"
#include "tests/conformance/rounding.h"
#include "tests/sample.h"

namespace hysteron {

/// A derivative by finite differences, with its own estimate of its error.
struct Difference {
  double value, error;
};

/// Central differences at falling steps, extrapolated: C. J. F. Ridders, Adv. Eng. Softw. 4 (1982) 75.
/// f is called within step of x; noise bounds the rounding error of its values there.
Difference ridders(const auto& f, double x, double step, double noise) {
  constexpr int rows = 12;
  constexpr double shrink = 1.6;
  std::array<std::array<double, rows>, rows> a{};
  Difference best{0.0, std::numeric_limits<double>::infinity()};
  for (int i = 0; i < rows; ++i, step /= shrink) {
    const double right = x + step, left = x - step;
    a[0][i] = (f(right) - f(left)) / (right - left);
    double factor = shrink * shrink;
    for (int j = 1; j <= i; ++j, factor *= shrink * shrink) {
      a[j][i] = (factor * a[j - 1][i] - a[j - 1][i - 1]) / (factor - 1.0);
      const double error = std::max(std::abs(a[j][i] - a[j - 1][i]), std::abs(a[j][i] - a[j - 1][i - 1]));
      const double rounding = 2.0 * noise / step;
      if (error + rounding < best.error) best = {a[j][i], error + rounding};
    }
  }
  return best;
}

/// The outputs of s with input number `which` - ports first, then states - at x.
template <class M, class T>
std::vector<T> outputs_at(const Sample<M>& s, std::size_t which, const T& x) {
  auto at = lift<T>(s);
  const std::size_t ports = values(at.ports).size();
  (which < ports ? values(at.ports)[which] : values(at.state)[which - ports]) = x;
  return outputs<T>(at.respond());
}

/// Extrapolated from two starts, for structure finer than the first can fool it: where they contradict
/// each other the second counts.
template <class F>
Difference difference_at(const F& f, double x, double h, double noise) {
  const Difference wide = ridders(f, x, h, noise), narrow = ridders(f, x, 0.01 * h, noise);
  const bool agree = std::abs(wide.value - narrow.value) <= wide.error + narrow.error;
  return agree && wide.error < narrow.error ? wide : narrow;
}

/// Ports and states: what moves while a device runs.
template <class M>
std::vector<Field> movable() {
  std::vector<Field> all = fields<PortsOf<M>>();
  for (const Field& f : fields<StateOf<M>>()) all.push_back(f);
  return all;
}

/// d(current, charge, rate) by ports and states.
template <class M>
void jacobian_agrees_with_finite_differences() {
  using Jet = ceres::Jet<double, 1>;
  std::mt19937 random(7);
  const std::vector<Field> moved = movable<M>();
  const Graph graph(outputs<Expr>(spice::record<M>()));
  int all = 0, telling = 0;
  for (int i = 0; i < 100; ++i) {
    const auto s = draw<M>(random);
    for (std::size_t which = 0; which < moved.size(); ++which) {
      const Field& f = moved[which];
      CAPTURE(f.name);
      const double x = f.lower + (f.upper - f.lower) * std::uniform_real_distribution<>(0.05, 0.95)(random);
      const auto exact = outputs_at<M, Jet>(s, which, Jet(x, 0));
      auto here = inputs(s);
      here[f.name] = x;
      const auto recorded = evaluate(graph, here, Precision{});
      for (std::size_t k = 0; k < exact.size(); ++k) {
        CAPTURE(k);
        const auto output = [&](double at) { return outputs_at<M, double>(s, which, at)[k]; };
        const double noise = recorded[graph.roots[k]].error;
        const Difference numeric = difference_at(output, x, 0.02 * (f.upper - f.lower), noise);
        CHECK(std::abs(exact[k].v[0] - numeric.value) <= 10.0 * numeric.error);
        ++all;
        const double size = std::max(std::abs(exact[k].v[0]), std::abs(exact[k].a) / (f.upper - f.lower));
        telling += numeric.error <= 1e-5 * size + std::numeric_limits<double>::min();
      }
    }
  }
  CHECK(telling >= 0.8 * all);
}

/// The largest third difference of the exact slopes along input `which`, on a grid of step h over its
/// range, a value for each output, relative to the largest slope.
template <class M>
std::vector<double> roughness(const Sample<M>& s, std::size_t which, const Field& f, int intervals) {
  using Jet = ceres::Jet<double, 1>;
  std::vector<std::array<double, 4>> last;
  std::vector<double> largest, rough;
  for (int i = 0; i <= intervals; ++i) {
    const auto now = outputs_at<M, Jet>(s, which, Jet(f.lower + (f.upper - f.lower) * i / intervals, 0));
    last.resize(now.size());
    largest.resize(now.size());
    rough.resize(now.size());
    for (std::size_t k = 0; k < now.size(); ++k) {
      last[k] = {last[k][1], last[k][2], last[k][3], now[k].v[0]};
      largest[k] = std::max(largest[k], std::abs(now[k].v[0]));
      const double third = last[k][3] - 3.0 * last[k][2] + 3.0 * last[k][1] - last[k][0];
      if (i >= 3) rough[k] = std::max(rough[k], std::abs(third));
    }
  }
  for (std::size_t k = 0; k < rough.size(); ++k) rough[k] = largest[k] > 0.0 ? rough[k] / largest[k] : 0.0;
  return rough;
}

/// Halving h divides third differences of slopes by 8 where the equations have four derivatives, by 4
/// where the third jumps, by 2 and 1 where the second and first do. Below 1e-11 rounding reigns.
template <class M>
void smooth_to_the_third_derivative() {
  std::mt19937 random(8);
  const std::vector<Field> moved = movable<M>();
  bool jumps = false;
  for (int draws = 0; draws < 4; ++draws) {
    auto s = draw<M>(random);
    s.parameters = defaults<ParametersOf<M>>();
    s.around = defaults<Surroundings<double>>();
    for (std::size_t which = 0; which < moved.size(); ++which) {
      const auto coarse = roughness(s, which, moved[which], 8000);
      const auto fine = roughness(s, which, moved[which], 16000);
      for (std::size_t k = 0; k < fine.size(); ++k) {
        if (fine[k] > 1e-11 && coarse[k] < 5.6 * fine[k]) {
          jumps = true;
          if (!exempt(M::name, "smooth")) MESSAGE(moved[which].name << ", output " << k << ": " << coarse[k] << ", " << fine[k]);
        }
      }
    }
  }
  CHECK(jumps == exempt(M::name, "smooth"));
}

}  // namespace hysteron
