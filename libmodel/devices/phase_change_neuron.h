#pragma once

#include "libmodel/circuits/accumulation.h"
#include "libmodel/devices/phase_change.h"

namespace hysteron {

/// Phase-change neuron (GST): pulses crystallise a quenched dome; once it conducts it fires, and is melted again.
///
///     dv_m/dt = (v_read (1 - a) - v_m) / tau_read
///     dw/dt   = (latch - w) / tau_read
///     u       = (1 - w) v + w v_r                    the voltage over the device
///     a and its other states: phase_change; latch closes at v_th and opens at v_low
///
/// The membrane is the crystalline share of the dome, as an amplifier tells it from the logarithm of the
/// conductance. It leaks not: what a pulse has grown stays. At v_th the driver melts the dome, down to v_low.
///
/// Source   T. Tuma, A. Pantazi, M. Le Gallo, A. Sebastian, E. Eleftheriou, Nature Nanotech. 11 (2016) 693; the
///          device: phase_change.
/// Differs  the reset ends when the dome has been melted, where the source applies a pulse of given length; the
///          amplifier reads all the time, where the source reads between pulses, and knows no drift.
/// Omits    the power of amplifier and comparator.
/// Defaults illustrative: the reading alone; the device: phase_change.
///
/// Identify pulses to fire over amplitude and width tell k_c, t_x and e_c; the rest: phase_change.
///
/// Noise    that of the device: the dome crystallises in steps of quantum, so that the number of pulses to fire
///          differs from one cycle to the next.
struct PhaseChangeNeuron : Accumulation<PhaseChangeNeuron, PhaseChange> {
  static constexpr std::string_view name = "phase_change_neuron";
  static constexpr Cycle<2> cycle{.period = 2e-7, .up = {1.6, 2.0}, .down = {0.0, 2.0}};
  static constexpr double v_th = 0.6, v_low = 0.2, v_most = 3.0, tau_read = 1e-9;
  static constexpr double v_start = 1.0, w_start = 1.0;  // crystalline, as the device starts: fired, to be melted

  template <class T>
  static T progress(const StateOf<PhaseChange, T>& s, const ParametersOf<PhaseChange, T>&) {
    return 1.0 - s.a;
  }
};

}  // namespace hysteron
