#include "spice/deck.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <sstream>

#include "libmodel/error.h"
#include "spice/description.h"
#include "spice/equations.h"

namespace hysteron::spice {
namespace {

bool switches(const Branch& port) { return port.up != port.down; }

// A drive under construction: ports that switch follow the pulses, the others are held or idle.
struct Drive {
  Experiment experiment;
  double time = 0.0;

  explicit Drive(const Circuit& c) : experiment(undriven(c)) {}
  void to(double later, const std::vector<double>& voltage) {
    time = later;
    for (std::size_t k = 0; k < voltage.size(); ++k) {
      experiment.ports[k].time.push_back(time);
      experiment.ports[k].voltage.push_back(voltage[k]);
    }
  }
  void ramp(double duration, const std::vector<double>& voltage) { to(time + duration, voltage); }
};

std::vector<double> idle(const Circuit& c) { return std::vector<double>(c.ports.size(), 0.0); }

// Every port at its voltage of that turn.
std::vector<double> at_turn(const Circuit& c, bool up) {
  std::vector<double> v;
  for (const Branch& b : c.ports) v.push_back(up ? b.up : b.down);
  return v;
}

// One port: a tenth of its turn; several: the ports that do not switch at their own voltage.
std::vector<double> reading(const Circuit& c) {
  std::vector<double> v;
  for (const Branch& b : c.ports) v.push_back(c.ports.size() == 1 ? 0.1 * b.up : switches(b) ? 0.0 : b.up);
  return v;
}

struct Quantity {
  std::string name, vector;
};

// What is measured: a current for each port, then the states.
std::vector<Quantity> quantities(const Circuit& c, Form form) {
  std::vector<Quantity> all;
  for (std::size_t k = 0; k < c.ports.size(); ++k) all.push_back({"current_" + c.ports[k].plus, "-i(v" + std::to_string(k) + ")"});
  for (const StateNode& s : c.states) all.push_back({s.name, form == Form::osdi ? "@n1[" + s.name + "]" : "v(x1." + s.name + ")"});
  return all;
}

// How often any state crosses its full scale: a magnet turns a hundred times in its cycle, and the
// trapezoidal rule wants thousands of steps a turn.
double travel(const Circuit& c, const Experiment& experiment, double end) {
  constexpr int rows = 20000;
  std::vector<double> times;
  for (int k = 0; k <= rows; ++k) times.push_back(end * k / rows);
  const auto table = native(c.name).follow(experiment, times);
  double most = 0.0;
  for (std::size_t k = 1 + c.ports.size(); k < 1 + c.ports.size() + c.states.size(); ++k) {
    double way = 0.0, scale = 0.0;
    for (std::size_t n = 1; n < table.size(); ++n) {
      way += std::abs(table[n][k] - table[n - 1][k]);
      scale = std::max(scale, std::abs(table[n][k]));
    }
    if (scale > 0.0) most = std::max(most, way / scale);
  }
  return most;
}

}  // namespace

Experiment undriven(const Circuit& c) {
  Experiment e{.ports = std::vector<Ramps>(c.ports.size()), .start = {}};
  for (const StateNode& s : c.states) {
    const auto is_start = [&](const Field& f) { return f.name == s.initial; };
    e.start.push_back(std::find_if(c.parameters.begin(), c.parameters.end(), is_start)->value);
  }
  for (std::size_t k = 0; k + c.states.size() < c.parameters.size(); ++k) e.parameters.push_back(c.parameters[k].value);
  return e;
}

Deck measuring_deck(const Circuit& c, Form form, const std::string& name, const std::string& title, Experiment experiment,
                    const std::vector<double>& times) {
  Deck d{.name = name + (form == Form::osdi ? "" : "_subcircuit"), .text = {}, .experiment = std::move(experiment), .measures = {}};
  double run = 0.0;
  for (const Ramps& r : d.experiment.ports) run = std::max(run, r.time.back());
  const auto all = quantities(c, form);
  std::ostringstream out;
  out << "* " << c.name << ": " << title << ". " << written_by() << "\n";
  out << device_lines(c, form);
  for (std::size_t k = 0; k < c.ports.size(); ++k) out << "V" << k << " " << c.ports[k].plus << " 0 " << pwl(d.experiment.ports[k]) << "\n";
  out << ".temp " << plain(d.experiment.temperature - 273.15) << "\n.options reltol=1e-6 chgtol=1e-18 trtol=1 itl4=100\n.save";
  for (const Quantity& q : all) out << " " << (q.vector[0] == '-' ? q.vector.substr(1) : q.vector);
  for (const Branch& b : c.ports) out << " v(" << b.plus << ")";
  const int points = 10000 + int(2000.0 * travel(c, d.experiment, run));
  const std::string end = plain(run), step = plain(run / points);
  out << "\n.control\nset num_threads=1\ntran " << step << " " << end << " 0 " << step << " uic\n";
  for (const Quantity& q : all) out << "let " << q.name << " = " << q.vector << "\n";
  for (std::size_t n = 0; n < times.size(); ++n) {
    for (std::size_t k = 0; k < all.size(); ++k) {
      const std::string measure = all[k].name + "_" + std::to_string(n + 1);
      out << "meas tran " << measure << " find " << all[k].name << " at=" << plain(times[n]) << "\n";
      d.measures.push_back({measure, times[n], 1 + k, k < c.ports.size() ? 0 : 1 + k});
    }
  }
  out << ".endc\n.end\n";
  d.text = out.str();
  return d;
}

Experiment cycle(const Circuit& c) {
  Drive drive(c);
  std::vector<double> resting = at_turn(c, true);
  for (std::size_t k = 0; k < resting.size(); ++k) resting[k] = switches(c.ports[k]) ? 0.0 : c.ports[k].up;
  drive.to(0.0, resting);
  drive.to(0.25 * c.period, at_turn(c, true));
  drive.to(0.75 * c.period, at_turn(c, false));
  drive.to(c.period, resting);
  return drive.experiment;
}

Deck cycle_deck(const Circuit& c, Form form) {
  std::vector<double> times;
  for (const double share : {0.12, 0.2, 0.3, 0.38, 0.62, 0.7, 0.8, 0.88, 0.99}) times.push_back(share * c.period);
  return measuring_deck(c, form, "cycle", "a switching cycle", cycle(c), times);
}

Deck potentiation_deck(const Circuit& c, Form form) {
  Drive drive(c);
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
  return measuring_deck(c, form, "potentiation", "pulses up, then down, read after each", std::move(drive.experiment), times);
}

std::vector<Expected> native_measures(const Circuit& c, const Deck& deck) {
  const double around = moment * deck.measures.back().time;
  std::vector<double> times{0.0};
  for (const Measure& m : deck.measures) {
    for (const double t : {m.time - around, m.time, m.time + around}) {
      if (t > times.back()) times.push_back(t);
    }
  }
  const auto rows = native(c.name).follow(deck.experiment, times);
  if (rows.size() != times.size()) throw InputError(c.name + ": the native integrator gave up in " + deck.name);
  std::vector<Expected> all;
  for (const Measure& m : deck.measures) {
    const auto n = std::lower_bound(times.begin(), times.end(), m.time) - times.begin();
    const auto [least, most] = std::minmax({rows[n - 1][m.column], rows[n][m.column], rows[n + 1][m.column]});
    all.push_back({rows[n][m.column], least, most});
  }
  return all;
}

Agreement agreement(const std::vector<Measure>& measures, const std::vector<Expected>& native, const std::vector<double>& found) {
  std::map<std::size_t, double> scale;
  for (std::size_t k = 0; k < measures.size(); ++k) {
    double& s = scale[measures[k].group];
    s = std::max(s, std::abs(native[k].value));
  }
  Agreement result;
  for (std::size_t k = 0; k < measures.size(); ++k) {
    const double full = scale[measures[k].group];
    const bool jumps = native[k].most - native[k].least > jump * full;
    const double low = jumps ? native[k].least : native[k].value, high = jumps ? native[k].most : native[k].value;
    const double off = std::isnan(found[k]) ? found[k] : std::max({0.0, low - found[k], found[k] - high});
    const double share = full > 0.0 ? off / full : off;
    if (!(share <= result.worst)) result = {share, measures[k].name};
    if (std::isnan(share)) break;
  }
  return result;
}

std::vector<double> measured(const Deck& deck, const std::string& output) {
  std::vector<double> values(deck.measures.size(), std::numeric_limits<double>::quiet_NaN());
  std::istringstream in(output);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string name, equals, value;
    if (!(words >> name >> equals >> value) || equals != "=") continue;
    for (std::size_t k = 0; k < values.size(); ++k) {
      if (deck.measures[k].name == name) values[k] = std::strtod(value.c_str(), nullptr);
    }
  }
  return values;
}

}  // namespace hysteron::spice
