// Kinds of measurements beside pulses and sweeps: what they hold, and what they refuse.

#include <doctest/doctest.h>

#include <cmath>
#include <functional>

#include "data/lab_file.h"
#include "tests/data/folder.h"
#include "tests/data/same.h"

using namespace hysteron;
using namespace hysteron::data;
using test::check_same;
using test::complaint;

namespace {

Waveform full_waveform() {
  Waveform w;
  w.title = "scope";
  w.source = {"scope.csv", std::string(64, 'a'), "infiniivision", {"one"}, {}};
  w.time = {-1e-6, 0.0, 1e-6};
  w.voltage = {0.0, 1.0, 0.5};
  w.current = {0.0, std::nan(""), 1e-3};
  w.applied_voltage = {0.0, 1.1, 0.6};
  w.sample_rate = 1e6;
  w.compliance = 1e-3;
  w.r_series = 50.0;
  return w;
}

Retention full_retention() {
  Retention r;
  r.title = "bake";
  r.time = {0.0, std::nan(""), 0.0, 3600.0};
  r.read_voltage = {0.1, 0.1, 0.1, 0.1};
  r.read_current = {1e-5, 2e-5, std::nan(""), 1e-6};
  r.temperature = {373.15, 373.15, std::nan(""), 400.0};
  r.level = {0, 0, -1, 3};
  r.device = {7, 7, 8, 4294967295u};
  r.censored = {0, 1, 0, 1};
  return r;
}

Endurance full_endurance() {
  Endurance e;
  e.title = "1 us";
  e.cycle = {100, std::uint64_t{1} << 53};
  e.read_voltage = {0.2, 0.2};
  e.read_current_on = {2e-5, std::nan("")};
  e.read_current_off = {1e-6, 1e-7};
  e.device = {186, 186};
  e.failed = {0, 1};
  e.fail_mode = {0, 1};
  return e;
}

SwitchingProbability full_probability() {
  SwitchingProbability s;
  s.title = "MTJ";
  s.amplitude = {0.4, -0.5};
  s.width = {1e-8, 1e-9};
  s.n_trials = {1000, 1};
  s.n_switched = {17, 1};
  s.direction = {1, -1};
  s.temperature = 300.0;
  return s;
}

SpikeTrain full_spikes() {
  SpikeTrain s;
  s.title = "neuron";
  s.spike_time = {1e-6, 2.5e-6};
  s.time = {0.0, 1e-6, 2e-6, 3e-6};
  s.voltage = {0.0, 1.0, 0.4, 0.8};
  s.current = {0.0, std::nan(""), 1e-6, 0.0};
  s.duration = 3e-6;
  s.drive_voltage = 1.5;
  s.r_series = 1e5;
  s.capacitance = 1e-12;
  return s;
}

ArrayMap full_map() {
  ArrayMap m;
  m.title = "after programming";
  m.rows = 2, m.columns = 3, m.layers = 2;
  for (int k = 0; k < 12; ++k) m.conductance.push_back(k == 5 ? std::nan("") : 1e-6 * k);
  m.status = {0, 1, 2, 3, 4, 5, 0, 0, 0, 0, 0, 0};
  m.read_voltage = 0.1;
  return m;
}

template <class M>
std::string fault(M m, const std::function<void(M&)>& spoil) {
  spoil(m);
  const auto found = first_fault(m);
  if (!found) return "";
  return found->column + (found->row ? "[" + std::to_string(*found->row) + "]" : "") + " = " + found->value + ": " + found->limit;
}

}  // namespace

TEST_CASE("kinds: every field of each comes back as it went") {
  const test::Folder folder;
  LabFile a;
  a.waveforms = {full_waveform()};
  a.retentions = {full_retention()};
  a.endurances = {full_endurance()};
  a.switching_probabilities = {full_probability()};
  a.spike_trains = {full_spikes()};
  a.array_maps = {full_map()};
  write_lab_file(folder / "lab.h5", a);
  const LabFile b = read_lab_file(folder / "lab.h5");
  REQUIRE(b.kept.empty());
  check_same(b.waveforms.at(0), a.waveforms[0]);
  check_same(b.retentions.at(0), a.retentions[0]);
  check_same(b.endurances.at(0), a.endurances[0]);
  check_same(b.switching_probabilities.at(0), a.switching_probabilities[0]);
  check_same(b.spike_trains.at(0), a.spike_trains[0]);
  check_same(b.array_maps.at(0), a.array_maps[0]);
  CHECK(b.array_maps[0].rows == 2);
  CHECK(b.array_maps[0].columns == 3);
  CHECK(b.array_maps[0].layers == 2);
  CHECK(b.array_maps[0].id == "6_array_map");
}

TEST_CASE("kinds: a neuron that does not fire is a measurement too") {
  const test::Folder folder;
  LabFile a;
  SpikeTrain silent;
  silent.duration = 1e-3;
  silent.drive_current = 1e-9;
  a.spike_trains = {silent};
  write_lab_file(folder / "lab.h5", a);
  const LabFile b = read_lab_file(folder / "lab.h5");
  CHECK(b.spike_trains.at(0).size() == 0);
  CHECK(b.spike_trains[0].duration == 1e-3);
  CHECK(fault<SpikeTrain>(silent, [](auto& s) { s.duration = unknown; }) == "spike_time = : holds no spike, and no duration is known");
}

TEST_CASE("kinds: what cannot have been measured is named") {
  CHECK(fault<Waveform>(full_waveform(), [](auto& w) { w.time[2] = -1.0; }) == "time[2] = -1 s: must be >= 0 s, the row before");
  CHECK(fault<Waveform>(full_waveform(), [](auto& w) { w.current.pop_back(); }) == "current = 2 rows: must be 3, as many as of time");
  CHECK(fault<Retention>(full_retention(), [](auto& r) { r.time[0] = -1.0; }) == "time[0] = -1 s: must be >= 0");
  CHECK(fault<Retention>(full_retention(), [](auto& r) { r.read_voltage[3] = 0.0; }) == "read_voltage[3] = 0 V: must not be 0");
  CHECK(fault<Retention>(full_retention(), [](auto& r) { r.temperature[0] = -3.0; }) == "temperature[0] = -3 K: must be >= 0");
  CHECK(fault<Retention>(full_retention(), [](auto& r) { r.censored[0] = 2; }) == "censored[0] = 2: must be 0 or 1");
  CHECK(fault<Endurance>(full_endurance(), [](auto& e) { e.fail_mode[1] = 9; }).starts_with("fail_mode[1] = 9: must be from 0 to 5"));
  CHECK(fault<Endurance>(full_endurance(), [](auto& e) { e = {}; }) == "cycle = : holds no cycles");
  CHECK(fault<SwitchingProbability>(full_probability(), [](auto& s) { s.n_switched[1] = 2; }) == "n_switched[1] = 2: must be <= n_trials, 1");
  CHECK(fault<SwitchingProbability>(full_probability(), [](auto& s) { s.n_trials[0] = 0; }) == "n_trials[0] = 0: must be > 0");
  CHECK(fault<SpikeTrain>(full_spikes(), [](auto& s) { s.spike_time[1] = 1e-6; }) == "spike_time[1] = 1e-06 s: must be > 1e-06 s, the spike before");
  CHECK(fault<SpikeTrain>(full_spikes(), [](auto& s) { s.voltage.pop_back(); }) == "voltage = 3 rows: must be 4, as many as of time");
  CHECK(fault<ArrayMap>(full_map(), [](auto& m) { m.rows = 3; }) == "conductance = 12 cells: must be 3 x 3 x 2");
}
