#pragma once

#include "libmodel/model.h"
#include "libmodel/physics/macrospin.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Magnetic tunnel junction, reduced: parallel and antiparallel, and the rates of the flips.
///
///     dx/dt = away (1 - x) - back x
///     away  = rate( g_p v / i_c),    back = rate(-g_ap v / i_c_back)
///     rate(u) = (f_0 + k_run above) exp(-(e_b / k T) barrier^b)
///     barrier = soft(1 - u) / soft(1),    above = soft(u - 1),    soft(y) = (y + sqrt(y^2 + 0.01)) / 2
///     i     = (g_p (1 - x) + g_ap x) v,   g_ap = g_p / (1 + tmr),   tmr = tmr_0 / (1 + (v / v_h)^2)
///
/// x is the antiparallel fraction of n_elements alike elements; of a single junction, the probability
/// to find it antiparallel. Below the critical current warmth carries an element over a barrier that
/// the current has lowered (Neel-Brown); above it the element runs over, the faster the further
/// above (precession). Positive voltage turns elements antiparallel.
///
/// Source   L. Neel, Ann. Geophys. 5 (1949) 99; W. F. Brown, PR 130 (1963) 1677; Z. Li and S. Zhang,
///          PRB 69 (2004) 134416; J. Z. Sun, PRB 62 (2000) 570. The exponent b: T. Taniguchi and
///          H. Imamura, arXiv:1204.1190.
/// Differs  the two regimes are one smooth law, in which overdrive adds to the attempt frequency:
///          exact far below i_c, proportional to the overdrive far above, and an interpolation
///          between, where it lets pulses of about 1 / f_0 switch more readily than a macrospin.
/// Omits    back-hopping, the delay of a flip (flips are exponential in time), heating.
/// Defaults as mtj.h; b = 2, the perpendicular macrospin; f_0 = 1 / ns.
///
/// Identify switching probability against width and amplitude tells i_c and e_b, for one choice of b:
///          b = 1 and b = 2 fit alike and differ in e_b; f_0 is best held at 1e9 / s. k_run needs
///          pulses beyond i_c.
///
/// Noise    each element flips by itself: Events count flips; for one junction set n_elements = 1 and
///          follow events from x = 0 or 1. Thermal noise, and 1/f noise after Hooge.
struct MtjReduced {
  static constexpr std::string_view name = "mtj_reduced";
  static constexpr Cycle<> cycle{.period = 2e-7, .up = {1.2}, .down = {-1.2}};

  template <class T>
  struct Parameters {
    T g_p, tmr_0, v_h, i_c, i_c_back, e_b, k_run, f_0, b, n_elements, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                  name          unit   default   lower   upper   scale   meaning
      field(p.g_p,        {"g_p",        "S",   7e-5,     1e-6,   1e-2,   log,    "conductance, parallel"});
      field(p.tmr_0,      {"tmr_0",      "1",   1.2,      0.01,   10.0,   log,    "magnetoresistance at rest"});
      field(p.v_h,        {"v_h",        "V",   0.5,      0.1,    10.0,   log,    "voltage at which it has halved"});
      field(p.i_c,        {"i_c",        "A",   4.9e-5,   1e-6,   1e-2,   log,    "critical current, to antiparallel"});
      field(p.i_c_back,   {"i_c_back",   "A",   4.9e-5,   1e-6,   1e-2,   log,    "critical current, back"});
      field(p.e_b,        {"e_b",        "J",   1.8e-19,  1e-20,  1e-18,  log,    "energy barrier, 43 k T"});
      field(p.k_run,      {"k_run",      "1/s", 4e8,      1e6,    1e11,   log,    "switching rate per relative overdrive"});
      field(p.f_0,        {"f_0",        "1/s", 1e9,      1e7,    1e11,   log,    "attempt frequency"});
      field(p.b,          {"b",          "1",   2.0,      1.0,    2.0,    linear, "how the current lowers the barrier"});
      field(p.n_elements, {"n_elements", "1",   1.0,      1.0,    1e6,    log,    "elements in parallel"});
      field(p.hooge,      {"hooge",      "1",   1e-8,     0.0,    1e-2,   linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T x;

    static void describe(auto& s, auto&& field) {
      field(s.x, {"x", "1", 0.0, 0.0, 1.0, Scale::linear, "antiparallel fraction"});
    }
  };

  template <class T>
  struct Events {
    T turn_away, turn_back;

    static void describe(auto& e, auto&& field) {
      field(e.turn_away, {"turn_away", "1/s", 0.0, 0.0, 1e30, Scale::linear, "an element turns antiparallel"});
      field(e.turn_back, {"turn_back", "1/s", 0.0, 0.0, 1e30, Scale::linear, "an element turns parallel"});
    }
  };

  template <class T>
  struct Prepared {
    T g_ap, away, back;  // S, 1/s, 1/s
  };

  template <class T>
  static Prepared<T> prepare(const T& v, const Parameters<T>& p, const Surroundings<T>& around) {
    const T tmr = tunnel_magnetoresistance(v, p);
    const T g_ap = named("g_ap", p.g_p / (1.0 + tmr));
    const T height = named("height", p.e_b / (around.boltzmann * around.temperature));
    return {.g_ap = g_ap,
            .away = named("away", rate(p.g_p * v / p.i_c, height, p)),
            .back = named("back", rate(-(g_ap * v / p.i_c_back), height, p))};
  }

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>&,
                                     const Prepared<T>& at) {
    return {.current = (p.g_p * (1.0 - s.x) + at.g_ap * s.x) * v,
            .charge = T(0.0),
            .rate = {.x = at.away * (1.0 - s.x) - at.back * s.x}};
  }

  template <class T>
  static Noise<T, State, OnePort, Events> noise(const T& v, const State<T>& s, const Parameters<T>& p,
                                                const Surroundings<T>& around) {
    const Prepared<T> at = prepare(v, p, around);
    const T away = at.away * (1.0 - s.x), back = at.back * s.x;
    const T g = p.g_p * (1.0 - s.x) + at.g_ap * s.x;
    return {.diffusion = {.x = (away + back) / p.n_elements},
            .events = {.turn_away = p.n_elements * away, .turn_back = p.n_elements * back},
            .white = 4.0 * around.boltzmann * around.temperature * g,
            .flicker = p.hooge * (g * v) * (g * v)};
  }

  template <class T>
  static Events<State<T>> jumps(const Parameters<T>& p) {
    return {.turn_away = {.x = 1.0 / p.n_elements}, .turn_back = {.x = -1.0 / p.n_elements}};
  }

 private:
  /// Flips per second at u = current / critical current.
  template <class T>
  static T rate(const T& u, const T& height, const Parameters<T>& p) {
    const T barrier = soft_ramp(1.0 - u) / soft_ramp(T(1.0));
    return (p.f_0 + p.k_run * soft_ramp(u - 1.0)) * exp(-(height * power(barrier, p.b)));
  }
};

}  // namespace hysteron
