#pragma once

#include "libmodel/model.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Skyrmion synapse: current pulses create or destroy skyrmions, and each adds its resistance.
///
///     dx/dt = creation (1 - x) / n_max - annihilation x
///     creation     = k_create  overdrive( i_w / i_create,  a)
///     annihilation = k_destroy overdrive(-i_w / i_destroy, a) + k_decay
///     i_w   = v_w / r_w
///     i_r   = v_r / (r_0 + dr n_max x)
///
/// n_max x is the number of skyrmions, here its mean: creation meets ever less free place, each
/// skyrmion is destroyed by itself. A device is whole numbers; follow Events for them.
///
/// Source   K. M. Song et al., Nature Electron. 3 (2020) 148, doi:10.1038/s41928-020-0385-0, where the
///          read resistance is a Hall resistance and grows by the same step with each skyrmion; rates
///          that fall with the place left are our reading of its saturation.
/// Differs  creation and annihilation are polarities of one line, where the paper moves skyrmions in
///          and out; the read port is a resistance in series with the read contacts, r_0.
/// Omits    place and motion of skyrmions, their interaction, temperature, field.
/// Defaults illustrative; about 16 pulses of 10 ns fill half of it.
///
/// Identify a train tells k_create overdrive and n_max through its curvature; the step of the
///          resistance tells dr where it is seen in the noise; i_create against a needs several
///          amplitudes. r_0 is a constant of the set-up.
///
/// Noise    creation and annihilation are Poisson processes (Events), so without bias in one direction
///          the variance of the number is the number itself at low filling and falls as it fills.
struct Skyrmion {
  static constexpr std::string_view name = "skyrmion";
  static constexpr int written = 0, read = 1;  // ports
  static constexpr Cycle<2> cycle{.period = 1e-6, .up = {0.4, 0.1}, .down = {-0.4, 0.1}};

  template <class T>
  struct Parameters {
    T r_0, dr, n_max, k_create, k_destroy, i_create, i_destroy, a, k_decay, r_w, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                 name         unit   default lower   upper   scale   meaning
      field(p.r_0,       {"r_0",       "ohm", 1e3,    1.0,    1e7,    log,    "of the reading without skyrmions"});
      field(p.dr,        {"dr",        "ohm", 10.0,   1e-6,   1e6,    log,    "added by a skyrmion"});
      field(p.n_max,     {"n_max",     "1",   50.0,   1.0,    1e6,    log,    "skyrmions the device has place for"});
      field(p.k_create,  {"k_create",  "1/s", 2e8,    1e-3,   1e12,   log,    "created at twice i_create in the empty device"});
      field(p.k_destroy, {"k_destroy", "1/s", 4e6,    1e-3,   1e12,   log,    "annihilation rate of each at twice i_destroy"});
      field(p.i_create,  {"i_create",  "A",   2e-4,   1e-6,   1.0,    log,    "current beyond which skyrmions are created"});
      field(p.i_destroy, {"i_destroy", "A",   2e-4,   1e-6,   1.0,    log,    "current, reversed, beyond which they vanish"});
      field(p.a,         {"a",         "1",   2.0,    1.0,    6.0,    linear, "overdrive exponent"});
      field(p.k_decay,   {"k_decay",   "1/s", 0.0,    0.0,    1e6,    linear, "rate at which each vanishes by itself"});
      field(p.r_w,       {"r_w",       "ohm", 1e3,    10.0,   1e5,    log,    "resistance of the write line"});
      field(p.hooge,     {"hooge",     "1",   1e-8,   0.0,    1e-2,   linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T x;

    static void describe(auto& s, auto&& field) {
      field(s.x, {"x", "1", 0.0, 0.0, 1.0, Scale::linear, "number of skyrmions over n_max"});
    }
  };

  template <class T>
  struct Ports {
    T write, read;

    static void describe(auto& port, auto&& field) {
      using enum Scale;
      field(port.write, Port{{"v_w", "V", 0.0, -2.0, 2.0, linear, "along the write line"}, "w", "s"});
      field(port.read, Port{{"v_r", "V", 0.0, -1.0, 1.0, linear, "across the reading"}, "r", "s"});
    }
  };

  template <class T>
  struct Events {
    T created, destroyed;

    static void describe(auto& e, auto&& field) {
      field(e.created, {"created", "1/s", 0.0, 0.0, 1e30, Scale::linear, "a skyrmion appears"});
      field(e.destroyed, {"destroyed", "1/s", 0.0, 0.0, 1e30, Scale::linear, "a skyrmion vanishes"});
    }
  };

  template <class T>
  struct Prepared {
    T creation, annihilation;  // 1/s, of the empty device; 1/s, of each skyrmion
  };

  template <class T>
  static Prepared<T> prepare(const Ports<T>& v, const Parameters<T>& p, const Surroundings<T>&) {
    const T i_w = v.write / p.r_w;
    return {.creation = named("creation", p.k_create * overdrive(i_w / p.i_create, p.a)),
            .annihilation = named("annihilation", p.k_destroy * overdrive(-i_w / p.i_destroy, p.a) + p.k_decay)};
  }

  template <class T>
  static Events<T> events(const T& x, const Parameters<T>& p, const Prepared<T>& at) {
    return {.created = at.creation * (1.0 - x), .destroyed = at.annihilation * p.n_max * x};
  }

  template <class T>
  static Events<State<T>> jumps(const Parameters<T>& p) {
    return {.created = {.x = 1.0 / p.n_max}, .destroyed = {.x = -1.0 / p.n_max}};
  }

  template <class T>
  static T resistance(const T& x, const Parameters<T>& p) {
    return named("resistance", p.r_0 + p.dr * p.n_max * x);
  }

  template <class T>
  static Response<T, State, Ports> evaluate(const Ports<T>& v, const State<T>& s, const Parameters<T>& p,
                                            const Surroundings<T>&, const Prepared<T>& at) {
    return {.current = {.write = v.write / p.r_w, .read = v.read / resistance(s.x, p)},
            .rate = {.x = at.creation / p.n_max * (1.0 - s.x) - at.annihilation * s.x}};
  }

  template <class T>
  static Noise<T, State, Ports, Events> noise(const Ports<T>& v, const State<T>& s, const Parameters<T>& p,
                                              const Surroundings<T>& around) {
    const Events<T> e = events(s.x, p, prepare(v, p, around));
    const T i_r = v.read / resistance(s.x, p);
    const T thermal = 4.0 * around.boltzmann * around.temperature;
    return {.diffusion = {.x = (e.created + e.destroyed) / (p.n_max * p.n_max)},
            .events = e,
            .white = {.write = thermal / p.r_w, .read = thermal / resistance(s.x, p)},
            .flicker = {.write = T(0.0), .read = p.hooge * i_r * i_r}};
  }
};

}  // namespace hysteron
