#pragma once

#include "libmodel/devices/mott_channel.h"

namespace hysteron {

/// Neuristor (NbO2): two Mott channels, biased against each other, fire all or nothing.
///
///     c_1 dv_m/dt   = (v - v_m) / r_l1 - (v_m - v_out) / r_l2 - i_1
///     c_2 dv_out/dt = (v_m - v_out) / r_l2 - i_2
///     i_1 = (v_m - v_n) / r(u_1),  i_2 = (v_out - v_p) / r(u_2)
///     r and du/dt: mott_channel
///
/// Both supplies, v_n below and v_p above ground, leave their channel just short of its threshold. An input
/// fires the first, which pulls the membrane v_m towards v_n; that fires the second, which pulls the
/// output towards v_p, and both let go: potassium and sodium in turn. Until the capacitors have
/// charged again nothing fires.
///
/// Source   M. D. Pickett, G. Medeiros-Ribeiro, R. S. Williams, Nature Mater. 12 (2013) 114.
/// Differs  the channels are alike and of the regular form of mott_channel.
/// Omits    ambient temperature apart from rise_c, coupling of the channels through heat.
/// Defaults illustrative: chosen so that channels of the default size spike.
///
/// Identify the spike's shape tells r_l2 c_1 and r_l2 c_2; the channels alone tell the rest.
///
/// Noise    that of the channels and of the loads moves the nodes.
struct Neuristor {
  static constexpr std::string_view name = "neuristor";
  static constexpr Cycle<3> cycle{.period = 8e-8, .up = {0.4, -1.8, 1.8}, .down = {0.0, -1.8, 1.8}};

  template <class T>
  struct Ports {
    T v, v_n, v_p;

    static void describe(auto& ports, auto&& field) {
      using enum Scale;
      field(ports.v, Port{{"v", "V", 0.0, -1.0, 1.0, linear, "input, behind its load"}, "pre", "com"});
      field(ports.v_n, Port{{"v_n", "V", 0.0, -2.0, 2.0, linear, "supply of the first channel"}, "neg", "com"});
      field(ports.v_p, Port{{"v_p", "V", 0.0, -2.0, 2.0, linear, "supply of the second channel"}, "pos", "com"});
    }
  };

  template <class T>
  struct Parameters {
    T r_l1, r_l2, c_1, c_2;
    MottChannel::Parameters<T> channel;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      field(p.r_l1, {"r_l1", "ohm", 5e3,   1e2,   1e8,  log, "load between the input and the membrane"});
      field(p.r_l2, {"r_l2", "ohm", 1e4,   1e2,   1e8,  log, "load between the membrane and the output"});
      field(p.c_1,  {"c_1",  "F",   1e-12, 1e-16, 1e-6, log, "capacitor across the first channel"});
      field(p.c_2,  {"c_2",  "F",   5e-13, 1e-16, 1e-6, log, "capacitor across the second channel"});
      // clang-format on
      MottChannel::Parameters<T>::describe(p.channel, field);
    }
  };

  template <class T>
  struct State {
    T v_m, v_out, u_1, u_2;

    static void describe(auto& s, auto&& field) {
      using enum Scale;
      field(s.v_m, {"v_m", "V", 0.0, -10.0, 10.0, linear, "membrane"});
      field(s.v_out, {"v_out", "V", 0.0, -10.0, 10.0, linear, "output"});
      field(s.u_1, {"u_1", "1", 0.0, 0.0, 1.0, linear, "core of the first channel"});
      field(s.u_2, {"u_2", "1", 0.0, 0.0, 1.0, linear, "core of the second channel"});
    }
  };

  template <class T>
  static Response<T, State, Ports> evaluate(const Ports<T>& v, const State<T>& s, const Parameters<T>& p) {
    const T across_1 = s.v_m - v.v_n, across_2 = s.v_out - v.v_p;
    const T i_1 = named("i_1", across_1 * MottChannel::conductance(s.u_1, p.channel));
    const T i_2 = named("i_2", across_2 * MottChannel::conductance(s.u_2, p.channel));
    const T i_in = named("input_current", (v.v - s.v_m) / p.r_l1);
    const T onward = named("onward", (s.v_m - s.v_out) / p.r_l2);
    return {.current = {i_in, -i_1, -i_2},
            .rate = {.v_m = (i_in - onward - i_1) / p.c_1,
                     .v_out = (onward - i_2) / p.c_2,
                     .u_1 = MottChannel::growth(s.u_1, T(i_1 * across_1), p.channel),
                     .u_2 = MottChannel::growth(s.u_2, T(i_2 * across_2), p.channel)}};
  }

  template <class T>
  static Noise<T, State, Ports> noise(const Ports<T>&, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const T thermal = 4.0 * around.boltzmann * around.temperature;
    const T g_1 = MottChannel::conductance(s.u_1, p.channel), g_2 = MottChannel::conductance(s.u_2, p.channel);
    return {.diffusion = {.v_m = 0.5 * thermal * (1.0 / p.r_l1 + 1.0 / p.r_l2 + g_1) / (p.c_1 * p.c_1),
                          .v_out = 0.5 * thermal * (1.0 / p.r_l2 + g_2) / (p.c_2 * p.c_2),
                          .u_1 = T(0.0),
                          .u_2 = T(0.0)},
            .white = {thermal / p.r_l1, thermal * g_1, thermal * g_2}};
  }
};

}  // namespace hysteron
