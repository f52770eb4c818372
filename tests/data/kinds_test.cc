// Kinds of measurements beside pulses and sweeps: what they hold, and what they refuse.

#include <doctest/doctest.h>

#include <cmath>
#include <functional>

#include "data/import.h"
#include "data/lab_file.h"
#include "data/measurement_csv.h"
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

ResistanceLoop full_loop() {
  ResistanceLoop l;
  l.title = "junction";
  l.resistance = {1000.0, std::nan(""), 2500.0};
  l.read_voltage = {0.01, 0.01, -0.5};
  l.field = {-0.01, 0.0, 0.01};
  l.voltage = {0.0, 0.5, -0.5};
  l.cycle = {0, 0, 1};
  l.temperature = 300.0;
  return l;
}

SpikePairs full_spike_pairs() {
  SpikePairs p;
  p.title = "window";
  p.spike_delay = {0.01, -0.02};
  p.weight_change = {0.5, -0.25};
  p.conductance_before = {1e-6, 2e-6};
  p.conductance_after = {1.5e-6, 1.5e-6};
  p.device = {0, 3};
  return p;
}

PulsePairs full_pulse_pairs() {
  PulsePairs p;
  p.title = "facilitation";
  p.pulse_interval = {1e-3, 1e-2};
  p.first_response = {1e-9, -1e-9};
  p.second_response = {1.8e-9, std::nan("")};
  p.device = {1, 1};
  return p;
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
  a.resistance_loops = {full_loop()};
  a.spike_pairs = {full_spike_pairs()};
  a.pulse_pairs = {full_pulse_pairs()};
  write_lab_file(folder / "lab.h5", a);
  const LabFile b = read_lab_file(folder / "lab.h5");
  REQUIRE(b.kept.empty());
  check_same(b.waveforms.at(0), a.waveforms[0]);
  check_same(b.retentions.at(0), a.retentions[0]);
  check_same(b.endurances.at(0), a.endurances[0]);
  check_same(b.switching_probabilities.at(0), a.switching_probabilities[0]);
  check_same(b.spike_trains.at(0), a.spike_trains[0]);
  check_same(b.array_maps.at(0), a.array_maps[0]);
  check_same(b.resistance_loops.at(0), a.resistance_loops[0]);
  check_same(b.spike_pairs.at(0), a.spike_pairs[0]);
  check_same(b.pulse_pairs.at(0), a.pulse_pairs[0]);
  CHECK(b.array_maps[0].rows == 2);
  CHECK(b.array_maps[0].columns == 3);
  CHECK(b.array_maps[0].layers == 2);
  CHECK(b.array_maps[0].id == "6_array_map");
}

TEST_CASE("kinds: as a table and back, no digit is lost") {
  const test::Folder folder;
  const auto check_back = [&](auto m) {
    m.title = "a; b, \"c\"; d; e; f; g";
    m.source = {"run.csv", std::string(64, 'a'), "arc_one", {"width = 1e-06 s: nominal; say --pulse-width, if it is not"}, {}};
    const Imported back = import_file(folder.file("table.csv", csv_of(m)), {});
    std::size_t read = 0;
    each_kind(back, [&]<class M>(const std::vector<M>& all, const char*) {
      read += all.size();
      if constexpr (std::is_same_v<M, decltype(m)>) {
        REQUIRE(all.size() == 1);
        CHECK(all[0].source.assumptions == std::vector<std::string>{"converted from run.csv (arc_one) " + m.source.sha256, m.source.assumptions[0]});
        m.source = all[0].source;
        check_same(all[0], m);
      }
    });
    CHECK(read == 1);
  };
  PulseTrain train;
  train.voltage = {1.0, -1.0 / 3.0}, train.pulse_width = {1e-6, 2e-6}, train.read_voltage = {0.1, 0.1}, train.read_current = {1e-7, std::nan("")};
  train.op_type = {3, 2}, train.direction = {1, -1}, train.cycle = {0, 4294967295u};
  train.scheme = "random_pm", train.compliance = 1e-3;
  IvSweep sweep;
  sweep.voltage = {0.0, 0.1}, sweep.current = {0.0, 1e-9}, sweep.time = {0.0, 0.1};
  sweep.frequency = 10.0, sweep.periods_before = 3, sweep.sweep_rate = -1.0;
  PvLoop loop;
  loop.voltage = {0.0, 1.0}, loop.charge = {0.0, 1e-12}, loop.frequency = 1e3, loop.area = 1e-8, loop.cycles_before = 1e6;
  loop.reported = {{"Vc+", 1.25, "V"}, {"square-ness", 0.9, "1"}};
  Pund pund;
  pund.time = {0.0, 1e-3}, pund.voltage = {1.0, 1.0}, pund.current = {1e-6, 1e-7}, pund.pulse = {0, 1}, pund.phase = {1, 2};
  check_back(train), check_back(sweep), check_back(loop), check_back(pund);
  check_back(full_waveform()), check_back(full_retention()), check_back(full_endurance()), check_back(full_probability()), check_back(full_spikes());
  check_back(full_map()), check_back(full_loop()), check_back(full_spike_pairs()), check_back(full_pulse_pairs());
  SpikeTrain silent;
  silent.duration = 1e-3;
  check_back(silent);
  const Imported map = import_file(folder.file("map.csv", csv_of(full_map())), {});
  CHECK(map.array_maps.at(0).rows == 2);
  CHECK(map.array_maps[0].columns == 3);
  CHECK(map.array_maps[0].layers == 2);
}

TEST_CASE("kinds: a table that was damaged is refused with its line") {
  const test::Folder folder;
  const auto said = [&](const std::string& text) { return complaint([&] { import_file(folder.file("t.csv", text), {}); }); };
  CHECK(said("# hysteron teapot\n") == "t.csv:1: teapot: is no kind of measurement");
  CHECK(said("# hysteron \n") == "t.csv:1: : is no kind of measurement");
  CHECK(said("# hysteron iv_sweep\n# compliance [V]: 1\nvoltage [V],current [A]\n1,2\n") == "t.csv:2: compliance [V]: must be A or a multiple of it");
  CHECK(said("# hysteron iv_sweep\n# compliance [A]: x\nvoltage [V],current [A]\n1,2\n") == "t.csv:2: compliance [A] = x: must be a number");
  CHECK(said("# hysteron iv_sweep\nvoltage [V]\n1\n") == "t.csv: current = 0 rows: must be 1, as many as of voltage");
  CHECK(said("# hysteron array_map\n# cells: 4294967295 x 4294967297 x 1\nconductance [S]\n1\n").find("must be a whole number from") != std::string::npos);
  CHECK(said("# hysteron array_map\n# cells: 3340214413 x 1380655685 x 4\nconductance [S]\n1\n1\n1\n1\n") ==  // 2^64 + 4
        "t.csv: conductance = 4 cells: must be 3340214413 x 1380655685 x 4");
  CHECK(said("# hysteron array_map\n# cells: 2 x 3\nconductance [S]\n1\n") == "t.csv:2: cells = 2 x 3: must be rows x columns x layers");
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
  CHECK(fault<ResistanceLoop>(full_loop(), [](auto& l) { l.field.clear(), l.voltage.clear(); }).starts_with("field = : is missing, and so is the voltage"));
  CHECK(fault<ResistanceLoop>(full_loop(), [](auto& l) { l.resistance[2] = -1.0; }) == "resistance[2] = -1 ohm: must be >= 0");
  CHECK(fault<ResistanceLoop>(full_loop(), [](auto& l) { l.read_voltage[0] = 0.0; }) == "read_voltage[0] = 0 V: must not be 0");
  CHECK(fault<SpikePairs>(full_spike_pairs(), [](auto& p) { p.spike_delay[1] = 0.0; }) == "spike_delay[1] = 0 s: must not be 0: which spike came first is not said");
  CHECK(fault<SpikePairs>(full_spike_pairs(), [](auto& p) { p.weight_change.pop_back(); }) == "weight_change = 1 rows: must be 2, as many as of spike_delay");
  CHECK(fault<PulsePairs>(full_pulse_pairs(), [](auto& p) { p.pulse_interval[0] = 0.0; }) == "pulse_interval[0] = 0 s: must be > 0");
  CHECK(fault<PulsePairs>(full_pulse_pairs(), [](auto& p) { p.first_response[1] = 0.0; }) == "first_response[1] = 0 A: must not be 0");
}
