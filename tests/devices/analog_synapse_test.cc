#include "libmodel/devices/analog_synapse.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace hysteron;

namespace {

const auto around = defaults<Surroundings<double>>();

Response<double, AnalogSynapse::State> at(double v, double x, double w, const AnalogSynapse::Parameters<double>& p) {
  return respond<AnalogSynapse, double>(v, {x, w}, p, around);
}

double conductance(double x, const AnalogSynapse::Parameters<double>& p) {
  const double v = 1e-3;
  return at(v, x, 0.0, p).current / v;
}

// x after each of `pulses` equal pulses of 1 s at twice the threshold: Runge-Kutta, 64 steps a pulse.
std::vector<double> train(double x, double v, int pulses, const AnalogSynapse::Parameters<double>& p) {
  std::vector<double> levels{x};
  const auto rate = [&](double y) { return at(v, y, 0.0, p).rate.x; };
  for (int n = 0; n < pulses; ++n) {
    const double h = 1.0 / 64.0;
    for (int i = 0; i < 64; ++i) {
      const double a = rate(x), b = rate(x + h / 2 * a), c = rate(x + h / 2 * b), d = rate(x + h * c);
      x += h / 6 * (a + 2 * b + 2 * c + d);
    }
    levels.push_back(x);
  }
  return levels;
}

AnalogSynapse::Parameters<double> slow() {
  auto p = defaults<AnalogSynapse::Parameters<double>>();
  p.k_up = p.k_down = 0.05;
  return p;
}

}  // namespace

// NeuroSim's curve, G = B (1 - exp(-P / A)) + G_min: the train of a soft bound with A = 1 / (rate width).
TEST_CASE("analog_synapse: without gamma the train is the exponential of NeuroSim") {
  const auto p = slow();
  const double v = 2.0 * p.v_up;
  const double up = at(v, 0.0, 0.0, p).rate.x, down = -at(v, 1.0, 0.0, p).rate.x;
  CHECK(down < 1e-4 * up);  // what is left of the opposite drive below its threshold
  const auto potentiated = train(0.0, v, 60, p), depressed = train(1.0, -v, 60, p);
  for (int n = 0; n <= 60; ++n) {
    const double expected = up / (up + down) * (1.0 - std::exp(-(up + down) * n));
    CHECK(potentiated[n] == doctest::Approx(expected).epsilon(1e-9));
    CHECK(depressed[n] == doctest::Approx(1.0 - expected).epsilon(1e-9));
  }
}

// P.-Y. Chen et al.: dx/dt = k exp(-gamma x), whose train is ln(1 + gamma k n) / gamma.
TEST_CASE("analog_synapse: far from its bound gamma gives the logarithmic train") {
  auto p = slow();
  p.gamma_up = 20.0;
  p.k_up = 1e-3;
  const double v = 2.0 * p.v_up, k = at(v, 0.0, 0.0, p).rate.x;
  const auto x = train(0.0, v, 50, p);
  const double expected = std::log(1.0 + p.gamma_up * k * 50.0) / p.gamma_up;
  CHECK(x[50] < expected);
  CHECK(x[50] == doctest::Approx(expected).epsilon(x[50]));  // the bound takes a fraction x at most
}

TEST_CASE("analog_synapse: positive gamma starts steeply, negative slowly") {
  const auto halfway = [](double gamma) {
    auto p = slow();
    p.gamma_up = gamma;
    p.k_up = 0.005;  // so that 40 pulses end far from the bound
    const auto x = train(0.0, 2.0 * p.v_up, 40, p);
    return x[20] / x[40];
  };
  CHECK(halfway(3.0) > halfway(0.0));
  CHECK(halfway(0.0) > 0.5);
  CHECK(halfway(-3.0) < 0.5);
}

TEST_CASE("analog_synapse: conductance rises from g_min to g_max at any curvature") {
  for (double curvature : {-20.0, -1.0, 0.0, 1e-9, 3.0, 20.0}) {
    CAPTURE(curvature);
    auto p = defaults<AnalogSynapse::Parameters<double>>();
    p.curvature = curvature;
    CHECK(conductance(0.0, p) == doctest::Approx(p.g_min).epsilon(1e-6));
    CHECK(conductance(1.0, p) == doctest::Approx(p.g_max).epsilon(1e-6));
    for (double x = 0.0; x < 1.0; x += 0.05) CHECK(conductance(x, p) < conductance(x + 0.05, p));
  }
}

TEST_CASE("analog_synapse: without curvature conductance is linear in x, with ln(g_max/g_min) exponential") {
  auto p = defaults<AnalogSynapse::Parameters<double>>();
  CHECK(conductance(0.25, p) == doctest::Approx(0.75 * p.g_min + 0.25 * p.g_max).epsilon(1e-6));
  p.curvature = std::log(p.g_max / p.g_min);
  CHECK(conductance(0.5, p) == doctest::Approx(std::sqrt(p.g_min * p.g_max)).epsilon(1e-6));
}

TEST_CASE("analog_synapse: the current is ohmic well below v_0 and odd") {
  const auto p = defaults<AnalogSynapse::Parameters<double>>();
  CHECK(at(0.02, 0.5, 0.0, p).current / 0.02 == doctest::Approx(conductance(0.5, p)).epsilon(1e-4));
  CHECK(at(-2.0, 0.5, 0.0, p).current == -at(2.0, 0.5, 0.0, p).current);
  CHECK(at(p.v_0, 0.5, 0.0, p).current == doctest::Approx(conductance(0.5, p) * p.v_0 * std::sinh(1.0)).epsilon(1e-6));
}

TEST_CASE("analog_synapse: full wear with wear_up = 1 ends potentiation and leaves depression") {
  const auto p = defaults<AnalogSynapse::Parameters<double>>();
  const double v = 2.0 * p.v_up;
  CHECK(at(v, 0.0, 1.0, p).rate.x == 0.0);
  CHECK(at(-v, 1.0, 1.0, p).rate.x == at(-v, 1.0, 0.0, p).rate.x);
}

TEST_CASE("analog_synapse: a retention loss decays towards x_loss at k_loss") {
  auto p = defaults<AnalogSynapse::Parameters<double>>();
  p.k_loss = 1e-3;
  p.x_loss = 0.2;
  CHECK(at(0.0, 0.7, 0.0, p).rate.x == doctest::Approx(-0.5e-3));
  CHECK(at(0.0, 0.2, 0.0, p).rate.x == 0.0);
}
