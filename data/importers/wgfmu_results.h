#pragma once

// What a waveform generator of a B1500A (WGFMU) measured: two results over time, which the file calls by number.

#include <string>
#include <vector>

#include "data/importers/channels.h"

namespace hysteron::data {

/// Adds the waveform of Time, MeasResult1_value and MeasResult2_value, and what was assumed; false where the channels are
/// not these. The first result is the voltage, unless it alone stays within what the instrument can measure of current, 10 mA.
bool add_wgfmu_results(const std::vector<Channel>& channels, const std::string& title, Imported& into);

}  // namespace hysteron::data
