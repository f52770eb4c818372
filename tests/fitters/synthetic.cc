#include "tests/fitters/synthetic.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hysteron::fitters {
namespace {

// Box and Muller (1958): the same numbers from every standard library.
double normal(std::mt19937_64& draw) {
  const double u = between(0x1p-53, 1.0, draw), v = between(0.0, 1.0, draw);
  return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * std::numbers::pi * v);
}

}  // namespace

double between(double low, double high, std::mt19937_64& draw) { return low + (high - low) * (double(draw() >> 11) * 0x1p-53); }
double log_between(double low, double high, std::mt19937_64& draw) { return std::exp(between(std::log(low), std::log(high), draw)); }

Device straight_line() {
  Device d;
  d.name = "straight_line";
  d.parameters = {{"offset", "A", 0.0, -100.0, 100.0, Scale::linear, "at row 0"}, {"rise", "A", 0.0, -100.0, 100.0, Scale::linear, "per row"}};
  for (Field& f : d.parameters) f.value = 1.0;
  d.noise_only = {false, false};
  d.follow = [](const Trace& t, std::span<const double> in, std::span<const Seed> seeds, double, std::span<double> current, Slopes& slopes) {
    slopes.setZero(seeds.size(), t.size());
    for (std::size_t k = 0; k < t.size(); ++k) {
      current[k] = in[0] + in[1] * double(k);
      for (std::size_t j = 0; j < seeds.size(); ++j) slopes(j, k) = seeds[j].rate * (seeds[j].index == 0 ? 1.0 : double(k));
    }
    return true;
  };
  return d;
}

Trace pulses(double up, double down, double width, int length, int runs) {
  Trace t;
  t.name = "train";
  t.train.push_back({.read_voltage = 0.1});
  for (int run = 0; run < runs; ++run) {
    for (int k = 0; k < length; ++k) t.train.push_back({.voltage = run % 2 == 0 ? up : down, .width = width, .read_voltage = 0.1});
  }
  t.current.assign(t.train.size(), 0.0);
  return t;
}

Trace loops(double up, double down, double period, int cycles) {
  constexpr int points = 200;
  Trace t;
  t.name = "loops";
  for (int k = 0; k <= cycles * points; ++k) {
    const double share = double(k % points) / points, rise = 4.0 * share;
    t.time.push_back(period * k / points);
    t.voltage.push_back(share < 0.25 ? up * rise : share < 0.5 ? up * (2.0 - rise) : share < 0.75 ? down * (rise - 2.0) : down * (4.0 - rise));
  }
  t.current.assign(t.time.size(), 0.0);
  return t;
}

Trace measured_on(const Device& device, Trace trace, const std::map<std::string, double>& truth, double noise,
                  std::mt19937_64& draw, Share share) {
  std::vector<double> inputs;
  const auto add = [&](const Field& f, const std::string& name) { inputs.push_back(truth.contains(name) ? truth.at(name) : f.value); };
  for (const Field& f : device.parameters) add(f, f.name);
  for (const Field& f : device.states) add(f, f.name + "_0");
  Slopes none;
  if (!device.follow(trace, inputs, {}, 1e-9, trace.current, none)) return {};
  const auto [low, high] = std::minmax_element(trace.current.begin(), trace.current.end());
  const double range = *high - *low;
  for (double& i : trace.current) i += noise * (share == Share::of_range ? range : i) * normal(draw);
  return trace;
}

}  // namespace hysteron::fitters
