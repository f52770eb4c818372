#pragma once

// The section of a page for one measurement: its drawing, what was assumed, what was found.

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include "apps/report/findings.h"
#include "apps/report/measured.h"
#include "apps/report/page.h"
#include "apps/report/summary.h"

namespace hysteron::report {

inline std::vector<Finding> found_of(const std::vector<Finding>& findings, const std::string& measurement) {
  std::vector<Finding> out;
  std::copy_if(findings.begin(), findings.end(), std::back_inserter(out), [&](const Finding& f) { return f.of == measurement; });
  return out;
}

/// For every kind without a fit of its own on the page.
template <class Measurement>
void section_of(Page& page, const Measurement& m, const std::vector<Finding>& findings) {
  page.section(m.id + (m.title.empty() ? "" : ": " + m.title));
  for (const auto& text : m.source.assumptions) page.warning("Assumed on import: " + text);
  if constexpr (requires { m.area; }) {
    if (!(m.area > 0.0)) page.warning("The capacitor's area is not known: charge, not polarisation.");
  }
  if constexpr (requires { missing_of(m); }) {
    if (const std::string missing = missing_of(m); !missing.empty()) page.warning(missing);
  }
  if constexpr (requires { m.read_current_on; }) {
    std::vector<std::uint32_t> devices(m.device);
    std::sort(devices.begin(), devices.end());
    const auto n = std::max<std::ptrdiff_t>(1, std::unique(devices.begin(), devices.end()) - devices.begin());
    if (n < 22) page.warning("Few devices (" + std::to_string(n) + "): 22 survivors show 90 % reliability with 90 % confidence.");
  }
  page.figures({{drawn(m), std::to_string(m.size()) + " rows, as measured."}});
  if (const auto found = found_of(findings, m.id); !found.empty()) page.table(finding_table(found));
  if constexpr (requires { m.reported; }) {
    Table t{.header = {"reported by the instrument", "value", "unit"}, .caption = "As the instrument wrote it."};
    for (const auto& r : m.reported) t.rows.push_back({r.name, number(r.value, 6), r.unit});
    if (!t.rows.empty()) page.table(t);
  }
}

}  // namespace hysteron::report
