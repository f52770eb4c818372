#pragma once

#include <array>

#include "libmodel/model.h"
#include "libmodel/physics/macrospin.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Spin-orbit-torque junction: a current in the line below turns the layer that the junction reads.
///
///     dm/dt = -omega u x (h - field_like a_w y) + alpha u x dm/dt + omega u x (u x (a_w y + a_r z))
///     h     = (h_x, 0, (1 - vcma v_r) u_z + h_z)         in units of the anisotropy field
///     a_w   = i_w / i_k,   i_w = v_w / r_w               spins along -y
///     a_r   = alpha i_r / i_c
///     i_r   = g v_r,   g = g_p (1 - (1 - u_z) / 2 tmr / (1 + tmr)),   tmr = tmr_0 / (1 + (v_r / v_h)^2)
///
/// m, u as in mtj.h. i_k is the write current whose damping-like torque equals the anisotropy field.
/// The spin accumulation lies in the plane, so which way the layer falls is decided by the in-plane
/// field h_x along the current: i_w and h_x of one sign end in m_z < 0, of opposite signs in m_z > 0.
///
/// Source   L. Liu et al., PRL 109 (2012) 096602; threshold K.-S. Lee et al., APL 102 (2013) 112410,
///          doi:10.1063/1.4798288; reading as mtj.h.
/// Differs  i_k stands for spin Hall angle, moment and cross-section. |m| is held by a rate.
/// Omits    the thermal field inside the exported equations (see Noise), domain walls (dots of 90 nm
///          reverse by nucleation, at a third to a quarter of a macrospin's current: K. Garello et al.,
///          APL 105 (2014) 212402), heating, the potential along the line under the junction.
/// Defaults illustrative, fitted to nothing.
///
/// Identify resistances as in mtj.h; harmonic Hall measurements tell a_w and field_like; the threshold
///          of long pulses against h_x tells i_k; omega and alpha need pulses near the precession time.
///
/// Noise    as mtj.h; the write line has thermal noise.
struct SotMtj {
  static constexpr std::string_view name = "sot_mtj";
  static constexpr int written = 0, read = 1;  // ports
  static constexpr Cycle<2> cycle{.period = 2e-8, .up = {0.5, 0.1}, .down = {-0.5, 0.1}};

  template <class T>
  struct Parameters {
    T g_p, tmr_0, v_h, r_w, i_k, field_like, i_c, alpha, omega, e_b, vcma, h_x, h_z, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                  name          unit   default   lower   upper   scale   meaning
      field(p.g_p,        {"g_p",        "S",   1e-4,     1e-7,   1e-2,   log,    "conductance, parallel"});
      field(p.tmr_0,      {"tmr_0",      "1",   1.0,      0.01,   10.0,   log,    "magnetoresistance at rest"});
      field(p.v_h,        {"v_h",        "V",   0.5,      0.1,    10.0,   log,    "voltage at which it has halved"});
      field(p.r_w,        {"r_w",        "ohm", 1e3,      10.0,   1e5,    log,    "resistance of the write line"});
      field(p.i_k,        {"i_k",        "A",   5e-4,     1e-6,   1.0,    log,    "write current whose torque equals the anisotropy"});
      field(p.field_like, {"field_like", "1",   0.0,     -4.0,    4.0,    linear, "field-like over damping-like torque"});
      field(p.i_c,        {"i_c",        "A",   1e-4,     1e-6,   1e-1,   log,    "critical current of the junction itself"});
      field(p.alpha,      {"alpha",      "1",   0.1,      1e-3,   0.5,    log,    "Gilbert damping"});
      field(p.omega,      {"omega",      "1/s", 6e10,     1e9,    1e12,   log,    "precession rate in the anisotropy field"});
      field(p.e_b,        {"e_b",        "J",   2e-19,    1e-20,  1e-18,  log,    "energy barrier, 48 k T"});
      field(p.vcma,       {"vcma",       "1/V", 0.0,     -0.3,    0.3,    linear, "loss of anisotropy by junction voltage"});
      field(p.h_x,        {"h_x",        "1",   0.1,     -1.0,    1.0,    linear, "field along the current over anisotropy field"});
      field(p.h_z,        {"h_z",        "1",   0.0,     -1.0,    1.0,    linear, "axial field over anisotropy field"});
      field(p.hooge,      {"hooge",      "1",   1e-8,     0.0,    1e-2,   linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T m_x, m_y, m_z;

    static void describe(auto& s, auto&& field) {
      using enum Scale;
      field(s.m_x, {"m_x", "1", 0.0, -1.2, 1.2, linear, "magnetisation along the current"});
      field(s.m_y, {"m_y", "1", 0.0, -1.2, 1.2, linear, "magnetisation along the spins"});
      field(s.m_z, {"m_z", "1", 1.0, -1.2, 1.2, linear, "magnetisation, 1 parallel to the reference"});
    }
  };

  template <class T>
  struct Ports {
    T write, read;

    static void describe(auto& port, auto&& field) {
      using enum Scale;
      field(port.write, Port{{"v_w", "V", 0.0, -2.0, 2.0, linear, "along the write line"}, "w", "s"});
      field(port.read, Port{{"v_r", "V", 0.0, -1.5, 1.5, linear, "across the junction"}, "r", "s"});
    }
  };

  template <class T>
  static Response<T, State, Ports> evaluate(const Ports<T>& v, const State<T>& s, const Parameters<T>& p,
                                            const Surroundings<T>&) {
    const Vector3<T> m{s.m_x, s.m_y, s.m_z};
    const Vector3<T> u = direction(m);
    const T i_w = v.write / p.r_w;
    const T i_r = named("i_r", junction_conductance(v.read, u.z, p) * v.read);
    const T a_w = named("a_w", i_w / p.i_k);
    const Vector3<T> field{p.h_x, -(p.field_like * a_w), (1.0 - p.vcma * v.read) * u.z + p.h_z};
    const Vector3<T> spin{T(0.0), -a_w, -(p.alpha * (i_r / p.i_c))};
    const Vector3<T> rate = macrospin(m, field, spin, p.omega, p.alpha);
    return {.current = {.write = i_w, .read = i_r}, .rate = {.m_x = rate.x, .m_y = rate.y, .m_z = rate.z}};
  }

  template <class T>
  static Noise<T, State, Ports> noise(const Ports<T>& v, const State<T>& s, const Parameters<T>& p,
                                      const Surroundings<T>& around) {
    const Vector3<T> u = direction(Vector3<T>{s.m_x, s.m_y, s.m_z});
    const T kt = around.boltzmann * around.temperature;
    const Vector3<T> spread = wandering(u, p.alpha, p.omega, T(kt / p.e_b));
    const T g = junction_conductance(v.read, u.z, p);
    return {.diffusion = {.m_x = spread.x, .m_y = spread.y, .m_z = spread.z},
            .white = {.write = 4.0 * kt / p.r_w, .read = 4.0 * kt * g},
            .flicker = {.write = T(0.0), .read = p.hooge * (g * v.read) * (g * v.read)}};
  }

  /// Of the thermal field, one for each axis.
  template <class T>
  static std::array<State<T>, 3> kicks(const Ports<T>&, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Vector3<T> u = direction(Vector3<T>{s.m_x, s.m_y, s.m_z});
    const T kt = around.boltzmann * around.temperature;
    const auto turning = thermal_kicks(u, p.alpha, p.omega, T(kt / p.e_b));
    std::array<State<T>, 3> kicks;
    for (int k = 0; k < 3; ++k) kicks[k] = {.m_x = turning[k].x, .m_y = turning[k].y, .m_z = turning[k].z};
    return kicks;
  }
};

}  // namespace hysteron
