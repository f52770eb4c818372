#pragma once

// SUNDIALS CVODES as an independent integrator: BDF, dense Jacobian by its own difference quotients.

#include <functional>
#include <vector>

namespace hysteron {

/// Writes the rates of y at time t.
using RateFunction = std::function<void(double t, const double* y, double* rate)>;

/// Advances y over duration [s] at the relative tolerance given, and absolute ones in the unit of each
/// state, in steps of at most `longest` [s] where that is above 0: a rate that is zero for a while lets
/// CVODES jump over what follows. False where CVODES gave up; y is then where it stopped.
bool cvodes_advance(const RateFunction& rate, double duration, double relative, const std::vector<double>& absolute,
                    std::vector<double>& y, double longest = 0.0);

}  // namespace hysteron
