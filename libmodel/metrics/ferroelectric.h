#pragma once

// Figures of a ferroelectric capacitor, from loops of charge and from its history.

#include <span>

#include "libmodel/metrics/metric.h"

namespace hysteron::metrics {

/// One closed loop of charge against voltage, in the units of what was given.
struct LoopFigures {
  double two_pr = not_shown;           // FE.2Pr: rising and falling branch apart at 0 V, with the zero of charge anywhere
  double coercive_plus = not_shown;    // FE.Ec+: V where the rising branch crosses the middle of the loop
  double coercive_minus = not_shown;   // FE.Ec-: V of the falling one
  double imprint = not_shown;          // FE.imprint: (V_c+ + V_c-) / 2
  double window = not_shown;           // FE.window: V_c+ - V_c-
};

/// Voltage [V] rising once and falling once, in whatever order the loop begins; charge [C] or polarisation.
/// Contains leakage and the dielectric's charge, which PUND takes away.
LoopFigures loop_figures(std::span<const double> voltage, std::span<const double> charge);

/// 2 P_r against cycles, on the way to failure.
struct Fatigue {
  double wake_up = not_shown;   // FE.wakeup: largest 2 P_r over the first
  double fatigue = not_shown;   // FE.fatigue: last 2 P_r over the largest
  double at_largest = not_shown;  // cycles
};
Fatigue fatigue(std::span<const double> cycles, std::span<const double> two_pr);

}  // namespace hysteron::metrics
