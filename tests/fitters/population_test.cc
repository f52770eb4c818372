// Populations: the spread of made devices comes back, and a run that was killed says the same.

#include "fitters/population.h"

#include <doctest/doctest.h>

#include <Eigen/Dense>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "data/lab_file.h"
#include "fitters/bootstrap.h"
#include "fitters/drawn_back.h"
#include "libmodel/sim/random.h"
#include "tests/fitters/synthetic.h"
#include "tests/program.h"

using namespace hysteron;
using namespace hysteron::fitters;

namespace {

double normal_number(std::uint32_t k, std::uint32_t channel) { return normal({.seed = 5, .instance = k, .channel = channel}); }

// Devices whose k_up has a deviation of a factor e^0.3, and gamma_up one of 0.4 that goes with it.
std::vector<Member> made(const Device& d, int n, int pulses_a_run) {
  std::vector<Member> members;
  for (int k = 0; k < n; ++k) {
    std::mt19937_64 draw(900 + k);
    const double a = normal_number(std::uint32_t(k), 0), b = normal_number(std::uint32_t(k), 1);
    const std::map<std::string, double> truth{{"g_min", 3e-6}, {"g_max", 3e-5}, {"k_up", 7e3 * std::exp(0.3 * a)}, {"k_down", 7e3},
                                              {"gamma_up", 1.0 + 0.4 * (0.6 * a + 0.8 * b)}, {"gamma_down", 1.0}, {"x_0", 0.1}};
    members.push_back({"device " + std::to_string(k + 1), measured_on(d, pulses(1.0, -1.0, 1e-5, pulses_a_run, 2), truth, 0.02, draw)});
  }
  return members;
}

}  // namespace

TEST_CASE("members with equal errors have the covariance of their estimates less that of the errors") {
  constexpr int n = 400;
  Eigen::MatrixXd x(n, 2);
  std::vector<Observation> members;
  const Eigen::Matrix2d error{{0.2, 0.05}, {0.05, 0.1}};
  const Eigen::Matrix2d root = error.llt().matrixL();
  for (std::uint32_t k = 0; k < n; ++k) {
    const Eigen::Vector2d noise = root * Eigen::Vector2d(normal_number(k, 2), normal_number(k, 3));
    x.row(k) << 1.0 + normal_number(k, 0) + noise[0], 2.0 - 0.5 * normal_number(k, 0) + 0.5 * normal_number(k, 1) + noise[1];
    members.push_back({x.row(k).transpose(), error});
  }
  const Eigen::Vector2d mean = x.colwise().mean();
  const Eigen::MatrixXd apart = x.rowwise() - mean.transpose();
  const Eigen::Matrix2d closed = (apart.transpose() * apart / n - error) * (double(n) / (n - 1));  // the maximum, where it is a covariance
  const RandomEffects law = random_effects(members);
  for (int i : {0, 1}) {
    CHECK(law.mean[i] == doctest::Approx(mean[i]).epsilon(1e-6));
    for (int j : {0, 1}) CHECK(law.covariance(i, j) == doctest::Approx(closed(i, j)).epsilon(1e-4));
  }
}

TEST_CASE("a value that was not estimated in a member is told by what goes with it") {
  // Two values that are always equal, the second known of every other member only: its mean is that of the first.
  std::vector<Observation> members;
  double mean = 0.0;
  for (std::uint32_t k = 0; k < 200; ++k) {
    const double z = normal_number(k, 4);
    mean += z / 200.0;
    members.push_back({Eigen::Vector2d(z, k % 2 ? std::nan("") : z), Eigen::Matrix2d::Identity() * 1e-4});
  }
  const RandomEffects law = random_effects(members);
  CHECK(std::abs(law.mean[0] - mean) < 1e-3);
  CHECK(std::abs(law.mean[1] - law.mean[0]) < 4.0 * std::sqrt(2e-4 / 100.0));  // of a hundred differences
}

namespace {

// Normal members of deviations 1 and 2 and correlation 0.6, each estimated with the error given.
std::vector<Observation> correlated_members(std::uint32_t population, std::uint32_t n, double error) {
  std::vector<Observation> members;
  for (std::uint32_t k = 0; k < n; ++k) {
    const auto z = [&](std::uint32_t channel) { return normal({.seed = 9, .instance = population, .step = k, .channel = channel}); };
    members.push_back({Eigen::Vector2d(z(0) + error * z(2), 2.0 * (0.6 * z(0) + 0.8 * z(1)) + error * z(3)), Eigen::Matrix2d::Identity() * error * error});
  }
  return members;
}

}  // namespace

namespace {

// Members of which a share is of a second kind, at (1.2, -0.5) instead of (0, 1); deviations 0.3 and 0.4, errors of 0.1.
std::vector<Observation> of_two_kinds(int n, double share, std::uint64_t seed) {
  std::vector<Observation> members;
  for (int k = 0; k < n; ++k) {
    const auto number = [&](std::uint32_t channel) { return normal({.seed = seed, .instance = std::uint32_t(k), .channel = channel}); };
    const bool second = Uniforms({.seed = seed, .instance = std::uint32_t(k), .channel = 9}).next() < share;
    const double a = number(0), b = number(1);
    const Eigen::Vector2d true_value(second ? 1.2 + 0.3 * a : 0.3 * a, second ? -0.5 + 0.4 * b : 1.0 + 0.4 * b);
    members.push_back({true_value + 0.1 * Eigen::Vector2d(number(2), number(3)), 0.01 * Eigen::Matrix2d::Identity()});
  }
  return members;
}

}  // namespace

TEST_CASE("two kinds of devices, 70 and 30 of 100, come back with their weights, means and deviations, without the errors of the fits") {
  constexpr int n = 300;
  std::vector<Observation> members = of_two_kinds(n, 0.3, 4);
  members[5].value[1] = members[77].value[0] = std::nan("");  // not estimated there
  const Mixture m = mixture(members, 1);
  REQUIRE(m.kinds.size() == 2);
  REQUIRE(m.bic.size() == 3);  // three were tried and not taken
  CHECK(m.bic[1] < m.bic[0] - strong_evidence);
  // Four standard errors of so many members whose kind is known; errors of the estimates add a tenth.
  CHECK(std::abs(m.weight[0] - 0.7) < 4.0 * std::sqrt(0.7 * 0.3 / n));
  const double centre[2][2] = {{0.0, 1.0}, {1.2, -0.5}}, deviation[2] = {0.3, 0.4};
  for (int k : {0, 1}) {
    const double of_kind = m.weight[std::size_t(k)] * n;
    for (int j : {0, 1}) {
      CHECK(std::abs(m.kinds[std::size_t(k)].mean[j] - centre[k][j]) < 4.0 * 1.1 * deviation[j] / std::sqrt(of_kind));
      CHECK(std::sqrt(m.kinds[std::size_t(k)].covariance(j, j)) == doctest::Approx(deviation[j]).epsilon(4.0 * 1.1 / std::sqrt(2.0 * of_kind)));
    }
  }
  CHECK(mixture(members, 1).weight == m.weight);
}

TEST_CASE("one kind of devices is split in fewer than 5 of 100 samples, and a kind of too few is none") {
  int split = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) split += mixture(of_two_kinds(40, 0.0, seed), seed).kinds.size() > 1;
  CHECK(split <= 5);
  CHECK(fewest_of_a_kind(2) == 8);
  CHECK(mixture(of_two_kinds(12, 0.5, 1), 1).bic.size() == 1);                                    // cannot be two of eight
  CHECK(mixture(of_two_kinds(100, 0.02, 3), 1).kinds.size() == 1);                                // two odd devices are no kind
}

TEST_CASE("bootstrap: the mean of members without errors has the standard error s / sqrt(n), on any number of threads") {
  const std::vector<Observation> members = correlated_members(0, 50, 1e-6);
  const RandomEffects law = random_effects(members);
  const LawBounds b = bootstrap(members, law, {.threads = 2}), again = bootstrap(members, law, {.threads = 1});
  const double student = 2.009575;  // 97.5 %, 49 degrees of freedom
  for (int j : {0, 1}) {
    const double closed = student * std::sqrt(law.covariance(j, j) / 50.0);
    // The spread of 400 samples is known to 1 / sqrt(800); four times that.
    CHECK(0.5 * (b.mean_upper[j] - b.mean_lower[j]) == doctest::Approx(closed).epsilon(4.0 / std::sqrt(800.0)));
    CHECK(0.5 * (b.mean_upper[j] + b.mean_lower[j]) == doctest::Approx(law.mean[j]).epsilon(1e-9));
    CHECK(b.deviation_lower[j] == again.deviation_lower[j]);
  }
  CHECK(b.mean_lower == again.mean_lower);
  CHECK(b.correlation_lower == again.correlation_lower);
}

TEST_CASE("bootstrap: intervals of mean, spread and correlation hold the truth of normal populations in 93 to 97 of 100") {
  constexpr int populations = 200;
  int mean = 0, deviation = 0, correlation = 0;
  for (int k = 0; k < populations; ++k) {
    const std::vector<Observation> members = correlated_members(std::uint32_t(k + 1), 30, 0.3);
    const LawBounds b = bootstrap(members, random_effects(members), {.samples = 100});
    mean += b.mean_lower[1] <= 0.0 && 0.0 <= b.mean_upper[1];
    deviation += b.deviation_lower[1] <= 2.0 && 2.0 <= b.deviation_upper[1];
    correlation += b.correlation_lower(0, 1) <= 0.6 && 0.6 <= b.correlation_upper(0, 1);
  }
  MESSAGE("of " << populations << " populations: " << mean << " means, " << deviation << " spreads, " << correlation << " correlations held");
  // Chance allows fewer than 174 of 200 at 93 % and 200 at 97 % little more than once in a thousand times.
  for (const int held : {mean, deviation, correlation}) {
    CHECK(held >= 174);
    CHECK(held < 200);
  }
}

TEST_CASE("bootstrap: cycles that resemble their neighbours leave the mean less well known than blocks of one would say") {
  // AR(1) of 0.8: the mean of many has (1 + 0.8) / (1 - 0.8) = 9 times the variance of independent ones.
  std::vector<Observation> members;
  double z = 0.0;
  for (std::uint32_t k = 0; k < 2000; ++k) {
    z = 0.8 * z + 0.6 * normal({.seed = 10, .step = k});
    members.push_back({Eigen::VectorXd::Constant(1, z), Eigen::MatrixXd::Constant(1, 1, 1e-6)});
  }
  const RandomEffects law = random_effects(members);
  const auto width = [&](int block) {
    const LawBounds b = bootstrap(members, law, {.samples = 100, .block = block});
    return b.mean_upper[0] - b.mean_lower[0];
  };
  const double wider = width(40) / width(1);
  CHECK(wider > 2.0);  // 2.8 in blocks of 40, known to about 0.3
  CHECK(wider < 3.8);
}

TEST_CASE("the course of members that remember their neighbour has their slope and memory, and bounds that hold") {
  int held = 0;
  double memory = 0.0;
  for (std::uint32_t run = 0; run < 200; ++run) {
    std::vector<double> value, variance;
    double z = normal({.seed = 6, .instance = run, .step = 0});
    for (std::uint32_t k = 0; k < 300; ++k) {
      z = 0.5 * z + std::sqrt(0.75) * normal({.seed = 6, .instance = run, .step = k + 1});
      value.push_back(0.01 * k + z + 0.5 * normal({.seed = 7, .instance = run, .step = k}));
      variance.push_back(0.25);
    }
    const Course c = course(value, variance);
    held += c.lower95 <= 0.01 && 0.01 <= c.upper95;
    memory += c.lag1 / 200.0;
  }
  CHECK(memory == doctest::Approx(0.5).epsilon(0.05));
  CHECK(held >= 178);  // chance allows fewer than 178 of 200 at 95 % once in a thousand times
}

TEST_CASE("made devices: mean, spread and correlation come back without the errors of the fits, on any number of threads") {
  const Device d = device("analog_synapse");
  constexpr int n = 60;
  const std::vector<Member> members = made(d, n, 60);
  PopulationOptions options;
  options.fit.free = {"k_up", "gamma_up", "x_0"};
  options.fit.starts = 2, options.fit.screened = 24;
  const PopulationFit r = fit_population(d, members, options);
  CHECK(r.described == n);
  const auto& p = r.population;
  const std::size_t k = r.place("k_up"), g = r.place("gamma_up"), m = p.parameters.size();
  const double sk = std::sqrt(p.covariance[k * m + k]), sg = std::sqrt(p.covariance[g * m + g]);
  // Four standard errors of n normal numbers; the pooled values that all share err too.
  CHECK(std::abs(p.parameters[k].mean - std::log(7e3)) < 4.0 * 0.3 / std::sqrt(n));
  CHECK(sk == doctest::Approx(0.3).epsilon(4.0 / std::sqrt(2.0 * n)));
  CHECK(sg == doctest::Approx(0.4).epsilon(4.0 / std::sqrt(2.0 * n)));
  CHECK(std::abs(p.covariance[k * m + g] / (sk * sg) - 0.6) < 4.0 * 0.64 / std::sqrt(n));
  options.fit.threads = 1;
  options.done = {{3, r.members.at(3)}, {40, r.members.at(40)}};
  CHECK(fit_population(d, members, options).population.covariance == p.covariance);
}

TEST_CASE("what differs between made devices is found, and nothing else") {
  const Device d = device("analog_synapse");
  PopulationOptions options;
  options.fit.starts = 2, options.fit.screened = 24;
  std::vector<std::string> varied = fit_population(d, made(d, 40, 60), options).varied;
  std::ranges::sort(varied);
  std::string all;
  for (const std::string& name : varied) all += name + " ";
  CHECK(all == "gamma_up k_up x_0 ");
}

TEST_CASE("runs that were ended at a level are told from runs of a number of pulses") {
  const auto member = [](std::vector<double> down) {
    Member m{"", {}};
    for (std::size_t k = 0; k < down.size(); ++k) m.trace.train.push_back({.voltage = k ? -1.0 : 0.0, .width = k ? 1e-6 : 0.0, .read_voltage = 0.1});
    for (const double g : down) m.trace.current.push_back(0.1 * g);
    return m;
  };
  const auto level = stop_level({member({9.0, 4.0, 1.5, 0.9}), member({8.0, 2.0, 0.8})}, 0);
  REQUIRE(level);
  CHECK(level->conductance > 0.9);
  CHECK(level->conductance < 1.5);
  CHECK(!level->from_below);
  // A device that opens at the same pulses ends at its level from below.
  const auto above = stop_level({member({1.0, 3.0, 7.0}), member({2.0, 4.0, 5.0, 6.8})}, 0);
  REQUIRE(above);
  CHECK(above->conductance > 5.0);
  CHECK(above->conductance < 6.8);
  CHECK(above->from_below);
  CHECK(!stop_level({member({9.0, 4.0, 1.5, 0.9}), member({8.0, 2.0, 1.6})}, 0));
  CHECK(!stop_level({member({9.0, 4.0, 0.9}), member({8.0, 2.0, 0.8})}, 0));
}

namespace {

test::Ran fit_cycles(const test::Folder& folder, const std::string& file, const std::string& options) {
  return test::run(folder, "fit " + file + " --model analog_synapse --each cycle --free k_up,k_down,x_0 --starts 1 --dry-run --json " + options);
}

}  // namespace

TEST_CASE("a run of many cycles killed at ten moments and resumed says what an undisturbed one says, and breaks no file") {
  const test::Folder folder;
  const Device d = device("analog_synapse");
  data::PulseTrain train;
  const std::vector<Member> members = made(d, 40, 30);
  for (std::size_t c = 0; c < members.size(); ++c) {
    const Trace& t = members[c].trace;
    for (std::size_t k = 0; k < t.size(); ++k) {
      train.voltage.push_back(t.train[k].voltage), train.pulse_width.push_back(t.train[k].width);
      train.read_voltage.push_back(0.1), train.read_current.push_back(t.current[k]);
      train.op_type.push_back(k ? data::PulseTrain::pulse_read : data::PulseTrain::read), train.cycle.push_back(std::uint32_t(c));
    }
  }
  data::LabFile lab;
  lab.pulse_trains = {train};
  data::write_lab_file(folder / "lab.h5", lab);
  const auto begin = std::chrono::steady_clock::now();
  const test::Ran whole = fit_cycles(folder, "lab.h5", "");
  const double undisturbed = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  REQUIRE(whole.code == 0);
  const std::string command = "'" HYSTERON_PROGRAM "' fit lab.h5 --model analog_synapse --each cycle --free k_up,k_down,x_0 --starts 1 --checkpoint parts.txt";
  for (std::uint32_t k = 0; k < 10; ++k) {
    const double seconds = undisturbed * uniform({.seed = 8, .instance = k});
    const std::string script = "cd '" + (folder / "").string() + "' && { " + command + " > killed.txt 2>&1 & sleep " + std::to_string(seconds) + "; kill -9 $!; wait $!; true; } 2> /dev/null";
    CHECK(std::system(script.c_str()) == 0);
    CHECK(data::read_lab_file(folder / "lab.h5").pulse_trains.size() == 1);
  }
  const test::Ran parts = fit_cycles(folder, "lab.h5", "--checkpoint parts.txt");
  REQUIRE(parts.code == 0);
  nlohmann::json said = nlohmann::json::parse(parts.out), expected = nlohmann::json::parse(whole.out);
  said.erase("source"), expected.erase("source");  // a run that was not killed in time put its result into the file
  CHECK(said == expected);
  const test::Ran other = fit_cycles(folder, "lab.h5", "--checkpoint parts.txt --seed 2");
  CHECK(other.code == 2);
  CHECK(other.err.find("parts.txt: is of other measurements, options or version") != std::string::npos);
}

TEST_CASE("a fit whose profiles were killed goes on with the sides that it had walked, and says what an undisturbed one says") {
  const test::Folder folder;
  const Device d = device("analog_synapse");
  data::PulseTrain train;
  const Trace t = made(d, 1, 30)[0].trace;
  for (std::size_t k = 0; k < t.size(); ++k) {
    train.voltage.push_back(t.train[k].voltage), train.pulse_width.push_back(t.train[k].width);
    train.read_voltage.push_back(0.1), train.read_current.push_back(t.current[k]);
    train.op_type.push_back(k ? data::PulseTrain::pulse_read : data::PulseTrain::read);
  }
  data::LabFile lab;
  lab.pulse_trains = {train};
  data::write_lab_file(folder / "lab.h5", lab);
  const std::string fit = "fit lab.h5 --model analog_synapse --free k_up,gamma_up --set g_min=3e-6,g_max=3e-5,k_down=7e3,gamma_down=1,x_0=0.1 --starts 1 --profile all --json --dry-run";
  const test::Ran whole = test::run(folder, fit + " --checkpoint sides.txt");
  REQUIRE(whole.code == 0);
  std::string text = test::bytes_of(folder / "sides.txt");
  CHECK(std::ranges::count(text, '\n') == 5);  // a line for the run, and one a side
  std::size_t end = 0;
  for (int lines = 0; lines < 3; ++lines) end = text.find('\n', end) + 1;
  folder.file("sides.txt", text.substr(0, end));
  const test::Ran again = test::run(folder, fit + " --checkpoint sides.txt");
  CHECK(again.out == whole.out);
  CHECK(test::bytes_of(folder / "sides.txt") == text);
  folder.file("sides.txt", text.substr(0, end) + "0 1 up,x\n");
  CHECK(test::run(folder, fit + " --checkpoint sides.txt").err.find("sides.txt: line 4: is no part of this checkpoint") != std::string::npos);
  CHECK(test::run(folder, "fit lab.h5 --model analog_synapse --checkpoint sides.txt").err.find("--checkpoint is of --each or --profile") != std::string::npos);
}
