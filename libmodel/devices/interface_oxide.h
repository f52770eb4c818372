#pragma once

#include "libmodel/model.h"
#include "libmodel/physics/activation.h"
#include "libmodel/physics/junction.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Interface-type oxide (PCMO, Nb:STO): ions raise and lower a Schottky barrier over the whole area.
///
///     dx/dt = lower (1 - x) - raise x + k_loss activity (x_loss - x)
///     lower = k_lower activity push( u / v_lower)
///     raise = k_raise activity push(-u / v_raise)
///     push(y) = (2 sinh(y / 2))^2 / (1 + exp(-y))          exp(y) for y >> 1, exactly 0 at rest
///     activity = exp((e_a / k) (1 / t_ref - 1 / T)),  v_t = k T / q
///     phi = phi_max - (phi_max - phi_min) x
///     i_s = area richardson T^2 exp(-phi / (k T))
///     i   = i_s (exp(alpha u / v_t) - exp(-(1 - alpha) u / v_t)) + area g_leak v,  u = v - r_s i_junction
///     q   = area c_area v
///
/// x is the lowered fraction of the barrier. 1 / alpha is the ideality factor: the current rectifies
/// forward for alpha > 1/2, backward (tunnelling) below, by exp((2 alpha - 1) v / v_t). No filament:
/// current, leakage and capacitance scale with the area. u is the voltage left to the junction
/// behind r_s, in closed steps.
///
/// Source   A. Sawa, Materials Today 11 (2008) 28, doi:10.1016/S1369-7021(08)70119-6; the junction is
///          thermionic-field emission as in F. A. Padovani, R. Stratton, Solid-State Electron. 9
///          (1966) 695.
/// Differs  one drift for both directions; the barrier moves linearly with x.
/// Omits    image force, depletion width (c_area is constant), self-heating.
/// Defaults illustrative; richardson is that of Nb:SrTiO3, 1.3 electron masses.
///
/// Identify phi and richardson need two temperatures, at one only i_s is told; alpha needs both
///          directions; area needs devices of several sizes; k and v need several amplitudes.
///
/// Noise    x moves in steps of quantum; shot noise of both emission currents, which is thermal at
///          rest; 1/f noise after Hooge.
struct InterfaceOxide {
  static constexpr std::string_view name = "interface_oxide";
  static constexpr Cycle<> cycle{.period = 1.0, .up = {2.5}, .down = {-2.5}};

  template <class T>
  struct Parameters {
    T phi_max, phi_min, alpha, area, k_lower, v_lower, k_raise, v_raise, r_s, g_leak, richardson, k_loss, x_loss, e_a, t_ref,
        c_area, quantum, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                   name          unit           default    lower   upper    scale   meaning
      field(p.phi_max,    {"phi_max",    "J",           1.152e-19, 4e-20,  2.4e-19, linear, "barrier at x = 0, 0.72 eV"});
      field(p.phi_min,    {"phi_min",    "J",           8.81e-20,  3e-20,  2.0e-19, linear, "barrier at x = 1, 0.55 eV"});
      field(p.alpha,      {"alpha",      "1",           0.6,       0.05,   0.95,    linear, "inverse ideality"});
      field(p.area,       {"area",       "m^2",         1e-10,     1e-18,  1e-4,    log,    "of the junction"});
      field(p.k_lower,    {"k_lower",    "1/s",         0.1,       1e-12,  1e9,     log,    "rate scale of lowering"});
      field(p.v_lower,    {"v_lower",    "V",           0.25,      0.02,   5.0,     log,    "voltage that speeds lowering by e"});
      field(p.k_raise,    {"k_raise",    "1/s",         0.1,       1e-12,  1e9,     log,    "rate scale of raising"});
      field(p.v_raise,    {"v_raise",    "V",           0.25,      0.02,   5.0,     log,    "voltage that speeds raising by e"});
      field(p.r_s,        {"r_s",        "ohm",         100.0,     0.1,    1e7,     log,    "series resistance"});
      field(p.g_leak,     {"g_leak",     "S/m^2",       0.1,       0.0,    1e6,     linear, "leakage beside the barrier"});
      field(p.richardson, {"richardson", "A/m^2/K^2",   1.56e6,    1e3,    1e7,     log,    "effective Richardson constant"});
      field(p.k_loss,     {"k_loss",     "1/s",         0.0,       0.0,    1e3,     linear, "relaxation rate at t_ref"});
      field(p.x_loss,     {"x_loss",     "1",           0.0,       0.0,    1.0,     linear, "state towards which it relaxes"});
      field(p.e_a,        {"e_a",        "J",           9.6e-20,   0.0,    2.4e-19, linear, "activation energy of the ions, 0.6 eV"});
      field(p.t_ref,      {"t_ref",      "K",           300.0,     200.0,  450.0,   linear, "temperature at which the rates hold"});
      field(p.c_area,     {"c_area",     "F/m^2",       1e-2,      0.0,    1.0,     linear, "capacitance over area"});
      field(p.quantum,    {"quantum",    "1",           1e-5,      0.0,    0.1,     linear, "step in which x moves"});
      field(p.hooge,      {"hooge",      "1",           1e-8,      0.0,    1e-2,    linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T x;

    static void describe(auto& s, auto&& field) {
      field(s.x, {"x", "1", 0.0, 0.0, 1.0, Scale::linear, "lowered fraction of the barrier"});
    }
  };

  /// The current of the junction, what flows either way [A], the rates of x [1/s].
  template <class T>
  struct Junction {
    T i, traffic, lower, raise, loss;
  };

  template <class T>
  static Junction<T> junction(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const T v_t = named("v_t", thermal_voltage(around));
    const T kt = around.boltzmann * around.temperature;
    const T phi = named("phi", p.phi_max * (1.0 - s.x) + p.phi_min * s.x);
    const T i_s = named("i_s", p.area * p.richardson * around.temperature * around.temperature * exp(-(phi / kt)));
    const T w = junction_behind_resistor(p.r_s * i_s / v_t, p.alpha, v / v_t);
    const T u = named("u", v_t * w);
    const T activity = named("activity", arrhenius(p.e_a, p.t_ref, around));
    return {.i = named("junction_current", junction_current(i_s, p.alpha, w)),
            .traffic = junction_traffic(i_s, p.alpha, w),
            .lower = named("lower", p.k_lower * activity * push(u / p.v_lower)),
            .raise = named("raise", p.k_raise * activity * push(-(u / p.v_raise))),
            .loss = named("loss", p.k_loss * activity)};
  }

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Junction<T> now = junction(v, s, p, around);
    return {.current = now.i + p.area * p.g_leak * v,
            .charge = p.area * p.c_area * v,
            .rate = {.x = now.lower * (1.0 - s.x) - now.raise * s.x + now.loss * (p.x_loss - s.x)}};
  }

  template <class T>
  static Noise<T, State> noise(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Junction<T> now = junction(v, s, p, around);
    const T leak = p.area * p.g_leak;
    const T i = now.i + leak * v;
    return {.diffusion = {.x = p.quantum * (now.lower * (1.0 - s.x) + now.raise * s.x + now.loss)},
            .white = 2.0 * around.elementary_charge * now.traffic +
                     4.0 * around.boltzmann * around.temperature * leak,
            .flicker = p.hooge * i * i};
  }
};

}  // namespace hysteron
