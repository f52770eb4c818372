// A second independent reading of the Verilog-A: OpenVAF's front end, as two Python packages carry it,
// compiles it and evaluates its flows, held against the native model at random points.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "spice/ngspice.h"
#include "spice/writers.h"
#include "tests/spice/points.h"

using namespace hysteron;
using nlohmann::json;

namespace {

constexpr int sets = 10, points = 100;  // of parameters; of voltages, states and temperature with each

// openvaf-py 0.1.5 returns for the charge of mott's u_d that of rise_d. adms reads it as it is, and openvaf-py
// the same equations in mott_oscillator. The day it reads this one too the test says so.
bool misread(const std::string& model) { return model == "mott"; }

json inputs(const spice::Circuit& c, const Setting& s) {
  json in = {{"$temperature", s.point.temperature}};
  for (std::size_t k = 0; k < c.terminals.size(); ++k) in["V(" + c.terminals[k] + ")"] = s.terminals[k];
  for (std::size_t k = 0; k < c.states.size(); ++k) in["V(" + c.states[k].node + ")"] = s.deviations[k];
  for (std::size_t k = 0; k < c.parameters.size(); ++k) in[c.parameters[k].name] = s.parameters[k];
  return in;
}

// A text with the first setting's parameters as its defaults, and the points to evaluate it at.
std::vector<Setting> write_set(std::filesystem::path stem, const spice::Circuit& c, std::mt19937_64& random) {
  std::vector<Setting> settings{random_setting(c, random)};
  while (settings.size() < points) settings.push_back(random_setting(c, random, settings[0].parameters));
  std::map<std::string, double> values;
  for (std::size_t k = 0; k < c.parameters.size(); ++k) values[c.parameters[k].name] = settings[0].parameters[k];
  std::ofstream text(stem += ".va");
  spice::write_verilog_a(text, spice::with_values(c, values));
  json asked = json::array();
  for (const Setting& s : settings) asked.push_back(inputs(c, s));
  std::ofstream(stem.replace_extension(".json")) << asked;
  return settings;
}

// The worst relative difference of a current, a charge or a state's flow.
double difference(const spice::Circuit& c, const Setting& s, const json& flows) {
  const Answer truth = native(c.name).at(s.point);
  double worst = 0.0;
  for (std::size_t k = 0; k < c.ports.size(); ++k) {
    const json& flow = flows[c.ports[k].plus];
    worst = std::max({worst, relative(flow[0], truth.current[k]), relative(flow[1], truth.charge[k])});
  }
  for (std::size_t k = 0; k < c.states.size(); ++k) {
    const json& flow = flows[c.states[k].node];
    const StateFlow expected = state_flow(c, s, truth, k);
    worst = std::max({worst, relative(flow[0], expected.current, expected.terms), relative(flow[1], expected.charge)});
  }
  return worst;
}

}  // namespace

TEST_CASE("OpenVAF compiles the Verilog-A of every model and finds in it the native equations") {
  const char* const python = std::getenv("HYSTERON_VERILOG_A_PYTHON");
  if (python == nullptr || *python == '\0') {
    MESSAGE("skipped: HYSTERON_VERILOG_A_PYTHON names no Python with openvaf-py and verilogae (tests/spice/environment.sh makes one)");
    return;
  }
  for (const auto& model : spice::names()) {
    CAPTURE(model);
    const spice::Circuit c = spice::circuit(model);
    const spice::Workspace workspace;
    std::mt19937_64 random(2);
    std::vector<std::vector<Setting>> asked;
    for (int k = 0; k < sets; ++k) asked.push_back(write_set(workspace.folder() / ("set_" + std::to_string(k)), c, random));
    const auto run = spice::run_program(workspace.folder(), {python, HYSTERON_SOURCE_DIR "/tests/spice/compile_verilog_a.py"}, 120.0);
    REQUIRE_MESSAGE(run.finished(), run.output);
    CHECK_MESSAGE(run.output.find("warning") == std::string::npos, run.output);
    std::ifstream written(workspace.folder() / "values.json");
    const json values = json::parse(written);
    double worst = 0.0;
    for (int k = 0; k < sets; ++k) {
      for (int n = 0; n < points; ++n) worst = std::max(worst, difference(c, asked[k][n], values[k][n]));
    }
    CHECK((worst <= 1e-12) != misread(model));
    MESSAGE(model << ": worst relative difference " << worst << " at " << sets * points << " points");
  }
}
