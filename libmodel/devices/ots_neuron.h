#pragma once

#include "libmodel/circuits/relaxation.h"
#include "libmodel/devices/ots.h"

namespace hysteron {

/// Leaky integrate-and-fire cell (chalcogenide glass): an ovonic switch empties a leaky capacitor.
///
///     c_p dv_m/dt = (v - v_m) / r_l - v_m / r_leak - i(v_m)
///     i and its states: ots
///
/// The input charges the membrane c_p through r_l against the leak; at the threshold of the switch it is
/// emptied down to the voltage that no longer holds the traps filled, and begins again. Below the
/// drive v_th (1 + r_l / r_leak) it integrates and forgets without firing.
///
/// Source   S. O. Pearson, H. St. G. Anson, Proc. Phys. Soc. London 34 (1922) 175, with the leak of
///          L. Lapicque, J. Physiol. Pathol. Gen. 9 (1907) 620; the switch: ots.
/// Differs  the threshold is that of a switch with a delay in place of a fixed voltage.
/// Omits    inductance of the leads.
/// Defaults illustrative: the parasitic capacitance of a device on chip without pads.
///
/// Identify rates over drive tell r_l c_p and the leak; the device alone tells the rest.
///
/// Noise    that of the switch, and of the resistors, moves the node.
struct OtsNeuron : Relaxation<OtsNeuron, Ots> {
  static constexpr std::string_view name = "ots_neuron";
  static constexpr Cycle<> cycle{.period = 2e-7, .up = {1.4}, .down = {0.0}};
  static constexpr double r_l = 1e6, r_leak = 1e8, c_p = 1e-14;
};

}  // namespace hysteron
