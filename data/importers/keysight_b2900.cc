// CSV of Keysight B2900 Quick I/V, and lists of V1, I1 copied from EasyEXPERT:
//
//     Item,Smu1.Time[1][1],Smu1.V[1][1],Smu1.I[1][1],Smu1.R[1][1],
//     V1,I1,absI
//
// A comma ends each line. SI units are implied.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "data/importers/channels.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

bool is_smu(const std::string& heading) { return heading.starts_with("Smu") && heading.find('.') != std::string::npos; }

bool recognises(const InstrumentFile& file, const ImportOptions&) {
  if (file.table.rows.empty()) return false;
  const auto& cells = file.table.rows[0].cells;
  const auto has = [&](const char* name) { return std::ranges::count(cells, name) > 0; };
  return std::ranges::any_of(cells, is_smu) || (has("V1") && has("I1"));
}

/// "Time" of Smu1.Time[1][1], in the group [1][1].
std::pair<std::string, std::string> parts(const std::string& heading) {
  if (!is_smu(heading)) return {heading, ""};
  const auto dot = heading.find('.'), bracket = std::min(heading.find('['), heading.size());
  return {heading.substr(dot + 1, bracket > dot ? bracket - dot - 1 : std::string::npos), heading.substr(0, dot) + heading.substr(bracket)};
}

Imported read(const InstrumentFile& file, const ImportOptions& options) {
  Imported all;
  const auto& headings = file.table.rows[0].cells;
  std::vector<Channel> columns(headings.size());
  for (std::size_t r = 1; r < file.table.rows.size(); ++r) {
    const TextRow& row = file.table.rows[r];
    std::string wrong;
    for (std::size_t k = 0; k < headings.size() && wrong.empty(); ++k) {
      if (!headings[k].empty() && (k >= row.cells.size() || !parse_number(row.cells[k]))) wrong = headings[k];
    }
    if (!wrong.empty()) {
      all.unreadable.push_back(fmt::format("{}: {}: {} is not a number", row.line, row.text(), wrong));
      continue;
    }
    for (std::size_t k = 0; k < headings.size(); ++k) columns[k].values.push_back(headings[k].empty() ? 0.0 : *parse_number(row.cells[k]));
  }
  if (columns[0].values.empty()) throw InputError(file.name + ": no row of data can be read");
  std::map<std::string, std::vector<Channel>> sweeps;
  for (std::size_t k = 0; k < headings.size(); ++k) {
    const auto [name, group] = parts(headings[k]);
    if (!name.empty() && name != "Item" && name != "R") sweeps[group].push_back({name, std::move(columns[k].values)});
  }
  for (const auto& [group, channels] : sweeps) add_sweep(channels, group.empty() ? file.stem : group, file.name + ":1", options, all);
  all.assumptions.insert(all.assumptions.begin(), "units: V, A and s, which the file implies by the names of its columns");
  return all;
}

}  // namespace

const Importer keysight_b2900 = {"keysight_b2900", "Keysight B2900 Quick I/V, or a list of V1, I1", recognises, read};

}  // namespace hysteron::data
