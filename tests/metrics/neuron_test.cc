#include "libmodel/metrics/neuron.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

using namespace hysteron;

namespace {

// A sawtooth of period 1 from 0 to 1, falling within a hundredth of it.
struct Sawtooth {
  std::vector<double> time, signal;

  explicit Sawtooth(int periods) {
    for (int k = 0; k <= periods * 1000; ++k) {
      const double t = k / 1000.0, phase = t - std::floor(t);
      time.push_back(t);
      signal.push_back(phase < 0.99 ? phase / 0.99 : (1.0 - phase) / 0.01);
    }
  }
};

}  // namespace

TEST_CASE("spikes are counted once each, where the membrane falls, however noisy the crossing") {
  const Sawtooth saw(10);
  const auto spikes = metrics::spike_times(saw.time, saw.signal, 0.8, 0.5);
  REQUIRE(spikes.size() == 10);
  for (int k = 0; k < 10; ++k) CHECK(spikes[k] == doctest::Approx(k + 0.995).epsilon(1e-9));
  auto noisy = saw.signal;
  for (std::size_t k = 0; k < noisy.size(); ++k) noisy[k] += 0.05 * (k % 2 ? 1.0 : -1.0);
  CHECK(metrics::spike_times(saw.time, noisy, 0.8, 0.5).size() == 10);
  CHECK(metrics::spike_times(saw.time, noisy, 0.5, 0.5).size() > 10);
  CHECK(metrics::spike_times(saw.time, saw.signal, 2.0, 0.5).empty());
}

TEST_CASE("the figures of a train are those of its intervals") {
  const std::vector<double> spikes{0.0, 1.0, 3.0, 4.0, 6.0};
  const auto train = metrics::spike_train(spikes);
  CHECK(train.rate == doctest::Approx(4.0 / 6.0));
  CHECK(train.jitter == doctest::Approx(std::sqrt(1.0 / 3.0) / 1.5));
  CHECK(train.shortest == 1.0);
  CHECK(std::isnan(metrics::spike_train(std::vector<double>{1.0}).rate));
}

TEST_CASE("a signal turns at its tops and bottoms, wherever on its fall the spikes are marked") {
  const Sawtooth saw(10);
  for (const double arm : {0.3, 0.6, 0.9}) {
    const auto spikes = metrics::spike_times(saw.time, saw.signal, 0.95, arm);
    const auto turns = metrics::turns(saw.time, saw.signal, spikes);
    REQUIRE(turns.top.size() == spikes.size() - 2);
    for (std::size_t k = 0; k < turns.top.size(); ++k) {
      CHECK(turns.top[k] == doctest::Approx(1.0));
      CHECK(std::abs(turns.bottom[k]) < 1e-9);
      CHECK(turns.fall[k] == doctest::Approx(0.01).epsilon(1e-6));
    }
  }
  CHECK(metrics::turns(saw.time, saw.signal, std::vector<double>{0.995, 1.995}).top.empty());
}

TEST_CASE("the firing curve of counts that follow one is that curve, and there is none where a drive parts them") {
  const metrics::FiringCurve truth{.half = 1.2, .width = 0.05};
  std::vector<double> drive, fired, tried;
  for (double v = 1.0; v < 1.45; v += 0.05) {
    drive.push_back(v);
    tried.push_back(1000.0);
    fired.push_back(1000.0 * truth.probability(v));
  }
  const auto found = metrics::firing_curve(drive, fired, tried);
  REQUIRE(found);
  CHECK(found->half == doctest::Approx(truth.half).epsilon(1e-6));
  CHECK(found->width == doctest::Approx(truth.width).epsilon(1e-6));
  CHECK_FALSE(metrics::firing_curve(std::vector<double>{1.0, 1.1, 1.2}, std::vector<double>{0.0, 0.0, 9.0}, std::vector<double>{9.0, 9.0, 9.0}));
  CHECK_FALSE(metrics::firing_curve(std::vector<double>{1.0}, std::vector<double>{4.0}, std::vector<double>{9.0}));
}

TEST_CASE("energy per spike is the mean of whole periods") {
  std::vector<double> time, power;
  for (int k = 0; k <= 1000; ++k) {
    time.push_back(k / 100.0);
    power.push_back(1.0 + std::sin(2.0 * std::numbers::pi * time.back()));
  }
  CHECK(metrics::energy_per_spike(time, power, std::vector<double>{1.25, 3.25, 6.25}) == doctest::Approx(2.5).epsilon(1e-6));
  CHECK(std::isnan(metrics::energy_per_spike(time, power, std::vector<double>{1.25})));
}

TEST_CASE("the reduction of an integrate-and-fire neuron is that neuron") {
  const metrics::IntegrateAndFire truth{.gain = 0.4, .tau = 3e-9, .t_ref = 2e-10, .threshold = 0.8, .reset = 0.1};
  std::vector<double> drive, rate;
  for (double v = 2.05; v < 4.0; v += 0.1) drive.push_back(v), rate.push_back(truth.rate(v));
  CHECK(truth.rate(1.99) == 0.0);
  CHECK(truth.rheobase() == doctest::Approx(2.0));
  const auto found = metrics::reduced(drive, rate, truth.threshold, truth.reset);
  REQUIRE(found);
  CHECK(found->neuron.tau == doctest::Approx(truth.tau).epsilon(0.02));
  CHECK(found->neuron.gain == doctest::Approx(truth.gain).epsilon(0.002));
  CHECK(found->worst < 2e-3);
  for (double& f : rate) f *= 1.0 + 0.1 * std::sin(1e3 * f);  // not of that form: the error says so
  CHECK(metrics::reduced(drive, rate, truth.threshold, truth.reset)->worst > 0.01);
  CHECK_FALSE(metrics::reduced(std::vector<double>{1.0, 2.0}, std::vector<double>{1.0, 2.0}, 1.0, 0.0));
}
