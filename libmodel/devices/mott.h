#pragma once

#include "libmodel/model.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Mott threshold switch (VO2): Joule heat carries a film through its insulator-metal transition.
///
///     drise/dt = (i u_f (1 - (rise / rise_max)^4) - rise / r_th) / c_th
///     du/dt    = (metal - u) / tau
///     metal    = 1 / (1 + exp(2 (t_c - h (u - 1/2) - T) / w)),  T = temperature + rise
///     i = g u_f,  u_f = v / (1 + r_s g)
///     1 / g = r_i^(1-u) r_m^u exp((1 - u) (e_a / k) (1 / T - 1 / t_ref))
///
/// u_f is the voltage left to the film behind r_s, u the metallic fraction, between whose ends the resistance runs over decades as in a film whose
/// grains turn one by one. h is the hysteresis: what is metallic already holds the rest, so that
/// the film turns at t_c + h / 2 as it warms and at t_c - h / 2 as it cools; from h = 2 w on it turns at
/// once and snaps back. At a held voltage heat runs away from the threshold on, until r_s limits it.
///
/// Source   thermal switch with a relaxing phase fraction and log-mixed resistance: the electrothermal
///          models of VO2 films; the measured film: A. R. Galloni et al., PNAS 121 (2024) e2318362121.
///          The feedback h is ours.
/// Differs  one fraction with feedback in place of a distribution of grains; heating fades at rise_max.
/// Omits    latent heat, spreading of the metallic channel, switching by field alone.
/// Defaults a film of 30 nm, illustrative; transition temperature of VO2, 340 K. For NbO2 t_c is 1080 K.
///
/// Identify pulses at several amplitudes tell c_th, r_th and t_c; r_th and t_c - temperature are told
///          as a quotient where the temperature of the stage is not varied; e_a needs that too.
///
/// Noise    grains turn one by one: u moves in steps of quantum. Thermal noise at T, 1/f noise after Hooge.
struct Mott {
  static constexpr std::string_view name = "mott";
  static constexpr Cycle<> cycle{.period = 1e-7, .up = {1.5}, .down = {-1.5}};

  template <class T>
  struct Parameters {
    T r_i, r_m, e_a, t_ref, t_c, h, w, tau, r_th, c_th, r_s, rise_max, quantum, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                 name         unit    default   lower   upper    scale   meaning
      field(p.r_i,      {"r_i",      "ohm",  1e5,      10.0,   1e9,     log,    "resistance of the insulator at t_ref"});
      field(p.r_m,      {"r_m",      "ohm",  1e3,      1.0,    1e7,     log,    "resistance of the metal"});
      field(p.e_a,      {"e_a",      "J",    2.4e-20,  0.0,    8e-20,   linear, "activation energy of the insulator, 0.15 eV"});
      field(p.t_ref,    {"t_ref",    "K",    300.0,    200.0,  450.0,   linear, "temperature at which r_i holds"});
      field(p.t_c,      {"t_c",      "K",    340.0,    250.0,  1300.0,  linear, "transition temperature, middle of the hysteresis"});
      field(p.h,        {"h",        "K",    10.0,     0.0,    100.0,   linear, "hysteresis of the transition"});
      field(p.w,        {"w",        "K",    3.0,      1.0,    100.0,   log,    "width of the transition"});
      field(p.tau,      {"tau",      "s",    1e-11,    1e-13,  1e-1,    log,    "time in which the phase follows temperature"});
      field(p.r_th,     {"r_th",     "K/W",  2e6,      1.0,    1e9,     log,    "thermal resistance"});
      field(p.c_th,     {"c_th",     "J/K",  3e-17,    1e-19,  1e-2,    log,    "heat capacity"});
      field(p.r_s,      {"r_s",      "ohm",  100.0,    1e-3,   1e7,     log,    "series resistance of the electrodes"});
      field(p.rise_max, {"rise_max", "K",    1000.0,   300.0,  3000.0,  linear, "temperature rise that is never passed"});
      field(p.quantum,  {"quantum",  "1",    1e-4,     0.0,    0.1,     linear, "step in which u moves"});
      field(p.hooge,    {"hooge",    "1",    1e-6,     0.0,    1e-2,    linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T rise, u;

    static void describe(auto& s, auto&& field) {
      field(s.rise, {"rise", "K", 0.0, 0.0, 3000.0, Scale::linear, "of the temperature above ambient"});
      field(s.u, {"u", "1", 0.0, 0.0, 1.0, Scale::linear, "metallic fraction"});
    }
  };

  /// The current [A], the voltage over the film [V], its conductance [S], the metallic fraction at which u would rest.
  template <class T>
  struct Film {
    T i, voltage, g, metal;
  };

  template <class T>
  static Film<T> film(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const T hot = named("hot", around.temperature + s.rise);
    const T thermal = p.e_a / around.boltzmann * (1.0 / p.t_ref - 1.0 / hot);
    const T g = named("g", exp(s.u * log(p.r_i / p.r_m) + (1.0 - s.u) * thermal) / p.r_i);
    const T below = named("below", p.t_c - p.h * (s.u - 0.5) - hot);
    const T voltage = named("film_voltage", v / (1.0 + p.r_s * g));
    return {.i = named("film_current", g * voltage),
            .voltage = voltage,
            .g = g,
            .metal = named("metal", 1.0 / (1.0 + limited_exp(2.0 * below / p.w, 300.0)))};
  }

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Film<T> now = film(v, s, p, around);
    const T share = s.rise / p.rise_max;
    const T heating = now.i * now.voltage * (1.0 - share * share * share * share);
    return {.current = now.i,
            .charge = T(0.0),
            .rate = {.rise = (heating - s.rise / p.r_th) / p.c_th, .u = (now.metal - s.u) / p.tau}};
  }

  template <class T>
  static Noise<T, State> noise(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Film<T> now = film(v, s, p, around);
    return {.diffusion = {.rise = T(0.0),
                          .u = p.quantum * (now.metal * (1.0 - s.u) + (1.0 - now.metal) * s.u) / p.tau},
            .white = 4.0 * around.boltzmann * (around.temperature + s.rise) * (now.g / (1.0 + p.r_s * now.g)),
            .flicker = p.hooge * now.i * now.i};
  }
};

}  // namespace hysteron
