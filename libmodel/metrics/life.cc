#include "libmodel/metrics/life.h"

#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <boost/math/tools/roots.hpp>
#include <cmath>

#include "libmodel/metrics/distributions.h"

namespace hysteron::metrics {
namespace {

using boost::math::tools::bisect;
using boost::math::tools::brent_find_minima;
using boost::math::tools::eps_tolerance;

struct Law {
  double log_eta, beta;
};

double log_likelihood(std::span<const Life> lives, const Law& law) {
  double sum = 0.0;
  for (const Life& life : lives) {
    const double z = law.beta * (std::log(life.cycles) - law.log_eta);
    sum -= std::exp(z);
    if (life.failed) sum += std::log(law.beta) + z - std::log(life.cycles);
  }
  return sum;
}

double failures(std::span<const Life> lives) {
  return double(std::count_if(lives.begin(), lives.end(), [](const Life& life) { return life.failed; }));
}

bool has_spread(std::span<const Life> lives) {
  double low = INFINITY, high = 0.0;
  for (const Life& life : lives) {
    if (!(life.cycles > 0.0) || !std::isfinite(life.cycles)) return false;
    if (life.failed) low = std::min(low, life.cycles), high = std::max(high, life.cycles);
  }
  return high > low;
}

// The eta that is most likely at a beta: eta^beta = sum n^beta / failures.
Law best_at_shape(std::span<const Life> lives, double beta) {
  double longest = 0.0, sum = 0.0;
  for (const Life& life : lives) longest = std::max(longest, life.cycles);
  for (const Life& life : lives) sum += std::pow(life.cycles / longest, beta);
  return {std::log(longest) + std::log(sum / failures(lives)) / beta, beta};
}

// Falls through zero at the most likely beta.
double shape_score(std::span<const Life> lives, double beta) {
  double longest = 0.0, weight = 0.0, weighted = 0.0, logs = 0.0;
  for (const Life& life : lives) longest = std::max(longest, life.cycles);
  for (const Life& life : lives) {
    const double u = std::log(life.cycles / longest), w = std::exp(beta * u);
    weight += w;
    weighted += w * u;
    if (life.failed) logs += u;
  }
  return 1.0 / beta + logs / failures(lives) - weighted / weight;
}

Law most_likely(std::span<const Life> lives) {
  const auto score = [&](double log_beta) { return shape_score(lives, std::exp(log_beta)); };
  const auto [a, b] = bisect(score, -7.0, 7.0, eps_tolerance<double>(50));
  return best_at_shape(lives, std::exp(0.5 * (a + b)));
}

// Drop of twice the log-likelihood at a one-sided bound.
double allowed_drop() { return chi_squared_quantile(2.0 * confidence - 1.0, 1.0); }

// Where the profile has dropped by that, walking from its top at x in steps of one sign.
template <class Profile>
double bound(const Profile& profile, double top, double x, double step) {
  const auto drop = [&](double at) { return 2.0 * (top - profile(at)) - allowed_drop(); };
  double inside = x, outside = x + step;
  for (int i = 0; i < 60 && drop(outside) < 0.0; ++i, step *= 1.5) inside = outside, outside += step;
  if (!(drop(outside) > 0.0)) return not_shown;
  const auto [a, b] = bisect(drop, std::min(inside, outside), std::max(inside, outside), eps_tolerance<double>(44));
  return 0.5 * (a + b);
}

// The likelihood with the quantile of share p held, beta free.
double at_quantile(std::span<const Life> lives, double log_n, double level) {
  const auto cost = [&](double log_beta) {
    const double beta = std::exp(log_beta);
    return -log_likelihood(lives, {log_n - level / beta, beta});
  };
  double best = -7.0;
  for (double x = -7.0; x <= 7.0; x += 0.25) {
    if (cost(x) < cost(best)) best = x;
  }
  return -brent_find_minima(cost, best - 0.25, best + 0.25, 40).second;
}

Interval of_quantile(std::span<const Life> lives, double level) {
  const Law law = most_likely(lives);
  const double top = log_likelihood(lives, law), best = law.log_eta + level / law.beta, step = 0.2 / law.beta;
  const auto profile = [&](double log_n) { return at_quantile(lives, log_n, level); };
  return {std::exp(best), std::exp(bound(profile, top, best, -step)), std::exp(bound(profile, top, best, step))};
}

double clustered(std::span<const Life> lives, double log_eta, double beta, double alpha) {
  double sum = 0.0;
  for (const Life& life : lives) {
    const double z = beta * (std::log(life.cycles) - log_eta), hazard = std::log1p(std::exp(z) / alpha);
    sum -= alpha * hazard;
    if (life.failed) sum += std::log(beta) + z - std::log(life.cycles) - hazard;
  }
  return sum;
}

}  // namespace

Life window_life(std::span<const double> cycle, std::span<const double> on, std::span<const double> off, double ratio, int run) {
  int bad = 0;
  for (std::size_t k = 0; k < cycle.size(); ++k) {
    const bool open = off[k] >= ratio * on[k] && std::isfinite(off[k]);
    bad = open ? 0 : bad + 1;
    if (bad == run) return {cycle[k + 1 - std::size_t(run)], true};
  }
  return {cycle.empty() ? not_shown : cycle.back(), false};
}

Weibull weibull(std::span<const Life> lives) {
  Weibull out;
  out.failures = int(failures(lives));
  out.survivors = int(lives.size()) - out.failures;
  if (!has_spread(lives)) return out;
  const Law law = most_likely(lives);
  out.log_likelihood = log_likelihood(lives, law);
  out.eta = of_quantile(lives, 0.0);
  const auto profile = [&](double log_beta) { return log_likelihood(lives, best_at_shape(lives, std::exp(log_beta))); };
  const double best = std::log(law.beta);
  out.beta = {law.beta, std::exp(bound(profile, out.log_likelihood, best, -0.1)),
              std::exp(bound(profile, out.log_likelihood, best, 0.1))};
  return out;
}

Interval weibull_quantile(std::span<const Life> lives, double p) {
  return has_spread(lives) ? of_quantile(lives, std::log(-std::log1p(-p))) : Interval{};
}

Clustering clustering(std::span<const Life> lives) {
  if (!has_spread(lives)) return {};
  const Law start = most_likely(lives);
  // One unknown inside the other: each most likely given those further out.
  const auto eta_at = [&](double beta, double alpha) {
    return brent_find_minima([&](double x) { return -clustered(lives, x, beta, alpha); }, start.log_eta - 8.0, start.log_eta + 8.0, 26);
  };
  const auto beta_at = [&](double alpha) {
    const double centre = std::log(start.beta);
    return brent_find_minima([&](double x) { return eta_at(std::exp(x), alpha).second; }, centre - 1.0, centre + 3.0, 22);
  };
  const auto best = brent_find_minima([&](double x) { return beta_at(std::exp(x)).second; }, -4.0, 8.0, 18);
  Clustering out;
  out.alpha = std::exp(best.first);
  out.beta = std::exp(beta_at(out.alpha).first);
  out.eta = std::exp(eta_at(out.beta, out.alpha).first);
  out.aic = 2.0 * 3.0 + 2.0 * best.second;
  out.aic_of_weibull = 2.0 * 2.0 - 2.0 * log_likelihood(lives, start);
  return out;
}

}  // namespace hysteron::metrics
