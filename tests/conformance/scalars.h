#pragma once

// Laws of scalars: one equation, one answer, whoever computes it.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "libmodel/scalar/batch.h"
#include "libmodel/scalar/derivative.h"
#include "libmodel/scalar/jet.h"
#include "spice/record.h"
#include "tests/conformance/rounding.h"
#include "tests/sample.h"

namespace hysteron {

/// Compares answers with those of a recorded formula within what rounding allows, and counts how
/// often rounding allows little enough for the comparison to mean something.
class Comparison {
 public:
  void add(double answer, const Rounded& recorded, double allowed) {
    if (!std::isfinite(recorded.value) || answer == recorded.value) {
      CHECK(answer == recorded.value);
    } else {
      CHECK(std::abs(answer - recorded.value) <= allowed);
    }
    ++all_;
    telling_ += allowed <= 1e-6 * std::abs(recorded.value) + negligible;
  }
  // In SI units nothing of this size is anything but underflow.
  static constexpr double negligible = 1e-200;

  // Of a thousand and more draws from all ranges at once, some leave a formula no digit. A wrong rule
  // would have to hide from each of these.
  void check_telling() const { CHECK(telling_ >= std::min(500.0, 0.9 * all_)); }

 private:
  int all_ = 0, telling_ = 0;
};

template <class M>
void all_scalars_agree_with_double() {
  using Jet = ceres::Jet<double, 2>;
  std::mt19937 random(1);
  const Graph graph(outputs<Expr>(spice::record<M>()));
  Comparison jet, batch;
  for (int i = 0; i < 2000; ++i) {
    const auto s = draw<M>(random);
    const auto expected = outputs<double>(s.respond());
    const auto jets = outputs<Jet>(lift<Jet>(s).respond());
    const auto batches = outputs<Batch<>>(lift<Batch<>>(s).respond());
    const auto recorded = evaluate(graph, inputs(s), Precision{});
    const auto by_inverse = evaluate(graph, inputs(s), jet_precision);
    const auto by_vectors = evaluate(graph, inputs(s), batch_precision);
    for (std::size_t k = 0; k < expected.size(); ++k) {
      CAPTURE(k);
      const int root = graph.roots[k];
      CHECK(recorded[root].value == expected[k]);
      jet.add(jets[k].a, recorded[root], recorded[root].error + by_inverse[root].error);
      double lanes[Batch<>::size];
      batches[k].store(lanes);
      batch.add(lanes[0], recorded[root], recorded[root].error + by_vectors[root].error);
    }
  }
  jet.check_telling();
  batch.check_telling();
}

/// Every output of s with its derivative by the named input.
template <class M>
std::vector<ceres::Jet<double, 1>> by_jets(const Sample<M>& s, const std::string& input) {
  using Jet = ceres::Jet<double, 1>;
  auto seeded = lift<Jet>(s);
  seeded.each([&](auto& list) {
    list.describe(list, [&](Jet& x, const Field& f) { x.v[0] = f.name == input; });
  });
  return outputs<Jet>(seeded.respond());
}

/// The derivatives of recorded expressions by an input, as one graph.
inline Graph derivatives(const std::vector<Expr>& recorded, const std::string& input) {
  Derivative derivative(input);
  std::vector<Expr> all;
  for (const Expr& e : recorded) all.push_back(derivative(e).value_or(0.0));
  return Graph(all);
}

template <class M>
void recorded_derivatives_agree_with_jets() {
  const auto recorded = outputs<Expr>(spice::record<M>());
  std::mt19937 random(1);
  for (const auto& [input, unused] : inputs(Sample<M>{})) {
    CAPTURE(input);
    const Graph graph = derivatives(recorded, input);
    Comparison comparison;
    for (int i = 0; i < 300; ++i) {
      const auto s = draw<M>(random);
      const auto expected = by_jets(s, input);
      const auto value = evaluate(graph, inputs(s), Precision{});
      const auto by_inverse = evaluate(graph, inputs(s), jet_precision);
      for (std::size_t k = 0; k < expected.size(); ++k) {
        CAPTURE(k);
        const int root = graph.roots[k];
        comparison.add(expected[k].v[0], value[root], value[root].error + by_inverse[root].error);
      }
    }
    comparison.check_telling();
  }
}

/// The steps of every expression of a model, noise included.
template <class M>
Graph all_equations() {
  std::vector<Expr> all = outputs<Expr>(spice::record<M>());
  if constexpr (NoisyModel<M>) {
    const auto noise = spice::record_noise<M>();
    for (const Expr& e : values(noise.diffusion)) all.push_back(e);
    for (const Expr& e : values(noise.events)) all.push_back(e);
    for (const Expr& e : values(noise.white)) all.push_back(e);
    for (const Expr& e : values(noise.flicker)) all.push_back(e);
  }
  return Graph(all);
}

template <class M>
void every_intermediate_is_finite() {
  std::mt19937 random(2);
  const Graph graph = all_equations<M>();
  for (int i = 0; i < 2000; ++i) {
    const auto value = evaluate(graph, inputs(draw<M>(random)));
    for (std::size_t k = 0; k < value.size(); ++k) {
      if (std::isfinite(value[k])) continue;
      CAPTURE(static_cast<int>(graph.steps[k].node->op));
      CAPTURE(graph.steps[k].node->name);
      FAIL("not finite");
    }
  }
}

}  // namespace hysteron
