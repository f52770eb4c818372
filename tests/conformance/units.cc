#include "tests/conformance/units.h"

#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>

#include "libmodel/scalar/graph.h"

namespace hysteron {
namespace {

// The unit of each step; nothing for a zero, which is a zero of anything.
using Units = std::vector<std::optional<Unit>>;

std::optional<Unit> unit_of(const Step& step, const Units& of, const std::map<std::string, Unit>& inputs) {
  const auto arg = [&](int i) { return of[step.args[i]]; };
  const auto alike = [&](int i, int j) {
    const auto a = arg(i), b = arg(j);
    if (a && b && *a != *b) throw std::domain_error("unlike units meet");
    return a ? a : b;
  };
  switch (step.node->op) {
    case Op::constant: return step.node->value == 0.0 ? std::nullopt : std::optional<Unit>(Unit{});
    case Op::input: return inputs.at(step.node->name);
    case Op::named: case Op::negate: case Op::abs: return arg(0);
    case Op::add: case Op::subtract: case Op::less: case Op::greater: return alike(0, 1);
    case Op::select: return alike(1, 2);
    case Op::multiply: case Op::divide: {
      const auto a = arg(0), b = arg(1);
      if (!a || !b) return std::nullopt;
      return combine(*a, *b, step.node->op == Op::multiply ? 1 : -1);
    }
    case Op::sqrt: {
      auto a = arg(0);
      if (a) for (int& e : *a) { if (e % 2) throw std::domain_error("root of an odd power"); e /= 2; }
      return a;
    }
    case Op::exp: case Op::log: case Op::sinh: case Op::cosh: case Op::tanh: {
      const auto a = arg(0);
      if (a && *a != Unit{}) throw std::domain_error("argument of a transcendental has a unit");
      return Unit{};
    }
  }
  throw std::logic_error("unknown operation");
}

}  // namespace

Unit combine(Unit a, const Unit& b, int sign) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += sign * b[i];
  return a;
}

Unit parse_unit(std::string_view text) {
  static const std::map<std::string, Unit> base = {
      {"1", {}},           {"kg", {1}},         {"m", {0, 1}},       {"s", {0, 0, 1}},      {"A", {0, 0, 0, 1}},
      {"K", {0, 0, 0, 0, 1}}, {"V", {1, 2, -3, -1}}, {"ohm", {1, 2, -3, -2}}, {"S", {-1, -2, 3, 2}}, {"C", {0, 0, 1, 1}},
      {"F", {-1, -2, 4, 2}},  {"J", {1, 2, -2}},    {"W", {1, 2, -3}},      {"T", {1, 0, -2, -1}}};
  Unit unit{};
  int sign = 1;
  std::string word;
  const auto take = [&] {
    const auto hat = word.find('^');
    const int power = hat == std::string::npos ? 1 : std::stoi(word.substr(hat + 1));
    unit = combine(unit, base.at(word.substr(0, hat)), 0);
    for (int i = 0; i < power; ++i) unit = combine(unit, base.at(word.substr(0, hat)), sign);
    word.clear();
  };
  for (char c : text) {
    if (c != '*' && c != '/') { word += c; continue; }
    take();
    sign = c == '/' ? -1 : 1;
  }
  take();
  return unit;
}

void check_units(const std::vector<Expr>& expressions, const std::vector<Unit>& wanted,
                 const std::map<std::string, Unit>& inputs) {
  const Graph graph(expressions);
  Units unit;
  for (const Step& step : graph.steps) unit.push_back(unit_of(step, unit, inputs));
  REQUIRE(graph.roots.size() == wanted.size());
  for (std::size_t k = 0; k < wanted.size(); ++k) {
    CAPTURE(k);
    CHECK(unit[graph.roots[k]].value_or(wanted[k]) == wanted[k]);
  }
}

}  // namespace hysteron
