#pragma once

// What a count of successes proves about a probability.

#include <cstdint>

namespace hysteron {

/// Exact one-sided bounds of Clopper and Pearson on the probability of success, each right with at least
/// the given confidence in (0, 1), from `successes` of `trials` >= 1 independent trials. YIELD.lower.
///
/// Source  C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404, doi:10.1093/biomet/26.4.404.
double lower_bound(std::int64_t successes, std::int64_t trials, double confidence = 0.95);
double upper_bound(std::int64_t successes, std::int64_t trials, double confidence = 0.95);

}  // namespace hysteron
