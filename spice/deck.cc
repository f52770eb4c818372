#include "spice/deck.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "spice/description.h"
#include "spice/equations.h"

namespace hysteron::spice {
namespace {

// How often any state crosses its full scale, or a millionth of its range: a magnet turns a hundred times in its
// cycle, and the trapezoidal rule wants thousands of steps a turn.
double travel(const Circuit& c, const Experiment& experiment, double end) {
  constexpr int rows = 20000;
  std::vector<double> times;
  for (int k = 0; k <= rows; ++k) times.push_back(end * k / rows);
  const auto table = native(c.name).follow(experiment, times);
  double most = 0.0;
  for (std::size_t state = 0; state < c.states.size(); ++state) {
    const std::size_t k = 1 + c.ports.size() + state;
    double way = 0.0, scale = 1e-6 * (c.states[state].field.upper - c.states[state].field.lower);
    for (std::size_t n = 1; n < table.size(); ++n) {
      way += std::abs(table[n][k] - table[n - 1][k]);
      scale = std::max(scale, std::abs(table[n][k]));
    }
    most = std::max(most, way / scale);
  }
  return most;
}

}  // namespace

std::string file_stem(const std::string& name, Form form) { return name + (form == Form::osdi ? "" : "_subcircuit"); }

std::vector<Quantity> state_quantities(const Circuit& c, Form form, const std::string& id, std::size_t device) {
  std::vector<Quantity> all;
  for (std::size_t k = 0; k < c.states.size(); ++k) {
    const std::string& state = c.states[k].name;
    const std::size_t column = 1 + c.ports.size() + k;
    all.push_back({state + (id == "1" ? "" : "_" + id), form == Form::osdi ? "@n" + id + "[" + state + "]" : "v(x" + id + "." + state + ")",
                   column, column, device});
  }
  return all;
}

int points(const Circuit& c, const Experiment& experiment, double end) { return 10000 + int(2000.0 * travel(c, experiment, end)); }

std::string measured_run(Deck& deck, const std::vector<Quantity>& all, const std::vector<double>& times, double end, int points,
                         const std::vector<std::string>& also, const std::vector<std::pair<std::string, std::string>>& nodes) {
  std::ostringstream out;
  out << ".options reltol=1e-6 chgtol=1e-18 trtol=1 itl4=100\n.save";
  for (const Quantity& q : all) out << " " << (q.vector[0] == '-' ? q.vector.substr(1) : q.vector);
  for (const std::string& vector : also) out << " " << vector;
  const std::string step = plain(end / points);
  out << "\n.control\nset num_threads=1\ntran " << step << " " << plain(end) << " 0 " << step << " uic\n";
  for (const Quantity& q : all) out << "let " << q.name << " = " << q.vector << "\n";
  for (std::size_t n = 0; n < times.size(); ++n) {
    for (const Quantity& q : all) {
      const std::string measure = q.name + "_" + std::to_string(n + 1);
      out << "meas tran " << measure << " find " << q.name << " at=" << plain(times[n]) << "\n";
      deck.measures.push_back({measure, times[n], q.column, q.group, q.device});
    }
  }
  if (!nodes.empty()) out << "set wr_singlescale\nset numdgt=15\n";
  for (std::size_t k = 0; k < nodes.size(); ++k) {
    const std::string across = "across_" + std::to_string(k + 1);
    out << "let " << across << " = v(" << nodes[k].first << ") - v(" << nodes[k].second << ")\n"
        << "wrdata " << deck.devices[k].waveform << " " << across << "\n";
  }
  out << "rusage traniter tranpoints rejected\n.endc\n.end\n";
  return out.str();
}

Deck measuring_deck(const Circuit& c, Form form, const std::string& name, const std::string& title, Experiment experiment,
                    const std::vector<double>& times) {
  double end = 0.0;
  for (const Ramps& r : experiment.ports) end = std::max(end, r.time.back());
  std::ostringstream out;
  out << "* " << c.name << ": " << title << ". " << written_by() << "\n" << device_lines(c, form);
  std::vector<Quantity> all;
  std::vector<std::string> voltages;
  for (std::size_t k = 0; k < c.ports.size(); ++k) {
    const std::string source = "v" + std::to_string(k), &plus = c.ports[k].plus;
    out << source << " " << plus << " 0 " << pwl(experiment.ports[k]) << "\n";
    all.push_back({"current_" + plus, "-i(" + source + ")", 1 + k, 0});
    voltages.push_back("v(" + plus + ")");
  }
  out << ".temp " << plain(experiment.temperature - 273.15) << "\n";
  const auto states = state_quantities(c, form);
  all.insert(all.end(), states.begin(), states.end());
  const int steps = points(c, experiment, end);
  Deck d{.name = file_stem(name, form), .text = {}, .native = "a run under the same drive", .devices = {{std::move(experiment)}}, .measures = {}};
  d.text = out.str() + measured_run(d, all, times, end, steps, voltages);
  return d;
}

Deck cycle_deck(const Circuit& c, Form form, double temperature) {
  std::vector<double> times;
  for (const double share : {0.12, 0.2, 0.3, 0.38, 0.62, 0.7, 0.8, 0.88, 0.99}) times.push_back(share * c.period);
  const double usual = Experiment{}.temperature;
  const std::string name = temperature < usual ? "cycle_cold" : temperature > usual ? "cycle_hot" : "cycle";
  Experiment experiment = cycle(c);
  experiment.temperature = temperature;
  return measuring_deck(c, form, name, "a switching cycle", std::move(experiment), times);
}

Deck potentiation_deck(const Circuit& c, Form form) {
  Drive drive;
  const double edge = 0.0025 * c.period, width = 0.02 * c.period;
  std::vector<double> times;
  drive.to(0.0, idle(c));
  for (int k = 0; k < 16; ++k) {
    drive.ramp(width, idle(c));
    for (const bool writing : {true, false}) {
      const std::vector<double> v = writing ? at_turn(c, k < 8) : reading(c);
      drive.ramp(edge, v);
      drive.ramp(width, v);
      if (!writing) times.push_back(drive.time - 0.5 * width);
      drive.ramp(edge, idle(c));
      drive.ramp(width, idle(c));
    }
  }
  Experiment experiment = undriven(c);
  experiment.ports = drive.sources;
  return measuring_deck(c, form, "potentiation", "pulses up, then down, read after each", std::move(experiment), times);
}

Deck retention_deck(const Circuit& c, Form form) {
  Drive drive;
  const double edge = 0.0025 * c.period, width = 0.02 * c.period;
  std::vector<double> times;
  drive.to(0.0, idle(c));
  drive.ramp(edge, at_turn(c, true));
  drive.ramp(0.25 * c.period, at_turn(c, true));
  drive.ramp(edge, idle(c));
  const double written = drive.time;
  for (const double cycles : {1.0, 3.0, 10.0, 30.0, 100.0}) {
    drive.to(written + cycles * c.period, idle(c));
    drive.ramp(edge, reading(c));
    drive.ramp(width, reading(c));
    times.push_back(drive.time - 0.5 * width);
    drive.ramp(edge, idle(c));
  }
  Experiment experiment = undriven(c);
  experiment.ports = drive.sources;
  return measuring_deck(c, form, "retention", "written, then read over two decades of time", std::move(experiment), times);
}

}  // namespace hysteron::spice
