#pragma once

// Cells of one model of the catalogue, evaluated on the machine's vectors.

#include <memory>
#include <vector>

#include "libmodel/array/cell_law.h"
#include "libmodel/cells.h"

namespace hysteron {

/// Devices of a two-terminal model, each with its states, all with the same parameters.
/// states: in the order the model declares them, each rows x columns.
template <CompactModel M>
  requires(port_count<M> == 1)
CellLaw cells_of(std::vector<CellMatrix> states, const ParametersOf<M>& parameters,
                 const Surroundings<double>& around = {}) {
  struct Devices {
    std::vector<CellMatrix> states;
    ParametersOf<M> parameters;
    Surroundings<double> around;
  };
  const auto kept = std::make_shared<const Devices>(Devices{std::move(states), parameters, around});
  return [kept](const CellMatrix& voltage, CellMatrix& current, CellMatrix& slope) {
    Cells<M> cells{.count = static_cast<std::size_t>(voltage.size()), .voltage = {Column{voltage.data()}}, .state = {}, .parameter = {}, .around = {}};
    for (std::size_t k = 0; k < cells.state.size(); ++k) cells.state[k] = {kept->states[k].data()};
    const auto* parameter = reinterpret_cast<const double*>(&kept->parameters);
    for (std::size_t k = 0; k < cells.parameter.size(); ++k) cells.parameter[k] = {parameter + k, 0};
    const auto* around_each = reinterpret_cast<const double*>(&kept->around);
    for (std::size_t k = 0; k < cells.around.size(); ++k) cells.around[k] = {around_each + k, 0};
    evaluate_cells<M>(cells, {.current = {current.data()}, .conductance = {slope.data()}});
  };
}

}  // namespace hysteron
