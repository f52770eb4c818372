#pragma once

#include "libmodel/model.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Oxide filament (valence change): a conducting filament grows across a gap and breaks again.
///
///     dx/dt = set (1 - x) - reset x
///     set   = (nu_0 / (gap_max - gap_min)) exp((-e_set   + lowering) / (k T))
///     reset = (nu_0 / (gap_max - gap_min)) exp((-e_reset - lowering) / (k T))
///     lowering = q gamma (a_0 / t_ox) u,    gamma = gamma_0 - gamma_1 (gap / gap_max)^3
///     gap   = gap_min + (gap_max - gap_min) (1 - x)
///     i     = i_0 exp(-(gap - gap_min) / g_0) sinh(u / v_0),    u = v - r_s i
///     c_th d(rise)/dt = i u (1 - (rise / rise_max)^4) - rise / r_th,    T = temperature + rise
///
/// x = 1 is a whole filament. u is the voltage left to the gap behind the series resistance r_s,
/// which limits the current and so the heat; it is solved for in closed steps, so the model has
/// no internal node. Set is at positive voltage.
///
/// Source   tunnelling gap and field-driven growth: X. Guan, S. Yu, H.-S. P. Wong, IEEE EDL 33
///          (2012) 1405; Z. Jiang et al., IEEE TED 63 (2016) 1884. Both directions from one pair of
///          rates, with heat as a state: the SkyWater SKY130 ReRAM cell, whose values the defaults are.
/// Differs  soft bounds (1 - x), x instead of clipping; exponentials continue as tangents beyond
///          e^80; heating fades towards rise_max, where a filament would melt.
/// Omits    forming, several filaments, temperature dependence of the conduction.
/// Defaults nu_0, e_*, gamma_*, i_0, v_0, gaps, c_th: SKY130 ReRAM; r_th, r_s: illustrative.
///
/// Identify a slow sweep tells i_0, g_0, v_0 and one switching voltage a direction; nu_0 against
///          e_set needs pulses over decades of width or several temperatures; r_th, c_th need
///          pulses as short as r_th c_th.
///
/// Noise    ions hop one by one: x moves in steps of quantum. The gap has shot noise 2 q |i|,
///          tending to thermal noise at rest, and 1/f noise after Hooge.
struct Filament {
  static constexpr std::string_view name = "filament";
  static constexpr Cycle<> cycle{.period = 5e-6, .up = {2.4}, .down = {-2.4}};

  template <class T>
  struct Parameters {
    T i_0, g_0, v_0, r_s, nu_0, e_set, e_reset, gamma_0, gamma_1, a_0, t_ox, gap_min, gap_max, r_th, c_th, rise_max,
        quantum, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                 name        unit    default    lower   upper   scale   meaning
      field(p.i_0,      {"i_0",      "A",    61.4e-6,   1e-12,  1.0,    log,    "current scale of the whole filament"});
      field(p.g_0,      {"g_0",      "m",    0.275e-9,  5e-11,  5e-9,   log,    "tunnelling length"});
      field(p.v_0,      {"v_0",      "V",    0.43,      0.1,    10.0,   log,    "voltage at which the current turns exponential"});
      field(p.r_s,      {"r_s",      "ohm",  1e3,       1.0,    1e8,    log,    "series resistance"});
      field(p.nu_0,     {"nu_0",     "m/s",  150.0,     1e-6,   1e9,    log,    "attempt velocity of the gap"});
      field(p.e_set,    {"e_set",    "J",    2.405e-19, 5e-20,  5e-19,  linear, "activation energy of set, 1.501 eV"});
      field(p.e_reset,  {"e_reset",  "J",    2.403e-19, 5e-20,  5e-19,  linear, "activation energy of reset, 1.500 eV"});
      field(p.gamma_0,  {"gamma_0",  "1",    16.5,      1.0,    50.0,   linear, "local field enhancement, no gap"});
      field(p.gamma_1,  {"gamma_1",  "1",    6.14,      0.0,    20.0,   linear, "its fall over the whole gap"});
      field(p.a_0,      {"a_0",      "m",    0.25e-9,   1e-10,  1e-9,   linear, "hopping distance"});
      field(p.t_ox,     {"t_ox",     "m",    5e-9,      1e-9,   1e-7,   log,    "thickness of the oxide"});
      field(p.gap_min,  {"gap_min",  "m",    0.1e-9,    0.0,    1e-9,   linear, "gap at x = 1"});
      field(p.gap_max,  {"gap_max",  "m",    1.7e-9,    1.1e-9, 1e-8,   linear, "gap at x = 0"});
      field(p.r_th,     {"r_th",     "K/W",  2e5,       1e3,    1e8,    log,    "thermal resistance"});
      field(p.c_th,     {"c_th",     "J/K",  3.18e-16,  1e-18,  1e-12,  log,    "heat capacity"});
      field(p.rise_max, {"rise_max", "K",    2000.0,    500.0,  5000.0, linear, "temperature rise that is never passed"});
      field(p.quantum,  {"quantum",  "1",    1e-3,      0.0,    0.1,    linear, "step in which x moves"});
      field(p.hooge,    {"hooge",    "1",    1e-6,      0.0,    1e-2,   linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T x, rise;

    static void describe(auto& s, auto&& field) {
      field(s.x, {"x", "1", 0.05, 0.0, 1.0, Scale::linear, "closed fraction of the gap"});
      field(s.rise, {"rise", "K", 0.0, 0.0, 5000.0, Scale::linear, "of the filament's temperature above ambient"});
    }
  };

  /// The voltage over the gap [V], its current [A], and the rates of x [1/s].
  template <class T>
  struct Gap {
    T u, i, set, reset;
  };

  template <class T>
  static Gap<T> gap(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const T span = p.gap_max - p.gap_min;
    const T opened = named("opened", span * (1.0 - s.x));
    const T scale = named("scale", p.i_0 * exp(-(opened / p.g_0)));
    const T u = named("u", p.v_0 * sinh_behind_resistor(p.r_s * scale / p.v_0, v / p.v_0));
    const T share = (p.gap_min + opened) / p.gap_max;
    const T gamma = named("gamma", p.gamma_0 - p.gamma_1 * (share * share * share));
    const T lowering = named("lowering", around.elementary_charge * gamma * (p.a_0 / p.t_ox) * u);
    const T kt = named("kt", around.boltzmann * (around.temperature + s.rise));
    return {.u = u,
            .i = named("gap_current", scale * sinh(bounded(u / p.v_0, longest_sinh))),
            .set = named("set", p.nu_0 / span * limited_exp((lowering - p.e_set) / kt)),
            .reset = named("reset", p.nu_0 / span * limited_exp((-lowering - p.e_reset) / kt))};
  }

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Gap<T> now = gap(v, s, p, around);
    const T share = s.rise / p.rise_max;
    const T heating = now.i * now.u * (1.0 - share * share * share * share);
    return {.current = now.i,
            .charge = T(0.0),
            .rate = {.x = now.set * (1.0 - s.x) - now.reset * s.x, .rise = (heating - s.rise / p.r_th) / p.c_th}};
  }

  template <class T>
  static Noise<T, State> noise(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Gap<T> now = gap(v, s, p, around);
    const T kt = around.boltzmann * (around.temperature + s.rise);
    const T thermal = 4.0 * kt * (p.i_0 * exp(-((p.gap_max - p.gap_min) * (1.0 - s.x) / p.g_0)) / p.v_0);
    return {.diffusion = {.x = p.quantum * (now.set * (1.0 - s.x) + now.reset * s.x), .rise = T(0.0)},
            .white = thermal + 2.0 * around.elementary_charge * abs(now.i),
            .flicker = p.hooge * now.i * now.i};
  }
};

}  // namespace hysteron
