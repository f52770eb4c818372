// Workbooks (.xls, .xlsx) of Keithley 4200-SCS and Clarius: a sheet of data a run, Calc, Settings.
//
//     DrainI  DrainV  GateV  DrainI(2) ...  VT        names without units; SI is implied
//     ...                                   0.45      figures worked out by the program stand in the first row alone
//
// Settings has key and value in its first columns. A user module (pundTest) writes its name into the first
// heading and its own figures (P, U, N, D, Psw, ...) into the first row.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "data/importers/channels.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

bool has_sheet(const InstrumentFile& file, const char* name) { return std::ranges::find(file.sheets, name, &Sheet::name) != file.sheets.end(); }

/// A column such as DrainI or AV, which tables made by hand do not have.
bool is_of_terminal(const std::string& heading) {
  const std::string name = heading.substr(0, heading.find('('));
  return name.size() > 1 && (name.ends_with('I') || name.ends_with('V'));
}

bool recognises(const InstrumentFile& file, const ImportOptions& options) {
  if (!options.map.empty()) return false;
  return has_sheet(file, "Settings") || has_sheet(file, "Calc") || std::ranges::any_of(file.sheets, [](const Sheet& sheet) {
    return !sheet.table.rows.empty() && std::ranges::count_if(sheet.table.rows[0].cells, is_of_terminal) > 1;
  });
}

/// The columns of a sheet, as far down as they hold numbers.
std::vector<Channel> columns_of(const Sheet& sheet) {
  std::vector<Channel> all;
  const auto& rows = sheet.table.rows;
  for (std::size_t c = 0; c < rows[0].cells.size(); ++c) {
    Channel column{rows[0].cells[c], {}};
    for (std::size_t r = 1; r < rows.size(); ++r) {
      const std::string cell = c < rows[r].cells.size() ? rows[r].cells[c] : "";
      const auto x = cell.empty() ? std::nullopt : parse_number(cell);
      if (!x) break;
      column.values.push_back(*x);
    }
    if (!column.name.empty() && !column.values.empty()) all.push_back(std::move(column));
  }
  return all;
}

/// The 2 of DrainI(2); "" without it.
std::string family_of(const std::string& name) {
  const auto open = name.rfind('(');
  return open == std::string::npos || !name.ends_with(')') ? "" : name.substr(open + 1, name.size() - open - 2);
}

std::map<std::string, std::string> settings_of(const std::vector<Sheet>& sheets) {
  std::map<std::string, std::string> all;
  for (const Sheet& sheet : sheets) {
    if (sheet.name != "Settings") continue;
    for (const TextRow& row : sheet.table.rows) {
      if (row.cells.size() > 1) all.try_emplace(row.cells[0], row.cells[1]);
    }
  }
  return all;
}

void add_sheet(const InstrumentFile& file, const Sheet& sheet, const std::string& test, const ImportOptions& options, Imported& all) {
  std::vector<Channel> columns = columns_of(sheet);
  std::size_t longest = 0;
  for (const Channel& c : columns) longest = std::max(longest, c.values.size());
  std::vector<std::string> order;
  std::map<std::string, std::vector<Channel>> families;
  std::string figures;
  for (Channel& c : columns) {
    if (c.values.size() == 1 && longest > 1) {
      figures += fmt::format("{}{} = {}", figures.empty() ? "" : ", ", c.name, c.values[0]);
      continue;
    }
    const std::string family = family_of(c.name);
    if (!families.contains(family)) order.push_back(family);
    families[family].push_back(std::move(c));
  }
  for (const std::string& family : order) {
    const auto has = [&](char q) { return std::ranges::any_of(families[family], [&](const Channel& c) { return quantity_of(c.name) == q; }); };
    if (!has('V') || !has('I')) continue;  // of no sweep: a heading of a user module, a list of set values
    std::string title = test.empty() || test == sheet.name ? sheet.name : fmt::format("{}, {}", test, sheet.name);
    if (!family.empty()) title += fmt::format(" ({})", family);
    add_sweep(families[family], title, fmt::format("{}: sheet {}", file.name, sheet.name), options, all);
  }
  if (!figures.empty()) all.assumptions.push_back(fmt::format("sheet {}: the program's own figures, not imported: {}", sheet.name, figures));
}

Imported read(const InstrumentFile& file, const ImportOptions& options) {
  Imported all;
  auto settings = settings_of(file.sheets);
  for (const Sheet& sheet : file.sheets) {
    if (sheet.name != "Calc" && sheet.name != "Settings" && !sheet.table.rows.empty()) add_sheet(file, sheet, settings["Test Name"], options, all);
  }
  if (all.iv_sweeps.empty()) throw InputError(file.name + ": no sheet holds a voltage and a current: save the sheet as CSV and say --map");
  all.assumptions.insert(all.assumptions.begin(), "units: V, A and s, which the file implies by the names of its columns");
  return all;
}

}  // namespace

const Importer keithley_4200 = {"keithley_4200", "Keithley 4200-SCS or Clarius workbook", recognises, read, Importer::workbook};

}  // namespace hysteron::data
