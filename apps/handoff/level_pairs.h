#pragma once

// Weights as pairs of devices at their levels, in Python: what the targets that program weights share.

#include <string>
#include <vector>

#include "apps/handoff/levels.h"

namespace hysteron::handoff {

/// NumPy text: LEVELS and DEVIATION [S], and pairs(weight, generator), which returns the weights that pairs of
/// devices have, read as a difference, and the weight of a S; no generator: no noise.
std::string level_pairs(const Levels& levels);

/// How far a weight is off, and what else is lost.
std::vector<std::string> lost_by_levels(const Levels& levels);

}  // namespace hysteron::handoff
