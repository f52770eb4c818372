#pragma once

// The exported sub-circuit in ngspice against the native run, over one switching cycle.

#include <string>
#include <vector>

#include "apps/report/fitted.h"

namespace hysteron::report {

struct NetlistCheck {
  std::vector<double> time, voltage;    // s, V: a triangle up, down and back
  std::vector<double> native, ngspice;  // A
  double worst = 0.0;                   // largest difference over the largest current, see below
};

/// A moment may differ by so much of the cycle: where the current jumps, its height says nothing.
inline constexpr double moment = 1e-4;

/// One triangle between the extreme voltages of the trace's pulses, as long as all of them together,
/// run natively and in ngspice from the state the fit gives. Throws InputError where ngspice is not
/// installed or does not finish.
NetlistCheck check_netlist(const Fitted& fitted, const fitters::Trace& trace);

}  // namespace hysteron::report
