#include "data/importers/numeric_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "data/columns.h"
#include "data/measurement_file.h"
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
    if constexpr (std::is_same_v<T, double>) to.push_back(from[k]);
    else to.push_back(whole_number<T>(from[k], fmt::format("{}:{}: {}", file.name, rows.line[k], c.name)));
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

void make_up_read_voltage(std::vector<double>& read_voltage, const ImportOptions& o, std::size_t n, std::vector<std::string>& assumptions) {
  if (!read_voltage.empty()) return;
  read_voltage.assign(n, o.read_voltage);
  assumptions.push_back(fmt::format("read_voltage = {} V: {}", shortest(o.read_voltage), said(o.read_voltage_given, "--read-voltage")));
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
  make_up_read_voltage(t.read_voltage, o, n, assumptions);
}

/// Fills a read current from the conductance or resistance that stands for it.
void read_as_current(const std::vector<double>& read_voltage, std::vector<double>& current, const std::string& state, const std::vector<TakenColumn>& columns,
                     const NumericRows& rows) {
  if (!current.empty()) return;
  const auto* conductance = column("read_conductance" + state, columns, rows);
  const auto* resistance = column("read_resistance" + state, columns, rows);
  if (!conductance && !resistance) return;
  for (std::size_t k = 0; k < read_voltage.size(); ++k) {
    const double g = conductance ? (*conductance)[k] : 1.0 / (*resistance)[k];
    current.push_back(std::isinf(g) ? std::nan("") : g * read_voltage[k]);
  }
}

void complete(PulseTrain& t, const std::vector<TakenColumn>& columns, const NumericRows& rows, const ImportOptions& o, std::vector<std::string>& assumptions) {
  make_up(t, o, rows.line.size(), assumptions);
  read_as_current(t.read_voltage, t.read_current, "", columns, rows);
}
void complete(Retention& r, const std::vector<TakenColumn>& columns, const NumericRows& rows, const ImportOptions& o, std::vector<std::string>& assumptions) {
  if (r.time.empty()) {
    r.time.assign(rows.line.size(), unknown);
    assumptions.push_back("time since programming: not in the file");
  }
  make_up_read_voltage(r.read_voltage, o, rows.line.size(), assumptions);
  read_as_current(r.read_voltage, r.read_current, "", columns, rows);
}
void complete(Endurance& e, const std::vector<TakenColumn>& columns, const NumericRows& rows, const ImportOptions& o, std::vector<std::string>& assumptions) {
  make_up_read_voltage(e.read_voltage, o, rows.line.size(), assumptions);
  read_as_current(e.read_voltage, e.read_current_on, "_on", columns, rows);
  read_as_current(e.read_voltage, e.read_current_off, "_off", columns, rows);
}
void complete(ResistanceLoop& l, const std::vector<TakenColumn>&, const NumericRows& rows, const ImportOptions& o, std::vector<std::string>& assumptions) {
  make_up_read_voltage(l.read_voltage, o, rows.line.size(), assumptions);
}
void complete(SpikePairs& p, const std::vector<TakenColumn>&, const NumericRows& rows, const ImportOptions&, std::vector<std::string>&) {
  if (!p.weight_change.empty() || p.conductance_before.empty() || p.conductance_after.empty()) return;
  for (std::size_t k = 0; k < rows.line.size(); ++k) {
    const double change = p.conductance_after[k] / p.conductance_before[k] - 1.0;
    p.weight_change.push_back(std::isfinite(change) ? change : std::nan(""));
  }
}
void complete(auto&, const std::vector<TakenColumn>&, const NumericRows&, const ImportOptions&, std::vector<std::string>&) {}

/// Rows that say their cell.
ArrayMap map_of(const std::vector<TakenColumn>& columns, const NumericRows& rows, const InstrumentFile& file) {
  ArrayMap m;
  const std::vector<double> zero(rows.line.size(), 0.0);
  const auto values = [&](const char* name) -> const std::vector<double>& {
    const auto* found = column(name, columns, rows);
    return found ? *found : zero;
  };
  const auto &row = values("row"), &place = values("column"), &layer = values("layer"), &status = values("status");
  const auto* g = column("conductance", columns, rows);
  const std::size_t most = 64 * rows.line.size() + 4096;  // cells: a map may have holes, but not be one
  for (std::size_t k = 0; k < rows.line.size(); ++k) {
    for (const double x : {row[k], place[k], layer[k]}) {
      if (!(x >= 0.0 && x < double(most) && x == std::floor(x))) {
        throw InputError(fmt::format("{}:{}: row, column, layer = {}: must be a whole number from 0, below {}", file.name, rows.line[k], shortest(x), most));
      }
    }
    m.rows = std::max(m.rows, std::size_t(row[k]) + 1);
    m.columns = std::max(m.columns, std::size_t(place[k]) + 1);
    m.layers = std::max(k == 0 ? 1 : m.layers, std::size_t(layer[k]) + 1);
  }
  if (m.rows > most || m.columns > most / m.rows || m.layers > most / (m.rows * m.columns)) {
    throw InputError(fmt::format("{}: an array of {} x {} x {} cells, of which {} are given: must be at most {}", file.name, m.rows, m.columns, m.layers,
                                 rows.line.size(), most));
  }
  m.conductance.assign(m.rows * m.columns * m.layers, std::nan(""));
  if (column("status", columns, rows)) m.status.assign(m.conductance.size(), 0);
  for (std::size_t k = 0; k < rows.line.size(); ++k) {
    const std::size_t cell = (std::size_t(row[k]) * m.columns + std::size_t(place[k])) * m.layers + std::size_t(layer[k]);
    m.conductance[cell] = (*g)[k];
    if (!m.status.empty()) m.status[cell] = status[k] >= 0.0 && status[k] <= 255.0 ? std::uint8_t(status[k]) : 255;
  }
  return m;
}

template <class Measurement>
void add(std::vector<Measurement>& all, const std::vector<TakenColumn>& columns, const NumericRows& rows, const InstrumentFile& file, const ImportOptions& options,
         std::vector<std::string>& assumptions) {
  Measurement m;
  take_columns(m, columns, rows, file);
  complete(m, columns, rows, options, assumptions);
  refuse_fault(m, file, rows);
  all.push_back(std::move(m));
}

}  // namespace

std::optional<std::string> si_of(const std::string& meaning) {
  if (meaning == "read_conductance") return "S";
  if (meaning == "read_resistance") return "ohm";
  if (meaning == "read_conductance_on" || meaning == "read_conductance_off") return "S";
  if (meaning == "read_resistance_on" || meaning == "read_resistance_off") return "ohm";
  if (meaning == "row" || meaning == "column" || meaning == "layer") return "1";
  std::optional<std::string> si;
  Measurements none;
  each_kind(none, [&]<class M>(std::vector<M>&, const char*) {
    M m;
    each_column(m, [&](auto&, const Column& c) {
      if (meaning == c.name) si = c.si;
    });
  });
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
                         std::vector<std::string>& unreadable, std::size_t end) {
  NumericRows rows;
  rows.values.resize(columns.size());
  std::size_t widest = 0;
  for (const auto& c : columns) widest = std::max(widest, c.place + 1);
  std::vector<double> values(columns.size());
  for (std::size_t r = first; r < std::min(end, file.table.rows.size()); ++r) {
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
  const auto store = [&](auto& all) { add(all, columns, rows, file, options, into.assumptions); };
  const bool reads = has("read_current") || has("read_conductance") || has("read_resistance");
  const bool reads_both = has("read_current_on") || has("read_conductance_on") || has("read_resistance_on");
  const bool pulses = has("voltage") || has("pulse_width") || has("direction") || has("op_type");
  if (has("voltage") && has("charge")) return store(into.pv_loops);
  if (has("voltage") && has("current")) return store(into.iv_sweeps);
  if (has("n_trials") && has("n_switched")) return store(into.switching_probabilities);
  if (has("spike_time")) return store(into.spike_trains);
  if (has("spike_delay")) return store(into.spike_pairs);
  if (has("pulse_interval")) return store(into.pulse_pairs);
  if (has("resistance") && (has("field") || has("voltage"))) return store(into.resistance_loops);
  if (has("cycle") && reads_both) return store(into.endurances);
  if (has("conductance") && has("row") && has("column")) {
    into.array_maps.push_back(map_of(columns, rows, file));
    return;
  }
  if (reads && !pulses && (has("temperature") || has("device") || has("level") || has("censored"))) return store(into.retentions);
  if (reads) return store(into.pulse_trains);
  throw InputError(file.name + ": columns are missing: a pulse train needs read_current, read_conductance or read_resistance, "
                               "a sweep needs voltage and current");
}

}  // namespace hysteron::data
