#pragma once

// The exported sub-circuit in ngspice against the native run, over one switching cycle.

#include <string>
#include <vector>

#include "apps/report/fitted.h"

namespace hysteron::report {

struct NetlistCheck {
  std::vector<double> time;             // s, of the reads
  std::vector<double> native, ngspice;  // A, read currents
  double worst = 0.0;                   // largest difference over the largest current
  std::string netlist, deck;            // what was run
};

/// The first ramp up and the first ramp down of a trace in at most `pulses` pulses each: runs of
/// equal pulses become fewer, longer ones.
fitters::Trace one_cycle(const fitters::Trace& trace, std::size_t pulses);

/// Runs the cycle natively and in ngspice from the same state. Throws InputError where ngspice is
/// not installed or does not finish.
NetlistCheck check_netlist(const Fitted& fitted, const fitters::Trace& cycle);

}  // namespace hysteron::report
