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
struct Started {
  std::array<Ramps, port_count<M>> drive;
  StateOf<M> state;
  ParametersOf<M> parameters;
  Surroundings<double> around;

  explicit Started(const Experiment& e)
      : state(list_of<StateOf<M>>(e.start)),
        parameters(e.parameters.empty() ? defaults<ParametersOf<M>>() : list_of<ParametersOf<M>>(e.parameters)),
        around(defaults<Surroundings<double>>()) {
    std::copy_n(e.ports.begin(), std::min(e.ports.size(), drive.size()), drive.begin());
    around.temperature = e.temperature;
  }
};

template <class M>
Rows rows_of(const std::vector<Instant<M>>& trace) {
  Rows rows;
  for (const auto& instant : trace) {
    rows.push_back({instant.time});
    for (const double i : values(instant.current)) rows.back().push_back(i);
    for (const double x : values(instant.state)) rows.back().push_back(x);
  }
  return rows;
}

template <class M>
Rows followed(const Experiment& e, const std::vector<double>& times) {
  const Started<M> d(e);
  return rows_of<M>(transient<M>(d.drive, d.state, d.parameters, d.around, times, 1e-9));
}

/// Rows after pulses that follow(train's reads, states) applies.
template <class M>
Rows pulse_rows(std::size_t pulses, auto&& follow) {
  std::vector<double> current(pulses);
  std::vector<StateOf<M>> states(pulses);
  const Followed f = follow(current, states);
  Rows rows;
  for (std::size_t k = 0; k < (f.reached ? pulses : f.at); ++k) {
    rows.push_back(numbers_of(states[k]));
    rows.back().insert(rows.back().begin(), current[k]);
  }
  return rows;
}

template <class M>
Rows pulsed(const Experiment& e, const std::vector<Pulse>& train) {
  Started<M> d(e);
  return pulse_rows<M>(train.size(), [&](std::span<double> current, std::span<StateOf<M>> states) {
    return follow_train<M, double>(train, d.state, d.parameters, d.around, {}, current, states);
  });
}

template <class M>
const Native& native_of() {
  static const Native native{write_port<M>, read_port<M>, answer_at<M>, followed<M>, pulsed<M>, at_random_of<M>()};
  return native;
}

}  // namespace hysteron
