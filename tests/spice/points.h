#pragma once

// Random points at which a text is held against the native model.

#include <random>

#include "libmodel/catalogue/native.h"
#include "spice/circuit.h"

namespace hysteron {

/// What the native model is asked, and the same as the text computes with it.
struct Setting {
  Point point;
  std::vector<double> parameters;  // in the circuit's order, initial values too
  std::vector<double> terminals;   // V
  std::vector<double> deviations;  // V, of the states' nodes
};

/// Anything within the declared ranges, from 200 K to 450 K; parameters where they are given.
Setting random_setting(const spice::Circuit& circuit, std::mt19937_64& random, std::vector<double> parameters = {});

/// What flows out of a state's node [A], and the size of the terms it is a sum of; its charge [C].
struct StateFlow {
  double current, terms, charge;
};
StateFlow state_flow(const spice::Circuit& circuit, const Setting& setting, const Answer& truth, std::size_t state);

/// The difference relative to the larger of the two, or to the size of the terms they are sums of.
double relative(double a, double b, double terms = 0.0);

}  // namespace hysteron
