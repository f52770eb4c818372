#pragma once

#include <array>

#include "libmodel/model.h"
#include "libmodel/physics/channel.h"
#include "libmodel/physics/domains.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Ferroelectric transistor: domains in the gate stack shift the threshold of a channel.
///
///     dp_i/dt = (direction - p_i) switching_i           as in ferroelectric, with v = v_g
///     v_shifted = v_t - (window / 2) unworn mean(p)
///     unworn  = 1 - fatigue / (1 + exp(fade (age_fatigue - age)))
///     i_d     = g_off v_d + i_spec (F(v_p) - F(v_p - v_d)),   v_p = (v_g - v_shifted) / slope
///     F(u)    = ln(1 + exp(u / (2 k T / q)))^2,   i_spec = 2 slope k_n (T / t_ref)^-1.5 (k T / q)^2
///     q_g     = c_g v_g + q_switched mean(p)
///     i_g     = g_gate v_g + dq_g/dt
///
/// p_i = 1: every domain of a group draws electrons into the channel, so the threshold is low.
/// age = ln(1 + n) after n full reversals of the gate stack.
///
/// Source   channel: C. C. Enz, F. Krummenacher, E. A. Vittoz, Analog Integr. Circuits Signal
///          Process. 8 (1995) 83 (EKV). Domains: C. Alessandri et al., IEEE EDL 39 (2018) 1780.
///          Picture: H. Mulaosmanovic et al., VLSI Technology 2017, T176; K. Ni et al., IEEE TED 65
///          (2018) 2461.
/// Differs  the domains feel v_g itself: v_a and v_rest hold for the whole stack, divider and
///          trapped charge included. So is the window, far below 2 p_r thickness / eps because trapped
///          charge screens most of the polarisation. The window closes with cycling by an empirical law.
/// Omits    the drain's share of the field over the stack, mobility degradation, channel length
///          modulation, read delay by trapping, gate-induced drain leakage.
/// Defaults illustrative, of the order of a 28 nm high-k metal gate cell of 0.5 um x 0.5 um; fitted
///          to nothing. Fatigue is off.
///
/// Identify i_d(v_g) in two states tells k_n, slope, v_t and window; v_a, spread, alpha and t_0 need
///          pulses over decades of width and several amplitudes; q_switched and c_g need the gate
///          current of fast pulses.
///
/// Noise    each group is n_domains domains that turn one by one (Events; diffusion is the limit).
///          The channel has thermal noise 4 k T times its charge conductance, which is shot noise
///          below threshold, and 1/f noise after Hooge, S = hooge i_d^2 / f.
template <int N>
struct FefetGroups {
  static constexpr std::string_view name = "fefet";
  static constexpr int written = 1, read = 0;  // ports
  static constexpr Cycle<2> cycle{.period = 1e-5, .up = {0.1, 4.5}, .down = {0.1, -4.5}};

  template <class T>
  struct Parameters {
    T k_n, v_t, window, slope, v_a, spread, alpha, t_0, v_imprint, v_rest, t_ref, q_switched, c_g, g_gate, g_off, fatigue, fade,
        age_fatigue, n_domains, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                   name           unit     default  lower   upper   scale   meaning
      field(p.k_n,         {"k_n",         "A/V^2", 1e-4,   1e-9,   1.0,    log,    "transconductance of the channel, at t_ref"});
      field(p.v_t,         {"v_t",         "V",     0.6,   -2.0,    2.0,    linear, "threshold, middle of the window"});
      field(p.window,      {"window",      "V",     1.2,    0.0,    4.0,    linear, "memory window"});
      field(p.slope,       {"slope",       "1",     1.4,    1.0,    4.0,    linear, "gate volts per volt of channel"});
      field(p.v_a,         {"v_a",         "V",     11.2,   0.5,    30.0,   linear, "activation voltage, mean of the groups"});
      field(p.spread,      {"spread",      "1",     0.13,   0.0,    0.6,    linear, "standard deviation of it, relative"});
      field(p.alpha,       {"alpha",       "1",     2.0,    0.5,    5.0,    linear, "exponent of Merz' law"});
      field(p.t_0,         {"t_0",         "s",     1e-10,  1e-13,  1e-4,   log,    "switching time at infinite voltage"});
      field(p.v_imprint,   {"v_imprint",   "V",     0.0,   -2.0,    2.0,    linear, "gate voltage at which the domains feel none"});
      field(p.v_rest,      {"v_rest",      "V",     1.1,    0.1,    3.0,    log,    "voltage below which rates no longer fall"});
      field(p.t_ref,       {"t_ref",       "K",     300.0,  200.0,  450.0,  linear, "temperature at which v_a and k_n hold"});
      field(p.q_switched,  {"q_switched",  "C",     2.5e-14, 1e-18, 1e-9,   log,    "charge of the domains, half a full reversal"});
      field(p.c_g,         {"c_g",         "F",     2.5e-15, 1e-18, 1e-9,   log,    "gate capacitance"});
      field(p.g_gate,      {"g_gate",      "S",     1e-12,  0.0,    1e-3,   linear, "leakage of the gate"});
      field(p.g_off,       {"g_off",       "S",     1e-12,  0.0,    1e-3,   linear, "leakage along the channel"});
      field(p.fatigue,     {"fatigue",     "1",     0.0,    0.0,    1.0,    linear, "share of the window that cycling can close"});
      field(p.fade,        {"fade",        "1",     0.5,    0.0,    2.0,    linear, "exponent of the fatigue in reversals"});
      field(p.age_fatigue, {"age_fatigue", "1",     11.5,   0.0,    40.0,   linear, "logarithm of the reversals at half fatigue"});
      field(p.n_domains,   {"n_domains",   "1",     100.0,  1.0,    1e9,    log,    "domains in a group"});
      field(p.hooge,       {"hooge",       "1",     1e-7,   0.0,    1e-2,   linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    std::array<T, N> p;
    T age;

    static void describe(auto& s, auto&& field) {
      describe_each(s.p, {"p", "1", -1.0, -1.0, 1.0, Scale::linear, "polarisation of a group"}, field);
      field(s.age, {"age", "1", 0.0, 0.0, end_of_age, Scale::linear, "ln(1 + full reversals so far)"});
    }
  };

  template <class T>
  struct Ports {
    T drain, gate;

    static void describe(auto& port, auto&& field) {
      using enum Scale;
      field(port.drain, Port{{"v_d", "V", 0.0, -2.0, 2.0, linear, "along the channel"}, "d", "s"});
      field(port.gate, Port{{"v_g", "V", 0.0, -6.0, 6.0, linear, "gate to source"}, "g", "s"});
    }
  };

  template <class T>
  using Events = typename DomainGroups<N>::template Events<T>;

  template <class T>
  struct Prepared {
    Switching<T, N> now;
    T i_spec;  // A
  };

  template <class T>
  static Prepared<T> prepare(const Ports<T>& v, const Parameters<T>& p, const Surroundings<T>& around) {
    return {.now = nucleation<N>(v.gate - p.v_imprint, p, around), .i_spec = specific_current(p, around)};
  }

  template <class T>
  static Channel<T> channel_of(const Ports<T>& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const T v_shifted = named("v_shifted", p.v_t - 0.5 * p.window * unworn(s.age, p) * mean<N>(s.p));
    return channel(named("v_p", (v.gate - v_shifted) / p.slope), v.drain, thermal_voltage(around));
  }

  template <class T>
  static Response<T, State, Ports> evaluate(const Ports<T>& v, const State<T>& s, const Parameters<T>& p,
                                            const Surroundings<T>& around, const Prepared<T>& at) {
    State<T> rate;
    for (int i = 0; i < N; ++i) rate.p[i] = at.now.pull(s.p[i], i);
    rate.age = ageing(s.age, at.now.reversals(s.p));
    const Channel<T> ends = channel_of(v, s, p, around);
    return {.current = {.drain = p.g_off * v.drain + at.i_spec * ends.current(), .gate = p.g_gate * v.gate},
            .charge = {.drain = T(0.0), .gate = named("q_g", p.c_g * v.gate + p.q_switched * mean<N>(s.p))},
            .rate = rate};
  }

  template <class T>
  static Noise<T, State, Ports, Events> noise(const Ports<T>& v, const State<T>& s, const Parameters<T>& p,
                                              const Surroundings<T>& around) {
    const Prepared<T> at = prepare(v, p, around);
    const Channel<T> ends = channel_of(v, s, p, around);
    const T thermal = 4.0 * around.boltzmann * around.temperature;
    const T i_d = p.g_off * v.drain + at.i_spec * ends.current();
    Noise<T, State, Ports, Events> n{};
    count_flips<N>(n, at.now, s.p, p.n_domains);
    n.diffusion.age = T(0.0);
    n.white = {.drain = thermal * (p.g_off + at.i_spec / thermal_voltage(around) * ends.charge()), .gate = thermal * p.g_gate};
    n.flicker = {.drain = p.hooge * i_d * i_d, .gate = T(0.0)};
    return n;
  }

  template <class T>
  static Events<State<T>> jumps(const Parameters<T>& p) {
    return flips<State<T>, N>(p.n_domains);
  }
};

using Fefet = FefetGroups<8>;

}  // namespace hysteron
