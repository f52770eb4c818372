#pragma once

// The step functions of aihwkit's devices, fitted to a response in the weight w from -1 to 1.

#include <string>
#include <vector>

#include "apps/handoff/response.h"

namespace hysteron::handoff {

struct AihwkitFit {
  std::string device;                                        // LinearStepDevice
  std::vector<std::pair<std::string, std::string>> settings; // dw_min, up_down and the device's own, as Python
  double dw_min;
  double loss;                                               // of its ramps, % of the range
};

/// LinearStep, SoftBounds, ExpStep, PowStep, PiecewiseStep: each that can be fitted, simplest first.
std::vector<AihwkitFit> aihwkit_fits(const PulseResponse& response);

/// The Python module with that device.
std::string aihwkit_module(const PulseResponse& response, const AihwkitFit& fit, const std::vector<AihwkitFit>& all);

/// The simplest whose loss is at most half a percent, else the one that loses least.
AihwkitFit chosen(const std::vector<AihwkitFit>& fits);

}  // namespace hysteron::handoff
