#include "apps/neuron/firing.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "libmodel/catalogue/native.h"
#include "libmodel/error.h"
#include "libmodel/metrics/bounds.h"
#include "spice/deck.h"

namespace hysteron::apps {
namespace {

constexpr int instants = 4000;            // of a run
constexpr double least_swing = 0.02;     // of the membrane, V: less is no spike
constexpr std::size_t few = 10, many = 250;  // spikes of a run: fewer, and it is made longer; more, and it is made shorter
constexpr int most_runs = 7;             // with which 6 decades of rates are found

struct Run {
  std::vector<double> time, membrane, current, node_power, power;  // s, V, A, W: behind the load, from all sources
  double lowest, highest;      // V, of the membrane in the second half
  std::vector<double> spikes;  // in the second half
  bool reached;
};

Experiment experiment(const spice::Circuit& cell, double drive, double temperature) {
  Experiment e = spice::undriven(cell);
  for (std::size_t k = 0; k < e.ports.size(); ++k) e.ports[k] = {{0.0}, {k == 0 ? drive : cell.ports[k].up}};
  e.temperature = temperature;
  return e;
}

// The resistor between the input and the membrane [ohm]; NaN where there is none, as with an amplifier's output.
double load_of(const spice::Circuit& cell) {
  for (const Field& f : cell.parameters) {
    if (f.name == "r_l" || f.name == "r_l1" || f.name == "r_in") return f.value;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

Run run(const spice::Circuit& cell, const Experiment& e, std::size_t membrane, double from, double to) {
  const bool loaded = load_of(cell) > 0.0;
  std::vector<double> times;  // all the way to `from`: the integrator gives up a stretch of too many spikes
  for (int k = 0; from > 0.0 && k < instants; ++k) times.push_back(from * k / instants);
  const std::size_t first = times.size();
  for (int k = 0; k <= instants; ++k) times.push_back(from + (to - from) * k / instants);
  const auto rows = native(cell.name).follow(e, times);
  Run out{.reached = rows.size() == times.size()};
  for (std::size_t k = first; k < rows.size(); ++k) {
    out.time.push_back(rows[k][0]);
    out.current.push_back(rows[k][1]);
    out.membrane.push_back(rows[k][1 + cell.ports.size() + membrane]);
    out.power.push_back(0.0);
    for (std::size_t j = 0; j < cell.ports.size(); ++j) out.power.back() += e.ports[j].voltage[0] * rows[k][1 + j];
    const double load = (e.ports[0].voltage[0] - out.membrane.back()) * out.current.back();
    out.node_power.push_back(out.power.back() - (loaded ? load : 0.0));
  }
  if (out.time.empty()) return out;
  const std::span<const double> time = out.time, signal = out.membrane;
  const std::size_t half = from > 0.0 ? 0 : signal.size() / 2;
  out.lowest = *std::min_element(signal.begin() + half, signal.end());
  out.highest = *std::max_element(signal.begin() + half, signal.end());
  const double swing = out.highest - out.lowest;
  if (swing < least_swing) return out;
  out.spikes = metrics::spike_times(time.subspan(half), signal.subspan(half), out.highest - 0.25 * swing,
                                    out.lowest + 0.5 * swing);
  return out;
}

Firing silent(double drive) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  return {.drive = drive, .train = metrics::spike_train({}), .threshold = unknown, .hold = unknown,
          .energy_node = unknown, .energy_total = unknown, .load = unknown};
}

}  // namespace

Firing measured_firing(const data::SpikeTrain& train) {
  Firing out = silent(train.drive_voltage);
  out.train = metrics::spike_train(train.spike_time);
  out.time = train.time, out.membrane = train.voltage, out.current = train.current;
  if (train.r_series > 0.0) out.load = train.r_series;
  if (train.time.empty()) return out;
  std::vector<double> traced;  // spikes that the trace covers
  for (const double t : train.spike_time) {
    if (t >= train.time.front() && t <= train.time.back()) traced.push_back(t);
  }
  out.turns = metrics::turns(train.time, train.voltage, traced);
  out.threshold = metrics::mean_interval(out.turns.top).value;
  out.hold = metrics::mean_interval(out.turns.bottom).value;
  std::vector<double> device, all;
  for (std::size_t k = 0; k < train.time.size(); ++k) {
    device.push_back(train.voltage[k] * train.current[k]);
    all.push_back(train.drive_voltage * train.current[k]);
  }
  out.energy_node = metrics::energy_per_spike(train.time, device, traced);
  out.energy_total = metrics::energy_per_spike(train.time, all, traced);
  return out;
}

std::size_t membrane_of(const spice::Circuit& cell) {
  for (std::size_t k = 0; k < cell.states.size(); ++k) {
    if (cell.states[k].name == "v_m") return k;
  }
  throw InputError("model " + cell.name + ": has no membrane voltage v_m; a neuron is a device in its circuit, such as mott_oscillator");
}

Firing firing(const spice::Circuit& cell, double drive, double temperature) {
  const std::size_t membrane = membrane_of(cell);
  const Experiment e = experiment(cell, drive, temperature);
  Firing out = silent(drive);
  out.load = load_of(cell);
  double duration = cell.period;
  Run r = run(cell, e, membrane, 0.0, duration);
  for (int k = 1; k < most_runs && r.reached && (r.spikes.size() < few || r.spikes.size() > many); ++k) {
    duration *= r.spikes.size() < few ? 5.0 : 0.2;
    r = run(cell, e, membrane, 0.0, duration);
  }
  if (!r.reached && r.spikes.size() < few) out.gave_up = r.time.empty() ? duration : r.time.back();
  if (r.spikes.size() >= few) {
    const auto spikes = r.spikes;
    out.train = metrics::spike_train(spikes);
    r = run(cell, e, membrane, spikes[spikes.size() - 5], spikes.back());
    if (r.reached) {
      out.turns = metrics::turns(r.time, r.membrane, std::vector<double>(spikes.end() - 5, spikes.end()));
      out.threshold = r.highest;
      out.hold = r.lowest;
      const std::vector<double> window{spikes[spikes.size() - 5], spikes.back()};
      out.energy_node = 0.25 * metrics::energy_per_spike(r.time, r.node_power, window);
      out.energy_total = 0.25 * metrics::energy_per_spike(r.time, r.power, window);
    }
  }
  out.time = r.time;
  out.membrane = r.membrane;
  out.current = r.current;
  return out;
}

}  // namespace hysteron::apps
