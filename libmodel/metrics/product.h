#pragma once

// How well an array multiplies: currents that flow against currents that were meant.

#include <span>

#include "libmodel/metrics/metric.h"

namespace hysteron::metrics {

/// Of outputs over inputs and lines together; NaN where the outputs meant are all alike, or fewer than two.
struct ProductQuality {
  double error = not_shown;        // MVM.error, %
  double gain = not_shown;         // MVM.gain
  double offset = not_shown;       // in the unit of the outputs
  double correlation = not_shown;  // MVM.r
  double bits = not_shown;         // MVM.enob
};
ProductQuality product_quality(std::span<const double> ideal, std::span<const double> real);

/// An output as 0, 1, ... inputs are on, against what was meant; the line through the ends takes gain and offset out,
/// a least significant bit is the span over the number of inputs. Equal inputs make it a converter's ramp.
struct RampQuality {
  double inl = not_shown;  // MVM.inl
  double dnl = not_shown;  // MVM.dnl
};
RampQuality ramp_quality(std::span<const double> ideal, std::span<const double> real);

/// READ.margin: how much of the current of an on cell tells it from an off cell, each in its worst company.
double read_margin(double on_current, double off_current);

}  // namespace hysteron::metrics
