// Tables of the RRAM arrays of A. Levy (NI-RRAM-Python, RRAM-Relaxation-Master-Model): tabs, no heading.
//
//     186<TAB>10492.1<TAB>332920.1<TAB>100                     address, R_LRS and R_HRS [ohm], cycle
//     80000<TAB>0.0<TAB>8967.6<TAB>1.1151e-04<TAB>100          address, time [s], R [ohm], G [S], temperature [C]
//     0<TAB>0<TAB>5.95e-06<TAB>6.43e-06<TAB>...                 address, 0, then the conductance [S] at 400 Hz

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "data/columns.h"
#include "data/importers/importer.h"
#include "data/importers/numeric_rows.h"

namespace hysteron::data {
namespace {

constexpr double noise_rate = 400.0;         // Hz
constexpr std::size_t least_samples = 1000;  // of a line of noise

bool whole(double x) { return x >= 0.0 && x < 4294967296.0 && x == std::floor(x); }

/// Whether the first rows are all of one form.
template <class Form>
bool all_rows(const InstrumentFile& file, std::size_t least, std::size_t most, const Form& form) {
  const auto& rows = file.table.rows;
  if (file.table.separator != '\t' || rows.empty()) return false;
  for (std::size_t r = 0; r < std::min<std::size_t>(rows.size(), 50); ++r) {
    if (rows[r].cells.size() < least || rows[r].cells.size() > most) return false;
    std::vector<double> x;
    for (std::size_t k = 0; k < std::min<std::size_t>(5, rows[r].cells.size()); ++k) {
      const auto value = parse_number(rows[r].cells[k]);
      if (!value || std::isnan(*value)) return false;
      x.push_back(*value);
    }
    if (!form(x)) return false;
  }
  return true;
}

bool is_endurance(const InstrumentFile& file) {
  return all_rows(file, 4, 4, [](const auto& x) { return whole(x[0]) && x[1] > 0.0 && x[2] > 0.0 && whole(x[3]); });
}
bool is_bake(const InstrumentFile& file) {
  return all_rows(file, 5, 5, [](const auto& x) { return whole(x[0]) && x[1] >= 0.0 && std::abs(x[2] * x[3] - 1.0) < 1e-6 && x[4] > -273.0; });
}
bool is_noise(const InstrumentFile& file) {
  return all_rows(file, least_samples + 2, std::string::npos, [](const auto& x) { return whole(x[0]) && x[1] == 0.0 && x[2] < 1.0; });
}

bool recognises(const InstrumentFile& file, const ImportOptions&) { return is_endurance(file) || is_bake(file) || is_noise(file); }

void add_noise(const InstrumentFile& file, const ImportOptions& options, Imported& all) {
  Retention r;
  r.title = file.stem;
  for (const TextRow& row : file.table.rows) {
    const auto device = parse_number(row.cells[0]);
    std::size_t missing = 0;
    for (std::size_t k = 2; k < row.cells.size(); ++k) {
      const auto g = parse_number(row.cells[k]);
      missing += !g;
      r.device.push_back(device && whole(*device) ? std::uint32_t(*device) : 0);
      r.time.push_back(double(k - 2) / noise_rate);
      r.read_voltage.push_back(options.read_voltage);
      r.read_current.push_back(g ? *g * options.read_voltage : unknown);
    }
    if (missing > 0) all.unreadable.push_back(fmt::format("{}: {} values are not numbers; kept as missing", row.line, missing));
  }
  all.rows = r.size();
  all.columns = {{"column 1", "device", ""}, {"column 2", "", ""}, {"column 3 and on", "read_conductance", "S"}};
  all.assumptions = {fmt::format("time: samples at {} Hz, as published with the data; counted from the first", noise_rate),
                     fmt::format("read_voltage = {} V: {}", shortest(options.read_voltage), options.read_voltage_given ? "given by --read-voltage" : "nominal, not in the file; say --read-voltage to change it")};
  all.retentions.push_back(std::move(r));
}

Imported read(const InstrumentFile& file, const ImportOptions& options) {
  Imported all;
  const Unit one{1.0, 0.0, "1"};
  std::vector<TakenColumn> columns;
  if (is_noise(file)) {
    add_noise(file, options, all);
    return all;
  }
  if (is_bake(file)) {
    columns = {{0, "device", one}, {1, "time", *parse_unit("s")}, {2, "read_resistance", *parse_unit("ohm")}, {4, "temperature", *parse_unit("degC")}};
    all.columns = {{"column 1", "device", ""}, {"column 2", "time", "s"}, {"column 3", "read_resistance", "ohm"}, {"column 4", "", "S"}, {"column 5", "temperature", "degC"}};
  } else {
    columns = {{0, "device", one}, {1, "read_resistance_on", *parse_unit("ohm")}, {2, "read_resistance_off", *parse_unit("ohm")}, {3, "cycle", one}};
    all.columns = {{"column 1", "device", ""}, {"column 2", "read_resistance_on", "ohm"}, {"column 3", "read_resistance_off", "ohm"}, {"column 4", "cycle", ""}};
  }
  all.assumptions = {"columns without a heading: taken for what tables of this form hold"};
  add_measurement(file, columns, numeric_rows(file, 0, columns, all.unreadable), options, all);
  for (Retention& r : all.retentions) r.title = file.stem;
  for (Endurance& e : all.endurances) e.title = file.stem;
  return all;
}

}  // namespace

const Importer rram_array = {"rram_array", "table of an RRAM array", recognises, read};

}  // namespace hysteron::data
