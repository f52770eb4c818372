#pragma once

// Sections of a page for ferroelectric loops and PUND.

#include <vector>

#include "apps/report/finding.h"
#include "apps/report/page.h"
#include "data/measurement.h"

namespace hysteron::report {

/// Each draws the measurement and lists what was found and what the instrument reported itself.
void section_of(Page& page, const data::PvLoop& loop, const std::vector<Finding>& findings);
void section_of(Page& page, const data::Pund& pund, const std::vector<Finding>& findings);

}  // namespace hysteron::report
