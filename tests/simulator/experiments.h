#pragma once

// For each model a full switching cycle, from a start away from every bound.

#include <map>
#include <string>

#include "tests/spice/native.h"

namespace hysteron {

/// Throws std::out_of_range for a model without one: give it a line in experiments.cc.
const Experiment& experiment(const std::string& model);

/// The state that must have moved by a tenth of its range for the cycle to count as one.
bool switches(const spice::Circuit& circuit, const spice::Table& truth);

}  // namespace hysteron
