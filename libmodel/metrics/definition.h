#pragma once

// The list of figures: what each id means, who says so, and what has to be measured for it.

#include <limits>
#include <span>
#include <string_view>

namespace hysteron::metrics {

/// What chance adds to a figure in the mean, measured on made data of known truth (tests/report/bias_test.cc).
struct Bias {
  double value = std::numeric_limits<double>::quiet_NaN();  // in the figure's unit, 0 where not told from none; NaN: not measured
  std::string_view of{};                                    // those data
};

struct Definition {
  std::string_view id;       // LIN.maxdev
  std::string_view unit;     // SI, "%" or "1"
  std::string_view formula;  // one line
  std::string_view source;   // "ours" where nobody else has it
  std::string_view shown_by;  // the measurement that shows it
  Bias bias{};
};

/// Every id there is. One with a direction is printed as id.up and id.down.
std::span<const Definition> definitions();

/// The definition of an id, with or without its .up or .down; nullptr if there is none.
const Definition* definition(std::string_view id);

}  // namespace hysteron::metrics
