// A measurement as `hysteron convert` writes it: measurement_csv.h.

#include "data/measurement_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "data/columns.h"
#include "data/importers/importer.h"
#include "data/importers/numeric_rows.h"
#include "data/measurement_file.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

bool recognises(const InstrumentFile& file, const ImportOptions&) { return file.text.starts_with(csv_mark); }

struct Said {
  std::string what, value;
  std::size_t line;
};

// The lines of #, in order.
std::vector<Said> said_in(const TextTable& table) {
  std::vector<Said> all;
  for (const TextRow& row : table.rows) {
    const std::string& text = row.cells[0];
    const auto colon = text.find(": ");
    if (!text.starts_with("# ") || colon == std::string::npos) continue;
    all.push_back({text.substr(2, colon - 2), text.substr(colon + 2), row.line});
  }
  return all;
}

double checked_number(const Said& s, const Unit& unit, const std::string& place) {
  const auto x = parse_number(s.value);
  if (!x || std::isnan(*x)) throw InputError(fmt::format("{}:{}: {} = {}: must be a number", place, s.line, s.what, s.value));
  return *x * unit.scale + unit.offset;
}

std::vector<std::size_t> extent_in(const Said& s, const std::string& place) {
  std::vector<std::size_t> extent;
  for (std::size_t from = 0, end = 0; end != std::string::npos; from = end + 3) {
    end = s.value.find(" x ", from);
    const Said one{"cells", s.value.substr(from, end == std::string::npos ? end : end - from), s.line};
    extent.push_back(whole_number<std::uint32_t>(checked_number(one, {1.0, 0.0, "1"}, place), fmt::format("{}:{}: cells", place, s.line)));
  }
  if (extent.size() != 3) throw InputError(fmt::format("{}:{}: cells = {}: must be rows x columns x layers", place, s.line, s.value));
  return extent;
}

Unit unit_of(const Heading& heading, const char* si, const std::string& place) {
  const auto unit = heading.unit.empty() && std::string_view(si) == "1" ? Unit{1.0, 0.0, "1"} : parse_unit(heading.unit).value_or(Unit{1.0, 0.0, ""});
  if (unit.si != si) throw InputError(fmt::format("{}: {} [{}]: must be {} or a multiple of it", place, heading.name, heading.unit, si));
  return unit;
}

void take(auto& m, const Said& s, const std::string& place, Imported& all) {
  const Heading heading = parse_heading(s.what);
  const std::string at = fmt::format("{}:{}", place, s.line);
  if (s.what == "title") m.title = s.value;
  if (s.what == "assumed" || s.what == "source") all.assumptions.push_back(s.what == "source" ? "converted from " + s.value : s.value);
  each_quantity(m, [&](double& to, const Quantity& q) {
    if (heading.name == q.name) to = checked_number(s, unit_of(heading, q.si, at), place);
  });
  if constexpr (requires { m.scheme; }) {
    if (s.what == "scheme") m.scheme = s.value;
  }
  if constexpr (requires { m.periods_before; }) {
    if (s.what == "periods_before") m.periods_before = whole_number<std::uint32_t>(checked_number(s, {1.0, 0.0, "1"}, place), at + ": " + s.what);
  }
  if constexpr (requires { m.layers; }) {
    if (s.what != "cells") return;
    const auto extent = extent_in(s, place);
    m.rows = extent[0], m.columns = extent[1], m.layers = extent[2];
  }
  if constexpr (requires { m.reported; }) {
    if (!s.what.starts_with("reported ")) return;
    m.reported.push_back({heading.name.substr(9), checked_number(s, {1.0, 0.0, ""}, place), heading.unit.empty() ? "1" : heading.unit});
  }
}

template <class Measurement>
void take_columns(Measurement& m, const InstrumentFile& file, std::size_t header, const std::vector<Said>& about, Imported& all) {
  std::vector<TakenColumn> columns;
  const TextRow& names = file.table.rows[header];
  for (std::size_t k = 0; k < names.cells.size(); ++k) {
    const Heading heading = parse_heading(names.cells[k]);
    const std::size_t before = columns.size();
    each_column(m, [&](const auto&, const Column& c) {
      if (heading.name == c.name) columns.push_back({k, c.name, unit_of(heading, c.si, fmt::format("{}:{}", file.name, names.line))});
    });
    all.columns.push_back({names.cells[k], columns.size() > before ? heading.name : "", heading.unit});
  }
  const NumericRows rows = numeric_rows(file, header + 1, columns, all.unreadable);
  all.rows = rows.line.size();
  each_column(m, [&]<class T>(std::vector<T>& to, const Column& c) {
    const auto at = std::ranges::find(columns, std::string(c.name), &TakenColumn::meaning);
    if (at == columns.end()) return;
    const auto& from = rows.values[std::size_t(at - columns.begin())];
    const auto shorter = std::ranges::find(about, "rows of " + std::string(c.name), &Said::what);
    const double length = shorter == about.end() ? double(from.size()) : checked_number(*shorter, {1.0, 0.0, "1"}, file.name);
    for (std::size_t k = 0; k < from.size() && double(k) < length; ++k) {
      if constexpr (std::is_same_v<T, double>) to.push_back(from[k]);
      else to.push_back(whole_number<T>(from[k], fmt::format("{}:{}: {}", file.name, rows.line[k], c.name)));
    }
  });
}

Imported read(const InstrumentFile& as_cut, const ImportOptions&) {
  InstrumentFile file = as_cut;
  file.table = cut_table(file.text, ',');  // text in lines of # may hold more of another separator
  const std::string& first = file.table.rows[0].cells[0];
  const std::string kind = first.substr(std::min(first.size(), std::string_view(csv_mark).size()));
  const std::vector<Said> about = said_in(file.table);
  std::size_t header = 0;
  while (header < file.table.rows.size() && file.table.rows[header].cells[0].starts_with("#")) ++header;
  Imported all;
  bool known = false;
  each_kind(all, [&]<class M>(std::vector<M>& measurements, const char* name) {
    if (kind != name) return;
    known = true;
    M m;
    for (const Said& s : about) take(m, s, file.name, all);
    if (header < file.table.rows.size()) take_columns(m, file, header, about, all);
    measurements.push_back(std::move(m));
  });
  if (!known) throw InputError(fmt::format("{}:1: {}: is no kind of measurement", file.name, kind));
  return all;
}

}  // namespace

const Importer measurement_csv = {"measurement_csv", "a measurement as hysteron convert writes it", recognises, read};

}  // namespace hysteron::data
