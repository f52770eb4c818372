#pragma once

#include "libmodel/model.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Hodgkin-Huxley neuron: sodium and potassium channels of the squid's giant axon, the measure of all spikes.
///
///     c_m dv_m/dt = j - g_na m_na^3 h_na (v_m - e_na) - g_k n_k^4 (v_m - e_k) - g_l (v_m - e_l)
///     dm_na/dt = k_gate (alpha_m (1 - m_na) - beta_m m_na), and so h_na and n_k
///     alpha_m = (y - 2.5) / (1 - exp(2.5 - y)),    beta_m = 4 exp(-y / 1.8)
///     alpha_h = 0.07 exp(-y / 2),                  beta_h = 1 / (1 + exp(3 - y))
///     alpha_n = (y - 1) / (1 - exp(1 - y)) / 10,   beta_n = 0.125 exp(-y / 8)
///     y = (v_m - v_rest) / v_gate
///     j = j_sat tanh(gain v / j_sat),  j_sat = 12 v_gate g_l
///
/// All per area of membrane. The input is a voltage that an electrode turns into the current density j; it
/// saturates where it would lift the leak alone by 12 v_gate, so that v_m is bounded. The port carries j area.
///
/// Source   A. L. Hodgkin, A. F. Huxley, J. Physiol. 117 (1952) 500, with the rest at -65 mV.
/// Differs  the electrode's gain and saturation: 2.5 % less than gain v at 10 uA/cm^2.
/// Omits    temperature: the rates are those of 6.3 degrees Celsius.
/// Defaults Hodgkin and Huxley 1952; area and gain illustrative: 10 uA/cm^2 to a volt.
///
/// Identify clamped currents tell the channels; spikes alone do not.
///
/// Noise    thermal noise of the leak moves the membrane.
struct HodgkinHuxley {
  static constexpr std::string_view name = "hodgkin_huxley";
  static constexpr Cycle<> cycle{.period = 0.02, .up = {1.5}, .down = {0.0}};

  template <class T>
  struct Parameters {
    T c_m, g_na, g_k, g_l, e_na, e_k, e_l, v_rest, v_gate, k_gate, gain, area;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //               name       unit       default   lower   upper   scale   meaning
      field(p.c_m,    {"c_m",    "F/m^2",    0.01,     1e-3,   0.1,    log,    "capacitance of the membrane"});
      field(p.g_na,   {"g_na",   "S/m^2",    1200.0,   1.0,    1e4,    log,    "conductance of all sodium channels"});
      field(p.g_k,    {"g_k",    "S/m^2",    360.0,    1.0,    1e4,    log,    "conductance of all potassium channels"});
      field(p.g_l,    {"g_l",    "S/m^2",    3.0,      0.1,    100.0,  log,    "leak"});
      field(p.e_na,   {"e_na",   "V",        0.05,     0.02,   0.06,   linear, "reversal voltage of sodium"});
      field(p.e_k,    {"e_k",    "V",       -0.077,   -0.12,  -0.06,   linear, "reversal voltage of potassium"});
      field(p.e_l,    {"e_l",    "V",       -0.054387, -0.07, -0.045,  linear, "reversal voltage of the leak"});
      field(p.v_rest, {"v_rest", "V",       -0.065,   -0.08,  -0.05,   linear, "rest, from which the gates are counted"});
      field(p.v_gate, {"v_gate", "V",        0.01,     0.008,  0.0105, linear, "voltage over which gates open"});
      field(p.k_gate, {"k_gate", "1/s",      1e3,      100.0,  1e5,    log,    "scale of all gate rates"});
      field(p.gain,   {"gain",   "S/m^2",    0.1,      1e-4,   10.0,   log,    "current density to a volt of input"});
      field(p.area,   {"area",   "m^2",      1e-8,     1e-14,  1e-2,   log,    "membrane"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T v_m, m_na, h_na, n_k;

    static void describe(auto& s, auto&& field) {
      using enum Scale;
      // clang-format off
      field(s.v_m,  {"v_m",  "V", -0.065,    -0.2, 0.2, linear, "membrane"});
      field(s.m_na, {"m_na", "1", 0.0529325,  0.0, 1.0, linear, "sodium gates that are activated"});
      field(s.h_na, {"h_na", "1", 0.5961208,  0.0, 1.0, linear, "sodium gates that are not inactivated"});
      field(s.n_k,  {"n_k",  "1", 0.3176769,  0.0, 1.0, linear, "potassium gates that are activated"});
      // clang-format on
    }
  };

  /// Opening and closing of a gate, in units of k_gate.
  template <class T>
  struct Gate {
    T alpha, beta;
  };

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p) {
    const T j_sat = 12.0 * p.v_gate * p.g_l;
    const T j = named("j", j_sat * tanh(p.gain * v / j_sat));
    const T y = named("y", (s.v_m - p.v_rest) / p.v_gate);
    const Gate<T> m{.alpha = 1.0 / expm1_over(2.5 - y), .beta = 4.0 * exp(-y / 1.8)};
    const Gate<T> h{.alpha = 0.07 * exp(-0.5 * y), .beta = 1.0 / (1.0 + exp(3.0 - y))};
    const Gate<T> n{.alpha = 0.1 / expm1_over(1.0 - y), .beta = 0.125 * exp(-0.125 * y)};
    const T potassium = s.n_k * s.n_k * s.n_k * s.n_k;
    const T outward = p.g_na * s.m_na * s.m_na * s.m_na * s.h_na * (s.v_m - p.e_na) + p.g_k * potassium * (s.v_m - p.e_k) +
                      p.g_l * (s.v_m - p.e_l);
    const auto turns = [&](const Gate<T>& gate, const T& open) { return p.k_gate * (gate.alpha * (1.0 - open) - gate.beta * open); };
    return {.current = j * p.area,
            .charge = T(0.0),
            .rate = {.v_m = (j - outward) / p.c_m, .m_na = turns(m, s.m_na), .h_na = turns(h, s.h_na), .n_k = turns(n, s.n_k)}};
  }

  template <class T>
  static Noise<T, State> noise(const T&, const State<T>&, const Parameters<T>& p, const Surroundings<T>& around) {
    const T leak = 2.0 * around.boltzmann * around.temperature * p.g_l / p.area;
    return {.diffusion = {.v_m = leak / (p.c_m * p.c_m), .m_na = T(0.0), .h_na = T(0.0), .n_k = T(0.0)}};
  }
};

}  // namespace hysteron
