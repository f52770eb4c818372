#pragma once

#include <array>

#include "libmodel/circuits/reset.h"
#include "libmodel/model.h"
#include "libmodel/physics/macrospin.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Magnetoelectric neuron: charge on a magnetoelectric oxide turns the magnet on it, which fires, and is turned back.
///
///     c_me dv_m/dt = (v - v_m) / r_in - v_m / r_leak + w (v_r - v_m) / r_reset
///     dm/dt = -omega u x h + alpha u x dm/dt            as macrospin
///     h     = (h_x, 0, u_z - v_m / v_k)                 in units of the anisotropy field
///     dw/dt = (latch - w) / t_latch,  latch closes at u_z = -0.8 and opens at u_z = 0.8
///
/// The oxide is the membrane: it integrates the input and leaks. Its voltage acts on the magnet as a field, v_k as the
/// anisotropy field. Without warmth the magnet turns where h_x^(2/3) + (v_m / v_k)^(2/3) = 1 (astroid); warmth turns it
/// earlier, by chance. A junction and a comparator see that it has turned and put v_r, of the other sign, on the oxide.
///
/// Source   A. Jaiswal, S. Roy, G. Srinivasan, K. Roy, IEEE TED 64 (2017) 1818, doi:10.1109/TED.2017.2671353;
///          astroid: E. C. Stoner, E. P. Wohlfarth, Phil. Trans. R. Soc. A 240 (1948) 599.
/// Differs  one axis of anisotropy, h_x in place of a tilted one; |m| is held by a rate.
/// Omits    the thermal field inside the exported equations (see Noise), hysteresis of the oxide itself, the power of
///          junction and comparator.
/// Defaults illustrative, fitted to nothing.
///
/// Identify probability to fire over drive and width tells v_k and e_b; r_in c_me and r_leak its decay between pulses;
///          alpha and omega need pulses near the precession time.
///
/// Noise    the thermal field, as mtj; charge noise of the resistors moves the membrane.
struct Magnetoelectric {
  static constexpr std::string_view name = "magnetoelectric";
  static constexpr Cycle<2> cycle{.period = 2e-8, .up = {0.5, -0.5}, .down = {0.0, -0.5}};

  template <class T>
  struct Ports {
    T v, v_r;

    static void describe(auto& ports, auto&& field) {
      using enum Scale;
      field(ports.v, Port{{"v", "V", 0.0, -1.0, 1.0, linear, "input, behind r_in"}, "pre", "com"});
      field(ports.v_r, Port{{"v_r", "V", 0.0, -1.0, 1.0, linear, "supply that resets"}, "res", "com"});
    }
  };

  template <class T>
  struct Parameters {
    T r_in, r_leak, c_me, r_reset, t_latch, v_k, alpha, omega, e_b, h_x;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                name         unit   default  lower   upper   scale   meaning
      field(p.r_in,    {"r_in",    "ohm",  2e5,     1e2,    1e12,   log,    "between the input and the oxide"});
      field(p.r_leak,  {"r_leak",  "ohm",  1e7,     1e2,    1e15,   log,    "leak of the oxide"});
      field(p.c_me,    {"c_me",    "F",    1e-14,   1e-17,  1e-9,   log,    "capacitance of the oxide"});
      field(p.r_reset, {"r_reset", "ohm",  1e4,     1e2,    1e12,   log,    "of the switch that resets"});
      field(p.t_latch, {"t_latch", "s",    1e-10,   1e-12,  1e-6,   log,    "time in which junction and comparator follow"});
      field(p.v_k,     {"v_k",     "V",    0.4,     0.01,   10.0,   log,    "voltage that acts as the anisotropy field"});
      field(p.alpha,   {"alpha",   "1",    0.05,    1e-3,   0.5,    log,    "Gilbert damping"});
      field(p.omega,   {"omega",   "1/s",  1e10,    1e9,    1e12,   log,    "precession rate in the anisotropy field"});
      field(p.e_b,     {"e_b",     "J",    1.8e-19, 1e-21,  1e-18,  log,    "energy barrier, 43 k T"});
      field(p.h_x,     {"h_x",     "1",    0.1,    -1.0,    1.0,    linear, "field across the axis over anisotropy field"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T v_m, w, m_x, m_y, m_z;

    static void describe(auto& s, auto&& field) {
      using enum Scale;
      field(s.v_m, {"v_m", "V", 0.0, -10.0, 10.0, linear, "oxide, the membrane"});
      field(s.w, {"w", "1", 0.0, 0.0, 1.0, linear, "closed share of the switch that resets"});
      field(s.m_x, {"m_x", "1", 0.1, -1.2, 1.2, linear, "magnetisation across the axis, along h_x"});
      field(s.m_y, {"m_y", "1", 0.0, -1.2, 1.2, linear, "magnetisation across the axis"});
      field(s.m_z, {"m_z", "1", 0.995, -1.2, 1.2, linear, "magnetisation along the axis, 1 reset"});
    }
  };

  template <class T>
  static Response<T, State, Ports> evaluate(const Ports<T>& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>&) {
    const Vector3<T> m{s.m_x, s.m_y, s.m_z};
    const Vector3<T> u = direction(m);
    const Vector3<T> field{p.h_x, T(0.0), u.z - s.v_m / p.v_k};
    const Vector3<T> rate = macrospin(m, field, {T(0.0), T(0.0), T(0.0)}, p.omega, p.alpha);
    const T closed = latch<T>((0.8 - u.z) / 1.6, s.w);
    const T i_in = named("input_current", (v.v - s.v_m) / p.r_in);
    const T i_reset = named("reset_current", s.w * (v.v_r - s.v_m) / p.r_reset);
    return {.current = {i_in, i_reset},
            .rate = {.v_m = (i_in + i_reset - s.v_m / p.r_leak) / p.c_me,
                     .w = (closed - s.w) / p.t_latch,
                     .m_x = rate.x,
                     .m_y = rate.y,
                     .m_z = rate.z}};
  }

  template <class T>
  static Noise<T, State, Ports> noise(const Ports<T>&, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const T kt = around.boltzmann * around.temperature;
    const Vector3<T> spread = wandering(direction(Vector3<T>{s.m_x, s.m_y, s.m_z}), p.alpha, p.omega, T(kt / p.e_b));
    return {.diffusion = {.v_m = charge_noise(s, p, kt), .w = T(0.0), .m_x = spread.x, .m_y = spread.y, .m_z = spread.z},
            .white = {4.0 * kt / p.r_in, 4.0 * kt * s.w / p.r_reset}};
  }

  /// Of the thermal field, one for each axis, and of the charge.
  template <class T>
  static std::array<State<T>, 4> kicks(const Ports<T>&, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const T kt = around.boltzmann * around.temperature, none(0.0);
    const auto turning = thermal_kicks(direction(Vector3<T>{s.m_x, s.m_y, s.m_z}), p.alpha, p.omega, T(kt / p.e_b));
    std::array<State<T>, 4> kicks;
    for (int k = 0; k < 3; ++k) kicks[k] = {.v_m = none, .w = none, .m_x = turning[k].x, .m_y = turning[k].y, .m_z = turning[k].z};
    kicks[3] = {.v_m = sqrt(charge_noise(s, p, kt)), .w = none, .m_x = none, .m_y = none, .m_z = none};
    return kicks;
  }

 private:
  /// V^2/s.
  template <class T>
  static T charge_noise(const State<T>& s, const Parameters<T>& p, const T& kt) {
    return 2.0 * kt * (1.0 / p.r_in + 1.0 / p.r_leak + s.w / p.r_reset) / (p.c_me * p.c_me);
  }
};

}  // namespace hysteron
