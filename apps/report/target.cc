#include "apps/report/target.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string_view>

#include "apps/report/page.h"
#include "data/sha256.h"
#include "data/whole_file.h"
#include "libmodel/error.h"
#include "libmodel/metrics/definition.h"

namespace hysteron::report {
namespace {

struct TargetText {
  std::string path;

  [[noreturn]] void refuse(const toml::node& where, const std::string& what) const {
    throw InputError(path + ":" + std::to_string(where.source().begin.line) + ": " + what);
  }

  void only(const toml::table& table, std::initializer_list<std::string_view> known) const {
    for (const auto& [key, node] : table) {
      if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
        refuse(node, fmt::format("{} is unknown: must be one of {}", std::string(key.str()), fmt::join(known, ", ")));
      }
    }
  }

  std::string text(const toml::table& table, const char* key, bool needed) const {
    const toml::node* node = table.get(key);
    if (!node && needed) refuse(table, std::string(key) + " is missing");
    if (!node) return {};
    const auto value = node->value<std::string>();
    if (!value) refuse(*node, std::string(key) + " must be a text, in quotes");
    return *value;
  }

  double finite(const toml::table& table, const char* key, double fallback) const {
    const toml::node* node = table.get(key);
    if (!node) return fallback;
    const auto value = node->value<double>();
    if (!value || !std::isfinite(*value)) refuse(*node, std::string(key) + " must be a finite number");
    return *value;
  }
};

Requirement requirement(const TargetText& file, const toml::table& table) {
  file.only(table, {"name", "id", "at_least", "at_most", "unit", "shown_by"});
  Requirement r{.name = file.text(table, "name", false), .id = file.text(table, "id", true), .shown_by = file.text(table, "shown_by", false)};
  const metrics::Definition* definition = metrics::definition(r.id);
  if (!definition) {
    std::string list;
    for (const auto& d : metrics::definitions()) list += (list.empty() ? "" : ", ") + std::string(d.id);
    file.refuse(*table.get("id"), "id = " + r.id + ": is no figure; there are " + list);
  }
  if (r.name.empty()) r.name = r.id;
  if (table.contains("at_least") == table.contains("at_most")) file.refuse(table, r.id + " must have one of: at_least, at_most");
  r.at_least = table.contains("at_least");
  r.limit = file.finite(table, r.at_least ? "at_least" : "at_most", 0.0);
  const std::string unit = file.text(table, "unit", true);
  if (unit != definition->unit) file.refuse(*table.get("unit"), "unit = " + unit + ": " + r.id + " is in " + std::string(definition->unit));
  return r;
}

std::vector<Requirement> requirements(const TargetText& file, const toml::table& root, const char* key) {
  std::vector<Requirement> out;
  const toml::node* node = root.get(key);
  if (!node) return out;
  const toml::array* list = node->as_array();
  if (!list) file.refuse(*node, std::string(key) + " must be a list of tables, [[" + key + "]]");
  for (const toml::node& each : *list) {
    if (!each.is_table()) file.refuse(each, std::string(key) + " must be a list of tables, [[" + key + "]]");
    out.push_back(requirement(file, *each.as_table()));
  }
  return out;
}

toml::table parsed_target(const std::string& bytes, const std::string& path) try {
  return toml::parse(bytes, path);
} catch (const toml::parse_error& e) {
  throw InputError(path + ":" + std::to_string(e.source().begin.line) + ": " + std::string(e.description()));
}

bool is_about(const std::string& found, const std::string& id) {
  return found == id || found == id + ".up" || found == id + ".down";
}

Verdict::Outcome outcome(const Requirement& r, const metrics::Interval& figure) {
  const double sure = r.at_least ? figure.lower : figure.upper, hopeful = r.at_least ? figure.upper : figure.lower;
  if (std::isfinite(sure) && (r.at_least ? sure >= r.limit : sure <= r.limit)) return Verdict::passes;
  if (std::isfinite(hopeful) && (r.at_least ? hopeful < r.limit : hopeful > r.limit)) return Verdict::fails;
  return Verdict::not_shown;
}

// Fails before not shown before passes; among equals the figure nearest to the wrong side.
bool is_worse(const Requirement& r, const Verdict& a, const Verdict& b) {
  const auto rank = [](Verdict::Outcome o) { return o == Verdict::fails ? 2 : o == Verdict::not_shown ? 1 : 0; };
  if (a.outcome != b.outcome) return rank(a.outcome) > rank(b.outcome);
  return r.at_least ? a.worst.figure.value < b.worst.figure.value : a.worst.figure.value > b.worst.figure.value;
}

std::string why(const Requirement& r, const Verdict& v) {
  const std::string shown_by = r.shown_by.empty() ? std::string(metrics::definition(r.id)->shown_by) : r.shown_by;
  if (v.outcome == Verdict::passes) return {};
  if (v.worst.id.empty()) return "not measured; shown by " + shown_by;
  if (v.outcome == Verdict::fails) return "the whole interval is on the wrong side of the limit";
  const double sure = r.at_least ? v.worst.figure.lower : v.worst.figure.upper;
  if (!std::isfinite(sure)) return "no bound on the side that counts; shown by " + shown_by;
  return "the interval holds the limit: more of " + shown_by;
}

}  // namespace

Target read_target(const std::filesystem::path& path) {
  const TargetText file{path.string()};
  const std::string bytes = data::read_whole(path);
  const toml::table root = parsed_target(bytes, file.path);
  file.only(root, {"title", "source", "use_temperature", "array", "require", "good_device"});
  Target out{.title = file.text(root, "title", true), .source = file.text(root, "source", false), .sha256 = data::sha256(bytes)};
  out.use_temperature = 273.15 + file.finite(root, "use_temperature", 25.0);
  if (!(out.use_temperature > 0.0)) file.refuse(*root.get("use_temperature"), "use_temperature must be above -273.15 degC");
  if (const toml::node* array = root.get("array")) {
    if (!array->is_table()) file.refuse(*array, "array must be a table, [array]");
    file.only(*array->as_table(), {"rows", "columns", "interface_energy"});
    out.rows = file.finite(*array->as_table(), "rows", 0.0);
    out.columns = file.finite(*array->as_table(), "columns", 0.0);
    out.interface_energy = file.finite(*array->as_table(), "interface_energy", out.interface_energy);
    if (!(out.rows >= 1.0) || !(out.columns >= 1.0)) file.refuse(*array, "array must have rows and columns, 1 or more");
    if (out.interface_energy < 0.0) file.refuse(*array, "interface_energy must be >= 0 J");
  }
  out.requirements = requirements(file, root, "require");
  out.good_device = requirements(file, root, "good_device");
  if (out.requirements.empty()) throw InputError(file.path + ": asks for nothing: must have one [[require]] or more");
  return out;
}

Verdict judge(const Requirement& r, const std::vector<Finding>& findings) {
  Verdict worst;
  for (const Finding& f : findings) {
    if (!is_about(f.id, r.id) || std::isnan(f.figure.value)) continue;
    const Verdict v{.outcome = outcome(r, f.figure), .worst = f};
    if (worst.worst.id.empty() || is_worse(r, v, worst)) worst = v;
  }
  worst.reason = why(r, worst);
  return worst;
}

std::string in_words(Verdict::Outcome outcome) {
  switch (outcome) {
    case Verdict::passes: return "passes";
    case Verdict::fails: return "fails";
    case Verdict::not_shown: return "not shown";
  }
  return {};
}

std::string bounds_of(const metrics::Interval& figure) {
  if (!std::isfinite(figure.lower) && !std::isfinite(figure.upper)) return "-";
  return "[" + number(figure.lower) + ", " + number(figure.upper) + "]";
}

}  // namespace hysteron::report
