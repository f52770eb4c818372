#pragma once

// Decks a designer starts from: what drives a model, the model, and lines that measure. Each runs as it is,
// beside NAME.osdi or NAME.sub. Here: a model's ports between ideal sources.

#include <string>
#include <vector>

#include "spice/drive.h"
#include "spice/sources.h"

namespace hysteron::spice {

/// The answer to one `meas` line.
struct Measure {
  std::string name;       // current_p_3, gap_3
  double at;              // s, or V of a DC sweep
  std::size_t column;     // of a row of Native::follow
  std::size_t group;      // what shares a full scale with it: all currents, or one state
  std::size_t device = 0; // of Deck::devices
};

/// What a native run says at a moment, and the least and the most within a moment of it.
struct Expected {
  double value, least, most;
};

/// One that a native run of its own is compared with.
struct Device {
  Experiment experiment;
  std::string waveform = "";  // the file of the voltages that the simulator found at its ports, where they drive it
};

struct Deck {
  std::string name;    // of its file, without .sp
  std::string text;
  std::string native;  // in words, where the native figures are from
  std::vector<Device> devices;
  std::vector<Measure> measures;
  std::vector<Expected> expected = {};  // of the measures, where it is no run of a device
};

/// NAME, for a sub-circuit NAME_subcircuit.
std::string file_stem(const std::string& name, Form form);

/// A vector of the simulator under a name to measure it by.
struct Quantity {
  std::string name, vector;
  std::size_t column, group, device = 0;
};

/// The states of the device placed as N1 or X1, where id is 1.
std::vector<Quantity> state_quantities(const Circuit& circuit, Form form, const std::string& id = "1", std::size_t device = 0);

/// The last lines of a deck: a transient to `end` [s] in at least so many steps, and a measure of every quantity
/// at each time, which the deck lists then. `also`: what the run shall keep beside. A device driven by what the
/// run finds has its voltage written, the difference of the two nodes given for it.
std::string measured_run(Deck& deck, const std::vector<Quantity>& quantities, const std::vector<double>& times, double end, int points,
                         const std::vector<std::string>& also, const std::vector<std::pair<std::string, std::string>>& nodes = {});

/// The steps that a run of those ports is given: more where a state moves to and fro.
int points(const Circuit& circuit, const Experiment& experiment, double end);

/// Every port's current and every state, measured at those times [s], at the experiment's temperature. The
/// circuit's values are those of the experiment.
Deck measuring_deck(const Circuit& circuit, Form form, const std::string& name, const std::string& title, Experiment experiment,
                    const std::vector<double>& times);

/// The model's cycle, measured on every leg, at a temperature [K]; the name says whether it is cold or hot.
Deck cycle_deck(const Circuit& circuit, Form form, double temperature = Experiment{}.temperature);

/// Eight pulses up and eight down, a tenth of a cycle's leg each, with a read after each.
Deck potentiation_deck(const Circuit& circuit, Form form);

/// Written as by a leg of the cycle, then read after 1, 3, 10, 30 and 100 cycles at rest.
Deck retention_deck(const Circuit& circuit, Form form);

}  // namespace hysteron::spice
