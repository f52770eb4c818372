#pragma once

// Laws of evaluate_cells: each cell answers as if it were alone, on every instruction set.

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "libmodel/cells.h"
#include "tests/conformance/scalars.h"

namespace hysteron {

/// The numbers of many samples, a vector for each field in the order of Sample::each.
template <class M>
std::vector<std::vector<double>> transposed(const std::vector<Sample<M>>& samples) {
  std::vector<std::vector<double>> columns;
  for (Sample<M> s : samples) {
    std::size_t k = 0;
    s.each([&](auto& list) {
      for (double x : values(list)) {
        if (columns.size() == k) columns.emplace_back();
        columns[k++].push_back(x);
      }
    });
  }
  return columns;
}

/// Currents, then rates, then the slopes of both: by voltages, by states.
template <class M>
std::vector<std::vector<double>> answers(const std::vector<Sample<M>>& samples, InstructionSet set, bool slopes) {
  const auto columns = transposed(samples);
  auto next = columns.begin();
  const auto take = [&](auto& to) {
    for (Column& c : to) c = {(next++)->data(), 1};
  };
  Cells<M> cells{.count = samples.size()};
  take(cells.voltage);
  take(cells.state);
  take(cells.parameter);
  take(cells.around);
  std::vector<std::vector<double>> result;
  CellResponse<M> to;
  const auto want = [&](auto& pointers, bool wanted) {
    for (double*& pointer : pointers) {
      result.emplace_back(samples.size(), std::numeric_limits<double>::quiet_NaN());
      pointer = wanted ? result.back().data() : nullptr;
    }
  };
  want(to.current, true), want(to.rate, true);
  want(to.conductance, slopes), want(to.rate_by_voltage, slopes);
  want(to.current_by_state, slopes), want(to.rate_by_state, slopes);
  evaluate_cells<M>(cells, to, set);
  return result;
}

/// The recorded equations of what evaluate_cells answers, in its order.
template <class M>
Graph cell_equations() {
  const auto r = spice::record<M>();
  std::vector<Expr> all(values(r.current).begin(), values(r.current).end());
  all.insert(all.end(), values(r.rate).begin(), values(r.rate).end());
  const auto slopes = [&](const auto& equations, const std::vector<Field>& along) {
    for (const Expr& equation : equations)
      for (const Field& input : along) all.push_back(Derivative(input.name)(equation).value_or(0.0));
  };
  slopes(values(r.current), fields<PortsOf<M, double>>()), slopes(values(r.rate), fields<PortsOf<M, double>>());
  slopes(values(r.current), fields<StateOf<M, double>>()), slopes(values(r.rate), fields<StateOf<M, double>>());
  return Graph(all);
}

template <class M>
void cells_agree_on_every_instruction_set() {
  std::mt19937 random(9);
  std::vector<Sample<M>> samples;
  for (int i = 0; i < 403; ++i) samples.push_back(draw<M>(random));  // no multiple of any number of lanes
  const Graph graph = cell_equations<M>();
  constexpr std::size_t numbers = CellResponse<M>::ports + CellResponse<M>::states;
  for (InstructionSet set : {InstructionSet::baseline, InstructionSet::avx2, InstructionSet::avx512}) {
    if (!supports(set)) continue;
    CAPTURE(static_cast<int>(set));
    const auto plain = answers(samples, set, false), sloped = answers(samples, set, true);
    Comparison comparison;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const auto recorded = evaluate(graph, inputs(samples[i]), Precision{});
      const auto by_vectors = evaluate(graph, inputs(samples[i]), {.operation = 2.0, .function = 4.0});
      for (std::size_t k = 0; k < sloped.size(); ++k) {
        CAPTURE(k);
        const int root = graph.roots[k];
        comparison.add(sloped[k][i], recorded[root], recorded[root].error + by_vectors[root].error);
        CHECK((k >= numbers || plain[k][i] == sloped[k][i]));
      }
    }
    comparison.check_telling();
  }
}

/// With one number for all cells, what one gets with a number for each.
template <class M>
void shared_numbers_are_those_of_each_cell() {
  std::mt19937 random(10);
  const std::vector<Sample<M>> alike(7, draw<M>(random));
  const Sample<M>& s = alike.front();
  Cells<M> cells{.count = alike.size(),
                 .voltage = shared<Cells<M>::ports>(values(s.ports)),
                 .state = shared<Cells<M>{}.state.size()>(values(s.state)),
                 .parameter = shared<Cells<M>{}.parameter.size()>(values(s.parameters)),
                 .around = shared<Cells<M>{}.around.size()>(values(s.around))};
  std::vector<double> current(alike.size());
  CellResponse<M> to;
  to.current[0] = current.data();
  evaluate_cells<M>(cells, to);
  const auto expected = answers(alike, widest(), false);
  CHECK(current == expected[0]);
}

}  // namespace hysteron
