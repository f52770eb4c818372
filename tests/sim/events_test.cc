// Whole numbers moved by events, against the laws of the processes.

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <thread>
#include <vector>

#include "libmodel/devices/ferroelectric.h"
#include "libmodel/devices/metastable_switch.h"
#include "libmodel/devices/mtj_reduced.h"
#include "libmodel/devices/skyrmion.h"
#include "libmodel/devices/threshold_ag.h"
#include "tests/sim/ensemble.h"
#include "tests/sim/trials.h"

using namespace hysteron;

namespace {

const auto around = defaults<Surroundings<double>>();

/// Particles without end of places: they arrive, breed and decay at rates of their own [1/s].
struct Particles {
  static constexpr std::string_view name = "particles";
  static constexpr Cycle<> cycle{.period = 1.0, .up = {1.0}, .down = {-1.0}};

  template <class T>
  struct Parameters {
    T arrival, breeding, decay;

    static void describe(auto& p, auto&& field) {
      field(p.arrival, {"arrival", "1/s", 0.0, 0.0, 1e30, Scale::linear, "of particles"});
      field(p.breeding, {"breeding", "1/s", 0.0, 0.0, 1e30, Scale::linear, "of each"});
      field(p.decay, {"decay", "1/s", 0.0, 0.0, 1e30, Scale::linear, "of each"});
    }
  };
  template <class T>
  struct State {
    T number;

    static void describe(auto& s, auto&& field) {
      constexpr double endless = std::numeric_limits<double>::infinity();
      field(s.number, {"number", "1", 0.0, 0.0, endless, Scale::linear, "of particles"});
    }
  };
  template <class T>
  struct Events {
    T come, go;

    static void describe(auto& e, auto&& field) {
      field(e.come, {"come", "1/s", 0.0, 0.0, 1e30, Scale::linear, "one more"});
      field(e.go, {"go", "1/s", 0.0, 0.0, 1e30, Scale::linear, "one less"});
    }
  };

  template <class T>
  static Response<T, State> evaluate(const T& v, const State<T>& s, const Parameters<T>& p) {
    return {.current = v, .rate = {.number = p.arrival + (p.breeding - p.decay) * s.number}};
  }
  template <class T>
  static Noise<T, State, OnePort, Events> noise(const T&, const State<T>& s, const Parameters<T>& p,
                                                const Surroundings<T>&) {
    return {.events = {.come = p.arrival + p.breeding * s.number, .go = p.decay * s.number}};
  }
  template <class T>
  static Events<State<T>> jumps(const Parameters<T>&) {
    return {.come = {.number = T(1.0)}, .go = {.number = T(-1.0)}};
  }
};

std::vector<Pulse> one_pulse(double voltage, double width) { return {Pulse{.voltage = voltage, .width = width}}; }

double log_binomial(double n, double p, double k) {
  return std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) + k * std::log(p) +
         (n - k) * std::log1p(-p);
}

/// Pearson's chi-squared of the numbers seen against their probabilities, in its own standard deviations.
double surprise(const std::vector<double>& seen, double runs, auto&& probability) {
  double chi = 0.0, classes = 0.0;
  for (std::size_t k = 0; k < seen.size(); ++k) {
    const double expected = runs * probability(static_cast<double>(k));
    if (expected < 5.0) continue;
    chi += (seen[k] - expected) * (seen[k] - expected) / expected;
    classes += 1.0;
  }
  return (chi - classes) / std::sqrt(2.0 * classes);
}

template <class M>
std::vector<double> numbers(const std::vector<StateOf<M>>& states, double places) {
  std::vector<double> seen(static_cast<std::size_t>(places) + 1, 0.0);
  for (const auto& s : states) {
    const double n = values(s)[0] * places;
    CHECK(std::abs(n - std::round(n)) < 1e-9 * places);
    seen[static_cast<std::size_t>(std::round(n))] += 1.0;
  }
  return seen;
}

}  // namespace

TEST_CASE("events: particles that arrive and decay are Poisson's, however many") {
  for (const double arrival : {3.0, 3e9}) {
    const Particles::Parameters<double> p{.arrival = arrival, .breeding = 0.0, .decay = 0.7};
    const auto ends = ensemble<Particles>(4000, one_pulse(0.0, 2.0), {0.0}, p, around, 1);
    const Spread s = spread(ends, [](const auto& e) { return e.number; });
    const double expected = arrival / 0.7 * (1.0 - std::exp(-1.4));
    check_mean(s, expected);
    check_variance(s, expected, 1.0 / expected);
  }
}

// Yule's process: from one ancestor the number is geometric with mean e^(breeding t).
TEST_CASE("events: a family that breeds is geometric in number, event by event") {
  const Particles::Parameters<double> p{.arrival = 0.0, .breeding = 1.0, .decay = 0.0};
  const auto ends = ensemble<Particles>(4000, one_pulse(0.0, 1.5), {1.0}, p, around, 2);
  std::vector<double> seen(60, 0.0);
  for (const auto& e : ends) {
    if (e.number < 60.0) seen[static_cast<std::size_t>(e.number)] += 1.0;
  }
  const double alone = std::exp(-1.5);
  const double s =
      surprise(seen, 4000.0, [&](double k) { return k < 1.0 ? 0.0 : alone * std::pow(1.0 - alone, k - 1.0); });
  CHECK(std::abs(s) < 4.0);
}

TEST_CASE("events: a hundred thousand families leap, and keep mean and variance") {
  const Particles::Parameters<double> p{.arrival = 0.0, .breeding = 1.0, .decay = 0.0};
  std::vector<StateOf<Particles>> ends(400, {1e5});
  long steps = 0;
  std::vector<double> current(1);
  for (int k = 0; k < 400; ++k) {
    steps += random_train<Particles>(one_pulse(0.0, 1.0), ends[k], p, around, {3, std::uint32_t(k)},
                                     {.tolerance = 1e-3}, current)
                 .steps;
  }
  CHECK(steps < 400 * 5000);  // of 170 000 events each
  const Spread s = spread(ends, [](const auto& e) { return e.number; });
  CHECK(std::abs(s.mean / (1e5 * std::exp(1.0)) - 1.0) < 1e-3 + 4.0 * s.error() / s.mean);
  check_variance(s, 1e5 * std::exp(1.0) * (std::exp(1.0) - 1.0));
}

TEST_CASE("skyrmion: few scatter as their number, many as the binomial law of their places") {
  const auto p = defaults<ParametersOf<Skyrmion>>();
  const double v = 2.0 * p.i_create * p.r_w, rate = p.k_create / p.n_max;
  for (const double filling : {0.01, 0.04, 0.5, 0.95}) {
    CAPTURE(filling);
    const double annihilation = Skyrmion::prepare<double>({v, 0.0}, p, around).annihilation;
    const double creation = Skyrmion::prepare<double>({v, 0.0}, p, around).creation / p.n_max;
    const double all = creation + annihilation;
    CHECK(creation == doctest::Approx(rate).epsilon(0.05));
    const double width = -std::log(1.0 - filling * all / creation) / all;
    const auto ends = ensemble<Skyrmion>(10'000, one_pulse(v, width), {0.0}, p, around, 4);
    const Spread s = spread(ends, [&](const auto& e) { return e.x * p.n_max; });
    check_mean(s, p.n_max * filling);
    const double binomial_variance = p.n_max * filling * (1.0 - filling);
    check_variance(s, binomial_variance, (1.0 - 6.0 * filling * (1.0 - filling)) / binomial_variance);
    const auto seen = numbers<Skyrmion>(ends, p.n_max);
    CHECK(std::abs(surprise(seen, 10'000.0,
                            [&](double k) { return std::exp(log_binomial(p.n_max, filling, k)); })) < 4.0);
  }
}

TEST_CASE("skyrmion: numbers stay whole through a train of pulses, up and down") {
  const auto p = defaults<ParametersOf<Skyrmion>>();
  const double v = 2.0 * p.i_create * p.r_w;
  std::vector<Pulse> train;
  for (int k = 0; k < 200; ++k) {
    train.push_back({.voltage = k / 40 % 2 ? -v : v,
                     .width = 1e-8,
                     .rise = 1e-9,
                     .fall = 2e-9,
                     .delay = 1e-8,
                     .read_voltage = 0.1});
  }
  std::vector<double> current(train.size());
  std::vector<StateOf<Skyrmion>> states(train.size());
  StateOf<Skyrmion> s{0.0};
  CHECK(random_train<Skyrmion>(train, s, p, around, {.seed = 5}, {}, current, states).reached);
  double most = 0.0;
  for (std::size_t k = 0; k < train.size(); ++k) {
    const double n = states[k].x * p.n_max;
    CHECK(std::abs(n - std::round(n)) < 1e-10);
    CHECK((n >= 0.0 && n <= p.n_max));
    CHECK(current[k] == doctest::Approx(0.1 / (p.r_0 + p.dr * std::round(n))).epsilon(1e-9));
    most = std::max(most, n);
  }
  CHECK(most > 20.0);
}

TEST_CASE("skyrmion: a place and a half is one place") {
  auto p = defaults<ParametersOf<Skyrmion>>();
  p.n_max = 1.5;
  const double v = 2.0 * p.i_create * p.r_w;
  const auto ends = ensemble<Skyrmion>(20, one_pulse(v, 1e-6), {0.0}, p, around, 6);
  for (const auto& e : ends) CHECK((e.x == 0.0 || e.x == 1.0 / 1.5));
}

// One junction: away from parallel at a constant rate, so 1 - e^(-t / tau) but for the way back.
TEST_CASE("mtj_reduced: switching probability against pulse width is Neel's and Brown's exponential") {
  const auto p = defaults<ParametersOf<MtjReduced>>();
  for (const double over : {0.9, 0.97, 1.5}) {
    const double v = over * p.i_c / p.g_p;
    const auto rates = MtjReduced::prepare<double>(v, p, around);
    CHECK(rates.back < 1e-9 * rates.away);
    for (const double widths : {0.05, 0.5, 1.0, 3.0}) {
      CAPTURE(over);
      CAPTURE(widths);
      constexpr double runs = 10'000.0;
      const auto ends = ensemble<MtjReduced>(int(runs), one_pulse(v, widths / rates.away), {0.0}, p, around, 7);
      double turned = 0.0;
      for (const auto& e : ends) {
        CHECK((e.x == 0.0 || e.x == 1.0));
        turned += e.x;
      }
      const double expected = 1.0 - std::exp(-widths);
      CHECK(std::abs(turned / runs - expected) < 4.0 * std::sqrt(expected * (1.0 - expected) / runs));
    }
  }
}

TEST_CASE("mtj_reduced: on ramps the exponent is the area under the rate") {
  const auto p = defaults<ParametersOf<MtjReduced>>();
  const double v = 0.97 * p.i_c / p.g_p, rate = MtjReduced::prepare<double>(v, p, around).away;
  const std::vector<Pulse> train = {{.voltage = v, .width = 0.3 / rate, .rise = 4.0 / rate, .fall = 6.0 / rate}};
  double area = 0.3;
  constexpr int slices = 20'000;
  for (int k = 0; k < slices; ++k) {
    area += 10.0 / slices * MtjReduced::prepare<double>((k + 0.5) / slices * v, p, around).away / rate;
  }
  constexpr double runs = 4000.0;
  const auto ends = ensemble<MtjReduced>(int(runs), train, {0.0}, p, around, 8);
  const double expected = 1.0 - std::exp(-area), turned = spread(ends, [](const auto&e) { return e.x; }).mean;
  CHECK(expected > 0.4);
  CHECK(std::abs(turned - expected) < 4.0 * std::sqrt(expected * (1.0 - expected) / runs));
}

TEST_CASE("mtj_reduced: a junction started at a probability starts on one side or the other, that often") {
  const auto p = defaults<ParametersOf<MtjReduced>>();
  const auto ends = ensemble<MtjReduced>(10'000, one_pulse(0.0, 1e-9), {0.3}, p, around, 9);
  CHECK(std::abs(spread(ends, [](const auto& e) { return e.x; }).mean - 0.3) < 4.0 * std::sqrt(0.21 / 10'000.0));
}

// One bridge, that closes and falls apart at constant rates: a Markov chain of two states.
TEST_CASE("threshold_ag: of a hundred thousand pulses as many close a bridge as in closed form, on one thread or two") {
  using M = ThresholdAg;
  const auto p = defaults<ParametersOf<M>>();
  constexpr int number = 100'000, amplitudes = 60;
  Agreement all;
  for (int j = 0; j < amplitudes; ++j) {
    const Pulse pulse{.voltage = 0.52 + 0.004 * j, .width = 1e-6};
    const auto rates = M::prepare<double>(pulse.voltage, p, around);
    const double both = rates.form + rates.dissolve, expected = rates.form / both * (1.0 - std::exp(-both * pulse.width));
    all.add(spread(Trial<M>{pulse, defaults<StateOf<M>>(), p}.run(number, 15 + j, 2), [](const auto& e) { return e.x; }).mean, expected, number);
  }
  all.check();
  Trial<M>{{.voltage = 0.6, .width = 1e-6}, defaults<StateOf<M>>(), p}.check_threads(number);
}

TEST_CASE("metastable switch: switches at rest under a voltage are binomial in number") {
  auto p = defaults<ParametersOf<MetastableSwitch>>();
  p.n_switches = 20.0;
  for (const double v : {-0.25, 0.0, 0.26}) {
    CAPTURE(v);
    const auto rates = MetastableSwitch::prepare<double>(v, p, around);
    const double on = rates.on / (rates.on + rates.off);
    const auto ends =
        ensemble<MetastableSwitch>(10'000, one_pulse(v, 40.0 / (rates.on + rates.off)), {1.0}, p, around, 10);
    const auto seen = numbers<MetastableSwitch>(ends, p.n_switches);
    CHECK(std::abs(surprise(seen, 10'000.0,
                            [&](double k) { return std::exp(log_binomial(p.n_switches, on, k)); })) < 4.0);
  }
}

TEST_CASE("metastable switch: a million million switches take one step, and scatter by a millionth") {
  auto p = defaults<ParametersOf<MetastableSwitch>>();
  p.n_switches = 1e12;
  std::vector<StateOf<MetastableSwitch>> ends(2000, {0.0});
  std::vector<double> current(1);
  for (int k = 0; k < 2000; ++k) {
    CHECK(random_train<MetastableSwitch>(one_pulse(0.27, 1e-2), ends[k], p, around, {11, std::uint32_t(k)}, {},
                                         current)
              .steps == 1);
  }
  const auto rates = MetastableSwitch::prepare<double>(0.27, p, around);
  const double on = rates.on / (rates.on + rates.off) * (1.0 - std::exp(-(rates.on + rates.off) * 1e-2));
  const Spread s = spread(ends, [](const auto& e) { return e.x; });
  check_mean(s, on);
  check_variance(s, on * (1.0 - on) / p.n_switches);
}

TEST_CASE("ferroelectric: domains turn one by one around the equation, and age as it says") {
  auto p = defaults<ParametersOf<Ferroelectric>>();
  StateOf<Ferroelectric> start{};
  start.p.fill(-1.0);
  const std::vector<Pulse> train = {{.voltage = 1.6, .width = 2e-8, .rise = 2e-9, .fall = 2e-9, .delay = 1e-7},
                                    {.voltage = -1.3, .width = 1e-8, .rise = 2e-9, .fall = 2e-9}};
  const auto reference = mean_field<Ferroelectric>(train, start, p, around);
  for (const double n : {5.0, 1e4}) {
    CAPTURE(n);
    p.n_domains = n;
    const auto ends = ensemble<Ferroelectric>(300, train, start, p, around, 12);
    for (int i = 0; i < 8; ++i) {
      CAPTURE(i);
      const Spread s = spread(ends, [i](const auto& e) { return e.p[i]; });
      // A group that hardly ever loses a domain may have lost none in any run.
      CHECK(std::abs(s.mean - reference.p[i]) <
            4.0 * std::sqrt((1.0 - reference.p[i] * reference.p[i]) / (n * s.runs)));
      for (const auto& e : ends) CHECK(std::abs(std::remainder((e.p[i] + 1.0) * n / 2.0, 1.0)) < 1e-9 * n);
    }
    const Spread age = spread(ends, [](const auto& e) { return e.age; });
    if (n > 1e3) CHECK(age.mean == doctest::Approx(reference.age).epsilon(0.02));
    CHECK(age.variance > 0.0);
  }
}

TEST_CASE("events: whole numbers hold at every look along ramps, and looking changes nothing in law") {
  auto p = defaults<ParametersOf<MetastableSwitch>>();
  p.n_switches = 50.0;
  std::array<Ramps, 1> drive;
  drive[0] = {{0.0, 1e-3, 2e-3}, {0.0, 0.5, -0.5}};
  const auto rate = [&](double x, double t) {
    const double v = t < 1e-3 ? 0.5 * t / 1e-3 : 0.5 - (t - 1e-3) / 1e-3;
    const auto r = MetastableSwitch::prepare<double>(v, p, around);
    return r.on * (1.0 - x) - r.off * x;
  };
  double expected = 0.0;
  constexpr int slices = 20'000;
  for (int k = 0; k < slices; ++k) {  // midpoint rule
    const double h = 2e-3 / slices, t = k * h, half = expected + 0.5 * h * rate(expected, t);
    expected += h * rate(half, t + 0.5 * h);
  }
  const std::vector<double> seldom = {0.0, 2e-3}, often = {0.0, 1e-4, 3e-4, 9e-4, 1e-3, 1.1e-3, 1.5e-3, 2e-3};
  for (const auto& times : {seldom, often}) {
    std::vector<StateOf<MetastableSwitch>> ends;
    for (int k = 0; k < 1000; ++k) {
      const auto trace =
          random_transient<MetastableSwitch>(drive, {0.0}, p, around, times, {13, std::uint32_t(k)});
      REQUIRE(trace.size() == times.size());
      for (const auto& instant : trace) CHECK(std::abs(std::remainder(instant.state.x * 50.0, 1.0)) < 1e-10);
      ends.push_back(trace.back().state);
    }
    check_mean(spread(ends, [](const auto& e) { return e.x; }), expected);
  }
}

TEST_CASE("events: the same seed gives the same bits, on one thread or on three") {
  const auto p = defaults<ParametersOf<Skyrmion>>();
  const double v = 2.0 * p.i_create * p.r_w;
  const std::vector<Pulse> train(20, {.voltage = v, .width = 1e-8, .rise = 1e-9, .read_voltage = 0.1});
  constexpr int devices = 60;
  const auto run = [&](int threads) {
    std::vector<double> current(devices * train.size());
    std::vector<std::thread> pool;
    for (int q = 0; q < threads; ++q) {
      pool.emplace_back([&, q] {
        for (int k = devices - 1 - q; k >= 0; k -= threads) {
          StateOf<Skyrmion> s{0.0};
          const std::span<double> row(current.data() + k * train.size(), train.size());
          random_train<Skyrmion>(train, s, p, around, {14, std::uint32_t(k)}, {}, row);
        }
      });
    }
    for (std::thread& t : pool) t.join();
    return current;
  };
  const auto one = run(1), three = run(3);
  CHECK(std::memcmp(one.data(), three.data(), one.size() * sizeof(double)) == 0);
  CHECK(std::memcmp(one.data(), one.data() + train.size(), train.size() * sizeof(double)) != 0);
}

TEST_CASE("events: bad pulses are reported by row, and what follows is unknown") {
  const auto p = defaults<ParametersOf<MtjReduced>>();
  for (const Pulse& bad : {Pulse{.voltage = std::nan(""), .width = 1e-6}, Pulse{.voltage = 1.0, .width = -1e-6},
                           Pulse{.voltage = 1.0, .width = std::nan("")}}) {
    const std::vector<Pulse> train = {
        {.voltage = 0.1, .width = 1e-6, .read_voltage = 0.1}, bad, {.read_voltage = 0.1}};
    StateOf<MtjReduced> s{0.0};
    std::vector<double> current(3);
    const Followed f = random_train<MtjReduced>(train, s, p, around, {}, {}, current);
    CHECK_FALSE(f.reached);
    CHECK(f.at == 1);
    CHECK(std::isfinite(current[0]));
    CHECK(std::isnan(current[2]));
    CHECK(std::isnan(s.x));
  }
}
