// The waveform of an oscillator, fitted: its period, and what is seen only in the shape.

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "fitters/fit.h"
#include "libmodel/metrics/neuron.h"
#include "tests/fitters/synthetic.h"

using namespace hysteron;
using namespace hysteron::fitters;

namespace {

// The current behind the load of a cell that begins to oscillate at a held drive.
Trace waveform(double drive, double end, int points) {
  Trace t;
  t.name = "waveform";
  t.initial = {{"v_m", 0.0}, {"rise", 0.0}, {"u", 0.0}};
  for (int k = 0; k <= points; ++k) {
    t.time.push_back(end * k / points);
    t.voltage.push_back(drive);
    t.current.push_back(0.0);
  }
  return t;
}

// [s], over many periods.
double period(const Device& cell, std::map<std::string, double> values, double drive) {
  const Trace t = waveform(drive, 4e-8, 40000);
  std::mt19937_64 unused;
  const double load = values.at("r_l");
  const Trace run = measured_on(cell, t, values, 0.0, unused);
  std::vector<double> membrane;
  for (const double i : run.current) membrane.push_back(drive - load * i);
  return metrics::spike_train(metrics::spike_times(run.time, membrane, 0.8, 0.5)).interval;
}

}  // namespace

TEST_CASE("a few periods of an oscillation, with 2 % noise, tell its capacitor, its load and its threshold: the period to a thousandth") {
  constexpr double drive = 2.4;
  const std::map<std::string, double> truth{{"c_p", 2.2e-14}, {"t_c", 341.5}, {"r_l", 4.7e4}};
  std::mt19937_64 random(3);
  const Device cell = device("mott_oscillator");
  const Trace seen = measured_on(cell, waveform(drive, 3e-9, 600), truth, 0.02, random);
  FitOptions o;
  o.free = {"c_p", "t_c", "r_l"};
  const FitResult r = fit(cell, {{seen}}, o);
  REQUIRE(r.converged);
  std::map<std::string, double> found;
  for (const auto& [name, value] : truth) {
    CAPTURE(name);
    const Estimate& e = r.at(name);
    found[name] = e.value;
    CHECK(std::abs(e.value - value) < 4.0 * e.standard_error);
    CHECK(e.standard_error < 0.02 * value);
  }
  CHECK(r.traces[0].rms_of_range == doctest::Approx(0.02).epsilon(0.1));
  const double of_truth = period(cell, truth, drive), off = period(cell, found, drive) / of_truth - 1.0;
  MESSAGE("period " << of_truth << " s, the fit's " << off << " off");
  CHECK(std::abs(off) < 1e-3);
}
