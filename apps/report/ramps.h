#pragma once

// A pulse train as ramps of conductance, for figures of linearity and symmetry.

#include <span>
#include <vector>

#include "data/measurement.h"

namespace hysteron::report {

/// Conductance before the first pulse of a ramp and after each, S. Means over `ups`, `downs` ramps.
struct Ramps {
  std::vector<double> up, down;
  std::vector<std::vector<double>> each_up, each_down;  // as long as the means
  int ups = 0, downs = 0;
  bool resampled = false;  // the ramps had unlike lengths: compared at like fractions
};

/// Direction of each row: +1, -1, and 0 for a pure read.
std::vector<int> directions(const data::PulseTrain& train);

/// Conductance of each row, S; NaN where it was not read.
std::vector<double> conductances(const data::PulseTrain& train);

/// The mean ramps of a train whose row k has conductance[k]: measured, or a model's answer to the
/// same pulses. A ramp of fewer than three pulses is not one.
Ramps mean_ramps(const data::PulseTrain& train, std::span<const double> conductance);

/// Every read after a pulse, one before the first, and the direction of each pulse.
struct Sequence {
  std::vector<double> g;  // S
  std::vector<int> direction;
};
Sequence sequence_of(const data::PulseTrain& train, std::span<const double> conductance);

/// One amplitude for each polarity.
bool is_of_one_amplitude(const data::PulseTrain& train);

}  // namespace hysteron::report
