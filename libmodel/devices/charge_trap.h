#pragma once

#include "libmodel/model.h"
#include "libmodel/physics/injection.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Charge trap or floating gate read as two terminals (Y-Flash): injected electrons close a channel.
///
///     dx/dt = program (1 - x) - erase x + loss (x_loss - x)
///     dw/dt = k_wear (injection_up + injection_down) exp(-fading w) (1 - w)
///     program = k_up   injection_up   exp(-gamma_up x         - wear_up   w)
///     erase   = k_down injection_down exp(-gamma_down (1 - x) - wear_down w)
///     injection_up   = (v / v_up)^2   exp(b_up   (1 / v_up   - 1 / forward))
///     injection_down = (v / v_down)^2 exp(b_down (1 / v_down - 1 / backward))
///     forward, backward = soft max(v, 0), soft max(-v, 0), rounded over v_d
///     loss = k_loss exp((e_a / k) (1 / t_ref - 1 / T))
///     i = g_max exp(-swing x (1 + bend (1 - x))) v_0 sinh(v / v_0)
///
/// x is the stored charge, from erased to full; the channel is below threshold, so its conductance
/// falls exponentially with it. Positive voltage programs. The injection is Fowler and Nordheim's
/// (b is their field times the thickness, the field itself v over it); the lucky-electron form of
/// hot carriers is exp(-b / v) too. gamma > 0 is the field that stored charge takes away from
/// further injection, b_up dv / v^2 for a shift of dv; gamma < 0 a supply that grows with it.
/// w is the wear of the oxide: charge that stays slows an update by at most exp(wear).
///
/// Source   M. Lenzlinger, E. H. Snow, J. Appl. Phys. 40 (1969) 278; Y-Flash: L. Danial et al.,
///          Nature Electron. 2 (2019) 596; W. Wang et al., Nature Electron. 5 (2022) 870.
/// Differs  both directions through one pair of terminals; wear as a saturating state is ours.
/// Omits    the transistor's saturation, band-to-band currents, trap-assisted leakage at low field; a slow wander of
///          erasing, up and down by 4 % over tens of cycles, which no wear follows: of 400 cycles of Wang
///          2022 any law smooth in the number of cycles leaves 2.5 % to 2.7 % of the range.
/// Defaults g_max to wear_down describe the Y-Flash cell of Wang 2022 (400 cycles of program pulses of
///          200 us and erase pulses of 100 us); v_up, v_down its usual 5 V and 8 V; b, loss and noise
///          illustrative.
///
/// Identify trains of one amplitude and width tell k and gamma; b needs several amplitudes; wear
///          needs hundreds of cycles; k_loss and e_a need bakes at two temperatures. Conductance
///          read at one voltage does not tell v_0.
///
/// Noise    electrons come one by one: x in steps of quantum. Shot noise 2 q |i|, thermal at rest;
///          1/f noise after Hooge.
struct ChargeTrap {
  static constexpr std::string_view name = "charge_trap";
  static constexpr Cycle<> cycle{.period = 0.2, .up = {5.0}, .down = {-8.0}};

  template <class T>
  struct Parameters {
    T g_max, swing, bend, k_up, k_down, gamma_up, gamma_down, k_wear, fading, wear_up, wear_down, v_up, v_down, b_up, b_down, v_d,
        v_0, k_loss, x_loss, e_a, t_ref, c_p, quantum, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                   name          unit   default  lower   upper   scale   meaning
      field(p.g_max,      {"g_max",      "S",   2.0e-6,  1e-15,  1.0,    log,    "conductance without stored charge"});
      field(p.swing,      {"swing",      "1",   8.1,     0.1,    40.0,   log,    "fall of the conductance with full charge, logarithmic"});
      field(p.bend,       {"bend",       "1",   0.9,    -0.95,   0.95,   linear, "curvature of that fall"});
      field(p.k_up,       {"k_up",       "1/s", 64.0,    1e-9,   1e12,   log,    "program rate at x = 0 and v_up"});
      field(p.k_down,     {"k_down",     "1/s", 3400.0,  1e-9,   1e12,   log,    "erase rate at x = 1 and -v_down"});
      field(p.gamma_up,   {"gamma_up",   "1",   -3.5,   -20.0,   20.0,   linear, "how programming slows with charge"});
      field(p.gamma_down, {"gamma_down", "1",   2.1,    -20.0,   20.0,   linear, "how erasing slows as charge leaves"});
      field(p.k_wear,     {"k_wear",     "1/s", 2.2,     0.0,    1e6,    linear, "wear rate at v_up, at -v_down"});
      field(p.fading,     {"fading",     "1",   3.1,     0.0,    20.0,   linear, "slowing of wear itself, logarithmic: towards log(time)"});
      field(p.wear_up,    {"wear_up",    "1",   0.56,   -3.0,    6.0,    linear, "slowing of programming at full wear, logarithmic"});
      field(p.wear_down,  {"wear_down",  "1",   1.2,    -3.0,    6.0,    linear, "slowing of erasing at full wear, logarithmic"});
      field(p.v_up,       {"v_up",       "V",   5.0,     1.0,    50.0,   log,    "voltage at which k_up holds"});
      field(p.v_down,     {"v_down",     "V",   8.0,     1.0,    50.0,   log,    "voltage at which k_down holds, its negative"});
      field(p.b_up,       {"b_up",       "V",   100.0,   1.0,    500.0,  log,    "tunnelling voltage, programming"});
      field(p.b_down,     {"b_down",     "V",   160.0,   1.0,    500.0,  log,    "tunnelling voltage, erasing"});
      field(p.v_d,        {"v_d",        "V",   0.2,     0.02,   1.0,    log,    "rounding of the sign of the voltage"});
      field(p.v_0,        {"v_0",        "V",   5.0,     0.2,    1e3,    log,    "voltage at which the current turns exponential"});
      field(p.k_loss,     {"k_loss",     "1/s", 0.0,     0.0,    1.0,    linear, "loss rate of charge at t_ref"});
      field(p.x_loss,     {"x_loss",     "1",   0.5,     0.0,    1.0,    linear, "charge towards which it is lost"});
      field(p.e_a,        {"e_a",        "J",   1.6e-19, 0.0,    3e-19,  linear, "activation energy of the loss, 1.0 eV"});
      field(p.t_ref,      {"t_ref",      "K",   300.0,   200.0,  450.0,  linear, "temperature at which k_loss holds"});
      field(p.c_p,        {"c_p",        "F",   1e-14,   0.0,    1e-9,   linear, "capacitance between the terminals"});
      field(p.quantum,    {"quantum",    "1",   1e-4,    0.0,    0.1,    linear, "step in which x moves"});
      field(p.hooge,      {"hooge",      "1",   1e-6,    0.0,    1e-2,   linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T x, w;

    static void describe(auto& s, auto&& field) {
      field(s.x, {"x", "1", 0.0, 0.0, 1.0, Scale::linear, "stored charge, from erased to full"});
      field(s.w, {"w", "1", 0.0, 0.0, 1.0, Scale::linear, "worn fraction of the oxide"});
    }
  };

  template <class T>
  struct Ports : OnePort<T> {
    using OnePort<T>::OnePort;

    static void describe(auto& port, auto&& field) {
      field(port.v, Port{{"v", "V", 0.0, -10.0, 10.0, Scale::linear, "across the device"}, "p", "n"});
    }
  };

  template <class T>
  struct Prepared {
    Injection<T> by;
    T loss, sinh_v;  // 1/s, V
  };

  template <class T>
  static Prepared<T> prepare(const Ports<T>& ports, const Parameters<T>& p, const Surroundings<T>& around) {
    return {.by = injected<T>(ports.v, p.v_d, p), .loss = thermal_loss(p, around), .sinh_v = named("sinh_v", p.v_0 * sinh(ports.v / p.v_0))};
  }

  template <class T>
  static Charging<T> charging(const State<T>& s, const Parameters<T>& p, const Prepared<T>& at) {
    return {.program = named("program", p.k_up * at.by.up * exp(-(p.gamma_up * s.x + p.wear_up * s.w))),
            .erase = named("erase", p.k_down * at.by.down * exp(-(p.gamma_down * (1.0 - s.x) + p.wear_down * s.w))),
            .loss = at.loss};
  }

  template <class T>
  static T conductance(const T& x, const Parameters<T>& p) {
    return named("conductance", p.g_max * exp(-(p.swing * x * (1.0 + p.bend * (1.0 - x)))));
  }

  template <class T>
  static Response<T, State, Ports> evaluate(const Ports<T>& v, const State<T>& s, const Parameters<T>& p,
                                            const Surroundings<T>&, const Prepared<T>& at) {
    return {.current = conductance(s.x, p) * at.sinh_v,
            .charge = p.c_p * v.v,
            .rate = {.x = charging(s, p, at).net(s.x, 1.0 - s.x, s.x, p.x_loss), .w = wearing(s.w, p, at.by)}};
  }

  template <class T>
  static Noise<T, State, Ports> noise(const Ports<T>& v, const State<T>& s, const Parameters<T>& p,
                                      const Surroundings<T>& around) {
    const Prepared<T> at = prepare<T>(v, p, around);
    const T g = conductance(s.x, p);
    const T i = g * at.sinh_v;
    return {.diffusion = {.x = p.quantum * charging(s, p, at).traffic(1.0 - s.x, s.x), .w = T(0.0)},
            .white = 4.0 * around.boltzmann * around.temperature * g + 2.0 * around.elementary_charge * abs(i),
            .flicker = p.hooge * i * i};
  }
};

}  // namespace hysteron
