#pragma once

#include <numbers>

#include "libmodel/model.h"
#include "libmodel/physics/junction.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Valence change cell after JART: oxygen vacancies move between a plug and a thin disc, and their
/// density in the disc sets a Schottky barrier and a resistance.
///
///     n = n_min (n_max / n_min)^x
///     dn/dt    = (gather (1 - (n / n_max)^10) - scatter (1 - (n_min / n)^10))
///     gather   = (n_plug + n) / 2 (a nu_0 / l_disc) exp(-(w_a (bump - pi gamma / 2)) / (k T))
///     scatter  = the same with + pi gamma / 2
///     bump     = sqrt(1 - gamma^2) + gamma asin(gamma),  gamma = z q a field / (pi w_a), kept below 1
///     field    = -u_disc / l_disc at v < 0,  -(v - r_s i) / l_cell at v > 0
///     drise/dt = (i (v - r_s i) (1 - (rise / rise_max)^4) - rise / r) / c_th
///     r        = r_th at v < 0, r_th reset_cooling at v > 0;  T = temperature + rise
///     v        = u_junction + (r_s + r_disc + r_plug) i
///     r_disc   = l_disc / (z q mobility area n),  r_plug = (l_cell - l_disc) / (z q mobility area n_plug)
///     i        = area richardson T^2 exp(-alpha phi / v_t) (exp(alpha y) - exp(-(1 - alpha) y)),  y = u_junction / v_t
///     alpha    = tanh(e_00 / v_t) / (e_00 / v_t),  e_00 = e_max sqrt(n / n_max)
///     phi      = phi_0 - (q^3 z n psi / (8 pi^2 eps^3))^(1/4),  psi = phi_0 - phi_n - u_junction, both kept positive
///
/// x is the logarithmic filling of the disc: 0 the high, 1 the low resistive state. Set is at
/// negative voltage on the active electrode, whose junction is then reversed. Set runs away through
/// heat; reset is gradual. Thermionic and tunnelling emission are one formula, alpha its ideality.
///
/// Source   C. Bengel et al., IEEE TCAS-I 67 (2020) 4618 (JART VCM v1b); F. Cuppers et al., APL
///          Mater. 7 (2019) 091105; emission after F. A. Padovani, R. Stratton, Solid-State
///          Electron. 9 (1966) 695.
/// Differs  each direction has its own soft bound; the rules that change with the sign of v blend over
///          v_w; bump is its series to gamma^8; alpha lies in [0.02, 0.98]; phi takes u_junction from
///          a first solution without voltage in psi; heat is a state and fades towards rise_max.
/// Omits    line resistance that heats up, cycle-to-cycle walk of radius and length.
/// Defaults published v1b values; c_th, rise_max, v_w illustrative.
///
/// Identify nu_0 against w_a needs pulses over decades of width; r_th against w_a two ambients; n_min,
///          n_max stand for the two states and trade against mobility and phi_0.
///
/// Noise    vacancies hop one by one: x moves in steps of quantum. Shot noise of the junction tending
///          to thermal noise at rest, 1/f noise after Hooge.
struct VcmJart {
  static constexpr std::string_view name = "vcm_jart";
  static constexpr Cycle<> cycle{.period = 1.0, .up = {1.5}, .down = {-1.5}};

  template <class T>
  struct Parameters {
    T n_max, n_min, w_a, r_th, phi_0, phi_n, nu_0, n_plug, mobility, l_disc, l_cell, radius, r_s, reset_cooling, z, a,
        e_max, eps_b, richardson, c_th, rise_max, v_w, quantum, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                      name             unit         default    lower   upper   scale   meaning
      field(p.n_max,         {"n_max",         "1/m^3",     20e26,     1e26,   1e28,   log,    "vacancies in the disc, low resistance"});
      field(p.n_min,         {"n_min",         "1/m^3",     0.008e26,  1e22,   5e25,   log,    "vacancies in the disc, high resistance"});
      field(p.w_a,           {"w_a",           "J",         2.163e-19, 1e-19,  4e-19,  linear, "hopping barrier, 1.35 eV"});
      field(p.r_th,          {"r_th",          "K/W",       15.72e6,   1e4,    1e8,    log,    "thermal resistance at set"});
      field(p.phi_0,         {"phi_0",         "V",         0.18,      0.12,   1.0,    linear, "barrier of the active electrode"});
      field(p.phi_n,         {"phi_n",         "V",         0.1,       0.0,    0.11,   linear, "Fermi level below the conduction band"});
      field(p.nu_0,          {"nu_0",          "1/s",       2e13,      1e10,   1e15,   log,    "attempt frequency"});
      field(p.n_plug,        {"n_plug",        "1/m^3",     20e26,     1e26,   1e28,   log,    "vacancies in the plug"});
      field(p.mobility,      {"mobility",      "m^2/V/s",   4e-6,      1e-8,   1e-3,   log,    "of the electrons"});
      field(p.l_disc,        {"l_disc",        "m",         0.4e-9,    1e-10,  2e-9,   log,    "thickness of the disc"});
      field(p.l_cell,        {"l_cell",        "m",         3e-9,      2.1e-9, 1e-7,   log,    "thickness of the oxide"});
      field(p.radius,        {"radius",        "m",         45e-9,     1e-9,   1e-6,   log,    "of the filament"});
      field(p.r_s,           {"r_s",           "ohm",       1369.24,   1.0,    1e7,    log,    "series resistance"});
      field(p.reset_cooling, {"reset_cooling", "1",         0.27,      0.01,   1.0,    linear, "thermal resistance at reset, relative"});
      field(p.z,             {"z",             "1",         2.0,       1.0,    3.0,    linear, "charge number of a vacancy"});
      field(p.a,             {"a",             "m",         0.25e-9,   1e-10,  1e-9,   linear, "hopping distance"});
      field(p.e_max,         {"e_max",         "V",         0.2848,    0.02,   0.6,    log,    "tunnelling energy e_00 at n_max"});
      field(p.eps_b,         {"eps_b",         "1",         5.5,       1.0,    100.0,  log,    "relative permittivity at the barrier"});
      field(p.richardson,    {"richardson",    "A/m^2/K^2", 6.01e5,    1e3,    1e7,    log,    "effective Richardson constant"});
      field(p.c_th,          {"c_th",          "J/K",       1e-17,     1e-20,  1e-12,  log,    "heat capacity"});
      field(p.rise_max,      {"rise_max",      "K",         2000.0,    500.0,  5000.0, linear, "temperature rise that is never passed"});
      field(p.v_w,           {"v_w",           "V",         0.02,      1e-3,   0.2,    log,    "voltage over which set rules pass into reset rules"});
      field(p.quantum,       {"quantum",       "1",         1e-3,      0.0,    0.1,    linear, "step in which x moves"});
      field(p.hooge,         {"hooge",         "1",         1e-6,      0.0,    1e-2,   linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T x, rise;

    static void describe(auto& s, auto&& field) {
      field(s.x, {"x", "1", 0.0, 0.0, 1.0, Scale::linear, "logarithmic filling of the disc with vacancies"});
      field(s.rise, {"rise", "K", 0.0, 0.0, 5000.0, Scale::linear, "of the filament's temperature above ambient"});
    }
  };

  /// Current [A], voltage behind r_s [V], junction emission either way [A], cooling [W/K], and the
  /// rates of x up less down, up and down [1/s], the former as tanh so that it is exact near rest.
  template <class T>
  struct Cell {
    T i, u, emission, cooling, net, traffic;
  };

  template <class T>
  static Cell<T> cell(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const T q = around.elementary_charge;
    const T hot = named("hot", around.temperature + s.rise);
    const T v_t = named("v_t", around.boltzmann * hot / q);
    const T decades = named("decades", log(p.n_max / p.n_min));
    const T n = named("n_disc", p.n_min * exp(decades * s.x));
    const T area = std::numbers::pi * p.radius * p.radius;
    const T specific = named("specific", p.z * q * p.mobility * area);
    const T emptiness = named("emptiness", p.n_plug / p.n_min * exp(-(decades * s.x)));  // n_plug / n, without a division
    const T r_disc = named("r_disc", p.l_disc / (specific * p.n_plug) * emptiness);
    const T r_inner = named("r_inner", r_disc + (p.l_cell - p.l_disc) / (specific * p.n_plug));
    const T r_all = p.r_s + r_inner;

    const T tunnel = named("tunnel", p.e_max * exp(0.5 * decades * (s.x - 1.0)) / v_t);
    const T alpha = named("alpha", 0.02 + 0.96 * sinh_over(tunnel) / cosh(tunnel));
    const T full = area * p.richardson * hot * hot;
    const T first = full * exp(-(alpha * barrier(T(0.0), n, v_t, p, around) / v_t));
    const T estimate = v_t * junction_behind_resistor<T>(r_all * first / v_t, alpha, v / v_t);
    const T i_s = named("i_s", full * exp(-(alpha * barrier(estimate, n, v_t, p, around) / v_t)));
    const T y = junction_behind_resistor<T>(r_all * i_s / v_t, alpha, v / v_t);
    const T i = named("cell_current", junction_current(i_s, alpha, y));
    const T u = named("u", v_t * y + r_inner * i);

    const T positive = named("positive", 0.5 * (1.0 + tanh(v / p.v_w)));
    const T field = named("field", -(i * r_disc / p.l_disc * (1.0 - positive) + u / p.l_cell * positive));
    const T gamma = below_one(p.z * q * p.a * field / (std::numbers::pi * p.w_a));
    const T g2 = gamma * gamma;
    const T bump = 1.0 + g2 * (0.5 + g2 * (1.0 / 24.0 + g2 * (1.0 / 80.0 + g2 * (5.0 / 896.0))));
    const T height = p.w_a / (around.boltzmann * hot);
    const T lean = named("lean", 0.5 * std::numbers::pi * height * gamma);
    const T attempt = 0.5 * (1.0 + emptiness) * p.nu_0 * (p.a / p.l_disc) / decades;
    const T hop = named("hop", attempt * exp(-(height * bump)));
    const T full_end = exp(10.0 * decades * (s.x - 1.0));
    const T empty_end = exp(-(10.0 * decades * s.x));
    const T room_up = 1.0 - full_end;
    const T room_down = 1.0 - empty_end;
    return {.i = i,
            .u = u,
            .emission = junction_traffic(i_s, alpha, y),
            .cooling = 1.0 / (p.r_th * (1.0 - positive + p.reset_cooling * positive)),
            .net = named("net", hop * cosh(lean) * (tanh(lean) * (room_up + room_down) + (empty_end - full_end))),
            .traffic = hop * (exp(lean) * room_up + exp(-lean) * room_down)};
  }

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Cell<T> now = cell(v, s, p, around);
    const T share = s.rise / p.rise_max;
    const T heating = now.i * now.u * (1.0 - share * share * share * share);
    return {.current = now.i,
            .charge = T(0.0),
            .rate = {.x = now.net, .rise = (heating - s.rise * now.cooling) / p.c_th}};
  }

  template <class T>
  static Noise<T, State> noise(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Cell<T> now = cell(v, s, p, around);
    return {.diffusion = {.x = p.quantum * now.traffic, .rise = T(0.0)},
            .white = 2.0 * around.elementary_charge * now.emission,
            .flicker = p.hooge * now.i * now.i};
  }

 private:
  /// The barrier [V] with its image force at a junction voltage.
  template <class T>
  static T barrier(const T& u, const T& n, const T& v_t, const Parameters<T>& p, const Surroundings<T>& around) {
    const T psi = positive_part(p.phi_0 - p.phi_n - u, v_t);
    const T per_length = around.elementary_charge / (p.eps_b * around.vacuum_permittivity);
    const T fourth = per_length * per_length * per_length * p.z * n * psi / (8.0 * std::numbers::pi * std::numbers::pi);
    return positive_part(p.phi_0 - sqrt(sqrt(fourth)), v_t);
  }

  /// max(u, 0), rounded over a third of v_t.
  template <class T>
  static T positive_part(const T& u, const T& v_t) {
    const T root = sqrt(u * u + 0.1 * v_t * v_t);
    return select(u < 0.0, 0.05 * v_t * v_t / (root + abs(u)), 0.5 * (root + abs(u)));
  }

  /// u while it is small, kept within (-1, 1).
  template <class T>
  static T below_one(const T& u) {
    const T fourth = u * u * u * u;
    return u / sqrt(sqrt(sqrt(1.0 + fourth * fourth)));
  }
};

}  // namespace hysteron
