#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <random>

#include "data/import.h"
#include "fitters/fit.h"
#include "libmodel/sim/random.h"
#include "tests/fitters/measured.h"
#include "tests/fitters/synthetic.h"

using namespace hysteron::fitters;

namespace {

double rms(const TraceFit& t, std::size_t from, std::size_t to) {
  double sum = 0.0;
  for (std::size_t k = from; k < to; ++k) sum += std::pow(t.response[k] - t.measured[k], 2);
  return std::sqrt(sum / double(to - from));
}

// Read-to-read changes after pulses of one sign.
std::vector<double> steps_of(const Trace& t, bool up) {
  std::vector<double> steps;
  for (std::size_t k = 1; k < t.size(); ++k) {
    if ((t.train[k].voltage > 0.0) == up && (t.train[k - 1].voltage > 0.0 || t.train[k - 1].voltage < 0.0)) steps.push_back((t.current[k] - t.current[k - 1]) / 0.1);
  }
  return steps;
}

// The probability that two samples of one law differ by as much (A. Kolmogorov 1933, N. Smirnov 1939), for many.
double two_sample(std::vector<double> a, std::vector<double> b) {
  std::ranges::sort(a);
  std::ranges::sort(b);
  double apart = 0.0;
  for (const auto* sample : {&a, &b}) {
    for (const double x : *sample) {
      const auto share = [x](const std::vector<double>& of) { return double(std::ranges::upper_bound(of, x) - of.begin()) / double(of.size()); };
      apart = std::max(apart, std::abs(share(a) - share(b)));
    }
  }
  const double lambda = apart * std::sqrt(double(a.size() * b.size()) / double(a.size() + b.size()));
  double p = 0.0;
  for (int k = 1; k < 100; ++k) p += (k % 2 ? 2.0 : -2.0) * std::exp(-2.0 * k * k * lambda * lambda);
  return lambda < 0.2 ? 1.0 : p;
}

// Pulses of the trace's two amplitudes in random order, as the fitted device answers them with its noise.
Trace random_sequence(const Trace& like, const FitResult& r, std::uint32_t pulses) {
  using hysteron::normal, hysteron::uniform;
  Trace t{.name = "random"};
  for (std::uint32_t k = 0; k < pulses; ++k) t.train.push_back(uniform({.seed = 12, .step = k}) < 0.5 ? like.train.front() : like.train.back());
  t.current.assign(pulses, 0.0);
  std::vector<double> inputs;
  for (const Estimate& e : r.estimates) inputs.push_back(e.value);
  Slopes none;
  if (!device(r.model).follow(t, inputs, {}, 1e-6, t.current, none)) return {};
  double written = 0.0;
  for (std::uint32_t k = 0; k < pulses; ++k) {
    written += r.traces[0].write_noise * normal({.seed = 12, .step = k, .channel = 1});
    t.current[k] += 0.1 * (written + r.traces[0].read_noise * normal({.seed = 12, .step = k, .channel = 2}));
  }
  return t;
}

double range(const TraceFit& t, std::size_t from, std::size_t to) {
  const auto [low, high] = std::minmax_element(t.measured.begin() + from, t.measured.begin() + to);
  return *high - *low;
}

}  // namespace

TEST_CASE("2000 pulses of an analog ReRAM are described to the noise, from defaults") {
  const auto trace = gong_2018();
  if (!trace) {
    MESSAGE("skipped: HYSTERON_MEASURED_DATA has no reram-analog-gong2018");
    return;
  }
  const FitResult r = fit("analog_synapse", {{*trace}});
  CHECK(r.converged);
  CHECK(r.residual == Residual::linear);
  const TraceFit& t = r.traces[0];
  REQUIRE(t.response.size() == 2000);
  CHECK(rms(t, 0, 1000) / range(t, 0, 1000) <= 1.03 * 0.0638);
  CHECK(rms(t, 1000, 2000) / range(t, 1000, 2000) <= 1.03 * 0.0633);
  // Of the steps about a moving mean, the lag-1 covariance is -0.44 of the variance of (0.166e-6 S)^2: 0.06e-6 S written
  // and 0.11e-6 S misread, within 10 % and 30 % by chance.
  CHECK(t.read_noise == doctest::Approx(0.11e-6).epsilon(0.1));
  CHECK(t.write_noise == doctest::Approx(0.06e-6).epsilon(0.3));
  const Trace made = random_sequence(*trace, r, 2000);
  for (const bool up : {true, false}) {
    const double p = two_sample(steps_of(*trace, up), steps_of(made, up));
    MESSAGE("steps " << std::string(up ? "up" : "down") << " of a random sequence made from the fit against those measured: p = " << p);
    CHECK(p > 0.01);
  }
}

TEST_CASE("20 cycles of a Y-Flash cell are described over three decades and over their range, from defaults") {
  const auto trace = wang_2022(20);
  if (!trace) {
    MESSAGE("skipped: HYSTERON_MEASURED_DATA has no yflash-wang2022");
    return;
  }
  const FitResult r = fit("analog_synapse", {{*trace}});
  CHECK(r.converged);
  CHECK(r.residual == Residual::mixed);
  CHECK(r.traces[0].rms_of_range <= 0.03);
  CHECK(r.traces[0].rms_decades <= 0.05);
}

namespace {

const std::filesystem::path measured = HYSTERON_MEASURED_DATA;

bool at_hand(const char* folder) {
  if (std::filesystem::exists(measured / folder)) return true;
  MESSAGE("skipped: HYSTERON_MEASURED_DATA has no " << std::string(folder));
  return false;
}

double figure(const hysteron::data::PvLoop& loop, const std::string& name) {
  for (const auto& f : loop.reported) {
    if (f.name == name) return f.value;
  }
  return std::nan("");
}

}  // namespace

// Of both polarities of a record the loop begins a second after the pulse that set the film: its first
// reversal takes 0.2 V more than the second, which the loop of the other polarity has in its place.
TEST_CASE("loops of a ferroelectric capacitor, of both polarities a decade of frequency apart, are one set of parameters, within 5 % of 2 P_r") {
  if (!at_hand("ferro-hfo2-anderson2017")) return;
  const auto all = hysteron::data::import_file(measured / "ferro-hfo2-anderson2017/RTWhiteB_freqs.dat", {});
  FitProblem problem;
  std::vector<double> switched;  // C
  for (const std::size_t k : {0u, 1u, 18u, 19u}) {  // 100 Hz and 1 kHz, the even ones from below
    const auto& loop = all.pv_loops.at(k);
    problem.traces.push_back(trace_of(loop));
    problem.traces.back().name = loop.title;
    problem.traces.back().initial["h"] = k % 2 == 0 ? -1.0 : 1.0;
    switched.push_back(1e-2 * loop.area * (figure(loop, "Pr+") - figure(loop, "Pr-")));  // from uC/cm2
  }
  FitOptions o;
  o.free = {"p_r", "v_a", "t_0", "v_imprint", "eps_r", "hold"};
  o.set = {{"v_a", 3.0}, {"t_0", 4e-6}, {"alpha", 5.0}, {"spread", 0.08}, {"v_tune", 1.5}, {"eps_r", 500.0}, {"hold", 1.0}};
  o.starts = 1;
  const FitResult r = fit("ferroelectric", problem, o);
  CHECK(r.converged);
  CHECK(r.at("area").role == Role::given);
  CHECK(r.at("area").value == doctest::Approx(1e-8));
  CHECK(r.at("hold").lower95 > 0.0);
  for (std::size_t k = 0; k < 4; ++k) {
    CAPTURE(r.traces[k].name);
    CHECK(r.traces[k].points == 401);
    CHECK(switched[k] == doctest::Approx(0.5 * 1e-8).epsilon(0.02));
    CHECK(r.traces[k].rms <= 0.05 * switched[k]);
  }
}

TEST_CASE("sine loops of a silver bridge behind two resistors are one set of parameters, within 10 % of their peaks") {
  if (!at_hand("cbram-wsdc-knowm2020")) return;
  FitProblem problem;
  std::vector<double> peak;
  for (const char* folder : {"5kohm_0.8V_10Hz_M1", "47kohm_0.8V_10Hz_M1", "5kohm_0.8V_1000Hz_M1", "47kohm_0.8V_1000Hz_M1"}) {
    const auto sweep = hysteron::data::import_file(measured / "cbram-wsdc-knowm2020/loops" / folder / "memristor.csv", {}).iv_sweeps.at(0);
    problem.traces.push_back(trace_of(sweep));
    problem.traces.back().name = folder;
    peak.push_back(0.0);
    for (double i : sweep.current) peak.back() = std::max(peak.back(), std::abs(i));
  }
  FitOptions o;
  o.free = {"n_max", "i_0", "v_0", "kappa_0", "k_grow", "k_dissolve", "k_widen", "k_thin"};
  // Where a fit of all eight loops of this device at 0.8 V ends.
  o.set = {{"n_max", 6.05}, {"kappa", 2.21}, {"i_0", 2.3e-5}, {"kappa_0", 4.4}, {"v_0", 0.24}, {"k_grow", 0.47}, {"z_grow", 0.61},
           {"k_dissolve", 180.0}, {"z_dissolve", 0.125}, {"k_widen", 7900.0}, {"z_widen", 0.186}, {"k_thin", 1e7}, {"z_thin", 0.0193},
           {"nucleation", 2.42}, {"gamma_widen", -5.77}, {"gamma_thin", 2.02}, {"k_loss", 0.0}};
  o.residual = Residual::linear;
  o.starts = 1;
  const FitResult r = fit("cbram", problem, o);
  CHECK(r.converged);
  CHECK(r.at("r_s").role == Role::given);
  for (std::size_t k = 0; k < peak.size(); ++k) {
    CAPTURE(r.traces[k].name);
    CHECK(r.traces[k].rms <= 0.1 * peak[k]);
  }
}

// The file 47kohm_0.8V_10Hz of M2 is that of M1, number for number: whose it is nobody says, and it is compared too.
TEST_CASE("sine loops of another silver bridge, at four frequencies behind two resistors, are the model at its defaults, within 10 % of their peaks") {
  if (!at_hand("cbram-wsdc-knowm2020")) return;
  const Device d = device("cbram");
  std::mt19937_64 unused;
  for (const char* folder : {"5kohm_0.8V_1Hz_M2", "5kohm_0.8V_10Hz_M2", "5kohm_0.8V_100Hz_M2", "5kohm_0.8V_1000Hz_M2",
                             "47kohm_0.8V_1Hz_M2", "47kohm_0.8V_10Hz_M2", "47kohm_0.8V_100Hz_M2", "47kohm_0.8V_1000Hz_M2"}) {
    CAPTURE(folder);
    const auto all = hysteron::data::import_file(measured / "cbram-wsdc-knowm2020/loops" / folder / "memristor.csv", {});
    Trace t = trace_of(all.iv_sweeps.at(0));
    t.voltage = t.applied;
    const Trace model = measured_on(d, t, {{"r_s", all.iv_sweeps[0].r_series}}, 0.0, unused);
    double squares = 0.0, peak = 0.0;
    for (std::size_t k = t.lead; k < t.size(); ++k) {
      squares += std::pow(model.current[k] - t.current[k], 2);
      peak = std::max(peak, std::abs(t.current[k]));
    }
    CHECK(std::sqrt(squares / double(t.size() - t.lead)) <= 0.1 * peak);
  }
}

TEST_CASE("20 cycles of a Y-Flash cell are described by trapped charge, within 3 % of their range and 0.05 decade") {
  if (!at_hand("yflash-wang2022")) return;
  hysteron::data::ImportOptions as;
  as.pulse_up = 8.0, as.pulse_down = -5.0;
  as.negative_potentiates = true;  // in the model positive pulses store charge, which closes the channel
  const auto all = hysteron::data::import_file(measured / "yflash-wang2022/data_cycle2cycle.txt", as);
  auto train = all.pulse_trains.at(0);
  const std::size_t rows = std::size_t(std::ranges::lower_bound(train.cycle, 20u) - train.cycle.begin());
  Trace t = trace_of(train);
  t.train.resize(rows);
  t.current.resize(rows);
  FitOptions o;
  o.free = {"g_max", "swing", "bend", "k_up", "k_down", "gamma_up", "gamma_down", "k_wear", "fading", "wear_up", "wear_down", "x_0"};
  o.starts = 1;
  const FitResult r = fit("charge_trap", {{t}}, o);
  CHECK(r.converged);
  CHECK(r.residual == Residual::mixed);
  CHECK(r.traces[0].rms_of_range <= 0.03);
  CHECK(r.traces[0].rms_decades <= 0.05);
}
