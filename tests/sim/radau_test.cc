// The integrator on equations with closed solutions.

#include <doctest/doctest.h>

#include <cmath>

#include "libmodel/sim/integrate.h"

using namespace hysteron;
using ceres::Jet;

namespace {

// dy/dt = rate exp(-bend y): y(t) = log(exp(bend y0) + bend rate t) / bend.
template <class T>
struct Filling {
  T rate, bend;

  States<Jet<double, 1>, 1> seeded(double, const States<Jet<double, 1>, 1>& y) const {
    return {number(rate) * exp(-number(bend) * y[0])};
  }
  States<T, 1> carried(double, const States<T, 1>& y) const { return {rate * exp(-(bend * y[0]))}; }
  T exact(const T& start, double t) const {
    using std::exp, std::log;
    return log(exp(bend * start) + bend * rate * t) / bend;
  }
};

// dy/dt = -stiffness (y - sin t) + cos t: y(t) = sin t from y(0) = 0, whatever the stiffness.
struct Tracking {
  double stiffness;

  template <class S>
  States<S, 1> rate(double t, const States<S, 1>& y) const {
    return {(y[0] - std::sin(t)) * -stiffness + std::cos(t)};
  }
  States<Jet<double, 1>, 1> seeded(double t, const States<Jet<double, 1>, 1>& y) const { return rate(t, y); }
  States<double, 1> carried(double t, const States<double, 1>& y) const { return rate(t, y); }
};

Tolerance<1> tolerance(double relative) { return {relative, 0.01 * relative, {1.0}}; }

}  // namespace

TEST_CASE("radau: values and derivatives follow the closed form over 17 decades of time") {
  using T = Jet<double, 3>;
  Filling<T> filling{T(6e4, 0), T(3.0, 1)};
  for (const double duration : {1e-9, 1e-6, 1.0, 1e3, 1e8}) {
    CAPTURE(duration);
    States<T, 1> y{T(0.05, 2)};
    CHECK(integrate<T, 1>(filling, y, duration, tolerance(1e-9)).reached);
    const T exact = filling.exact(T(0.05, 2), duration);
    CHECK(std::abs(y[0].a - exact.a) < 1e-9 * exact.a);
    for (int k = 0; k < 3; ++k) CHECK(std::abs(y[0].v[k] - exact.v[k]) < 1e-8 * std::abs(exact.v[k]) + 1e-12);
  }
}

TEST_CASE("radau: of order five in the step") {
  Filling<double> filling{6e4, 3.0};
  const auto error = [&](int steps) {
    const double h = 1e-5 / steps;
    States<double, 1> y{0.05};
    for (int k = 0; k < steps; ++k) {
      const auto f0 = filling.seeded(0.0, {Jet<double, 1>(y[0], 0)});
      y = radau_step<double, 1>(filling, 0.0, y, f0, h, tolerance(1e-13)).end;
    }
    return std::abs(y[0] - filling.exact(0.05, 1e-5));
  };
  const double order = std::log2(error(4) / error(8));
  CHECK(order > 4.6);
  CHECK(order < 6.2);
}

TEST_CASE("radau: a stiff state follows its drive at the drive's own pace") {
  for (const double stiffness : {1.0, 1e4, 1e9}) {
    CAPTURE(stiffness);
    Tracking tracking{stiffness};
    States<double, 1> y{0.0};
    const Count count = integrate<double, 1>(tracking, y, 10.0, tolerance(1e-8));
    CHECK(count.reached);
    CHECK(count.steps < 400);
    CHECK(std::abs(y[0] - std::sin(10.0)) < 1e-7);
  }
}

TEST_CASE("radau: steps do not depend on the derivatives carried") {
  using T = Jet<double, 3>;
  Filling<double> plain{6e4, 3.0};
  Filling<T> carried{T(6e4, 0), T(3.0, 1)};
  States<double, 1> y{0.05};
  States<T, 1> z{T(0.05, 2)};
  const Count a = integrate<double, 1>(plain, y, 1e-2, tolerance(1e-8));
  const Count b = integrate<T, 1>(carried, z, 1e-2, tolerance(1e-8));
  CHECK(a.steps == b.steps);
  CHECK(a.rejected == b.rejected);
  CHECK(std::abs(y[0] - z[0].a) < 1e-9);
}

TEST_CASE("radau: with as many parameters as states, the two kinds of derivative do not meet") {
  using T = Jet<double, 1>;  // also the scalar of the Jacobian
  Filling<T> filling{T(6e4), T(3.0, 0)};
  States<T, 1> y{T(0.05)};
  CHECK(integrate<T, 1>(filling, y, 1e-4, tolerance(1e-9)).reached);
  const T exact = filling.exact(T(0.05), 1e-4);
  CHECK(y[0].v[0] == doctest::Approx(exact.v[0]).epsilon(1e-8));
}

TEST_CASE("radau: inside a step the solution is known too") {
  Filling<double> filling{6e4, 3.0};
  States<double, 1> y{0.05};
  double worst = 0.0, joint = 0.0;
  integrate<double, 1>(filling, y, 1e-4, tolerance(1e-10), 1e300, [&](double t, double h, const Step<double, 1>& step) {
    joint = std::max(joint, std::abs(step.at(1.0)[0] - step.end[0]));
    for (const double u : {0.25, 0.5, 0.75}) worst = std::max(worst, std::abs(step.at(u)[0] - filling.exact(0.05, t + u * h)));
  });
  CHECK(joint < 1e-14);
  CHECK(worst < 2e-7);
}

TEST_CASE("radau: rates that overflow end the integration and say so") {
  Filling<double> filling{std::numeric_limits<double>::infinity(), 3.0};
  States<double, 1> y{0.05};
  const Count count = integrate<double, 1>(filling, y, 1e-6, tolerance(1e-8));
  CHECK_FALSE(count.reached);
  CHECK(count.rejected < 2000);

  Filling<double> exploding{1.0, -800.0};  // exp(800 y), infinite after 1 / 800
  States<double, 1> z{0.0};
  const Count end = integrate<double, 1>(exploding, z, 1.0, tolerance(1e-8));
  CHECK_FALSE(end.reached);
  CHECK(end.steps + end.rejected <= most_steps);
}

TEST_CASE("radau: no time changes nothing, and time that is no number is refused") {
  Filling<double> filling{6e4, 3.0};
  States<double, 1> y{0.05};
  CHECK(integrate<double, 1>(filling, y, 0.0, tolerance(1e-8)).reached);
  CHECK(y[0] == 0.05);
  CHECK_FALSE(integrate<double, 1>(filling, y, -1.0, tolerance(1e-8)).reached);
  CHECK_FALSE(integrate<double, 1>(filling, y, std::nan(""), tolerance(1e-8)).reached);
}
