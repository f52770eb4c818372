#pragma once

// Ferroelectric domains in groups: how fast they turn, how they age, how many turn one by one.

#include <array>
#include <cmath>
#include <numbers>

#include "libmodel/model.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

// How fast N groups of domains turn, and where to: nucleation-limited switching, shared by the
// ferroelectric devices.
template <class T, int N>
struct Switching {
  T direction;            // in (-1, 1)
  std::array<T, N> rate;  // 1/s

  // dp_i/dt of a group of polarisation p.
  T pull(const T& p, int i) const { return (direction - p) * rate[i]; }

  // Full reversals per second, mean over the groups: a group that turns from -1 to 1 counts one.
  T reversals(const std::array<T, N>& p) const {
    T sum(0.0);
    for (int i = 0; i < N; ++i) sum = sum + (direction - p[i]) * (direction - p[i]) * rate[i];
    return named("reversals", sum / (2.0 * N));
  }

  // Domains of a group that turn up and down, as shares of the group [1/s].
  T up(const T& p, int i) const { return 0.25 * (1.0 - p) * (1.0 + direction) * rate[i]; }
  T down(const T& p, int i) const { return 0.25 * (1.0 + p) * (1.0 - direction) * rate[i]; }

  // The variance that each of n domains turning by itself gives p [1/s].
  T diffusion(const T& p, int i, const T& n) const { return 2.0 / n * (1.0 - direction * p) * rate[i]; }
};

// The groups' switching where the domains feel the voltage v [V]. P holds v_a, spread, v_rest,
// alpha, t_0, t_ref.
template <int N, class T, class P>
Switching<T, N> nucleation(const T& v, const P& p, const Surroundings<T>& around) {
  const auto quantile = [](double u) { return std::numbers::sqrt3 / std::numbers::pi * std::log(u / (1.0 - u)); };
  const T magnitude = named("magnitude", sqrt(v * v + p.v_rest * p.v_rest));
  const T cold = named("cold", p.t_ref / around.temperature);
  Switching<T, N> s{.direction = named("direction", v / magnitude), .rate = {}};
  for (int i = 0; i < N; ++i) {
    const T activation = p.v_a * (1.0 + p.spread * quantile((i + 0.5) / N));
    s.rate[i] = named("switching", exp(-(cold * power(activation / magnitude, p.alpha))) / p.t_0);
  }
  return s;
}

// The age, ln(1 + full reversals), at which no device has been tested.
inline constexpr double end_of_age = 40.0;

// d(age)/dt [1/s].
template <class T>
T ageing(const T& age, const T& reversals) {
  return (exp(-age) - exp(T(-end_of_age))) * reversals;
}

// What fatigue has left: 1 when young, 1 - fatigue at last. P holds fatigue, fade, age_fatigue.
template <class T, class P>
T unworn(const T& age, const P& p) {
  return 1.0 - p.fatigue / (1.0 + exp(p.fade * (p.age_fatigue - age)));
}

// The mean polarisation of the groups.
template <int N, class T>
T mean(const std::array<T, N>& p) {
  T sum(0.0);
  for (int i = 0; i < N; ++i) sum = sum + p[i];
  return sum / double(N);
}

// Domains that turn, in each of N groups [1/s].
template <int N>
struct DomainGroups {
  template <class T>
  struct Events {
    std::array<T, N> up, down;

    static void describe(auto& e, auto&& field) {
      describe_each(e.up, {"up", "1/s", 0.0, 0.0, 1e30, Scale::linear, "a domain turns up"}, field);
      describe_each(e.down, {"down", "1/s", 0.0, 0.0, 1e30, Scale::linear, "a domain turns down"}, field);
    }
  };
};

// What a flip does to the states: of n domains in a group, one that turns moves its polarisation by 2 / n.
template <class State, int N, class T>
typename DomainGroups<N>::template Events<State> flips(const T& n) {
  typename DomainGroups<N>::template Events<State> jumps{};
  for (int i = 0; i < N; ++i) {
    jumps.up[i].p[i] = 2.0 / n;
    jumps.down[i].p[i] = -2.0 / n;
  }
  return jumps;
}

// Writes what n domains a group, turning independently, do to the polarisations p: events, and
// diffusion as their limit.
template <int N, class T>
void count_flips(auto& noise, const Switching<T, N>& now, const std::array<T, N>& p, const T& n) {
  for (int i = 0; i < N; ++i) {
    noise.events.up[i] = n * now.up(p[i], i);
    noise.events.down[i] = n * now.down(p[i], i);
    noise.diffusion.p[i] = now.diffusion(p[i], i, n);
  }
}

}  // namespace hysteron
