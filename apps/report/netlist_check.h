#pragma once

// The exported sub-circuit in ngspice against the native run, over one switching cycle.

#include <string>
#include <vector>

#include "apps/report/fitted.h"

namespace hysteron::report {

struct NetlistCheck {
  std::vector<double> time, voltage;    // s, V: a triangle up, down and back
  std::vector<double> native, ngspice;  // A
  double worst = 0.0;                   // largest difference over the largest current, as spice::agreement has it
};

/// One triangle between the extreme voltages of the trace's pulses, as long as all of them together, at its
/// temperature, run natively and in ngspice from the state the fit gives. Throws InputError where ngspice
/// is not installed or does not finish.
NetlistCheck check_netlist(const Fitted& fitted, const fitters::Trace& trace);

}  // namespace hysteron::report
