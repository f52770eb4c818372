#pragma once

#include "libmodel/circuits/relaxation.h"
#include "libmodel/devices/diffusive.h"

namespace hysteron {

// The silver of diffusive in a gap whose field a growing bridge takes over: it runs away, and lets go again.
struct FocusedSilver : Diffusive {
  template <class T>
  struct Parameters : Diffusive::Parameters<T> {
    static void describe(auto& p, auto&& field) {
      Diffusive::Parameters<T>::describe(p, [&](auto& x, Field f) {
        if (f.name == "k_grow") f.value = 10.0;
        if (f.name == "v_h") f.value = 0.06;
        if (f.name == "tau_off") f.value = 2.5e-5;
        if (f.name == "focus") f.value = 0.6;
        field(x, f);
      });
    }
  };
};

/// Integrate-and-fire cell (volatile silver): a bridge grows across a leaky capacitor, empties it, and falls apart.
///
///     c_p dv_m/dt = (v - v_m) / r_l - v_m / r_leak - i(v_m)
///     i and its states: diffusive
///
/// The input charges the membrane c_p through r_l. At rest the bridge holds growth against retraction; it runs away
/// where the field it takes over grows faster than its surface draws it back, a fold in v_m(x): the threshold. Emptied,
/// the membrane feeds it no more; it retracts within tau_off, and the cell begins again. Firing takes a membrane that is
/// slower than the bridge: else both come to rest half way.
///
/// Source   Z. Wang et al., Nature Electronics 1 (2018) 137: a silver switch across a capacitor as neuron; S. O. Pearson,
///          H. St. G. Anson, Proc. Phys. Soc. London 34 (1922) 175; the switch: diffusive.
/// Differs  the threshold is where a bridge runs away in place of a fixed voltage; chance only scatters it.
/// Omits    inductance of the leads.
/// Defaults a focus of 0.6 and a v_h that make the fold, below 0.4 V; slow beside the selector of diffusive. Illustrative.
///
/// Identify rates over drive tell r_l c_p and the threshold; the device alone tells the rest.
///
/// Noise    that of the switch, and of the resistors, moves the node: clusters of silver make the interval random.
struct AgNeuron : Relaxation<AgNeuron, FocusedSilver> {
  static constexpr std::string_view name = "ag_neuron";
  static constexpr Cycle<> cycle{.period = 8e-4, .up = {0.5}, .down = {0.0}};
  static constexpr double r_l = 1e7, r_leak = 1e10, c_p = 1e-11;
};

}  // namespace hysteron
