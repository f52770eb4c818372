#pragma once

#include "libmodel/model.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Mott channel (NbO2): a metallic core grows outward through a film as it is heated, and shrinks.
///
///     du/dt = (2 i^2 r w l - 4 pi kappa length rise_c u) /
///             (sqrt(l^2 + l_0^2) pi length radius^2 (c_v rise_c shape(l) + 4 h_tr u^2))
///     w     = sqrt(u^2 + u_n^2),  l = ln(sqrt(1 + u_n^2) / w)
///     shape = (1 - e^(-2 l) (1 + 2 l)) / l^2
///     i     = v / r,  r = rho_i length / (pi radius^2 (1 + (rho_i / rho_m - 1) u^2))
///
/// u is the radius of the core over that of the film, whose surface is at the transition temperature,
/// rise_c above ambient. Heat leaves through the shell at 2 pi kappa length rise_c / l; what is left heats
/// the shell and turns it, at h_tr a volume.
///
/// Source   M. D. Pickett, R. S. Williams, Nanotechnology 23 (2012) 215202.
/// Differs  l = ln(1 / u) and its quotients are made regular at both ends: a film with no core (u = 0)
///          nucleates one under current, at u_n, and a core that fills the film still sheds heat, over
///          l_0; in between the published rate, to 1 % of its gain and loss (u from 0.1 to 0.8).
/// Omits    ambient temperature apart from rise_c, loss through the electrodes, threshold from nucleation.
/// Defaults Pickett 2012; length 20 nm.
///
/// Identify a loop tells rho_i, rho_m and kappa rise_c as a product; c_v and h_tr need transients of
///          nanoseconds.
///
/// Noise    thermal, 1/f noise after Hooge.
struct MottChannel {
  static constexpr std::string_view name = "mott_channel";
  static constexpr Cycle<> cycle{.period = 1e-7, .up = {2.2}, .down = {-2.2}};
  static constexpr double u_n = 0.01, l_0 = 0.01;  // where the ends are made regular

  template <class T>
  struct Parameters {
    T rho_i, rho_m, kappa, c_v, h_tr, rise_c, radius, length, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //               name       unit      default  lower   upper   scale   meaning
      field(p.rho_i,  {"rho_i",  "ohm*m",   1e-2,    1e-4,   1e2,    log,    "resistivity of the insulator"});
      field(p.rho_m,  {"rho_m",  "ohm*m",   3e-4,    1e-7,   1e-2,   log,    "resistivity of the metal"});
      field(p.kappa,  {"kappa",  "W/m/K",   1.5,     0.05,   50.0,   log,    "thermal conductivity of the film"});
      field(p.c_v,    {"c_v",    "J/K/m^3", 2.6e6,   1e5,    1e7,    log,    "heat capacity of the film, a volume"});
      field(p.h_tr,   {"h_tr",   "J/m^3",   1.6e8,   1e6,    1e10,   log,    "enthalpy of the transition, a volume"});
      field(p.rise_c, {"rise_c", "K",       784.0,   10.0,   1500.0, linear, "transition temperature above ambient"});
      field(p.radius, {"radius", "m",       3e-8,    2e-9,   1e-5,   log,    "radius of the film"});
      field(p.length, {"length", "m",       2e-8,    2e-9,   1e-6,   log,    "thickness of the film"});
      field(p.hooge,  {"hooge",  "1",       1e-6,    0.0,    1e-2,   linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T u;

    static void describe(auto& s, auto&& field) {
      field(s.u, {"u", "1", 0.0, 0.0, 1.0, Scale::linear, "radius of the metallic core over that of the film"});
    }
  };

  /// (1 - e^-y (1 + y)) / (y / 2)^2 at y = 2 l: 2 for a thin shell, 1 / l^2 for a thin core.
  template <class T>
  static T shape(const T& l) {
    const T y = 2.0 * l;
    const auto thin = y < 0.5;
    const T near = select(thin, y, T(0.5)), far = select(thin, T(0.5), y);
    T series(0.0), factor(1.0 / 87178291200.0);  // sum of y^k / (k + 2)! from its last term, over 14!
    for (int k = 12; k >= 0; --k) {
      series = series * near + factor;
      factor = factor * (k + 2.0);
    }
    return 4.0 * select(thin, exp(-near) * series, (1.0 - exp(-far) * (1.0 + far)) / (far * far));
  }

  template <class T>
  static T conductance(const T& u, const Parameters<T>& p) {
    const T pi(3.14159265358979324);
    return pi * p.radius * p.radius / (p.rho_i * p.length) * (1.0 + (p.rho_i / p.rho_m - 1.0) * u * u);
  }

  /// du/dt under the power [W].
  template <class T>
  static T growth(const T& u, const T& power, const Parameters<T>& p) {
    const T pi(3.14159265358979324);
    const T w = sqrt(u * u + u_n * u_n);
    const T l = log(std::sqrt(1.0 + u_n * u_n) / w);
    const T span = sqrt(l * l + l_0 * l_0);
    const T shed = 4.0 * pi * p.kappa * p.length * p.rise_c * u;
    const T stored = p.c_v * p.rise_c * shape(l) + 4.0 * p.h_tr * u * u;
    return (2.0 * power * w * l - shed) / (span * pi * p.length * p.radius * p.radius * stored);
  }

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p) {
    const T i = named("channel_current", v * conductance(s.u, p));
    return {.current = i, .charge = T(0.0), .rate = {.u = growth(s.u, T(i * v), p)}};
  }

  template <class T>
  static Noise<T, State> noise(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const T g = conductance(s.u, p), i = v * g;
    return {.diffusion = {.u = T(0.0)},
            .white = 4.0 * around.boltzmann * around.temperature * g,
            .flicker = p.hooge * i * i};
  }
};

}  // namespace hysteron
