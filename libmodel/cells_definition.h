#pragma once

// The body of evaluate_cells, for the instruction set of the including file.

#include <algorithm>
#include <cstddef>
#include <type_traits>

#include "libmodel/cells.h"
#include "libmodel/scalar/batch.h"
#include "libmodel/scalar/flat.h"
#include "libmodel/scalar/math.h"
#include "libmodel/scalar/tangent.h"

namespace hysteron::kernel {

// Where Highway has no vectors, plain numbers are faster than vectors of one.
using Lanes = std::conditional_t<Batch<>::size == 1, double, Batch<>>;

template <class T>
constexpr std::size_t lanes = sizeof(T) / sizeof(double);

/// Cells i, i + 1, ... of a column; the last cell stands in for those after it.
template <class T, class Set>
T read(const Column& column, std::size_t i, std::size_t count) {
  if (column.step == 0) return T(*column.first);
  if constexpr (lanes<T> == 1) {
    return column.first[i];
  } else {
    if (i + lanes<T> <= count) return T::load(column.first + i);
    double last[lanes<T>];
    for (std::size_t k = 0; k < lanes<T>; ++k) last[k] = column.first[i + k < count ? i + k : count - 1];
    return T::load(last);
  }
}

template <class T, class Set>
void write(const T& x, double* to, std::size_t i, std::size_t count) {
  if (to == nullptr) return;
  if constexpr (lanes<T> == 1) {
    to[i] = x;
  } else {
    if (i + lanes<T> <= count) return x.store(to + i);
    double last[lanes<T>];
    x.store(last);
    for (std::size_t k = 0; i + k < count; ++k) to[i + k] = last[k];
  }
}

/// A field list read from its columns, at T or at Tangent<T> with slope zero.
template <class List, class T, class Set, std::size_t N>
List read_list(const std::array<Column, N>& columns, std::size_t i, std::size_t count) {
  List list{};
  const auto to = values(list);
  for (std::size_t k = 0; k < N; ++k) {
    const T x = read<T, Set>(columns[k], i, count);
    if constexpr (requires { to[k].slope; }) {
      to[k].value = x;
    } else {
      to[k] = x;
    }
  }
  return list;
}

/// What is the same for all cells is read once, and what follows from it alone is computed once.
template <CompactModel M, class S>
struct Constants {
  ParametersOf<M, S> parameters;
  Surroundings<S> around;
};

template <CompactModel M, class T, class S, class Set>
Constants<M, S> constants_at(const Cells<M>& cells, std::size_t i) {
  return {read_list<ParametersOf<M, S>, T, Set>(cells.parameter, i, cells.count),
          read_list<Surroundings<S>, T, Set>(cells.around, i, cells.count)};
}

template <CompactModel M, class T, class Set>
void values_at(const Cells<M>& cells, const Constants<M, T>& c, const CellResponse<M>& to, std::size_t i) {
  const auto r = respond<M, T>(read_list<PortsOf<M, T>, T, Set>(cells.voltage, i, cells.count),
                               read_list<StateOf<M, T>, T, Set>(cells.state, i, cells.count), c.parameters, c.around);
  for (std::size_t k = 0; k < to.current.size(); ++k) write<T, Set>(values(r.current)[k], to.current[k], i, cells.count);
  for (std::size_t k = 0; k < to.rate.size(); ++k) write<T, Set>(values(r.rate)[k], to.rate[k], i, cells.count);
}

/// Slopes along the first `directions` of the ports and, after them, the states.
template <CompactModel M, class T, class Set>
void slopes_at(const Cells<M>& cells, const Constants<M, Tangent<T>>& c, const CellResponse<M>& to, std::size_t directions,
               std::size_t i) {
  using S = Tangent<T>;
  constexpr std::size_t ports = CellResponse<M>::ports, states = CellResponse<M>::states;
  for (std::size_t along = 0; along < directions; ++along) {
    auto v = read_list<PortsOf<M, S>, T, Set>(cells.voltage, i, cells.count);
    auto s = read_list<StateOf<M, S>, T, Set>(cells.state, i, cells.count);
    const bool port = along < ports;
    const std::size_t k = port ? along : along - ports, step = port ? ports : states;
    (port ? values(v) : values(s))[k].slope = T(1.0);
    const auto r = respond<M, S>(v, s, c.parameters, c.around);
    double* const* by_current = (port ? to.conductance.data() : to.current_by_state.data()) + k;
    double* const* by_rate = (port ? to.rate_by_voltage.data() : to.rate_by_state.data()) + k;
    for (std::size_t j = 0; j < ports; ++j) {
      write<T, Set>(values(r.current)[j].value, to.current[j], i, cells.count);
      write<T, Set>(values(r.current)[j].slope, by_current[j * step], i, cells.count);
    }
    for (std::size_t j = 0; j < states; ++j) {
      write<T, Set>(values(r.rate)[j].value, to.rate[j], i, cells.count);
      write<T, Set>(values(r.rate)[j].slope, by_rate[j * step], i, cells.count);
    }
  }
}

/// Calls at(constants, i) for each block of cells.
template <CompactModel M, class T, class S, class Set>
void for_each_block(const Cells<M>& cells, const auto& at) {
  const auto is_shared = [](const Column& c) { return c.step == 0; };
  const auto first = constants_at<M, T, S, Set>(cells, 0);
  if (std::all_of(cells.parameter.begin(), cells.parameter.end(), is_shared) &&
      std::all_of(cells.around.begin(), cells.around.end(), is_shared)) {
    for (std::size_t i = 0; i < cells.count; i += lanes<T>) at(first, i);
  } else {
    for (std::size_t i = 0; i < cells.count; i += lanes<T>) at(constants_at<M, T, S, Set>(cells, i), i);
  }
}

// Flattened, so that the compiler sees which steps of a model do not depend on the cell.
template <CompactModel M, class Set>
HYSTERON_FLAT void evaluate_cells(const Cells<M>& cells, const CellResponse<M>& to) {
  using T = Lanes;
  if (cells.count == 0) return;
  const auto wanted = [](const auto&... lists) {
    const auto any = [](const auto& list) { return std::any_of(list.begin(), list.end(), [](const double* x) { return x != nullptr; }); };
    return (any(lists) || ...);
  };
  const std::size_t states = wanted(to.current_by_state, to.rate_by_state) ? to.states : 0;
  if (states > 0 || wanted(to.conductance, to.rate_by_voltage)) {
    for_each_block<M, T, Tangent<T>, Set>(
        cells, [&](const auto& c, std::size_t i) { slopes_at<M, T, Set>(cells, c, to, to.ports + states, i); });
  } else {
    for_each_block<M, T, T, Set>(cells, [&](const auto& c, std::size_t i) { values_at<M, T, Set>(cells, c, to, i); });
  }
}

}  // namespace hysteron::kernel
