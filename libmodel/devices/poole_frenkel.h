#pragma once

#include "libmodel/model.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Poole-Frenkel threshold switch (NbO2): heat and field free the carriers that heat the film further.
///
///     drise/dt = (i u_f (1 - (rise / rise_max)^4) - rise / r_th) / c_th
///     i = g u_f,  u_f = v / (1 + r_s g)
///     g = g_0 exp(-(e_a - lowering) / (k T)),  T = temperature + rise
///     lowering = q sqrt(q |v| / (pi eps_0 eps_r t_ox)),  |v| = sqrt(v^2 + v_s^2)
///
/// The resistance falls with temperature faster than linearly, so that beyond a threshold a held voltage
/// heats without end until r_s limits it: a switch with no phase transition, at a rise of some 150 K. Under
/// current the voltage is a single-valued curve with a negative slope.
///
/// Source   S. Slesazeck et al., RSC Adv. 5 (2015) 102318; the barrier's lowering: J. Frenkel, Phys. Rev.
///          54 (1938) 647.
/// Differs  the field is that of the whole voltage, r_s included; heating fades at rise_max.
/// Omits    the insulator-metal transition at 1080 K (mott), spreading of the hot channel.
/// Defaults illustrative: barrier and rise of Slesazeck 2015, a device of 100 nm.
///
/// Identify the curve under current tells g_0 and r_th; e_a needs several temperatures; eps_r only
///          with t_ox; c_th needs transients as short as r_th c_th.
///
/// Noise    thermal at T, 1/f noise after Hooge.
struct PooleFrenkel {
  static constexpr std::string_view name = "poole_frenkel";
  static constexpr Cycle<> cycle{.period = 1e-6, .up = {1.5}, .down = {-1.5}};

  template <class T>
  struct Parameters {
    T g_0, e_a, eps_r, t_ox, v_s, r_s, r_th, c_th, rise_max, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                 name         unit    default   lower   upper   scale   meaning
      field(p.g_0,      {"g_0",      "S",    2e-3,     1e-8,   1e4,    log,    "conductance with no barrier left"});
      field(p.e_a,      {"e_a",      "J",    3.3e-20,  5e-21,  1e-19,  linear, "barrier of the traps, 0.21 eV"});
      field(p.eps_r,    {"eps_r",    "1",    45.0,     2.0,    200.0,  linear, "relative permittivity that the barrier sees"});
      field(p.t_ox,     {"t_ox",     "m",    3e-8,     2e-9,   1e-6,   log,    "thickness of the film"});
      field(p.v_s,      {"v_s",      "V",    0.05,     5e-3,   0.2,    log,    "voltage below which |v| is rounded"});
      field(p.r_s,      {"r_s",      "ohm",  100.0,    1.0,    1e8,    log,    "series resistance of the electrodes"});
      field(p.r_th,     {"r_th",     "K/W",  1.5e6,    1e2,    1e9,    log,    "thermal resistance"});
      field(p.c_th,     {"c_th",     "J/K",  1e-16,    1e-19,  1e-6,   log,    "heat capacity"});
      field(p.rise_max, {"rise_max", "K",    1500.0,   300.0,  3000.0, linear, "temperature rise that is never passed"});
      field(p.hooge,    {"hooge",    "1",    1e-6,     0.0,    1e-2,   linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T rise;

    static void describe(auto& s, auto&& field) {
      field(s.rise, {"rise", "K", 0.0, 0.0, 3000.0, Scale::linear, "of the temperature above ambient"});
    }
  };

  /// The current [A], the voltage over the film [V] and its conductance [S].
  template <class T>
  struct Film {
    T i, voltage, g;
  };

  template <class T>
  static Film<T> film(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const T pi(3.14159265358979324);
    const T size = sqrt(v * v + p.v_s * p.v_s);
    const T image = around.elementary_charge * size / (pi * around.vacuum_permittivity * p.eps_r * p.t_ox);
    const T lowering = around.elementary_charge * sqrt(image);
    const T thermal = around.boltzmann * (around.temperature + s.rise);
    const T g = p.g_0 * limited_exp(named("exponent", (lowering - p.e_a) / thermal));
    const T voltage = v / (1.0 + p.r_s * g);
    return {.i = g * voltage, .voltage = voltage, .g = g};
  }

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Film<T> now = film(v, s, p, around);
    const T share = s.rise / p.rise_max;
    const T heating = now.i * now.voltage * (1.0 - share * share * share * share);
    return {.current = now.i, .charge = T(0.0), .rate = {.rise = (heating - s.rise / p.r_th) / p.c_th}};
  }

  template <class T>
  static Noise<T, State> noise(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Film<T> now = film(v, s, p, around);
    return {.diffusion = {.rise = T(0.0)},
            .white = 4.0 * around.boltzmann * (around.temperature + s.rise) * (now.g / (1.0 + p.r_s * now.g)),
            .flicker = p.hooge * now.i * now.i};
  }
};

}  // namespace hysteron
