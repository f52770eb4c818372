// CSV of Keysight InfiniiVision oscilloscopes: numbers of channels, units, then rows.
//
//     x-axis,1,2
//     second,Volt,Volt
//     -8.7054E-03,+1.5E-03,"-79.8E-06"
//
// The lower channel is the voltage of the source, over the device and a resistor to ground; the higher one is
// the voltage over that resistor, or a current where its unit is one.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "data/columns.h"
#include "data/importers/importer.h"
#include "data/importers/numeric_rows.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

bool recognises(const InstrumentFile& file, const ImportOptions&) {
  const auto& rows = file.table.rows;
  return rows.size() > 1 && rows[0].cells[0] == "x-axis" && rows[0].cells.size() > 1 && rows[1].cells[0] == "second";
}

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
NumericRows rows_of_all_channels(const InstrumentFile& file, const std::vector<TakenColumn>& columns, std::vector<std::string>& unreadable) {
  NumericRows rows = numeric_rows(file, 2, columns, unreadable);
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

Imported read(const InstrumentFile& file, const ImportOptions& options) {
  Imported all;
  const auto &channels = file.table.rows[0].cells, &units = file.table.rows[1].cells;
  const std::size_t n = std::min<std::size_t>(channels.size() - 1, 2);
  const std::string place = fmt::format("{}:2", file.name);
  std::vector<TakenColumn> columns = {{0, "time", *parse_unit("s")}};
  for (std::size_t k = 1; k <= n; ++k) {
    const auto unit = parse_unit(k < units.size() ? units[k] : "");
    if (!unit || !(unit->si == "V" || (k == 2 && unit->si == "A"))) {
      throw InputError(fmt::format("{}: channel {} [{}]: must be Volt{}", place, channels[k], k < units.size() ? units[k] : "", k == 2 ? " or Ampere" : ""));
    }
    columns.push_back({k, k == 1 ? "voltage" : "current", *unit});
  }
  const NumericRows rows = rows_of_all_channels(file, columns, all.unreadable);
  Waveform w;
  w.title = file.stem;
  w.time = rows.values[0];
  w.voltage = rows.values[1];
  w.current = n == 2 ? rows.values[2] : std::vector<double>(w.size(), unknown);
  for (std::size_t k = 0; k < channels.size(); ++k) all.columns.push_back({channels[k], k <= n ? columns[k].meaning : "", k < units.size() ? units[k] : ""});
  if (n < 2) all.assumptions.push_back("current: not in the file, which has one channel");
  if (n == 2 && columns[2].unit.si == "V") {
    w.r_series = options.r_series;
    w.applied_voltage = w.voltage;
    for (std::size_t k = 0; k < w.size(); ++k) {
      w.voltage[k] -= w.current[k];
      w.current[k] /= w.r_series;
    }
    all.assumptions = {fmt::format("r_series = {} ohm: {}", shortest(w.r_series),
                                   options.r_series_given ? "given by --r-series" : "nominal, the termination of an oscilloscope; say --r-series to change it"),
                       fmt::format("current = voltage of channel {} / r_series; voltage over the device = channel {} - channel {}", channels[2], channels[1], channels[2])};
  }
  w.sample_rate = sample_rate(w.time);
  all.rows = w.size();
  all.waveforms.push_back(std::move(w));
  return all;
}

}  // namespace

const Importer infiniivision = {"infiniivision", "Keysight InfiniiVision oscilloscope CSV", recognises, read};

}  // namespace hysteron::data
