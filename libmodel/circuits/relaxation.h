#pragma once

// A threshold device with a capacitor across it behind a load: a relaxation oscillator where the load
// line crosses its negative resistance, an integrating and firing cell where it does not.
//
//     v ---[ r_l ]---+---------+---------+
//                    |         |         |
//                  device   --- c_p    [ r_leak ]      c_p d(v_m)/dt = (v - v_m) / r_l - v_m / r_leak - i(v_m)
//                    |         |         |
//     0 -------------+---------+---------+
//
// Source  S. O. Pearson, H. St. G. Anson, Proc. Phys. Soc. London 34 (1922) 175; a threshold switch
//         in place of the neon lamp.

#include "libmodel/model.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Cell, which derives from this, gives name, cycle, the device's type Device, and r_l, r_leak [ohm], c_p [F].
template <class Cell, class Device>
struct Relaxation {
  template <class T>
  struct Parameters {
    T r_l, r_leak, c_p;
    ParametersOf<Device, T> device;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      field(p.r_l,    {"r_l",    "ohm", Cell::r_l,    1e2,   1e10, log, "load between the source and the node"});
      field(p.r_leak, {"r_leak", "ohm", Cell::r_leak, 1e2,   1e15, log, "leak across the capacitor"});
      field(p.c_p,    {"c_p",    "F",   Cell::c_p,    1e-17, 1e-3, log, "capacitor at the node, parasitic or placed"});
      // clang-format on
      ParametersOf<Device, T>::describe(p.device, field);
    }
  };

  template <class T>
  struct State {
    T v_m;
    StateOf<Device, T> device;

    static void describe(auto& s, auto&& field) {
      field(s.v_m, {"v_m", "V", 0.0, -10.0, 10.0, Scale::linear, "voltage of the node, the membrane"});
      StateOf<Device, T>::describe(s.device, field);
    }
  };

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const auto inner = respond<Device, T>(s.v_m, s.device, p.device, around);
    const T i_l = named("load_current", (v - s.v_m) / p.r_l);
    const T through = named("device_current", T(inner.current));
    return {.current = i_l,
            .charge = T(0.0),
            .rate = {.v_m = (i_l - s.v_m / p.r_leak - through) / p.c_p, .device = inner.rate}};
  }

  /// Charge noise of the resistors and of the device moves the node.
  template <class T>
  static Noise<T, State> noise(const T&, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const auto inner = Device::template noise<T>(s.v_m, s.device, p.device, around);
    const T load = 4.0 * around.boltzmann * around.temperature / p.r_l;
    const T leak = 4.0 * around.boltzmann * around.temperature / p.r_leak;
    return {.diffusion = {.v_m = 0.5 * (load + leak + T(inner.white)) / (p.c_p * p.c_p), .device = inner.diffusion},
            .white = load};
  }
};

}  // namespace hysteron
