#pragma once

// Text cut into rows and cells, as instruments write it.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hysteron::data {

struct TextRow {
  std::size_t line;  // where it begins, from 1
  std::vector<std::string> cells;

  bool blank() const;        // no cell holds anything
  std::string text() const;  // the cells again, for messages
};

struct TextTable {
  char separator = ',';
  std::vector<TextRow> rows;  // blank lines left out
};

/// Cuts at commas; at semicolons or tabs where the first lines hold more of those, or half of these lines hold one at all, as
/// beside decimal commas: numbers such as 1,5E-6 are then given a point, unless a point is in use. At blanks where most of the
/// first lines are numbers between blanks; a row of one cell above rows of several is cut at them too. Quotes are
/// honoured over line ends, "" within them is a quote; LF, CRLF and CR end a line; cells lose blanks
/// at their ends.
TextTable cut_table(std::string_view text);
TextTable cut_table(std::string_view text, char separator);

/// A finite or NaN number that fills the text; "" and "NaN" are NaN.
std::optional<double> parse_number(std::string_view text);

/// A heading "name [unit]" or "name (unit)" in its parts; unit "" if there is none. A # before the first, as NumPy writes it, is
/// left out.
struct Heading {
  std::string name, unit;
};
Heading parse_heading(std::string_view text);

}  // namespace hysteron::data
