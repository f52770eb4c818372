#pragma once

// Laws of integration, for every model.

#include <doctest/doctest.h>

#include <cstring>
#include <random>

#include "libmodel/sim/motion.h"
#include "libmodel/sim/train.h"
#include "tests/conformance/exemptions.h"
#include "tests/sim/cvodes.h"

namespace hysteron {

struct Stretch {
  double level, slope, amplitude, frequency, phase;  // of the range of each port; 1/s, Hz, rad
  double duration;                                   // s
};

/// 1 ns and 1000 s alike; ramps, sines. The second port lags behind the first.
inline const std::vector<Stretch>& stretches() {
  static const std::vector<Stretch> all = {
      {0.5, 0, 0, 0, 0, 1e-9},      {0, 0, 0, 0, 0, 1e-6},       {0.4, 0, 0, 0, 0, 1e-6},
      {-0.5, 0, 0, 0, 0, 1e-7},     {0, 5e4, 0, 0, 0, 1e-5},     {0.5, -1e5, 0, 0, 0, 1e-5},
      {-0.5, 5e7, 0, 0, 0, 1e-8},   {0, 0, 0.4, 1e5, 0.3, 2e-5}, {0.1, 0, 0.3, 1e3, 1.0, 1.7e-3},
      {0.3, 0, 0, 0, 0, 1e-3},      {0, 0, 0, 0, 0, 1e3}};
  return all;
}

template <CompactModel M>
std::array<Wave, port_count<M>> waves(const Stretch& s) {
  std::array<Wave, port_count<M>> all;
  std::size_t k = 0;
  for (const Field& f : fields<PortsOf<M>>()) {
    const double v = std::min(-f.lower, f.upper);
    all[k] = {v * s.level, v * s.slope, v * s.amplitude, s.frequency, s.phase - 0.5 * double(k)};
    ++k;
  }
  return all;
}

/// s: for CVODES, where voltages move.
inline double longest_step(const Stretch& s) { return s.slope == 0.0 && s.amplitude == 0.0 ? 0.0 : 0.005 * s.duration; }

/// The difference against the size of the truth, or a hundredth of the scale where that is larger.
inline double departure(double ours, double truth, double scale) {
  return std::abs(ours - truth) / (std::abs(truth) + 0.01 * scale);
}

template <CompactModel M>
void values_agree_with_cvodes() {
  const LiftedDevice<M, double> device{.carried = {defaults<ParametersOf<M>>(), defaults<Surroundings<double>>()}};
  const auto tolerance = tolerance_of<M>(1e-8);
  auto ours = defaults<StateOf<M>>();
  std::vector<double> truth(values(ours).begin(), values(ours).end()), absolute;
  for (const double scale : tolerance.scale) absolute.push_back(1e-13 * scale);
  int compared = 0;
  double worst = 0.0;
  for (const Stretch& s : stretches()) {
    CAPTURE(s.duration);
    CAPTURE(s.level);
    const Stimulus<M, double> stimulus(waves<M>(s), device);
    const Count count = advance<M, double>(device, stimulus, s.duration, tolerance, ours);
    CHECK(count.reached);
    const RateFunction rate = [&](double t, const double* y, double* f) {
      StateOf<M> at{};
      std::copy(y, y + truth.size(), values(at).begin());
      const auto r = respond<M, double>(stimulus.at(t), at, device.plain.parameters, device.plain.around).rate;
      std::copy(values(r).begin(), values(r).end(), f);
    };
    if (cvodes_advance(rate, s.duration, 1e-10, absolute, truth, longest_step(s))) {
      ++compared;
      for (std::size_t i = 0; i < truth.size(); ++i) {
        const double off = departure(values(ours)[i], truth[i], tolerance.scale[i]);
        if (!(off < 1e-6) && !exempt(M::name, "in time")) MESSAGE("state " << i << " is off by " << off);
        worst = off > worst || std::isnan(off) ? off : worst;
      }
    } else {
      truth.assign(values(ours).begin(), values(ours).end());
    }
  }
  CHECK(compared >= static_cast<int>(stretches().size()) - 1);
  CHECK((worst < 1e-6) != exempt(M::name, "in time"));
}

/// dy/d(log p) for one parameter: ours by Jets, CVODES' as a second set of states, s' = J s + df/dp.
template <CompactModel M>
double worst_derivative(std::size_t parameter) {
  using T = Derivative;
  constexpr int n = state_count<M>;
  auto p = internal::lifted<ParametersOf<M, T>>(defaults<ParametersOf<M>>());
  const double step = number(values(p)[parameter]) != 0.0 ? number(values(p)[parameter]) : 1.0;
  values(p)[parameter].v[0] = step;
  const LiftedDevice<M, T> device{
      .carried = {p, internal::lifted<Surroundings<T>>(defaults<Surroundings<double>>())}};
  const auto tolerance = tolerance_of<M>(1e-10);
  auto ours = internal::lifted<StateOf<M, T>>(defaults<StateOf<M>>());
  std::vector<double> truth(2 * n, 0.0), absolute(2 * n);
  for (int i = 0; i < n; ++i) {
    truth[i] = values(ours)[i].a;
    absolute[i] = absolute[n + i] = 1e-12 * tolerance.scale[i];
  }
  std::array<double, n> largest{};
  std::vector<std::array<double, n>> difference;
  for (const Stretch& s : stretches()) {
    const Stimulus<M, T> stimulus(waves<M>(s), device);
    CHECK(advance<M, T>(device, stimulus, s.duration, tolerance, ours).reached);
    const RateFunction rate = [&](double t, const double* y, double* f) {
      StateOf<M, T> at{};
      for (int i = 0; i < n; ++i) {
        values(at)[i].a = y[i];
        values(at)[i].v[0] = y[n + i];
      }
      const auto r = Bias<M, T>(stimulus.at(t), device.carried).response(at, device.carried).rate;
      for (int i = 0; i < n; ++i) {
        f[i] = values(r)[i].a;
        f[n + i] = values(r)[i].v[0];
      }
    };
    const bool compared = cvodes_advance(rate, s.duration, 1e-11, absolute, truth, longest_step(s));
    if (compared) difference.emplace_back();
    for (int i = 0; i < n; ++i) {
      if (!compared) truth[i] = values(ours)[i].a, truth[n + i] = values(ours)[i].v[0];
      largest[i] = std::max(largest[i], std::abs(truth[n + i]));
      if (compared) difference.back()[i] = std::abs(values(ours)[i].v[0] - truth[n + i]);
    }
  }
  CHECK(difference.size() + 2 >= stretches().size());
  double worst = 0.0;
  for (const auto& d : difference) {
    for (int i = 0; i < n; ++i) worst = std::max(worst, d[i] / (largest[i] + 0.01 * tolerance.scale[i]));
  }
  return worst;
}

template <CompactModel M>
void derivatives_agree_with_cvodes() {
  const std::size_t parameters = fields<ParametersOf<M>>().size();
  bool agree = true;
  for (std::size_t k = 0; k < parameters; k += 3) {
    const double worst = worst_derivative<M>(k);
    if (worst < 1e-6) continue;
    agree = false;
    if (!exempt(M::name, "slopes in time")) MESSAGE(fields<ParametersOf<M>>()[k].name << " is off by " << worst);
  }
  CHECK(agree != exempt(M::name, "slopes in time"));
}

/// Within a factor of two of the defaults, in range.
template <CompactModel M>
ParametersOf<M> parameters_near_defaults(std::mt19937& random) {
  auto p = defaults<ParametersOf<M>>();
  p.describe(p, [&](double& x, const Field& f) {
    const double u = std::uniform_real_distribution<>(-1.0, 1.0)(random);
    x = f.scale == Scale::log ? x * std::exp2(u) : x == 0.0 ? 0.0 : x * (1.0 + 0.1 * u);
    x = std::clamp(x, f.lower, f.upper);
  });
  return p;
}

/// Pulses of two kinds by turns of 60, and the read after each.
inline std::vector<Pulse> two_kinds(double voltage, double width, int pulses) {
  std::vector<Pulse> train;
  for (int k = 0; k < pulses; ++k) {
    const double sign = k / 60 % 2 == 0 ? 1.0 : -1.0;
    train.push_back({.voltage = sign * voltage, .width = width, .rise = 0.1 * width, .delay = 1e-6, .read_voltage = 0.1});
  }
  return train;
}

template <CompactModel M>
void maps_agree_with_integration() {
  using T = Derivative;
  std::mt19937 random(7);
  for (int trial = 0; trial < 4; ++trial) {
    const auto drawn = parameters_near_defaults<M>(random);
    auto p = internal::lifted<ParametersOf<M, T>>(drawn);
    const std::size_t a = random() % values(p).size(), b = random() % values(p).size();
    values(p)[a].v[0] = values(p)[a].a;
    values(p)[b].v[1] = values(p)[b].a;
    const double voltage = std::uniform_real_distribution<>(0.7, 1.4)(random);
    const double width = std::pow(10.0, std::uniform_real_distribution<>(-8.0, -5.0)(random));
    CAPTURE(fields<ParametersOf<M>>()[a].name);
    CAPTURE(fields<ParametersOf<M>>()[b].name);
    CAPTURE(voltage);
    CAPTURE(width);
    const auto train = two_kinds(voltage, width, 240);
    const auto around = internal::lifted<Surroundings<T>>(defaults<Surroundings<double>>());
    const auto start = internal::lifted<StateOf<M, T>>(defaults<StateOf<M>>());
    auto mapped = start, direct = start;
    std::vector<T> i(train.size()), j(train.size());
    CHECK(follow_train<M, T>(train, mapped, p, around, {.tolerance = 1e-10}, i).reached);
    CHECK(follow_train<M, T>(train, direct, p, around, {.tolerance = 1e-10, .maps = false}, j).reached);
    double largest = 0.0;
    Eigen::Vector2d steepest = Eigen::Vector2d::Zero();
    for (const T& x : j) {
      largest = std::max(largest, std::abs(x.a));
      steepest = steepest.cwiseMax(x.v.head<2>().cwiseAbs());
    }
    for (std::size_t k = 0; k < train.size(); ++k) {
      CAPTURE(k);
      CHECK(std::abs(i[k].a - j[k].a) <= 1e-7 * std::abs(j[k].a));
      for (int q = 0; q < 2; ++q) CHECK(std::abs(i[k].v[q] - j[k].v[q]) <= 1e-6 * steepest[q] + 1e-9 * largest);
    }
  }
}

template <CompactModel M>
void trains_repeat() {
  auto train = two_kinds(1.0, 1e-6, 180);
  train[5].read_voltage = std::numeric_limits<double>::quiet_NaN();
  const auto p = defaults<ParametersOf<M>>();
  const auto around = defaults<Surroundings<double>>();
  std::vector<double> i(train.size()), j(train.size());
  std::vector<StateOf<M>> states(train.size());
  auto s = defaults<StateOf<M>>(), again = s;
  follow_train<M, double>(train, s, p, around, {}, i, states);
  follow_train<M, double>(train, again, p, around, {}, j);
  CHECK(std::memcmp(&s, &again, sizeof s) == 0);
  CHECK(std::isnan(i[5]));
  i[5] = j[5] = 0.0;
  CHECK(std::memcmp(i.data(), j.data(), i.size() * sizeof(double)) == 0);
  CHECK(std::memcmp(&states.back(), &s, sizeof s) == 0);
}

}  // namespace hysteron
