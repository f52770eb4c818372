#pragma once

#include "libmodel/model.h"
#include "libmodel/physics/activation.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Volatile silver switch (Ag/SiO2): a bridge forms at a random moment under voltage and falls apart by itself.
///
///     dx/dt = form (1 - x) - dissolve x
///     form     = activity / (1 / pulled + 1 / k_max),  pulled = (2 sinh(v / (2 v_0)))^2 / tau_0
///     dissolve = activity / (tau_off cosh(v / v_keep))
///     activity = exp((e_a / k) (1 / t_ref - 1 / T))
///     i = (g_off (1 - x) + g_on x) v
///
/// x is the share of n_bridges that are closed; of a single one, the probability to find it closed. Far
/// above v_0 the mean wait is tau_0 exp(-|v| / v_0) and the wait exponentially distributed, so that a
/// ramp closes the bridge at a voltage that spreads by 1.28 v_0 (Gumbel's law); a voltage beyond
/// v_keep holds it. The threshold is a matter of the rate of the sweep.
///
/// Source   Poisson law of the wait and its voltage: S. H. Jo, K.-H. Kim, W. Lu, Nano Lett. 9 (2009) 496;
///          S. Gaba et al., Nanoscale 5 (2013) 5872. Dissolution by itself: Z. Wang et al., Nature Mater. 16
///          (2017) 101. The lumped form is ours.
/// Differs  forming ceases at 0 V as v^2 in place of its small rate there; never passes k_max.
/// Omits    the partly grown bridge and its memory (diffusive), heat.
/// Defaults illustrative: closes below 1 V within 1 us.
///
/// Identify waits over voltage tell tau_0 and v_0; decays at two voltages tau_off and v_keep; e_a needs
///          two temperatures; k_max pulses as short as its inverse.
///
/// Noise    each bridge closes and opens by itself: Events count it; for one, n_bridges = 1. Shot noise
///          2 q |i| on top of thermal, 1/f noise after Hooge.
struct ThresholdAg {
  static constexpr std::string_view name = "threshold_ag";
  static constexpr Cycle<> cycle{.period = 1e-3, .up = {0.9}, .down = {-0.9}};

  template <class T>
  struct Parameters {
    T tau_0, v_0, k_max, tau_off, v_keep, g_on, g_off, e_a, t_ref, n_bridges, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                  name          unit   default  lower   upper   scale   meaning
      field(p.tau_0,     {"tau_0",     "s",   10.0,    1e-9,   1e12,   log,    "mean wait, extrapolated to no voltage"});
      field(p.v_0,       {"v_0",       "V",   0.04,    0.02,   1.0,    log,    "voltage that speeds forming by e"});
      field(p.k_max,     {"k_max",     "1/s", 1e10,    1e6,    1e13,   log,    "forming rate that is never passed"});
      field(p.tau_off,   {"tau_off",   "s",   1e-6,    1e-10,  1e3,    log,    "time in which a bridge falls apart at rest"});
      field(p.v_keep,    {"v_keep",    "V",   0.2,     0.05,   10.0,   log,    "voltage that slows this by e"});
      field(p.g_on,      {"g_on",      "S",   1e-4,    1e-9,   1.0,    log,    "conductance with all bridges closed"});
      field(p.g_off,     {"g_off",     "S",   1e-9,    1e-16,  1e-4,   log,    "conductance with all open"});
      field(p.e_a,       {"e_a",       "J",   8e-20,   0.0,    2e-19,  linear, "activation energy of silver, 0.5 eV"});
      field(p.t_ref,     {"t_ref",     "K",   300.0,   200.0,  450.0,  linear, "temperature at which the rates hold"});
      field(p.n_bridges, {"n_bridges", "1",   1.0,     1.0,    1e6,    log,    "bridges in parallel"});
      field(p.hooge,     {"hooge",     "1",   1e-5,    0.0,    1e-2,   linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T x;

    static void describe(auto& s, auto&& field) {
      field(s.x, {"x", "1", 0.0, 0.0, 1.0, Scale::linear, "share of the bridges that are closed"});
    }
  };

  template <class T>
  struct Events {
    T close_bridge, open_bridge;

    static void describe(auto& e, auto&& field) {
      field(e.close_bridge, {"close_bridge", "1/s", 0.0, 0.0, 1e30, Scale::linear, "a bridge closes"});
      field(e.open_bridge, {"open_bridge", "1/s", 0.0, 0.0, 1e30, Scale::linear, "a bridge falls apart"});
    }
  };

  template <class T>
  struct Prepared {
    T form, dissolve;  // 1/s, of one bridge
  };

  template <class T>
  static Prepared<T> prepare(const T& v, const Parameters<T>& p, const Surroundings<T>& around) {
    const T activity = arrhenius(p.e_a, p.t_ref, around);
    const T half = bounded(0.5 * v / p.v_0, 1e3);
    const T swing = limited_exp(half) - limited_exp(-half);
    const T hold = bounded(v / p.v_keep, 300.0);
    return {.form = named("form", activity * capped(swing * swing / p.tau_0, p.k_max)),
            .dissolve = named("dissolve", activity / (p.tau_off * cosh(hold)))};
  }

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>&,
                                     const Prepared<T>& at) {
    return {.current = conductance(s.x, p) * v, .charge = T(0.0), .rate = {.x = at.form * (1.0 - s.x) - at.dissolve * s.x}};
  }

  template <class T>
  static Noise<T, State, OnePort, Events> noise(const T& v, const State<T>& s, const Parameters<T>& p,
                                                const Surroundings<T>& around) {
    const Prepared<T> at = prepare(v, p, around);
    const T closing = at.form * (1.0 - s.x), opening = at.dissolve * s.x;
    const T g = conductance(s.x, p);
    return {.diffusion = {.x = (closing + opening) / p.n_bridges},
            .events = {.close_bridge = p.n_bridges * closing, .open_bridge = p.n_bridges * opening},
            .white = 4.0 * around.boltzmann * around.temperature * g + 2.0 * around.elementary_charge * abs(g * v),
            .flicker = p.hooge * (g * v) * (g * v)};
  }

  template <class T>
  static Events<State<T>> jumps(const Parameters<T>& p) {
    return {.close_bridge = {.x = 1.0 / p.n_bridges}, .open_bridge = {.x = -1.0 / p.n_bridges}};
  }

 private:
  template <class T>
  static T conductance(const T& x, const Parameters<T>& p) {
    return p.g_off * (1.0 - x) + p.g_on * x;
  }
};

}  // namespace hysteron
