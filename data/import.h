#pragma once

// Instrument files as measurements. One importer a file in importers/, found by what the file holds,
// never by its name.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "data/measurement.h"

namespace hysteron::data {

/// What the user says about a file that does not say it itself. Where a nominal value below is
/// used, the measurement records it as an assumption.
struct ImportOptions {
  std::string columns;              // meaning of headerless columns, see importers/headerless_columns.cc
  std::string map;                  // meaning of columns with headings of their own, see importers/mapped_columns.cc
  double pulse_up = 1.0;            // V, potentiating
  double pulse_down = -1.0;         // V, depressing
  double pulse_width = 1e-6;        // s
  double read_voltage = 0.1;        // V
  bool pulse_voltage_given = false, pulse_width_given = false, read_voltage_given = false;
  double r_series = 50.0;           // ohm, over which a second oscilloscope channel measures the current
  bool r_series_given = false;
  bool segment = false;             // traces become the pulses in them
  bool negative_potentiates = false;  // terminals are exchanged: every voltage and current changes sign
  std::string title;
};

/// A column as it was understood.
struct ImportedColumn {
  std::string heading;  // as in the file, or its place in it
  std::string meaning;  // "read_current", "" if left out
  std::string unit;     // as in the file
};

/// What an importer made of a file.
struct Imported : Measurements {
  std::string format;       // id of the importer
  std::string description;  // of the format, for people
  std::size_t rows = 0;     // of data, unreadable ones not among them
  std::vector<ImportedColumn> columns;
  std::vector<std::string> assumptions;
  std::vector<std::string> unreadable;  // `17: text: reason`
};

/// Reads a file of any known format. Throws InputError, naming file, line, value and limit, if no
/// importer knows it or a value cannot have been measured.
Imported import_file(const std::filesystem::path& path, const ImportOptions& options);

}  // namespace hysteron::data
