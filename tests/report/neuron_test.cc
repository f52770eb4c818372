// hysteron neuron as a process, on measured spike trains.

#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "data/lab_file.h"
#include "libmodel/metrics/neuron.h"
#include "tests/data/folder.h"
#include "tests/program.h"
#include "tests/report/made.h"

using namespace hysteron;

namespace {

const metrics::IntegrateAndFire truth{.gain = 0.8, .tau = 2e-7, .t_ref = 0.0, .threshold = 0.9, .reset = 0.2};
constexpr double scatter = 0.01, load = 1e5, leak = 4e5;  // V, of the threshold; ohm: gain = leak / (leak + load)
constexpr int instants = 200;                             // of an interval

// A neuron at this drive whose threshold scatters, with the trace of its membrane.
data::SpikeTrain train(double drive, int spikes, std::uint64_t seed) {
  data::SpikeTrain t;
  t.title = "train";
  t.drive_voltage = drive;
  t.r_series = load;
  Uniforms random({.seed = seed});
  double now = 0.0;
  const double rest = truth.gain * drive;
  for (int k = 0; k < spikes; ++k) {
    const double threshold = truth.threshold + scatter * test::normal(random);
    const double interval = truth.tau * std::log((rest - truth.reset) / (rest - threshold));
    for (int j = 0; j < instants; ++j) {
      t.time.push_back(now + interval * j / instants);
      t.voltage.push_back(rest - (rest - truth.reset) * std::exp(-interval * j / (instants - 1) / truth.tau));
      t.current.push_back((drive - t.voltage.back()) / load);
    }
    now += interval;
    t.spike_time.push_back(now);
  }
  t.duration = now + 1e-6;
  return t;
}

data::SpikeTrain silent(double drive) {
  data::SpikeTrain t;
  t.title = "silent";
  t.drive_voltage = drive;
  t.r_series = load;
  t.duration = 1e-5;
  return t;
}

double figure(const nlohmann::json& all, const std::string& id) {
  for (const auto& f : all[0]["figures"]) {
    if (f["id"] == id) return f["value"].get<double>();
  }
  return std::nan("");
}

}  // namespace

TEST_CASE("hysteron neuron reads spike trains: the spread of the threshold, the jitter, and the neuron they came from") {
  const test::Folder folder;
  data::LabFile lab;
  lab.sample.name = "D1";
  for (int k = 0; k < 6; ++k) lab.spike_trains.push_back(train(1.3 + 0.05 * k, 400, 10 + k));
  for (int k = 0; k < 3; ++k) lab.spike_trains.push_back(silent(1.3)), lab.spike_trains.push_back(silent(1.25));
  lab.spike_trains.push_back(train(1.25, 400, 20));
  data::write_lab_file(folder / "lab.h5", lab);
  const auto ran = test::run(folder, "neuron lab.h5 --json");
  REQUIRE_MESSAGE((ran.code == 0 || ran.code == 1), ran.err);
  const auto json = nlohmann::json::parse(ran.out);
  CHECK(json[0]["runs"].size() == lab.spike_trains.size());
  CHECK(figure(json, "NEURON.v_th") == doctest::Approx(truth.threshold).epsilon(0.005));
  CHECK(figure(json, "NEURON.v_th.sd") == doctest::Approx(scatter).epsilon(0.15));  // 400 spikes: 4 standard errors
  CHECK(figure(json, "NEURON.v_hold.sd") < 1e-6);
  // dT = tau dV / (rest - threshold): the jitter that a scattering threshold makes.
  const double rest = truth.gain * figure(json, "NEURON.drive");
  const double jitter = truth.tau * scatter / (rest - truth.threshold) * truth.rate(figure(json, "NEURON.drive"));
  CHECK(figure(json, "NEURON.jitter") == doctest::Approx(jitter).epsilon(0.2));
  CHECK(figure(json, "LIF.tau") == doctest::Approx(truth.tau).epsilon(0.1));
  CHECK(figure(json, "LIF.R") == doctest::Approx(leak).epsilon(0.1));
  CHECK(figure(json, "LIF.worst") < 0.05);
  CHECK(figure(json, "NEURON.p_half") > 1.25);  // one of four fires at 1.25 V, one of four at 1.3 V, all above
  CHECK(figure(json, "NEURON.p_half") < 1.4);
}

TEST_CASE("hysteron neuron says which file holds neither spike trains nor fits, and which train has no drive") {
  const test::Folder folder;
  data::LabFile lab;
  lab.sample.name = "D1";
  lab.spike_trains.push_back(silent(std::nan("")));
  data::write_lab_file(folder / "lab.h5", lab);
  const auto ran = test::run(folder, "neuron lab.h5");
  CHECK(ran.code == 2);
  CHECK(ran.err.find("drive_voltage") != std::string::npos);
  lab.spike_trains.clear();
  data::write_lab_file(folder / "empty.h5", lab);
  CHECK(test::run(folder, "neuron empty.h5").code == 2);
}

TEST_CASE("hysteron neuron holds designs against the target: a cell by cell verdict, and a figure for what stands in the way") {
  const test::Folder folder;
  const auto ran = test::run(folder, "neuron " HYSTERON_EXAMPLES "/neurons.toml --json");
  CHECK(ran.code == 1);  // some miss it
  std::map<std::string, std::string> way;
  for (const auto& cell : nlohmann::json::parse(ran.out)) {
    const std::string name = cell["model"];
    way[name] = cell["target_met"] ? "" : cell["in_the_way"].get<std::string>();
    MESSAGE(name << ": " << (way[name].empty() ? "met" : way[name]));
    CHECK(way[name].find("gave up") == std::string::npos);
  }
  for (const char* name : {"mott_oscillator", "ots_neuron", "ag_neuron", "magnetoelectric"}) CHECK(way.at(name).empty());
  CHECK(way.at("phase_change_neuron").find("pJ a spike") != std::string::npos);
  CHECK(way.at("phase_change_neuron").find("needs 1.6 V") != std::string::npos);
  CHECK(way.at("ferroelectric_neuron").find("kHz") != std::string::npos);
  CHECK(way.at("neuristor").find("pJ a spike") != std::string::npos);
  CHECK(way.at("lif").find("needs 2.8 V") != std::string::npos);
}

TEST_CASE("hysteron neuron says in which line of a list of designs something is wrong") {
  const test::Folder folder;
  const auto refused = [&](const std::string& text) {
    std::ofstream(folder / "cells.toml") << text;
    const auto ran = test::run(folder, "neuron cells.toml");
    CHECK(ran.code == 2);
    return ran.err;
  };
  CHECK(refused("").find("cells.toml: holds no [[cell]]") != std::string::npos);
  CHECK(refused("[[cell]]\nmodel = \"lif\"\n").find("cells.toml:1: drive must be") != std::string::npos);
  CHECK(refused("[[cell]]\nmodel = \"lif\"\ndrive = [1, 2, 0]\n").find("cells.toml:3: count must be") != std::string::npos);
  CHECK(refused("[[cell]]\nmodel = \"nobody\"\ndrive = [1, 2, 2]\n").find("cells.toml:1: ") != std::string::npos);
  CHECK(refused("[[cell]]\nmodel = \"mott\"\ndrive = [1, 2, 2]\n").find("no membrane voltage") != std::string::npos);
  CHECK(refused("[[cell]]\nmodel = \"lif\"\ndrive = [1, 2, 2]\nparameters = { r_m = -1 }\n").find("must lie in") != std::string::npos);
}
