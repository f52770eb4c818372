// hysteron simulate as a process: against closed forms, and every model.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "data/lab_file.h"
#include "data/sha256.h"
#include "libmodel/devices/analog_synapse.h"
#include "spice/circuit.h"
#include "tests/data/folder.h"
#include "tests/program.h"

using namespace hysteron;
using nlohmann::json;
using test::Ran;

namespace {

Ran simulate(const test::Folder& folder, const std::string& arguments) { return test::run(folder, "simulate " + arguments); }

json simulated(const test::Folder& folder, const std::string& arguments) {
  const Ran ran = simulate(folder, arguments + " --json");
  REQUIRE_MESSAGE(ran.code == 0, ran.err);
  return json::parse(ran.out);
}

std::vector<double> column(const json& j, const std::string& name) {
  std::vector<double> values;
  for (const auto& x : j["columns"][name]["values"]) values.push_back(x.is_null() ? std::nan("") : x.get<double>());
  return values;
}

/// The rates of x' = up (1 - x) - down x, which analog_synapse has as it stands, at 1 V [1/s]; down is a millionth of up.
struct Linear {
  double up, down;

  Linear() {
    const auto p = defaults<ParametersOf<AnalogSynapse>>();
    const auto at = AnalogSynapse::prepare<double>(1.0, p, defaults<Surroundings<double>>());
    up = p.k_up * at.drive_up;
    down = p.k_down * at.drive_down;
  }
  double after(double time, double start) const {
    const double rest = up / (up + down);
    return rest + (start - rest) * std::exp(-(up + down) * time);
  }
};

const Linear law;
const double width = 0.1 / law.up;  // s: a tenth of what is left, a pulse

std::string square(int pulses) { return fmt::format("analog_synapse --pulses '{} x 1 V {} s' --edge '0 s' --read '100 mV'", pulses, width); }

}  // namespace

TEST_CASE("hysteron simulate: pulses move a soft bound along its exponential, from a read ahead of all") {
  const test::Folder folder;
  const json j = simulated(folder, square(20) + " --set x_0=0.2,v_0=1000");
  const auto x = column(j, "x"), g = column(j, "read_conductance"), time = column(j, "time");
  REQUIRE(x.size() == 21);
  for (int n = 0; n <= 20; ++n) {
    CAPTURE(n);
    CHECK(x[n] == doctest::Approx(law.after(n * width, 0.2)).epsilon(1e-7));
    CHECK(g[n] == doctest::Approx(1e-6 + 9e-6 * x[n]).epsilon(1e-7));
    CHECK(time[n] == doctest::Approx(2.0 * n * width));  // the gap is as long as the pulse
  }
}

TEST_CASE("hysteron simulate: rising pulses rise evenly, and groups, gaps and repeats are as they are said") {
  const test::Folder folder;
  const json j = simulated(folder, "analog_synapse --pulses '3 x 1:1.2V 1us gap 2 ms, -0.5 V 10 us' --repeat 2 --edge 0s --gap 1ms --read 0.1V");
  const auto v = column(j, "voltage"), time = column(j, "time");
  const std::vector<double> expected = {0.0, 1.0, 1.1, 1.2, -0.5, 1.0, 1.1, 1.2, -0.5};
  REQUIRE(v.size() == expected.size());
  for (std::size_t k = 0; k < v.size(); ++k) CHECK(v[k] == doctest::Approx(expected[k]));
  CHECK(time[3] == doctest::Approx(3.0 * (1e-6 + 2e-3)));
  CHECK(time[4] - time[3] == doctest::Approx(10e-6 + 1e-3));
}

// x' = up (1 - x) with diffusion quantum up (1 - x): mean 1 - (1 - x_0) e^-a, variance
// quantum (1 - x_0) (e^-a - e^-2a); the conductance is linear in x.
TEST_CASE("hysteron simulate --runs: mean and spread are those of the linear equation, the same with any number of threads") {
  const test::Folder folder;
  constexpr int runs = 400;
  const std::string asked = square(10) + fmt::format(" --set x_0=0.2,quantum=1e-3,v_0=1000 --runs {} --seed 3", runs);
  const json j = simulated(folder, asked + " --threads 1 -o one.csv");
  simulated(folder, asked + " --threads 3 -o three.csv");
  CHECK(test::bytes_of(folder / "one.csv") == test::bytes_of(folder / "three.csv"));
  simulated(folder, square(10) + " --set x_0=0.2,quantum=1e-3,v_0=1000 --runs 2 --seed 4 -o other.csv");
  const double slope = 9e-6 * 0.1, left = std::exp(-1.0);  // A per unit of x at the read
  const double variance = 1e-3 * 0.8 * (left - left * left) * slope * slope;
  const double mean = 0.1 * 1e-6 + slope * (1.0 - 0.8 * left);
  CHECK(std::abs(column(j, "read_current_mean")[10] - mean) < 4.0 * std::sqrt(variance / runs));
  CHECK(std::abs(std::pow(column(j, "read_current_std")[10], 2) / variance - 1.0) < 4.0 * std::sqrt(2.0 / runs));
  const double low = column(j, "read_current_low")[10], high = column(j, "read_current_high")[10];
  CHECK(high - low == doctest::Approx(2.0 * 1.645 * std::sqrt(variance)).epsilon(0.15));  // a normal law's, 1.6 / sqrt(400) each
  CHECK(j["runs"]["values"].size() == runs);
  CHECK(j["runs"]["seed"] == 3);
  const json again = simulated(folder, square(10) + " --set x_0=0.2,quantum=1e-3,v_0=1000 --runs 2 --seed 4");
  CHECK(again["runs"]["values"][0][10] != j["runs"]["values"][0][10]);
}

TEST_CASE("hysteron simulate: every model answers pulses of its own amplitude, by its equations and under chance") {
  const test::Folder folder;
  for (const auto& name : spice::names()) {
    CAPTURE(name);
    const auto circuit = spice::circuit(name);
    const auto written = std::find_if(circuit.ports.begin(), circuit.ports.end(), [](const auto& p) { return p.up != p.down; });
    const auto& port = written == circuit.ports.end() ? circuit.ports[0] : *written;
    const double pulse = 1e-4 * circuit.period;
    const std::string train = fmt::format("--pulses '2 x {} V {} s, 2 x {} V {} s'", port.up, pulse, port.down, pulse);
    // vcm_jart heats and cools within so many steps that chance takes seconds.
    const bool noisy = name != "vcm_jart";
    const Ran ran = simulate(folder, name + " " + train + " --read 0.1V --json" + (noisy ? " --runs 2" : ""));
    REQUIRE_MESSAGE(ran.code == 0, ran.err);
    const json j = json::parse(ran.out);
    CHECK(column(j, "read_current").size() == 5);
    for (const double i : column(j, noisy ? "read_current_mean" : "read_current")) CHECK(std::isfinite(i));
    for (const auto& state : circuit.states) {
      const double slack = 1e-6 * (state.field.upper - state.field.lower);
      for (const double x : column(j, state.name)) CHECK((x >= state.field.lower - slack && x <= state.field.upper + slack));
    }
    const Ran in_time = simulate(folder, name + " " + train + " --points 40 -o " + name + ".csv");
    CHECK_MESSAGE(in_time.code == 0, in_time.err);
    CHECK(test::bytes_of(folder / (name + ".csv")).find("\ntime [s]," + circuit.ports[0].voltage.name + " [V],") != std::string::npos);
  }
}

TEST_CASE("hysteron simulate --waveform: below its thresholds a memristor is a resistor, in the units of the table") {
  const test::Folder folder;
  const std::string text = "time [us],voltage [mV]\n0,0\n10,400\n30,-400\n";
  folder.file("ramp.csv", text);
  const json j = simulated(folder, "vteam --set x_0=1 --waveform ramp.csv --points 100");
  const auto time = column(j, "time"), v = column(j, "v"), i = column(j, "i_p");
  CHECK(time.size() >= 100);
  CHECK(time.back() == doctest::Approx(30e-6));
  for (std::size_t k = 0; k < time.size(); ++k) {
    CHECK(v[k] == doctest::Approx(time[k] < 10e-6 ? 0.04e6 * time[k] : 0.4 - 0.04e6 * (time[k] - 10e-6)));
    CHECK(i[k] == doctest::Approx(v[k] / 1e5));
  }
  CHECK(j["sources"][0]["sha256"] == data::sha256(text));
}

TEST_CASE("hysteron simulate: the drive of a measurement meets what was measured, and comes back from a file") {
  const test::Folder folder;
  const std::string sample = HYSTERON_SAMPLES "/analog_synapse.h5";
  const auto lab = data::read_lab_file(sample);
  data::FitRecord fit;
  for (const auto& record : data::read_fits(sample)) {
    if (record.id == "truth") fit = record;
  }
  REQUIRE(fit.model == "analog_synapse");
  fit.id = "known";
  const auto& train = lab.pulse_trains.at(0);
  data::write_fit(folder / "fit.h5", fit);
  const json j = simulated(folder, "fit.h5 --measurement " + train.id + " --from '" + sample + "' -o back.h5,back.svg");
  const auto model = column(j, "read_conductance"), measured = column(j, "measured");
  REQUIRE(model.size() == train.size());
  double squares = 0.0, low = HUGE_VAL, high = 0.0;
  for (std::size_t k = 0; k < model.size(); ++k) {
    squares += std::pow(model[k] - measured[k], 2);
    low = std::min(low, measured[k]), high = std::max(high, measured[k]);
  }
  CHECK(std::sqrt(squares / double(model.size())) < 0.03 * (high - low));  // 2 % of noise
  CHECK(j["sources"][1]["sha256"] == data::sha256(test::bytes_of(sample)));
  const auto back = data::read_lab_file(folder / "back.h5");
  REQUIRE(back.pulse_trains.size() == 1);
  CHECK(back.pulse_trains[0].voltage == train.voltage);
  CHECK(back.pulse_trains[0].read_current == column(j, "read_current"));
  CHECK(back.pulse_trains[0].source.sha256 == data::sha256(test::bytes_of(folder / "fit.h5")));
  CHECK(test::bytes_of(folder / "back.svg").find(data::sha256(test::bytes_of(sample))) != std::string::npos);
}

TEST_CASE("hysteron simulate: what cannot be simulated is one line, code 2, and no file") {
  const test::Folder folder;
  folder.file("three.csv", "0,0,0\n1,1,1\n");
  folder.file("back.csv", "0,0\n1,1\n0.5,0\n");
  const std::map<std::string, std::string> refused = {
      {"filamnet --pulses '1V 1us'", "there is none of that name"},
      {"vteam", "by one of --pulses, --waveform and --measurement"},
      {"vteam --pulses '1 1us'", "must be such as '50 x 1.2 V 1 us'"},
      {"vteam --pulses '1 V 0 us'", "the width must be > 0"},
      {"vteam --pulses '0 x 1 V 1 us'", "the count must be 1 to"},
      {"vteam --pulses '9999999999999999999999 x 1 V 1 us'", "the count must be 1 to"},
      {"vteam --pulses '1 V 1 us' --read 0V", "--read 0V: must not be 0"},
      {"vteam --pulses '1 V 1 us' --read 1s", "is no unit of voltage"},
      {"vteam --pulses '1 V 1 us' --set r_on=-1", "vteam: r_on = -1 ohm: must lie in [1, 1e+12]"},
      {"vteam --pulses '1 V 1 us' --hold v_q=1", "vteam has no such port"},
      {"vteam --waveform three.csv", "three.csv:1: 3 columns: must be two, time and voltage"},
      {"vteam --waveform back.csv", "back.csv:3: time 0.5 s: must be later than the row before"},
      {"vteam --measurement 1_pulse_train", "name its file with --from"},
      {"vteam --from '" HYSTERON_SAMPLES "/filament.h5' --measurement 77_pulse_train", "no measurement 77_pulse_train that can be simulated: there are 1_pulse_train"},
      {"vteam --pulses '1 V 1 us' -o x.png", "-o x.png: must end in .svg, .csv, .json or .h5"}};
  for (const auto& [arguments, words] : refused) {
    CAPTURE(arguments);
    const Ran ran = simulate(folder, arguments + (arguments.find("-o") == std::string::npos ? " -o x.csv" : ""));
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
    CHECK(ran.err.find(words) != std::string::npos);
    CHECK(std::count(ran.err.begin(), ran.err.end(), '\n') == 1);
    CHECK(folder.count() == 4);  // the two tables, out.txt and err.txt
  }
}

TEST_CASE("hysteron simulate: a run that is interrupted leaves no file behind, and the old one as it was") {
  const test::Folder folder;
  folder.file("x.csv", "old");
  const std::string long_run = "filament --pulses '100 x 2 V 1 us, 100 x -2 V 1 us' --repeat 100 --read 0.1V --runs 1000 -o x.csv";
  const std::string command = "cd '" + (folder / "").string() + "' && timeout -s INT 0.5 '" HYSTERON_PROGRAM "' simulate " + long_run;
  CHECK(std::system(command.c_str()) != 0);
  CHECK(test::bytes_of(folder / "x.csv") == "old");
  CHECK(folder.count() == 1);
}
