// Loops: charge from a zero of its own, periods ahead of the record, resistors that the file knows.

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "fitters/fit.h"
#include "libmodel/error.h"
#include "tests/fitters/synthetic.h"

using namespace hysteron;
using namespace hysteron::fitters;

namespace {

// One period of a sine of 401 rows, the last where the next one begins.
data::PvLoop sine(double amplitude, double frequency) {
  data::PvLoop l;
  l.id = "1_pv_loop";
  for (int k = 0; k <= 400; ++k) {
    l.voltage.push_back(amplitude * std::sin(2.0 * std::numbers::pi * k / 400.0));
    l.charge.push_back(0.0);
  }
  l.frequency = frequency;
  l.periods_before = 1;
  return l;
}

// With the charge or current of the device at these values; the lead stays unmeasured.
Trace filled(Trace t, const Device& device, const std::map<std::string, double>& truth, double noise, std::mt19937_64& draw) {
  const std::size_t lead = t.lead;
  t = measured_on(device, std::move(t), truth, noise, draw);
  std::fill_n(t.current.begin(), lead, std::nan(""));
  return t;
}

}  // namespace

TEST_CASE("the zero of a charge is free: slope, error and interval are those of a line with an intercept") {
  // The textbook's line, 100 C higher: slope 0.8, s^2 = 3.6 / 3; Student's t(0.975, 3) = 3.182446305.
  Trace t;
  t.name = "line";
  for (double y : {101.0, 103.0, 102.0, 105.0, 104.0}) {
    t.time.push_back(double(t.time.size()));
    t.voltage.push_back(1.0);
    t.current.push_back(y);
  }
  t.is_charge = true;
  FitOptions o;
  o.free = {"rise"};
  const FitResult r = fit(straight_line(), {{t}}, o);
  REQUIRE(r.converged);
  CHECK(r.traces[0].unit == "C");
  CHECK(r.at("rise").value == doctest::Approx(0.8).epsilon(1e-7));
  const double error = std::sqrt(3.6 / 3.0 / 10.0);
  CHECK(r.at("rise").standard_error == doctest::Approx(error).epsilon(1e-6));
  CHECK(r.at("rise").upper95 == doctest::Approx(0.8 + 3.182446305 * error).epsilon(1e-6));
  CHECK(r.traces[0].response[2] == doctest::Approx(103.0));  // the mean of the data
  CHECK(r.traces[0].rms == doctest::Approx(std::sqrt(3.6 / 5.0)));
}

TEST_CASE("a loop of which nobody knows how long it took is fitted by no model that has a rate") {
  data::PvLoop l = sine(1.0, 0.0);
  l.periods_before = 0;
  CHECK_THROWS_WITH_AS(trace_of(l), "1_pv_loop: neither time nor frequency is known: how long the loop took is not told", InputError);
}

TEST_CASE("periods ahead of a record are applied, and neither compared nor counted") {
  data::PvLoop loop = sine(1.0, 50.0);
  loop.charge[7] = std::nan("");
  const Trace closed = trace_of(loop);
  CHECK(closed.lead == 400);
  REQUIRE(closed.size() == 801);
  for (std::size_t k = 1; k < closed.size(); ++k) CHECK(closed.time[k] > closed.time[k - 1]);
  CHECK(closed.time[400] - closed.time[0] == doctest::Approx(0.02));
  CHECK(closed.voltage[100] == closed.voltage[500]);
  data::IvSweep open;  // its last row is one before the next period
  open.id = "2_iv_sweep";
  for (int k = 0; k < 20; ++k) {
    open.time.push_back(k * 1e-3);
    open.voltage.push_back(std::sin(2.0 * std::numbers::pi * k / 20.0));
    open.current.push_back(1e-6);
  }
  open.frequency = 50.0;
  open.periods_before = 2;
  const Trace t = trace_of(open);
  CHECK(t.lead == 40);
  CHECK(t.time[0] == doctest::Approx(-0.04));
  CHECK(t.time[40] - t.time[39] == doctest::Approx(1e-3));

  std::mt19937_64 draw(3);
  const Device d = device("ferroelectric");
  Trace measured = filled(closed, d, {}, 0.0, draw);
  measured.current[407] = std::nan("");
  FitOptions o;
  o.free = {"p_r"};
  o.starts = 1;
  const FitResult r = fit(d, {{measured}}, o);
  CHECK(r.traces[0].response.size() == 401);
  CHECK(r.traces[0].points == 400);
  CHECK(r.traces[0].skipped == 1);
  CHECK(r.skipped == 1);
  CHECK(r.at("p_r").value == doctest::Approx(0.2).epsilon(1e-5));
}

TEST_CASE("loops at two frequencies give a ferroelectric's parameters, whatever the zero of each") {
  const Device d = device("ferroelectric");
  const std::map<std::string, double> truth{{"p_r", 0.23}, {"v_a", 3.4}, {"eps_r", 45.0}, {"t_0", 3e-9}, {"area", 2e-12}, {"thickness", 12e-9}};
  std::mt19937_64 draw(11);
  FitProblem problem;
  for (const double frequency : {1e3, 1e5}) {
    data::PvLoop loop = sine(3.0, frequency);
    loop.area = 2e-12;
    loop.thickness = 12e-9;
    Trace t = filled(trace_of(loop), d, truth, 0.01, draw);
    t.name = std::to_string(int(frequency)) + "_pv_loop";
    for (double& q : t.current) q += 1e-12 * frequency / 1e4;
    problem.traces.push_back(t);
  }
  FitOptions o;
  o.free = {"p_r", "v_a", "eps_r", "t_0"};
  o.starts = 1;
  const FitResult r = fit(d, problem, o);
  CHECK(r.converged);
  for (const char* name : {"p_r", "v_a", "eps_r", "t_0"}) {
    CAPTURE(name);
    const Estimate& e = r.at(name);
    CHECK(e.role == Role::estimated);
    CHECK(std::abs(e.value - truth.at(name)) < 4.0 * e.standard_error);
    CHECK(e.standard_error < 0.2 * truth.at(name));
  }
  CHECK(r.at("area").role == Role::given);
  CHECK(r.at("area").value == 2e-12);
  for (const TraceFit& t : r.traces) CHECK(t.rms_of_range == doctest::Approx(0.01).epsilon(0.15));
}

TEST_CASE("a series resistor is taken from each measurement, unless the user names it") {
  const Device d = device("cbram");
  std::mt19937_64 draw(5);
  FitProblem problem;
  for (const double r_s : {5e3, 47e3}) {
    data::IvSweep sweep;
    sweep.id = std::to_string(int(r_s)) + "_iv_sweep";
    for (int k = 0; k < 100; ++k) {
      sweep.time.push_back(k * 1e-3);
      sweep.applied_voltage.push_back(0.8 * std::sin(2.0 * std::numbers::pi * k / 100.0));
      sweep.current.push_back(0.0);
    }
    sweep.voltage.assign(100, 0.0);  // over the device: not what a model with a resistor of its own is driven by
    sweep.r_series = r_s;
    sweep.frequency = 10.0;
    sweep.periods_before = 1;
    Trace t = trace_of(sweep);
    Trace driven = t;
    driven.voltage = t.applied;
    t.current = filled(driven, d, {{"r_s", r_s}, {"n_max", 25.0}}, 0.01, draw).current;
    problem.traces.push_back(t);
  }
  FitOptions o;
  o.free = {"n_max", "i_0"};
  o.residual = Residual::linear;
  o.starts = 1;
  const FitResult r = fit(d, problem, o);
  CHECK(r.converged);
  CHECK(std::abs(r.at("n_max").value - 25.0) < 4.0 * r.at("n_max").standard_error);
  CHECK(r.at("r_s").role == Role::given);
  for (const TraceFit& t : r.traces) CHECK(t.rms_of_range == doctest::Approx(0.01).epsilon(0.2));
  o.set["r_s"] = 5e3;
  const FitResult one = fit(d, problem, o);
  CHECK(one.traces[1].rms_of_range > 0.05);  // five times the noise
  problem.traces[0].known["r_s"] = 0.1;
  o.set.clear();
  bool refused = false;
  try {
    fit(d, problem, o);
  } catch (const InputError& e) {
    refused = std::string(e.what()) == "5000_iv_sweep/r_s = 0.1 ohm: must be within 1 to 1e+08 ohm";
  }
  CHECK(refused);
}
