#pragma once

#include "libmodel/model.h"
#include "libmodel/physics/activation.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Ovonic threshold switch (chalcogenide glass): carriers freed by the field keep the traps filled.
///
///     dfilled/dt = fill (1 - filled) - filled / tau
///     fill  = 1 / (1 / freed + 1 / k_max),  freed = exp((|v| - v_t + (v_t - v_h) filled) / v_w) / tau
///     i = g v / (1 + r_s g)
///     g = g_on^filled empty^(1-filled),  empty = g_off exp((e_a / k) (1 / t_ref - 1 / T)) sinh(v / v_0) / (v / v_0)
///
/// filled is the share of the traps that carriers fill. Empty, the glass needs v_t for carriers to be freed as
/// fast as they are lost; filled, v_h holds it: in between both branches are stable. The delay falls
/// exponentially with the voltage beyond the threshold. |v| is rounded within v_w of 0.
///
/// Source   filling of traps and two branches: D. Adler, M. S. Shur, M. Silver, S. R. Ovshinsky, J. Appl.
///          Phys. 51 (1980) 3289; subthreshold conduction: D. Ielmini, Y. Zhang, J. Appl. Phys. 102 (2007)
///          054517. The lumped form, in which the conductance runs over decades with the share, is ours.
/// Differs  one share of filled traps in place of a profile; filling never passes k_max.
/// Omits    heat, crystallisation (phase_change), drift of the threshold with rest.
/// Defaults illustrative: a selector of 1 V.
///
/// Identify a slow sweep tells v_t, v_h, g_on, g_off, v_0; tau and v_w need delays over voltage.
///
/// Noise    traps fill in groups: filled moves in steps of quantum. Shot noise 2 q |i|, 1/f noise after Hooge.
struct Ots {
  static constexpr std::string_view name = "ots";
  static constexpr Cycle<> cycle{.period = 1e-6, .up = {1.5}, .down = {-1.5}};

  template <class T>
  struct Parameters {
    T v_t, v_h, v_w, tau, k_max, g_on, g_off, v_0, e_a, t_ref, r_s, quantum, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                name        unit   default  lower   upper   scale   meaning
      field(p.v_t,     {"v_t",     "V",   1.2,     0.1,    10.0,   linear, "voltage at which empty traps fill as fast as they empty"});
      field(p.v_h,     {"v_h",     "V",   0.2,     0.0,    10.0,   linear, "voltage that holds filled traps"});
      field(p.v_w,     {"v_w",     "V",   0.05,    0.01,   1.0,    log,    "voltage that speeds filling by e"});
      field(p.tau,     {"tau",     "s",   1e-9,    1e-12,  1e-3,   log,    "time in which traps empty"});
      field(p.k_max,   {"k_max",   "1/s", 1e12,    1e9,    1e15,   log,    "filling rate that is never passed"});
      field(p.g_on,    {"g_on",    "S",   1e-3,    1e-9,   1.0,    log,    "conductance with filled traps"});
      field(p.g_off,   {"g_off",   "S",   1e-8,    1e-15,  1e-3,   log,    "conductance with empty traps, at rest and t_ref"});
      field(p.v_0,     {"v_0",     "V",   0.25,    0.15,   10.0,   log,    "voltage at which the empty glass turns exponential"});
      field(p.e_a,     {"e_a",     "J",   5e-20,   0.0,    1e-19,  linear, "activation energy of the empty glass, 0.3 eV"});
      field(p.t_ref,   {"t_ref",   "K",   300.0,   200.0,  450.0,  linear, "temperature at which g_off holds"});
      field(p.r_s,     {"r_s",     "ohm", 100.0,   1.0,    1e8,    log,    "series resistance of the electrodes"});
      field(p.quantum, {"quantum", "1",   1e-4,    0.0,    0.1,    linear, "step in which filled moves"});
      field(p.hooge,   {"hooge",   "1",   1e-6,    0.0,    1e-2,   linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T filled;

    static void describe(auto& s, auto&& field) {
      field(s.filled, {"filled", "1", 0.0, 0.0, 1.0, Scale::linear, "share of the traps that are filled"});
    }
  };

  /// The current [A], the conductance of the glass [S], the rate at which empty traps fill [1/s].
  template <class T>
  struct Glass {
    T i, g, fill;
  };

  template <class T>
  static Glass<T> glass(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const T empty = p.g_off * arrhenius(p.e_a, p.t_ref, around) * sinh_over(bounded(v / p.v_0, longest_sinh));
    const T g = named("g", p.g_on * exp((1.0 - s.filled) * log(empty / p.g_on)));
    const T size = sqrt(v * v + p.v_w * p.v_w) - p.v_w;
    const T drive = named("drive", (size - p.v_t + (p.v_t - p.v_h) * s.filled) / p.v_w);
    return {.i = g * v / (1.0 + p.r_s * g), .g = g, .fill = capped(limited_exp(drive) / p.tau, p.k_max)};
  }

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Glass<T> now = glass(v, s, p, around);
    return {.current = now.i, .charge = T(0.0), .rate = {.filled = now.fill * (1.0 - s.filled) - s.filled / p.tau}};
  }

  template <class T>
  static Noise<T, State> noise(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Glass<T> now = glass(v, s, p, around);
    return {.diffusion = {.filled = p.quantum * (now.fill * (1.0 - s.filled) + s.filled / p.tau)},
            .white = 4.0 * around.boltzmann * around.temperature * (now.g / (1.0 + p.r_s * now.g)) +
                     2.0 * around.elementary_charge * abs(now.i),
            .flicker = p.hooge * now.i * now.i};
  }
};

}  // namespace hysteron
