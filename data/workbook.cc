#include "data/workbook.h"

#include <fmt/format.h>

#include "data/gunzip.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

constexpr std::size_t most_rows = 1048576, most_columns = 16384;  // of a sheet, by Excel

std::string in_one_line(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\r' || c == '\t' || c == '\0') c = ' ';
  }
  const auto first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

void SheetFiller::begin_sheet(const std::string& name) { sheets_.push_back({in_one_line(name), {}}); }

void SheetFiller::refuse(std::size_t row, std::size_t column, const std::string& reason) const {
  throw InputError(fmt::format("{}: sheet {}: cell of row {}, column {}: {}", name_, sheets_.back().name, row, column, reason));
}

void SheetFiller::put(std::size_t row, std::size_t column, std::string text) {
  text = in_one_line(std::move(text));
  if (text.empty()) return;
  if (row < 1 || row > most_rows || column < 1 || column > most_columns) {
    refuse(row, column, fmt::format("must be within {} rows and {} columns", most_rows, most_columns));
  }
  std::vector<TextRow>& rows = sheets_.back().table.rows;
  if (rows.empty() || rows.back().line < row) rows.push_back({row, {}});
  std::vector<std::string>& cells = rows.back().cells;
  if (rows.back().line > row || cells.size() >= column) refuse(row, column, "stands after a later one: the file is damaged");
  cells_ += column - cells.size();
  bytes_ += text.size();
  if (cells_ > most_cells) refuse(row, column, fmt::format("the workbook must be at most {} cells", most_cells));
  if (bytes_ > largest_unpacked) refuse(row, column, fmt::format("the text of the workbook must be at most {} bytes", largest_unpacked));
  cells.resize(column - 1);
  cells.push_back(std::move(text));
}

}  // namespace hysteron::data
