#include "apps/handoff/text.h"

#include <fmt/format.h>

#include <cctype>

namespace hysteron::handoff {

std::string exact(double number) {
  const std::string text = fmt::format("{}", number);
  return text.find_first_not_of("-0123456789") == std::string::npos ? text + ".0" : text;
}

std::string list(const std::vector<double>& numbers) {
  std::string text = "[";
  for (std::size_t k = 0; k < numbers.size(); ++k) text += (k == 0 ? "" : k % 6 == 0 ? ",\n    " : ", ") + exact(numbers[k]);
  return text + "]";
}

std::string class_name(const std::string& model) {
  std::string name;
  bool starts = true;
  for (const char c : model) {
    if (c != '_') name += starts ? char(std::toupper(static_cast<unsigned char>(c))) : c;
    starts = c == '_';
  }
  return name;
}

std::string filled(std::string form, const std::vector<std::pair<std::string, std::string>>& words) {
  for (const auto& [key, word] : words) {
    const std::string mark = "@" + key + "@";
    for (auto at = form.find(mark); at != std::string::npos; at = form.find(mark, at + word.size())) form.replace(at, mark.size(), word);
  }
  return form;
}

}  // namespace hysteron::handoff
