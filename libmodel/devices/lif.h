#pragma once

#include "libmodel/circuits/reset.h"
#include "libmodel/model.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Leaky integrate-and-fire neuron: a leaky capacitor that is emptied whenever it has charged to a threshold.
///
///     c_m dv_m/dt = (v - v_m) / r_in - v_m / r_m - w^4 (ln(10) c_m / t_ref) (v_m - v_low)
///     dw/dt       = (latch - w) / (t_ref / 100)
///     latch       = 1 / (1 + exp(-(y - 1 - fold + (1 + 2 fold) w) / sharp)),  sharp = 0.01, fold = 0.0571
///     y = (v_m - v_reset) / (v_th - v_reset),  v_low = v_reset - (v_th - v_reset) / 9
///
/// The reset takes time where the textbook's jumps: w closes a switch at v_th and opens it at v_reset, as
/// its two folds lie there; in between, t_ref long, the capacitor empties. A switch about to close hardly
/// leaks: w^4. Under a constant drive
///
///     1 / rate = t_ref + tau ln((gain v - v_reset) / (gain v - v_th))
///     gain = r_m / (r_m + r_in),  tau = c_m r_in r_m / (r_in + r_m)
///
/// Source   L. Lapicque, J. Physiol. Pathol. Gen. 9 (1907) 620; as used: W. Gerstner, W. M. Kistler, Spiking
///          Neuron Models (Cambridge 2002), 4.1.
/// Differs  reset and refractory time by a switch with hysteresis, to 1 % of the rate where t_ref is short.
/// Omits    adaptation, noise of the threshold.
/// Defaults illustrative.
///
/// Identify rates over drive tell gain, tau and t_ref once v_th and v_reset are read off the membrane.
///
/// Noise    thermal noise of the two resistors moves the membrane.
struct Lif {
  static constexpr std::string_view name = "lif";
  static constexpr Cycle<> cycle{.period = 4e-6, .up = {2.8}, .down = {0.0}};

  template <class T>
  struct Parameters {
    T r_in, r_m, c_m, v_th, v_reset, t_ref;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                name         unit   default  lower   upper  scale   meaning
      field(p.r_in,    {"r_in",     "ohm",  1e6,     1e2,    1e12,  log,    "between the input and the membrane"});
      field(p.r_m,     {"r_m",      "ohm",  1e6,     1e2,    1e15,  log,    "leak of the membrane"});
      field(p.c_m,     {"c_m",      "F",    1e-12,   1e-17,  1e-3,  log,    "capacitance of the membrane"});
      field(p.v_th,    {"v_th",     "V",    1.0,     0.5,    5.0,   linear, "voltage at which it fires"});
      field(p.v_reset, {"v_reset",  "V",    0.0,    -1.0,    0.25,  linear, "voltage from which it charges again"});
      field(p.t_ref,   {"t_ref",    "s",    2e-8,    1e-12,  1.0,   log,    "refractory time, in which it is emptied"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T v_m, w;

    static void describe(auto& s, auto&& field) {
      field(s.v_m, {"v_m", "V", 0.0, -10.0, 10.0, Scale::linear, "membrane"});
      field(s.w, {"w", "1", 0.0, 0.0, 1.0, Scale::linear, "closed share of the switch that empties it"});
    }
  };

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p) {
    const Reset<T> at = reset(s.v_m, s.w, p.v_th, p.v_reset, p.t_ref, 9.0);
    const T i_in = named("input_current", (v - s.v_m) / p.r_in);
    return {.current = i_in,
            .charge = T(0.0),
            .rate = {.v_m = (i_in - s.v_m / p.r_m) / p.c_m - at.emptying, .w = at.closing}};
  }

  template <class T>
  static Noise<T, State> noise(const T&, const State<T>&, const Parameters<T>& p, const Surroundings<T>& around) {
    const T thermal = 4.0 * around.boltzmann * around.temperature;
    return {.diffusion = {.v_m = 0.5 * thermal * (1.0 / p.r_in + 1.0 / p.r_m) / (p.c_m * p.c_m), .w = T(0.0)},
            .white = thermal / p.r_in};
  }
};

}  // namespace hysteron
