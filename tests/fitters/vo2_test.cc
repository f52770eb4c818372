// Pulses of a VO2 film, A. R. Galloni et al., PNAS 121 (2024) e2318362121: one set of parameters for all amplitudes.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "data/import.h"
#include "fitters/fit.h"

using namespace hysteron;
using namespace hysteron::fitters;

namespace {

const std::filesystem::path folder = std::filesystem::path(HYSTERON_MEASURED_DATA) / "vo2-mott-galloni2024/short_pulses";

Trace pulses(const std::string& amplitude) {
  Trace t = trace_of(data::import_file(folder / (amplitude + "V_0.01s_68.5C.csv"), {}).iv_sweeps.at(0));
  t.name = amplitude + " V";
  t.temperature = 273.15 + 68.5;  // of the stage
  t.initial = {{"rise", 0.0}};
  return t;
}

// log10 of resistance, model against measured, over the plateaus.
double decades_off(const std::vector<double>& voltage, const std::vector<double>& response, const std::vector<double>& measured) {
  const double plateau = 0.9 * *std::max_element(voltage.begin(), voltage.end());
  double sum = 0.0;
  int points = 0;
  for (std::size_t k = 0; k < measured.size(); ++k) {
    if (!(voltage[k] > plateau)) continue;
    sum += std::pow(std::log10(response[k] / measured[k]), 2.0);
    ++points;
  }
  REQUIRE(points > 90);
  return std::sqrt(sum / points);
}

FitOptions of_the_film() {
  FitOptions o;
  o.free = {"c_th", "r_th", "t_c", "w", "r_i", "r_m"};
  // One stage temperature tells no e_a, and h only with r_th.
  o.set = {{"e_a", 0.0}, {"r_s", 1.0}, {"h", 40.0}, {"tau", 1e-5}, {"t_c", 345.0}, {"w", 25.0}, {"r_i", 1500.0},
           {"r_m", 100.0}, {"r_th", 40.0}, {"c_th", 1e-5}};
  o.residual = Residual::linear;
  o.starts = 1;
  o.screened = 1;
  return o;
}

}  // namespace

TEST_CASE("one set of parameters has the pulses of a VO2 film, and amplitudes kept aside, within a tenth of a decade") {
  if (!std::filesystem::exists(folder)) {
    MESSAGE("skipped: HYSTERON_MEASURED_DATA has no vo2-mott-galloni2024");
    return;
  }
  FitProblem fitted;
  for (const std::string amplitude : {"4", "4.5", "5", "5.75", "6.5"}) fitted.traces.push_back(pulses(amplitude));
  const FitResult film = fit("mott", fitted, of_the_film());
  CHECK(film.converged);
  for (const TraceFit& t : film.traces) {
    const double off = decades_off(t.voltage, t.response, t.measured);
    MESSAGE(t.name << ": " << off << " decades");
    CHECK(off <= 0.1);
  }
  const Device mott = device("mott");
  std::vector<double> inputs;
  for (const Field& f : mott.parameters) inputs.push_back(film.at(f.name).value);
  const auto start = std::find_if(film.estimates.begin(), film.estimates.end(), [](const Estimate& e) { return e.name == "u_0" && e.trace == "5 V"; });
  REQUIRE(start != film.estimates.end());
  inputs.insert(inputs.end(), {0.0, start->value});  // rise, u: the film at rest on its stage
  for (const std::string amplitude : {"4.25", "5.25", "6"}) {
    const Trace aside = pulses(amplitude);
    std::vector<double> response(aside.size());
    Slopes none;
    REQUIRE(mott.follow(aside, inputs, {}, 1e-6, response, none));
    const double off = decades_off(aside.voltage, response, aside.current);
    MESSAGE(aside.name << ", predicted: " << off << " decades");
    CHECK(off <= 0.1);
  }
}
