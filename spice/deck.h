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

struct Deck {
  std::string name;  // of its file, without .sp
  std::string text;
  Experiment experiment;  // what it drives, for the native model
  std::vector<Measure> measures;
};

/// The circuit's own values and start, with no voltage yet at any port.
Experiment undriven(const Circuit& circuit);

/// Every port's current and every state, measured at those times [s], at the experiment's temperature. The
/// circuit's values are those of the experiment.
Deck measuring_deck(const Circuit& circuit, Form form, const std::string& name, const std::string& title, Experiment experiment,
                    const std::vector<double>& times);

/// 0, up, 0, down, 0 at the ports that switch, as the model's cycle has it.
Experiment cycle(const Circuit& circuit);

/// That cycle, measured on every leg.
Deck cycle_deck(const Circuit& circuit, Form form);

/// Eight pulses up and eight down, a tenth of a cycle's leg each, with a read after each.
Deck potentiation_deck(const Circuit& circuit, Form form);

/// Of a run: two integrators may put a jump, or the phase of a turning magnet, so far apart.
inline constexpr double moment = 1e-5;

/// Of full scale.
inline constexpr double jump = 1e-2;

/// What the native model has at a time, and the least and the most within a moment of it.
struct Expected {
  double value, least, most;
};

/// Of each measure. Throws InputError where the integrator gives up.
std::vector<Expected> native_measures(const Circuit& circuit, const Deck& deck);

/// The largest difference of the measures from what is expected, of the full scale of their group: from
/// the value, or, where the model moves by more than a jump within a moment, from what it passes there.
/// NaN where a measure failed.
struct Agreement {
  double worst = 0.0;
  std::string measure;
};
Agreement agreement(const std::vector<Measure>& measures, const std::vector<Expected>& native, const std::vector<double>& found);

/// What `meas` said in the simulator's output, NaN for a measure that failed, in their order.
std::vector<double> measured(const Deck& deck, const std::string& output);

}  // namespace hysteron::spice
