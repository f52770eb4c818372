#include "apps/handoff/probe.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "libmodel/error.h"
#include "libmodel/surroundings.h"
#include "spice/deck.h"

namespace hysteron::handoff {
namespace {

Graph diffusions(const spice::Circuit& circuit) {
  std::vector<Expr> all;
  for (const auto& s : circuit.states) all.push_back(s.diffusion);
  return Graph(all);
}

}  // namespace

std::size_t written_port(const spice::Circuit& c) {
  const auto switches = [](const spice::Branch& b) { return b.up != b.down; };
  return std::size_t(std::find_if(c.ports.begin(), c.ports.end(), switches) - c.ports.begin());
}

std::size_t read_port(const spice::Circuit& c) { return c.ports.size() == 1 ? 0 : 1 - written_port(c); }

Probe::Probe(const spice::Circuit& circuit)
    : circuit_(circuit), experiment_(spice::undriven(circuit)), native_(native(circuit.name)), diffusion_(diffusions(circuit)) {
  for (const Field& f : circuit.parameters) known_[f.name] = f.value;
  for (const Field& f : fields<Surroundings<double>>()) known_[f.name] = f.value;
}

Answer Probe::at(std::size_t port, double voltage, const State& state) const {
  Point p{.ports = std::vector<double>(circuit_.ports.size(), 0.0), .states = state, .parameters = experiment_.parameters,
          .temperature = experiment_.temperature};
  p.ports[port] = voltage;
  return native_.at(p);
}

double Probe::conductance(double read, const State& state) const {
  const std::size_t port = read_port(circuit_);
  return at(port, read, state).current[port] / read;
}

std::vector<State> Probe::follow(const Ramps& written, const State& start, const std::vector<double>& times, std::vector<double>* current) const {
  Experiment e = experiment_;
  e.start = start;
  for (auto& port : e.ports) port = {{0.0}, {0.0}};
  e.ports[written_port(circuit_)] = written;
  const auto rows = native_.follow(e, times);
  if (rows.size() < times.size()) {
    throw InputError(fmt::format("{}: the integrator gave up at {:g} s of the pulse train", circuit_.name, rows.empty() ? 0.0 : rows.back()[0]));
  }
  std::vector<State> states;
  for (const auto& row : rows) {
    states.emplace_back(row.begin() + 1 + std::ptrdiff_t(circuit_.ports.size()), row.end());
    if (current) current->push_back(row[1 + written_port(circuit_)]);
  }
  return states;
}

double Probe::spread(double voltage, double read, const State& state) const {
  auto inputs = known_;
  for (std::size_t k = 0; k < circuit_.ports.size(); ++k) {
    inputs["V(" + circuit_.ports[k].minus + ")"] = 0.0;
    inputs["V(" + circuit_.ports[k].plus + ")"] = k == written_port(circuit_) ? voltage : 0.0;
  }
  for (std::size_t k = 0; k < state.size(); ++k) {
    inputs[circuit_.states[k].initial] = state[k];
    inputs["V(" + circuit_.states[k].node + ")"] = 0.0;
  }
  const auto values = evaluate(diffusion_, inputs);
  double sum = 0.0;
  for (std::size_t k = 0; k < state.size(); ++k) {
    const double growth = values[std::size_t(diffusion_.roots[k])];
    if (growth > 0.0) sum += growth * std::pow(slope(read, state, k), 2);
  }
  return sum;
}

// Of the conductance over state k, one-sided where the state is at its bound.
double Probe::slope(double read, State state, std::size_t k) const {
  const Field& f = circuit_.states[k].field;
  const double step = 1e-5 * (f.upper - f.lower), here = state[k];
  const double low = std::max(here - step, f.lower), high = std::min(here + step, f.upper);
  state[k] = high;
  const double above = conductance(read, state);
  state[k] = low;
  return (above - conductance(read, state)) / (high - low);
}

}  // namespace hysteron::handoff
