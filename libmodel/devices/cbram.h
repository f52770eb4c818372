#pragma once

#include "libmodel/model.h"
#include "libmodel/physics/activation.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Conductive bridge (cation filament, silver or copper): a filament bridges the gap, then widens.
///
///     dx/dt = grow (1 - x) - (dissolve + k_loss activity) x
///     dw/dt = widen (1 - w) - thin w
///     grow     = k_grow     activity push( z_grow     u / v_t) exp(nucleation x)
///     dissolve = k_dissolve activity push(-z_dissolve u / v_t)
///     widen    = k_widen    activity push( z_widen    u / v_t) exp(-gamma_widen w) bridge
///     thin     = k_thin     activity push(-z_thin     u / v_t) exp(-gamma_thin (1 - w))
///     push(y)  = (2 sinh(y / 2))^2 / (1 + exp(-y))           exp(y) for y >> 1, exactly 0 at rest
///     bridge   = exp(-kappa (1 - x)),  activity = exp((e_a / k) (1 / t_ref - 1 / T)),  v_t = k T / q
///     i = g_0 contact(n_max w) bridge u + i_0 exp(-kappa_0 (1 - x)) sinh(u / v_0),  u = v - r_s i
///     contact(n) = sum over m = 1..6 of a step at n = m - 1/2 of width blur, then n
///
/// x is the bridged length of the gap, w the width of the filament, n_max w its width in quanta of
/// conductance. A narrow filament conducts in steps of g_0 = 2 e^2 / h, each spin-degenerate
/// channel opening smoothly; blur 0.8 is a straight line within 5 %. The set is fast and widens only
/// until r_s has taken the voltage, so the compliance sets the conductance; the reset thins the
/// filament from full width. u is the voltage left to the cell, in closed steps.
///
/// Source   electrochemical growth with Tafel rates: I. Valov et al., Nanotechnology 22 (2011)
///          254003; S. Menzel et al., Phys. Chem. Chem. Phys. 15 (2013) 6945. Quantised contacts:
///          S. Tappertzhofen et al., Nanotechnology 23 (2012) 145703; saddle-point steps:
///          M. Buttiker, PRB 41 (1990) 7906. The form with two widths is ours.
/// Differs  rates vanish at rest; bridging is a tunnelling factor, not a change of regime.
/// Omits    Joule heating, the electromotive force of the cell (nanobattery), several filaments.
/// Defaults describe sine loops of one Knowm W-SDC cell (silver in a chalcogenide), 0.3 V and 0.8 V,
///          1 Hz to 1 kHz, behind 5 and 47 kohm; activation energy, blur and noise illustrative.
///
/// Identify k against z needs loops over decades of frequency; kappa and n_max g_0 are one number
///          unless the filament is seen whole; blur needs slow sweeps below 6 g_0; e_a needs two
///          temperatures, k_loss a retention trace.
///
/// Noise    atoms come one by one: x and w in steps of quantum. Thermal noise of the ohmic path,
///          shot noise 2 q |i| of the tunnelling one, 1/f noise after Hooge.
struct Cbram {
  static constexpr std::string_view name = "cbram";
  static constexpr Cycle<> cycle{.period = 0.01, .up = {0.8}, .down = {-0.8}};

  template <class T>
  struct Parameters {
    T n_max, kappa, i_0, kappa_0, v_0, k_grow, z_grow, k_dissolve, z_dissolve, k_widen, z_widen, k_thin, z_thin,
        nucleation, gamma_widen, gamma_thin, k_loss, r_s, g_0, blur, e_a, t_ref, quantum, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                    name           unit   default     lower   upper  scale   meaning
      field(p.n_max,       {"n_max",       "1",   33.0,       0.01,   1e4,   log,    "quanta of conductance at full width"});
      field(p.kappa,       {"kappa",       "1",   6.72,       0.0,    20.0,  linear, "loss over the open gap, filament, logarithmic"});
      field(p.i_0,         {"i_0",         "A",   1.886e-6,   1e-15,  1e-2,  log,    "tunnelling current scale, gap closed"});
      field(p.kappa_0,     {"kappa_0",     "1",   1.349,      0.0,    20.0,  linear, "loss over the open gap, tunnelling, logarithmic"});
      field(p.v_0,         {"v_0",         "V",   0.2285,     0.05,   10.0,  log,    "voltage at which tunnelling turns exponential"});
      field(p.k_grow,      {"k_grow",      "1/s", 1.58,       1e-12,  1e9,   log,    "exchange rate of growth"});
      field(p.z_grow,      {"z_grow",      "1",   0.4426,     0.01,   3.0,   log,    "transfer coefficient times charge, growth"});
      field(p.k_dissolve,  {"k_dissolve",  "1/s", 156.0,      1e-12,  1e9,   log,    "exchange rate of dissolution"});
      field(p.z_dissolve,  {"z_dissolve",  "1",   0.04305,    0.01,   3.0,   log,    "transfer coefficient times charge, dissolution"});
      field(p.k_widen,     {"k_widen",     "1/s", 1347.0,     1e-12,  1e9,   log,    "exchange rate of widening"});
      field(p.z_widen,     {"z_widen",     "1",   0.7325,     0.01,   3.0,   log,    "transfer coefficient times charge, widening"});
      field(p.k_thin,      {"k_thin",      "1/s", 7.39e4,     1e-12,  1e9,   log,    "exchange rate of thinning"});
      field(p.z_thin,      {"z_thin",      "1",   0.247,      0.01,   3.0,   log,    "transfer coefficient times charge, thinning"});
      field(p.nucleation,  {"nucleation",  "1",  -0.533,     -10.0,   20.0,  linear, "how growth quickens as the gap closes"});
      field(p.gamma_widen, {"gamma_widen", "1",  -2.667,     -10.0,   30.0,  linear, "how widening slows with width"});
      field(p.gamma_thin,  {"gamma_thin",  "1",   5.181,     -10.0,   30.0,  linear, "how thinning slows as the filament thins"});
      field(p.k_loss,      {"k_loss",      "1/s", 0.1193,     0.0,    1e3,   linear, "rate at which a filament breaks at rest"});
      field(p.r_s,         {"r_s",         "ohm", 5e3,        1.0,    1e8,   log,    "series resistance"});
      field(p.g_0,         {"g_0",         "S",   7.748092e-5, 1e-6,  1e-3,  log,    "quantum of conductance"});
      field(p.blur,        {"blur",        "1",   0.8,        0.03,   1.0,   log,    "width over which a channel opens, in quanta"});
      field(p.e_a,         {"e_a",         "J",   6.4e-20,    0.0,    2e-19, linear, "activation energy of the ions, 0.4 eV"});
      field(p.t_ref,       {"t_ref",       "K",   300.0,      200.0,  450.0, linear, "temperature at which the rates hold"});
      field(p.quantum,     {"quantum",     "1",   1e-3,       0.0,    0.1,   linear, "step in which x and w move"});
      field(p.hooge,       {"hooge",       "1",   1e-6,       0.0,    1e-2,  linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T x, w;

    static void describe(auto& s, auto&& field) {
      field(s.x, {"x", "1", 0.05, 0.0, 1.0, Scale::linear, "bridged length of the gap"});
      field(s.w, {"w", "1", 0.05, 0.0, 1.0, Scale::linear, "width of the filament"});
    }
  };

  /// The ohmic conductance [S], the tunnelling and the whole current [A], the rates [1/s].
  template <class T>
  struct Cell {
    T g, tunnel, i, grow, dissolve, widen, thin;
  };

  /// Conductance of a contact n quanta wide, in quanta: 0 at n = 0, rising.
  template <class T>
  static T contact(const T& n, const T& blur) {
    const T rest = n - 6.0;
    T sum = 0.5 * (n + sqrt(rest * rest + blur * blur) - sqrt(36.0 + blur * blur));
    for (int m = 1; m <= 6; ++m) {
      const double opens = m - 0.5;
      sum = sum + 0.5 * (tanh((n - opens) / blur) + tanh(opens / blur));
    }
    return sum;
  }

  template <class T>
  static Cell<T> cell(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const T gap = named("gap", 1.0 - s.x);
    const T bridge = named("bridge", exp(-(p.kappa * gap)));
    const T g = named("g", p.g_0 * contact(p.n_max * s.w, p.blur) * bridge);
    const T scale = named("scale", p.i_0 * exp(-(p.kappa_0 * gap)));
    const T divider = 1.0 + p.r_s * g;
    const T y = sinh_behind_resistor(p.r_s * scale / (p.v_0 * divider), v / (p.v_0 * divider));
    const T u = named("u", p.v_0 * y);
    const T tunnel = named("tunnel", scale * sinh(bounded(y, longest_sinh)));
    const T activity = named("activity", arrhenius(p.e_a, p.t_ref, around));
    const T drive = named("drive", u / thermal_voltage(around));
    return {.g = g,
            .tunnel = tunnel,
            .i = named("cell_current", g * u + tunnel),
            .grow = named("grow", p.k_grow * activity * push(p.z_grow * drive) * exp(p.nucleation * s.x)),
            .dissolve = named("dissolve", activity * (p.k_dissolve * push(-(p.z_dissolve * drive)) + p.k_loss)),
            .widen = named("widen", p.k_widen * activity * push(p.z_widen * drive) * exp(-(p.gamma_widen * s.w)) * bridge),
            .thin = named("thin", p.k_thin * activity * push(-(p.z_thin * drive)) * exp(-(p.gamma_thin * (1.0 - s.w))))};
  }

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Cell<T> now = cell(v, s, p, around);
    return {.current = now.i,
            .charge = T(0.0),
            .rate = {.x = now.grow * (1.0 - s.x) - now.dissolve * s.x, .w = now.widen * (1.0 - s.w) - now.thin * s.w}};
  }

  template <class T>
  static Noise<T, State> noise(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Cell<T> now = cell(v, s, p, around);
    return {.diffusion = {.x = p.quantum * (now.grow * (1.0 - s.x) + now.dissolve * s.x),
                          .w = p.quantum * (now.widen * (1.0 - s.w) + now.thin * s.w)},
            .white = 4.0 * around.boltzmann * around.temperature * (now.g / (1.0 + p.r_s * now.g)) +
                     2.0 * around.elementary_charge * abs(now.tunnel),
            .flicker = p.hooge * now.i * now.i};
  }
};

}  // namespace hysteron
