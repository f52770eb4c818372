#pragma once

// The definition of device<M>(), included by the translation unit of each model.

#include <ceres/jet.h>

#include <algorithm>
#include <random>

#include "fitters/device.h"
#include "libmodel/error.h"
#include "libmodel/scalar/jet.h"
#include "libmodel/sim/train.h"

namespace hysteron::fitters::internal {

/// The parameter n of events that move the only state, from 0 to 1, by 1 / n: with one element it is a probability.
template <CompactModel M>
std::string elements() {
  if constexpr (JumpingModel<M> && sizeof(StateOf<M>) == sizeof(double)) {
    const Field state = fields<StateOf<M>>().front();
    if (state.lower != 0.0 || state.upper != 1.0) return "";
    const auto step_at = [](std::size_t j, double value) {
      auto p = defaults<ParametersOf<M>>();
      values(p)[j] = value;
      return std::abs(values(values(M::template jumps<double>(p)).front()).front());
    };
    const std::vector<Field> all = fields<ParametersOf<M>>();
    for (std::size_t j = 0; j < all.size(); ++j) {
      if (step_at(j, 2.0) == 0.5 && step_at(j, 4.0) == 0.25) return all[j].name;
    }
  }
  return "";
}

/// What each pulse of its own makes of a device that stands at the end of its state from which it is to switch:
/// the mean of many is the probability of one (master equation of two states).
template <CompactModel M, class T>
bool follow_trials(const Trace& trace, const ParametersOf<M, T>& p, const Surroundings<T>& around, const FollowOptions& options,
                   std::span<T> switched) {
  StateOf<M, T> s{};
  T& x = values(s)[0];
  const auto pulsed = [&](const Pulse& pulse, double from, T& read) {
    x = T(from);
    return follow_train<M, T>({&pulse, 1}, s, p, around, options, {&read, 1}).reached;
  };
  T low(0.0), high(0.0);
  const Pulse read{.read_voltage = 0.1};
  if (!pulsed(read, 0.0, low) || !pulsed(read, 1.0, high)) return false;
  const double from = (high > low) == (trace.direction > 0) ? 0.0 : 1.0;
  for (std::size_t k = 0; k < switched.size(); ++k) {
    if (!pulsed(trace.train[k], from, low)) return false;
    switched[k] = from == 0.0 ? x : 1.0 - x;
  }
  return true;
}

/// The train, sweep or trials of a trace, at any scalar.
template <CompactModel M, class T>
bool follow(const Trace& trace, std::span<const T> inputs, double tolerance, std::span<T> current) {
  ParametersOf<M, T> p{};
  StateOf<M, T> s{};
  const std::size_t n = values(p).size();
  std::copy(inputs.begin(), inputs.begin() + n, values(p).begin());
  std::copy(inputs.begin() + n, inputs.end(), values(s).begin());
  auto around = defaults<Surroundings<T>>();
  around.temperature = T(trace.temperature);
  const FollowOptions options{.tolerance = tolerance, .maps = tolerance < searching, .charge = trace.is_charge};
  if constexpr (JumpingModel<M>) {
    if (trace.is_trials()) return follow_trials<M, T>(trace, p, around, options, current);
  }
  return trace.is_sweep() ? follow_sweep<M, T>(trace.time, trace.voltage, s, p, around, options, current).reached
                          : follow_train<M, T>(trace.train, s, p, around, options, current).reached;
}

/// One pass over the trace for the seeds from `first` on, as many as Derivative carries.
template <CompactModel M>
bool follow_seeds(const Trace& trace, std::span<const double> inputs, std::span<const Seed> seeds, std::size_t first,
                  double tolerance, std::span<double> current, Slopes& slopes) {
  const std::size_t last = std::min<std::size_t>(seeds.size(), first + Derivative::DIMENSION);
  std::vector<Derivative> x(inputs.begin(), inputs.end()), i(trace.size());
  for (std::size_t j = first; j < last; ++j) x[seeds[j].index].v[j - first] = seeds[j].rate;
  if (!follow<M, Derivative>(trace, x, tolerance, i)) return false;
  for (std::size_t k = 0; k < i.size(); ++k) {
    current[k] = i[k].a;
    for (std::size_t j = first; j < last; ++j) slopes(j, k) = i[k].v[j - first];
  }
  return true;
}

/// Whether parameter j enters neither current, charge nor rates, at points all over the domain.
template <CompactModel M>
bool only_noise(std::size_t j) {
  using Jet = ceres::Jet<double, 1>;
  std::mt19937_64 draw(1);
  const auto between = [&](const Field& f) {
    const double u = double(draw() >> 11) * 0x1p-53, low = std::max(f.lower, f.value - 0.2 * (f.upper - f.lower));
    return f.scale == Scale::log ? f.value * std::exp(2.0 * u - 1.0) : low + u * (std::min(f.upper, f.value + 0.2 * (f.upper - f.lower)) - low);
  };
  for (int point = 0; point < 16; ++point) {
    ParametersOf<M, Jet> p{};
    StateOf<M, Jet> s{};
    PortsOf<M, Jet> v{};
    std::size_t i = 0;
    p.describe(p, [&](Jet& x, const Field& f) { x = Jet(between(f)), x.v[0] = i++ == j; });
    s.describe(s, [&](Jet& x, const Field& f) { x = Jet(between(f)); });
    v.describe(v, [&](Jet& x, const Port& f) { x = Jet(between(f)); });
    const auto r = respond<M, Jet>(v, s, p, defaults<Surroundings<Jet>>());
    const auto still = [](const auto& list) {
      return std::ranges::all_of(values(list), [](const Jet& x) { return x.v[0] == 0.0; });
    };
    if (!still(r.current) || !still(r.charge) || !still(r.rate)) return false;
  }
  return true;
}

}  // namespace hysteron::fitters::internal

namespace hysteron::fitters {

template <CompactModel M>
Device device() {
  Device d{std::string(M::name), fields<ParametersOf<M>>(), fields<StateOf<M>>(), {}, internal::elements<M>(), {}};
  for (std::size_t j = 0; j < d.parameters.size(); ++j) d.noise_only.push_back(internal::only_noise<M>(j));
  d.follow = [](const Trace& trace, std::span<const double> inputs, std::span<const Seed> seeds, double tolerance,
                std::span<double> current, Slopes& slopes) {
    slopes.setZero(seeds.size(), trace.size());
    if (seeds.empty()) return internal::follow<M, double>(trace, inputs, tolerance, current);
    for (std::size_t first = 0; first < seeds.size(); first += Derivative::DIMENSION) {
      if (!internal::follow_seeds<M>(trace, inputs, seeds, first, tolerance, current, slopes)) return false;
    }
    return true;
  };
  return d;
}

}  // namespace hysteron::fitters
