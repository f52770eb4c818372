#pragma once

#include <array>

#include "libmodel/circuits/accumulation.h"
#include "libmodel/physics/domains.h"

namespace hysteron {

// The gate of a ferroelectric transistor so small that its few domains are alike.
struct SmallGate {
  template <class T>
  struct Parameters {
    T v_a, alpha, t_0, v_rest, t_ref, q_switched, g_gate, p_on, p_w, n_domains;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                  name           unit default  lower   upper   scale   meaning
      field(p.v_a,        {"v_a",        "V", 11.2,    0.5,    30.0,   linear, "activation voltage"});
      field(p.alpha,      {"alpha",      "1", 2.0,     0.5,    5.0,    linear, "exponent of Merz' law"});
      field(p.t_0,        {"t_0",        "s", 1e-10,   1e-13,  1e-4,   log,    "switching time at infinite voltage"});
      field(p.v_rest,     {"v_rest",     "V", 1.1,     0.1,    3.0,    log,    "voltage below which rates no longer fall"});
      field(p.t_ref,      {"t_ref",      "K", 300.0,   200.0,  450.0,  linear, "temperature at which v_a holds"});
      field(p.q_switched, {"q_switched", "C", 2.5e-16, 1e-19,  1e-9,   log,    "charge of the domains, half a full reversal"});
      field(p.g_gate,     {"g_gate",     "S", 1e-12,   0.0,    1e-3,   linear, "leakage of the gate"});
      field(p.p_on,       {"p_on",       "1", 0.0,    -0.9,    0.9,    linear, "polarisation at which the channel is half on"});
      field(p.p_w,        {"p_w",        "1", 0.07,    0.01,   0.5,    log,    "polarisation that turns it on by e"});
      field(p.n_domains,  {"n_domains",  "1", 20.0,    1.0,    1e6,    log,    "domains under the gate"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T p;

    static void describe(auto& s, auto&& field) {
      field(s.p, {"p", "1", -1.0, -1.0, 1.0, Scale::linear, "polarisation"});
    }
  };

  template <class T>
  static Switching<T, 1> switching(const T& v, const Parameters<T>& p, const Surroundings<T>& around) {
    struct {
      T v_a, spread, v_rest, alpha, t_0, t_ref;
    } const alike{p.v_a, T(0.0), p.v_rest, p.alpha, p.t_0, p.t_ref};
    return nucleation<1>(v, alike, around);
  }

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const T turning = switching(v, p, around).pull(s.p, 0);
    return {.current = p.g_gate * v + p.q_switched * turning, .charge = T(0.0), .rate = {.p = turning}};
  }

  template <class T>
  static Noise<T, State> noise(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    return {.diffusion = {.p = switching(v, p, around).diffusion(s.p, 0, p.n_domains)},
            .white = 4.0 * around.boltzmann * around.temperature * p.g_gate};
  }
};

/// Ferroelectric neuron (hafnia gate): pulses too short to turn the gate add up; then its channel conducts, it fires,
/// and is turned back.
///
///     dp/dt   = (direction - p) switching              as in fefet, of alike domains
///     dv_m/dt = (v_read / (1 + exp((p_on - p) / p_w)) - v_m) / tau_read
///     dw/dt   = (latch - w) / tau_read
///     u       = (1 - w) v + w v_r                      the voltage at the gate
///     i       = g_gate u + q_switched dp/dt            out of v and v_r by the same shares
///     latch closes at v_th and opens at v_low
///
/// What counts is the time under voltage, however it is cut into pulses; the channel, exponential in the polarisation
/// below its threshold, makes all or nothing of it.
///
/// Source   H. Mulaosmanovic, E. Chicca, M. Bertele, T. Mikolajick, S. Slesazeck, Nanoscale 10 (2018) 21755; kinetics:
///          fefet.
/// Differs  domains turn one by one at a constant rate, where the source has nuclei that grow together: more domains
///          in place of a sharper onset; the reset ends when the gate has turned.
/// Omits    the power of amplifier and comparator, the capacitance of the gate, trapped charge.
/// Defaults kinetics of fefet at 10 uC/cm^2 under 50 nm x 50 nm; illustrative.
///
/// Identify pulses to fire over amplitude and width tell v_a, alpha and t_0; their spread n_domains; p_on and p_w need
///          the channel's current on the way.
///
/// Noise    domains turn one by one; this is the limit of many.
struct FerroelectricNeuron : Accumulation<FerroelectricNeuron, SmallGate> {
  static constexpr std::string_view name = "ferroelectric_neuron";
  static constexpr Cycle<2> cycle{.period = 1e-5, .up = {3.8, -4.5}, .down = {0.0, -4.5}};
  static constexpr double v_th = 0.8, v_low = 0.1, v_most = 6.0, tau_read = 1e-7, v_start = 0.0, w_start = 0.0;

  template <class T>
  static T progress(const StateOf<SmallGate, T>& s, const ParametersOf<SmallGate, T>& p) {
    return 1.0 / (1.0 + limited_exp((p.p_on - s.p) / p.p_w, 300.0));
  }
};

}  // namespace hysteron
