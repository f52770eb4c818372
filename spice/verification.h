#pragma once

// A deck's measures against the native model.

#include <filesystem>

#include "spice/deck.h"

namespace hysteron::spice {

/// Of a run: two integrators may put a jump, or the phase of a turning magnet, so far apart.
inline constexpr double moment = 1e-5;

/// Of full scale.
inline constexpr double jump = 1e-2;

/// Of each measure of a deck of that model. Throws InputError where the integrator gives up.
std::vector<Expected> native_measures(const std::string& model, const Deck& deck);

/// Drives the devices with the voltages that the run left in the folder. Throws InputError where it left none.
void take_waveforms(Deck& deck, const std::filesystem::path& folder);

/// The largest difference of the measures from what is expected, of the full scale of their group: from
/// the value, or, where the model moves by more than a jump within a moment, from what it passes there.
/// NaN where a measure failed.
struct Agreement {
  double worst = 0.0;
  std::string measure;
};
Agreement agreement(const std::vector<Measure>& measures, const std::vector<Expected>& native, const std::vector<double>& found);

/// What `meas` said in the simulator's output, NaN for a measure that failed, in their order.
std::vector<double> measured(const std::vector<Measure>& measures, const std::string& output);

/// How a transient went, as `rusage` said in the simulator's output; zeros where it did not.
struct Effort {
  double iterations = 0.0, points = 0.0, rejected = 0.0;

  double iterations_a_point() const { return points > 0.0 ? iterations / points : 0.0; }
  double rejected_share() const { return points > 0.0 ? rejected / points : 0.0; }
};
Effort effort(const std::string& output);

}  // namespace hysteron::spice
