// Linearity and symmetry against closed forms and the thresholds published for NeuroSim's labels.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "libmodel/devices/analog_synapse.h"
#include "libmodel/metrics/update.h"
#include "libmodel/sim/random.h"

using namespace hysteron;
using namespace hysteron::metrics;

namespace {

// NeuroSim's ramp from low to high conductance.
std::vector<double> exponential(double a, int pulses) {
  std::vector<double> g;
  for (int n = 0; n <= pulses; ++n) g.push_back(1e-6 + 9e-6 * std::expm1(-n / (a * pulses)) / std::expm1(-1.0 / a));
  return g;
}

// Its depression in time: fast at first from the top.
std::vector<double> falling(double a, int pulses) {
  auto g = exponential(a, pulses);
  for (double& x : g) x = 11e-6 - x;
  return g;
}

}  // namespace

TEST_CASE("a straight ramp is perfectly linear and its return perfectly symmetric") {
  std::vector<double> up, down;
  for (int n = 0; n <= 100; ++n) up.push_back(1e-6 + n * 1e-8), down.push_back(2e-6 - n * 1e-8);
  CHECK(lin_maxdev(up) == doctest::Approx(100.0));
  CHECK(lin_rms(up) == doctest::Approx(100.0));
  CHECK(lin_r2(up) == doctest::Approx(1.0));
  CHECK(lin_r2diag(up) == doctest::Approx(1.0));
  CHECK(lin_step(up) == doctest::Approx(100.0));
  CHECK(std::abs(nl_neurosim(up)) < 1e-6);
  CHECK(asymmetry_ratio(up, down) == doctest::Approx(0.0));
  CHECK(sym_mean(up, down) == doctest::Approx(100.0));
}

TEST_CASE("the label of NeuroSim's table: rows of the published table") {
  std::ifstream table(HYSTERON_PUBLISHED "/neurosim_labels.csv");
  int rows = 0;
  for (std::string line; std::getline(table, line);) {
    double label = 0.0, a = 0.0;
    if (std::sscanf(line.c_str(), "%lf,%lf", &label, &a) != 2) continue;
    CAPTURE(label);
    CHECK(neurosim_label(a) == doctest::Approx(label).epsilon(2e-4));
    CHECK(neurosim_a(label) == doctest::Approx(a).epsilon(5e-4));
    ++rows;
  }
  CHECK(rows == 15);
}

TEST_CASE("all 900 entries of the table in the simulator's own source, where it is at hand") {
  const char* formula = std::getenv("HYSTERON_NEUROSIM_FORMULA");
  if (!formula) {
    MESSAGE("skipped: HYSTERON_NEUROSIM_FORMULA does not name formula.cpp of MLP+NeuroSim 3");
    return;
  }
  std::ifstream in(formula);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const auto from = text.find("data[] = {", text.find("getParamA")) + 10;
  std::string numbers = text.substr(from, text.find('}', from) - from);
  std::replace(numbers.begin(), numbers.end(), ',', ' ');
  std::istringstream list(numbers);
  int entries = 0;
  for (double a; list >> a;) {
    const double label = 0.01 * ++entries;
    CAPTURE(label);
    CHECK(std::abs(neurosim_label(a) - label) < 2.1e-5);  // the table is rounded at its sixth decimal
    CHECK(std::abs(neurosim_a(label) / a - 1.0) < 2.2e-5);
  }
  CHECK(entries == 900);
}

TEST_CASE("an analog synapse with the published labels of Ag:a-Si has them again") {
  // gamma = 0 is the exponential ramp: rate per pulse 1 / (A N).
  const auto p = defaults<AnalogSynapse::Parameters<double>>();
  const double a = neurosim_a(2.4);
  const int pulses = 97;
  std::vector<double> ramp;
  for (int n = 0; n <= pulses; ++n) {
    const double x = 1.0 - std::exp(-n / (a * pulses));
    const auto at = AnalogSynapse::prepare(0.1, p, defaults<Surroundings<double>>());
    ramp.push_back(AnalogSynapse::conductance(x, p, at));
  }
  CHECK(nl_neurosim(ramp) == doctest::Approx(2.4).epsilon(1e-6));
}

TEST_CASE("label to A and back is the identity, with sign") {
  for (int k = 1; k <= 900; ++k) {
    const double label = 0.01 * k;
    CHECK(neurosim_label(neurosim_a(label)) == doctest::Approx(label).epsilon(1e-9));
    CHECK(neurosim_label(neurosim_a(-label)) == doctest::Approx(-label).epsilon(1e-9));
  }
  CHECK(std::isinf(neurosim_a(0.0)));
  CHECK(std::isnan(neurosim_a(10.2)));
}

TEST_CASE("the label of an exponential ramp is found from its conductances") {
  for (double label : {0.1, 0.5057, 1.0101, 2.4, 4.88}) {
    CHECK(nl_neurosim(exponential(neurosim_a(label), 97)) == doctest::Approx(label).epsilon(1e-6));
  }
}

TEST_CASE("LIN.maxdev is 90 % at label 1.0101") {
  CHECK(lin_maxdev(exponential(neurosim_a(1.0101), 2000)) == doctest::Approx(90.0).epsilon(1e-4));
}

TEST_CASE("SYM.AR is 90 % for the mirror pair at label 0.5057, and AR = tanh(1 / 4A)") {
  const double a = neurosim_a(0.5057);
  CHECK(100.0 * (1.0 - asymmetry_ratio(exponential(a, 2000), falling(a, 2000))) == doctest::Approx(90.0).epsilon(1e-4));
  for (double b : {0.2, 0.5, 1.25, 5.0}) {
    CHECK(asymmetry_ratio(exponential(b, 4000), falling(b, 4000)) == doctest::Approx(std::tanh(0.25 / b)).epsilon(1e-5));
  }
}

TEST_CASE("R^2 against the published thresholds: 0.9 at label 3.06, to the diagonal at 1.255") {
  CHECK(lin_r2(exponential(neurosim_a(3.06), 4000)) == doctest::Approx(0.9).epsilon(1e-3));
  CHECK(lin_r2diag(exponential(neurosim_a(1.255), 4000)) == doctest::Approx(0.9).epsilon(1e-3));
}

TEST_CASE("a ramp that does not move has no figure") {
  const std::vector<double> flat(10, 1e-6), single{1e-6};
  CHECK(std::isnan(lin_maxdev(flat)));
  CHECK(std::isnan(lin_r2(single)));
  CHECK(std::isnan(asymmetry_ratio(flat, flat)));
}

TEST_CASE("what noise takes from each figure of a straight ramp is as the header states") {
  const double stated[2][7] = {{3.0, 1.2, 0.0011, 0.0018, 71.0, 3.5, 1.1}, {1.0, 0.4, 0.0001, 0.0002, 22.0, 1.1, 0.4}};
  const double last_digit[7] = {0.1, 0.1, 1e-4, 1e-4, 1.0, 0.1, 0.1};
  constexpr int devices = 2000;
  for (int row = 0; row < 2; ++row) {
    double lost[7] = {}, label = 0.0, squares = 0.0;
    for (std::uint32_t k = 0; k < devices; ++k) {
      Uniforms random({.seed = 31, .instance = k, .step = std::uint32_t(row)});
      std::vector<double> up, down;
      const double noise = 0.01 / std::sqrt(row == 0 ? 1.0 : 10.0);
      const auto normal = [&] { return std::sqrt(-2.0 * std::log(random.next())) * std::cos(2.0 * std::acos(-1.0) * random.next()); };
      for (int n = 0; n <= 50; ++n) up.push_back(0.02 * n + noise * normal()), down.push_back(1.0 - 0.02 * n + noise * normal());
      const double figures[7] = {100.0 - lin_maxdev(up), 100.0 - lin_rms(up), 1.0 - lin_r2(up), 1.0 - lin_r2diag(up),
                                 100.0 - lin_step(up), 100.0 * asymmetry_ratio(up, down), 100.0 - sym_mean(up, down)};
      for (int i = 0; i < 7; ++i) lost[i] += figures[i] / devices;
      if (k >= 200) continue;
      const double l = nl_neurosim(up);
      label += l / 200.0, squares += l * l / 200.0;
    }
    for (int i = 0; i < 7; ++i) {
      CAPTURE(row);
      CAPTURE(i);
      CHECK(std::abs(lost[i] - stated[row][i]) < 0.75 * last_digit[i]);  // rounded, and the mean of 2000
    }
    CHECK(std::abs(label) < 3.0 * std::sqrt(squares / 200.0));
  }
}
