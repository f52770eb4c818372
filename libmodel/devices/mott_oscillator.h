#pragma once

#include "libmodel/circuits/relaxation.h"
#include "libmodel/devices/mott.h"

namespace hysteron {

/// Relaxation oscillator (VO2): a Mott switch across a capacitor behind a load fires again and again.
///
///     c_p dv_m/dt = (v - v_m) / r_l - v_m / r_leak - i(v_m)
///     i and its states: mott
///
/// The node charges through r_l to the threshold of the switch, discharges through it to the voltage
/// that no longer holds the metal, and begins again. It oscillates where the load line passes both
/// branches: v r_off / (r_off + r_l) above the threshold, v r_on / (r_on + r_l) below the holding voltage.
/// With the resistances constant on each branch the charging takes r_p c_p ln((v_ss - v_hold) / (v_ss -
/// v_th)), where r_p and v_ss are those of the source behind the divider of r_l and r_off.
///
/// Source   S. O. Pearson, H. St. G. Anson, Proc. Phys. Soc. London 34 (1922) 175; the switch: mott.
/// Differs  the switch has its own heat and hysteresis in place of two fixed voltages.
/// Omits    inductance of the leads.
/// Defaults illustrative: the parasitic capacitance of a device on chip without pads.
///
/// Identify a waveform of v_m tells r_l c_p, the threshold and the holding voltage; the device alone
///          tells the rest.
///
/// Noise    that of the switch, and of the resistors, moves the node.
struct MottOscillator : Relaxation<MottOscillator, Mott> {
  static constexpr std::string_view name = "mott_oscillator";
  static constexpr Cycle<> cycle{.period = 1e-8, .up = {2.6}, .down = {0.0}};
  static constexpr double r_l = 5e4, r_leak = 1e12, c_p = 2e-14;
};

}  // namespace hysteron
