#pragma once

// Devices of one model that differ, side by side under one drive.

#include <map>

#include "spice/deck.h"

namespace hysteron::spice {

/// One of them: a name of letters, digits and '_', and the values in which it differs from the circuit.
struct Sample {
  std::string name;  // nominal, corner_1_up, draw_17
  std::map<std::string, double> values;
};

/// `.model NAME vteam k_off=..`, for OSDI.
std::string model_card(const Circuit& circuit, const Sample& sample, const std::string& name);

/// The model's cycle at as many devices as there are samples, each with its own parameters and start; of each its
/// currents on every leg and where its states end, beside a native run of the same values. Throws InputError for a value
/// that the model does not take.
Deck population_deck(const Circuit& circuit, Form form, const std::vector<Sample>& samples);

}  // namespace hysteron::spice
