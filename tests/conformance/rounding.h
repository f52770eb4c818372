#pragma once

// How far rounding can take a recorded formula from its exact value, at given inputs.

#include <map>
#include <string>
#include <vector>

#include "libmodel/scalar/graph.h"

namespace hysteron {

/// What an arithmetic may do wrong in one step.
struct Precision {
  double operation = 1.0;  // roundings in a sum, product, quotient or root
  double function = 2.0;   // ulp, of exp, log, sinh, cosh and tanh
};

/// ceres::Jet divides by multiplying with the inverse, in values as in chain rules.
inline constexpr Precision jet_precision{.operation = 3.0, .function = 3.0};

/// Batch: tests/scalar/batch_test.cc holds its functions to this.
inline constexpr Precision batch_precision{.operation = 1.0, .function = 4.0};

struct Rounded {
  double value;
  double error;  // bound on |value - exact|; inf where a select() could go either way
};

/// Every step with a running bound of its error: that of its arguments through the step, worst case
/// at worst case, and the step's own. N. J. Higham, Accuracy and Stability of Numerical Algorithms,
/// 2nd ed., section 3.3. Two evaluations of one formula differ by the sum of their bounds at most.
std::vector<Rounded> evaluate(const Graph& graph, const std::map<std::string, double>& inputs,
                              const Precision& precision);

}  // namespace hysteron
