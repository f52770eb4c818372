#pragma once

// Units are declared in text, so text must be checked. Every model's equations are
// recorded and its declared units pushed through them: a sum of unlike things, an
// exponential of volts, or a current that is not in amperes fails here.

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "libmodel/scalar/expr.h"
#include "spice/record.h"
#include "tests/sample.h"

namespace hysteron {

using Unit = std::array<int, 5>;  // exponents of kg, m, s, A, K

/// The product of a and b^sign.
Unit combine(Unit a, const Unit& b, int sign);

/// "V", "1/s", "A/m^2", "V*s/m": factors joined by * and /, with positive integer powers. Throws
/// std::out_of_range for an unknown name.
Unit parse_unit(std::string_view text);

/// Checks that each expression has the unit wanted of it. Throws std::domain_error where unlike
/// units meet on the way.
void check_units(const std::vector<Expr>& expressions, const std::vector<Unit>& wanted,
                 const std::map<std::string, Unit>& inputs);

/// The units of what a model returns, in the order in which it is collected.
struct Wanted {
  std::vector<Expr> expressions;
  std::vector<Unit> units;

  void add(const auto& list, auto&& unit_of_field) {
    auto copy = list;
    copy.describe(copy, [&](Expr& e, const Field& f) {
      expressions.push_back(e);
      units.push_back(unit_of_field(parse_unit(f.unit)));
    });
  }
};

template <class M>
void equations_are_dimensionally_consistent() {
  std::map<std::string, Unit> inputs;
  Sample<M>{}.each([&](auto& list) {
    list.describe(list, [&](double&, const Field& f) { inputs[f.name] = parse_unit(f.unit); });
  });
  const auto always = [](const char* unit) { return [=](const Unit&) { return parse_unit(unit); }; };
  const Unit second = parse_unit("s");

  Wanted w;
  const auto r = spice::record<M>();
  w.add(r.current, always("A"));
  w.add(r.charge, always("C"));
  w.add(r.rate, [&](const Unit& state) { return combine(state, second, -1); });
  if constexpr (NoisyModel<M>) {
    const auto noise = spice::record_noise<M>();
    w.add(noise.diffusion, [&](const Unit& state) { return combine(combine(state, state, 1), second, -1); });
    w.add(noise.events, always("1/s"));
    w.add(noise.white, always("A^2*s"));
    w.add(noise.flicker, always("A^2"));
  }
  check_units(w.expressions, w.units, inputs);
}

}  // namespace hysteron
