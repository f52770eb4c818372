#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "fitters/fit.h"
#include "fitters/record.h"
#include "libmodel/error.h"
#include "tests/fitters/synthetic.h"

using namespace hysteron;
using namespace hysteron::fitters;

namespace {

const std::vector<std::string> six{"g_min", "g_max", "k_up", "k_down", "gamma_up", "gamma_down"};
const std::map<std::string, double> truth{{"g_min", 3e-6}, {"g_max", 2e-5}, {"k_up", 6e3}, {"k_down", 7e3},
                                          {"gamma_up", 1.5}, {"gamma_down", 2.0}, {"x_0", 0.1}};

Trace synapse(double noise = 0.02, std::uint64_t seed = 7) {
  std::mt19937_64 draw(seed);
  return measured_on(device("analog_synapse"), pulses(1.0, -1.0, 1e-5, 100, 4), truth, noise, draw);
}

FitOptions quick() {
  FitOptions o;
  o.free = six;
  o.starts = 2;
  o.screened = 8;
  return o;
}

std::string refusal(const FitProblem& p, const FitOptions& o = {}) {
  try {
    fit("analog_synapse", p, o);
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a straight line gets the textbook's values, errors and intervals") {
  // y = 1, 3, 2, 5, 4 at 0..4: slope 0.8, intercept 1.4, s^2 = 3.6 / 3; Student's t(0.975, 3) = 3.182446305.
  Trace t;
  t.name = "line";
  for (double y : {1.0, 3.0, 2.0, 5.0, 4.0}) {
    t.train.push_back({.voltage = 1.0, .width = 1.0, .read_voltage = 1.0});
    t.current.push_back(y);
  }
  FitOptions o;
  o.residual = Residual::linear;
  o.free = {"offset", "rise"};
  const FitResult r = fit(straight_line(), {{t}}, o);
  REQUIRE(r.converged);
  const double s2 = 3.6 / 3.0;
  CHECK(r.at("rise").value == doctest::Approx(0.8).epsilon(1e-7));
  CHECK(r.at("offset").value == doctest::Approx(1.4).epsilon(1e-7));
  CHECK(r.at("rise").standard_error == doctest::Approx(std::sqrt(s2 / 10.0)).epsilon(1e-6));
  CHECK(r.at("offset").standard_error == doctest::Approx(std::sqrt(s2 * (1.0 / 5.0 + 4.0 / 10.0))).epsilon(1e-6));
  CHECK(r.at("rise").upper95 - 0.8 == doctest::Approx(3.182446305 * std::sqrt(s2 / 10.0)).epsilon(1e-6));
  CHECK(r.correlation(0, 1) == doctest::Approx(-2.0 / std::sqrt(6.0)).epsilon(1e-6));
  CHECK(r.traces[0].rms == doctest::Approx(std::sqrt(3.6 / 5.0)).epsilon(1e-6));
}

TEST_CASE("the result does not depend on the number of threads, to the last bit") {
  FitOptions one = quick(), two = quick();
  one.threads = 1;
  two.threads = 2;
  const FitProblem p{{synapse()}};
  const FitResult a = fit("analog_synapse", p, one), b = fit("analog_synapse", p, two);
  CHECK(a.cost == b.cost);
  REQUIRE(a.estimates.size() == b.estimates.size());
  for (std::size_t i = 0; i < a.estimates.size(); ++i) CHECK(a.estimates[i].value == b.estimates[i].value);
  CHECK(a.traces[0].response == b.traces[0].response);
}

TEST_CASE("a parameter driven to its bound is marked and has no interval") {
  FitOptions o = quick();
  o.bounds["g_max"] = {1e-6, 1.5e-5};  // truth 2e-5
  const FitResult r = fit("analog_synapse", {{synapse(1e-3)}}, o);
  CHECK(r.at("g_max").role == Role::at_upper);
  CHECK(r.at("g_max").value == doctest::Approx(1.5e-5));
  CHECK(std::isnan(r.at("g_max").standard_error));
  CHECK(std::ranges::count(r.correlated, "g_max") == 0);
}

TEST_CASE("what one amplitude cannot tell is held at its default and named") {
  FitOptions o;
  o.starts = 2;
  o.screened = 8;
  const FitResult r = fit("analog_synapse", {{synapse(0.005)}}, o);
  CHECK(r.at("k_up").role == Role::estimated);
  CHECK(r.at("v_up").role == Role::held);
  CHECK(r.at("v_up").value == 0.5);
  CHECK(r.at("v_up").reason == "v_up cannot be told from k_up by pulses of one amplitude");
  CHECK(r.at("v_down").reason == "v_down cannot be told from k_down by pulses of one amplitude");
  CHECK(r.at("k_wear").reason.find("k_wear") != std::string::npos);
  CHECK(r.at("hooge").role == Role::held);
  CHECK(r.at("hooge").reason.empty());
}

TEST_CASE("several amplitudes tell the threshold") {
  std::mt19937_64 draw(3);
  FitProblem p;
  for (double v : {0.8, 1.0, 1.3}) {
    p.traces.push_back(measured_on(device("analog_synapse"), pulses(v, -v, 1e-5, 50, 2), truth, 0.01, draw));
    p.traces.back().name = std::to_string(v);
  }
  FitOptions o = quick();
  o.free.push_back("v_up");
  o.free.push_back("v_down");
  const FitResult r = fit("analog_synapse", p, o);
  for (const char* name : {"v_up", "v_down"}) {
    REQUIRE(r.at(name).role == Role::estimated);
    CHECK(std::abs(r.at(name).value - 0.5) < 3.5 * r.at(name).standard_error);
    CHECK(r.at(name).standard_error < 0.1);
  }
}

TEST_CASE("a fit is cancelled by its progress callback") {
  FitOptions o = quick();
  o.progress = [](const Progress&) { return false; };
  const FitResult r = fit("analog_synapse", {{synapse()}}, o);
  CHECK(r.cancelled);
  CHECK_FALSE(r.converged);
}

TEST_CASE("missing points are skipped and counted, and change little") {
  Trace t = synapse();
  for (std::size_t k = 3; k < t.size(); k += 10) t.current[k] = std::nan("");
  const FitResult with = fit("analog_synapse", {{t}}, quick()), all = fit("analog_synapse", {{synapse()}}, quick());
  CHECK(with.skipped == 40);
  CHECK(with.points + with.skipped == t.size());
  CHECK(std::abs(with.at("g_max").value - all.at("g_max").value) < all.at("g_max").standard_error);
}

TEST_CASE("what cannot be fitted is refused with place, value and limit") {
  CHECK(refusal({}).find("no measurement") != std::string::npos);
  Trace one = synapse();
  one.train.resize(1);
  one.current.resize(1);
  CHECK(refusal({{one}}) == "train has 1 rows: a fit needs at least 2");
  Trace unread = synapse();
  for (double& i : unread.current) i = std::nan("");
  CHECK(refusal({{unread}}) == "train has 0 reads: a fit needs at least 2");
  Trace negative = synapse();
  negative.train[17].width = -1e-6;
  CHECK(refusal({{negative}}) == "train/pulse_width[17] = -1e-06: must be >= 0");
  FitOptions unknown;
  unknown.free = {"k_upp"};
  CHECK(refusal({{synapse()}}, unknown).find("has no parameter k_upp") != std::string::npos);
  FitOptions outside;
  outside.set["g_min"] = 5.0;
  CHECK(refusal({{synapse()}}, outside).find("must be within") != std::string::npos);
  CHECK_THROWS_AS(device("memristor"), InputError);
}

TEST_CASE("a fit of nothing that the measurement can tell is refused with the reason") {
  FitOptions o;
  o.free = {"quantum"};
  o.hold = {"x_0"};
  CHECK(refusal({{synapse()}}, o) == "analog_synapse: nothing to fit: quantum has no effect on these measurements");
}

TEST_CASE("a robust loss resists five per cent of outliers, least squares does not") {
  const std::vector<double> clean = signal(synapse(0.0), synapse(0.0).current);
  Trace t = synapse();
  for (std::size_t k = 10; k < t.size(); k += 20) t.current[k] *= 3.0;
  const auto miss = [&](Loss loss) {  // largest, in share of the true range
    FitOptions o;
    o.free = six;
    o.loss = loss;
    const FitResult r = fit("analog_synapse", {{t}}, o);
    double most = 0.0;
    for (std::size_t k = 0; k < clean.size(); ++k) most = std::max(most, std::abs(r.traces[0].response[k] - clean[k]));
    const auto [low, high] = std::minmax_element(clean.begin(), clean.end());
    return most / (*high - *low);
  };
  CHECK(miss(Loss::huber) < 0.02);  // one standard deviation of the noise
  CHECK(miss(Loss::cauchy) < 0.02);
  CHECK(miss(Loss::none) > 0.03);
}

TEST_CASE("what is set is given, what is set and free only starts there") {
  FitOptions o = quick();
  o.free = {"g_min", "g_max", "k_up", "k_down", "gamma_up"};
  o.set = {{"gamma_down", 2.0}, {"gamma_up", 0.5}};
  const FitResult r = fit("analog_synapse", {{synapse()}}, o);
  CHECK(r.at("gamma_down").role == Role::given);
  CHECK(r.at("gamma_down").value == 2.0);
  CHECK(r.at("gamma_up").role == Role::estimated);
}

TEST_CASE("the record holds the covariance in the order of its names") {
  const FitResult r = fit("analog_synapse", {{synapse()}}, quick());
  const data::FitRecord f = record(r);
  const std::size_t n = f.covariance_names.size();
  REQUIRE(f.covariance.size() == n * n);
  for (std::size_t i = 0; i < n; ++i) {
    CHECK(std::sqrt(f.covariance[i * n + i]) == doctest::Approx(r.at(f.covariance_names[i]).standard_error));
  }
}
