#pragma once

// A step that is linear in the weight: the exponential ramp as a recurrence, without NeuroSim's table.

#include "apps/handoff/response.h"

namespace hysteron::handoff {

/// Of the weight w = -1 at g_min to 1 at g_max: the change by a pulse is level - slope w. In both directions
/// the ramp is G(P) of exponential.h, and the step follows from it,
///
///     up:   (1 - exp(-1/A)) (w_up - w),      w_up = -1 + 2 / (1 - exp(-N/A))
///     down: (1 - exp( 1/A)) (w_down - w),    w_down likewise, A < 0 where it is steep first
struct LinearStep {
  double level_up, slope_up, level_down, slope_down;
};

LinearStep linear_step(const PulseResponse& response);

/// Between the weight and the conductance.
double weight(const PulseResponse& response, double g);
double conductance(const PulseResponse& response, double w);

/// The largest difference in %, of ramps in w that begin at -1 and 1, from the response's.
double loss_of_weights(const PulseResponse& response, const std::vector<double>& up, const std::vector<double>& down);

}  // namespace hysteron::handoff
