#pragma once

// What one pulse changes, as a table over the conductance.

#include <functional>
#include <vector>

#include "apps/handoff/response.h"

namespace hysteron::handoff {

/// Ascending conductance and the change by a pulse there [S], linear between, none beyond the end the pulse drives to.
struct Steps {
  std::vector<double> at, change;

  double operator()(double g) const;
};

/// From the ramps themselves, hence exact along them; a read that does not go the ramp's way is left out.
Steps steps_up(const PulseResponse& response);
Steps steps_down(const PulseResponse& response);

/// The conductance before the first pulse and after each.
std::vector<double> replay(const std::function<double(double)>& step, double start, int number);

}  // namespace hysteron::handoff
