#pragma once

#include "libmodel/model.h"
#include "libmodel/physics/activation.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Mean metastable switch: many alike two-state switches, each thermally activated.
///
///     dx/dt = on (1 - x) - off x
///     on  = activity / (1 + exp(-(v - v_on) / width))  / tau
///     off = activity / (1 + exp( (v + v_off) / width)) / tau
///     activity = exp((e_a / k) (1 / t_ref - 1 / T)),  width = ideality k T / q
///     i = (g_off + (g_on - g_off) x) v + s_bias (exp(b v) - exp(-b v)) / 2
///
/// x is the share of switches that conduct. The rates are smooth in voltage, every voltage has
/// one resting x, and the second term is a barrier in parallel (Schottky-like, odd), off at
/// s_bias = 0.
///
/// Source   M. A. Nugent, T. W. Molter, "AHaH Computing - From Metastable Switches to Attractors to
///          Machine Learning", PLoS ONE 9 (2014) e85175, doi:10.1371/journal.pone.0085175.
/// Differs  the barrier is odd; the rate may be thermally activated.
/// Omits    self-heating, capacitance.
/// Defaults of the published Knowm sub-circuit; ideality 1, e_a 0: so.
///
/// Identify loops at one frequency tell tau and v_on, v_off as combinations: two decades of
///          frequency separate them. The width is k T / q unless ideality is free.
///
/// Noise    n_switches switches turn one by one: events count them, diffusion is their Langevin
///          limit; thermal noise of the conductance, 1/f noise after Hooge.
struct MetastableSwitch {
  static constexpr std::string_view name = "metastable_switch";
  static constexpr Cycle<> cycle{.period = 0.01, .up = {0.5}, .down = {-0.5}};

  template <class T>
  struct Parameters {
    T g_on, g_off, tau, v_on, v_off, ideality, s_bias, b, e_a, t_ref, n_switches, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                   name          unit   default  lower   upper   scale   meaning
      field(p.g_on,       {"g_on",       "S",   2e-3,    1e-12,  1.0,    log,    "conductance with every switch on"});
      field(p.g_off,      {"g_off",      "S",   6.6667e-4, 1e-15, 1.0,   log,    "conductance with every switch off"});
      field(p.tau,        {"tau",        "s",   1e-4,    1e-12,  1e6,    log,    "time of a switch far beyond threshold"});
      field(p.v_on,       {"v_on",       "V",   0.27,    0.01,   5.0,    log,    "turns on above"});
      field(p.v_off,      {"v_off",      "V",   0.27,    0.01,   5.0,    log,    "turns off below its negative"});
      field(p.ideality,   {"ideality",   "1",   1.0,     0.5,    20.0,   log,    "width of the thresholds in k T / q"});
      field(p.s_bias,     {"s_bias",     "A",   0.0,     0.0,    1e-2,   linear, "current scale of the barrier"});
      field(p.b,          {"b",          "1/V", 2.0,     0.1,    10.0,   log,    "steepness of the barrier"});
      field(p.e_a,        {"e_a",        "J",   0.0,     0.0,    2e-19,  linear, "activation energy of the rate"});
      field(p.t_ref,      {"t_ref",      "K",   300.0,   200.0,  450.0,  linear, "temperature at which tau holds"});
      field(p.n_switches, {"n_switches", "1",   1e4,     1.0,    1e12,   log,    "switches in the device"});
      field(p.hooge,      {"hooge",      "1",   1e-7,    0.0,    1e-2,   linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T x;

    static void describe(auto& s, auto&& field) {
      field(s.x, {"x", "1", 0.0, 0.0, 1.0, Scale::linear, "share of switches that conduct"});
    }
  };

  template <class T>
  struct Events {
    T on, off;

    static void describe(auto& e, auto&& field) {
      field(e.on, {"on", "1/s", 0.0, 0.0, 1e30, Scale::linear, "a switch turns on"});
      field(e.off, {"off", "1/s", 0.0, 0.0, 1e30, Scale::linear, "a switch turns off"});
    }
  };

  template <class T>
  struct Prepared {
    T on, off, barrier;  // 1/s, 1/s, A
  };

  template <class T>
  static Prepared<T> prepare(const T& v, const Parameters<T>& p, const Surroundings<T>& around) {
    const T activity = arrhenius(p.e_a, p.t_ref, around);
    const T width = named("width", p.ideality * thermal_voltage(around));
    return {.on = named("turning_on", activity / p.tau * logistic((v - p.v_on) / width)),
            .off = named("turning_off", activity / p.tau * logistic(-(v + p.v_off) / width)),
            .barrier = named("barrier", p.s_bias * sinh(p.b * v))};
  }

  template <class T>
  static T conductance(const T& x, const Parameters<T>& p) {
    return named("conductance", p.g_off * (1.0 - x) + p.g_on * x);
  }

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>&,
                                     const Prepared<T>& at) {
    return {.current = conductance(s.x, p) * v + at.barrier,
            .charge = T(0.0),
            .rate = {.x = at.on * (1.0 - s.x) - at.off * s.x}};
  }

  template <class T>
  static Noise<T, State, OnePort, Events> noise(const T& v, const State<T>& s, const Parameters<T>& p,
                                                const Surroundings<T>& around) {
    const Prepared<T> at = prepare(v, p, around);
    const T g = conductance(s.x, p);
    const T i = g * v + at.barrier;
    const T on = at.on * (1.0 - s.x);
    const T off = at.off * s.x;
    return {.diffusion = {.x = (on + off) / p.n_switches},
            .events = {.on = p.n_switches * on, .off = p.n_switches * off},
            .white = 4.0 * around.boltzmann * around.temperature * (g + p.s_bias * p.b),
            .flicker = p.hooge * i * i};
  }

  template <class T>
  static Events<State<T>> jumps(const Parameters<T>& p) {
    return {.on = {.x = 1.0 / p.n_switches}, .off = {.x = -1.0 / p.n_switches}};
  }

 private:
  /// 1 / (1 + exp(-u)), without overflow.
  template <class T>
  static T logistic(const T& u) {
    return 1.0 / (1.0 + limited_exp(-u, 300.0));
  }
};

}  // namespace hysteron
