#include "data/text_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace hysteron::data {
namespace {

constexpr std::size_t text_shown = 120;  // of a row, in messages

std::string trimmed(std::string_view text) {
  constexpr const char* blanks = " \t\r\n";  // a line end too, where quotes held it
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

/// Words between blanks; a unit in brackets belongs to the word before.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t from = text.find_first_not_of(" \t"); from < text.size(); from = text.find_first_not_of(" \t", from)) {
    const std::size_t to = std::min(text.find_first_of(" \t", from), text.size());
    const std::string word(text.substr(from, to - from));
    if (!words.empty() && (word[0] == '(' || word[0] == '[')) words.back() += ' ' + word;
    else words.push_back(word);
    from = to;
  }
  if (words.size() > 1 && words[0] == "#") words.erase(words.begin()), words[0].insert(0, "#");
  return words;
}

/// Whether most lines are two or more numbers between blanks.
bool has_blanks_between(std::string_view text) {
  std::size_t lines = 0, rows = 0;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find_first_of("\r\n", from), text.size());
    const std::vector<std::string> words = text.substr(from, to - from).find('\t') == std::string_view::npos ? words_of(text.substr(from, to - from)) : std::vector<std::string>{};
    lines += to > from;
    rows += words.size() > 1 && std::ranges::all_of(words, [](const std::string& w) { return parse_number(w).has_value(); });
    from = to + 1;
  }
  return 2 * rows > lines;
}

char separator_of(std::string_view text) {
  if (has_blanks_between(text.substr(0, 4096))) return ' ';
  struct Count {
    std::size_t all = 0, lines = 0;
    bool in_line = false;
  } commas, semicolons, tabs;
  std::size_t lines = 1;
  bool quoted = false;
  char before = '\n';
  for (const char c : text.substr(0, 4096)) {
    const bool begins_cell = before == '\n' || before == ',' || before == ';';  // where a tab is but a blank, as KickStart has it
    before = c;
    if (c == '"') quoted = !quoted;
    if (c == '\n') {
      ++lines;
      for (Count* count : {&commas, &semicolons, &tabs}) count->in_line = false;
    }
    Count* count = c == ',' ? &commas : c == ';' ? &semicolons : c == '\t' && !begins_cell ? &tabs : nullptr;
    if (!count || quoted) continue;
    ++count->all;
    count->lines += !count->in_line;
    count->in_line = true;
  }
  const auto cuts = [&](const Count& count) { return count.all > commas.all || 2 * count.lines > lines; };
  if (cuts(semicolons) && semicolons.all >= tabs.all) return ';';
  return cuts(tabs) ? '\t' : ',';
}

bool is_number_with(char point, const std::string& cell) {
  const auto at = cell.find(point);
  if (at == std::string::npos || at + 1 == cell.size() || cell.find(point, at + 1) != std::string::npos) return false;
  std::string plain = cell;
  plain[at] = '.';
  return parse_number(plain).has_value();
}

void give_points(TextTable& table) {
  const auto any = [&](char point) {
    return std::ranges::any_of(table.rows, [&](const TextRow& row) {
      return std::ranges::any_of(row.cells, [&](const std::string& cell) { return is_number_with(point, cell); });
    });
  };
  if (table.separator == ',' || !any(',') || any('.')) return;
  for (TextRow& row : table.rows) {
    for (std::string& cell : row.cells) {
      if (is_number_with(',', cell)) cell[cell.find(',')] = '.';
    }
  }
}

/// One heading cell that holds as many words as there are numbers in the row below.
void cut_headings(TextTable& table) {
  for (std::size_t r = 0; r + 1 < table.rows.size() && r < 100; ++r) {
    const std::vector<std::string>& below = table.rows[r + 1].cells;
    if (table.rows[r].cells.size() != 1 || below.size() < 2) continue;
    std::vector<std::string> words = words_of(table.rows[r].cells[0]);
    const bool fits = words.size() == below.size() && std::ranges::all_of(below, [](const std::string& cell) { return parse_number(cell).has_value(); });
    if (fits) table.rows[r].cells = std::move(words);
  }
}

/// Reads characters into rows; one pass, one state: whether a quote is open.
class Cutter {
 public:
  explicit Cutter(char separator) { table_.separator = separator; }

  void take(std::string_view text) {
    for (std::size_t k = 0; k < text.size(); ++k) {
      const char c = text[k];
      const char next = k + 1 < text.size() ? text[k + 1] : '\0';
      if (c == '"' && quoted_ && next == '"') {
        cell_ += text[++k];
      } else if (c == '"' && (quoted_ || trimmed(cell_).empty())) {
        quoted_ = !quoted_;
      } else if (c == '\n' || (c == '\r' && next != '\n')) {
        ++line_;
        quoted_ ? void(cell_ += '\n') : end_row();
      } else if (c != '\r') {
        c == table_.separator && c != ' ' && !quoted_ ? end_cell() : void(cell_ += c);
      }
    }
    end_row();
  }
  TextTable table() && { return std::move(table_); }

 private:
  void end_cell() {
    row_.cells.push_back(trimmed(cell_));
    cell_.clear();
  }
  void end_row() {
    if (table_.separator == ' ') row_.cells = words_of(cell_), cell_.clear();
    else end_cell();
    row_.line = begins_;
    if (!row_.blank()) table_.rows.push_back(std::move(row_));
    row_ = {};
    begins_ = line_;
  }

  TextTable table_;
  TextRow row_{};
  std::string cell_;
  bool quoted_ = false;
  std::size_t line_ = 1, begins_ = 1;
};

}  // namespace

bool TextRow::blank() const {
  return std::all_of(cells.begin(), cells.end(), [](const std::string& cell) { return cell.empty(); });
}

std::string TextRow::text() const {
  std::string all;
  for (const auto& cell : cells) {
    all += (all.empty() ? "" : ",") + cell;
    if (all.size() > text_shown) return all.substr(0, text_shown) + "...";
  }
  for (char& c : all) {
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  }
  return all;
}

TextTable cut_table(std::string_view text) { return cut_table(text, separator_of(text)); }

TextTable cut_table(std::string_view text, char separator) {
  Cutter cutter(separator);
  cutter.take(text);
  TextTable table = std::move(cutter).table();
  give_points(table);
  cut_headings(table);
  return table;
}

std::optional<double> parse_number(std::string_view text) {
  const std::string cell = trimmed(text);
  std::string_view digits = cell;
  if (digits.empty() || digits == "NaN" || digits == "nan" || digits == "NAN") return std::numeric_limits<double>::quiet_NaN();
  if (digits.starts_with('+')) digits.remove_prefix(1);
  double x = 0.0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), x);
  if (error != std::errc() || end != digits.data() + digits.size() || !std::isfinite(x)) return {};
  return x;
}

Heading parse_heading(std::string_view text) {
  const std::string all = trimmed(text.starts_with('#') ? text.substr(1) : text);
  if (all.empty()) return {};
  for (const auto& [open, close] : {std::pair{'[', ']'}, std::pair{'(', ')'}}) {
    const auto at = all.rfind(open);
    if (at == std::string::npos || all.back() != close) continue;
    return {trimmed(std::string_view(all).substr(0, at)), trimmed(std::string_view(all).substr(at + 1, all.size() - at - 2))};
  }
  return {all, ""};
}

}  // namespace hysteron::data
