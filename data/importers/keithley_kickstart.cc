// CSV of Keithley KickStart, with or without the settings block before the table:
//
//     "<TAB>Common Settings","<TAB>",,,        dots before a key give its depth
//     Index,SMU-1 Time (s),SMU-1 Voltage (V),SMU-1 Current (A),SMU-1 Resistance (ohm)
//     1,0,0.0999,2.01E-05,4963.1
//
// Index counts rows, or is filled only in the first row of each sweep.

#include <fmt/format.h>

#include <algorithm>

#include "data/importers/importer.h"
#include "data/importers/numeric_rows.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

std::size_t header_row(const InstrumentFile& file) {
  const auto& rows = file.table.rows;
  for (std::size_t r = 0; r < std::min<std::size_t>(rows.size(), 500); ++r) {
    if (rows[r].cells[0] == "Index" && rows[r].cells.size() > 2 && rows[r].text().find("SMU") != std::string::npos) return r;
  }
  return rows.size();
}

bool recognises(const InstrumentFile& file, const ImportOptions&) { return header_row(file) < file.table.rows.size(); }

/// What follows "SMU-1 " in a heading, as the schema calls it; "" is left out.
std::string meaning_of(const std::string& heading) {
  if (heading.ends_with(" Time")) return "time";
  if (heading.ends_with(" Voltage")) return "voltage";
  if (heading.ends_with(" Current")) return "current";
  return "";
}

std::string setting(const InstrumentFile& file, std::size_t header, const std::string& key) {
  for (std::size_t r = 0; r < header; ++r) {
    const auto& cells = file.table.rows[r].cells;
    const auto name = cells[0].find_first_not_of('.');
    if (cells.size() > 1 && name != std::string::npos && cells[0].substr(name) == key) return cells[1];
  }
  return "";
}

/// A column of sweep numbers, none where Index counts rows.
void number_sweeps(const InstrumentFile& file, std::vector<TakenColumn>& columns, NumericRows& rows) {
  std::size_t filled = 0;
  for (std::size_t r : rows.row) filled += !file.table.rows[r].cells[0].empty();
  if (filled == rows.row.size()) return;
  std::vector<double> cycle(rows.row.size(), 0.0);
  for (std::size_t k = 1; k < cycle.size(); ++k) {
    cycle[k] = cycle[k - 1] + (file.table.rows[rows.row[k]].cells[0].empty() ? 0.0 : 1.0);
  }
  columns.push_back({0, "cycle", {}});
  rows.values.push_back(std::move(cycle));
}

Imported read(const InstrumentFile& file, const ImportOptions& options) {
  Imported all;
  const std::size_t header = header_row(file);
  const TextRow& headings = file.table.rows[header];
  const std::string place = fmt::format("{}:{}", file.name, headings.line);
  std::vector<TakenColumn> columns;
  for (std::size_t k = 0; k < headings.cells.size(); ++k) {
    const Heading heading = parse_heading(headings.cells[k]);
    const std::string meaning = meaning_of(heading.name);
    bool twice = false;
    for (const auto& c : columns) twice |= c.meaning == meaning;
    if (twice) throw InputError(fmt::format("{}: \"{}\": a second channel: files of one channel are read", place, headings.cells[k]));
    all.columns.push_back({headings.cells[k], meaning, heading.unit});
    if (!meaning.empty()) columns.push_back({k, meaning, checked_unit(heading.unit, meaning, place)});
  }
  NumericRows rows = numeric_rows(file, header + 1, columns, all.unreadable);
  number_sweeps(file, columns, rows);
  add_measurement(file, columns, rows, options, all);
  if (all.iv_sweeps.empty()) throw InputError(place + ": has no voltage and current");
  IvSweep& sweep = all.iv_sweeps[0];
  const auto limit = parse_number(setting(file, header, "Limit"));
  if (limit && *limit > 0.0 && setting(file, header, "Function").starts_with("Voltage")) {
    sweep.compliance = *limit;
    all.assumptions.push_back(fmt::format("compliance = {} A: the source's Limit in the settings", *limit));
  }
  const std::string model = setting(file, header, "Model");
  if (!model.empty()) sweep.title = fmt::format("Keithley {} {}", model, setting(file, header, "Function"));
  return all;
}

}  // namespace

const Importer keithley_kickstart = {"keithley_kickstart", "Keithley KickStart CSV", recognises, read};

}  // namespace hysteron::data
