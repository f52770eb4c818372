#pragma once

// Reading TOML with errors that name the file, the line, the value and the limit.

#include <toml++/toml.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace hysteron::apps {

struct TomlFile {
  std::string path, bytes;
  toml::table root;

  /// Throws InputError where there is no such file or it is no TOML.
  explicit TomlFile(const std::string& path);

  [[noreturn]] void refuse(const toml::node& where, const std::string& what) const;

  /// Refuses keys that are not in the list.
  void only(const toml::table& table, std::initializer_list<std::string_view> known) const;

  /// The table [key], empty where it is not there.
  const toml::table& section(const char* key) const;

  double number(const toml::node& node, const std::string& name) const;
  double number(const toml::table& table, const char* key, double fallback) const;
  double number(const toml::table& table, const char* key) const;  // must be there

  /// A number in [lower, upper].
  double between(const toml::table& table, const char* key, double fallback, double lower, double upper, const char* unit) const;

  std::int64_t whole(const toml::table& table, const char* key, std::int64_t fallback, std::int64_t lower, std::int64_t upper) const;
  bool flag(const toml::table& table, const char* key) const;  // false where it is not there
  std::string text(const toml::table& table, const char* key, const std::string& fallback) const;
};

}  // namespace hysteron::apps
