#pragma once

// The list of figures: what each id means, who says so, and what has to be measured for it.

#include <span>
#include <string_view>

namespace hysteron::metrics {

struct Definition {
  std::string_view id;       // LIN.maxdev
  std::string_view unit;     // SI, "%" or "1"
  std::string_view formula;  // one line
  std::string_view source;   // "ours" where nobody else has it
  std::string_view shown_by;  // the measurement that shows it
};

/// Every id there is. One with a direction is printed as id.up and id.down.
std::span<const Definition> definitions();

/// The definition of an id, with or without its .up or .down; nullptr if there is none.
const Definition* definition(std::string_view id);

}  // namespace hysteron::metrics
