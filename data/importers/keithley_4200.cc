// Workbooks (.xls) of Keithley 4200-SCS and Clarius: a sheet of data a run, Calc, Settings.
//
//     DrainI  DrainV  GateV  DrainI(2) ...  VT        names without units; SI is implied
//     ...                                   0.45      figures worked out by the program stand in the first row alone
//
// Settings has key and value in its first columns. A user module (pundTest) writes its name into the first
// heading and its own figures (P, U, N, D, Psw, ...) into the first row.

#include <fmt/format.h>
#include <freexl.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "data/importers/channels.h"
#include "data/trial.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

constexpr unsigned most_columns = 1024;

struct Sheet {
  std::string name;
  std::vector<std::vector<std::string>> cells;  // row by row, as text: numbers in the fewest digits
};

class Workbook {
 public:
  explicit Workbook(const InstrumentFile& file) : name_(file.name) {
    if (freexl_open(file.path.c_str(), &handle_) != FREEXL_OK) {
      freexl_close(handle_);
      throw InputError(name_ + ": is not an .xls file that can be read, or is damaged");
    }
  }
  ~Workbook() { freexl_close(handle_); }
  Workbook(const Workbook&) = delete;

  std::vector<Sheet> sheets() const {
    unsigned n = 0;
    freexl_get_info(handle_, FREEXL_BIFF_SHEET_COUNT, &n);
    std::vector<Sheet> all;
    for (unsigned k = 0; k < std::min(n, 1000u); ++k) all.push_back(sheet(static_cast<unsigned short>(k)));
    return all;
  }

 private:
  Sheet sheet(unsigned short place) const {
    const char* name = nullptr;
    unsigned rows = 0;
    unsigned short columns = 0;
    if (freexl_get_worksheet_name(handle_, place, &name) != FREEXL_OK || freexl_select_active_worksheet(handle_, place) != FREEXL_OK ||
        freexl_worksheet_dimensions(handle_, &rows, &columns) != FREEXL_OK) {
      throw InputError(fmt::format("{}: sheet {} is damaged", name_, place + 1));
    }
    Sheet out{name ? name : "", {}};
    for (unsigned r = 0; r < rows; ++r) {
      std::vector<std::string>& row = out.cells.emplace_back();
      for (unsigned short c = 0; c < std::min<unsigned>(columns, most_columns); ++c) row.push_back(cell(r, c));
      while (!row.empty() && row.back().empty()) row.pop_back();
    }
    return out;
  }
  std::string cell(unsigned row, unsigned short column) const {
    FreeXL_CellValue value;
    if (freexl_get_cell_value(handle_, row, column, &value) != FREEXL_OK) return "";
    switch (value.type) {
      case FREEXL_CELL_INT: return std::to_string(value.value.int_value);
      case FREEXL_CELL_DOUBLE: return fmt::format("{}", value.value.double_value);
      case FREEXL_CELL_NULL: return "";
    }
    return value.value.text_value ? value.value.text_value : "";
  }

  std::string name_;
  const void* handle_ = nullptr;
};

bool recognises(const InstrumentFile& file, const ImportOptions&) { return file.text.starts_with("\xd0\xcf\x11\xe0"); }

/// The columns of a sheet, as far down as they hold numbers.
std::vector<Channel> columns_of(const Sheet& sheet) {
  std::vector<Channel> all;
  for (std::size_t c = 0; c < sheet.cells[0].size(); ++c) {
    Channel column{sheet.cells[0][c], {}};
    for (std::size_t r = 1; r < sheet.cells.size(); ++r) {
      const std::string cell = c < sheet.cells[r].size() ? sheet.cells[r][c] : "";
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
    for (const auto& row : sheet.cells) {
      if (row.size() > 1) all.try_emplace(row[0], row[1]);
    }
  }
  return all;
}

void add_sheet(const InstrumentFile& file, const Sheet& sheet, const std::string& test, Imported& all) {
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
    add_sweep(families[family], title, fmt::format("{}: sheet {}", file.name, sheet.name), all);
  }
  if (!figures.empty()) all.assumptions.push_back(fmt::format("sheet {}: the program's own figures, not imported: {}", sheet.name, figures));
}

Imported read_sheets(const InstrumentFile& file) {
  Imported all;
  const std::vector<Sheet> sheets = Workbook(file).sheets();
  auto settings = settings_of(sheets);
  for (const Sheet& sheet : sheets) {
    if (sheet.name != "Calc" && sheet.name != "Settings" && !sheet.cells.empty()) add_sheet(file, sheet, settings["Test Name"], all);
  }
  if (all.iv_sweeps.empty()) throw InputError(file.name + ": no sheet holds a voltage and a current: save the sheet as CSV and say --map");
  all.assumptions.insert(all.assumptions.begin(), "units: V, A and s, which the file implies by the names of its columns");
  return all;
}

Imported read(const InstrumentFile& file, const ImportOptions&) {
  return tried(file.name, file.text.size(), [&] { return read_sheets(file); });
}

}  // namespace

const Importer keithley_4200 = {"keithley_4200", "Keithley 4200-SCS or Clarius workbook", recognises, read, Importer::binary};

}  // namespace hysteron::data
