// CSV of Keithley KickStart, with or without the settings block before the table:
//
//     "<TAB>Common Settings","<TAB>",,,        dots before a key give its depth
//     Index,SMU-1 Time (s),SMU-1 Voltage (V),SMU-1 Current (A),SMU-1 Resistance (ohm)
//     1,0,0.0999,2.01E-05,4963.1
//
// Index counts rows, or is filled only in the first row of each sweep. Channels are named by the user, DRAIN and GATE,
// and the steps of another channel stand before them: "GATE = 2VDRAIN Time (s)". Figures may follow: Min, Max, Mean, ...

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "data/importers/channels.h"
#include "data/importers/importer.h"
#include "data/importers/numeric_rows.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

/// What a heading such as "GATE = 2VDRAIN Voltage" says.
struct Reading {
  std::string step;      // of the stepper: "GATE = 2V"; "" without one
  std::string channel;   // as the user named it, "SMU-1" of itself
  std::string quantity;  // as the schema calls it, "" is left out
};

Reading reading_of(const std::string& heading) {
  Reading r;
  for (const char* quantity : {"Time", "Voltage", "Current"}) {
    if (!heading.ends_with(quantity)) continue;
    r.quantity = quantity;
    r.quantity[0] = static_cast<char>(std::tolower(r.quantity[0]));
    r.channel = heading.substr(0, heading.size() - r.quantity.size());
  }
  while (r.channel.ends_with(' ')) r.channel.pop_back();
  const auto equals = r.channel.find(" = ");
  const auto unit = equals == std::string::npos ? equals : r.channel.find_first_of("VA", equals);
  if (unit == std::string::npos) return r;
  r.step = r.channel.substr(0, unit + 1);
  r.channel.erase(0, unit + 1);
  return r;
}

std::size_t header_row(const InstrumentFile& file) {
  const auto& rows = file.table.rows;
  const bool settings = !rows.empty() && rows[0].cells[0].find("Common Settings") != std::string::npos;
  for (std::size_t r = 0; r < std::min<std::size_t>(rows.size(), 500); ++r) {
    if ((rows[r].cells[0] != "Index" && rows[r].cells[0] != "index") || rows[r].cells.size() < 3) continue;
    const bool named = std::ranges::any_of(rows[r].cells, [](const std::string& cell) { return !reading_of(parse_heading(cell).name).channel.empty(); });
    if (settings || named) return r;
  }
  return rows.size();
}

/// The rows of data end where figures of them begin: Min, Max, Mean, ...
std::size_t end_row(const InstrumentFile& file, std::size_t first) {
  while (first < file.table.rows.size() && parse_number(file.table.rows[first].cells[0])) ++first;
  return first;
}

bool recognises(const InstrumentFile& file, const ImportOptions&) { return header_row(file) < file.table.rows.size(); }

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

/// A sweep of one channel, with what the settings say of it.
void add_channel(const InstrumentFile& file, std::size_t header, std::vector<TakenColumn> columns, const ImportOptions& options, Imported& all) {
  NumericRows rows = numeric_rows(file, header + 1, columns, all.unreadable, end_row(file, header + 1));
  number_sweeps(file, columns, rows);
  add_measurement(file, columns, rows, options, all);
  if (all.iv_sweeps.empty()) throw InputError(fmt::format("{}:{}: has no voltage and current", file.name, file.table.rows[header].line));
  const auto limit = parse_number(setting(file, header, "Limit"));
  if (!limit || !(*limit > 0.0) || !setting(file, header, "Function").starts_with("Voltage")) return;
  all.iv_sweeps[0].compliance = *limit;
  all.assumptions.push_back(fmt::format("compliance = {} A: the source's Limit in the settings", *limit));
}

/// A sweep of the channels of one step.
void add_step(const InstrumentFile& file, std::size_t header, const std::vector<TakenColumn>& columns, const std::vector<Reading>& readings,
              const std::string& title, const ImportOptions& options, Imported& all) {
  const NumericRows rows = numeric_rows(file, header + 1, columns, all.unreadable, end_row(file, header + 1));
  std::vector<Channel> channels;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    const Reading& r = readings[columns[k].place];
    channels.push_back({r.quantity == "time" ? "Time" : r.channel + (r.quantity == "voltage" ? "V" : "I"), rows.values[k]});
  }
  add_sweep(channels, title, fmt::format("{}:{}", file.name, file.table.rows[header].line), options, all);
}

Imported read(const InstrumentFile& file, const ImportOptions& options) {
  Imported all;
  const std::size_t header = header_row(file);
  const TextRow& headings = file.table.rows[header];
  std::vector<Reading> readings;
  std::vector<std::string> steps;
  std::map<std::string, std::vector<TakenColumn>> columns;  // by step
  std::set<std::string> channels;
  for (std::size_t k = 0; k < headings.cells.size(); ++k) {
    const Heading heading = parse_heading(headings.cells[k]);
    const Reading r = readings.emplace_back(reading_of(heading.name));
    all.columns.push_back({headings.cells[k], r.quantity, heading.unit});
    if (r.quantity.empty()) continue;
    if (!columns.contains(r.step)) steps.push_back(r.step);
    columns[r.step].push_back({k, r.quantity, checked_unit(heading.unit, r.quantity, fmt::format("{}:{}", file.name, headings.line))});
    channels.insert(r.channel);
  }
  if (steps.empty()) throw InputError(fmt::format("{}:{}: has no voltage and current", file.name, headings.line));
  const std::string model = setting(file, header, "Model");
  const std::string title = model.empty() ? "" : fmt::format("Keithley {} {}", model, setting(file, header, "Function"));
  if (steps.size() == 1 && channels.size() == 1) {
    add_channel(file, header, columns[steps[0]], options, all);
    all.iv_sweeps[0].title = title;
    return all;
  }
  const std::vector<ImportedColumn> understood = all.columns;
  for (const std::string& step : steps) add_step(file, header, columns[step], readings, step.empty() ? title : step, options, all);
  all.columns = understood;
  return all;
}

}  // namespace

const Importer keithley_kickstart = {"keithley_kickstart", "Keithley KickStart CSV", recognises, read};

}  // namespace hysteron::data
