#include "data/importers/scope_trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "data/columns.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

/// In Hz, 0 where the distances of the samples differ by more than 1 %.
double sample_rate(const std::vector<double>& time) {
  if (time.size() < 2) return 0.0;
  const double mean = (time.back() - time.front()) / double(time.size() - 1);
  for (std::size_t k = 1; k < time.size(); ++k) {
    if (std::abs(time[k] - time[k - 1] - mean) > 0.01 * mean) return 0.0;
  }
  return mean > 0.0 ? 1.0 / mean : 0.0;
}

/// Without the rows in which a channel is empty, as at the start of a record.
NumericRows rows_of_all_channels(const InstrumentFile& file, std::size_t first, const std::vector<TakenColumn>& columns, std::vector<std::string>& unreadable) {
  NumericRows rows = numeric_rows(file, first, columns, unreadable);
  std::size_t kept = 0;
  for (std::size_t r = 0; r < rows.line.size(); ++r) {
    const bool full = std::ranges::none_of(rows.values, [&](const auto& values) { return std::isnan(values[r]); });
    if (!full) {
      unreadable.push_back(fmt::format("{}: {}: a channel is empty", rows.line[r], file.table.rows[rows.row[r]].text()));
      continue;
    }
    for (auto& values : rows.values) values[kept] = values[r];
    ++kept;
  }
  for (auto& values : rows.values) values.resize(kept);
  if (kept == 0) throw InputError(fmt::format("{}: no row holds a number of each channel", file.name));
  return rows;
}

/// The device behind the resistor over which the second channel was measured.
void take_resistor_off(Waveform& w, const std::vector<ScopeChannel>& channels, const ImportOptions& options, std::vector<std::string>& assumptions) {
  w.r_series = options.r_series;
  w.applied_voltage = w.voltage;
  for (std::size_t k = 0; k < w.size(); ++k) {
    w.voltage[k] -= w.current[k];
    w.current[k] /= w.r_series;
  }
  assumptions.push_back(fmt::format("r_series = {} ohm: {}", shortest(w.r_series),
                                    options.r_series_given ? "given by --r-series" : "nominal, the termination of an oscilloscope; say --r-series to change it"));
  assumptions.push_back(fmt::format("current = voltage of channel {} / r_series; voltage over the device = channel {} - channel {}", channels[1].name,
                                    channels[0].name, channels[1].name));
}

}  // namespace

void add_scope_trace(const InstrumentFile& file, std::size_t first, const Unit& time_unit, const std::vector<ScopeChannel>& channels,
                     const std::string& place, const ImportOptions& options, Imported& into) {
  std::vector<TakenColumn> columns = {{0, "time", time_unit}};
  for (std::size_t k = 0; k < channels.size(); ++k) {
    const ScopeChannel& c = channels[k];
    const auto unit = parse_unit(c.unit);
    if (!unit || !(unit->si == "V" || (k == 1 && unit->si == "A"))) {
      throw InputError(fmt::format("{}: channel {} [{}]: must be Volt{}", place, c.name, c.unit, k == 1 ? " or Ampere" : ""));
    }
    columns.push_back({c.place, k == 0 ? "voltage" : "current", *unit});
  }
  NumericRows rows = rows_of_all_channels(file, first, columns, into.unreadable);
  Waveform w;
  w.title = file.stem;
  w.time = std::move(rows.values[0]);
  w.voltage = std::move(rows.values[1]);
  w.current = channels.size() > 1 ? std::move(rows.values[2]) : std::vector<double>(w.size(), unknown);
  if (channels.size() < 2) into.assumptions.push_back("current: not in the file, which has one channel");
  else if (columns[2].unit.si == "V") take_resistor_off(w, channels, options, into.assumptions);
  w.sample_rate = sample_rate(w.time);
  into.rows = w.size();
  into.waveforms.push_back(std::move(w));
}

}  // namespace hysteron::data
