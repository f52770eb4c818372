// Figures from measurements: values, bounds, and no figure where the data show none.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <tuple>

#include "apps/report/findings.h"
#include "apps/report/ramps.h"
#include "libmodel/metrics/bounds.h"
#include "libmodel/metrics/definition.h"
#include "libmodel/metrics/magnetic.h"
#include "libmodel/metrics/update.h"
#include "tests/report/made.h"

using namespace hysteron;
using namespace hysteron::report;

namespace {

const Finding* found(const std::vector<Finding>& findings, const std::string& id) {
  const auto f = std::find_if(findings.begin(), findings.end(), [&](const Finding& x) { return x.id == id; });
  return f == findings.end() ? nullptr : &*f;
}

std::vector<Finding> of(const data::PulseTrain& train) { return findings_of(train, conductances(train)); }

}  // namespace

TEST_CASE("every figure has a definition, and its bounds hold its value") {
  const auto all = of(test::ramps(8, 50, 0.8, 0.01, 1));
  CHECK(all.size() > 30);
  for (const Finding& f : all) {
    CAPTURE(f.id);
    CHECK(metrics::definition(f.id) != nullptr);
    CHECK(!f.basis.empty());
    if (std::isfinite(f.figure.lower)) CHECK(f.figure.lower <= f.figure.value);
    if (std::isfinite(f.figure.upper)) CHECK(f.figure.upper >= f.figure.value);
  }
}

TEST_CASE("bounds of the label over ramps hold the truth in nine made devices of ten") {
  int inside = 0;
  constexpr int devices = 200;
  const double label = metrics::neurosim_label(0.8);
  for (int k = 0; k < devices; ++k) {
    const auto all = of(test::ramps(6, 40, 0.8, 0.02, 100 + std::uint64_t(k)));
    const auto& f = found(all, "NL.neurosim.up")->figure;
    inside += f.lower <= label && label <= f.upper;
  }
  CHECK(std::abs(inside / double(devices) - 0.90) < 3.0 * std::sqrt(0.9 * 0.1 / devices));
}

TEST_CASE("one ramp gives values of the ramp without bounds, and none of what needs repeats") {
  const auto all = of(test::ramps(1, 50, 0.8, 0.0, 1));
  REQUIRE(found(all, "LIN.maxdev.up"));
  CHECK(std::isnan(found(all, "LIN.maxdev.up")->figure.lower));
  CHECK(!found(all, "CCV.up"));
  auto unread = test::ramps(1, 50, 0.8, 0.0, 1);
  unread.read_width.clear();
  CHECK(!found(of(unread), "E.read"));
}

TEST_CASE("energies of pulses whose voltage nobody measured are not shown") {
  auto train = test::ramps(6, 50, 0.8, 0.0, 1);
  train.source.assumptions = {"voltage = 1 V up, -1 V down: nominal, not in the file; say --pulse-voltage to change it"};
  CHECK(!found(of(train), "E.up"));
  CHECK(found(of(train), "E.read"));
  train.source.assumptions = {"read_voltage = 0.1 V: nominal, not in the file; say --read-voltage to change it"};
  CHECK(found(of(train), "E.up"));
  CHECK(!found(of(train), "E.read"));
  train.source.assumptions = {"voltage = 1 V up, -1 V down: given by --pulse-voltage"};
  CHECK(found(of(train), "E.up"));
}

TEST_CASE("energies are those of the pulses: 1 V, 10 ns on 1 to 10 uS; 0.1 V read") {
  const auto all = of(test::ramps(6, 50, 100.0, 0.0, 1));
  CHECK(found(all, "E.up")->figure.value == doctest::Approx(1.0 * 5.5e-6 * 10e-9).epsilon(1e-3));
  CHECK(found(all, "E.read")->figure.value == doctest::Approx(0.01 * 5.5e-6 * 10e-9).epsilon(2e-3));
}

TEST_CASE("a staircase of amplitudes has no figure of pulses of one amplitude") {
  auto train = test::ramps(6, 50, 0.8, 0.0, 1);
  for (std::size_t k = 0; k < train.voltage.size(); ++k) train.voltage[k] *= 1.0 + 0.01 * double(k % 50);
  CHECK(!found(of(train), "LIN.maxdev.up"));
  CHECK(found(of(train), "E.up"));
}

TEST_CASE("the worst scheme: a bad one shows that it fails, three good ones that it does not") {
  data::LabFile file;
  for (const double width : {10e-9, 20e-9, 30e-9}) {
    file.pulse_trains.push_back(test::random_pulses(4000, width, 0.0005, std::uint64_t(1e9 * width)));
    file.pulse_trains.back().id = std::to_string(file.pulse_trains.size()) + "_pulse_train";
  }
  const auto three = findings_of(file, {});
  REQUIRE(found(three, "SYM.scheme"));
  CHECK(found(three, "SYM.scheme")->figure.lower > 90.0);
  file.pulse_trains.resize(1);
  CHECK(std::isnan(found(findings_of(file, {}), "SYM.scheme")->figure.lower));
  file.pulse_trains = {test::ramps(8, 50, 0.3, 0.002, 3)};
  CHECK(found(findings_of(file, {}), "LIN.scheme")->figure.upper < 90.0);
}

TEST_CASE("22 survivors show an endurance, 21 do not; failures give the lower bound of Weibull's first per cent") {
  const std::vector<metrics::Life> survivors(22, {1e8, false});
  const auto all = findings_of(survivors, "x"), few = findings_of(std::span(survivors).first(21), "x");
  CHECK(found(all, "END.pulses")->figure.lower == 2e8);
  CHECK(std::isnan(found(few, "END.pulses")->figure.lower));
  CHECK(!found(all, "END.beta"));
}

TEST_CASE("endurance of a measured cell: its medians, the rise of R_on, a life that was not waited for") {
  std::ifstream in(std::filesystem::path(HYSTERON_MEASURED_DATA) / "rram-1t1r-levy2021/1us_endurance.tsv");
  if (!in) {
    MESSAGE("skipped: HYSTERON_MEASURED_DATA has no rram-1t1r-levy2021");
    return;
  }
  std::vector<double> cycle, on, off;
  for (double address, lrs, hrs, n; in >> address >> lrs >> hrs >> n;) cycle.push_back(n), on.push_back(lrs), off.push_back(hrs);
  // Known medians of 100 records at 1e4, 1e5, 5e5 and 1e6 cycles in kohm. Which hundred is not said, and the cell
  // wanders: ours, about that cycle, hold them within their bounds.
  const std::vector<std::array<double, 3>> known{{1e4, 10.6, 134}, {1e5, 11.6, 164}, {5e5, 12.6, 110}, {1e6, 12.9, 109}};
  for (const auto& [n, lrs, hrs] : known) {
    const auto end = std::size_t(std::lower_bound(cycle.begin(), cycle.end(), n) - cycle.begin()) + 1;
    const auto from = end - (n == 1e4 ? 100 : 50);
    const auto r_on = metrics::median_interval(std::span(on).subspan(from, 100)), r_off = metrics::median_interval(std::span(off).subspan(from, 100));
    MESSAGE(n, " cycles: R_on ", r_on.value, " [", r_on.lower, ", ", r_on.upper, "], R_off ", r_off.value, " [", r_off.lower, ", ", r_off.upper, "] ohm");
    CHECK(r_on.lower <= 1e3 * lrs);
    CHECK(r_on.upper >= 1e3 * lrs);
    CHECK(r_off.lower <= 1e3 * hrs);
    CHECK(r_off.upper >= 1e3 * hrs);
  }
  const Finding wear = wear_of(on, "cell");
  MESSAGE("R_on rises by ", wear.figure.value, " % [", wear.figure.lower, ", ", wear.figure.upper, "]");
  CHECK(wear.figure.lower > 0.0);
  std::size_t kept = 0;
  for (std::size_t k = 0; k < on.size(); ++k) kept += off[k] > 2.0 * on[k];
  CHECK(double(kept) / double(on.size()) == doctest::Approx(0.984).epsilon(0.001));
  data::Endurance m;
  for (std::size_t k = 0; k < on.size(); ++k) {
    m.cycle.push_back(std::uint64_t(cycle[k]));
    m.read_voltage.push_back(0.1);
    m.read_current_on.push_back(0.1 / on[k]);
    m.read_current_off.push_back(0.1 / off[k]);
  }
  const auto all = findings_of(m);
  REQUIRE(found(all, "END.window"));
  MESSAGE("END.window ", found(all, "END.window")->figure.value, " cycles: ", found(all, "END.window")->basis);
  CHECK(!found(all, "END.beta"));
  CHECK(std::isnan(found(all, "END.pulses")->figure.lower));
  CHECK(found(all, "END.on")->figure.value == doctest::Approx(wear.figure.value));
  // It failed between two reads a hundred cycles apart.
  CHECK(found(all, "END.window")->figure.lower == found(all, "END.window")->figure.value - 100.0);
  CHECK(found(all, "END.window")->figure.upper == found(all, "END.window")->figure.value);
  // The report's own medians, about each decade and at the end.
  int decades = 0;
  for (const auto& [basis, lrs, hrs] : std::vector<std::tuple<std::string, double, double>>{
           {"100 reads from 100 to 1e+04 cycles", 10.6, 134}, {"101 reads from 9.5e+04 to 1.05e+05 cycles", 11.6, 164}, {"to 1.005e+06 cycles", 12.9, 109}}) {
    for (const Finding& f : all) {
      if (!f.basis.ends_with(basis)) continue;
      CAPTURE(basis);
      const double ohm = 1e3 * (f.id == "END.R_on" ? lrs : hrs);
      MESSAGE(f.id << ", " << f.basis << ": " << f.figure.value << " [" << f.figure.lower << ", " << f.figure.upper << "] ohm, known " << ohm);
      CHECK(f.figure.lower <= ohm);
      CHECK(f.figure.upper >= ohm);
      ++decades;
    }
  }
  CHECK(decades == 6);
}

TEST_CASE("bakes at three temperatures: the activation energy of what was made is within its bounds") {
  data::Retention m;
  std::uint32_t device = 0;
  for (const double kelvin : {423.15, 448.15, 473.15}) {
    for (int k = 0; k < 12; ++k, ++device) {
      Uniforms random({.seed = 41, .instance = device});
      const double life = 1e-9 * std::exp(1.1 / (8.617333262145179e-5 * kelvin) + 0.3 * test::normal(random));
      for (double t = 10.0; t < 1e7; t *= 1.1) {
        m.time.push_back(t), m.temperature.push_back(kelvin), m.device.push_back(device);
        m.read_voltage.push_back(0.1), m.read_current.push_back(1e-6 * (1.0 - 0.2 * std::sqrt(t / life)));
      }
    }
  }
  const auto all = findings_of(m, 298.15);
  REQUIRE(found(all, "RET.Ea"));
  CHECK(found(all, "RET.Ea")->figure.lower < 1.1);
  CHECK(found(all, "RET.Ea")->figure.upper > 1.1);
  CHECK(found(all, "RET.tmodel")->figure.value < found(all, "RET.arrhenius")->figure.value);
  CHECK(found(all, "RET.worst")->figure.lower == found(all, "RET.tmodel")->figure.lower);
  // Read before and after only, nobody knows when they failed.
  data::Retention twice;
  for (std::size_t k = 0; k < m.size(); ++k) {
    const bool first = k == 0 || m.device[k] != m.device[k - 1], last = k + 1 == m.size() || m.device[k] != m.device[k + 1];
    if (!first && !last) continue;
    twice.time.push_back(m.time[k]), twice.temperature.push_back(m.temperature[k]), twice.device.push_back(m.device[k]);
    twice.read_voltage.push_back(0.1), twice.read_current.push_back(m.read_current[k]);
  }
  const auto share = findings_of(twice, 298.15);
  CHECK(!found(share, "RET.Ea"));
  CHECK(missing_of(twice).find("36 of 36 bakes failed between two reads") == 0);
  CHECK(missing_of(m).empty());
  // What is left after the bake is known: of 12 at each temperature, none after a thousand lives.
  REQUIRE(found(share, "RET.kept"));
  CHECK(found(share, "RET.kept")->figure.value == 0.0);
  CHECK(found(share, "RET.kept")->figure.upper == doctest::Approx(100.0 * (1.0 - std::pow(0.05, 1.0 / 12.0))).epsilon(1e-9));
}

TEST_CASE("an array, a neuron and a junction: yield, rate and write error with exact bounds") {
  data::ArrayMap map;
  map.conductance.assign(1024, 1e-6);
  map.status.assign(1024, 0);
  std::fill_n(map.status.begin(), 86, std::uint8_t{3});
  CHECK(found(findings_of(map), "YIELD")->figure.lower == doctest::Approx(90.04).epsilon(1e-4));
  data::SpikeTrain spikes;
  for (int k = 0; k < 100; ++k) spikes.spike_time.push_back(1e-6 * k);
  CHECK(found(findings_of(spikes), "NEURON.rate")->figure.value == doctest::Approx(1e6));
  CHECK(!found(findings_of(spikes), "NEURON.supply"));
  data::SwitchingProbability trials;
  trials.amplitude = {0.5, 1.0}, trials.width = {1e-8, 1e-8}, trials.n_trials = {100, 1000}, trials.n_switched = {50, 1000};
  CHECK(found(findings_of(trials), "WER")->figure.value == 0.0);
  CHECK(found(findings_of(trials), "WER")->figure.upper == doctest::Approx(1.0 - std::pow(0.05, 1e-3)).epsilon(1e-9));
}

TEST_CASE("a loop of a device that is ten times better on than off: its branches are ten apart, a resistor's are one") {
  data::IvSweep sweep;
  sweep.id = "1_iv_sweep";
  std::vector<double> resistor;
  for (int cycle = 0; cycle < 6; ++cycle) {
    for (int k = 0; k < 400; ++k) {
      const double v = 1.2 * std::sin(2.0 * std::acos(-1.0) * k / 400.0);
      const bool on = k >= 100 && k < 300;  // switches on at the top, off at the bottom
      sweep.voltage.push_back(v);
      sweep.current.push_back(v * (on ? 1e-5 : 1e-6));
      sweep.cycle.push_back(std::uint32_t(cycle));
      resistor.push_back(1e-6 * v);
    }
  }
  const auto all = findings_of(sweep, sweep.current), same = findings_of(sweep, resistor);
  for (const char* id : {"IV.ratio.up", "IV.ratio.down"}) {
    CAPTURE(id);
    REQUIRE(found(all, id));
    CHECK(found(all, id)->figure.value == doctest::Approx(10.0).epsilon(1e-9));
    CHECK(found(same, id)->figure.value == doctest::Approx(1.0).epsilon(1e-9));
  }
  CHECK(found(all, "IV.ratio.up")->basis == "loops: 6, near 0.6 V");
  // One period that begins within the way back: only where it repeats is that branch whole.
  data::IvSweep period;
  period.id = sweep.id;
  for (std::size_t k = 130; k < 530; ++k) period.voltage.push_back(sweep.voltage[k]), period.current.push_back(sweep.current[k]);
  CHECK(found(findings_of(period, period.current), "IV.ratio.down"));
  CHECK(!found(findings_of(period, period.current), "IV.ratio.up"));
  period.frequency = 10.0;
  REQUIRE(found(findings_of(period, period.current), "IV.ratio.up"));
  CHECK(found(findings_of(period, period.current), "IV.ratio.up")->figure.value == doctest::Approx(10.0).epsilon(1e-9));
}

TEST_CASE("a switch that turns on at 1 V and off at 0.4 V does so between the points of its sweep; a resistor does not") {
  data::IvSweep sweep;
  sweep.id = "1_iv_sweep";
  bool on = false;
  std::vector<double> resistor;
  for (int k = 0; k <= 300; ++k) {
    const double v = 0.01 * (k <= 150 ? k : 300 - k) + 0.003;
    on = on ? v > 0.4 : v > 1.0;
    sweep.voltage.push_back(v), sweep.current.push_back(v * (on ? 1e-3 : 1e-5)), resistor.push_back(1e-5 * v);
  }
  const auto all = findings_of(sweep, sweep.current);
  for (const auto& [id, truth] : {std::pair{"TS.V_th.up", 1.0}, {"TS.V_hold.up", 0.4}}) {
    CAPTURE(id);
    REQUIRE(found(all, id));
    CHECK(found(all, id)->figure.lower <= truth);
    CHECK(found(all, id)->figure.upper >= truth);
    CHECK(found(all, id)->figure.upper - found(all, id)->figure.lower == doctest::Approx(0.01));
  }
  CHECK(!found(all, "TS.V_th.down"));
  CHECK(!found(findings_of(sweep, resistor), "TS.V_th.up"));
}

TEST_CASE("a junction's stability from switching probabilities is that of the law they were made with") {
  data::SwitchingProbability trials;
  trials.id = "1_switching_probability";
  constexpr double delta = 42.0, critical = 0.9;
  for (const double width : {1e-7, 1e-6, 1e-5}) {
    for (double v = 0.5; v < 0.9; v += 0.02) {
      const double p = metrics::switching_probability(width, v / critical, delta, 1.0);
      const auto n = std::uint32_t(std::lround(1e6 * p));
      trials.amplitude.push_back(v), trials.width.push_back(width), trials.n_trials.push_back(1000000), trials.n_switched.push_back(n);
    }
  }
  const auto all = findings_of(trials);
  REQUIRE(found(all, "DELTA.up"));
  const auto& f = found(all, "DELTA.up")->figure;
  CHECK(f.lower < delta);
  CHECK(f.upper > delta);
  CHECK(f.upper - f.lower < 2.0);
  CHECK(!found(all, "DELTA.down"));
}

TEST_CASE("a junction of 150 % has it in loops by a field, at each voltage of its reads; a resistor has no states") {
  data::ResistanceLoop m;
  m.id = "1_resistance_loop";
  Uniforms random({.seed = 5});
  for (std::uint32_t cycle = 0; cycle < 12; ++cycle) {
    for (const double volt : {0.01, 0.4}) {
      bool antiparallel = true;
      for (int k = 0; k <= 200; ++k) {
        const double field = 0.03 * (k < 100 ? k / 50.0 - 1.0 : 3.0 - k / 50.0);
        if (field > 0.012) antiparallel = false;
        if (field < -0.012) antiparallel = true;
        const double r = 1000.0 * (antiparallel ? volt < 0.1 ? 2.5 : 1.75 : 1.0) * (1.0 + 0.01 * test::normal(random));
        m.field.push_back(field), m.resistance.push_back(r), m.read_voltage.push_back(volt), m.cycle.push_back(cycle);
      }
    }
  }
  const auto all = findings_of(m, 1e-14);
  std::vector<double> truth{150.0, 75.0};
  std::size_t shown = 0;
  for (const Finding& f : all) {
    if (f.id != "TMR") continue;
    CAPTURE(f.basis);
    CHECK(f.figure.lower < truth.at(shown));
    CHECK(f.figure.upper > truth.at(shown));
    CHECK(f.figure.upper - f.figure.lower < 2.0);
    ++shown;
  }
  CHECK(shown == 2);
  CHECK(found(all, "RA")->figure.value == doctest::Approx(1e-11).epsilon(5e-3));
  CHECK(found(all, "TMR")->basis == "12 of 12 loops, read at 0.01 V");
  for (double& r : m.resistance) r = 1000.0 * (1.0 + 0.01 * test::normal(random));
  CHECK(findings_of(m, 1e-14).empty());
}

TEST_CASE("the window of made pairs of spikes: its law is within the bounds in nine of ten, and a flat one has none") {
  constexpr int devices = 100;
  const std::map<std::string, double> truth{{"STDP.A.up", 0.8}, {"STDP.tau.up", 0.017}, {"STDP.A.down", -0.4}, {"STDP.tau.down", 0.034}, {"STDP.balance", 1.0}};
  std::map<std::string, int> inside;
  data::SpikePairs flat;
  for (std::uint32_t d = 0; d < devices; ++d) {
    data::SpikePairs m;
    Uniforms random({.seed = 17, .instance = d});
    for (int k = 0; k < 30; ++k) {
      for (const double sign : {1.0, -1.0}) {
        const double delay = sign * 0.1 * random.next();
        m.spike_delay.push_back(delay);
        m.weight_change.push_back((delay > 0.0 ? 0.8 * std::exp(-delay / 0.017) : -0.4 * std::exp(delay / 0.034)) + 0.03 * test::normal(random));
      }
    }
    const auto all = findings_of(m);
    for (const auto& [id, value] : truth) {
      REQUIRE(found(all, id));
      const auto& f = found(all, id)->figure;
      inside[id] += f.lower <= value && value <= f.upper;
    }
    flat = m;
  }
  for (const auto& [id, n] : inside) {
    CAPTURE(id);
    CHECK(n / double(devices) > 0.90 - 3.0 * std::sqrt(0.9 * 0.1 / devices));
  }
  flat.weight_change.assign(flat.size(), 0.2);
  CHECK(!found(findings_of(flat), "STDP.tau.up"));
  CHECK(!found(findings_of(flat), "STDP.balance"));
}

TEST_CASE("the second of two pulses: what it gains at the shortest interval, and how long that lasts") {
  data::PulsePairs m;
  Uniforms random({.seed = 23});
  for (const double interval : {0.01, 0.02, 0.05, 0.1, 0.2, 0.5}) {
    for (int k = 0; k < 10; ++k) {
      m.pulse_interval.push_back(interval), m.first_response.push_back(2e-9);
      m.second_response.push_back(2e-9 * (1.0 + 0.9 * std::exp(-interval / 0.08) + 0.02 * test::normal(random)));
    }
  }
  const auto all = findings_of(m);
  for (const auto& [id, truth] : {std::pair{"PPF", 90.0 * std::exp(-0.125)}, {"PPF.A", 90.0}, {"PPF.tau", 0.08}}) {
    CAPTURE(id);
    REQUIRE(found(all, id));
    CHECK(found(all, id)->figure.lower < truth);
    CHECK(found(all, id)->figure.upper > truth);
    CHECK(found(all, id)->figure.upper < 1.2 * found(all, id)->figure.lower);
  }
  CHECK(found(all, "PPF")->basis == "10 pairs 0.01 s apart");
  for (auto* column : {&m.pulse_interval, &m.first_response, &m.second_response}) column->resize(1);
  const auto one = findings_of(m);
  CHECK(one.size() == 1);
  CHECK(std::isnan(one[0].figure.lower));
}
