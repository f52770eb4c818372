#pragma once

// Columns that an analyser names after its channels, without units: DrainV, DrainI, AV, AI, Time. SI is implied.

#include <string>
#include <vector>

#include "data/import.h"
#include "data/importers/importer.h"

namespace hysteron::data {

struct Channel {
  std::string name;            // as in the file
  std::vector<double> values;  // SI; may be shorter than others
};

/// What a name says: 'V', 'I', 't' for time, 0 for anything else.
char quantity_of(const std::string& name);

/// Adds the sweep among the channels: the voltage that is swept, which is the one of widest range; the current of
/// the same terminal, or of the widest range where that has none; and the time, if there is one and it never falls.
/// Where a gate is swept and a drain measured it is a transfer curve: the current is the drain's, read_voltage the voltage
/// there, from the options where the channels do not hold it. Other voltages are told as assumptions. Throws InputError,
/// beginning with `place`, if there is no voltage or current.
void add_sweep(const std::vector<Channel>& channels, const std::string& title, const std::string& place, const ImportOptions& options, Imported& into);

}  // namespace hysteron::data
