#include "data/unit.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace hysteron::data {
namespace {

struct Name {
  std::string_view text, si;
  double scale = 1.0;
  double offset = 0.0;
  bool prefixes = false;
  int power = 1;  // of the prefix: (um)^2
};

// "m" is the metre only where no longer name ends in it: names are matched whole, then with a prefix.
constexpr Name names[] = {
    {"V", "V", 1, 0, true},          {"volt", "V"},        {"Volt", "V"},      {"volts", "V"},
    {"A", "A", 1, 0, true},          {"ampere", "A"},      {"Ampere", "A"},    {"amp", "A"},
    {"s", "s", 1, 0, true},          {"second", "s"},      {"seconds", "s"},   {"sec", "s"},
    {"min", "s", 60},                {"h", "s", 3600},     {"Hz", "Hz", 1, 0, true},
    {"ohm", "ohm", 1, 0, true},      {"Ohm", "ohm", 1, 0, true},
    {"ohms", "ohm"},                 {"Ohms", "ohm"},      {"amps", "A"},       {"Volts", "V"},
    {"\u03a9", "ohm", 1, 0, true},   {"\u2126", "ohm", 1, 0, true},
    {"S", "S", 1, 0, true},          {"siemens", "S"},     {"mho", "S"},
    {"K", "K", 1, 0, true},          {"kelvin", "K"},      {"degC", "K", 1, 273.15},
    {"\u00b0C", "K", 1, 273.15},     {"celsius", "K", 1, 273.15},
    {"m", "m", 1, 0, true},          {"metre", "m"},       {"meter", "m"},
    {"m^2", "m^2", 1, 0, true, 2},   {"m2", "m^2", 1, 0, true, 2},   {"m\u00b2", "m^2", 1, 0, true, 2},
    {"C", "C", 1, 0, true},          {"F", "F", 1, 0, true},          {"J", "J", 1, 0, true},         {"W", "W", 1, 0, true},
    {"T", "T", 1, 0, true},          {"Oe", "T", 1e-4, 0, true},  // mu_0 H
    {"C/m^2", "C/m^2", 1, 0, true},  {"C/m2", "C/m^2", 1, 0, true},
    {"C/cm^2", "C/m^2", 1e4, 0, true}, {"C/cm2", "C/m^2", 1e4, 0, true},
    {"A/m^2", "A/m^2", 1, 0, true},  {"A/m2", "A/m^2", 1, 0, true},
    {"A/cm^2", "A/m^2", 1e4, 0, true}, {"A/cm2", "A/m^2", 1e4, 0, true},
    {"V/s", "V/s", 1, 0, true},      {"V s-1", "V/s", 1, 0, true},   {"1", "1"},   {"%", "1", 0.01},
};

constexpr std::array<std::pair<std::string_view, double>, 12> prefixes = {{
    {"f", 1e-15}, {"p", 1e-12}, {"n", 1e-9}, {"u", 1e-6}, {"\u00b5", 1e-6}, {"\u03bc", 1e-6},
    {"m", 1e-3}, {"c", 1e-2}, {"k", 1e3}, {"M", 1e6}, {"G", 1e9}, {"\xb5", 1e-6},  // the last in Latin-1
}};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// A number at the start of the text, which loses it.
std::optional<double> take_number(std::string_view& text) {
  double x = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), x);
  if (error != std::errc() || !std::isfinite(x)) return {};
  text = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
  return x;
}

}  // namespace

std::optional<Unit> parse_unit(std::string_view text) {
  text = trimmed(text);
  for (const Name& name : names) {
    if (text == name.text) return Unit{name.scale, name.offset, std::string(name.si)};
  }
  for (const Name& name : names) {
    if (!name.prefixes) continue;
    for (const auto& [prefix, scale] : prefixes) {
      if (text.size() == prefix.size() + name.text.size() && text.starts_with(prefix) && text.ends_with(name.text)) {
        return Unit{name.scale * (name.power == 2 ? scale * scale : scale), 0.0, std::string(name.si)};
      }
    }
  }
  return {};
}

std::optional<Unit> parse_affine_unit(std::string_view text) {
  text = trimmed(text);
  if (auto plain = parse_unit(text)) return plain;
  const auto factor = take_number(text);
  if (!factor || *factor == 0.0) return {};
  std::size_t sign = text.find('+');
  if (sign == std::string_view::npos) sign = text.find(" - ");
  if (sign != std::string_view::npos && text[sign] == ' ') ++sign;
  auto unit = parse_unit(text.substr(0, sign));
  if (!unit || unit->offset != 0.0) return {};
  unit->scale *= *factor;
  if (sign == std::string_view::npos) return unit;
  std::string_view rest = trimmed(text.substr(sign + 1));
  const auto offset = take_number(rest);
  const auto offset_unit = parse_unit(rest);
  if (!offset || !offset_unit || offset_unit->si != unit->si) return {};
  unit->offset = (text[sign] == '-' ? -1.0 : 1.0) * *offset * offset_unit->scale + offset_unit->offset;
  return unit;
}

}  // namespace hysteron::data
