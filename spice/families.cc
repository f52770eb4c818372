#include "spice/families.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <regex>
#include <set>

namespace hysteron::spice {
namespace {

using Tokens = std::vector<std::string>;

// Names, numbers (with their sign where it is bracketed) and single characters.
Tokens tokens(const std::string& text) {
  static const std::regex token(
      R"([A-Za-z_]\w*|\(-[0-9.]+(?:e[+-]?[0-9]+)?\)|[0-9.]+(?:e[+-]?[0-9]+)?|.)");
  return {std::sregex_token_iterator(text.begin(), text.end(), token), {}};
}
bool is_number(const std::string& token) {
  return std::isdigit(token.front()) || (token.front() == '(' && token.size() > 1);
}

// switching and 3 of switching_3; 0 of a name without an index.
struct Indexed {
  std::string stem;
  int index = 0;
};
Indexed indexed(const std::string& token) {
  static const std::regex shape(R"(([A-Za-z]\w*)_([1-9][0-9]{0,3}))");
  std::smatch m;
  return std::regex_match(token, m, shape) ? Indexed{m[1], std::stoi(m[2])} : Indexed{token};
}

// How far the index of each stem runs from 1 without a gap.
std::map<std::string, int> runs(const std::vector<Formula>& all) {
  std::map<std::string, std::set<int>> seen;
  for (const Formula& f : all) {
    for (const std::string& text : {f.name, f.text}) {
      for (const auto& token : tokens(text)) {
        if (const Indexed x = indexed(token); x.index > 0) seen[x.stem].insert(x.index);
      }
    }
  }
  std::map<std::string, int> run;
  for (const auto& [stem, indices] : seen) {
    while (indices.contains(run[stem] + 1)) ++run[stem];
  }
  return run;
}

// The tokens with _i for this index, wherever the name is one of as many.
Tokens generic(const std::string& text, int index, int count,
               const std::map<std::string, int>& run) {
  Tokens out = tokens(text);
  for (auto& token : out) {
    const Indexed x = indexed(token);
    const auto of = run.find(x.stem);
    if (x.index == index && of != run.end() && of->second == count) token = x.stem + "_i";
  }
  return out;
}

std::string joined(const Tokens& all) {
  std::string text;
  for (const auto& token : all) text += token;
  return text;
}

// The formulas of which this is the first, if it is that of a family.
std::vector<const Formula*> siblings(const Formula& first, const std::vector<Formula>& all,
                                     const std::map<std::string, int>& run) {
  int count = 0;
  for (const auto& token : tokens(first.name)) {
    if (const Indexed x = indexed(token); x.index == 1) count = run.at(x.stem);
  }
  std::vector<const Formula*> found;
  const Tokens name = generic(first.name, 1, count, run);
  for (int k = 1; k <= count; ++k) {
    const auto is_next = [&](const Formula& f) { return generic(f.name, k, count, run) == name; };
    const auto it = std::find_if(all.begin(), all.end(), is_next);
    if (it == all.end()) return {};
    found.push_back(&*it);
  }
  return found;
}

// The siblings as one, if they are alike.
std::optional<Family> merged(const std::vector<const Formula*>& members,
                             const std::map<std::string, int>& run) {
  const int count = static_cast<int>(members.size());
  std::vector<Tokens> texts;
  for (int k = 1; k <= count; ++k) texts.push_back(generic(members[k - 1]->text, k, count, run));
  const Tokens& first = texts.front();
  if (std::any_of(texts.begin(), texts.end(),
                  [&](const Tokens& t) { return t.size() != first.size(); }))
    return {};
  std::set<std::size_t> differ;
  for (const Tokens& t : texts) {
    for (std::size_t j = 0; j < t.size(); ++j) {
      if (t[j] == first[j]) continue;
      if (!is_number(t[j]) || !is_number(first[j])) return {};
      differ.insert(j);
    }
  }
  if (differ.size() > 1) return {};
  Family family{.formula = *members.front(), .count = count};
  Tokens text = first;
  for (const std::size_t j : differ) {
    text[j] = "c_i";
    for (const Tokens& t : texts) family.numbers.push_back(t[j]);
  }
  family.formula.name = joined(generic(members.front()->name, 1, count, run));
  family.formula.text = joined(text);
  family.formula.meaning = joined(generic(members.front()->meaning, 1, count, run));
  return family;
}

}  // namespace

std::vector<Family> families(const std::vector<Formula>& all) {
  const auto run = runs(all);
  std::set<const Formula*> done;
  std::vector<Family> out;
  for (const Formula& f : all) {
    if (done.contains(&f)) continue;
    const auto members = siblings(f, all, run);
    const auto family = members.size() > 2 ? merged(members, run) : std::nullopt;
    if (family) done.insert(members.begin(), members.end());
    out.push_back(family.value_or(Family{.formula = f}));
  }
  return out;
}

}  // namespace hysteron::spice
