#pragma once

// Sheets of Excel workbooks as tables of text.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "data/text_table.h"

namespace hysteron::data {

inline constexpr std::size_t most_cells = std::size_t{1} << 24;  // of a workbook, with the empty ones before the last of each row

/// Rows without cells are left out, `line` is the row. Numbers and dates are as the file holds them, true is 1 and
/// false 0, an error is its text (#DIV/0!), a formula its last value.
struct Sheet {
  std::string name;
  TextTable table;
};

/// Fills tables cell by cell, in the order of rows and columns; line ends within a cell become blanks.
class SheetFiller {
 public:
  explicit SheetFiller(std::string name) : name_(std::move(name)) {}

  void begin_sheet(const std::string& name);
  /// From 1. Throws InputError beyond the limits of Excel's sheets, most_cells, largest_unpacked bytes of text, or out of order.
  void put(std::size_t row, std::size_t column, std::string text);
  /// Throws InputError that names file, sheet and cell.
  [[noreturn]] void refuse(std::size_t row, std::size_t column, const std::string& reason) const;
  std::vector<Sheet> sheets() && { return std::move(sheets_); }

 private:
  std::string name_;  // of the file
  std::vector<Sheet> sheets_;
  std::size_t cells_ = 0, bytes_ = 0;
};

bool is_xls(std::string_view bytes);
bool is_xlsx(std::string_view bytes);

/// The sheets of a workbook of Excel 97 to 2003, opened by its path. Throws InputError.
std::vector<Sheet> xls_sheets(const std::filesystem::path& path, std::string_view bytes);

/// The sheets of a workbook of Office Open XML (ECMA-376), which is a zip archive. Throws InputError.
std::vector<Sheet> xlsx_sheets(std::string_view bytes, const std::string& name);

}  // namespace hysteron::data
