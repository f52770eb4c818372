#include "apps/toml_file.h"

#include <fmt/format.h>

#include <cmath>

#include "data/whole_file.h"
#include "libmodel/error.h"

namespace hysteron::apps {
namespace {

toml::table parsed(const std::string& bytes, const std::string& path) try {
  return toml::parse(bytes, path);
} catch (const toml::parse_error& e) {
  throw InputError(path + ":" + std::to_string(e.source().begin.line) + ": " + std::string(e.description()));
}

}  // namespace

TomlFile::TomlFile(const std::string& name) : path(name), bytes(data::read_whole(name)), root(parsed(bytes, name)) {}

void TomlFile::refuse(const toml::node& where, const std::string& what) const {
  throw InputError(path + ":" + std::to_string(where.source().begin.line) + ": " + what);
}

void TomlFile::only(const toml::table& table, std::initializer_list<std::string_view> known) const {
  for (const auto& [key, node] : table) {
    bool found = false;
    std::string list;
    for (const std::string_view k : known) {
      found = found || key.str() == k;
      list += (list.empty() ? "" : ", ") + std::string(k);
    }
    if (!found) refuse(node, std::string(key.str()) + " is unknown: must be one of " + list);
  }
}

const toml::table& TomlFile::section(const char* key) const {
  static const toml::table none;
  const toml::node* node = root.get(key);
  if (!node) return none;
  if (!node->is_table()) refuse(*node, std::string(key) + " must be a table, [" + key + "]");
  return *node->as_table();
}

double TomlFile::number(const toml::node& node, const std::string& name) const {
  const auto value = node.value<double>();
  if (!value) refuse(node, name + " must be a number");
  return *value;
}

double TomlFile::number(const toml::table& table, const char* key, double fallback) const {
  const toml::node* node = table.get(key);
  return node ? number(*node, key) : fallback;
}

double TomlFile::number(const toml::table& table, const char* key) const {
  if (!table.contains(key)) refuse(table, std::string(key) + " is missing");
  return number(*table.get(key), key);
}

double TomlFile::between(const toml::table& table, const char* key, double fallback, double lower, double upper, const char* unit) const {
  const double x = number(table, key, fallback);
  if (!(x >= lower && x <= upper) || std::isinf(x)) {
    const toml::node* node = table.get(key);
    refuse(node ? *node : static_cast<const toml::node&>(table),
           fmt::format("{} = {:g} {}: must be from {:g} to {:g} {}", key, x, unit, lower, upper, unit));
  }
  return x;
}

std::int64_t TomlFile::whole(const toml::table& table, const char* key, std::int64_t fallback, std::int64_t lower,
                             std::int64_t upper) const {
  const toml::node* node = table.get(key);
  if (!node) return fallback;
  const auto value = node->value_exact<std::int64_t>();
  if (!value || *value < lower || *value > upper)
    refuse(*node, fmt::format("{}{}: must be a whole number from {} to {}", key, value ? " = " + std::to_string(*value) : "", lower, upper));
  return *value;
}

bool TomlFile::flag(const toml::table& table, const char* key) const {
  const toml::node* node = table.get(key);
  if (!node) return false;
  const auto value = node->value_exact<bool>();
  if (!value) refuse(*node, std::string(key) + " must be true or false");
  return *value;
}

std::string TomlFile::text(const toml::table& table, const char* key, const std::string& fallback) const {
  const toml::node* node = table.get(key);
  if (!node) return fallback;
  const auto value = node->value<std::string>();
  if (!value) refuse(*node, std::string(key) + " must be text, in quotes");
  return *value;
}

}  // namespace hysteron::apps
