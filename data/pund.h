#pragma once

// What a PUND sequence says of the switched charge.

#include <vector>

#include "data/measurement.h"

namespace hysteron::data {

/// The charge of one pulse: the integral of its current by the trapezoidal rule.
struct PulseCharge {
  Pund::Phase phase;
  double at_peak;  // C, from its start to its largest voltage
  double left;     // C, from its start to its end
};
std::vector<PulseCharge> pulse_charges(const Pund& sequence);

/// The charge that pulses switch for good, 2 P_r times area: what a switching pulse leaves beyond the other
/// of its sign, in C, > 0 for a ferroelectric. Means over the pulses of a letter; NaN where one is missing.
struct SwitchedCharge {
  double up;    // P - U
  double down;  // D - N, both negative
};
SwitchedCharge switched_charge(const Pund& sequence);

}  // namespace hysteron::data
