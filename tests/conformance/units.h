#pragma once

// Units are declared in text, so text must be checked. Every model's equations are
// recorded and its declared units pushed through them: a sum of unlike things, an
// exponential of volts, or a current that is not in amperes fails here.

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "libmodel/scalar/graph.h"
#include "spice/record.h"
#include "spice/units.h"
#include "tests/sample.h"

namespace hysteron {

/// The units of what a model returns, in the order in which it is collected.
struct Wanted {
  std::vector<Expr> expressions;
  std::vector<spice::Unit> units;

  void add(const auto& list, auto&& unit_of_field) {
    auto copy = list;
    copy.describe(copy, [&](Expr& e, const Field& f) {
      expressions.push_back(e);
      units.push_back(unit_of_field(spice::unit(f.unit)));
    });
  }
};

template <class M>
void equations_are_dimensionally_consistent() {
  std::map<std::string, spice::Unit> inputs;
  Sample<M>{}.each([&](auto& list) {
    list.describe(list, [&](double&, const Field& f) { inputs[f.name] = spice::unit(f.unit); });
  });
  const auto always = [](const char* unit) { return [=](const spice::Unit&) { return spice::unit(unit); }; };
  const spice::Unit second = spice::unit("s");

  Wanted w;
  const auto r = spice::record<M>();
  w.add(r.current, always("A"));
  w.add(r.charge, always("C"));
  w.add(r.rate, [&](const spice::Unit& state) { return spice::combine(state, second, -1); });
  if constexpr (NoisyModel<M>) {
    const auto noise = spice::record_noise<M>();
    w.add(noise.diffusion, [&](const spice::Unit& state) { return spice::combine(spice::combine(state, state, 1), second, -1); });
    w.add(noise.events, always("1/s"));
    w.add(noise.white, always("A^2*s"));
    w.add(noise.flicker, always("A^2"));
  }
  const Graph graph(w.expressions);
  const auto unit_of = spice::units(graph, inputs);
  for (std::size_t k = 0; k < w.units.size(); ++k) {
    CAPTURE(k);
    CHECK(unit_of[graph.roots[k]].value_or(w.units[k]) == w.units[k]);
  }
}

}  // namespace hysteron
