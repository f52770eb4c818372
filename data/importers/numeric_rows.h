#pragma once

// Rows of numbers under known columns, for the importers of tables.

#include <optional>
#include <string>
#include <vector>

#include "data/import.h"
#include "data/importers/importer.h"
#include "data/unit.h"

namespace hysteron::data {

/// A column that is taken.
struct TakenColumn {
  std::size_t place;    // in the row
  std::string meaning;  // a column of the schema; read_conductance or read_resistance for a read_current; row, column, layer of a cell
  Unit unit;
};

/// Values in SI, a vector for each column taken, with the lines they stand in.
struct NumericRows {
  std::vector<std::vector<double>> values;
  std::vector<std::size_t> line;
  std::vector<std::size_t> row;  // in the table
};

/// The SI unit of a meaning, nothing if it is none of them.
std::optional<std::string> si_of(const std::string& meaning);

/// A unit checked against a meaning; `place` begins the message. Throws InputError.
Unit checked_unit(const std::string& text, const std::string& meaning, const std::string& place);

/// Reads rows from `first` on, to `end` or the last. A row that is too short or holds a cell that is no number is
/// appended to `unreadable`. Throws InputError if no row can be read.
NumericRows numeric_rows(const InstrumentFile& file, std::size_t first, const std::vector<TakenColumn>& columns,
                         std::vector<std::string>& unreadable, std::size_t end = std::string::npos);

/// Makes a measurement of the rows, of the kind that the meanings tell, and checks each value: a fault
/// names the line. `make_up` fills what is missing from the options and appends what it took to
/// `assumptions`. Throws InputError if columns are missing.
void add_measurement(const InstrumentFile& file, const std::vector<TakenColumn>& columns, const NumericRows& rows,
                     const ImportOptions& options, Imported& into);

}  // namespace hysteron::data
