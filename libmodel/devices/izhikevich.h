#pragma once

#include "libmodel/circuits/reset.h"
#include "libmodel/model.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Izhikevich neuron: two equations that spike, adapt and burst as cells of the cortex do.
///
///     c_m dv_m/dt = i_sat (sat(i / i_sat) - (y / 6)^7) - c_m emptying
///     i     = k (v_m - v_r) (v_m - v_t) - i_sat u + gain v,   y = (v_m - v_r) / (v_peak - v_r)
///     du/dt = a (sat(b (v_m - v_r) / i_sat) - u) + (d / i_sat) (1 - u^2) emptying / (v_peak - v_reset)
///     emptying and dw/dt: the reset of lif, from v_peak to v_reset within t_reset, with v_reset - (v_peak - v_reset) / 99
///
/// i_sat u is the recovery current of the source. Its reset, v_m to c and u up by d at v_peak, takes t_reset here: a
/// switch empties the membrane, and u gains d with each full emptying. i_sat bounds all currents, far above those of
/// use, and (y / 6)^7 the membrane; sat(x) = x / sqrt(1 + x^2), whose slope keeps its digits far out, as that of tanh,
/// a difference of ones, does not.
///
/// Source   E. M. Izhikevich, Dynamical Systems in Neuroscience (MIT Press 2007), ch. 8; IEEE Trans. Neural Networks 14
///          (2003) 1569. Names are the source's, with v_reset for c, c_m for C, i_sat u for u.
/// Differs  the reset takes time and passes v_reset by 0.1 % of the spike: intervals of a regular train differ by less
///          than 1 %, the last one of a burst by up to 12 %.
/// Noise    thermal noise of the input's conductance, gain, moves the membrane.
/// Omits    noise of the channels that its two equations stand for.
/// Defaults the regular spiking cell of the source; gain illustrative: 100 pA to 0.1 V.
///
/// Identify the rheobase and the slope of the rate tell k and b, adaptation a and d, the spike's shape v_peak and v_reset.
struct Izhikevich {
  static constexpr std::string_view name = "izhikevich";
  static constexpr Cycle<> cycle{.period = 0.5, .up = {0.1}, .down = {0.0}};

  template <class T>
  struct Parameters {
    T c_m, k, v_r, v_t, v_peak, v_reset, a, b, d, t_reset, i_sat, gain;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                name         unit     default  lower   upper  scale   meaning
      field(p.c_m,     {"c_m",     "F",      1e-10,   1e-12,  1e-8,  log,    "capacitance of the membrane"});
      field(p.k,       {"k",       "A/V^2",  7e-7,    1e-8,   1e-5,  log,    "curvature of its current"});
      field(p.v_r,     {"v_r",     "V",     -0.06,   -0.09,  -0.05,  linear, "rest"});
      field(p.v_t,     {"v_t",     "V",     -0.04,   -0.05,  -0.03,  linear, "voltage beyond which it rises by itself"});
      field(p.v_peak,  {"v_peak",  "V",      0.035,   0.0,    0.06,  linear, "top of the spike"});
      field(p.v_reset, {"v_reset", "V",     -0.05,   -0.08,  -0.03,  linear, "voltage after it"});
      field(p.a,       {"a",       "1/s",    30.0,    1.0,    1e3,   log,    "rate of the recovery"});
      field(p.b,       {"b",       "S",     -2e-9,   -2e-8,   5e-8,  linear, "recovery current to a volt of membrane"});
      field(p.d,       {"d",       "A",      1e-10,   0.0,    1e-9,  linear, "recovery current that a spike adds"});
      field(p.t_reset, {"t_reset", "s",      1e-5,    1e-6,   1e-2,  log,    "time of the reset"});
      field(p.i_sat,   {"i_sat",   "A",      1e-7,    1e-8,   1e-4,  log,    "current that is never passed"});
      field(p.gain,    {"gain",    "S",      1e-9,    1e-12,  1e-6,  log,    "current to a volt of input"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T v_m, u, w;

    static void describe(auto& s, auto&& field) {
      using enum Scale;
      field(s.v_m, {"v_m", "V", -0.06, -1.0, 1.0, linear, "membrane"});
      field(s.u, {"u", "1", 0.0, -1.0, 1.0, linear, "recovery current over i_sat"});
      field(s.w, {"w", "1", 0.0, 0.0, 1.0, linear, "closed share of the switch that resets it"});
    }
  };

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p) {
    const Reset<T> at = reset(s.v_m, s.w, p.v_peak, p.v_reset, p.t_reset, 99.0);
    const T above = s.v_m - p.v_r;
    const T i = named("drive", (p.k * above * (s.v_m - p.v_t) + p.gain * v) / p.i_sat - s.u);
    const T y = named("y", above / (6.0 * (p.v_peak - p.v_r)));
    const T wall = y * y * y * y * y * y * y;
    return {.current = p.gain * v,
            .charge = T(0.0),
            .rate = {.v_m = p.i_sat / p.c_m * (saturated(i) - wall) - at.emptying,
                     .u = p.a * (saturated(T(p.b * above / p.i_sat)) - s.u) + p.d / p.i_sat * (1.0 - s.u * s.u) * at.emptying / at.span,
                     .w = at.closing}};
  }

  template <class T>
  static Noise<T, State> noise(const T&, const State<T>&, const Parameters<T>& p, const Surroundings<T>& around) {
    const T white = 4.0 * around.boltzmann * around.temperature * p.gain;
    return {.diffusion = {.v_m = 0.5 * white / (p.c_m * p.c_m), .u = T(0.0), .w = T(0.0)}, .white = white};
  }

 private:
  template <class T>
  static T saturated(const T& x) {
    return x / sqrt(1.0 + x * x);
  }
};

}  // namespace hysteron
