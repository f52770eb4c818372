#pragma once

// Many devices of one model at once, as the cells of an array: structures of arrays in, structures
// of arrays out, on the widest vectors the machine has.

#include <array>
#include <cstddef>
#include <span>

#include "libmodel/model.h"
#include "libmodel/scalar/instruction_set.h"

namespace hysteron {

/// A quantity over all cells: a number for each, or one for all.
struct Column {
  const double* first = nullptr;
  std::size_t step = 1;  // 0: one for all
};

namespace internal {
template <class List>
inline constexpr std::size_t scalars = std::is_empty_v<List> ? 0 : sizeof(List) / sizeof(double);
}  // namespace internal

/// Where cells stand. Each array is in the order in which the model describes its fields.
template <CompactModel M>
struct Cells {
  static constexpr std::size_t ports = internal::scalars<PortsOf<M>>;

  std::size_t count;
  std::array<Column, ports> voltage;                                        // V
  std::array<Column, internal::scalars<StateOf<M>>> state;                  // as declared
  std::array<Column, internal::scalars<ParametersOf<M>>> parameter;         // as declared
  std::array<Column, internal::scalars<Surroundings<double>>> around;       // as declared
};

/// What they do: arrays of `count` numbers to be written, null where not wanted.
template <CompactModel M>
struct CellResponse {
  static constexpr std::size_t ports = Cells<M>::ports, states = internal::scalars<StateOf<M>>;

  std::array<double*, ports> current{};                      // A
  std::array<double*, ports * ports> conductance{};          // S; [j ports + k] = d current_j / d v_k
  std::array<double*, states> rate{};                        // state units per second
  std::array<double*, states * ports> rate_by_voltage{};     // [j ports + k] = d rate_j / d v_k
  std::array<double*, ports * states> current_by_state{};    // [j states + k] = d current_j / d state_k
  std::array<double*, states * states> rate_by_state{};      // [j states + k] = d rate_j / d state_k
};

/// The members of a field list, as one number for all cells. The list must outlive the columns.
template <std::size_t N>
std::array<Column, N> shared(std::span<const double> list) {
  std::array<Column, N> columns;
  for (std::size_t i = 0; i < N; ++i) columns[i] = {&list[i], 0};
  return columns;
}

namespace kernel {
struct Baseline;
struct Avx2;
struct Avx512;

// Compiled in libmodel/cells.cc.in, once for each model and instruction set.
template <CompactModel M, class Set>
void evaluate_cells(const Cells<M>& cells, const CellResponse<M>& to);
}  // namespace kernel

/// The response of every cell. Agrees with respond() within the rounding of a few units in the last
/// place a step (tests/conformance/cells.h); cells do not influence each other. The machine must
/// support the set.
template <CompactModel M>
void evaluate_cells(const Cells<M>& cells, const CellResponse<M>& to, InstructionSet set = widest()) {
#ifdef __x86_64__
  if (set == InstructionSet::avx512) return kernel::evaluate_cells<M, kernel::Avx512>(cells, to);
  if (set == InstructionSet::avx2) return kernel::evaluate_cells<M, kernel::Avx2>(cells, to);
#endif
  kernel::evaluate_cells<M, kernel::Baseline>(cells, to);
}

}  // namespace hysteron
