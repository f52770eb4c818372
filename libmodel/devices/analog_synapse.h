#pragma once

#include "libmodel/model.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Analog synapse: a smooth threshold-drift model for gradual potentiation and depression.
///
///     dx/dt = potentiation (1 - x) - depression x + k_loss (x_loss - x)
///     dw/dt = k_wear (drive_up + drive_down) (1 - w)
///     potentiation = k_up   drive_up   (1 - wear_up w)   exp(-gamma_up x)
///     depression   = k_down drive_down (1 - wear_down w) exp(-gamma_down (1 - x))
///     drive_up     = overdrive( v / v_up,   a_up)        about (v/v_up - 1)^a_up beyond v_up
///     drive_down   = overdrive(-v / v_down, a_down)
///     i = conductance v_0 sinh(v / v_0)
///     conductance = g_min + (g_max - g_min) (exp(curvature x) - 1) / (exp(curvature) - 1)
///
/// x is the state of the weight: filled traps, moved ions, grown crystal, stored charge. w is the
/// worn fraction: cycling slows an update by at most wear_up, wear_down. Positive voltage
/// potentiates. gamma = 0 gives the exponential (soft-bound) train, gamma > 0 one that starts
/// steeply, gamma < 0 one that starts slowly; curvature = 0 reads x linearly, large curvature
/// over decades.
///
/// Source   the drift beyond a threshold is VTEAM's: S. Kvatinsky et al., IEEE TCAS-II 62 (2015)
///          786, doi:10.1109/TCSII.2015.2433536. Soft bounds: S. Fusi and L. F. Abbott, Nature
///          Neurosci. 10 (2007) 485. exp(-gamma x): P.-Y. Chen et al., DATE 2015.
/// Differs  the threshold is smooth and exactly at rest at v = 0; wear and loss are states.
/// Omits    temperature, self-heating, capacitance.
/// Defaults illustrative, fitted to nothing.
///
/// Identify a train of one amplitude and one width tells k_up drive_up as one number: v_up, a_up
///          need several amplitudes. k_wear and wear_up need trains of many cycles.
///
/// Noise    x moves in steps of quantum, up and down independently (shot noise of the update);
///          the conductance has thermal noise and 1/f noise after Hooge, S = hooge i^2 / f.
struct AnalogSynapse {
  static constexpr std::string_view name = "analog_synapse";
  static constexpr Cycle<> cycle{.period = 1e-3, .up = {1.2}, .down = {-1.2}};

  template <class T>
  struct Parameters {
    T g_min, g_max, k_up, k_down, gamma_up, gamma_down, curvature, k_wear, wear_up, wear_down, v_up, v_down, a_up, a_down,
        v_0, k_loss, x_loss, quantum, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                   name         unit  default lower  upper  scale   meaning
      field(p.g_min,      {"g_min",      "S",   1e-6,  1e-15, 1.0,   log,    "conductance at x = 0"});
      field(p.g_max,      {"g_max",      "S",   1e-5,  1e-14, 10.0,  log,    "conductance at x = 1"});
      field(p.k_up,       {"k_up",       "1/s", 1e4,   1e-9,  1e15,  log,    "potentiation rate at x = 0 and v = 2 v_up"});
      field(p.k_down,     {"k_down",     "1/s", 1e4,   1e-9,  1e15,  log,    "depression rate at x = 1 and v = -2 v_down"});
      field(p.gamma_up,   {"gamma_up",   "1",   0.0,  -20.0,  20.0,  linear, "how potentiation slows as x grows"});
      field(p.gamma_down, {"gamma_down", "1",   0.0,  -20.0,  20.0,  linear, "how depression slows as x falls"});
      field(p.curvature,  {"curvature",  "1",   0.0,  -20.0,  20.0,  linear, "of the conductance over x, logarithmic"});
      field(p.k_wear,     {"k_wear",     "1/s", 0.0,   0.0,   1e9,   linear, "wear rate at twice a threshold"});
      field(p.wear_up,    {"wear_up",    "1",   1.0,   0.0,   1.0,   linear, "loss of potentiation at full wear"});
      field(p.wear_down,  {"wear_down",  "1",   0.0,   0.0,   1.0,   linear, "loss of depression at full wear"});
      field(p.v_up,       {"v_up",       "V",   0.5,   0.01,  50.0,  log,    "potentiates above"});
      field(p.v_down,     {"v_down",     "V",   0.5,   0.01,  50.0,  log,    "depresses below its negative"});
      field(p.a_up,       {"a_up",       "1",   2.0,   1.0,   10.0,  linear, "overdrive exponent, potentiation"});
      field(p.a_down,     {"a_down",     "1",   2.0,   1.0,   10.0,  linear, "overdrive exponent, depression"});
      field(p.v_0,        {"v_0",        "V",   2.0,   0.1,   1e3,   log,    "voltage at which the current turns exponential"});
      field(p.k_loss,     {"k_loss",     "1/s", 0.0,   0.0,   1e3,   linear, "retention loss rate"});
      field(p.x_loss,     {"x_loss",     "1",   0.0,   0.0,   1.0,   linear, "state towards which it is lost"});
      field(p.quantum,    {"quantum",    "1",   1e-4,  0.0,   0.1,   linear, "step in which x moves"});
      field(p.hooge,      {"hooge",      "1",   1e-7,  0.0,   1e-2,  linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T x, w;

    static void describe(auto& s, auto&& field) {
      field(s.x, {"x", "1", 0.5, 0.0, 1.0, Scale::linear, "weight, from depressed to potentiated"});
      field(s.w, {"w", "1", 0.0, 0.0, 1.0, Scale::linear, "worn fraction"});
    }
  };

  template <class T>
  struct Prepared {
    T drive_up, drive_down, sinh_v, steepness;  // 1, 1, V, 1
  };

  template <class T>
  static Prepared<T> prepare(const T& v, const Parameters<T>& p, const Surroundings<T>&) {
    return {.drive_up = named("drive_up", overdrive(v / p.v_up, p.a_up)),
            .drive_down = named("drive_down", overdrive(-v / p.v_down, p.a_down)),
            .sinh_v = named("sinh_v", v * sinh_over(v / p.v_0)),  // exact in v_0 too where v is small
            .steepness = named("steepness", expm1_over(p.curvature))};
  }

  /// Rates of potentiation and depression, before the soft bounds [1/s].
  template <class T>
  struct Update {
    T up, down;
  };

  template <class T>
  static Update<T> update(const State<T>& s, const Parameters<T>& p, const Prepared<T>& at) {
    return {.up = named("potentiation", p.k_up * at.drive_up * (1.0 - p.wear_up * s.w) * exp(-(p.gamma_up * s.x))),
            .down = named("depression", p.k_down * at.drive_down * (1.0 - p.wear_down * s.w) *
                                            exp(-(p.gamma_down * (1.0 - s.x))))};
  }

  template <class T>
  static T conductance(const T& x, const Parameters<T>& p, const Prepared<T>& at) {
    const T level = x * expm1_over(p.curvature * x) / at.steepness;
    return named("conductance", p.g_min + (p.g_max - p.g_min) * level);
  }

  template <class T>
  static Response<T, State> evaluate(const T&, const State<T>& s, const Parameters<T>& p, const Surroundings<T>&,
                                     const Prepared<T>& at) {
    const Update<T> rate = update(s, p, at);
    return {.current = conductance(s.x, p, at) * at.sinh_v,
            .charge = T(0.0),
            .rate = {.x = rate.up * (1.0 - s.x) - rate.down * s.x + p.k_loss * (p.x_loss - s.x),
                     .w = p.k_wear * (at.drive_up + at.drive_down) * (1.0 - s.w)}};
  }

  template <class T>
  static Noise<T, State> noise(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Prepared<T> at = prepare(v, p, around);
    const Update<T> rate = update(s, p, at);
    const T g = conductance(s.x, p, at);
    const T i = g * at.sinh_v;
    return {.diffusion = {.x = p.quantum * (rate.up * (1.0 - s.x) + rate.down * s.x), .w = T(0.0)},
            .white = 4.0 * around.boltzmann * around.temperature * g,
            .flicker = p.hooge * i * i};
  }
};

}  // namespace hysteron
