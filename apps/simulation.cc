#include "apps/simulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "fitters/parallel.h"
#include "libmodel/catalogue/native.h"
#include "libmodel/error.h"
#include "spice/deck.h"

namespace hysteron::apps {
namespace {

using fitters::Trace;

constexpr double unread = std::numeric_limits<double>::quiet_NaN();

struct Bench {
  const Native& model;
  Experiment experiment;
  const Trace& drive;

  Rows rows() const { return drive.is_sweep() ? model.follow(experiment, drive.time) : model.pulse(experiment, drive.train); }
  Rows rows(const Chance& chance) const {
    return drive.is_sweep() ? model.at_random.follow(experiment, drive.time, chance) : model.at_random.pulse(experiment, drive.train, chance);
  }
  /// Where a row holds the current that is read, and the first of the states.
  std::size_t current() const { return drive.is_sweep() ? 1 + std::size_t(model.read) : 0; }
  std::size_t states() const { return drive.is_sweep() ? 1 + experiment.ports.size() : 1; }
};

Bench bench(const spice::Circuit& circuit, const Trace& drive, const SimulationOptions& options) {
  Bench b{native(circuit.name), spice::undriven(circuit), drive};
  b.experiment.temperature = drive.temperature;
  for (auto& port : b.experiment.ports) port = {{0.0}, {0.0}};
  for (const auto& [name, voltage] : options.held) {
    const auto is_named = [&name = name](const spice::Branch& p) { return p.voltage.name == name; };
    const auto port = std::find_if(circuit.ports.begin(), circuit.ports.end(), is_named) - circuit.ports.begin();
    if (port == std::ptrdiff_t(circuit.ports.size())) throw InputError("--hold " + name + ": " + circuit.name + " has no such port");
    if (port == b.model.written) throw InputError("--hold " + name + ": is the port that is driven");
    if (!drive.is_sweep()) throw InputError("--hold " + name + ": with reads, what is not driven is at 0 V");
    b.experiment.ports[std::size_t(port)] = {{0.0}, {voltage}};
  }
  if (drive.is_sweep()) b.experiment.ports[std::size_t(b.model.written)] = {drive.time, drive.voltage};
  return b;
}

// Of rows after the lead; NaN where the rows end.
std::vector<double> taken(const Rows& rows, std::size_t place, const Trace& drive) {
  std::vector<double> column(drive.size() - drive.lead, unread);
  for (std::size_t k = drive.lead; k < rows.size(); ++k) column[k - drive.lead] = rows[k][place];
  return column;
}

std::vector<double> shown(const std::vector<double>& column, const Trace& drive) { return {column.begin() + std::ptrdiff_t(drive.lead), column.end()}; }

std::vector<double> of_pulses(const Trace& drive, double Pulse::*what) {
  std::vector<double> column;
  for (const Pulse& p : drive.train) column.push_back(p.*what);
  return column;
}

void describe_pulses(const Bench& b, const Rows& rows, std::vector<Column>& columns) {
  const Trace& drive = b.drive;
  double clock = 0.0;
  Column number{"pulse", "1", {}}, time{"time", "s", {}}, conductance{"read_conductance", "S", {}};
  const auto current = taken(rows, b.current(), drive);
  for (std::size_t k = 0; k < drive.train.size(); ++k) {
    const Pulse& p = drive.train[k];
    clock += p.rise + p.width + p.fall + p.delay;
    number.values.push_back(double(k));
    time.values.push_back(clock);
    conductance.values.push_back(current[k] / p.read_voltage);
  }
  columns = {number, time, {"voltage", "V", of_pulses(drive, &Pulse::voltage)}, {"pulse_width", "s", of_pulses(drive, &Pulse::width)},
             {"read_voltage", "V", of_pulses(drive, &Pulse::read_voltage)}, {"read_current", "A", current}, conductance};
}

void describe_course(const Bench& b, const spice::Circuit& circuit, const Rows& rows, std::vector<Column>& columns) {
  const Trace& drive = b.drive;
  columns.push_back({"time", "s", shown(drive.time, drive)});
  for (std::size_t k = 0; k < circuit.ports.size(); ++k) {
    const std::vector<double> held(drive.size() - drive.lead, b.experiment.ports[k].voltage.front());
    columns.push_back({circuit.ports[k].voltage.name, "V", int(k) == b.model.written ? shown(drive.voltage, drive) : held});
  }
  for (std::size_t k = 0; k < circuit.ports.size(); ++k) columns.push_back({"i_" + circuit.ports[k].plus, "A", taken(rows, 1 + k, drive)});
}

// What has entered the driven port: the charge stored, and the conduction current by trapezoids.
Column charge(const Bench& b, const Rows& rows) {
  Rows entered;
  double conducted = 0.0, before = 0.0;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    Point at{std::vector<double>(b.experiment.ports.size(), 0.0), {rows[k].begin() + std::ptrdiff_t(b.states()), rows[k].end()},
             b.experiment.parameters, b.experiment.temperature};
    at.ports[std::size_t(b.model.written)] = b.drive.voltage[k];
    const Answer now = b.model.at(at);
    const double current = now.current[std::size_t(b.model.written)];
    if (k > 0) conducted += 0.5 * (before + current) * (b.drive.time[k] - b.drive.time[k - 1]);
    before = current;
    entered.push_back({now.charge[std::size_t(b.model.written)] + conducted});
  }
  return {"charge", "C", taken(entered, 0, b.drive)};
}

// A charge that was measured has a zero of its own: it is put where the mean of the model's is.
Column measured(const Trace& drive, const std::vector<double>& charge) {
  Column c{"measured", fitters::unit_of_signal(drive), shown(fitters::signal(drive, drive.current), drive)};
  if (!drive.is_charge) return c;
  double sum = 0.0, rows = 0.0;
  for (std::size_t k = 0; k < charge.size(); ++k) {
    const double off = c.values[k] - charge[k];
    if (!std::isnan(off)) sum += off, rows += 1.0;
  }
  for (double& q : c.values) q -= sum / rows;
  return c;
}

// Runs in the order of their instances, those that came to an end.
void run_at_random(const Bench& b, const SimulationOptions& options, Simulation& s) {
  if (!b.model.at_random.pulse) throw InputError(s.circuit.name + ": declares no noise: without --runs it can be simulated");
  std::vector<std::vector<double>> all(std::size_t(options.runs));
  std::atomic<int> done = 0;
  fitters::for_each_index(options.runs, options.threads, [&](int k) {
    const Rows rows = b.rows({options.seed, std::uint32_t(k)});
    if (rows.size() == b.drive.size()) all[std::size_t(k)] = taken(rows, b.current(), b.drive);
    options.progress(++done);
  });
  for (auto& run : all) {
    if (run.empty()) ++s.given_up;
    else s.runs.push_back(std::move(run));
  }
}

double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * double(sorted.size() - 1);
  const auto below = std::size_t(place);
  const double rest = place - double(below);
  return rest == 0.0 ? sorted[below] : (1.0 - rest) * sorted[below] + rest * sorted[below + 1];
}

void describe_runs(Simulation& s) {
  const std::string name = s.read();
  std::vector<Column> four = {{name + "_mean", "A", {}}, {name + "_std", "A", {}}, {name + "_low", "A", {}}, {name + "_high", "A", {}}};
  for (std::size_t row = 0; row < s.columns[0].values.size(); ++row) {
    std::vector<double> values;
    for (const auto& run : s.runs) values.push_back(run[row]);
    double sum = 0.0, squares = 0.0;
    for (const double x : values) sum += x;
    const double n = double(values.size()), mean = sum / n;
    for (const double x : values) squares += (x - mean) * (x - mean);
    const bool some = !values.empty() && !std::isnan(sum);
    if (some) std::sort(values.begin(), values.end());
    const double figures[] = {mean, std::sqrt(squares / (n - 1.0)), some ? quantile(values, 0.05) : unread, some ? quantile(values, 0.95) : unread};
    for (std::size_t k = 0; k < 4; ++k) four[k].values.push_back(figures[k]);
  }
  s.columns.insert(s.columns.end(), four.begin(), four.end());
}

}  // namespace

std::vector<double> Simulation::operator[](const std::string& name) const {
  for (const Column& c : columns) {
    if (c.name == name) return c.values;
  }
  return {};
}

std::string Simulation::read() const { return drive.is_sweep() ? "i_" + circuit.ports[std::size_t(native(circuit.name).read)].plus : "read_current"; }

std::string Simulation::driven() const { return circuit.ports[std::size_t(native(circuit.name).written)].voltage.name; }

Simulation simulate(const spice::Circuit& circuit, const Trace& drive, const SimulationOptions& options) {
  Simulation s{.circuit = circuit, .drive = drive};
  const Bench b = bench(circuit, drive, options);
  const Rows rows = b.rows();
  s.missing = drive.size() - rows.size();
  drive.is_sweep() ? describe_course(b, circuit, rows, s.columns) : describe_pulses(b, rows, s.columns);
  for (std::size_t k = 0; k < circuit.states.size(); ++k) s.columns.push_back({circuit.states[k].name, std::string(circuit.states[k].field.unit), taken(rows, b.states() + k, drive)});
  if (drive.is_charge) s.columns.push_back(charge(b, rows));
  const auto is_known = [](double x) { return !std::isnan(x); };
  if (std::any_of(drive.current.begin(), drive.current.end(), is_known)) s.columns.push_back(measured(drive, s["charge"]));
  if (options.runs > 0) {
    run_at_random(b, options, s);
    describe_runs(s);
  }
  return s;
}

}  // namespace hysteron::apps
