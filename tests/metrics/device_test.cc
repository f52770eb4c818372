// Steps, states, loops, junctions, plasticity and energies against closed forms.

#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <vector>

#include "libmodel/metrics/bounds.h"
#include "libmodel/metrics/definition.h"
#include "libmodel/metrics/energy.h"
#include "libmodel/metrics/ferroelectric.h"
#include "libmodel/metrics/magnetic.h"
#include "libmodel/metrics/noise.h"
#include "libmodel/metrics/plasticity.h"
#include "libmodel/metrics/states.h"
#include "libmodel/metrics/step_map.h"
#include "libmodel/metrics/update.h"
#include "libmodel/sim/random.h"

using namespace hysteron;
using namespace hysteron::metrics;

namespace {

double normal(Uniforms& random) {
  return std::sqrt(-2.0 * std::log(random.next())) * std::cos(2.0 * std::acos(-1.0) * random.next());
}

// Soft bounds, in units of the range: up a (1 - x), down -b x, with noise of writing and of reading.
struct Sequence {
  std::vector<double> g;
  std::vector<int> direction;
};
Sequence soft_bounds(double a, double slope_up, double b, double slope_down, double write, double read, int pulses, std::uint64_t seed) {
  Sequence s;
  double x = 0.5;
  Uniforms random({.seed = seed});
  s.g.push_back(x + read * normal(random));
  for (int k = 0; k < pulses; ++k) {
    const int d = random.next() < 0.5 ? 1 : -1;
    x += d > 0 ? a * (1.0 - slope_up * x) : -b * (1.0 - slope_down * (1.0 - x));
    x += write * normal(random);
    s.direction.push_back(d);
    s.g.push_back(x + read * normal(random));
  }
  return s;
}

}  // namespace

TEST_CASE("a random sequence of a linear device replays with R^2 = 1, and its map is flat and symmetric") {
  const Sequence s = soft_bounds(0.01, 0.0, 0.01, 0.0, 0.0, 0.0, 2000, 1);
  const Replay r = replay(s.g, s.direction);
  CHECK(r.r2 == doctest::Approx(1.0).epsilon(1e-12));
  CHECK(r.maxdev == doctest::Approx(100.0).epsilon(1e-9));
  const MapFigures f = map_figures(step_map(s.g, s.direction));
  CHECK(f.lin_up.value == doctest::Approx(100.0).epsilon(1e-9));
  CHECK(f.sym.value == doctest::Approx(100.0).epsilon(1e-9));
}

TEST_CASE("the map of soft bounds is theirs: bounds of linearity and symmetry point hold the closed forms") {
  // Steps 0.01 (1 - x / 2) up and 0.01 (1 + x) / 2 down balance at x = 1/2.
  int lin = 0, balance = 0, sym = 0;
  constexpr int devices = 100;
  for (int k = 0; k < devices; ++k) {
    const Sequence s = soft_bounds(0.01, 0.5, 0.01, 0.5, 0.01, 0.0, 4000, 200 + std::uint64_t(k));
    const StepMap map = step_map(s.g, s.direction);
    const double range = map.high - map.low, middle = 0.5 * (map.high + map.low), even = (0.5 - map.low) / range;
    // max - min of a straight step over the middle 80 % of the range, over twice its mean.
    const double up = 100.0 * (1.0 - 0.8 * range * 0.5 / (2.0 * (1.0 - 0.5 * middle)));
    const MapFigures f = map_figures(map);
    lin += f.lin_up.lower <= up && up <= f.lin_up.upper;
    balance += f.balance.lower <= even && even <= f.balance.upper;
    // |SF| grows from the balance to the ends of the middle.
    double worst = 0.0;
    for (const double y : {0.1, 0.9}) {
      const double x = map.low + y * range, rise = 1.0 - 0.5 * x, fall = 0.5 + 0.5 * x;
      worst = std::max(worst, std::abs(rise - fall) / (rise + fall));
    }
    sym += f.sym.lower <= 100.0 * (1.0 - worst) && 100.0 * (1.0 - worst) <= f.sym.upper;
  }
  // Three deviations of counting about 90 %.
  CHECK(std::abs(lin - 0.9 * devices) < 3.0 * std::sqrt(devices * 0.9 * 0.1));
  CHECK(std::abs(balance - 0.9 * devices) < 3.0 * std::sqrt(devices * 0.9 * 0.1));
  CHECK(std::abs(sym - 0.9 * devices) < 3.0 * std::sqrt(devices * 0.9 * 0.1));
}

TEST_CASE("noise alone does not make a linear, symmetric device fail") {
  // Steps a tenth of their noise; a tenth of the devices may fall outside at each side, by chance.
  int fails = 0;
  constexpr int devices = 100;
  for (int k = 0; k < devices; ++k) {
    const Sequence s = soft_bounds(0.01, 0.0, 0.01, 0.0, 0.0, 0.1, 1000, 400 + std::uint64_t(k));
    const MapFigures f = map_figures(step_map(s.g, s.direction));
    fails += f.sym.upper < 90.0 || f.lin_up.upper < 90.0;
  }
  CHECK(fails <= 10 + 3 * 3);
}

TEST_CASE("neither noise of writing nor of reading bends the map of a linear device") {
  // A straight regression of the change on the read before it would have a slope of -read^2 / var(g) for each S.
  for (const auto& [write, read] : std::vector<std::pair<double, double>>{{0.0, 0.02}, {0.005, 0.0}, {0.005, 0.02}}) {
    const Sequence s = soft_bounds(0.01, 0.0, 0.01, 0.0, write, read, 20000, 3);
    const StepMap map = step_map(s.g, s.direction);
    CAPTURE(write);
    CAPTURE(read);
    for (const double y : {0.2, 0.5, 0.8}) {
      double variance = 0.0;
      for (const auto& column : {0, 1, 2, 3, 4, 5, 6, 7}) variance += std::pow(map.root[0][column] + y * (map.root[1][column] + y * map.root[2][column]), 2);
      const double se = std::sqrt(variance) + 3e-5;
      CHECK(std::abs(map.up.at(y) - 0.01) < 4.0 * se);
    }
  }
}

TEST_CASE("signal to noise of the update is the mean step over its deviation") {
  const Sequence s = soft_bounds(0.01, 0.0, 0.01, 0.0, 0.03, 0.0, 20000, 4);
  const Interval snr = map_figures(step_map(s.g, s.direction)).snr_up;
  CHECK(snr.value == doctest::Approx(1.0 / 3.0).epsilon(0.06));  // 1 / sqrt(10000) of the mean, times 3, twice
}

TEST_CASE("levels: packed from the lowest, three deviations to each side") {
  const std::vector<double> mean{0, 1, 2, 3, 4, 5, 6}, sigma(7, 0.25);
  CHECK(separable_states(mean, sigma) == 4);        // 0, 2, 4, 6: 1.5 apart is asked for
  CHECK(separable_states(mean, std::vector<double>(7, 1e-9)) == 7);
  CHECK(separable_states(std::vector<double>{}, std::vector<double>{}) == 0);
  CHECK(effective_bits(1.0, 1.0 / (std::sqrt(12.0) * 256.0)) == doctest::Approx(8.0));
  CHECK(effective_bits(1.0, 10.0) == 0.0);
  CHECK(dynamic_range(1e-6, 1e-5) == doctest::Approx(20.0));
  CHECK(effective_states(std::vector<double>{0, 0.5, 0.504, 1.0}) == 2);
}

TEST_CASE("the spread between devices is what the errors of the fits do not explain") {
  const std::vector<double> theta{1.0, 2.0, 3.0};
  CHECK(between_devices(theta, std::vector<double>(3, 0.0)) == doctest::Approx(1.0));
  CHECK(between_devices(theta, std::vector<double>(3, 0.6)) == doctest::Approx(0.8));
  CHECK(between_devices(theta, std::vector<double>(3, 2.0)) == 0.0);
}

TEST_CASE("a tilted rectangle of a loop has its own P_r, coercive voltages and imprint") {
  // P = +-1 switching at +2 V and -1 V, with 0.1 V of slope each, on a loop of +-3 V.
  std::vector<double> v, q;
  double p = -1.0;
  for (int k = 0; k < 1200; ++k) {
    const double x = 3.0 * std::asin(std::sin(2.0 * std::acos(-1.0) * k / 1200.0)) / (0.5 * std::acos(-1.0));
    if (x > 2.05) p = 1.0;
    if (x < -1.05) p = -1.0;
    v.push_back(x), q.push_back(p);
  }
  const LoopFigures f = loop_figures(v, q);
  CHECK(f.two_pr == doctest::Approx(2.0));
  CHECK(f.coercive_plus == doctest::Approx(2.05).epsilon(0.01));
  CHECK(f.coercive_minus == doctest::Approx(-1.05).epsilon(0.01));
  CHECK(f.imprint == doctest::Approx(0.5).epsilon(0.02));
  CHECK(f.window == doctest::Approx(3.1).epsilon(0.01));
  for (double& x : q) x += 17.0;
  CHECK(loop_figures(v, q).two_pr == doctest::Approx(2.0));  // wherever the instrument has its zero
}

TEST_CASE("wake-up and fatigue are told apart by the largest 2 P_r") {
  const Fatigue f = fatigue(std::vector<double>{1, 1e3, 1e6, 1e9}, std::vector<double>{0.20, 0.24, 0.22, 0.12});
  CHECK(f.wake_up == doctest::Approx(1.2));
  CHECK(f.fatigue == doctest::Approx(0.5));
  CHECK(f.at_largest == 1e3);
}

TEST_CASE("a junction: ratio, ten years at Delta = 40, and Delta from what switches") {
  CHECK(tunnel_magnetoresistance(3e3, 1e3) == doctest::Approx(2.0));
  CHECK(resistance_area(1e3, 1e-14) == doctest::Approx(1e-11));
  CHECK(flip_time(40.3) > 10.0 * 31557600.0);
  CHECK(flip_time(40.2) < 10.0 * 31557600.0);
  for (const double b : {1.0, 2.0}) {
    const double p = switching_probability(1e-6, 0.5, 60.0, b);
    // A probability of 1e-10, kept to 1e-16, tells its logarithm to 1e-6.
    CHECK(stability(p, 1e-6, 0.5, b) == doctest::Approx(60.0).epsilon(1e-5));
  }
  CHECK(write_error(0.9) == doctest::Approx(0.1));
}

TEST_CASE("an exponential window has its own amplitude and time") {
  std::vector<double> dt, change;
  for (int k = 1; k <= 20; ++k) dt.push_back(4e-3 * k), change.push_back(0.7 * std::exp(-dt.back() / 20e-3));
  const Decay plus = exponential_window(dt, change);
  CHECK(plus.amplitude == doctest::Approx(0.7).epsilon(1e-6));
  CHECK(plus.tau == doctest::Approx(20e-3).epsilon(1e-6));
  CHECK(plus.r2 == doctest::Approx(1.0).epsilon(1e-9));
  CHECK(window_balance(plus, {-0.35, 40e-3, 1.0}) == doctest::Approx(1.0).epsilon(1e-6));
  CHECK(paired_pulse_facilitation(2.0, 3.0) == doctest::Approx(50.0));
}

TEST_CASE("energies: 0.1 V, 1 uS, 10 ns is 0.1 fJ; 10 uC/cm^2 over 22 nm squared at 1 V is 0.1 fJ") {
  CHECK(static_energy(0.1, 1e-6, 10e-9) == doctest::Approx(0.1e-15));
  CHECK(static_energy(0.2, 10e-6, 10e-9) == doctest::Approx(4e-15));
  CHECK(static_energy(1.0, 0.0, 1.0, 30e-15) == doctest::Approx(30e-15));
  CHECK(switching_energy(0.2, 5e-16, 1.0) == doctest::Approx(0.1e-15));
  const std::vector<double> t{0, 1, 2}, v{1, 1, 0}, i{2, 2, 2};
  CHECK(transient_energy(t, v, i) == doctest::Approx(3.0));
}

TEST_CASE("operations for an energy: 1 fJ a cell, 10 fJ a line is 1231 TOPS/W at 32 x 32") {
  CHECK(tops_per_watt({32, 32, 1e-15, 10e-15}) == doctest::Approx(1231.0).epsilon(2e-4));
  CHECK(tops_per_watt({16, 16, 1e-15, 10e-15}) == doctest::Approx(889.0).epsilon(5e-4));
  CHECK(tops_per_watt({128, 128, 1e-15, 10e-15}) == doctest::Approx(1730.0).epsilon(5e-4));
  CHECK(tops_per_watt({32, 32, 1e-15, 10e-15, 25e-15, 1.0}) == doctest::Approx(831.0).epsilon(5e-4));
}

TEST_CASE("every figure of a pair of ramps has a definition with the same unit, and ids are unique") {
  const std::vector<double> ramp{1, 2, 3, 4, 5}, back{5, 4, 3, 2, 1};
  for (const Metric& m : update_metrics(ramp, back)) {
    CAPTURE(m.id);
    REQUIRE(definition(m.id) != nullptr);
    CHECK(definition(m.id)->unit == m.unit);
  }
  std::set<std::string_view> ids;
  for (const Definition& d : definitions()) {
    CHECK(ids.insert(d.id).second);
    CHECK(!d.shown_by.empty());
  }
  CHECK(definition("LIN.none") == nullptr);
}

TEST_CASE("noise of writing and of reading are told apart, each within its bounds in nine tests of ten") {
  int write = 0, read = 0;
  constexpr int tests = 200;
  for (std::uint64_t seed = 0; seed < tests; ++seed) {
    const Sequence s = soft_bounds(0.01, 0.5, 0.01, 0.5, 0.01, 0.006, 1500, seed + 50);
    const StepMap n = step_map(s.g, s.direction);
    write += n.write.lower <= 0.01 && 0.01 <= n.write.upper;
    read += n.read.lower <= 0.006 && 0.006 <= n.read.upper;
  }
  CHECK(write >= tests * 0.90 - 3.0 * std::sqrt(tests * 0.09));
  CHECK(read >= tests * 0.90 - 3.0 * std::sqrt(tests * 0.09));
  CHECK(read < tests);
}

TEST_CASE("1/f noise made of relaxations, eight a decade: its density at 1 Hz is theirs; white noise has none") {
  // One of variance s^2 and time tau has the density 4 s^2 tau / (1 + (2 pi f tau)^2); m of them in a factor e, s^2 m / f.
  constexpr double deviation = 1e-3, dt = 0.1, expected = deviation * deviation * 8.0 / 2.302585092994046;
  std::vector<double> found;
  for (std::uint32_t run = 0; run < 8; ++run) {
    Uniforms random({.seed = 91, .instance = run});
    std::vector<double> g(8192, 1.0);
    for (double tau = 0.01; tau < 2e4; tau *= std::pow(10.0, 0.125)) {
      const double keep = std::exp(-dt / tau), kick = deviation * std::sqrt(1.0 - keep * keep);
      double x = deviation * normal(random);
      for (double& level : g) level += x, x = keep * x + kick * normal(random);
    }
    found.push_back(flicker(g, dt));
  }
  const Interval mean = mean_interval(found);
  CHECK(mean.lower < 1.05 * expected);  // the sum ripples, and reads are no means over dt: less than 5 % from eight reads on
  CHECK(mean.upper > 0.95 * expected);
  CHECK(mean.upper - mean.lower < 0.3 * expected);
  Uniforms random({.seed = 92});
  std::vector<double> white(8192);
  for (double& x : white) x = 1.0 + deviation * normal(random);
  CHECK(flicker(white, dt) < 0.01 * deviation * deviation);
  CHECK(std::isnan(flicker(std::span(white).first(200), dt)));
}

TEST_CASE("random telegraph noise: levels and stays are those it was made with; noise of one level is none") {
  Uniforms random({.seed = 93});
  std::vector<double> g, one, even;
  bool high = false;
  for (int k = 0; k < 40000; ++k) {
    if (random.next() < 0.01 / (high ? 0.5 : 0.2)) high = !high;
    g.push_back((high ? 1.1 : 1.0) + 0.01 * normal(random));
    one.push_back(1.0 + 0.01 * normal(random));
    even.push_back(random.next());
  }
  const Telegraph t = telegraph(g, 0.01);
  const double error = std::sqrt(2.0 / t.jumps);  // relative, of a mean of so many exponential stays
  CHECK(t.jumps > 800);
  CHECK(t.amplitude == doctest::Approx(0.1 / 1.05).epsilon(1e-2));
  CHECK(std::abs(t.high / 0.5 - 1.0) < 3.0 * error);
  CHECK(std::abs(t.low / 0.2 - 1.0) < 3.0 * error);
  CHECK(std::isnan(telegraph(one, 0.01).amplitude));
  CHECK(std::isnan(telegraph(even, 0.01).amplitude));
}

TEST_CASE("steps of a fiftieth of the noise are found where the noise comes back: their number and asymmetry hold the truth") {
  // Up 0.002 (1 - x / 2), down 0.003 x, ramps of 1000; reads noisy by 0.05, and by a fluctuation of 0.08 that lasts ten pulses.
  int count = 0, sf = 0, write = 0;
  constexpr int devices = 60;
  for (std::uint32_t k = 0; k < devices; ++k) {
    Uniforms random({.seed = 19, .instance = k});
    std::vector<double> g;
    std::vector<int> direction;
    double x = 0.1, low = x, high = x, slow = 0.0;
    const auto read = [&] {
      slow = 0.9 * slow + 0.08 * std::sqrt(1.0 - 0.81) * normal(random);
      g.push_back(x + slow + 0.05 * normal(random));
    };
    read();
    for (int n = 0; n < 2000; ++n) {
      direction.push_back(n < 1000 ? 1 : -1);
      x += n < 1000 ? 0.002 * (1.0 - 0.5 * x) : -0.003 * x;
      low = std::min(low, x), high = std::max(high, x);
      read();
    }
    const MapFigures f = map_figures(step_map(g, direction));
    const double middle = 0.5 * (low + high), truth = (high - low) / std::max(0.002 * (1.0 - 0.5 * middle), 0.003 * middle);
    count += f.count.lower <= truth && truth <= f.count.upper;
    double mean = 0.0;
    for (int i = 0; i <= 40; ++i) {
      const double at = low + (0.1 + 0.02 * i) * (high - low), rise = 0.002 * (1.0 - 0.5 * at), fall = 0.003 * at;
      mean += std::abs(rise - fall) / (rise + fall) / 41.0;
    }
    sf += f.sf_mean.lower <= mean && mean <= f.sf_mean.upper;
    write += step_map(g, direction).write.lower == 0.0;
    if (k == 0) CHECK(f.count.upper < 1.5 * f.count.lower);
  }
  MESSAGE(count << ", " << sf << ", " << write << " of " << devices);
  CHECK(count >= devices * 0.9 - 3.0 * std::sqrt(devices * 0.09));
  CHECK(sf >= devices * 0.9 - 3.0 * std::sqrt(devices * 0.09));
  CHECK(write >= devices * 0.95 - 3.0 * std::sqrt(devices * 0.0475));
}
