#include "spice/page.h"

#include <regex>
#include <sstream>

namespace hysteron::spice {
namespace {

constexpr std::size_t heading_width = 9;  // "Source   "

// Whether the line opens a section, and is not a sentence.
bool has_heading(const std::string& line) {
  static const std::regex heading("[A-Z][a-z]+ +");
  return line.size() > heading_width && std::regex_match(line.substr(0, heading_width), heading) &&
         line[heading_width] != ' ';
}

void append(std::string& text, const std::string& line) {
  const auto start = line.find_first_not_of(' ');
  text += (text.empty() ? "" : " ") + line.substr(start, line.find_last_not_of(' ') + 1 - start);
}

}  // namespace

std::string title(std::string_view model) {
  std::istringstream text{std::string(comment(model))};
  std::string title;
  for (std::string line; std::getline(text, line) && !line.empty();) append(title, line);
  return title.ends_with('.') ? title.substr(0, title.size() - 1) : title;
}

Page page(std::string_view model) {
  std::istringstream text{std::string(comment(model))};
  Page page;
  std::string line;
  while (std::getline(text, line) && !line.empty()) continue;  // the title
  bool starts = true;                                          // a paragraph
  while (std::getline(text, line)) {
    if (line.empty()) {
      starts = true;
    } else if (has_heading(line)) {
      page.sections.push_back({line.substr(0, line.find(' ')), line.substr(heading_width)});
    } else if (!page.sections.empty()) {
      append(page.sections.back().text, line);
    } else if (!line.starts_with(' ')) {
      if (starts) page.prose.emplace_back();
      append(page.prose.back(), line);
      starts = false;
    }
  }
  return page;
}

std::string Page::operator[](std::string_view heading) const {
  for (const Section& s : sections) {
    if (s.heading == heading) return s.text;
  }
  return "";
}

std::string first_source(const std::string& text) {
  static const std::regex in_brackets(R"(.*?\((?:18|19|20)\d\d\)(?: [A-Za-z]?\d+)?)"),
      bare(R"(.*?\b(?:18|19|20)\d\d\b)");
  std::smatch found;
  if (!std::regex_search(text, found, in_brackets) && !std::regex_search(text, found, bare))
    return text;
  const std::string whole = found.str();
  const std::string before = whole.substr(0, whole.find('"'));  // a title may hold a colon
  const auto said = before.find_last_of(":;");                  // what the work is a source of
  return said == std::string::npos ? whole : whole.substr(said + 2);
}

}  // namespace hysteron::spice
