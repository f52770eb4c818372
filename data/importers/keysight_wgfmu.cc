// Results of a WGFMU application test of Keysight EasyEXPERT, plain numbers under one heading, lines of settings above it:
//
//     Time,MeasResult1_value,MeasResult2_value
//
// The pulses that were set up are not in the file.

#include <algorithm>

#include "data/importers/importer.h"
#include "data/importers/numeric_rows.h"
#include "data/importers/wgfmu_results.h"

namespace hysteron::data {
namespace {

std::size_t header_row(const InstrumentFile& file) {
  const auto& rows = file.table.rows;
  const auto names = [](const TextRow& row, const char* name) {
    return std::ranges::any_of(row.cells, [&](const std::string& cell) { return cell.starts_with(name); });
  };
  for (std::size_t r = 0; r < std::min<std::size_t>(rows.size(), 100); ++r) {
    if (names(rows[r], "Time") && names(rows[r], "MeasResult1") && names(rows[r], "MeasResult2")) return r;
  }
  return rows.size();
}

bool recognises(const InstrumentFile& file, const ImportOptions&) { return header_row(file) < file.table.rows.size(); }

Imported read(const InstrumentFile& file, const ImportOptions&) {
  Imported all;
  const std::size_t header = header_row(file);
  std::vector<TakenColumn> columns;
  std::vector<Channel> channels;
  const auto& cells = file.table.rows[header].cells;
  for (std::size_t k = 0; k < cells.size(); ++k) {
    if (cells[k].empty()) continue;
    columns.push_back({k, cells[k], {}});
    channels.push_back({cells[k], {}});
  }
  NumericRows rows = numeric_rows(file, header + 1, columns, all.unreadable);
  for (std::size_t k = 0; k < channels.size(); ++k) channels[k].values = std::move(rows.values[k]);
  add_wgfmu_results(channels, file.stem, all);
  return all;
}

}  // namespace

const Importer keysight_wgfmu = {"keysight_wgfmu", "Keysight WGFMU results", recognises, read};

}  // namespace hysteron::data
