// A table of voltage and current or charge, and of time where there is one, whose headings say so in everyday words:
//
//     Voltage (V),Current (A)          time/s;V;I/mA          Bias_V,Id_uA
//
// Lines before the headings are left out. A row of units may follow the headings; where there is no unit SI is meant,
// and said to be assumed. Headings that come again, or columns of numbers without a heading beside them, are further
// cycles of the sweep.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "data/importers/importer.h"
#include "data/importers/numeric_rows.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

struct Word {
  const char* word;
  const char* meaning;
};
constexpr std::array words = std::to_array<Word>(
    {{"voltage", "voltage"}, {"v", "voltage"}, {"u", "voltage"}, {"vd", "voltage"}, {"vdev", "voltage"}, {"bias", "voltage"}, {"vforce", "voltage"},
     {"bias voltage", "voltage"}, {"device voltage", "voltage"}, {"source voltage", "voltage"}, {"current", "current"}, {"i", "current"},
     {"id", "current"}, {"idev", "current"}, {"device current", "current"}, {"measured current", "current"}, {"charge", "charge"},
     {"time", "time"}, {"t", "time"}, {"elapsed time", "time"}, {"timestamp", "time"}});

struct Named {
  std::string meaning;
  std::string unit;  // "" where the heading has none
};

/// The name and the unit of "Id (uA)", "I/uA" or "I_uA".
Heading split(const std::string& text) {
  Heading heading = parse_heading(text);
  if (!heading.unit.empty()) return heading;
  for (const char c : {'/', '_'}) {
    const auto at = heading.name.rfind(c);
    if (at != std::string::npos && parse_unit(heading.name.substr(at + 1))) return {heading.name.substr(0, at), heading.name.substr(at + 1)};
  }
  return heading;
}

std::optional<Named> named(const std::string& text) {
  const Heading heading = split(text);
  std::string name = heading.name;
  for (char& c : name) c = c == '_' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  while (name.ends_with(' ')) name.pop_back();
  const auto found = std::ranges::find(words, name, &Word::word);
  if (found != words.end()) return Named{found->meaning, heading.unit};
  if (si_of(heading.name)) return Named{heading.name, heading.unit};
  return {};
}

using Row = std::vector<std::optional<Named>>;

Row named_cells(const TextRow& row) {
  Row all;
  for (const std::string& cell : row.cells) all.push_back(named(cell));
  return all;
}

std::ptrdiff_t count(const Row& row, std::string_view meaning) {
  return std::ranges::count_if(row, [&](const auto& n) { return n && n->meaning == meaning; });
}

/// A row below the headings that holds nothing but units takes the place of those they lack.
bool take_units(const TextRow& units, Row& headings) {
  std::size_t n = 0;
  for (std::size_t k = 0; k < units.cells.size(); ++k) {
    const std::string& cell = units.cells[k];
    if (cell.empty()) continue;
    if (!parse_unit(cell) || k >= headings.size()) return false;
    if (headings[k]) ++n;
  }
  if (n < 2) return false;
  for (std::size_t k = 0; k < units.cells.size(); ++k) {
    if (headings[k] && headings[k]->unit.empty()) headings[k]->unit = units.cells[k];
  }
  return true;
}

/// Columns of numbers without headings, as many as the headings before them or a multiple, repeat these.
bool repeat(const TextRow& headings, const TextRow& numbers, Row& row) {
  bool any = false;
  const auto is_bare = [&](std::size_t k) {
    return (k >= headings.cells.size() || headings.cells[k].empty()) && !numbers.cells[k].empty() && parse_number(numbers.cells[k]);
  };
  row.resize(std::max(row.size(), numbers.cells.size()));
  for (std::size_t k = 0; k < numbers.cells.size();) {
    std::size_t headed = k, bare;
    while (headed < headings.cells.size() && !headings.cells[headed].empty()) ++headed;
    for (bare = headed; bare < numbers.cells.size() && is_bare(bare);) ++bare;
    const std::size_t n = headed - k;
    if (n > 1 && bare > headed && (bare - headed) % n == 0) {
      for (std::size_t c = headed; c < bare; ++c) row[c] = row[c - n];
      any = true;
    }
    k = std::max(bare, k + 1);
  }
  return any;
}

/// Columns that belong together: a voltage, a current, and what stands beside them. Another one of voltage, current or
/// time begins the next group, which shares with the first what it lacks; empty if they do not come out even. A charge may stand
/// for the current of a single group.
std::vector<std::vector<std::size_t>> groups_of(const Row& row) {
  std::vector<std::vector<std::size_t>> groups(1);
  const auto find = [&](const std::vector<std::size_t>& group, const std::string& meaning) {
    return std::ranges::find_if(group, [&](std::size_t k) { return row[k]->meaning == meaning; });
  };
  for (std::size_t k = 0; k < row.size(); ++k) {
    if (!row[k]) continue;
    const bool again = find(groups.back(), row[k]->meaning) != groups.back().end();
    const bool leads = row[k]->meaning == "voltage" || row[k]->meaning == "current" || row[k]->meaning == "time";
    if (again && leads) groups.emplace_back();
    if (!again || leads) groups.back().push_back(k);
  }
  for (auto& group : groups) {
    const bool is_loop = groups.size() == 1 && find(group, "charge") != group.end();
    if (find(group, "current") == group.end() && !is_loop) return {};
    for (const char* shared : {"voltage", "time"}) {
      const auto first = find(groups[0], shared);
      const bool has = find(group, shared) != group.end();
      if (first == groups[0].end() && (has || std::string_view(shared) == "voltage")) return {};
      if (!has && first != groups[0].end()) group.push_back(*first);
    }
  }
  return groups;
}

struct Headings {
  std::size_t row = 0, data = 0;  // in the table
  Row columns;
  std::vector<std::vector<std::size_t>> groups;
  bool repeated = false;  // over columns without headings
};

/// The first row that heads a voltage and a current, or a charge, with numbers below.
std::optional<Headings> headings_of(const InstrumentFile& file) {
  const auto& rows = file.table.rows;
  for (std::size_t r = 0; r + 1 < rows.size() && r < 100; ++r) {
    Headings h{.row = r, .data = r + 1, .columns = named_cells(rows[r])};
    if (count(h.columns, "voltage") == 0 || count(h.columns, "current") + count(h.columns, "charge") == 0) continue;
    if (r + 2 < rows.size() && take_units(rows[r + 1], h.columns)) ++h.data;
    if (!parse_number(rows[h.data].cells[0])) continue;
    h.repeated = repeat(rows[r], rows[h.data], h.columns);
    h.groups = groups_of(h.columns);
    if (!h.groups.empty()) return h;
  }
  return {};
}

bool recognises(const InstrumentFile& file, const ImportOptions&) { return headings_of(file).has_value(); }

/// The table with no more than the columns of a group, without rows that are blank there.
InstrumentFile part_of(const InstrumentFile& file, std::size_t first, const std::vector<std::size_t>& places) {
  InstrumentFile part{.name = file.name, .path = file.path};
  for (std::size_t r = first; r < file.table.rows.size(); ++r) {
    TextRow row{file.table.rows[r].line, {}};
    for (std::size_t k : places) row.cells.push_back(k < file.table.rows[r].cells.size() ? file.table.rows[r].cells[k] : "");
    if (!row.blank()) part.table.rows.push_back(std::move(row));
  }
  return part;
}

/// The rows of all groups one after another, with the number of the group for a cycle.
void add_cycles(const InstrumentFile& file, const Headings& h, const std::vector<std::vector<TakenColumn>>& groups, const ImportOptions& options, Imported& all) {
  NumericRows together;
  std::vector<TakenColumn> columns = groups[0];
  together.values.resize(columns.size() + 1);
  for (std::size_t g = 0; g < groups.size(); ++g) {
    std::vector<std::size_t> places;
    std::vector<TakenColumn> taken;
    for (const TakenColumn& c : columns) {
      const auto found = std::ranges::find(groups[g], c.meaning, &TakenColumn::meaning);
      taken.push_back({places.size(), c.meaning, found->unit});
      places.push_back(found->place);
    }
    const NumericRows rows = numeric_rows(part_of(file, h.data, places), 0, taken, all.unreadable);
    for (std::size_t k = 0; k < columns.size(); ++k) together.values[k].insert(together.values[k].end(), rows.values[k].begin(), rows.values[k].end());
    together.values.back().insert(together.values.back().end(), rows.line.size(), double(g));
    together.line.insert(together.line.end(), rows.line.begin(), rows.line.end());
    together.row.insert(together.row.end(), rows.row.begin(), rows.row.end());
  }
  columns.push_back({0, "cycle", {}});
  all.assumptions.push_back(fmt::format("{} groups of columns of the same headings: cycles 0 to {} of one sweep", groups.size(), groups.size() - 1));
  if (h.repeated) all.assumptions.push_back("columns without a heading repeat those before them");
  add_measurement(file, columns, together, options, all);
}

Imported read(const InstrumentFile& file, const ImportOptions& options) {
  Imported all;
  const Headings h = *headings_of(file);
  const TextRow& headings = file.table.rows[h.row];
  const bool units = std::ranges::any_of(h.columns, [](const auto& n) { return n && !n->unit.empty(); });
  std::vector<std::vector<TakenColumn>> groups;
  for (const auto& places : h.groups) {
    auto& columns = groups.emplace_back();
    for (std::size_t k : places) {
      const Named& n = *h.columns[k];
      columns.push_back({k, n.meaning, checked_unit(units ? n.unit : *si_of(n.meaning), n.meaning, fmt::format("{}:{}", file.name, headings.line))});
    }
  }
  for (std::size_t k = 0; k < headings.cells.size(); ++k) {
    const auto& n = h.columns[k];
    if (headings.cells[k].empty()) continue;
    const std::string si = n ? *si_of(n->meaning) : "";
    all.columns.push_back({headings.cells[k], n ? n->meaning : "", !n ? parse_heading(headings.cells[k]).unit : units ? n->unit : si});
    if (!n || units || si == "1") continue;
    all.assumptions.push_back(fmt::format("{} in {}: the file names no unit; say --map \"{} = {} [...]\" to change it", headings.cells[k], si, headings.cells[k],
                                          n->meaning));
  }
  if (groups.size() > 1) {
    add_cycles(file, h, groups, options, all);
  } else {
    add_measurement(file, groups[0], numeric_rows(file, h.data, groups[0], all.unreadable), options, all);
  }
  return all;
}

}  // namespace

const Importer plain_headings = {"plain_headings", "voltage and current under everyday headings", recognises, read};

}  // namespace hysteron::data
