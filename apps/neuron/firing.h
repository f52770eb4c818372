#pragma once

// A cell that fires: a model with a membrane, run natively under a held drive.

#include <vector>

#include "data/measurement.h"
#include "libmodel/metrics/neuron.h"
#include "spice/circuit.h"

namespace hysteron::apps {

/// A cell under a constant drive, from its default state. What is said of spikes leaves the first half of
/// the run out, in which the cell settles.
struct Firing {
  double drive = 0.0;                   // V
  std::vector<double> time, membrane;   // s, V, over the last few spikes, or the whole run where there are none
  std::vector<double> current;          // A, from the source
  metrics::SpikeTrain train;            // NaN where it does not fire
  metrics::Turns turns;                 // of the membrane
  double threshold, hold;               // V, of the membrane where it turns; NaN where it does not fire
  double energy_node, energy_total;     // J a spike, from all sources: behind the load of the first; with it. NaN where it does not fire
  double load;                          // ohm, between the source and the membrane; NaN: not known
  double gave_up = 0.0;                 // s, where the integrator gave up; 0: it did not

  bool fires() const { return train.rate > 0.0; }
};

/// The place of the membrane, v_m, among the states. Throws InputError for a model that has none.
std::size_t membrane_of(const spice::Circuit& cell);

/// A measured train as a run: threshold and hold are means over its spikes, the node is the device alone. NaN
/// without a trace.
Firing measured_firing(const data::SpikeTrain& train);

/// Other ports than the first are held at the upper turn of the model's cycle.
Firing firing(const spice::Circuit& cell, double drive, double temperature);

}  // namespace hysteron::apps
