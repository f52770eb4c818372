#pragma once

// Random numbers as pure functions of where they are drawn: no state, so that a result does not depend
// on the order or the number of threads in which runs are made.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace hysteron {

/// Philox4x32-10: ten rounds that make four random words of a counter and a key.
///
/// Source  J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as
///         1, 2, 3", SC 2011, doi:10.1145/2063384.2063405.
constexpr std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                              std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = 0xD2511F53ull * counter[0], b = 0xCD9E8D57ull * counter[2];
    const auto high = [](std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); };
    const auto low = [](std::uint64_t x) { return static_cast<std::uint32_t>(x); };
    counter = {high(b) ^ counter[1] ^ key[0], low(b), high(a) ^ counter[3] ^ key[1], low(a)};
    key = {key[0] + 0x9E3779B9u, key[1] + 0xBB67AE85u};
  }
  return counter;
}

/// Where a number is drawn. Two draws that differ in any member are independent.
struct Draw {
  std::uint64_t seed = 0;      // of an experiment
  std::uint32_t instance = 0;  // a device of it
  std::uint32_t step = 0;      // in that device's history
  std::uint32_t channel = 0;   // a source of chance in that step
};

/// The uniform numbers of a draw, one after the other, in (0, 1), of 53 bits.
class Uniforms {
 public:
  explicit Uniforms(const Draw& draw) : draw_(draw) {}

  double next() {
    if (used_ % 2 == 0) {
      words_ = philox({used_ / 2, draw_.channel, draw_.step, draw_.instance},
                      {static_cast<std::uint32_t>(draw_.seed), static_cast<std::uint32_t>(draw_.seed >> 32)});
    }
    const std::size_t first = used_++ % 2 * 2;
    const std::uint64_t bits = (std::uint64_t{words_[first]} << 32 | words_[first + 1]) >> 12;
    return (static_cast<double>(bits) + 0.5) * 0x1p-52;
  }

 private:
  Draw draw_;
  std::uint32_t used_ = 0;
  std::array<std::uint32_t, 4> words_{};
};

namespace internal {

/// Of mean 0 and variance 1, after Box and Muller.
inline double next_normal(Uniforms& random) {
  const double radius = std::sqrt(-2.0 * std::log(random.next()));
  return radius * std::cos(2.0 * std::numbers::pi * random.next());
}

/// ln(k!) less Stirling's (k + 1/2) ln(k + 1) - (k + 1) + ln(2 pi) / 2.
inline double stirling_rest(double k) {
  static constexpr double few[] = {
      0.08106146679532726, 0.04134069595540929, 0.02767792568499834, 0.02079067210376509,  0.01664469118982119,
      0.01387612882307075, 0.01189670994589177, 0.01041126526197209, 0.009255462182712733, 0.008330563433362871};
  if (k < 10.0) return few[static_cast<int>(k)];
  const double x = 1.0 / (k + 1.0), q = x * x;
  return x * (1.0 / 12.0 - q * (1.0 / 360.0 - q * (1.0 / 1260.0 - q / 1680.0)));
}

/// Hormann's hat over the binomial law of whole numbers in [0, most] with the given centre (the mean and a
/// half) and standard deviation, or over Poisson's, its limit; log_ratio(k) is the logarithm of the
/// probability of k over that of the mode.
template <class LogRatio>
double transformed_rejection(Uniforms& random, double most, double centre, double deviation,
                             LogRatio&& log_ratio) {
  const double b = 1.15 + 2.53 * deviation;
  const double a = -0.0873 + 0.0248 * b + 0.01 * std::min(1.0, centre / std::max(most, 1.0));
  const double alpha = (2.83 + 5.1 / b) * deviation;
  for (;;) {
    const double u = random.next() - 0.5, v = random.next();
    const double us = 0.5 - std::abs(u);
    const double k = std::floor((2.0 * a / us + b) * u + centre);
    if (k < 0.0 || k > most) continue;
    if (std::log(v * alpha / (a / (us * us) + b)) <= log_ratio(k)) return k;
  }
}

/// The logarithm of a number of the gamma law, for any shape > 0.
///
/// Source  G. Marsaglia, W. W. Tsang, ACM Trans. Math. Softw. 26 (2000) 363.
inline double next_log_gamma(Uniforms& random, double shape) {
  const double lift = shape < 1.0 ? std::log(random.next()) / shape : 0.0;
  const double d = (shape < 1.0 ? shape + 1.0 : shape) - 1.0 / 3.0;
  for (;;) {
    const double x = next_normal(random);
    const double root = 1.0 + x / std::sqrt(9.0 * d);
    if (root <= 0.0) continue;
    const double v = root * root * root;
    if (std::log(random.next()) < 0.5 * x * x + d * (1.0 - v + std::log(v))) return std::log(d * v) + lift;
  }
}

}  // namespace internal

/// Uniform in (0, 1).
inline double uniform(const Draw& draw) { return Uniforms(draw).next(); }

/// Of mean 1, the wait for an event.
inline double exponential(const Draw& draw) { return -std::log(uniform(draw)); }

/// Of mean 0 and variance 1.
inline double normal(const Draw& draw) {
  Uniforms random(draw);
  return internal::next_normal(random);
}

/// How many of n independent trials [a whole number up to 1e15] succeed, each with probability p.
///
/// Source  below a mean of 10 by inversion; above, W. Hormann, J. Stat. Comput. Simul. 46 (1993) 101,
///         with ratios of probabilities arranged so that they keep their digits at large n.
inline double binomial(const Draw& draw, double n, double p) {
  if (!(n > 0.0) || !(p > 0.0)) return 0.0;
  if (p >= 1.0) return n;
  if (p > 0.5) return n - binomial(draw, n, 1.0 - p);
  Uniforms random(draw);
  const double odds = p / (1.0 - p), mean = n * p;
  if (mean < 10.0) {
    double probability = std::exp(n * std::log1p(-p)), u = random.next(), k = 0.0;
    while (u > probability && k < n) {
      u -= probability;
      k += 1.0;
      probability *= odds * (n - k + 1.0) / k;
      if (probability < 1e-300) break;
    }
    return k;
  }
  using internal::stirling_rest;
  const double mode = std::floor((n + 1.0) * p);
  const double slope = std::log((mode + 1.0) / (odds * (n - mode + 1.0)));
  const double rest = stirling_rest(mode) + stirling_rest(n - mode);
  const auto log_ratio = [&](double k) {
    const double d = k - mode;
    return -d * slope - (n - k + 0.5) * std::log1p(-d / (n - mode + 1.0)) -
           (k + 0.5) * std::log1p(d / (mode + 1.0)) + rest - stirling_rest(k) - stirling_rest(n - k);
  };
  return internal::transformed_rejection(random, n, mean + 0.5, std::sqrt(mean * (1.0 - p)), log_ratio);
}

/// How often something happens that happens `mean` times on average, mean up to 1e15.
///
/// Source  as binomial().
inline double poisson(const Draw& draw, double mean) {
  if (!(mean > 0.0)) return 0.0;
  Uniforms random(draw);
  if (mean < 10.0) {
    double probability = std::exp(-mean), u = random.next(), k = 0.0;
    while (u > probability) {
      u -= probability;
      k += 1.0;
      probability *= mean / k;
      if (probability < 1e-300) break;
    }
    return k;
  }
  using internal::stirling_rest;
  const double mode = std::floor(mean);
  const double slope = std::log((mode + 1.0) / mean);
  const auto log_ratio = [&](double k) {
    const double d = k - mode;
    return d - d * slope - (k + 0.5) * std::log1p(d / (mode + 1.0)) + stirling_rest(mode) - stirling_rest(k);
  };
  return internal::transformed_rejection(random, 1e300, mean + 0.5, std::sqrt(mean), log_ratio);
}

/// In [0, 1], of the given mean and variance: the beta law. A variance that does not fit is cut to a
/// third of mean (1 - mean), where the law is flat or flatter.
inline double beta(const Draw& draw, double mean, double variance) {
  const double room = mean * (1.0 - mean);
  if (!(room > 0.0) || !(variance > 0.0)) return mean;
  const double size = std::max(room / variance - 1.0, 2.0);
  Uniforms random(draw);
  const double a = internal::next_log_gamma(random, mean * size);
  const double b = internal::next_log_gamma(random, (1.0 - mean) * size);
  return 1.0 / (1.0 + std::exp(b - a));
}

}  // namespace hysteron
