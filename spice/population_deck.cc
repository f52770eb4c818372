#include "spice/population_deck.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "libmodel/scalar/graph.h"
#include "spice/description.h"
#include "spice/equations.h"

namespace hysteron::spice {
namespace {

// What a device's line may set: what describes the noise of states is in no netlist, what describes that of
// currents in no sub-circuit.
std::set<std::string> settable(const Circuit& c, Form form) {
  std::vector<Expr> all;
  for (const Branch& b : c.ports) {
    all.insert(all.end(), {b.current, b.charge});
    if (form == Form::osdi) all.insert(all.end(), {b.white, b.flicker});
  }
  for (const StateNode& s : c.states) all.push_back(s.speed);
  std::set<std::string> names;
  for (const Step& step : Graph(all).steps) {
    if (step.node->op == Op::input) names.insert(step.node->name);
  }
  return names;
}

std::string settings(const Sample& sample, const std::set<std::string>& names) {
  std::string text;
  for (const auto& [name, value] : sample.values) {
    if (names.contains(name)) text += " " + name + "=" + plain(value);
  }
  return text;
}

}  // namespace

std::string model_card(const Circuit& c, const Sample& sample, const std::string& name) {
  return ".model " + name + " " + c.name + settings(sample, settable(c, Form::osdi)) + "\n";
}

Deck population_deck(const Circuit& c, Form form, const std::vector<Sample>& samples) {
  std::vector<double> times;
  for (const double share : {0.2, 0.3, 0.7, 0.8, 0.99}) times.push_back(share * c.period);
  const auto names = settable(c, form);
  const Experiment usual = cycle(c);
  Deck d{.name = file_stem("population", form), .text = {}, .native = "runs of the same values", .devices = {}, .measures = {}};
  std::ostringstream out;
  out << "* " << c.name << ": " << samples.size() << " devices in a switching cycle. " << written_by() << "\n" << model_lines(c, form);
  for (std::size_t k = 0; k < c.ports.size(); ++k) out << "V" << k << " " << c.ports[k].plus << " 0 " << pwl(usual.ports[k]) << "\n";
  std::vector<Quantity> all;
  int steps = 0;
  for (std::size_t n = 0; n < samples.size(); ++n) {
    const Circuit own = with_values(c, samples[n].values);
    const std::string &name = samples[n].name, id = "_" + name;  // of the device; at the end of its nodes
    std::string nodes;
    for (const std::string& t : c.terminals) {
      const auto port = std::find_if(c.ports.begin(), c.ports.end(), [&](const Branch& b) { return b.plus == t; });
      nodes += port == c.ports.end() ? " 0" : " " + t + id;
      if (port == c.ports.end()) continue;
      out << "Vi_" << t << id << " " << t << " " << t << id << " 0\n";
      all.push_back({"current_" + t + id, "i(vi_" + t + id + ")", 1 + std::size_t(port - c.ports.begin()), 0, n});
    }
    out << instance(c, form, name, nodes, settings(samples[n], names));
    const auto states = state_quantities(c, form, name, n);
    all.insert(all.end(), states.begin(), states.end());
    d.devices.push_back({cycle(own)});
    steps = std::max(steps, points(c, d.devices.back().experiment, c.period));
  }
  d.text = out.str() + measured_run(d, all, times, c.period, steps, {});
  return d;
}

}  // namespace hysteron::spice
