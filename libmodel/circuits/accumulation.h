#pragma once

// A device that keeps what its pulses have added, an amplifier that reads it, a comparator, and a driver that resets it.
//
//     v   ---o/ o---+
//                   +---[ device ]--- 0       u = (1 - w) v + w v_r
//     v_r ---o/ o---+
//                                             dv_m/dt = (v_read x - v_m) / tau_read
//     x --[ amplifier ]-- v_m --[ latch ]-- w dw/dt   = (latch - w) / tau_read
//
// The input sets the device step by step; its progress x, 0 to 1, is the membrane. At v_th the driver takes over, until
// the membrane has fallen to v_low.

#include "libmodel/circuits/reset.h"
#include "libmodel/model.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Cell, which derives from this, gives name, cycle, the device's type Device, progress(state, parameters) of it, v_th,
/// v_low, v_most [V], the voltages of use, tau_read [s], and where membrane and switch are at rest beside a fresh device,
/// v_start [V] and w_start.
template <class Cell, class Device>
struct Accumulation {
  template <class T>
  struct Ports {
    T v, v_r;

    static void describe(auto& ports, auto&& field) {
      using enum Scale;
      field(ports.v, Port{{"v", "V", 0.0, -Cell::v_most, Cell::v_most, linear, "input"}, "pre", "com"});
      field(ports.v_r, Port{{"v_r", "V", 0.0, -Cell::v_most, Cell::v_most, linear, "supply that resets"}, "res", "com"});
    }
  };

  template <class T>
  struct Parameters {
    T v_read, v_th, v_low, tau_read;
    ParametersOf<Device, T> device;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      field(p.v_read,   {"v_read",   "V", 1.0,            0.1,   5.0,  log,    "membrane of the device that is set full"});
      field(p.v_th,     {"v_th",     "V", Cell::v_th,     0.5,   5.0,  linear, "membrane at which it fires"});
      field(p.v_low,    {"v_low",    "V", Cell::v_low,    0.01,  0.45, linear, "membrane at which the reset ends"});
      field(p.tau_read, {"tau_read", "s", Cell::tau_read, 1e-11, 1e-3, log,    "time in which amplifier and switch follow"});
      // clang-format on
      ParametersOf<Device, T>::describe(p.device, field);
    }
  };

  template <class T>
  struct State {
    T v_m, w;
    StateOf<Device, T> device;

    static void describe(auto& s, auto&& field) {
      using enum Scale;
      field(s.v_m, {"v_m", "V", Cell::v_start, 0.0, 5.0, linear, "membrane, the amplifier's output"});
      field(s.w, {"w", "1", Cell::w_start, 0.0, 1.0, linear, "share of the switch that is on the supply"});
      StateOf<Device, T>::describe(s.device, field);
    }
  };

  template <class T>
  static Response<T, State, Ports> evaluate(const Ports<T>& v, const State<T>& s, const Parameters<T>& p,
                                            const Surroundings<T>& around) {
    const auto inner = respond<Device, T>(applied(v, s), s.device, p.device, around);
    const T i = named("device_current", T(inner.current));
    const T closed = latch<T>((s.v_m - p.v_low) / (p.v_th - p.v_low), s.w);
    return {.current = {(1.0 - s.w) * i, s.w * i},
            .rate = {.v_m = (p.v_read * Cell::progress(s.device, p.device) - s.v_m) / p.tau_read,
                     .w = (closed - s.w) / p.tau_read,
                     .device = inner.rate}};
  }

  template <class T>
  static Noise<T, State, Ports> noise(const Ports<T>& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const auto inner = Device::template noise<T>(applied(v, s), s.device, p.device, around);
    const T open = 1.0 - s.w;
    return {.diffusion = {.v_m = T(0.0), .w = T(0.0), .device = inner.diffusion},
            .white = {open * open * T(inner.white), s.w * s.w * T(inner.white)},
            .flicker = {open * open * T(inner.flicker), s.w * s.w * T(inner.flicker)}};
  }

 private:
  template <class T>
  static T applied(const Ports<T>& v, const State<T>& s) {
    return named("applied", (1.0 - s.w) * v.v + s.w * v.v_r);
  }
};

}  // namespace hysteron
