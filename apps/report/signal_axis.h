#pragma once

#include <string_view>

namespace hysteron::report {

/// What a fit compares, as an axis says it, by its unit.
constexpr const char* signal_axis(std::string_view unit) {
  return unit == "S" ? "conductance [S]" : unit == "C" ? "charge [C]" : unit == "1" ? "share that switched" : "current [A]";
}

}  // namespace hysteron::report
