#pragma once

// Measurements whose truth is known.

#include <map>
#include <random>

#include "fitters/device.h"

namespace hysteron::fitters {

/// A device whose current is `offset + rise k` at row k, whatever is applied: least squares in closed form.
Device straight_line();

/// A train of `runs` runs of `length` equal pulses, up and down in turn, each read at 0.1 V.
Trace pulses(double up, double down, double width, int length, int runs);

/// Triangles 0, up, 0, down, 0 of that period, 200 points each.
Trace loops(double up, double down, double period, int cycles);

enum class Share { of_range, of_value };

/// The trace with the currents a device would give, plus Gaussian noise of `noise` times their
/// range or each value. Values not given stand at their defaults.
Trace measured_on(const Device& device, Trace trace, const std::map<std::string, double>& truth, double noise,
                  std::mt19937_64& draw, Share share = Share::of_range);

/// Between two bounds, evenly, or evenly in the logarithm.
double between(double low, double high, std::mt19937_64& draw);
double log_between(double low, double high, std::mt19937_64& draw);

}  // namespace hysteron::fitters
