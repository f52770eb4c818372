#pragma once

#include "libmodel/model.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Domain-wall synapse: a current moves a wall along a track, a junction reads where it is.
///
///     dx/dt = (forward end(1 - x) - backward end(x)) / length
///     forward, backward = capped(speed overdrive(+-i_w / i_depin, a))
///     capped(c) = c / sqrt(1 + (c / speed_max)^2),   end(d) = 1 - exp(-d / margin)
///     i_w   = v_w / r_w
///     i_r   = (g_min + (g_max - g_min) x) v_r
///
/// x is the wall's place from one end of the track to the other. Pinning holds the wall below i_depin;
/// well beyond, it runs at a speed that saturates at speed_max, and stops within margin of an end.
/// Between the ends equal pulses are equal steps, up and down.
///
/// Source   depinning and flow: O. Boulle, G. Malinowski, M. Klaui, Mater. Sci. Eng. R 72 (2011)
///          159; saturation under spin Hall torque: A. Thiaville et al., EPL 100 (2012) 57002;
///          picture of the synapse: S. Lequeux et al., Sci. Rep. 6 (2016) 31510; kinematic compact
///          model: A. Edwards et al. (2022).
/// Differs  the wall has no inertia; ends are smooth instead of bouncing.
/// Omits    momentum of the wall, creep below depinning, Walker breakdown, single pinning sites,
///          magnetic field, heating.
/// Defaults illustrative, fitted to nothing.
///
/// Identify pulses of one amplitude tell speed / length alone; i_depin and a need several amplitudes,
///          speed_max pulses far beyond depinning. length needs an image of the track.
///
/// Noise    the wall jumps between pinning sites a distance `jump` apart: x moves in steps of
///          jump / length. Thermal noise of both paths, 1/f noise after Hooge of the reading.
struct DomainWall {
  static constexpr std::string_view name = "domain_wall";
  static constexpr int written = 0, read = 1;  // ports
  static constexpr Cycle<2> cycle{.period = 4e-7, .up = {0.05, 0.1}, .down = {-0.05, 0.1}};

  template <class T>
  struct Parameters {
    T g_min, g_max, speed, i_depin, a, speed_max, r_w, length, margin, jump, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                 name         unit   default lower   upper   scale   meaning
      field(p.g_min,     {"g_min",     "S",   1e-5,   1e-12,  1e-1,   log,    "conductance of the reading at x = 0"});
      field(p.g_max,     {"g_max",     "S",   2e-5,   1e-12,  1e-1,   log,    "conductance of the reading at x = 1"});
      field(p.speed,     {"speed",     "m/s", 20.0,   0.1,    1e3,    log,    "of the wall at twice i_depin, uncapped"});
      field(p.i_depin,   {"i_depin",   "A",   1e-5,   1e-6,   1e-1,   log,    "current that depins the wall"});
      field(p.a,         {"a",         "1",   1.0,    1.0,    2.0,    linear, "exponent of the flow beyond depinning"});
      field(p.speed_max, {"speed_max", "m/s", 200.0,  1.0,    1e4,    log,    "speed that is never passed"});
      field(p.r_w,       {"r_w",       "ohm", 2e3,    100.0,  1e6,    log,    "resistance of the track"});
      field(p.length,    {"length",    "m",   1e-6,   1e-8,   1e-3,   log,    "of the track"});
      field(p.margin,    {"margin",    "1",   0.02,   1e-3,   0.5,    log,    "share of the track over which an end repels"});
      field(p.jump,      {"jump",      "m",   1e-8,   0.0,    1e-6,   linear, "between pinning sites"});
      field(p.hooge,     {"hooge",     "1",   1e-8,   0.0,    1e-2,   linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T x;

    static void describe(auto& s, auto&& field) {
      field(s.x, {"x", "1", 0.5, 0.0, 1.0, Scale::linear, "place of the wall along the track"});
    }
  };

  template <class T>
  struct Ports {
    T write, read;

    static void describe(auto& port, auto&& field) {
      using enum Scale;
      field(port.write, Port{{"v_w", "V", 0.0, -1.0, 1.0, linear, "along the track"}, "w", "s"});
      field(port.read, Port{{"v_r", "V", 0.0, -1.0, 1.0, linear, "across the reading junction"}, "r", "s"});
    }
  };

  template <class T>
  struct Prepared {
    T forward, backward;  // m/s, far from the ends
  };

  template <class T>
  static Prepared<T> prepare(const Ports<T>& v, const Parameters<T>& p, const Surroundings<T>&) {
    const T u = named("u", v.write / (p.r_w * p.i_depin));
    const auto capped = [&](const T& c) {
      const T share = c / p.speed_max;
      return c / sqrt(1.0 + share * share);
    };
    return {.forward = named("forward", capped(p.speed * overdrive(u, p.a))),
            .backward = named("backward", capped(p.speed * overdrive(-u, p.a)))};
  }

  /// Traffic along the track, as rates of x [1/s].
  template <class T>
  struct Traffic {
    T up, down;
  };

  template <class T>
  static Traffic<T> traffic(const T& x, const Parameters<T>& p, const Prepared<T>& at) {
    return {.up = at.forward / p.length * end(1.0 - x, p), .down = at.backward / p.length * end(x, p)};
  }

  // 1 - exp(-d / margin), d the distance from an end.
  template <class T>
  static T end(const T& d, const Parameters<T>& p) {
    const T u = d / p.margin;
    return u * expm1_over(-u);
  }

  template <class T>
  static T conductance(const T& x, const Parameters<T>& p) {
    return named("conductance", p.g_min + (p.g_max - p.g_min) * x);
  }

  template <class T>
  static Response<T, State, Ports> evaluate(const Ports<T>& v, const State<T>& s, const Parameters<T>& p,
                                            const Surroundings<T>&, const Prepared<T>& at) {
    const Traffic<T> wall = traffic(s.x, p, at);
    return {.current = {.write = v.write / p.r_w, .read = conductance(s.x, p) * v.read}, .rate = {.x = wall.up - wall.down}};
  }

  template <class T>
  static Noise<T, State, Ports> noise(const Ports<T>& v, const State<T>& s, const Parameters<T>& p,
                                      const Surroundings<T>& around) {
    const Traffic<T> wall = traffic(s.x, p, prepare(v, p, around));
    const T g = conductance(s.x, p);
    const T thermal = 4.0 * around.boltzmann * around.temperature;
    return {.diffusion = {.x = p.jump / p.length * (wall.up + wall.down)},
            .white = {.write = thermal / p.r_w, .read = thermal * g},
            .flicker = {.write = T(0.0), .read = p.hooge * (g * v.read) * (g * v.read)}};
  }
};

}  // namespace hysteron
