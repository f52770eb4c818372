// Loops of Memristor Discovery (Knowm Inc): one period of a sine, 200 rows of V [V], I [uA] and no
// header. What was applied stands in the folder's name alone,
//
//     47kohm_0.8V_1000Hz_M1/memristor.csv             voltage over the device
//     47kohm_0.8V_1000Hz_M1/resistor+memristor.csv    voltage over device and series resistor
//
// (5k<Omega>_.8V_100Hz_M2 as published): series resistor, amplitude, frequency, device. The current was
// measured over that resistor, so either file is the whole measurement: applied = device + r_series current.

#include <fmt/format.h>

#include <cmath>
#include <regex>

#include "data/columns.h"
#include "data/importers/importer.h"
#include "data/importers/numeric_rows.h"
#include "data/unit.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

struct Setup {
  double r_series, amplitude, frequency;
  std::string device;
};

std::optional<Setup> setup(const std::string& folder) {
  static const std::string figure = R"re((\d*\.?\d+))re";
  static const std::regex form(figure + "(k?)(?:ohm|\u03a9|\u2126)_" + figure + "V_" + figure + R"re(Hz_(\w+))re");
  std::smatch found;
  if (!std::regex_match(folder, found, form)) return {};
  const auto number = [&](int k) { return *parse_number(found[k].str()); };
  return Setup{number(1) * (found[2].length() > 0 ? 1e3 : 1.0), number(3), number(4), found[5]};
}

bool recognises(const InstrumentFile& file, const ImportOptions&) {
  if (!setup(file.folder) || file.table.rows.empty() || file.table.rows[0].cells.size() != 2) return false;
  for (const auto& cell : file.table.rows[0].cells) {
    if (!parse_number(cell)) return false;
  }
  return true;
}

bool over_both(const InstrumentFile& file) {
  if (file.stem == "resistor+memristor") return true;
  if (file.stem == "memristor") return false;
  throw InputError(fmt::format("{}: must be called memristor or resistor+memristor, which says what its voltage is", file.name));
}

Imported read(const InstrumentFile& file, const ImportOptions&) {
  Imported all;
  const Setup as = *setup(file.folder);
  const bool both = over_both(file);
  if (!(as.frequency > 0.0)) throw InputError(fmt::format("{}: folder {}: the frequency must be > 0", file.name, file.folder));
  const std::vector<TakenColumn> columns = {{0, "voltage", *parse_unit("V")}, {1, "current", *parse_unit("uA")}};
  const NumericRows rows = numeric_rows(file, 0, columns, all.unreadable);
  const std::size_t n = file.table.rows.size();
  IvSweep s;
  s.r_series = as.r_series;
  s.frequency = as.frequency;
  s.periods_before = 2;
  s.title = fmt::format("{}, {} Hz, {} V behind {} ohm", as.device, shortest(as.frequency), shortest(as.amplitude), shortest(as.r_series));
  for (std::size_t k = 0; k < rows.line.size(); ++k) {
    const double v = rows.values[0][k], i = rows.values[1][k];
    s.time.push_back(double(rows.row[k]) / (double(n) * as.frequency));
    s.current.push_back(i);
    s.voltage.push_back(both ? v - as.r_series * i : v);
    s.applied_voltage.push_back(both ? v : v + as.r_series * i);
  }
  all.rows = s.size();
  all.columns = {{"column 1", both ? "applied_voltage" : "voltage", "V"}, {"column 2", "current", "uA"}};
  all.assumptions = {
      fmt::format("r_series = {} ohm, frequency = {} Hz: the name of the folder, {}", shortest(as.r_series), shortest(as.frequency), file.folder),
      both ? "voltage (over the device) = voltage in the file - r_series * current: the current was measured over r_series"
           : "applied_voltage = voltage in the file + r_series * current: the current was measured over r_series",
      fmt::format("time: the {} rows are one period; two periods of the same voltage ahead, for the generator runs all the time", n)};
  all.iv_sweeps.push_back(std::move(s));
  return all;
}

}  // namespace

const Importer knowm_loop = {"knowm_loop", "Memristor Discovery loop of Knowm", recognises, read};

}  // namespace hysteron::data
