#include "data/importers/numeric_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "data/columns.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

const std::vector<double>* column(const std::string& meaning, const std::vector<TakenColumn>& columns, const NumericRows& rows) {
  for (std::size_t k = 0; k < columns.size(); ++k) {
    if (columns[k].meaning == meaning) return &rows.values[k];
  }
  return nullptr;
}

template <class T>
void take(std::vector<T>& to, const std::vector<double>& from, const Column& c, const InstrumentFile& file, const NumericRows& rows) {
  to.reserve(from.size());
  for (std::size_t k = 0; k < from.size(); ++k) {
    if constexpr (!std::is_same_v<T, double>) {
      constexpr double lowest = std::numeric_limits<T>::lowest(), highest = std::numeric_limits<T>::max();
      if (!(from[k] >= lowest && from[k] <= highest && from[k] == std::floor(from[k]))) {
        throw InputError(fmt::format("{}:{}: {} = {}: must be a whole number from {} to {}", file.name, rows.line[k], c.name,
                                     shortest(from[k]), lowest, highest));
      }
    }
    to.push_back(static_cast<T>(from[k]));
  }
}

template <class Measurement>
void take_columns(Measurement& m, const std::vector<TakenColumn>& columns, const NumericRows& rows, const InstrumentFile& file) {
  each_column(m, [&](auto& to, const Column& c) {
    if (const auto* from = column(c.name, columns, rows)) take(to, *from, c, file, rows);
  });
}

template <class Measurement>
void refuse_fault(const Measurement& m, const InstrumentFile& file, const NumericRows& rows) {
  const auto fault = first_fault(m);
  if (!fault) return;
  const std::string line = fault->row ? fmt::format(":{}", rows.line[*fault->row]) : "";
  throw InputError(fmt::format("{}{}: {}{}{}: {}", file.name, line, fault->column, fault->value.empty() ? "" : " = ", fault->value, fault->limit));
}

std::string said(bool given, const char* option) {
  return given ? fmt::format("given by {}", option) : fmt::format("nominal, not in the file; say {} to change it", option);
}

void make_up(PulseTrain& t, const ImportOptions& o, std::size_t n, std::vector<std::string>& assumptions) {
  if (t.voltage.empty()) {
    t.voltage.assign(n, o.pulse_up);
    for (std::size_t k = 0; k < t.direction.size(); ++k) t.voltage[k] = t.direction[k] < 0 ? o.pulse_down : o.pulse_up;
    assumptions.push_back(fmt::format("voltage = {} V up, {} V down: {}", shortest(o.pulse_up), shortest(o.pulse_down), said(o.pulse_voltage_given, "--pulse-voltage")));
  }
  if (t.pulse_width.empty()) {
    t.pulse_width.assign(n, o.pulse_width);
    assumptions.push_back(fmt::format("pulse_width = {} s: {}", shortest(o.pulse_width), said(o.pulse_width_given, "--pulse-width")));
  }
  if (t.read_voltage.empty()) {
    t.read_voltage.assign(n, o.read_voltage);
    assumptions.push_back(fmt::format("read_voltage = {} V: {}", shortest(o.read_voltage), said(o.read_voltage_given, "--read-voltage")));
  }
}

void read_as_current(PulseTrain& t, const std::vector<TakenColumn>& columns, const NumericRows& rows) {
  if (!t.read_current.empty()) return;
  const auto* conductance = column("read_conductance", columns, rows);
  const auto* resistance = column("read_resistance", columns, rows);
  for (std::size_t k = 0; k < t.read_voltage.size(); ++k) {
    const double g = conductance ? (*conductance)[k] : 1.0 / (*resistance)[k];
    t.read_current.push_back(g * t.read_voltage[k]);
  }
}

}  // namespace

std::optional<std::string> si_of(const std::string& meaning) {
  if (meaning == "read_conductance") return "S";
  if (meaning == "read_resistance") return "ohm";
  std::optional<std::string> si;
  const auto look = [&](auto&, const Column& c) {
    if (meaning == c.name) si = c.si;
  };
  PulseTrain train;
  IvSweep sweep;
  each_column(train, look);
  each_column(sweep, look);
  return si;
}

Unit checked_unit(const std::string& text, const std::string& meaning, const std::string& place) {
  const std::string si = si_of(meaning).value_or("1");
  if (text.empty() && si == "1") return {1.0, 0.0, "1"};
  if (text.empty()) throw InputError(fmt::format("{}: {} has no unit: write {} [{}] or a multiple of it", place, meaning, meaning, si));
  const auto unit = parse_affine_unit(text);
  if (!unit) throw InputError(fmt::format("{}: {} [{}]: is not a unit known here: must be {} or a multiple of it", place, meaning, text, si));
  if (unit->si != si) throw InputError(fmt::format("{}: {} [{}]: must be {} or a multiple of it", place, meaning, text, si));
  return *unit;
}

NumericRows numeric_rows(const InstrumentFile& file, std::size_t first, const std::vector<TakenColumn>& columns,
                         std::vector<std::string>& unreadable) {
  NumericRows rows;
  rows.values.resize(columns.size());
  std::size_t widest = 0;
  for (const auto& c : columns) widest = std::max(widest, c.place + 1);
  std::vector<double> values(columns.size());
  for (std::size_t r = first; r < file.table.rows.size(); ++r) {
    const TextRow& row = file.table.rows[r];
    std::string reason;
    if (row.cells.size() < widest) reason = fmt::format("has {} columns: must have {}", row.cells.size(), widest);
    for (std::size_t k = 0; k < columns.size() && reason.empty(); ++k) {
      const auto x = parse_number(row.cells[columns[k].place]);
      if (!x) reason = columns[k].meaning + " is not a number";
      if (x) values[k] = columns[k].unit.scale * *x + columns[k].unit.offset;
    }
    if (!reason.empty()) {
      unreadable.push_back(fmt::format("{}: {}: {}", row.line, row.text(), reason));
      continue;
    }
    for (std::size_t k = 0; k < columns.size(); ++k) rows.values[k].push_back(values[k]);
    rows.line.push_back(row.line);
    rows.row.push_back(r);
  }
  if (rows.line.empty()) {
    throw InputError(fmt::format("{}: no row of data can be read{}", file.name, unreadable.empty() ? "" : "; the first is " + unreadable[0]));
  }
  return rows;
}

void add_measurement(const InstrumentFile& file, const std::vector<TakenColumn>& columns, const NumericRows& rows,
                     const ImportOptions& options, Imported& into) {
  const auto has = [&](const char* meaning) { return column(meaning, columns, rows) != nullptr; };
  into.rows += rows.line.size();
  if (has("voltage") && has("current")) {
    IvSweep sweep;
    take_columns(sweep, columns, rows, file);
    refuse_fault(sweep, file, rows);
    into.iv_sweeps.push_back(std::move(sweep));
    return;
  }
  if (!has("read_current") && !has("read_conductance") && !has("read_resistance")) {
    throw InputError(file.name + ": columns are missing: a pulse train needs read_current, read_conductance or read_resistance, "
                                 "a sweep needs voltage and current");
  }
  PulseTrain train;
  take_columns(train, columns, rows, file);
  make_up(train, options, rows.line.size(), into.assumptions);
  read_as_current(train, columns, rows);
  refuse_fault(train, file, rows);
  into.pulse_trains.push_back(std::move(train));
}

}  // namespace hysteron::data
