#pragma once

// Decks a designer starts from: a model's ports driven by ideal sources, its currents and states
// measured at given times. Each runs as it is, beside NAME.osdi or NAME.sub.

#include <string>
#include <vector>

#include "libmodel/catalogue/native.h"
#include "spice/sources.h"

namespace hysteron::spice {

/// The answer to one `meas` line.
struct Measure {
  std::string name;    // current_p_3, gap_3
  double time;         // s
  std::size_t column;  // of a row of Native::follow
  std::size_t group;   // what shares a full scale with it: all currents, or one state
};

struct DriveDeck {
  std::string name;                // of its file, without .sp
  std::string text;
  Experiment experiment;           // what it drives, for the native model
  std::vector<Measure> measures;
};

/// 0, up, 0, down, 0 at the ports that switch, as the model's cycle has it, measured on every leg.
DriveDeck cycle_deck(const Circuit& circuit, Form form);

/// Eight pulses up and eight down, a tenth of a cycle's leg each, with a read after each.
DriveDeck potentiation_deck(const Circuit& circuit, Form form);

/// What the native model has at a time, and the least and the most around it: two integrators may put a
/// jump, or the phase of a turning magnet, 1e-5 of the run apart.
struct Expected {
  double value, least, most;
};

/// Of each measure. Throws InputError where the integrator gives up.
std::vector<Expected> native_measures(const Circuit& circuit, const DriveDeck& deck);

/// The largest difference of the measures from what is expected, of the full scale of their group;
/// NaN where a measure failed.
struct Agreement {
  double worst = 0.0;
  std::string measure;
};
Agreement agreement(const std::vector<Measure>& measures, const std::vector<Expected>& native, const std::vector<double>& found);

/// What `meas` said in the simulator's output, NaN for a measure that failed, in their order.
std::vector<double> measured(const DriveDeck& deck, const std::string& output);

}  // namespace hysteron::spice
