#pragma once

#include "libmodel/model.h"
#include "libmodel/physics/channel.h"
#include "libmodel/physics/injection.h"
#include "libmodel/physics/room.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Flash transistor with a floating gate or a trapping layer: stored electrons raise the threshold of a channel.
///
///     dx/dt = (program + hot) room(1 - x) - erase room(x) + loss (x_loss - x)
///     program = k_up   injection_up   exp(-wear_up   w)
///     erase   = k_down injection_down exp(-wear_down w)
///     hot     = k_hot F(v_p) injection(v_d; v_hot, b_hot) exp(-wear_up w)
///     injection_up   = (v_ox / v_up)^2   exp(b_up   (1 / v_up   - 1 / forward))
///     injection_down = (v_ox / v_down)^2 exp(b_down (1 / v_down - 1 / backward))
///     forward, backward = soft max(v_ox, 0), soft max(-v_ox, 0), rounded over v_r
///     v_ox = coupling (v_g - window (x - 1/2))
///     dw/dt = k_wear (injection_up + injection_down) exp(-fading w) (1 - w)
///     loss  = k_loss exp((e_a / k) (1 / t_ref - 1 / T)),   room(d) = d (1 + margin) / (d + margin)
///     v_shifted = v_t + window (x - 1/2)
///     i_d   = g_off v_d + i_spec (F(v_p) - F(v_p - v_d)),   v_p = (v_g - v_shifted) / slope
///     F(u)  = ln(1 + exp(u / (2 k T / q)))^2,   i_spec = 2 slope k_n (T / t_ref)^-1.5 (k T / q)^2
///     q_g   = c_g (v_g - v_ox),   i_g = g_gate v_g + dq_g/dt
///
/// x is the stored charge as a share of the window, neutral at 1/2. What is stored takes its field off the tunnel
/// oxide: a pulse slows itself down, and pulses that rise by a step each shift the threshold by that step.
///
/// Source   tunnelling: M. Lenzlinger, E. H. Snow, J. Appl. Phys. 40 (1969) 278. Stored charge and staircase:
///          K.-D. Suh et al., IEEE J. Solid-State Circuits 30 (1995) 1149. Hot carriers: the lucky electron,
///          C. Hu, IEDM 1979, 22. Channel: C. C. Enz, F. Krummenacher, E. A. Vittoz, Analog Integr. Circuits
///          Signal Process. 8 (1995) 83 (EKV).
/// Differs  room() bounds the charge; hot carriers go with the inversion at the source, so drain and source are
///          not exchanged in it; wear as a saturating state is ours.
/// Omits    the drain's share of the floating gate's potential, band-to-band currents, capture and emission of
///          a trapping layer, temperature of tunnelling, short-channel effects.
/// Defaults illustrative, of the order of a NAND cell with 8 nm of tunnel oxide and coupling 0.6; fitted to
///          nothing. A SONOS cell: coupling 1, v_up, v_down and the gate at 10 V.
///
/// Identify i_d(v_g) in two states tells k_n, slope, v_t and window; k, b and coupling need several amplitudes
///          and decades of width; wear needs cycles, k_loss and e_a bakes at two temperatures.
///
/// Noise    electrons come one by one: c_g window / q of them fill the window. The channel has thermal noise 4 k T
///          times its charge conductance and 1/f noise after Hooge, S = hooge i_d^2 / f.
struct FloatingGate {
  static constexpr std::string_view name = "floating_gate";
  static constexpr int written = 1, read = 0;  // ports
  static constexpr Cycle<2> cycle{.period = 4e-3, .up = {0.1, 16.0}, .down = {0.1, -16.0}};

  template <class T>
  struct Parameters {
    T k_n, v_t, window, slope, coupling, margin, k_up, k_down, k_hot, v_up, v_down, v_hot, b_up, b_down, b_hot, v_r, k_wear, fading,
        wear_up, wear_down, k_loss, x_loss, e_a, t_ref, c_g, g_gate, g_off, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                 name         unit     default  lower   upper   scale   meaning
      field(p.k_n,       {"k_n",       "A/V^2", 5e-5,   1e-9,   1.0,    log,    "transconductance of the channel, at t_ref"});
      field(p.v_t,       {"v_t",       "V",     0.0,   -5.0,    10.0,   linear, "threshold without stored charge"});
      field(p.window,    {"window",    "V",     8.0,    0.1,    30.0,   log,    "shift of the threshold from empty to full"});
      field(p.slope,     {"slope",     "1",     1.8,    1.0,    5.0,    linear, "gate volts per volt of channel"});
      field(p.coupling,  {"coupling",  "1",     0.6,    0.05,   1.0,    log,    "share of the gate voltage over the tunnel oxide"});
      field(p.margin,    {"margin",    "1",     0.01,   1e-3,   1e3,    log,    "from empty or full at which electrons lack room"});
      field(p.k_up,      {"k_up",      "1/s",   1500.0, 1e-9,   1e12,   log,    "program rate at v_up over the oxide"});
      field(p.k_down,    {"k_down",    "1/s",   1500.0, 1e-9,   1e12,   log,    "erase rate at -v_down over the oxide"});
      field(p.k_hot,     {"k_hot",     "1/s",   10.0,   0.0,    1e9,    linear, "hot-carrier rate at a drain of v_hot, per unit of inversion"});
      field(p.v_up,      {"v_up",      "V",     9.0,    1.0,    30.0,   log,    "oxide voltage at which k_up holds"});
      field(p.v_down,    {"v_down",    "V",     9.0,    1.0,    30.0,   log,    "oxide voltage at which k_down holds, its negative"});
      field(p.v_hot,     {"v_hot",     "V",     5.0,    1.0,    20.0,   log,    "drain voltage at which k_hot holds"});
      field(p.b_up,      {"b_up",      "V",     190.0,  1.0,    1000.0, log,    "tunnelling voltage, programming"});
      field(p.b_down,    {"b_down",    "V",     190.0,  1.0,    1000.0, log,    "tunnelling voltage, erasing"});
      field(p.b_hot,     {"b_hot",     "V",     60.0,   1.0,    1000.0, log,    "barrier over the mean free path's share of the drain field"});
      field(p.v_r,       {"v_r",       "V",     0.2,    0.02,   1.0,    log,    "rounding of the sign of the voltages"});
      field(p.k_wear,    {"k_wear",    "1/s",   0.05,   0.0,    1e6,    linear, "wear rate at v_up, at -v_down"});
      field(p.fading,    {"fading",    "1",     6.0,    0.0,    20.0,   linear, "slowing of wear itself, logarithmic: towards log(time)"});
      field(p.wear_up,   {"wear_up",   "1",    -1.0,   -3.0,    6.0,    linear, "slowing of programming at full wear, logarithmic"});
      field(p.wear_down, {"wear_down", "1",     2.0,   -3.0,    6.0,    linear, "slowing of erasing at full wear, logarithmic"});
      field(p.k_loss,    {"k_loss",    "1/s",   1e-10,  0.0,    1.0,    linear, "loss rate of charge at t_ref"});
      field(p.x_loss,    {"x_loss",    "1",     0.5,    0.0,    1.0,    linear, "charge towards which it is lost"});
      field(p.e_a,       {"e_a",       "J",     1.6e-19, 0.0,   3e-19,  linear, "activation energy of the loss, 1.0 eV"});
      field(p.t_ref,     {"t_ref",     "K",     300.0,  200.0,  450.0,  linear, "temperature at which k_loss and k_n hold"});
      field(p.c_g,       {"c_g",       "F",     1e-16,  1e-19,  1e-9,   log,    "capacitance from gate to floating gate"});
      field(p.g_gate,    {"g_gate",    "S",     1e-15,  0.0,    1e-3,   linear, "leakage of the gate"});
      field(p.g_off,     {"g_off",     "S",     1e-13,  0.0,    1e-3,   linear, "leakage along the channel"});
      field(p.hooge,     {"hooge",     "1",     1e-7,   0.0,    1e-2,   linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T x, w;

    static void describe(auto& s, auto&& field) {
      field(s.x, {"x", "1", 0.1, 0.0, 1.0, Scale::linear, "stored charge, share of the window"});
      field(s.w, {"w", "1", 0.0, 0.0, 1.0, Scale::linear, "worn fraction of the oxide"});
    }
  };

  template <class T>
  struct Ports {
    T drain, gate;

    static void describe(auto& port, auto&& field) {
      using enum Scale;
      field(port.drain, Port{{"v_d", "V", 0.0, -6.0, 6.0, linear, "along the channel"}, "d", "s"});
      field(port.gate, Port{{"v_g", "V", 0.0, -20.0, 20.0, linear, "gate to source"}, "g", "s"});
    }
  };

  template <class T>
  struct Prepared {
    T lucky, loss, i_spec;  // 1, 1/s, A
  };

  template <class T>
  static Prepared<T> prepare(const Ports<T>& v, const Parameters<T>& p, const Surroundings<T>& around) {
    return {.lucky = named("lucky", injection(v.drain, p.v_hot, p.b_hot, p.v_r)),
            .loss = thermal_loss(p, around),
            .i_spec = specific_current(p, around)};
  }

  template <class T>
  static Channel<T> channel_of(const Ports<T>& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const T v_shifted = named("v_shifted", p.v_t + p.window * (s.x - 0.5));
    return channel(named("v_p", (v.gate - v_shifted) / p.slope), v.drain, thermal_voltage(around));
  }

  /// Voltage over the tunnel oxide [V].
  template <class T>
  static T over_oxide(const Ports<T>& v, const State<T>& s, const Parameters<T>& p) {
    return named("v_ox", p.coupling * (v.gate - p.window * (s.x - 0.5)));
  }

  template <class T>
  static Charging<T> charging(const Channel<T>& ends, const State<T>& s, const Parameters<T>& p, const Injection<T>& by,
                              const Prepared<T>& at) {
    return {.program = named("program", (p.k_up * by.up + p.k_hot * ends.source * at.lucky) * exp(-(p.wear_up * s.w))),
            .erase = named("erase", p.k_down * by.down * exp(-(p.wear_down * s.w))),
            .loss = at.loss};
  }

  template <class T>
  static Response<T, State, Ports> evaluate(const Ports<T>& v, const State<T>& s, const Parameters<T>& p,
                                            const Surroundings<T>& around, const Prepared<T>& at) {
    const Channel<T> ends = channel_of(v, s, p, around);
    const T v_ox = over_oxide(v, s, p);
    const Injection<T> by = injected(v_ox, p.v_r, p);
    return {.current = {.drain = p.g_off * v.drain + at.i_spec * ends.current(), .gate = p.g_gate * v.gate},
            .charge = {.drain = T(0.0), .gate = named("q_g", p.c_g * (v.gate - v_ox))},
            .rate = {.x = charging(ends, s, p, by, at).net(s.x, room(T(1.0 - s.x), p.margin), room(s.x, p.margin), p.x_loss),
                     .w = wearing(s.w, p, by)}};
  }

  template <class T>
  static Noise<T, State, Ports> noise(const Ports<T>& v, const State<T>& s, const Parameters<T>& p,
                                      const Surroundings<T>& around) {
    const Prepared<T> at = prepare(v, p, around);
    const Channel<T> ends = channel_of(v, s, p, around);
    const Charging<T> now = charging(ends, s, p, injected(over_oxide(v, s, p), p.v_r, p), at);
    const T electron = around.elementary_charge / (p.c_g * p.window);
    const T thermal = 4.0 * around.boltzmann * around.temperature;
    const T i_d = p.g_off * v.drain + at.i_spec * ends.current();
    return {.diffusion = {.x = electron * now.traffic(room(T(1.0 - s.x), p.margin), room(s.x, p.margin)), .w = T(0.0)},
            .white = {.drain = thermal * (p.g_off + at.i_spec / thermal_voltage(around) * ends.charge()), .gate = thermal * p.g_gate},
            .flicker = {.drain = p.hooge * i_d * i_d, .gate = T(0.0)}};
  }
};

}  // namespace hysteron
