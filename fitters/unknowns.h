#pragma once

// The unknowns of a problem and which of them may move, after the model, the traces and the user.

#include <string>
#include <vector>

#include "fitters/assembly.h"
#include "fitters/options.h"

namespace hysteron::fitters {

struct Setup {
  Unknowns start;
  std::vector<Coordinate> all;         // one for each unknown
  std::vector<Coordinate> candidates;  // may be free, in the order in which they are judged
  std::vector<bool> given;             // per unknown: by the user or the trace
  std::vector<bool> known;             // per unknown: by every trace, each its own value
};

/// States a measurement can find anywhere: those that do not start at a bound, or else the first.
/// The others (wear, temperature rise) start at rest.
std::vector<std::size_t> level_states(const Device& device);

/// The problem as the model meets it: a sweep over a series resistor where the model has r_s, over the device
/// where it has not; of what the measurements know, what is a parameter of the model and not named by
/// the user. Throws InputError where such a value is outside the parameter's range.
FitProblem met_by(const Device& device, FitProblem problem, const FitOptions& options);

/// Initial states come first, for nothing is known of them; then the parameters as the model lists
/// them. Throws InputError for names the model does not have and values outside their bounds.
Setup set_up(const Device& device, const FitProblem& problem, const FitOptions& options);

}  // namespace hysteron::fitters
