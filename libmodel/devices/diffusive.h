#pragma once

#include "libmodel/model.h"
#include "libmodel/physics/activation.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Diffusive memristor: silver bridges an oxide under voltage and draws back by itself.
///
///     dx/dt = growth (1 - x) - retraction x
///     dsilver/dt = k_m x (1 - silver) - silver / tau_m
///     growth     = activity share / (1 / pulled + 1 / k_max)
///     pulled     = k_grow exp(facilitation silver) (2 sinh(drive / 2))^2
///     drive      = u / (v_h (1 - focus x))
///     share      = reverse + (1 - reverse) (1 + tanh(u / v_h)) / 2
///     retraction = activity exp(-stability x) / tau_off
///     activity   = exp((e_a / k) (1 / t_ref - 1 / T))
///     i = g v_0 sinh(u / v_0),  g = g_off^(1-x) g_on^x,  u = v - r_s i
///
/// x is the bridged fraction of the gap, over which the conductance rises by decades; silver is what
/// is left scattered in the gap, which lets the next bridge grow sooner. Far above v_h the
/// growth is k_grow exp(drive): the delay falls exponentially with voltage; focus is the rise of
/// the field as the gap closes. Surface energy draws a thin bridge back faster than a thick one:
/// stability. u is the voltage left to the gap behind r_s, in closed steps.
///
/// Source   field-driven silver and relaxation by surface energy: Z. Wang et al., Nature Mater.
///          16 (2017) 101; R. Midya et al., Adv. Mater. 29 (2017) 1604457. The lumped form is ours.
/// Differs  no random motion of particles and no temperature state.
/// Omits    self-heating; silver that stays for good (cbram).
/// Defaults on and off conductance, relaxation: Midya 2017; the rest illustrative.
///
/// Identify a slow sweep tells k_grow tau_off, v_h as one threshold; delays over voltage separate
///          k_grow and v_h; tau_off, stability need the decay read at low voltage; silver needs pairs.
///          e_a needs two temperatures.
///
/// Noise    silver moves in clusters: x in steps of quantum. Shot noise 2 q |i| on top of thermal,
///          1/f noise after Hooge.
struct Diffusive {
  static constexpr std::string_view name = "diffusive";
  static constexpr Cycle<> cycle{.period = 1e-3, .up = {0.6}, .down = {-0.6}};

  template <class T>
  struct Parameters {
    T g_on, g_off, k_grow, k_max, v_h, tau_off, stability, focus, facilitation, tau_m, k_m, reverse, r_s, v_0, e_a, t_ref,
        quantum, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                     name            unit   default   lower   upper  scale   meaning
      field(p.g_on,         {"g_on",         "S",   1e-3,     1e-9,   1.0,   log,    "conductance of the whole bridge"});
      field(p.g_off,        {"g_off",        "S",   1e-13,    1e-16,  1e-4,  log,    "conductance without a bridge"});
      field(p.k_grow,       {"k_grow",       "1/s", 1e3,      1e-9,   1e12,  log,    "growth rate scale"});
      field(p.k_max,        {"k_max",        "1/s", 1e12,     1e6,    1e15,  log,    "growth rate that is never passed"});
      field(p.v_h,          {"v_h",          "V",   0.03,     0.01,   1.0,   log,    "voltage that speeds growth by e"});
      field(p.tau_off,      {"tau_off",      "s",   2.5e-7,   1e-10,  1e3,   log,    "time in which a thin bridge retracts"});
      field(p.stability,    {"stability",    "1",   1.0,      0.0,    20.0,  linear, "how much slower a whole bridge retracts, logarithmic"});
      field(p.focus,        {"focus",        "1",   0.2,      0.0,    0.9,   linear, "share of the gap whose field a whole bridge takes over"});
      field(p.facilitation, {"facilitation", "1",   1.0,      0.0,    10.0,  linear, "growth gained from scattered silver, logarithmic"});
      field(p.tau_m,        {"tau_m",        "s",   1e-3,     1e-9,   1e6,   log,    "time in which scattered silver is lost"});
      field(p.k_m,          {"k_m",          "1/s", 1e4,      0.0,    1e12,  linear, "rate at which a bridge scatters silver"});
      field(p.reverse,      {"reverse",      "1",   1.0,      0.0,    1.0,   linear, "growth at negative voltage, relative"});
      field(p.r_s,          {"r_s",          "ohm", 1e3,      1.0,    1e8,   log,    "series resistance"});
      field(p.v_0,          {"v_0",          "V",   0.5,      0.1,    100.0, log,    "voltage at which the current turns exponential"});
      field(p.e_a,          {"e_a",          "J",   8e-20,    0.0,    2e-19, linear, "activation energy of silver, 0.5 eV"});
      field(p.t_ref,        {"t_ref",        "K",   300.0,    200.0,  450.0, linear, "temperature at which the rates hold"});
      field(p.quantum,      {"quantum",      "1",   1e-2,     0.0,    0.1,   linear, "step in which x moves"});
      field(p.hooge,        {"hooge",        "1",   1e-5,     0.0,    1e-2,  linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T x, silver;

    static void describe(auto& s, auto&& field) {
      field(s.x, {"x", "1", 0.0, 0.0, 1.0, Scale::linear, "bridged fraction of the gap"});
      field(s.silver, {"silver", "1", 0.0, 0.0, 1.0, Scale::linear, "scattered silver"});
    }
  };

  /// The conductance at rest [S], the current [A], the rates of x [1/s].
  template <class T>
  struct Bridge {
    T g, i, growth, retraction;
  };

  template <class T>
  static Bridge<T> bridge(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const T g = named("g", p.g_off * exp(s.x * log(p.g_on / p.g_off)));
    const T u = named("u", p.v_0 * sinh_behind_resistor(p.r_s * g, v / p.v_0));
    const T activity = arrhenius(p.e_a, p.t_ref, around);
    const T half_drive = named("half_drive", 0.5 * u / (p.v_h * (1.0 - p.focus * s.x)));
    const T swing = limited_exp(bounded(half_drive, 1e3)) - limited_exp(-bounded(half_drive, 1e3));
    const T pulled = p.k_grow * exp(p.facilitation * s.silver) * swing * swing;
    const T share = p.reverse + 0.5 * (1.0 - p.reverse) * (1.0 + tanh(u / p.v_h));
    return {.g = g,
            .i = named("bridge_current", g * p.v_0 * sinh(bounded(u / p.v_0, longest_sinh))),
            .growth = named("growth", activity * share * capped(pulled, p.k_max)),
            .retraction = named("retraction", activity * exp(-(p.stability * s.x)) / p.tau_off)};
  }

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Bridge<T> now = bridge(v, s, p, around);
    return {.current = now.i,
            .charge = T(0.0),
            .rate = {.x = now.growth * (1.0 - s.x) - now.retraction * s.x,
                     .silver = p.k_m * s.x * (1.0 - s.silver) - s.silver / p.tau_m}};
  }

  template <class T>
  static Noise<T, State> noise(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Bridge<T> now = bridge(v, s, p, around);
    return {.diffusion = {.x = p.quantum * (now.growth * (1.0 - s.x) + now.retraction * s.x), .silver = T(0.0)},
            .white = 4.0 * around.boltzmann * around.temperature * (now.g / (1.0 + p.r_s * now.g)) +
                     2.0 * around.elementary_charge * abs(now.i),
            .flicker = p.hooge * now.i * now.i};
  }
};

}  // namespace hysteron
