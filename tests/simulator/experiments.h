#pragma once

// Each model's switching cycle, from its default start.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "libmodel/catalogue/native.h"
#include "spice/circuit.h"
#include "spice/ngspice.h"

namespace hysteron {

/// Points of a run: tens and hundreds of turns of a magnet take more of the trapezoidal rule's steps.
constexpr int points(std::string_view model) { return model == "mtj" ? 100000 : model == "magnetoelectric" ? 40000 : 20000; }

/// What the sub-circuit of a model does not do in ngspice 46, and why. Each row is tried: one that
/// converges fails its test.
struct Unsolved {
  std::string_view model, deck, reason;
};
inline constexpr std::array unsolved = {
    Unsolved{"diffusive", "potentiation_subcircuit", "a resistor's share solved step by step: the chain of sources overflows on a fast edge"},
    Unsolved{"interface_oxide", "potentiation_subcircuit", "a junction solved step by step: the chain of sources overflows on a fast edge"},
    Unsolved{"mtj", "potentiation_subcircuit", "hundreds of turns more: not done in the time given"},
    Unsolved{"vcm_jart", "loop op", "two junctions solved in turn: the chain of sources overflows before it converges"},
    Unsolved{"vcm_jart", "loop uic", "as with an operating point"},
    Unsolved{"vcm_jart", "cycle_subcircuit", "as its loop"},
    Unsolved{"vcm_jart", "potentiation_subcircuit", "as its loop"},
    Unsolved{"vcm_jart", "dc sweep", "as its loop"},
};
constexpr bool is_unsolved(std::string_view model, std::string_view deck) {
  return std::any_of(unsolved.begin(), unsolved.end(), [&](const Unsolved& u) { return u.model == model && u.deck == deck; });
}

/// The native model at given times, and the least and the most of each column within shift of the run.
struct Truth {
  spice::Table at, least, most;

  /// Of a column, in which 0 is time.
  double full_scale(std::size_t column) const;

  /// Whether a column from this one on moves by more than 1e-3 of full scale in that time.
  bool jumps(std::size_t first) const;

  /// How far a value is from the model's, relative to full scale. A filament closes in 1e-5 of a
  /// run, and two integrators may put that event a fraction of it apart: where the model moves by
  /// more than 1 % of full scale within shift of the run, the moment is free within it.
  double distance(std::size_t row, std::size_t column, double value, double scale) const;
};
inline constexpr double shift = 1e-5;

/// Throws std::runtime_error if the integrator gives up.
Truth truth_at(const std::string& model, const Experiment& experiment, const std::vector<double>& times);

/// Whether any state without unit moved by a tenth of its range, or a temperature by 100 K: else it was no cycle.
bool switches(const spice::Circuit& circuit, const spice::Table& truth);

}  // namespace hysteron
