#pragma once

#include <array>

#include "libmodel/model.h"
#include "libmodel/physics/domains.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Ferroelectric tunnel junction: domains in a barrier a few cells thin set its height.
///
///     dp_i/dt = (direction - p_i) switching_i           as in ferroelectric
///     i     = x i_on + (1 - x) i_off + dq/dt,    x = (1 + mean(p)) / 2
///     i_on  = g_on  v_on  (exp((1 + tilt) v / v_on)  - exp(-(1 - tilt) v / v_on))  / 2
///     i_off = g_off v_off (exp((1 + tilt) v / v_off) - exp(-(1 - tilt) v / v_off)) / 2
///     g_off = g_on exp(-decay (wider - 1)),   wider = sqrt(contrast)
///     v_on  = 4 phi_on / decay,               v_off = v_on wider
///     q     = c v + q_switched mean(p)
///
/// Domains conduct in parallel: those that point up through a barrier of phi_on, the others through
/// one of contrast phi_on. decay = (2 thickness / hbar) sqrt(2 mass q phi_on); for free electrons
/// 10.25 per nm and root of an electronvolt. tilt is the asymmetry of the barrier.
///
/// Source   J. G. Simmons, J. Appl. Phys. 34 (1963) 1793, at voltages below the barrier, where his
///          difference of two exponentials is a sinh of this v_on; the asymmetric barrier after
///          W. F. Brinkman, R. C. Dynes, J. M. Rowell, J. Appl. Phys. 41 (1970) 1915, and
///          A. Gruverman et al., Nano Lett. 9 (2009) 3539; parallel domains: A. Chanthbouala et
///          al., Nature Mater. 11 (2012) 860, doi:10.1038/nmat3415.
/// Differs  the polarisation moves the mean height of the barrier alone; the prefactor of the
///          current does not depend on it.
/// Omits    Fowler-Nordheim tunnelling beyond the barrier, thermionic emission, fatigue.
/// Defaults illustrative, of the order of 2 nm barium titanate under 0.1 um^2; fitted to nothing.
///
/// Identify the two states' i(v) tell g_on, g_off, v_on and v_off, and these four decay, phi_on and
///          contrast with one to spare. Kinetics as in ferroelectric.
///
/// Noise    each group is n_domains domains that turn one by one (Events; diffusion is the limit).
///          The barrier has shot noise 2 q |i|, tending to thermal noise at rest, and 1/f noise after
///          Hooge, S = hooge i^2 / f.
template <int N>
struct FtjGroups {
  static constexpr std::string_view name = "ftj";
  static constexpr Cycle<> cycle{.period = 1e-5, .up = {1.6}, .down = {-1.6}};

  template <class T>
  struct Parameters {
    T g_on, decay, contrast, phi_on, tilt, v_a, spread, alpha, t_0, v_imprint, v_rest, t_ref, q_switched, c, n_domains, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                  name          unit       default lower   upper   scale   meaning
      field(p.g_on,       {"g_on",       "S",       5e-6,   1e-15,  1.0,    log,    "conductance at rest, all domains up"});
      field(p.decay,      {"decay",      "1",       19.4,   2.0,    100.0,  linear, "exponent of the transmission of phi_on"});
      field(p.contrast,   {"contrast",   "1",       1.67,   1.0,    5.0,    linear, "barrier of the domains that point down, over phi_on"});
      field(p.phi_on,     {"phi_on",     "V",       0.9,    0.2,    5.0,    linear, "barrier of the domains that point up"});
      field(p.tilt,       {"tilt",       "1",       0.0,   -0.5,    0.5,    linear, "asymmetry of the barrier"});
      field(p.v_a,        {"v_a",        "V",       8.0,    0.1,    20.0,   linear, "activation voltage, mean of the groups"});
      field(p.spread,     {"spread",     "1",       0.15,   0.0,    0.6,    linear, "standard deviation of it, relative"});
      field(p.alpha,      {"alpha",      "1",       1.0,    0.5,    5.0,    linear, "exponent of Merz' law"});
      field(p.t_0,        {"t_0",        "s",       1e-9,   1e-13,  1e-4,   log,    "switching time at infinite voltage"});
      field(p.v_imprint,  {"v_imprint",  "V",       0.0,   -3.0,    3.0,    linear, "voltage at which the domains feel none"});
      field(p.v_rest,     {"v_rest",     "V",       0.2,    0.05,   1.0,    log,    "voltage below which rates no longer fall"});
      field(p.t_ref,      {"t_ref",      "K",       300.0,  200.0,  450.0,  linear, "temperature at which v_a holds"});
      field(p.q_switched, {"q_switched", "C",       2.5e-14, 1e-19, 1e-9,   log,    "charge of the domains, half a full reversal"});
      field(p.c,          {"c",          "F",       5e-15,  1e-19,  1e-9,   log,    "capacitance"});
      field(p.n_domains,  {"n_domains",  "1",       100.0,  1.0,    1e9,    log,    "domains in a group"});
      field(p.hooge,      {"hooge",      "1",       1e-7,   0.0,    1e-2,   linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    std::array<T, N> p;

    static void describe(auto& s, auto&& field) {
      describe_each(s.p, {"p", "1", -1.0, -1.0, 1.0, Scale::linear, "polarisation of a group"}, field);
    }
  };

  template <class T>
  using Events = typename DomainGroups<N>::template Events<T>;

  template <class T>
  struct Prepared {
    Switching<T, N> now;
    T i_on, i_off;    // A, of a junction all of one kind
    T g_on, g_off;    // S, at rest
  };

  template <class T>
  static Prepared<T> prepare(const T& v, const Parameters<T>& p, const Surroundings<T>& around) {
    const T wider = named("wider", sqrt(p.contrast));
    const T v_on = named("v_on", 4.0 * p.phi_on / p.decay);
    const T g_off = named("g_off", p.g_on * exp(p.decay * (1.0 - wider)));
    return {.now = nucleation<N>(v - p.v_imprint, p, around),
            .i_on = named("on_current", tunnelling(v, p.g_on, v_on, p.tilt)),
            .i_off = named("off_current", tunnelling(v, g_off, v_on * wider, p.tilt)),
            .g_on = p.g_on,
            .g_off = g_off};
  }

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>&,
                                     const Prepared<T>& at) {
    const T polarisation = named("polarisation", mean<N>(s.p));
    State<T> rate;
    for (int i = 0; i < N; ++i) rate.p[i] = at.now.pull(s.p[i], i);
    return {.current = 0.5 * ((1.0 + polarisation) * at.i_on + (1.0 - polarisation) * at.i_off),
            .charge = named("q", p.c * v + p.q_switched * polarisation),
            .rate = rate};
  }

  template <class T>
  static Noise<T, State, OnePort, Events> noise(const T& v, const State<T>& s, const Parameters<T>& p,
                                                const Surroundings<T>& around) {
    const Prepared<T> at = prepare(v, p, around);
    const T up = 0.5 * (1.0 + mean<N>(s.p)), down = 0.5 * (1.0 - mean<N>(s.p));
    const T i = up * at.i_on + down * at.i_off;
    Noise<T, State, OnePort, Events> n{};
    count_flips<N>(n, at.now, s.p, p.n_domains);
    n.white = 4.0 * around.boltzmann * around.temperature * (up * at.g_on + down * at.g_off) +
              2.0 * around.elementary_charge * abs(i);
    n.flicker = p.hooge * i * i;
    return n;
  }

  template <class T>
  static Events<State<T>> jumps(const Parameters<T>& p) {
    return flips<State<T>, N>(p.n_domains);
  }

 private:
  template <class T>
  static T tunnelling(const T& v, const T& g, const T& v_decay, const T& tilt) {
    const T u = v / v_decay;
    return 0.5 * g * v_decay * (limited_exp((1.0 + tilt) * u) - limited_exp(-((1.0 - tilt) * u)));
  }
};

using Ftj = FtjGroups<8>;

}  // namespace hysteron
