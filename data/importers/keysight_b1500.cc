// CSV of Keysight EasyEXPERT (B1500A and relatives), one record or several:
//
//     SetupTitle, IV Channel Sweep
//     PrimitiveTest, I/V Sweep
//     TestParameter, Channel.VName, DrainV, SrcV       a value a channel
//     TestParameter, Measurement.Primary.Compliance, 0.1
//     Dimension1, 201, 201                             points a vector, times Dimension2 steps
//     DataName, DrainV, DrainI
//     DataValue, -0.05, -6.73E-08
//
// The first line is empty. SI units are implied. Lists that were saved from an analysis begin each record with
// "AnalysisSetup, Analysis.Setup.Title, Set" instead, and a WGFMU test's values are those of keysight_wgfmu.cc.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>

#include "data/importers/channels.h"
#include "data/importers/wgfmu_results.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

bool recognises(const InstrumentFile& file, const ImportOptions&) {
  const auto& rows = file.table.rows;
  if (rows.empty()) return false;
  constexpr std::array begins = {"SetupTitle", "PrimitiveTest", "TestParameter", "MetaData", "AnalysisSetup", "DataName"};
  if (std::ranges::count(begins, rows[0].cells[0]) > 0) return true;
  const auto head = std::span(rows).first(std::min<std::size_t>(rows.size(), 5));
  return std::ranges::any_of(head, [](const TextRow& row) { return row.cells[0] == "SetupTitle"; });
}

struct Record {
  std::string title, test;
  std::size_t line = 0;
  bool titled = false;                                         // by a SetupTitle of its own
  std::map<std::string, std::vector<std::string>> parameters;  // by name, of TestParameter and MetaData
  std::size_t points = 0;                                      // of one step of the second variable, 0: all
  std::vector<Channel> channels;
};

double parameter(const Record& record, const std::string& name) {
  const auto found = record.parameters.find(name);
  if (found == record.parameters.end() || found->second.empty() || found->second[0].empty()) return 0.0;
  return parse_number(found->second[0]).value_or(0.0);
}

void take_value(Record& record, const TextRow& row, Imported& all) {
  std::vector<double> values;
  for (std::size_t k = 1; k < row.cells.size() && values.size() < record.channels.size(); ++k) {
    const auto x = parse_number(row.cells[k]);
    if (!x) break;
    values.push_back(*x);
  }
  if (values.empty() || values.size() != record.channels.size()) {
    all.unreadable.push_back(fmt::format("{}: {}: must be {} numbers", row.line, row.text(), record.channels.size()));
    return;
  }
  for (std::size_t k = 0; k < values.size(); ++k) record.channels[k].values.push_back(values[k]);
}

std::vector<Record> records(const InstrumentFile& file, Imported& all) {
  std::vector<Record> out;
  for (const TextRow& row : file.table.rows) {
    const std::string& kind = row.cells[0];
    const std::string first = row.cells.size() > 1 ? row.cells[1] : "";
    const bool after_data = !out.empty() && kind != "DataValue" && !out.back().channels.empty() && !out.back().channels[0].values.empty();
    if (out.empty() || after_data) out.push_back({.title = out.empty() ? "" : out.back().title, .line = row.line});
    Record& record = out.back();
    if (kind == "SetupTitle") record.title = first, record.titled = true;
    if (!record.titled && first == "Analysis.Setup.Title" && row.cells.size() > 2) record.title = row.cells[2];
    if (kind == "PrimitiveTest") record.test = first;
    if (kind == "Dimension1") record.points = std::size_t(std::clamp(parse_number(first).value_or(0.0), 0.0, 1e9));
    if (kind == "TestParameter" || kind == "MetaData") {
      record.parameters[first].assign(row.cells.begin() + std::min<std::ptrdiff_t>(2, std::ssize(row.cells)), row.cells.end());
    }
    if (kind == "DataName") {
      record.channels.clear();
      for (std::size_t k = 1; k < row.cells.size(); ++k) {
        if (!row.cells[k].empty()) record.channels.push_back({row.cells[k], {}});
      }
    }
    if (kind == "DataValue") take_value(record, row, all);
  }
  return out;
}

/// A sweep for each step of the second variable.
void add_record(const InstrumentFile& file, const Record& record, const ImportOptions& options, Imported& all) {
  const std::size_t n = record.channels.empty() ? 0 : record.channels[0].values.size();
  const std::size_t points = record.points > 0 && record.points < n ? record.points : n;
  if (n == 0) return;
  if (add_wgfmu_results(record.channels, record.title, all)) return;
  for (std::size_t from = 0, step = 1; from < n; from += points, ++step) {
    std::vector<Channel> part = record.channels;
    const auto begin = std::ptrdiff_t(from), end = std::ptrdiff_t(std::min(from + points, n));
    for (Channel& c : part) c.values = {c.values.begin() + begin, c.values.begin() + end};
    std::string title = record.title.empty() ? record.test : record.title;
    if (points < n) title += fmt::format(", step {}", step);
    add_sweep(part, title, fmt::format("{}:{}", file.name, record.line), options, all);
    IvSweep& sweep = all.iv_sweeps.back();
    if (std::isnan(sweep.read_voltage)) sweep.compliance = std::max(0.0, parameter(record, "Measurement.Primary.Compliance"));  // of the terminal swept
  }
}

Imported read(const InstrumentFile& file, const ImportOptions& options) {
  Imported all;
  for (const Record& record : records(file, all)) add_record(file, record, options, all);
  if (all.iv_sweeps.empty() && all.waveforms.empty()) {
    throw InputError(fmt::format("{}: no row of data can be read{}", file.name, all.unreadable.empty() ? "" : "; the first is " + all.unreadable[0]));
  }
  if (!all.iv_sweeps.empty()) all.assumptions.insert(all.assumptions.begin(), "units: V, A and s, which the file implies by the names of its channels");
  return all;
}

}  // namespace

const Importer keysight_b1500 = {"keysight_b1500", "Keysight EasyEXPERT CSV", recognises, read};

}  // namespace hysteron::data
