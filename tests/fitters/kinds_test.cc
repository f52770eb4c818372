// `hysteron fit` and `hysteron convert` of every kind of measurement: fitted, or refused with what to do instead.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "data/import.h"
#include "data/lab_file.h"
#include "tests/program.h"

using namespace hysteron;
using test::Ran, test::run;

namespace {

data::LabFile of_all_kinds() {
  data::LabFile lab;
  lab.sample.name = "A7";
  data::PulseTrain train;
  data::Retention retention;
  for (int k = 0; k < 20; ++k) {
    train.voltage.push_back(k < 10 ? 1.0 : -1.0), train.pulse_width.push_back(1e-5), train.read_voltage.push_back(0.1);
    train.read_current.push_back(1e-7 * (k < 10 ? k + 1 : 20 - k));
    retention.time.push_back(std::pow(2.0, k)), retention.read_voltage.push_back(0.1), retention.read_current.push_back(1e-6 * std::pow(2.0, -0.05 * k));
  }
  data::SwitchingProbability trials;
  data::IvSweep sweep;
  data::PvLoop loop;
  data::Pund pund;
  data::Waveform waveform;
  for (int k = 0; k < 12; ++k) {
    const double v = std::sin(k * 0.5235987755982988);
    trials.amplitude.push_back(0.3 + 0.025 * k), trials.width.push_back(1e-7), trials.n_trials.push_back(100), trials.n_switched.push_back(std::uint32_t(8 * k));
    trials.direction.push_back(-1);
    for (auto* time : {&sweep.time, &loop.time, &pund.time, &waveform.time}) time->push_back(1e-6 * k);
    for (auto* voltage : {&sweep.voltage, &loop.voltage, &pund.voltage, &waveform.voltage}) voltage->push_back(v);
    for (auto* current : {&sweep.current, &loop.charge, &pund.current, &waveform.current}) current->push_back(1e-5 * v);
    pund.pulse.push_back(std::uint32_t(k / 3)), pund.phase.push_back(std::uint8_t(1 + k / 3));
  }
  data::Endurance endurance;
  endurance.cycle = {100, 1000}, endurance.read_voltage = {0.1, 0.1}, endurance.read_current_on = {1e-5, 1e-5}, endurance.read_current_off = {1e-6, 2e-6};
  data::SpikeTrain spikes;
  spikes.spike_time = {1.0, 2.0, 3.5};
  data::ArrayMap map;
  map.rows = 2, map.columns = 2, map.conductance = {1e-6, 2e-6, 3e-6, 4e-6};
  data::ResistanceLoop junction;
  junction.field = {-0.01, 0.01}, junction.resistance = {1e3, 2e3}, junction.read_voltage = {0.01, 0.01};
  data::SpikePairs spike_pairs;
  spike_pairs.spike_delay = {-0.01, 0.01}, spike_pairs.weight_change = {-0.3, 0.5};
  data::PulsePairs pulse_pairs;
  pulse_pairs.pulse_interval = {0.01, 0.1}, pulse_pairs.first_response = {1e-9, 1e-9}, pulse_pairs.second_response = {1.6e-9, 1.1e-9};
  lab.pulse_trains = {train}, lab.iv_sweeps = {sweep}, lab.pv_loops = {loop}, lab.punds = {pund}, lab.waveforms = {waveform}, lab.retentions = {retention};
  lab.endurances = {endurance}, lab.switching_probabilities = {trials}, lab.spike_trains = {spikes}, lab.array_maps = {map};
  lab.resistance_loops = {junction}, lab.spike_pairs = {spike_pairs}, lab.pulse_pairs = {pulse_pairs};
  return lab;
}

}  // namespace

TEST_CASE("hysteron fit: each kind of measurement is fitted, or refused in one line that says which command tells its figures") {
  const test::Folder folder;
  data::write_lab_file(folder / "lab.h5", of_all_kinds());
  const auto fitted = [&](const std::string& options) {
    const Ran ran = run(folder, "fit lab.h5 --dry-run --starts 1 --json " + options);
    CAPTURE(options);
    CAPTURE(ran.err);
    CHECK(ran.code != 2);
    CHECK(ran.out.find("\"parameters\"") != std::string::npos);
  };
  fitted("-m 1_pulse_train --model analog_synapse --free g_max,g_min");
  fitted("-m 2_iv_sweep --model vteam --free r_on");
  fitted("-m 3_pv_loop --model ferroelectric --free p_r");
  fitted("-m 4_pund --model vteam --free r_on");
  fitted("-m 5_waveform --model vteam --free r_on");
  fitted("-m 6_retention --model phase_change --free nu_a,nu_c");
  fitted("-m 8_switching_probability --model mtj_reduced --free i_c,e_b");
  for (const auto& [id, instead] : {std::pair<std::string, std::string>{"7_endurance", "hysteron report"}, {"9_spike_train", "hysteron neuron"},
                                    {"10_array_map", "hysteron report"}, {"11_resistance_loop", "hysteron report"}, {"12_spike_pairs", "hysteron report"},
                                    {"13_pulse_pairs", "hysteron report"}}) {
    CAPTURE(id);
    const Ran ran = run(folder, "fit lab.h5 --model analog_synapse -m " + id);
    CHECK(ran.code == 2);
    CHECK(ran.err.starts_with("hysteron: lab.h5: " + id + ": "));
    CHECK(ran.err.find(instead) != std::string::npos);
    CHECK(std::count(ran.err.begin(), ran.err.end(), '\n') == 1);
  }
  const Ran absent = run(folder, "fit lab.h5 --model vteam -m 14_waveform");
  CHECK(absent.code == 2);
  CHECK(absent.err.find("no measurement 14_waveform that can be fitted: there are 1_pulse_train 2_iv_sweep") != std::string::npos);
}

TEST_CASE("hysteron fit: what is left out unasked is named, and more courses than a fit takes are refused with the way out") {
  const test::Folder folder;
  data::LabFile lab;
  lab.endurances = of_all_kinds().endurances;
  data::write_lab_file(folder / "cycled.h5", lab);
  CHECK(run(folder, "fit cycled.h5 --model vteam").err.starts_with("hysteron: cycled.h5: 1_endurance: does not say which pulses"));
  lab.pulse_trains = of_all_kinds().pulse_trains;
  data::write_lab_file(folder / "both.h5", lab);
  const Ran both = run(folder, "fit both.h5 --model analog_synapse --free g_max,g_min --starts 1 --json --dry-run");
  CHECK(both.code != 2);
  CHECK(both.err.starts_with("left out: both.h5: 2_endurance: "));
  data::Retention many;
  for (std::uint32_t k = 0; k < 1000; ++k) {
    many.device.push_back(k / 2), many.time.push_back(1.0 + 99.0 * (k % 2)), many.read_voltage.push_back(0.1);
    many.read_current.push_back((1.0 + 0.01 * (k % 7)) * (k % 2 ? 8e-7 : 1e-6));
  }
  data::LabFile rests;
  rests.retentions = {many};
  data::write_lab_file(folder / "rests.h5", rests);
  const Ran all = run(folder, "fit rests.h5 --model phase_change");
  CHECK(all.code == 2);
  CHECK(all.err.find("1_retention has 500 devices, levels and temperatures, each with a start of its own: must be at most 400: --devices N takes") != std::string::npos);
  const Ran some = run(folder, "fit rests.h5 --model phase_change --free nu_a --devices 5 --starts 1 --json --dry-run");
  CHECK(some.code != 2);
  CHECK(some.out.find("1_retention-device_400") != std::string::npos);
}

TEST_CASE("hysteron fit: reads whose sign is not that of the read voltage are refused, a few are counted in a warning") {
  const test::Folder folder;
  data::LabFile lab;
  lab.pulse_trains = of_all_kinds().pulse_trains;
  lab.pulse_trains[0].read_current[0] = -1e-8;
  data::write_lab_file(folder / "few.h5", lab);
  CHECK(run(folder, "fit few.h5 --model analog_synapse --free g_max,g_min --starts 1 --dry-run").out.find("warning: 1_pulse_train: 1 of 20 reads have a conductance below 0") !=
        std::string::npos);
  for (double& i : lab.pulse_trains[0].read_current) i = -i;
  data::write_lab_file(folder / "most.h5", lab);
  const Ran most = run(folder, "fit most.h5 --model analog_synapse");
  CHECK(most.code == 2);
  CHECK(most.err.find("1_pulse_train/read_current: 19 of 20 reads have a sign other than read_voltage") != std::string::npos);
}

TEST_CASE("hysteron report: fits of a retention, of trials and of a waveform stand beside what was measured") {
  const test::Folder folder;
  if (!test::can_draw()) return;
  data::LabFile lab;
  lab.waveforms = of_all_kinds().waveforms, lab.retentions = of_all_kinds().retentions, lab.switching_probabilities = of_all_kinds().switching_probabilities;
  data::write_lab_file(folder / "lab.h5", lab);
  run(folder, "fit lab.h5 -m 1_waveform --model vteam --free r_on --starts 1");
  run(folder, "fit lab.h5 -m 2_retention --model phase_change --free nu_a,nu_c --starts 1");
  run(folder, "fit lab.h5 -m 3_switching_probability --model mtj_reduced --free i_c,e_b --starts 1");
  CHECK(run(folder, "report lab.h5 -o page.html").code == 0);
  const auto fits = nlohmann::json::parse(test::bytes_of(folder / "page.json")).at("fits");
  CHECK(fits.at("vteam").at("measurements").at("1_waveform").at("rms_of_range").is_number());
  CHECK(fits.at("phase_change").at("measurements").at("2_retention").at("rms_of_range") < 0.05);  // drift of one exponent
  CHECK(fits.at("mtj_reduced").at("measurements").at("3_switching_probability").at("courses") == 1);
  const std::string page = test::bytes_of(folder / "page.html");
  CHECK(page.find("time since programming") != std::string::npos);
  CHECK(page.find("share that switched") != std::string::npos);
}

TEST_CASE("hysteron convert: tables that import takes back, one table, and files in one") {
  const test::Folder folder;
  const data::LabFile lab = of_all_kinds();
  data::write_lab_file(folder / "lab.h5", lab);
  const Ran tables = run(folder, "convert lab.h5 -o tables");
  CHECK(tables.code == 0);
  CHECK(run(folder, "convert lab.h5 -o tables").err.find("exists, and is not overwritten") != std::string::npos);
  CHECK(run(folder, "import tables/*.csv -o again.h5").code == 0);
  const auto again = data::read_lab_file(folder / "again.h5");
  CHECK(again.retentions.at(0).read_current == lab.retentions[0].read_current);
  CHECK(again.array_maps.at(0).columns == 2);
  CHECK(again.spike_trains.at(0).spike_time == lab.spike_trains[0].spike_time);
  CHECK(run(folder, "convert lab.h5 -m 6_retention -o bake.csv").code == 0);
  CHECK(data::import_file(folder / "bake.csv", {}).retentions.at(0).time == lab.retentions[0].time);
  const Ran several = run(folder, "convert lab.h5 -o all.csv");
  CHECK(several.code == 2);
  CHECK(several.err.find("all.csv: is one table, of 13 measurements: choose one with -m, or give a folder") != std::string::npos);
  CHECK(run(folder, "convert lab.h5 -m 6_retenion -o b.csv").err.find("no measurement 6_retenion: there are") != std::string::npos);

  data::LabFile other;
  other.sample.name = "B2";
  other.retentions = lab.retentions;
  data::write_lab_file(folder / "other.h5", other);
  CHECK(run(folder, "convert lab.h5 other.h5 -o one.h5").out == "one.h5: 14 measurements, without fits\n");
  const auto one = data::read_lab_file(folder / "one.h5");
  CHECK(one.sample.name.empty());
  REQUIRE(one.retentions.size() == 2);
  CHECK(one.retentions[0].id != one.retentions[1].id);
  CHECK(one.retentions[1].source.assumptions.back() == "sample: B2, of other.h5");
  const Ran twice = run(folder, "convert lab.h5 lab.h5 -o two.h5");
  CHECK(twice.code == 2);
  CHECK(twice.err.find("lab.h5: holds the same bytes as a file before it") != std::string::npos);
}
