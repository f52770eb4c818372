// Columns with a header that names them as the file format does, units in brackets:
//
//     voltage [V],pulse_width [us],read_voltage [mV],read_current [nA]
//
// read_conductance or read_resistance may stand for read_current; voltage and current make a sweep.

#include <fmt/format.h>

#include <set>

#include "data/importers/importer.h"
#include "data/importers/numeric_rows.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

bool recognises(const InstrumentFile& file, const ImportOptions&) {
  if (file.table.rows.empty()) return false;
  for (const auto& cell : file.table.rows[0].cells) {
    if (si_of(parse_heading(cell).name)) return true;
  }
  return false;
}

Imported read(const InstrumentFile& file, const ImportOptions& options) {
  Imported all;
  std::vector<TakenColumn> columns;
  std::set<std::string> seen;
  const TextRow& header = file.table.rows[0];
  for (std::size_t k = 0; k < header.cells.size(); ++k) {
    const Heading heading = parse_heading(header.cells[k]);
    const bool known = si_of(heading.name).has_value();
    all.columns.push_back({header.cells[k], known ? heading.name : "", heading.unit});
    if (!known) continue;
    const std::string place = fmt::format("{}:{}", file.name, header.line);
    if (!seen.insert(heading.name).second) throw InputError(fmt::format("{}: {}: is there twice", place, heading.name));
    columns.push_back({k, heading.name, checked_unit(heading.unit, heading.name, place)});
  }
  const NumericRows rows = numeric_rows(file, 1, columns, all.unreadable);
  add_measurement(file, columns, rows, options, all);
  return all;
}

}  // namespace

const Importer pulse_csv = {"pulse_csv", "columns with a header, units in brackets", recognises, read};

}  // namespace hysteron::data
