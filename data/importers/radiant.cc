// Text of Radiant Vision and QuikLook, Windows-1252, unverified: no real file was at hand.
//
//     Hysteresis
//     SampleName:<TAB><TAB>s1
//     SampleArea(cm2):<TAB><TAB>1E-4
//     SampleThickness(um):<TAB><TAB>0.255
//     Data
//     Point<TAB>Time(ms)<TAB>DriveVoltage<TAB>MeasuredPolarization
//
// PUND tasks export figures without a trace.

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "data/columns.h"
#include "data/importers/importer.h"
#include "data/importers/numeric_rows.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

constexpr std::array<std::string_view, 5> tasks = {"Hysteresis", "PUND", "SimplePulse", "CurrentLoop", "AdvancedPiezo"};

bool recognises(const InstrumentFile& file, const ImportOptions&) {
  const auto& rows = file.table.rows;
  return !rows.empty() && std::ranges::count(tasks, rows[0].cells[0]) > 0 && file.text.find("Sample") != std::string_view::npos;
}

std::string setting(const InstrumentFile& file, const std::string& key) {
  for (const TextRow& row : file.table.rows) {
    if (!row.cells[0].starts_with(key + ":") && row.cells[0] != key) continue;
    const std::string after = row.cells[0].size() > key.size() + 1 ? row.cells[0].substr(key.size() + 1) : "";
    if (!after.empty()) return after;
    for (std::size_t k = 1; k < row.cells.size(); ++k) {
      if (!row.cells[k].empty()) return row.cells[k];
    }
  }
  return "";
}

double number(const InstrumentFile& file, const std::string& key, double scale) {
  const std::string text = setting(file, key);
  const auto x = parse_number(text);
  return text.empty() || !x || !(*x > 0.0) ? unknown : scale * *x;
}

Imported read(const InstrumentFile& file, const ImportOptions&) {
  Imported all;
  const auto& rows = file.table.rows;
  const std::string task = rows[0].cells[0];
  const auto heading = std::ranges::find_if(rows, [](const TextRow& r) { return r.cells[0] == "Point" && r.cells.size() >= 4; });
  if (heading == rows.end()) {
    throw InputError(fmt::format("{}: a {} task of Radiant without a table of points: export the measured data, not the figures alone", file.name, task));
  }
  PvLoop l;
  l.area = number(file, "SampleArea(cm2)", 1e-4);
  l.thickness = number(file, "SampleThickness(um)", 1e-6);
  const double period = number(file, "HysteresisPeriod(ms)", 1e-3);
  if (!(l.area > 0.0)) throw InputError(file.name + ": SampleArea(cm2): is missing or not > 0, and polarisation is charge over area");
  const std::vector<TakenColumn> columns = {{1, "time", {1e-3, 0.0, "s"}}, {2, "voltage", {1.0, 0.0, "V"}}, {3, "charge", {1e-2 * l.area, 0.0, "C"}}};
  NumericRows data = numeric_rows(file, std::size_t(heading - rows.begin()) + 1, columns, all.unreadable);
  l.title = setting(file, "SampleName") + ", " + task;
  l.time = std::move(data.values[0]);
  l.voltage = std::move(data.values[1]);
  l.charge = std::move(data.values[2]);
  l.frequency = period > 0.0 ? 1.0 / period : 0.0;
  all.rows = l.size();
  const char* meanings[] = {"", "time", "voltage", "charge"};
  const char* units[] = {"", "ms", "V", "uC/cm2"};
  for (std::size_t k = 0; k < 4; ++k) all.columns.push_back({heading->cells[k], meanings[k], units[k]});
  all.assumptions = {"the layout is that of published readers; no real file was at hand to verify it", "charge = MeasuredPolarization in uC/cm2 * SampleArea"};
  all.pv_loops.push_back(std::move(l));
  return all;
}

}  // namespace

const Importer radiant = {"radiant", "Radiant Vision text (unverified)", recognises, read};

}  // namespace hysteron::data
