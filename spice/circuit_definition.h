#pragma once

// Records a model; included by the one translation unit that instantiates it.

#include <algorithm>

#include "spice/circuit.h"
#include "spice/page.h"
#include "spice/record.h"

namespace hysteron::spice {

template <class M>
Circuit circuit() {
  static_assert(CompactModel<M>);
  Circuit c{.name = std::string(M::name), .title = title(M::name), .parameters = fields<ParametersOf<M>>()};

  const Cycle<port_count<M>> cycle = M::cycle;
  c.period = cycle.period;
  PortsOf<M, Expr> v{};
  v.describe(v, [&](Expr& x, const Port& port) {
    const std::string plus(port.plus), minus(port.minus);
    x = named(port.name, potential(plus) - potential(minus));
    const std::size_t k = c.ports.size();
    c.ports.push_back({.voltage = port, .plus = plus, .minus = minus, .up = cycle.up[k], .down = cycle.down[k]});
  });

  StateOf<M, Expr> s{};
  s.describe(s, [&](Expr& x, const Field& f) {
    const StateNode node{.name = f.name, .node = f.name + "_d", .initial = f.name + "_0", .field = f};
    x = named(f.name, Expr::input(node.initial) + scaled(f.upper - f.lower, potential(node.node)));
    c.states.push_back(node);
    c.parameters.push_back({node.initial, f.unit, f.value, f.lower, f.upper, f.scale, "initial value of " + f.name});
  });

  const auto p = symbols<ParametersOf<M, Expr>>();
  const auto around = symbols<Surroundings<Expr>>();
  auto r = respond<M, Expr>(v, s, p, around);
  for (std::size_t i = 0; i < c.ports.size(); ++i) {
    c.ports[i].current = values(r.current)[i];
    c.ports[i].charge = values(r.charge)[i];
  }
  auto state = c.states.begin();
  r.rate.describe(r.rate, [&](Expr& x, const Field& f) {
    state->rate = x;
    (state++)->speed = scaled(1.0 / (f.upper - f.lower), x);
  });

  if constexpr (NoisyModel<M>) {
    auto noise = M::template noise<Expr>(v, s, p, around);
    for (std::size_t i = 0; i < c.ports.size(); ++i) {
      c.ports[i].white = values(noise.white)[i];
      c.ports[i].flicker = values(noise.flicker)[i];
    }
    for (std::size_t i = 0; i < c.states.size(); ++i) c.states[i].diffusion = values(noise.diffusion)[i];
    noise.events.describe(noise.events, [&](Expr& rate, const Field& f) { c.events.push_back({f, rate}); });
  }

  const auto add_terminal = [&](const std::string& t) {
    if (std::find(c.terminals.begin(), c.terminals.end(), t) == c.terminals.end()) c.terminals.push_back(t);
  };
  for (const Branch& b : c.ports) add_terminal(b.plus);
  for (const Branch& b : c.ports) add_terminal(b.minus);
  for (const Field& f : fields<Surroundings<double>>()) {
    if (f.name != "temperature") c.constants.push_back(f);
  }
  return c;
}

}  // namespace hysteron::spice
