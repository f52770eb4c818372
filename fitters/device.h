#pragma once

// A model as the fitter sees it: numbers in, currents and their slopes out. The optimiser and the
// statistics are compiled once; only what is behind follow() is compiled for each model.

#include <Eigen/Core>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "fitters/trace.h"
#include "libmodel/field.h"
#include "libmodel/model.h"

namespace hysteron::fitters {

/// A direction to differentiate along: input `index` moves at `rate`.
struct Seed {
  std::size_t index;
  double rate;
};

using Slopes = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// From this tolerance on, points are visited once and often far off: pulse maps would not pay.
inline constexpr double searching = 1e-5;

struct Device {
  std::string name;
  std::vector<Field> parameters, states;
  std::vector<bool> noise_only;  // per parameter: the response never depends on it
  std::string elements;  // the parameter that counts the alike elements of which its only state is the share that turned; empty: none

  /// Writes the current [A] of each row of the trace, its charge [C] since the first, or the probability that its pulse
  /// switches one element. `inputs` are the parameters, then the initial state. Row j of `slopes` is d current / d seed j, sized by the callee; with no seeds
  /// only values are computed. False where the integration gave up; then nothing is defined.
  std::function<bool(const Trace& trace, std::span<const double> inputs, std::span<const Seed> seeds, double tolerance,
                     std::span<double> current, Slopes& slopes)>
      follow;
};

/// The device of a model: its write port takes the pulses and sweeps, its read port is read.
template <CompactModel M>
Device device();

/// The device by the model's name; InputError, listing the names, if there is none.
Device device(std::string_view name);

}  // namespace hysteron::fitters
