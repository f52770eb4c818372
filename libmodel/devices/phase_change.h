#pragma once

#include "libmodel/model.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Phase change (GST): Joule heat melts a cap that quenches to glass, or anneals it to crystal.
///
///     da/dt    = melt (1 - a) - crystallise (1 - molten) a
///     dz/dt    = (exp(-z) - exp(-z_end)) / t_d - melt z
///     drise/dt = (i u (1 - (rise / rise_max)^4) - rise / r_th) / c_th
///     molten   = 1 / (1 + exp((t_m - T) / w_m)),  melt = k_melt molten,  T = temperature + rise
///     crystallise = k_c / (1 + exp((e_c / k) (1 / T - 1 / t_x)))
///     i = g v_h sinh(u / v_h),  u = v - r_s i
///     g   = g_c^(1-a) g_a^a exp(a (e_g / k) (1 / temperature - 1 / T) - (nu_c (1 - a) + nu_a a) z)
///     v_h = 1 / (a / v_a + (1 - a) / v_c)
///
/// a is the amorphous fraction, between whose ends the conductance runs over decades. z is the
/// structural relaxation of the glass, ln(1 + t / t_d) after a quench, so that the conductance
/// drifts exactly as (1 + t / t_d)^-nu with no clock in the model; nu is linear in ln g, as is found in
/// arrays. Melting takes a up and z back to 0. Reset is abrupt (melting), set gradual (each pulse
/// anneals its share). Above threshold the sinh and its heat run away until r_s holds the voltage.
///
/// Source   subthreshold conduction: D. Ielmini, Y. Zhang, J. Appl. Phys. 102 (2007) 054517; drift:
///          M. Boniardi, D. Ielmini, APL 98 (2011) 243506; drift over conductance: V. Joshi et al.,
///          Nature Commun. 11 (2020) 2473, doi:10.1038/s41467-020-16108-9. The lumped form is ours.
/// Differs  crystal growth is one Arrhenius rate that levels off at t_x; heating fades at rise_max.
/// Omits    nucleation statistics, thermal crosstalk, electronic switching apart from heat.
/// Defaults drift at g_c, g_a: the ends of its range in Joshi 2020; melting point of GST, 900 K (P. S. Branicio et
///          al., PR Mater. 2 (2018) 043401); t_x after reviews that have growth fastest at 650 to 750 K,
///          not checked against a text; the rest illustrative.
///
/// Identify r_th t_m is told by the reset pulse as a product; e_c needs anneals at several
///          temperatures; t_d needs reads within t_d of the quench, else nu alone is told;
///          c_th needs pulses as short as r_th c_th.
///
/// Noise    crystallites come one by one: a moves in steps of quantum; thermal noise at T, 1/f noise
///          after Hooge.
struct PhaseChange {
  static constexpr std::string_view name = "phase_change";
  static constexpr Cycle<> cycle{.period = 1e-5, .up = {2.0}, .down = {-0.8}};

  template <class T>
  struct Parameters {
    T g_c, g_a, nu_a, nu_c, k_c, t_x, e_c, t_m, w_m, k_melt, r_s, v_a, v_c, e_g, t_d, r_th, c_th, rise_max, quantum, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                 name         unit   default   lower   upper    scale   meaning
      field(p.g_c,      {"g_c",      "S",   2e-4,     1e-7,   1e-1,    log,    "conductance, crystalline"});
      field(p.g_a,      {"g_a",      "S",   2e-7,     1e-12,  1e-3,    log,    "conductance, amorphous, just quenched, at ambient"});
      field(p.nu_a,     {"nu_a",     "1",   0.1,      0.0,    0.3,     linear, "drift exponent, amorphous"});
      field(p.nu_c,     {"nu_c",     "1",   0.049,    0.0,    0.3,     linear, "drift exponent, crystalline"});
      field(p.k_c,      {"k_c",      "1/s", 2e7,      1e3,    1e11,    log,    "fastest crystallisation"});
      field(p.t_x,      {"t_x",      "K",   680.0,    450.0,  900.0,   linear, "temperature at half of it"});
      field(p.e_c,      {"e_c",      "J",   4.4e-19,  1e-19,  6e-19,   linear, "activation energy of crystallisation, 2.75 eV"});
      field(p.t_m,      {"t_m",      "K",   900.0,    600.0,  1300.0,  linear, "melting point"});
      field(p.w_m,      {"w_m",      "K",   8.0,      3.0,    50.0,    log,    "width of melting"});
      field(p.k_melt,   {"k_melt",   "1/s", 1e9,      1e6,    1e12,    log,    "melting rate"});
      field(p.r_s,      {"r_s",      "ohm", 2e3,      10.0,   1e7,     log,    "series resistance, heater and load"});
      field(p.v_a,      {"v_a",      "V",   0.15,     0.02,   2.0,     log,    "voltage at which glass turns exponential"});
      field(p.v_c,      {"v_c",      "V",   5.0,      0.5,    100.0,   log,    "voltage at which crystal turns exponential"});
      field(p.e_g,      {"e_g",      "J",   3.2e-20,  0.0,    8e-20,   linear, "activation energy of conduction in glass, 0.2 eV"});
      field(p.t_d,      {"t_d",      "s",   1e-6,     1e-10,  1e3,     log,    "time at which drift sets in"});
      field(p.r_th,     {"r_th",     "K/W", 1.5e6,    1e3,    1e8,     log,    "thermal resistance"});
      field(p.c_th,     {"c_th",     "J/K", 3e-15,    1e-18,  1e-11,   log,    "heat capacity"});
      field(p.rise_max, {"rise_max", "K",   2000.0,   1000.0, 5000.0,  linear, "temperature rise that is never passed"});
      field(p.quantum,  {"quantum",  "1",   1e-3,     0.0,    0.1,     linear, "step in which a moves"});
      field(p.hooge,    {"hooge",    "1",   1e-5,     0.0,    1e-2,    linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  static constexpr double z_end = 60.0;  // exp(60) t_d is the end of time

  template <class T>
  struct State {
    T a, z, rise;

    static void describe(auto& s, auto&& field) {
      using enum Scale;
      field(s.a, {"a", "1", 0.0, 0.0, 1.0, linear, "amorphous fraction"});
      field(s.z, {"z", "1", 0.0, 0.0, z_end, linear, "relaxation of the glass, logarithm of its age"});
      field(s.rise, {"rise", "K", 0.0, 0.0, 5000.0, linear, "of the temperature above ambient"});
    }
  };

  /// The voltage over the cell [V], its current [A] and conductance at rest [S]; rates [1/s].
  template <class T>
  struct Cell {
    T u, i, g, melt, crystallise;
  };

  template <class T>
  static Cell<T> cell(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const T hot = named("hot", around.temperature + s.rise);
    const T thermal = p.e_g / around.boltzmann * (1.0 / around.temperature - 1.0 / hot);
    const T drift = (p.nu_c * (1.0 - s.a) + p.nu_a * s.a) * s.z;
    const T g = named("g", p.g_c * exp(s.a * (log(p.g_a / p.g_c) + thermal) - drift));
    const T v_h = named("v_h", 1.0 / (s.a / p.v_a + (1.0 - s.a) / p.v_c));
    const T y = sinh_behind_resistor(p.r_s * g, v / v_h);
    const T molten = named("molten", 1.0 / (1.0 + limited_exp((p.t_m - hot) / p.w_m, 300.0)));
    const T slowing = limited_exp(p.e_c / around.boltzmann * (1.0 / hot - 1.0 / p.t_x), 300.0);
    return {.u = named("u", v_h * y),
            .i = named("cell_current", g * v_h * sinh(bounded(y, longest_sinh))),
            .g = g,
            .melt = named("melt", p.k_melt * molten),
            .crystallise = named("crystallise", p.k_c * (1.0 - molten) / (1.0 + slowing))};
  }

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Cell<T> now = cell(v, s, p, around);
    const T share = s.rise / p.rise_max;
    const T heating = now.i * now.u * (1.0 - share * share * share * share);
    return {.current = now.i,
            .charge = T(0.0),
            .rate = {.a = now.melt * (1.0 - s.a) - now.crystallise * s.a,
                     .z = (exp(-s.z) - exp(T(-z_end))) / p.t_d - now.melt * s.z,
                     .rise = (heating - s.rise / p.r_th) / p.c_th}};
  }

  template <class T>
  static Noise<T, State> noise(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Cell<T> now = cell(v, s, p, around);
    return {.diffusion = {.a = p.quantum * (now.melt * (1.0 - s.a) + now.crystallise * s.a), .z = T(0.0), .rise = T(0.0)},
            .white = 4.0 * around.boltzmann * (around.temperature + s.rise) * (now.g / (1.0 + p.r_s * now.g)),
            .flicker = p.hooge * now.i * now.i};
  }
};

}  // namespace hysteron
