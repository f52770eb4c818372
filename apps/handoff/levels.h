#pragma once

// Conductance levels for simulators that program weights instead of training them.

#include <vector>

#include "apps/handoff/response.h"

namespace hysteron::handoff {

struct Levels {
  int bits;
  std::vector<double> mean, deviation;  // S, ascending; deviation of the pulse that reaches the level
  double inl;                           // largest distance from even spacing, in steps
};

/// As many levels as whole bits allow, at most `most`, each a read of the rising ramp, none further than half a step
/// from even spacing; one bit at least.
Levels levels(const PulseResponse& response, int most);

/// Magnitude of the decay exponent, mean over the levels; 0 where none is known.
double mean_drift(const PulseResponse& response);

}  // namespace hysteron::handoff
