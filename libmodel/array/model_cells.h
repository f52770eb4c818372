#pragma once

// Cells of one model of the catalogue, evaluated on the machine's vectors.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libmodel/array/cell_motion.h"
#include "libmodel/cells.h"
#include "libmodel/error.h"

namespace hysteron {

/// Devices of a two-terminal model; parameters and surroundings are the same for all but those in `each`.
/// Throws InputError where the model holds charge: displacement currents are not simulated.
template <CompactModel M>
  requires(port_count<M> == 1)
CellMotion motion_of(const ParametersOf<M>& parameters, const Surroundings<double>& around = defaults<Surroundings<double>>(),
                     std::vector<EachCell> each = {}) {
  struct Devices {
    ParametersOf<M> parameters;
    Surroundings<double> around;
    std::vector<EachCell> each;
  };
  if (respond<M, double>(M::cycle.up[0], defaults<StateOf<M>>(), parameters, around).charge != 0.0)
    throw InputError(std::string(M::name) + " holds charge: arrays take models whose current is conduction alone");
  const auto kept = std::make_shared<const Devices>(Devices{parameters, around, std::move(each)});
  auto answer = [kept](const CellMatrix& voltage, const CellStates& state, CellAnswer& to) {
    Cells<M> cells{.count = static_cast<std::size_t>(voltage.size()), .voltage = {Column{voltage.data()}}, .state = {}, .parameter = {}, .around = {}};
    for (std::size_t k = 0; k < cells.state.size(); ++k) cells.state[k] = {state[k].data()};
    cells.parameter = shared<cells.parameter.size()>(values(kept->parameters));
    for (const EachCell& own : kept->each) cells.parameter[own.parameter] = {own.value.data()};
    cells.around = shared<cells.around.size()>(values(kept->around));
    CellResponse<M> response{.current = {to.current.data()}, .conductance = {to.slope.data()}};
    const auto write = [](auto& pointers, CellStates& lists) {
      for (std::size_t k = 0; k < lists.size(); ++k) pointers[k] = lists[k].data();
    };
    write(response.rate, to.rate);
    write(response.rate_by_voltage, to.rate_by_voltage);
    write(response.current_by_state, to.current_by_state);
    write(response.rate_by_state, to.rate_by_state);
    evaluate_cells<M>(cells, response);
  };
  return {.states = fields<StateOf<M>>(), .answer = std::move(answer)};
}

/// The same at given states, in the order the model declares them, each rows x columns.
template <CompactModel M>
  requires(port_count<M> == 1)
CellLaw cells_of(CellStates states, const ParametersOf<M>& parameters,
                 const Surroundings<double>& around = defaults<Surroundings<double>>()) {
  return held(motion_of<M>(parameters, around), std::move(states));
}

}  // namespace hysteron
