#include "spice/units.h"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace hysteron::spice {
namespace {

using Maybe = std::optional<Unit>;

const std::map<std::string, Unit, std::less<>>& factors() {
  static const std::map<std::string, Unit, std::less<>> all = {
      {"1", {}},           {"kg", {1}},         {"m", {0, 1}},       {"s", {0, 0, 1}},      {"A", {0, 0, 0, 1}},
      {"K", {0, 0, 0, 0, 1}}, {"V", {1, 2, -3, -1}}, {"ohm", {1, 2, -3, -2}}, {"S", {-1, -2, 3, 2}}, {"C", {0, 0, 1, 1}},
      {"F", {-1, -2, 4, 2}},  {"J", {1, 2, -2}},    {"W", {1, 2, -3}},      {"T", {1, 0, -2, -1}}, {"Wb", {1, 2, -2, -1}}, {"Hz", {0, 0, -1}}};
  return all;
}

// What a device's quantities are usually called, the shortest first.
constexpr const char* usual[] = {"1", "V", "A", "S", "s", "m", "K", "J", "W", "C", "F", "T", "kg", "ohm", "1/s", "1/V", "1/m", "1/K",
                                 "m/s", "m^2", "m^3", "V/m", "V/s", "A/m", "A/s", "K/s", "K/W", "W/K", "J/K", "C/m^2", "A/m^2",
                                 "F/m", "V^2", "A^2", "A^2/Hz", "1/m^2", "1/m^3"};

Maybe root(Maybe a) {
  if (!a) return a;
  for (int& e : *a) {
    if (e % 2) throw std::domain_error("root of " + text(*a));
    e /= 2;
  }
  return a;
}

Maybe unit_of(const Step& step, const std::vector<Maybe>& of, const std::map<std::string, Unit>& inputs) {
  const auto arg = [&](int k) { return of[step.args[k]]; };
  const auto alike = [&](int j, int k) {
    if (arg(j) && arg(k) && *arg(j) != *arg(k)) throw std::domain_error(text(*arg(j)) + " meets " + text(*arg(k)));
    return arg(j) ? arg(j) : arg(k);
  };
  const auto product = [&](int times) { return arg(0) && arg(1) ? Maybe(combine(*arg(0), *arg(1), times)) : Maybe(); };
  switch (step.node->op) {
    case Op::constant: return step.node->value == 0.0 ? Maybe() : Maybe(Unit{});
    case Op::input: {
      const auto it = inputs.find(step.node->name);
      return it == inputs.end() ? Maybe() : Maybe(it->second);
    }
    case Op::named: case Op::negate: case Op::abs: return arg(0);
    case Op::add: case Op::subtract: case Op::less: case Op::greater: return alike(0, 1);
    case Op::select: return alike(1, 2);
    case Op::multiply: return product(1);
    case Op::divide: return product(-1);
    case Op::sqrt: return root(arg(0));
    case Op::exp: case Op::log: case Op::sinh: case Op::cosh: case Op::tanh:
      if (arg(0) && *arg(0) != Unit{}) throw std::domain_error("exp, log, sinh, cosh or tanh of " + text(*arg(0)));
      return Unit{};
  }
  throw std::logic_error("units: unknown operation");
}

}  // namespace

Unit combine(Unit a, const Unit& b, int times) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += times * b[i];
  return a;
}

Unit unit(std::string_view text) {
  Unit whole{};
  int sign = 1;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("*/"), text.size());
    const std::string_view factor = text.substr(0, end);
    const std::size_t hat = std::min(factor.find('^'), factor.size());
    const auto it = factors().find(factor.substr(0, hat));
    const int power = hat == factor.size() ? 1 : std::atoi(std::string(factor.substr(hat + 1)).c_str());
    if (it == factors().end() || power == 0) throw std::invalid_argument("unit: " + std::string(factor) + " is not known");
    whole = combine(whole, it->second, sign * power);
    if (end == text.size()) break;
    sign = text[end] == '/' ? -1 : 1;
    text.remove_prefix(end + 1);
  }
  return whole;
}

std::string text(const Unit& u) {
  for (const char* name : usual) {
    if (unit(name) == u) return name;
  }
  constexpr const char* base[] = {"kg", "m", "s", "A", "K"};
  std::string above, below;
  for (std::size_t i = 0; i < u.size(); ++i) {
    if (u[i] == 0) continue;
    const std::string power = std::abs(u[i]) == 1 ? "" : "^" + std::to_string(std::abs(u[i]));
    if (u[i] > 0) above += (above.empty() ? "" : "*") + (base[i] + power);
    else below += "/" + (base[i] + power);
  }
  return (above.empty() ? "1" : above) + below;
}

std::vector<std::optional<Unit>> units(const Graph& graph, const std::map<std::string, Unit>& inputs) {
  std::vector<Maybe> of;
  for (const Step& step : graph.steps) of.push_back(unit_of(step, of, inputs));
  return of;
}

}  // namespace hysteron::spice
