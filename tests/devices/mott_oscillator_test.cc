#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "libmodel/devices/mott_oscillator.h"
#include "libmodel/metrics/neuron.h"
#include "libmodel/sim/transient.h"

using namespace hysteron;

namespace {

using M = MottOscillator;
using Cell = M::Parameters<double>;
const auto p = defaults<Cell>();
const auto around = defaults<Surroundings<double>>();

struct Course {
  std::vector<double> time, membrane, power;
  bool whole;
};

Course course(double drive, const Cell& cell, double end, int samples) {
  std::vector<double> times;
  for (int k = 0; k <= samples; ++k) times.push_back(end * k / samples);
  Course c;
  for (const auto& at : transient<M>({Ramps{{0.0}, {drive}}}, defaults<M::State<double>>(), cell, around, times)) {
    c.time.push_back(at.time);
    c.membrane.push_back(at.state.v_m);
    c.power.push_back(at.state.v_m * at.current.v);
  }
  c.whole = c.time.size() == times.size();
  return c;
}

std::vector<double> spikes_of(const Course& c) {
  const auto [low, high] = std::minmax_element(c.membrane.begin() + c.membrane.size() / 2, c.membrane.end());
  if (*high - *low < 0.02) return {};
  return metrics::spike_times(c.time, c.membrane, *low + 0.75 * (*high - *low), *low + 0.5 * (*high - *low));
}

}  // namespace

TEST_CASE("mott oscillator: its period is Pearson and Anson's where the switch is sharp and fast") {
  Cell cell = p;
  cell.device.e_a = 0.0;  // the insulator keeps its resistance
  cell.device.w = 1.0;
  cell.device.h = 20.0;
  cell.c_p = 2e-11;
  const double drive = 2.4, r_off = cell.device.r_i + cell.device.r_s, r_on = cell.device.r_m + cell.device.r_s;
  const Course c = course(drive, cell, 2e-5, 40000);
  const auto spikes = spikes_of(c);
  REQUIRE(spikes.size() > 4);
  const std::size_t from = c.membrane.size() / 2;
  const double v_th = *std::max_element(c.membrane.begin() + from, c.membrane.end());
  const double v_hold = *std::min_element(c.membrane.begin() + from, c.membrane.end());
  // From a to b through the load against a resistor: the exponential approach to the divided drive.
  const auto approach = [&](double r, double a, double b) {
    const double rest = drive * r / (r + cell.r_l);
    return cell.r_l * r / (cell.r_l + r) * cell.c_p * std::log((rest - a) / (rest - b));
  };
  const double period = approach(r_off, v_hold, v_th) + approach(r_on, v_th, v_hold);
  const double found = metrics::spike_train(spikes).interval;
  MESSAGE("period " << found << " s, in closed form " << period << " s");
  CHECK(found == doctest::Approx(period).epsilon(0.01));
}

TEST_CASE("mott oscillator: fires only where the load line passes both branches") {
  CHECK(spikes_of(course(1.5, p, 2e-7, 8000)).empty());
  CHECK(spikes_of(course(2.4, p, 2e-8, 8000)).size() > 10);
  Cell stiff = p;
  stiff.r_l = 3e3;  // holds the metal for good
  CHECK(spikes_of(course(2.4, stiff, 2e-8, 8000)).empty());
}

TEST_CASE("mott oscillator: a film of 15 nm fires beyond 1 MHz below 1.5 V at less than 25 fJ a spike, load and all") {
  Cell cell = p;
  cell.device.r_th = 8e6;
  cell.device.c_th = 1e-17;
  cell.r_l = 4e4;
  cell.c_p = 1e-14;
  const Course c = course(1.2, cell, 2e-8, 40000);
  const auto spikes = spikes_of(c);
  REQUIRE(spikes.size() > 10);
  CHECK(metrics::spike_train(spikes).rate > 1e6);
  CHECK(metrics::energy_per_spike(c.time, c.power, spikes) < 25e-15);
  std::vector<double> total;
  for (std::size_t k = 0; k < c.time.size(); ++k) total.push_back(c.membrane[k] != 0.0 ? c.power[k] / c.membrane[k] * 1.2 : 0.0);
  CHECK(metrics::energy_per_spike(c.time, total, spikes) < 25e-15);
}

TEST_CASE("mott oscillator: cells drawn from the whole declared range run on, or say where they stopped") {
  std::mt19937 random(11);
  int whole = 0;
  const int cells = 200;
  for (int i = 0; i < cells; ++i) {
    Cell cell = p;
    cell.describe(cell, [&](double& x, const Field& f) {
      const double u = std::uniform_real_distribution<>(0.0, 1.0)(random);
      x = f.scale == Scale::log ? f.lower * std::pow(f.upper / f.lower, u) : f.lower + u * (f.upper - f.lower);
    });
    const double drive = std::uniform_real_distribution<>(0.1, 3.0)(random);
    const double slowest = cell.r_l * cell.c_p + cell.device.r_th * cell.device.c_th + cell.device.tau;
    const Course c = course(drive, cell, 100.0 * slowest, 10);
    whole += c.whole;
    for (const double v : c.membrane) CHECK(std::isfinite(v));
    for (const double v : c.membrane) CHECK(std::abs(v) <= drive * (1.0 + 1e-6));
  }
  MESSAGE(whole << " of " << cells << " ran 100 of their slowest time constants");
  CHECK(whole > 0.9 * cells);
}
