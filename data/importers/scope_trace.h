#pragma once

// What an oscilloscope recorded of a device and a resistor in series to ground, whoever made it.

#include <string>
#include <vector>

#include "data/importers/importer.h"
#include "data/importers/numeric_rows.h"

namespace hysteron::data {

struct ScopeChannel {
  std::size_t place;  // in the row
  std::string name;   // as in the file
  std::string unit;   // V, of the second channel also A
};

/// Adds the waveform of rows from `first` on: the time in column 0, in `time_unit`, and one or two channels. The first channel
/// is the voltage of the source, over the device and a resistor to ground; the second is the voltage over that resistor, or a
/// current where its unit is one. Rows in which a channel is empty are unreadable. Throws InputError, beginning with `place`,
/// for units that are none of these.
void add_scope_trace(const InstrumentFile& file, std::size_t first, const Unit& time_unit, const std::vector<ScopeChannel>& channels,
                     const std::string& place, const ImportOptions& options, Imported& into);

}  // namespace hysteron::data
