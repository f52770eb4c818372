// Trains and sweeps where the answer is known.

#include <doctest/doctest.h>

#include "libmodel/devices/analog_synapse.h"
#include "libmodel/devices/ecram.h"
#include "libmodel/devices/ferroelectric.h"
#include "libmodel/devices/filament.h"
#include "libmodel/devices/vteam.h"
#include "libmodel/sim/train_definition.h"
#include "libmodel/sim/transient.h"

using namespace hysteron;

namespace {

const auto around = defaults<Surroundings<double>>();

// Vteam above its threshold: x' = rate (1 - x).
double vteam_rate(const ParametersOf<Vteam>& p, double v) { return p.k_off * std::pow(v / p.v_off - 1.0, p.alpha_off); }

}  // namespace

TEST_CASE("train: soft-bound pulses add up to one exponential, with maps or without") {
  const auto p = defaults<ParametersOf<Vteam>>();
  const std::vector<Pulse> train(300, Pulse{.voltage = 1.2, .width = 2e-5, .delay = 1e-3, .read_voltage = 0.1});
  for (const bool maps : {false, true}) {
    CAPTURE(maps);
    StateOf<Vteam> s{0.1};
    std::vector<double> current(train.size());
    const Followed f = follow_train<Vteam, double>(train, s, p, around, {.maps = maps}, current);
    CHECK(f.reached);
    CHECK(f.maps == (maps ? 1 : 0));
    for (const int k : {0, 10, 299}) {
      const double x = 1.0 - 0.9 * std::exp(-vteam_rate(p, 1.2) * 2e-5 * (k + 1));
      CHECK(current[k] == doctest::Approx(0.1 / (p.r_on * std::pow(p.r_off / p.r_on, x))).epsilon(1e-8));
    }
  }
}

TEST_CASE("train: ramps count as the area under the rate") {
  auto p = defaults<ParametersOf<Vteam>>();
  p.alpha_off = 1.0;  // x' = k_off (v / v_off - 1) (1 - x)
  StateOf<Vteam> s{0.0};
  std::vector<double> current(1);
  const std::vector<Pulse> train = {{.voltage = 1.0, .width = 1e-3, .rise = 2e-3, .fall = 4e-3}};
  CHECK(follow_train<Vteam, double>(train, s, p, around, {}, current).reached);
  const double area = 1e-3 + 0.5 * 0.5 * (2e-3 + 4e-3);  // s: above the threshold for half of a ramp, half as high
  CHECK(s.x == doctest::Approx(1.0 - std::exp(-p.k_off * area)).epsilon(1e-7));
}

TEST_CASE("train: one kind of pulse on a hot filament is a map of its gap alone") {
  const auto p = defaults<ParametersOf<Filament>>();
  const std::vector<Pulse> train(400, Pulse{.voltage = -1.6, .width = 2e-8, .delay = 1e-6, .read_voltage = 0.1});
  StateOf<Filament> mapped{0.9, 0.0}, direct = mapped;
  std::vector<double> i(train.size()), j(train.size());
  const Followed f = follow_train<Filament, double>(train, mapped, p, around, {}, i);
  follow_train<Filament, double>(train, direct, p, around, {.tolerance = 1e-10, .maps = false}, j);
  CHECK(f.maps == 1);
  CHECK(f.samples > 0);
  CHECK(f.samples < 200);
  for (std::size_t k = 0; k < train.size(); ++k) CHECK(i[k] == doctest::Approx(j[k]).epsilon(1e-7));
  CHECK(direct.x < 0.89);
}

TEST_CASE("train: a device that wears has two slow states, and is integrated") {
  auto p = defaults<ParametersOf<AnalogSynapse>>();
  p.k_wear = 10.0;
  const std::vector<Pulse> train(200, Pulse{.voltage = 1.0, .width = 1e-6, .read_voltage = 0.1});
  auto s = defaults<StateOf<AnalogSynapse>>();
  std::vector<double> current(train.size());
  const Followed f = follow_train<AnalogSynapse, double>(train, s, p, around, {}, current);
  CHECK(f.reached);
  CHECK(f.maps == 0);
  CHECK(s.w > 0.0);
}

TEST_CASE("train: wear that is zero but free keeps its derivative") {
  using T = ceres::Jet<double, 1>;
  auto p = internal::lifted<ParametersOf<AnalogSynapse, T>>(defaults<ParametersOf<AnalogSynapse>>());
  p.k_wear = T(0.0, 0);
  auto s = internal::lifted<StateOf<AnalogSynapse, T>>(defaults<StateOf<AnalogSynapse>>());
  const std::vector<Pulse> train(100, Pulse{.voltage = 1.0, .width = 1e-6});
  std::vector<T> current(train.size());
  const auto lifted_around = internal::lifted<Surroundings<T>>(around);
  CHECK(follow_train<AnalogSynapse, T>(train, s, p, lifted_around, {}, current).reached);
  const auto at = AnalogSynapse::prepare<T>(T(1.0), p, lifted_around);
  CHECK(s.w.a == 0.0);
  CHECK(s.w.v[0] == doctest::Approx(1e-4 * (at.drive_up.a + at.drive_down.a)).epsilon(1e-8));
}

TEST_CASE("train: bad pulses are reported by row, and what follows is unknown") {
  const auto p = defaults<ParametersOf<Vteam>>();
  for (const Pulse& bad : {Pulse{.voltage = std::nan(""), .width = 1e-6}, Pulse{.voltage = 1.0, .width = -1e-6},
                           Pulse{.voltage = 1e300, .width = 1e-6}, Pulse{.voltage = 1.0, .width = std::nan("")}}) {
    const std::vector<Pulse> train = {{.voltage = 1.0, .width = 1e-6, .read_voltage = 0.1}, bad, {.read_voltage = 0.1}};
    StateOf<Vteam> s{0.1};
    std::vector<double> current(3);
    const Followed f = follow_train<Vteam, double>(train, s, p, around, {}, current);
    CHECK_FALSE(f.reached);
    CHECK(f.at == 1);
    CHECK(std::isfinite(current[0]));
    CHECK(std::isnan(current[2]));
    CHECK(std::isnan(s.x));
  }
}

TEST_CASE("train: an empty one is no error") {
  StateOf<Vteam> s{0.1};
  std::vector<double> none;
  CHECK(follow_train<Vteam, double>({}, s, defaults<ParametersOf<Vteam>>(), around, {}, none).reached);
  CHECK(follow_sweep<Vteam, double>({}, {}, s, defaults<ParametersOf<Vteam>>(), around, {}, none).reached);
  CHECK(s.x == 0.1);
}

TEST_CASE("train: a synapse with a gate takes its pulses there and is read along its channel") {
  const auto p = defaults<ParametersOf<Ecram>>();
  auto s = defaults<StateOf<Ecram>>();
  const double rested = respond<Ecram, double>(PortsOf<Ecram>{0.05, 0.0}, s, p, around).current.drain;
  const std::vector<Pulse> train = {{.read_voltage = 0.05},
                                    {.voltage = 1.5, .width = 1e-2, .read_voltage = 0.05},
                                    {.voltage = -1.5, .width = 1e-2, .read_voltage = 0.05}};
  std::vector<double> current(3);
  CHECK(follow_train<Ecram, double>(train, s, p, around, {}, current).reached);
  CHECK(current[0] == doctest::Approx(rested).epsilon(1e-12));
  CHECK(current[1] > 1.01 * current[0]);
  CHECK(current[2] < 0.99 * current[1]);
}

TEST_CASE("sweep: the charge of a ferroelectric loop is its polarisation, and displacement shows") {
  auto p = defaults<ParametersOf<Ferroelectric>>();
  p.g_leak = 0.0;
  std::vector<double> time, voltage;
  for (int k = 0; k <= 2000; ++k) {
    time.push_back(k * 5e-10);
    voltage.push_back(3.0 * k / 2000.0);
  }
  StateOf<Ferroelectric> s;
  s.p.fill(-0.9);
  const auto charge = [&](double v) {
    return respond<Ferroelectric, double>(v, s, p, around).charge.v;
  };
  const double before = charge(0.0);
  std::vector<double> current(time.size());
  CHECK(follow_sweep<Ferroelectric, double>(time, voltage, s, p, around, {}, current).reached);
  double moved = 0.0;
  for (std::size_t k = 1; k < time.size(); ++k) moved += 0.5 * (current[k] + current[k - 1]) * (time[k] - time[k - 1]);
  CHECK(moved == doctest::Approx(charge(3.0) - before).epsilon(1e-5));  // trapezoids
}

TEST_CASE("sweep: derivatives of a displacement current are those of differences") {
  using T = ceres::Jet<double, 1>;
  const std::vector<double> time = {0.0, 2e-7, 5e-7}, voltage = {0.0, 2.0, 3.0};
  const auto current_at = [&](double v_a) {
    auto p = defaults<ParametersOf<Ferroelectric>>();
    p.v_a = v_a;
    StateOf<Ferroelectric> s;
    s.p.fill(-0.9);
    std::vector<double> current(3);
    follow_sweep<Ferroelectric, double>(time, voltage, s, p, around, {.tolerance = 1e-11}, current);
    return current;
  };
  auto p = internal::lifted<ParametersOf<Ferroelectric, T>>(defaults<ParametersOf<Ferroelectric>>());
  p.v_a = T(3.0, 0);
  StateOf<Ferroelectric, T> s;
  s.p.fill(T(-0.9));
  std::vector<T> current(3);
  follow_sweep<Ferroelectric, T>(time, voltage, s, p, internal::lifted<Surroundings<T>>(around), {.tolerance = 1e-10}, current);
  const auto above = current_at(3.0 + 1e-4), below = current_at(3.0 - 1e-4);
  std::vector<double> difference(3);
  for (int k = 0; k < 3; ++k) difference[k] = (above[k] - below[k]) / 2e-4;
  const double steepest = std::max(std::abs(difference[1]), std::abs(difference[2]));
  CHECK(steepest > 1e-6);
  // Against the steepest: where all has switched, differences hold only the noise of the tolerance.
  for (int k = 0; k < 3; ++k) CHECK(std::abs(current[k].v[0] - difference[k]) < 1e-6 * steepest);
}

TEST_CASE("sweep: the charge through a conductor is the integral of its current, to the tolerance") {
  const auto p = defaults<ParametersOf<Vteam>>();
  std::vector<double> time, voltage;
  for (int k = 0; k <= 40; ++k) {
    time.push_back(k * 1e-4);
    voltage.push_back(1.5 * std::sin(std::numbers::pi * k / 40.0));
  }
  std::vector<double> charge(time.size());
  StateOf<Vteam> s{0.1};
  CHECK(follow_sweep<Vteam, double>(time, voltage, s, p, around, {.charge = true}, charge).reached);
  CHECK(s.x > 0.3);
  // The same sweep cut 500 times finer, by Simpson's rule.
  constexpr int fine = 500;
  std::vector<double> times, voltages;
  for (int k = 0; k < 40 * fine; ++k) {
    const int row = k / fine;
    times.push_back(time[row] + (time[row + 1] - time[row]) * (k % fine) / fine);
    voltages.push_back(voltage[row] + (voltage[row + 1] - voltage[row]) * (k % fine) / fine);
  }
  times.push_back(time.back());
  voltages.push_back(voltage.back());
  std::vector<double> current(times.size());
  StateOf<Vteam> t{0.1};
  CHECK(follow_sweep<Vteam, double>(times, voltages, t, p, around, {.tolerance = 1e-10}, current).reached);
  CHECK(t.x == doctest::Approx(s.x).epsilon(1e-7));
  double carried = 0.0, most = 0.0;
  for (double q : charge) most = std::max(most, std::abs(q));
  for (int row = 0; row < 40; ++row) {
    for (int k = 0; k < fine; k += 2) {
      const int at = row * fine + k;
      carried += (times[at + 2] - times[at]) / 6.0 * (current[at] + 4.0 * current[at + 1] + current[at + 2]);
    }
    CHECK(std::abs(charge[row + 1] - carried) < 1e-7 * most);
  }
}

TEST_CASE("sweep: the charge of a ferroelectric is what it stores and what leaks") {
  auto p = defaults<ParametersOf<Ferroelectric>>();
  p.g_leak = 1e-6;
  const std::vector<double> time = {0.0, 1e-7, 4e-7, 5e-7}, voltage = {0.0, 2.0, 3.0, 0.0};
  StateOf<Ferroelectric> s{};
  s.p.fill(-0.9);
  const double before = respond<Ferroelectric, double>(0.0, s, p, around).charge.v;
  std::vector<double> charge(4);
  CHECK(follow_sweep<Ferroelectric, double>(time, voltage, s, p, around, {.charge = true}, charge).reached);
  CHECK(charge[0] == 0.0);
  const double stored = respond<Ferroelectric, double>(0.0, s, p, around).charge.v - before;
  const double leaked = p.g_leak * (0.5 * 2.0 * 1e-7 + 2.5 * 3e-7 + 0.5 * 3.0 * 1e-7);
  CHECK(leaked > 0.1 * stored);
  CHECK(charge[3] == doctest::Approx(stored + leaked).epsilon(1e-10));
}

TEST_CASE("sweep: derivatives of a charge are those of differences") {
  using T = ceres::Jet<double, 1>;
  const std::vector<double> time = {0.0, 2e-7, 5e-7}, voltage = {0.0, 2.0, 2.2};
  const auto charge_at = [&](double v_a) {
    auto p = defaults<ParametersOf<Ferroelectric>>();
    p.v_a = v_a;
    StateOf<Ferroelectric> s{};
    s.p.fill(-0.9);
    std::vector<double> charge(3);
    follow_sweep<Ferroelectric, double>(time, voltage, s, p, around, {.tolerance = 1e-11, .charge = true}, charge);
    return charge;
  };
  auto p = internal::lifted<ParametersOf<Ferroelectric, T>>(defaults<ParametersOf<Ferroelectric>>());
  p.v_a = T(3.0, 0);
  StateOf<Ferroelectric, T> s{};
  s.p.fill(T(-0.9));
  s.age = T(0.0);
  std::vector<T> charge(3);
  follow_sweep<Ferroelectric, T>(time, voltage, s, p, internal::lifted<Surroundings<T>>(around), {.tolerance = 1e-10, .charge = true}, charge);
  const auto above = charge_at(3.0 + 1e-4), below = charge_at(3.0 - 1e-4);
  const double slope = (above[1] - below[1]) / 2e-4;
  CHECK(charge[1].v[0] == doctest::Approx(slope).epsilon(1e-5));
  CHECK(std::abs(slope) > 1e-3 * std::abs(charge[1].a));
}

TEST_CASE("transient: an electrochemical cell's gate current integrates to the charge of its ions") {
  const auto p = defaults<ParametersOf<Ecram>>();
  std::array<Ramps, 2> drive;
  drive[0] = {{0.0}, {0.1}};
  drive[1] = {{0.0, 1e-3, 5e-3, 6e-3}, {0.0, 1.0, 1.0, 0.0}};
  std::vector<double> times;
  for (int k = 0; k <= 6000; ++k) times.push_back(k * 1e-6);
  const auto trace = transient<Ecram>(drive, StateOf<Ecram>{0.3}, p, around, times);
  REQUIRE(trace.size() == times.size());
  double moved = 0.0, leaked = 0.0;
  for (std::size_t k = 1; k < trace.size(); ++k) {
    const double v = drive[1].voltage[1] * std::clamp(std::min(times[k], 6e-3 - times[k]) / 1e-3, 0.0, 1.0);
    moved += 0.5 * (trace[k].current.gate + trace[k - 1].current.gate) * 1e-6;
    leaked += p.g_leak * v * 1e-6;
  }
  const double stored = p.q_full * (trace.back().state.x - 0.3);
  CHECK(stored > 0.0);
  CHECK(std::abs(moved - leaked - stored) < 1e-2 * stored);  // trapezoids across the corners, where it jumps
}

TEST_CASE("tolerance: retention of 1e8 s and a pulse of 1 ns are one call each") {
  const auto p = defaults<ParametersOf<Filament>>();
  const LiftedDevice<Filament, double> device{.carried = {p, around}};
  StateOf<Filament> s{0.05, 0.0};
  const auto tolerance = tolerance_of<Filament>(1e-8);
  CHECK(advance<Filament, double>(device, {{Wave{.level = 1.6}}, device}, 1e-9, tolerance, s).reached);
  CHECK(s.rise > 0.0);
  const Count count = advance<Filament, double>(device, {{Wave{}}, device}, 1e8, tolerance, s);
  CHECK(count.reached);
  CHECK(count.steps < 300);
  CHECK(std::abs(s.rise) < 1e-6);
}
