#pragma once

// Findings and verdicts as tables, for a page and for CSV.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "apps/report/finding.h"
#include "apps/report/page.h"
#include "apps/report/target.h"

namespace hysteron::report {

/// A row for each requirement: value, bounds, definition, required, verdict and what is missing.
Table verdict_table(const Target& target, const std::vector<Finding>& findings);

/// A row for each finding: id, value, bounds, of what, from what, definition.
Table finding_table(const std::vector<Finding>& findings);

/// A row for each id that has one: what chance adds to it in the mean, and of which data that was measured.
Table bias_table(const std::vector<Finding>& findings);

/// Value with the unit of its definition, "0.12 fJ", "93.1 %".
std::string value_of(const Finding& finding);

/// Both with that unit, "0.11 fJ .. 0.14 fJ", a side that is not bounded "open"; "none" where nothing was repeated.
std::string bounds_with_unit(const Finding& finding);

/// What is asked, "at least 90 %".
std::string required_of(const Requirement& requirement);

/// Bounds hold with `confidence` each; null where there is none.
nlohmann::json as_json(const Finding& finding);
nlohmann::json as_json_without_definition(const Finding& finding);
nlohmann::json as_json(const Target& target, const std::vector<Finding>& findings);

/// A table as comma-separated values, quoted where needed.
std::string as_csv(const Table& table);

}  // namespace hysteron::report
