// A table of voltage and current, and of time where there is one, whose headings say so in everyday words:
//
//     Voltage (V),Current (A)          time/s;V;I/mA          Bias_V,Id_uA
//
// Lines before the headings are left out. Where no heading has a unit SI is meant, and said to be assumed.

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
constexpr std::array words = std::to_array<Word>({{"voltage", "voltage"}, {"v", "voltage"}, {"u", "voltage"}, {"vd", "voltage"}, {"vdev", "voltage"},
                                                  {"bias", "voltage"}, {"bias voltage", "voltage"}, {"device voltage", "voltage"}, {"source voltage", "voltage"},
                                                  {"current", "current"}, {"i", "current"}, {"id", "current"}, {"idev", "current"}, {"device current", "current"},
                                                  {"measured current", "current"}, {"time", "time"}, {"t", "time"}, {"elapsed time", "time"}, {"timestamp", "time"}});

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

/// The first row with a voltage and a current, each once, and numbers below.
std::size_t header_row(const InstrumentFile& file) {
  const auto& rows = file.table.rows;
  for (std::size_t r = 0; r + 1 < rows.size() && r < 100; ++r) {
    const auto count = [&](const std::string& meaning) {
      return std::ranges::count_if(rows[r].cells, [&](const std::string& cell) {
        const auto n = named(cell);
        return n && n->meaning == meaning;
      });
    };
    if (count("voltage") == 1 && count("current") == 1 && count("time") <= 1 && parse_number(rows[r + 1].cells[0])) return r;
  }
  return rows.size();
}

bool recognises(const InstrumentFile& file, const ImportOptions&) { return header_row(file) < file.table.rows.size(); }

Imported read(const InstrumentFile& file, const ImportOptions& options) {
  Imported all;
  const std::size_t header = header_row(file);
  const TextRow& headings = file.table.rows[header];
  const bool units = std::ranges::any_of(headings.cells, [](const std::string& cell) {
    const auto n = named(cell);
    return n && !n->unit.empty();
  });
  std::vector<TakenColumn> columns;
  for (std::size_t k = 0; k < headings.cells.size(); ++k) {
    const auto n = named(headings.cells[k]);
    if (!n) {
      all.columns.push_back({headings.cells[k], "", parse_heading(headings.cells[k]).unit});
      continue;
    }
    const std::string si = *si_of(n->meaning);
    const std::string unit = units ? n->unit : si;
    all.columns.push_back({headings.cells[k], n->meaning, unit});
    if (!units && si != "1") all.assumptions.push_back(fmt::format("{} in {}: the file names no unit; say --map \"{} = {} [...]\" to change it", headings.cells[k], si, headings.cells[k], n->meaning));
    columns.push_back({k, n->meaning, checked_unit(unit, n->meaning, fmt::format("{}:{}", file.name, headings.line))});
  }
  add_measurement(file, columns, numeric_rows(file, header + 1, columns, all.unreadable), options, all);
  return all;
}

}  // namespace

const Importer plain_headings = {"plain_headings", "voltage and current under everyday headings", recognises, read};

}  // namespace hysteron::data
