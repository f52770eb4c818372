// Measurements of several kinds and units, of one device: what each leaves open the others tell, and none outweighs another.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "fitters/fit.h"
#include "fitters/traces.h"
#include "tests/fitters/synthetic.h"

using namespace hysteron;
using namespace hysteron::fitters;

namespace {

using Truth = std::map<std::string, double>;

FitOptions told(const Device& d, const Truth& truth) {
  FitOptions o;
  for (const auto& [name, value] : truth) o.free.push_back(name);
  for (const Field& state : d.states) o.hold.push_back(state.name + "_0");
  o.residual = Residual::linear;
  o.starts = 1;
  return o;
}

// Relative; of what is not estimated, without bound.
double error_of(const FitResult& r, const std::string& name) {
  const Estimate& e = r.at(name);
  return e.role == Role::estimated ? e.standard_error / e.value : HUGE_VAL;
}

}  // namespace

TEST_CASE("joint fit: pulses [S], a sweep [A] and a loop [C] of one tunnel junction tell together what each alone blurs fivefold") {
  const Device d = device("ftj");
  const Truth truth{{"g_on", 6e-9}, {"phi_on", 1.1}, {"q_switched", 4e-14}, {"v_a", 8.3}};
  std::mt19937_64 draw(31);
  Trace charge = loops(1.6, -1.6, 1e-6, 2);
  charge.is_charge = true;
  charge.name = "charge";
  // Of an instrument each: the train is noisy, the sweep is not.
  const std::vector<Trace> all{measured_on(d, pulses(1.6, -1.6, 2e-8, 30, 2), truth, 0.05, draw),
                               measured_on(d, loops(1.0, -1.0, 1e-3, 1), truth, 0.003, draw), measured_on(d, charge, truth, 0.01, draw)};
  const FitOptions o = told(d, truth);
  const FitResult together = fit(d, {all}, o);
  CHECK(together.converged);
  CHECK(together.traces[0].unit == "S");
  CHECK(together.traces[1].unit == "A");
  CHECK(together.traces[2].unit == "C");
  std::vector<FitResult> alone;
  for (const Trace& t : all) alone.push_back(fit(d, {{t}}, o));
  for (const FitResult& one : alone) {
    CAPTURE(one.traces[0].name);
    CHECK(std::ranges::any_of(truth, [&](const auto& p) { return error_of(one, p.first) > 5.0 * error_of(together, p.first); }));
  }
  for (const auto& [name, value] : truth) {
    CAPTURE(name);
    double best = HUGE_VAL;
    for (const FitResult& one : alone) best = std::min(best, error_of(one, name));
    MESSAGE(name << ": " << error_of(together, name) << " together, " << error_of(alone[0], name) << ", " << error_of(alone[1], name) << ", "
                 << error_of(alone[2], name) << " alone");
    CHECK(std::abs(together.at(name).value - value) < 3.5 * together.at(name).standard_error);
    CHECK(error_of(together, name) < 0.01);
    CHECK(error_of(together, name) < 1.1 * best);  // more data do not blur; the scale of each residual is itself known to some per cent
  }
}

TEST_CASE("joint fit: a train, and a retention at two temperatures, tell writing and loss of trapped charge at once") {
  const Device d = device("charge_trap");
  const Truth truth{{"swing", 8.6}, {"k_up", 70.0}, {"k_loss", 2e-9}, {"e_a", 1.5e-19}};
  std::mt19937_64 draw(32);
  Trace train = pulses(5.0, -8.0, 4e-4, 40, 2);
  train.temperature = 300.0;
  FitProblem problem{{measured_on(d, train, truth, 0.02, draw)}};
  data::Retention m;
  m.id = "2_retention";
  for (const double kelvin : {390.0, 420.0}) {
    for (int k = 0; k < 12; ++k) {
      m.time.push_back(10.0 * std::pow(3e4, k / 11.0)), m.temperature.push_back(kelvin);
      m.read_voltage.push_back(0.1), m.read_current.push_back(0.0);
    }
  }
  auto full = truth;
  full["x_0"] = 0.8;
  for (Trace& t : traces_of(m, 300.0)) problem.traces.push_back(measured_on(d, std::move(t), full, 0.02, draw, Share::of_value));
  FitOptions o = told(d, truth);
  o.hold = {"w_0"};
  o.residual = Residual::mixed;
  o.set = {{"k_loss", 1e-9}};
  const FitResult r = fit(d, problem, o);
  CHECK(r.converged);
  for (const auto& [name, value] : truth) {
    CAPTURE(name);
    CHECK(std::abs(r.at(name).value - value) < 3.5 * r.at(name).standard_error);
    CHECK(error_of(r, name) < 0.2);
  }
  const FitResult written = fit(d, {{problem.traces[0]}}, o);
  CHECK(error_of(written, "e_a") > 0.5);
  problem.traces.erase(problem.traces.begin());
  CHECK(error_of(fit(d, problem, o), "k_up") > 0.5);
}
