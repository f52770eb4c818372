#pragma once

// Formulas that differ in their index alone, as one.

#include <string>
#include <vector>

#include "spice/formula.h"

namespace hysteron::spice {

/// A formula over an index: switching_i = exp(-c_i * p_i) stands for switching_1 .. switching_8, in
/// whose k-th every _i is _k and c_i is numbers[k - 1]. One that stands for itself has count 1.
struct Family {
  Formula formula;
  int count = 1;
  std::vector<std::string> numbers = {};  // in brackets where they have a sign
};

/// The formulas in their order, but those name_1 .. name_N, N > 2, that are alike but for the index
/// and at most one number made one, where the first of them stood.
std::vector<Family> families(const std::vector<Formula>& all);

}  // namespace hysteron::spice
