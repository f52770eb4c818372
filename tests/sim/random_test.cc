// The generator against its published answers; the laws against their probabilities.

#include "libmodel/sim/random.h"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <vector>

using namespace hysteron;

namespace {

using Words = std::array<std::uint32_t, 4>;

constexpr int draws = 200'000;

/// Pearson's chi-squared of whole numbers against their probabilities, in standard deviations of it; rare
/// numbers are counted together.
double surprise(const std::function<double(const Draw&)>& number,
                const std::function<double(int)>& log_probability, int most) {
  std::vector<double> seen(most + 1, 0.0);
  for (int k = 0; k < draws; ++k) {
    const double x = number({.seed = 20, .instance = std::uint32_t(k)});
    if (x <= most) seen[static_cast<int>(x)] += 1.0;
  }
  double chi = 0.0, expected_rest = draws, seen_rest = draws;
  int classes = 0;
  for (int k = 0; k <= most; ++k) {
    const double expected = draws * std::exp(log_probability(k));
    if (expected < 10.0) continue;
    chi += (seen[k] - expected) * (seen[k] - expected) / expected;
    expected_rest -= expected;
    seen_rest -= seen[k];
    ++classes;
  }
  if (expected_rest > 5.0) chi += (seen_rest - expected_rest) * (seen_rest - expected_rest) / expected_rest;
  return (chi - classes) / std::sqrt(2.0 * classes);
}

double log_binomial(double n, double p, int k) {
  return std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) + k * std::log(p) +
         (n - k) * std::log1p(-p);
}

struct Moments {
  double mean = 0.0, variance = 0.0;
};

/// Of `number` less `centre`.
Moments moments(const std::function<double(const Draw&)>& number, double centre) {
  double sum = 0.0, squares = 0.0;
  for (int k = 0; k < draws; ++k) {
    const double d = number({.seed = 21, .instance = std::uint32_t(k)}) - centre;
    sum += d;
    squares += d * d;
  }
  const double mean = sum / draws;
  return {mean, squares / draws - mean * mean};
}

/// Both within four standard errors, for laws not far from normal.
void check_moments(const std::function<double(const Draw&)>& number, double mean, double variance) {
  const Moments m = moments(number, mean);
  CHECK(std::abs(m.mean) < 4.0 * std::sqrt(variance / draws));
  CHECK(std::abs(m.variance / variance - 1.0) < 4.0 * std::sqrt(2.0 / draws));
}

}  // namespace

// kat_vectors of Random123, published with the paper.
TEST_CASE("philox: gives its published answers") {
  CHECK(philox({0, 0, 0, 0}, {0, 0}) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  const std::uint32_t full = 0xffffffff;
  CHECK(philox({full, full, full, full}, {full, full}) == Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("random: a number depends on every member of its draw, and on nothing else") {
  const Draw here{.seed = 1, .instance = 2, .step = 3, .channel = 4};
  CHECK(normal(here) == normal(here));
  CHECK(normal(here) != normal({.seed = 1ull << 32 | 1, .instance = 2, .step = 3, .channel = 4}));
  CHECK(normal(here) != normal({.seed = 2, .instance = 2, .step = 3, .channel = 4}));
  CHECK(normal(here) != normal({.seed = 1, .instance = 3, .step = 3, .channel = 4}));
  CHECK(normal(here) != normal({.seed = 1, .instance = 2, .step = 4, .channel = 4}));
  CHECK(normal(here) != normal({.seed = 1, .instance = 2, .step = 3, .channel = 5}));
}

TEST_CASE("random: neighbours along each member are not correlated") {
  const auto correlation = [](const std::function<Draw(int)>& place) {
    double sum = 0.0;
    for (int k = 0; k < draws; ++k) sum += normal(place(k)) * normal(place(k + 1));
    return sum / std::sqrt(double(draws));
  };
  CHECK(std::abs(correlation([](int k) { return Draw{.instance = std::uint32_t(k)}; })) < 4.0);
  CHECK(std::abs(correlation([](int k) { return Draw{.step = std::uint32_t(k)}; })) < 4.0);
  CHECK(std::abs(correlation([](int k) { return Draw{.channel = std::uint32_t(k)}; })) < 4.0);
  CHECK(std::abs(correlation([](int k) { return Draw{.seed = std::uint64_t(k)}; })) < 4.0);
}

TEST_CASE("random: uniform numbers lie inside (0, 1) and fill it evenly") {
  std::vector<double> seen(64, 0.0);
  Uniforms random({.seed = 22});
  double least = 1.0, most = 0.0;
  for (int k = 0; k < draws; ++k) {
    const double u = random.next();
    least = std::min(least, u), most = std::max(most, u);
    seen[static_cast<int>(64.0 * u)] += 1.0;
  }
  double chi = 0.0;
  for (double s : seen) chi += (s - draws / 64.0) * (s - draws / 64.0) / (draws / 64.0);
  CHECK(std::abs(chi - 63.0) < 4.0 * std::sqrt(2.0 * 63.0));
  CHECK(least > 0.0);
  CHECK(most < 1.0);
}

TEST_CASE("random: normal numbers have the moments and the tails of the law") {
  check_moments([](const Draw& d) { return normal(d); }, 0.0, 1.0);
  for (double t : {1.0, 2.0, 3.0}) {
    int beyond = 0;
    for (int k = 0; k < draws; ++k) beyond += normal({.seed = 23, .instance = std::uint32_t(k)}) > t;
    const double p = 0.5 * std::erfc(t / std::sqrt(2.0));
    CHECK(std::abs(beyond - draws * p) < 4.0 * std::sqrt(draws * p));
  }
}

TEST_CASE("random: waits are exponential") {
  const Moments m = moments([](const Draw& d) { return exponential(d); }, 1.0);
  CHECK(std::abs(m.mean) < 4.0 / std::sqrt(draws));
  CHECK(std::abs(m.variance - 1.0) < 4.0 * std::sqrt(8.0 / draws));
}

TEST_CASE("random: binomial and Poisson numbers have their probabilities, by inversion and by rejection") {
  for (const auto& trials :
       {std::pair{7.0, 0.3}, {25.0, 0.4}, {60.0, 0.9}, {100.0, 0.3}, {1000.0, 0.02}, {1e4, 0.5}}) {
    const double n = trials.first, p = trials.second;
    CAPTURE(n);
    CAPTURE(p);
    const double s = surprise([=](const Draw& d) { return binomial(d, n, p); },
                              [=](int k) { return log_binomial(n, p, k); }, int(n));
    CHECK(std::abs(s) < 4.5);
  }
  for (const double mean : {0.3, 5.0, 10.0, 12.0, 300.0}) {
    CAPTURE(mean);
    const double s =
        surprise([=](const Draw& d) { return poisson(d, mean); },
                 [=](int k) { return k * std::log(mean) - mean - std::lgamma(k + 1.0); }, int(3.0 * mean) + 40);
    CHECK(std::abs(s) < 4.5);
  }
}

TEST_CASE("random: a million million trials keep their digits") {
  check_moments([](const Draw& d) { return binomial(d, 1e12, 0.3); }, 3e11, 2.1e11);
  check_moments([](const Draw& d) { return poisson(d, 1e12); }, 1e12, 1e12);
  CHECK(binomial({}, 1e12, 1.0) == 1e12);
  CHECK(binomial({}, 1e12, 0.0) == 0.0);
  CHECK(poisson({}, 0.0) == 0.0);
}

TEST_CASE("random: beta numbers have their mean and variance and stay in [0, 1]") {
  for (const auto& law : {std::pair{0.5, 0.01}, {0.01, 1e-5}, {0.3, 1e-8}, {0.999, 2e-7}}) {
    const double mean = law.first, variance = law.second;
    CAPTURE(mean);
    check_moments([=](const Draw& d) { return beta(d, mean, variance); }, mean, variance);
  }
  int outside = 0;
  for (int k = 0; k < draws; ++k) {
    const double x = beta({.instance = std::uint32_t(k)}, 1e-3, 1.0);
    outside += !(x >= 0.0 && x <= 1.0);
  }
  CHECK(outside == 0);
  CHECK(beta({}, 0.0, 1.0) == 0.0);
  CHECK(beta({}, 1.0, 1.0) == 1.0);
  CHECK(beta({}, 0.25, 0.0) == 0.25);
}
