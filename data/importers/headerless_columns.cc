// Columns without a header, named on the command line, from left to right:
//
//     --columns "voltage [V], current [uA]"
//     --columns "up = read_conductance [1e-6 S + 2e-6 S], down = read_conductance [1e-6 S + 2e-6 S]"
//     --columns "-, read_resistance [kohm]"
//
// "-" leaves a column out. "up =" and "down =" mark columns that follow one another in time: the
// potentiating train from top to bottom, then the depressing one. A unit may be an affine map,
// SI = factor * value + offset, for figures in arbitrary units.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "data/importers/importer.h"
#include "data/importers/numeric_rows.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

struct Named {
  int direction = 0;    // +1 up, -1 down, 0 neither
  std::string meaning;  // "-" left out
  std::string unit_text;
  Unit unit;
};

std::string without(std::string text, const char* blanks) {
  text.erase(0, text.find_first_not_of(blanks));
  text.erase(text.find_last_not_of(blanks) + 1);
  return text;
}

Named named(const std::string& item) {
  Named out;
  std::string rest = without(item, " \t");
  const auto equals = rest.find('=');
  if (equals != std::string::npos) {
    const std::string phase = without(rest.substr(0, equals), " \t");
    if (phase != "up" && phase != "down") throw InputError(fmt::format("--columns: \"{}\": must be up or down", phase));
    out.direction = phase == "up" ? 1 : -1;
    rest = rest.substr(equals + 1);
  }
  const Heading heading = parse_heading(rest);
  out.meaning = heading.name;
  out.unit_text = heading.unit;
  if (out.meaning == "-") return out;
  if (!si_of(out.meaning)) {
    throw InputError(fmt::format("--columns: \"{}\": is not a column known here: voltage, current, time, pulse_width, read_voltage, "
                                 "read_current, read_conductance, read_resistance, ... or - to leave it out", out.meaning));
  }
  out.unit = checked_unit(heading.unit, out.meaning, "--columns");
  return out;
}

std::vector<Named> parse_columns(const std::string& text) {
  std::vector<Named> all;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t to = std::min(text.find(',', from), text.size());
    all.push_back(named(text.substr(from, to - from)));
    from = to + 1;
  }
  return all;
}

bool recognises(const InstrumentFile&, const ImportOptions& options) { return !options.columns.empty(); }

void note_maps(const std::vector<Named>& columns, Imported& all) {
  for (std::size_t k = 0; k < columns.size(); ++k) {
    const Named& c = columns[k];
    all.columns.push_back({fmt::format("column {}", k + 1), c.meaning == "-" ? "" : c.meaning, c.unit_text});
    if (parse_unit(c.unit_text) || c.meaning == "-" || c.unit_text.empty()) continue;
    all.assumptions.push_back(fmt::format("column {}: {} = {} {} * value + {} {}: the user's choice (--columns)", k + 1, c.meaning,
                                          c.unit.scale, c.unit.si, c.unit.offset, c.unit.si));
  }
}

/// One train after the other: first the columns of one direction, then of the next.
void add_phases(const InstrumentFile& file, const std::vector<Named>& columns, const ImportOptions& options, Imported& all) {
  NumericRows joined;
  const TakenColumn* first = nullptr;
  std::vector<TakenColumn> taken;
  std::vector<double> direction;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    if (columns[k].direction != 0) taken.push_back({k, columns[k].meaning, columns[k].unit});
  }
  first = &taken[0];
  const NumericRows rows = numeric_rows(file, 0, taken, all.unreadable);
  joined.values.resize(2);
  for (std::size_t c = 0; c < taken.size(); ++c) {
    if (taken[c].meaning != first->meaning) throw InputError("--columns: up and down must be of one quantity");
    const int sign = columns[taken[c].place].direction;
    for (std::size_t r = 0; r < rows.line.size(); ++r) {
      if (std::isnan(rows.values[c][r])) continue;  // one column is shorter than the other
      joined.values[0].push_back(rows.values[c][r]);
      joined.values[1].push_back(sign);
      joined.line.push_back(rows.line[r]);
    }
  }
  if (joined.line.empty()) throw InputError(file.name + ": no row of data can be read");
  add_measurement(file, {*first, {0, "direction", {}}}, joined, options, all);
}

Imported read(const InstrumentFile& file, const ImportOptions& options) {
  Imported all;
  const std::vector<Named> columns = parse_columns(options.columns);
  note_maps(columns, all);
  if (!file.table.rows.empty() && file.table.rows[0].cells.size() != columns.size()) {
    throw InputError(fmt::format("{}:{}: has {} columns: --columns names {}", file.name, file.table.rows[0].line,
                                 file.table.rows[0].cells.size(), columns.size()));
  }
  std::vector<TakenColumn> taken;
  std::size_t phases = 0;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    phases += columns[k].direction != 0;
    if (columns[k].meaning != "-" && columns[k].direction == 0) taken.push_back({k, columns[k].meaning, columns[k].unit});
  }
  if (phases > 0 && !taken.empty()) throw InputError("--columns: where one column is up or down, all others must be, or -");
  if (phases > 0) {
    add_phases(file, columns, options, all);
  } else {
    if (taken.empty()) throw InputError("--columns: names no column");
    add_measurement(file, taken, numeric_rows(file, 0, taken, all.unreadable), options, all);
  }
  return all;
}

}  // namespace

const Importer headerless_columns = {"headerless_columns", "columns as named by --columns", recognises, read};

}  // namespace hysteron::data
