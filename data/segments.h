#pragma once

// The pulses in a trace.

#include "data/measurement.h"

namespace hysteron::data {

/// A pulse cut out of a trace: from where the voltage leaves its rest to where it returns.
struct Segment {
  double start;    // s, where the plateau is reached to half
  double rise;     // s, 0 to plateau: 1.25 of the time from 10 to 90 %
  double width;    // s, of the plateau, above 90 %
  double fall;     // s
  double voltage;  // V, median of the plateau
  double current;  // A, mean over the inner half of the plateau
  double current_std;  // A
};

/// Pulses of a trace in the order of time. A voltage rests within 5 % of its largest about its median.
std::vector<Segment> segments(const Waveform& trace);

/// Pulses and the reads that follow them: a pulse below half of the largest voltage that follows another
/// pulse is its read; before any pulse it is a read alone. Throws InputError if there is no pulse.
PulseTrain pulses_of(const Waveform& trace);

}  // namespace hysteron::data
