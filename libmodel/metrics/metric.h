#pragma once

// What a figure is: a number, what it is called, and how far it can be trusted.

#include <limits>
#include <string_view>

namespace hysteron::metrics {

inline constexpr double not_shown = std::numeric_limits<double>::quiet_NaN();

/// How sure each bound of an interval is, by itself: `lower` is exceeded with this confidence, and so
/// is `upper` fallen short of; the interval between them holds with 90 %.
inline constexpr double confidence = 0.95;

/// An estimate with one-sided bounds at `confidence`; NaN where the data do not show it.
struct Interval {
  double value = not_shown, lower = not_shown, upper = not_shown;
};

struct Metric {
  std::string_view id;          // LIN.maxdev
  double value;                 // NaN: the data do not show it
  std::string_view unit{};        // "%", "1"
  std::string_view definition{};  // one line
};

}  // namespace hysteron::metrics
