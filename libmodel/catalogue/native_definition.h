#pragma once

#include <algorithm>

#include "libmodel/catalogue/native.h"

namespace hysteron {

template <class List>
List list_of(const std::vector<double>& numbers) {
  List list{};
  std::copy_n(numbers.begin(), values(list).size(), values(list).begin());
  return list;
}

std::vector<double> numbers_of(const auto& list) { return {values(list).begin(), values(list).end()}; }

template <class M>
Answer answer_at(const Point& point) {
  const auto v = list_of<PortsOf<M>>(point.ports);
  const auto s = list_of<StateOf<M>>(point.states);
  const auto p = list_of<ParametersOf<M>>(point.parameters);
  auto around = defaults<Surroundings<double>>();
  around.temperature = point.temperature;
  const auto r = respond<M, double>(v, s, p, around);
  Answer a{.current = numbers_of(r.current), .charge = numbers_of(r.charge), .rate = numbers_of(r.rate)};
  if constexpr (NoisyModel<M>) {
    const auto noise = M::template noise<double>(v, s, p, around);
    a.white = numbers_of(noise.white);
    a.flicker = numbers_of(noise.flicker);
  } else {
    a.white = a.flicker = std::vector<double>(point.ports.size());
  }
  return a;
}

template <class M>
std::vector<std::vector<double>> rows_of(const Experiment& e, const std::vector<double>& times) {
  std::array<Ramps, port_count<M>> drive;
  std::copy_n(e.ports.begin(), drive.size(), drive.begin());
  auto around = defaults<Surroundings<double>>();
  around.temperature = e.temperature;
  const auto p = e.parameters.empty() ? defaults<ParametersOf<M>>() : list_of<ParametersOf<M>>(e.parameters);
  std::vector<std::vector<double>> table;
  for (const auto& instant : transient<M>(drive, list_of<StateOf<M>>(e.start), p, around, times, 1e-9)) {
    std::vector<double> row{instant.time};
    for (const double i : values(instant.current)) row.push_back(i);
    for (const double x : values(instant.state)) row.push_back(x);
    table.push_back(row);
  }
  return table;
}

template <class M>
const Native& native_of() {
  static const Native native{answer_at<M>, rows_of<M>};
  return native;
}

}  // namespace hysteron
