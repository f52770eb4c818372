// Columns with headings of any program, named on the command line:
//
//     --map "Vdrain (mV) = voltage [mV], Id = current [uA], #4 = time [s]"
//
// A heading as it stands in the file, or #4 for the fourth column; the table begins below the first row that
// holds all the headings. Lines before it are left out. Where only places are named, it begins at the first row of numbers.

#include <fmt/format.h>

#include <algorithm>

#include "data/importers/importer.h"
#include "data/importers/numeric_rows.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

struct Mapped {
  std::string heading;    // as in the file, "" where a place is named
  std::size_t place = 0;  // from 0
  std::string meaning, unit_text;
  Unit unit;
};

std::string without_blanks(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

Mapped mapped(const std::string& item) {
  const auto equals = item.rfind('=');
  if (equals == std::string::npos) throw InputError(fmt::format("--map: \"{}\": must be HEADING = QUANTITY [UNIT]", without_blanks(item)));
  Mapped m{.heading = without_blanks(item.substr(0, equals))};
  if (m.heading.starts_with('#')) {
    const auto place = parse_number(m.heading.substr(1));
    if (!place || !(*place >= 1.0 && *place <= 10000.0)) throw InputError(fmt::format("--map: \"{}\": must be the place of a column, from #1 to #10000", m.heading));
    m.place = std::size_t(*place) - 1;
    m.heading.clear();
  }
  const Heading quantity = parse_heading(item.substr(equals + 1));
  if (!si_of(quantity.name)) throw InputError(fmt::format("--map: \"{}\": is not a quantity known here: voltage, current, time, read_conductance, ...", quantity.name));
  m.meaning = quantity.name;
  m.unit_text = quantity.unit;
  m.unit = checked_unit(quantity.unit, quantity.name, "--map");
  return m;
}

std::vector<Mapped> parse_map(const std::string& text) {
  std::vector<Mapped> all;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(',', from), text.size());
    all.push_back(mapped(text.substr(from, to - from)));
    from = to + 1;
  }
  return all;
}

/// The row that holds all the headings, whose places are noted; none of them: the row before the first of numbers.
std::size_t below_heading(const InstrumentFile& file, std::vector<Mapped>& columns) {
  const auto& rows = file.table.rows;
  const bool named = std::ranges::any_of(columns, [](const Mapped& m) { return !m.heading.empty(); });
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const auto fits = [&](Mapped& m) {
      if (m.heading.empty()) return named || (m.place < rows[r].cells.size() && !rows[r].cells[m.place].empty() && parse_number(rows[r].cells[m.place]));
      const auto at = std::ranges::find(rows[r].cells, m.heading);
      m.place = std::size_t(at - rows[r].cells.begin());
      return at != rows[r].cells.end();
    };
    if (std::ranges::all_of(columns, fits)) return named ? r + 1 : r;
  }
  throw InputError(fmt::format("{}: no row holds all the headings of --map; the first is \"{}\"", file.name, rows.empty() ? "" : rows[0].text()));
}

bool recognises(const InstrumentFile&, const ImportOptions& options) { return !options.map.empty(); }

Imported read(const InstrumentFile& file, const ImportOptions& options) {
  Imported all;
  std::vector<Mapped> columns = parse_map(options.map);
  const std::size_t first = below_heading(file, columns);
  std::vector<TakenColumn> taken;
  for (const Mapped& m : columns) {
    taken.push_back({m.place, m.meaning, m.unit});
    const std::string heading = m.heading.empty() ? fmt::format("column {}", m.place + 1) : m.heading;
    all.columns.push_back({heading, m.meaning, m.unit_text});
    all.assumptions.push_back(fmt::format("{} is {} [{}]: the user's choice (--map)", heading, m.meaning, m.unit_text));
  }
  add_measurement(file, taken, numeric_rows(file, first, taken, all.unreadable), options, all);
  return all;
}

}  // namespace

const Importer mapped_columns = {"mapped_columns", "columns as named by --map", recognises, read};

}  // namespace hysteron::data
