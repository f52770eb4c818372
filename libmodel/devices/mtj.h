#pragma once

#include <array>

#include "libmodel/model.h"
#include "libmodel/physics/macrospin.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Magnetic tunnel junction: a perpendicular free layer turned by spin-transfer torque.
///
///     dm/dt = -omega u x (h - a_f z) + alpha u x dm/dt + omega a_d u x (u x z)       as macrospin above
///     h     = (h_x, 0, (1 - vcma v) u_z + h_z)           in units of the anisotropy field
///     a_d   = alpha (i / i_c) (1 + lopsided) / (1 + lopsided u_z),    a_f = field_like a_d
///     i     = g v,    g = g_p (1 - (1 - u_z) / 2 tmr / (1 + tmr)),    tmr = tmr_0 / (1 + (v / v_h)^2)
///
/// m is the free layer's magnetisation in units of its length, u its direction; m_z = 1 is parallel
/// to the reference layer. Positive current turns a parallel layer over, beyond i_c; negative current
/// brings it back. A layer exactly along z feels no torque: start it tilted, as warmth would, by
/// about the root of k T / (2 e_b).
///
/// Source   J. C. Slonczewski, J. Magn. Magn. Mater. 159 (1996) L1; J. Z. Sun, PRB 62 (2000) 570;
///          the bias law of tmr as in the SPINLIB and UMN macrospin models (J. Kim et al., CICC 2015).
/// Differs  i_c stands for hbar, polarisation and moment: i_c = 2 e alpha mu_0 M_s H_k V / (hbar eta).
///          |m| is held by a rate instead of a reset; near |m| = 1 the equation is unchanged.
/// Omits    the thermal field inside the exported equations (see Noise), heating, excitations that
///          are not uniform, stray fields beyond h_z.
/// Defaults g_p, tmr_0, i_c: the 40 nm CoFeB-MgO junction of S. Ikeda et al., Nature Mater. 9 (2010)
///          721, doi:10.1038/nmat2804; the rest illustrative.
///
/// Identify r(v) of both states tells g_p, tmr_0, v_h; switching times beyond i_c tell i_c and
///          alpha omega; omega itself needs ferromagnetic resonance; e_b needs thermally activated
///          switching or retention.
///
/// Noise    the thermal field of L. Brown (PR 130 (1963) 1677) makes m wander over the sphere with
///          D = alpha omega k T / (2 e_b (1 + alpha^2)): each component's variance grows by
///          2 D (1 - u_i^2); the kicks keep |m|.
struct Mtj {
  static constexpr std::string_view name = "mtj";
  static constexpr Cycle<> cycle{.period = 1e-8, .up = {3.0}, .down = {-3.0}};

  template <class T>
  struct Parameters {
    T g_p, tmr_0, v_h, i_c, alpha, omega, e_b, lopsided, field_like, vcma, h_x, h_z, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                  name          unit   default   lower   upper   scale   meaning
      field(p.g_p,        {"g_p",        "S",   7e-5,     1e-6,   1e-2,   log,    "conductance, parallel"});
      field(p.tmr_0,      {"tmr_0",      "1",   1.2,      0.01,   10.0,   log,    "magnetoresistance at rest"});
      field(p.v_h,        {"v_h",        "V",   0.5,      0.1,    10.0,   log,    "voltage at which it has halved"});
      field(p.i_c,        {"i_c",        "A",   4.9e-5,   1e-7,   1e-2,   log,    "critical current of a parallel layer"});
      field(p.alpha,      {"alpha",      "1",   0.02,     1e-3,   0.5,    log,    "Gilbert damping"});
      field(p.omega,      {"omega",      "1/s", 6e10,     1e9,    1e12,   log,    "precession rate in the anisotropy field"});
      field(p.e_b,        {"e_b",        "J",   1.8e-19,  1e-20,  1e-18,  log,    "energy barrier, 43 k T"});
      field(p.lopsided,   {"lopsided",   "1",   0.0,      0.0,    0.8,    linear, "gain of torque from parallel to antiparallel"});
      field(p.field_like, {"field_like", "1",   0.0,     -1.0,    1.0,    linear, "field-like over damping-like torque"});
      field(p.vcma,       {"vcma",       "1/V", 0.0,     -0.3,    0.3,    linear, "loss of anisotropy by voltage"});
      field(p.h_x,        {"h_x",        "1",   0.0,     -1.0,    1.0,    linear, "in-plane field over anisotropy field"});
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
      field(s.m_x, {"m_x", "1", 0.1, -1.2, 1.2, linear, "magnetisation in the plane"});
      field(s.m_y, {"m_y", "1", 0.0, -1.2, 1.2, linear, "magnetisation in the plane, across"});
      field(s.m_z, {"m_z", "1", 0.995, -1.2, 1.2, linear, "magnetisation, 1 parallel to the reference"});
    }
  };

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p) {
    const Vector3<T> m{s.m_x, s.m_y, s.m_z};
    const Vector3<T> u = direction(m);
    const T i = named("through", junction_conductance(v, u.z, p) * v);
    const T a_d = named("a_d", p.alpha * (i / p.i_c) * (1.0 + p.lopsided) / (1.0 + p.lopsided * u.z));
    const Vector3<T> field{p.h_x, T(0.0), (1.0 - p.vcma * v) * u.z + p.h_z - p.field_like * a_d};
    const Vector3<T> rate = macrospin(m, field, {T(0.0), T(0.0), -a_d}, p.omega, p.alpha);
    return {.current = i, .charge = T(0.0), .rate = {.m_x = rate.x, .m_y = rate.y, .m_z = rate.z}};
  }

  template <class T>
  static Noise<T, State> noise(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Vector3<T> u = direction(Vector3<T>{s.m_x, s.m_y, s.m_z});
    const T kt = around.boltzmann * around.temperature;
    const Vector3<T> spread = wandering(u, p.alpha, p.omega, T(kt / p.e_b));
    const T g = junction_conductance(v, u.z, p);
    return {.diffusion = {.m_x = spread.x, .m_y = spread.y, .m_z = spread.z},
            .white = 4.0 * kt * g,
            .flicker = p.hooge * (g * v) * (g * v)};
  }

  /// Of the thermal field, one for each axis.
  template <class T>
  static std::array<State<T>, 3> kicks(const T&, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Vector3<T> u = direction(Vector3<T>{s.m_x, s.m_y, s.m_z});
    const T kt = around.boltzmann * around.temperature;
    const auto turning = thermal_kicks(u, p.alpha, p.omega, T(kt / p.e_b));
    std::array<State<T>, 3> kicks;
    for (int k = 0; k < 3; ++k) kicks[k] = {.m_x = turning[k].x, .m_y = turning[k].y, .m_z = turning[k].z};
    return kicks;
  }
};

}  // namespace hysteron
