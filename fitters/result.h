#pragma once

// From an optimum to what is said about it.

#include "fitters/fit.h"
#include "fitters/identify.h"
#include "fitters/solve.h"
#include "fitters/unknowns.h"

namespace hysteron::fitters {

/// Fills estimates, intervals, correlations, weak directions, traces and warnings of the result.
void describe(const Assembly& assembly, const Robust& robust, const Setup& setup, std::span<const Coordinate> free,
              const std::vector<Verdict>& verdicts, const Solution& solution, FitResult& result);

}  // namespace hysteron::fitters
