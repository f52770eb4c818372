// Results of a WGFMU application test of Keysight EasyEXPERT, plain numbers under one heading:
//
//     Time,MeasResult1_value,MeasResult2_value        s, V, A
//
// The pulses that were set up are not in the file.

#include "data/importers/importer.h"
#include "data/importers/numeric_rows.h"

namespace hysteron::data {
namespace {

bool recognises(const InstrumentFile& file, const ImportOptions&) {
  if (file.table.rows.empty()) return false;
  const auto& cells = file.table.rows[0].cells;
  return cells.size() >= 3 && cells[0] == "Time" && cells[1].starts_with("MeasResult1") && cells[2].starts_with("MeasResult2");
}

Imported read(const InstrumentFile& file, const ImportOptions&) {
  Imported all;
  const std::vector<TakenColumn> columns = {{0, "time", *parse_unit("s")}, {1, "voltage", *parse_unit("V")}, {2, "current", *parse_unit("A")}};
  NumericRows rows = numeric_rows(file, 1, columns, all.unreadable);
  Waveform w;
  w.title = file.stem;
  w.time = std::move(rows.values[0]);
  w.voltage = std::move(rows.values[1]);
  w.current = std::move(rows.values[2]);
  all.rows = w.size();
  const auto& cells = file.table.rows[0].cells;
  for (std::size_t k = 0; k < cells.size(); ++k) all.columns.push_back({cells[k], k < 3 ? columns[k].meaning : "", k < 3 ? columns[k].unit.si : ""});
  all.assumptions = {"MeasResult1 is the voltage in V, MeasResult2 the current in A, Time in s: the file names no units"};
  all.waveforms.push_back(std::move(w));
  return all;
}

}  // namespace

const Importer keysight_wgfmu = {"keysight_wgfmu", "Keysight WGFMU results", recognises, read};

}  // namespace hysteron::data
