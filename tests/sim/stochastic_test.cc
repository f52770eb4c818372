// States that wander, against closed forms, the equation of the mean, and densities computed on a grid.

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <numbers>
#include <random>
#include <vector>

#include "libmodel/devices/analog_synapse.h"
#include "libmodel/devices/filament.h"
#include "libmodel/devices/mtj.h"
#include "tests/sim/ensemble.h"

using namespace hysteron;

namespace {

const auto around = defaults<Surroundings<double>>();
const double kt = around.boltzmann * around.temperature;

/// A synapse whose update does not depend on its state but for the soft bound: x' = up (1 - x).
ParametersOf<AnalogSynapse> straight(double quantum) {
  auto p = defaults<ParametersOf<AnalogSynapse>>();
  p.gamma_up = p.gamma_down = 0.0;
  p.quantum = quantum;
  return p;
}

double up_rate(const ParametersOf<AnalogSynapse>& p, double v) {
  return p.k_up * AnalogSynapse::prepare<double>(v, p, around).drive_up;
}

double x_of(const StateOf<AnalogSynapse>& s) { return s.x; }

/// A junction of constant conductance and a barrier of `height` k T.
ParametersOf<Mtj> macrospin_of(double height, double alpha) {
  auto p = defaults<ParametersOf<Mtj>>();
  p.tmr_0 = 0.01;
  p.e_b = height * kt;
  p.alpha = alpha;
  return p;
}

double length(const StateOf<Mtj>& s) { return std::sqrt(s.m_x * s.m_x + s.m_y * s.m_y + s.m_z * s.m_z); }

/// The density of z = m_z on a grid, by the Fokker-Planck equation of an axial macrospin
///
///     dp/dt = -d/dz [ rate (1 - z^2) ((z - torque) p - dp/dz / (2 height)) ],  rate = alpha omega / (1 + alpha^2)
///
/// after W. F. Brown, PR 130 (1963) 1677, with Slonczewski's torque = i / i_c; implicit in time, fluxes
/// after Scharfetter and Gummel. Time is in units of 1 / rate.
class AxialDensity {
 public:
  AxialDensity(double height) : height_(height), p_(cells, 0.0) { p_.back() = 1.0; }

  void advance(double torque, double time) {
    constexpr int steps = 1000;
    for (int k = 0; k < steps; ++k) step(torque, time / steps);
  }
  double turned() const {
    double sum = 0.0;
    for (int i = 0; i < cells / 2; ++i) sum += p_[i];
    return sum;
  }

 private:
  static constexpr int cells = 800;
  static constexpr double width = 2.0 / cells;

  static double bernoulli(double x) { return std::abs(x) < 1e-9 ? 1.0 - 0.5 * x : x / std::expm1(x); }

  void step(double torque, double h) {
    // flux from cell i to i + 1: out p_i - in p_(i + 1)
    std::vector<double> below(cells, 0.0), here(cells, 1.0), above(cells, 0.0);
    for (int i = 0; i + 1 < cells; ++i) {
      const double z = -1.0 + (i + 1) * width, spread = (1.0 - z * z) / (2.0 * height_) / (width * width);
      const double pull = 2.0 * height_ * (z - torque) * width;
      const double out = h * spread * bernoulli(-pull), in = h * spread * bernoulli(pull);
      here[i] += out;
      above[i] -= in;
      here[i + 1] += in;
      below[i + 1] -= out;
    }
    for (int i = 1; i < cells; ++i) {
      const double f = below[i] / here[i - 1];
      here[i] -= f * above[i - 1];
      p_[i] -= f * p_[i - 1];
    }
    for (int i = cells; i-- > 0;) p_[i] = (p_[i] - (i + 1 < cells ? above[i] * p_[i + 1] : 0.0)) / here[i];
  }

  double height_;
  std::vector<double> p_;
};

/// Runs warm up from parallel for `rest`, then a pulse of `torque` i_c for `time`, both in units of
/// 1 / rate; the share that ends with m_z < 0.
double turned_share(const ParametersOf<Mtj>& p, double rest, double torque, double time, int runs,
                    std::uint64_t seed) {
  const double rate = p.alpha * p.omega / (1.0 + p.alpha * p.alpha);
  // Halfway between the conductances of the two states, 1 % apart at most: see tmr_0.
  const double g = p.g_p * (1.0 - 0.25 * p.tmr_0);
  const std::vector<Pulse> train = {{.width = rest / rate},
                                    {.voltage = torque * p.i_c / g, .width = time / rate}};
  const auto ends = ensemble<Mtj>(runs, train, {0.0, 0.0, 1.0}, p, around, seed, {.drift = 1e-4});
  return spread(ends, [](const auto& e) { return e.m_z < 0.0 ? 1.0 : 0.0; }).mean;
}

double density_share(double height, double rest, double torque, double time) {
  AxialDensity density(height);
  density.advance(0.0, rest);
  density.advance(torque, time);
  return density.turned();
}

void check_share(double share, double expected, int runs) {
  CHECK(std::abs(share - expected) < 4.0 * std::sqrt(expected * (1.0 - expected) / runs));
}

}  // namespace

// x' = up (1 - x), diffusion quantum up (1 - x): the mean is exponential, and the variance
// quantum (1 - x_0) (e^-a - e^-2a), a = up t.
TEST_CASE("analog synapse: soft-bound updates scatter as the linear equation says") {
  for (const double quantum : {1e-4, 1e-2}) {
    const auto p = straight(quantum);
    const double up = up_rate(p, 1.0);
    for (const double a : {0.1, 1.0, 3.0}) {
      CAPTURE(quantum);
      CAPTURE(a);
      const auto ends =
          ensemble<AnalogSynapse>(2000, {{.voltage = 1.0, .width = a / up}}, {.x = 0.2}, p, around, 1);
      const Spread s = spread(ends, x_of);
      check_mean(s, 1.0 - 0.8 * std::exp(-a));
      check_variance(s, quantum * 0.8 * (std::exp(-a) - std::exp(-2.0 * a)), 6.0 * quantum);
    }
  }
}

TEST_CASE("analog synapse: a train of pulses scatters as one pulse as long, on ramps too") {
  const auto p = straight(1e-3);
  const double up = up_rate(p, 1.0);
  const auto whole =
      ensemble<AnalogSynapse>(1000, {{.voltage = 1.0, .width = 0.5 / up}}, {.x = 0.1}, p, around, 2);
  const auto parts = ensemble<AnalogSynapse>(1000, std::vector<Pulse>(10, {.voltage = 1.0, .width = 0.05 / up}),
                                             {.x = 0.1}, p, around, 3);
  check_variance(spread(parts, x_of), 1e-3 * 0.9 * (std::exp(-0.5) - std::exp(-1.0)));
  CHECK(spread(whole, x_of).mean == doctest::Approx(spread(parts, x_of).mean).epsilon(0.005));
  const std::vector<Pulse> ramps = {{.voltage = 1.0, .rise = 1.0 / up, .fall = 1.0 / up}};
  const auto slow = ensemble<AnalogSynapse>(1000, ramps, {.x = 0.1}, p, around, 4);
  // Whatever the rates on the way, x says how much has been driven.
  const double left = 1.0 - mean_field<AnalogSynapse>(ramps, {.x = 0.1}, p, around).x;
  check_mean(spread(slow, x_of), 1.0 - left);
  check_variance(spread(slow, x_of), 1e-3 * (left - left * left / 0.9));
}

// Against a loss as fast as the drive the state settles half way, with variance quantum / 8.
TEST_CASE("analog synapse: where drive and loss balance the scatter is that of the balance, after any time") {
  auto p = straight(1e-3);
  const double up = up_rate(p, 1.0);
  p.k_loss = up;
  p.x_loss = 0.0;
  for (const double width : {5.0, 1e2, 1e7}) {
    CAPTURE(width);
    const auto ends = ensemble<AnalogSynapse>(1000, {{.voltage = 1.0, .width = width / up}}, {.x = 0.5}, p, around, 15);
    const Spread s = spread(ends, x_of);
    check_mean(s, 0.5);
    check_variance(s, 1e-3 / 8.0);
  }
}

TEST_CASE("analog synapse: coarse quanta never leave the range") {
  const auto p = straight(0.1);
  const double up = up_rate(p, 1.0);
  std::vector<Pulse> train;
  for (int k = 0; k < 40; ++k) train.push_back({.voltage = k / 10 % 2 ? -1.0 : 1.0, .width = 0.3 / up});
  for (std::uint32_t k = 0; k < 50; ++k) {
    StateOf<AnalogSynapse> s{.x = 0.0};
    std::vector<double> current(train.size());
    std::vector<StateOf<AnalogSynapse>> states(train.size());
    CHECK(random_train<AnalogSynapse>(train, s, p, around, {5, k}, {}, current, states).reached);
    for (const auto& state : states) CHECK((state.x >= 0.0 && state.x <= 1.0));
  }
}

// Euler's and Maruyama's scheme in 1000 steps, with numbers of another generator.
TEST_CASE("analog synapse: a curved update scatters as small explicit steps make it") {
  auto p = straight(2e-3);
  p.gamma_up = 4.0;
  const double width = 3.0 / up_rate(p, 1.0);
  const auto ends = ensemble<AnalogSynapse>(1000, {{.voltage = 1.0, .width = width}}, {.x = 0.1}, p, around, 6);
  std::mt19937_64 random(7);
  std::normal_distribution<> normal;
  std::vector<StateOf<AnalogSynapse>> small(1000, {.x = 0.1});
  for (auto& s : small) {
    for (int k = 0; k < 1000; ++k) {
      const double up = up_rate(p, 1.0) * std::exp(-4.0 * s.x) * (1.0 - s.x), h = width / 1000.0;
      s.x += h * up + std::sqrt(p.quantum * up * h) * normal(random);
    }
  }
  const Spread ours = spread(ends, x_of), theirs = spread(small, x_of);
  CHECK(std::abs(ours.mean - theirs.mean) < 4.0 * std::hypot(ours.error(), theirs.error()));
  CHECK(std::abs(ours.variance / theirs.variance - 1.0) < 4.0 * std::sqrt(4.0 / 1000.0));
}

TEST_CASE("filament: under its own heat it scatters around the equation, and by the root of its quantum") {
  auto p = defaults<ParametersOf<Filament>>();
  for (const double v : {-1.6, 1.6}) {
    CAPTURE(v);
    const std::vector<Pulse> train(2, {.voltage = v, .width = 1e-7, .rise = 1e-8, .fall = 1e-8, .delay = 1e-6});
    const StateOf<Filament> start{0.6, 0.0};
    const auto reference = mean_field<Filament>(train, start, p, around);
    CHECK(std::abs(reference.x - 0.6) > 0.05);
    Spread at[2];
    for (const int fine : {0, 1}) {
      p.quantum = fine ? 1e-5 : 4e-5;
      at[fine] =
          spread(ensemble<Filament>(100, train, start, p, around, 8 + fine), [](const auto& s) { return s.x; });
      check_mean(at[fine], reference.x);
    }
    CHECK(std::abs(std::log(at[0].variance / at[1].variance / 4.0)) < 4.0 * std::sqrt(2.0 * 2.0 / 100.0));
  }
}

TEST_CASE("mtj: at rest m_z has Boltzmann's law of a uniaxial energy, and m keeps its length") {
  constexpr double height = 3.0;
  const auto p = macrospin_of(height, 0.3);
  const double relaxation = 1.0 / (p.alpha * p.omega);
  constexpr int looks = 5, devices = 600, classes = 10;
  const std::vector<Pulse> train(looks, {.width = 3.0 * relaxation});
  std::vector<double> seen(classes, 0.0), expected(classes, 0.0), current(looks);
  std::vector<StateOf<Mtj>> states(looks);
  double worst = 0.0;
  for (std::uint32_t k = 0; k < devices; ++k) {
    StateOf<Mtj> s{0.0, 0.0, k % 2 ? 1.0 : -1.0};
    CHECK(random_train<Mtj>(train, s, p, around, {9, k}, {.drift = 1e-4}, current, states).reached);
    for (const auto& state : states) worst = std::max(worst, std::abs(length(state) - 1.0));
    seen[static_cast<int>(classes * std::min(0.999, std::abs(s.m_z) / length(s)))] += 1.0;
  }
  CHECK(worst < 0.01);
  double whole = 0.0;
  for (int k = 0; k < 10'000; ++k) {
    const double z = (k + 0.5) / 10'000, weight = std::exp(height * z * z);
    expected[k * classes / 10'000] += weight;
    whole += weight;
  }
  double chi = 0.0;
  for (int k = 0; k < classes; ++k) {
    const double e = devices * expected[k] / whole;
    chi += (seen[k] - e) * (seen[k] - e) / e;
  }
  CHECK(std::abs(chi - (classes - 1.0)) < 4.0 * std::sqrt(2.0 * (classes - 1.0)));
}

// In a field across, energy and precession are no longer axial; the law is Boltzmann's all the same.
TEST_CASE("mtj: in a field across, m has Boltzmann's mean") {
  auto p = macrospin_of(2.5, 0.3);
  p.h_x = 0.5;
  const double relaxation = 1.0 / (p.alpha * p.omega);
  const auto ends =
      ensemble<Mtj>(1000, {{.width = 8.0 * relaxation}}, {1.0, 0.0, 0.0}, p, around, 10, {.drift = 1e-4});
  double whole = 0.0, along = 0.0, axial = 0.0;
  for (int i = 0; i < 400; ++i) {
    for (int k = 0; k < 400; ++k) {
      const double z = -1.0 + (i + 0.5) / 200.0,
                   x = std::sqrt(1.0 - z * z) * std::cos(2.0 * std::numbers::pi * (k + 0.5) / 400.0);
      const double weight = std::exp(2.5 * (z * z + 2.0 * p.h_x * x));
      whole += weight;
      along += weight * x;
      axial += weight * z * z;
    }
  }
  check_mean(spread(ends, [](const auto& s) { return s.m_x; }), along / whole);
  check_mean(spread(ends, [](const auto& s) { return s.m_z * s.m_z; }), axial / whole);
}

// Below i_c the barrier is height (1 - torque)^2: Neel's and Brown's regime.
TEST_CASE("mtj: below the critical current warmth turns it as Neel and Brown say") {
  constexpr double height = 9.0, torque = 0.4, rest = 4.0;
  constexpr int runs = 500;
  // Mean time from the pole to beyond the barrier, and so the rate, by Brown's double integral.
  double time = 0.0, inner = 0.0;
  constexpr int slices = 20'000;
  for (int k = 0; k < slices; ++k) {
    const double h = 1.8 / slices, z = 1.0 - (k + 0.5) * h;  // from 1 to -0.8
    const double weight = std::exp(height * (z * z - 2.0 * torque * z));
    inner += 0.5 * h * weight;
    time += h * 2.0 * height * inner / ((1.0 - z * z) * weight);
    inner += 0.5 * h * weight;
  }
  for (const double part : {0.2, 0.7}) {
    CAPTURE(part);
    const double expected = density_share(height, rest, torque, part * time);
    CHECK(expected == doctest::Approx(1.0 - std::exp(-part)).epsilon(0.06));  // to the order 1 / barrier
    check_share(turned_share(macrospin_of(height, 0.5), rest, torque, part * time, runs, 11), expected, runs);
  }
}

// Above i_c an angle grows as e^((torque - 1) t) from what warmth has given: the regime of J. Z. Sun, PRB
// 62 (2000) 570. At high barriers the angle is normal in both directions, of variance
// (torque e^(2 (torque - 1) t) - 1) / (2 height (torque - 1)) (W. H. Butler et al., IEEE Trans. Magn. 48
// (2012) 4684), and what it must have grown to, `far`, follows from dz/dt = (1 - z^2) (z - torque), which
// leads from the pole to z = 0 in closed form.
TEST_CASE("mtj: above the critical current the first angle decides") {
  constexpr double height = 30.0, torque = 3.0, rest = 3.0;
  constexpr int runs = 600;
  const double lead =
      std::log(2.0) / (2.0 * (torque + 1.0)) - std::log(torque / (torque - 1.0)) / (torque * torque - 1.0);
  const double far_squared = 2.0 * std::exp(2.0 * (torque - 1.0) * lead);
  for (const double time : {0.8, 1.1, 1.5}) {
    CAPTURE(time);
    const double variance =
        (torque * std::exp(2.0 * (torque - 1.0) * time) - 1.0) / (2.0 * height * (torque - 1.0));
    const double closed = std::exp(-far_squared / (2.0 * variance));
    const double expected = density_share(height, rest, torque, time);
    CHECK(std::abs(closed - expected) < 0.3 / height);
    check_share(turned_share(macrospin_of(height, 0.1), rest, torque, time, runs, 12), closed, runs);
  }
}

TEST_CASE("mtj: a second of precession is given up at once") {
  auto s = defaults<StateOf<Mtj>>();
  std::vector<double> current(1);
  const Followed f =
      random_train<Mtj>({{Pulse{.width = 1.0}}}, s, macrospin_of(40.0, 0.02), around, {}, {}, current);
  CHECK_FALSE(f.reached);
  CHECK(f.steps < 100);
}

TEST_CASE("stochastic: the same seed gives the same bits, another instance others") {
  const auto p = macrospin_of(5.0, 0.3);
  const auto run = [&](const Chance& chance) {
    StateOf<Mtj> s{0.0, 0.0, 1.0};
    std::vector<double> current(1);
    random_train<Mtj>({{Pulse{.width = 1e-10}}}, s, p, around, chance, {}, current);
    return s;
  };
  const auto a = run({1, 2}), b = run({1, 2}), c = run({1, 3}), d = run({2, 2});
  CHECK(std::memcmp(&a, &b, sizeof a) == 0);
  CHECK(std::memcmp(&a, &c, sizeof a) != 0);
  CHECK(std::memcmp(&a, &d, sizeof a) != 0);
}

TEST_CASE("stochastic: bad pulses are reported by row, and what follows is unknown") {
  for (const Pulse& bad :
       {Pulse{.voltage = std::nan(""), .width = 1e-6}, Pulse{.voltage = 1.0, .width = -1e-6},
        Pulse{.voltage = 1e300, .width = 1e-6}, Pulse{.voltage = 1.0, .width = std::nan("")}}) {
    const auto check = []<class M>(const M&, const std::vector<Pulse>& train) {
      auto s = defaults<StateOf<M>>();
      std::vector<double> current(train.size());
      const Followed f = random_train<M>(train, s, defaults<ParametersOf<M>>(), around, {}, {}, current);
      CHECK_FALSE(f.reached);
      CHECK(f.at == 1);
      CHECK(std::isfinite(current[0]));
      CHECK(std::isnan(current[2]));
      CHECK(std::isnan(values(s)[0]));
    };
    const std::vector<Pulse> train = {
        {.voltage = 0.1, .width = 1e-10, .read_voltage = 0.1}, bad, {.read_voltage = 0.1}};
    check(AnalogSynapse{}, train);
    check(Mtj{}, train);
  }
}
