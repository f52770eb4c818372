#pragma once

// Laws of field lists: what is declared about a model is complete, possible and can be exported.

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "libmodel/scalar/graph.h"
#include "spice/circuit.h"
#include "spice/reserved.h"
#include "spice/record.h"
#include "tests/sample.h"

namespace hysteron {

template <class M>
void describes_every_member_in_order() {
  Sample<M>{}.each([](auto fields) {
    const double* next = reinterpret_cast<const double*>(&fields);
    fields.describe(fields, [&](double& x, const Field& f) {
      CAPTURE(f.name);
      CHECK(&x == next++);
    });
    CHECK(next == reinterpret_cast<const double*>(&fields + 1));
  });
}

/// Of one field: a unit, a meaning, a range with the default in it.
inline void check_field(const Field& f) {
  CAPTURE(f.name);
  CHECK(f.lower <= f.value);
  CHECK(f.value <= f.upper);
  CHECK((f.scale == Scale::linear || f.lower > 0.0));
  CHECK_FALSE(f.unit.empty());
  CHECK_FALSE(f.meaning.empty());
}

template <class M>
void defaults_lie_in_range() {
  Sample<M>{}.each([](auto list) { list.describe(list, [](double&, const Field& f) { check_field(f); }); });
}

/// SPICE does not tell upper from lower case, and all names of a circuit share one scope there.
inline void check_names(const spice::Circuit& c, const std::vector<Expr>& expressions) {
  std::set<std::string> taken, quantities;
  const auto take = [&](const std::string& name) {
    CAPTURE(name);
    CHECK(std::none_of(name.begin(), name.end(), [](char letter) { return letter >= 'A' && letter <= 'Z'; }));
    CHECK(spice::taken_in(name) == "");
    CHECK(taken.insert(name).second);
  };
  for (const auto& terminal : c.terminals) take(terminal);
  for (const auto& state : c.states) take(state.node);
  for (const auto& parameter : c.parameters) take(parameter.name);
  for (const auto& constant : c.constants) take(constant.name);
  for (const Step& step : Graph(expressions).steps) {
    if (step.node->op == Op::named) quantities.insert(step.node->name);
  }
  for (const auto& quantity : quantities) take(quantity);
}

template <class M>
void names_are_lower_case_and_given_once() {
  check_names(spice::circuit<M>(), outputs<Expr>(spice::record<M>()));
}

}  // namespace hysteron
