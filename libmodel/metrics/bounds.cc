#include "libmodel/metrics/bounds.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "libmodel/metrics/distributions.h"

namespace hysteron::metrics {
namespace {

std::vector<double> finite(std::span<const double> x) {
  std::vector<double> out;
  std::copy_if(x.begin(), x.end(), std::back_inserter(out), [](double v) { return std::isfinite(v); });
  return out;
}

struct Moments {
  double n, mean, deviation;
};

Moments moments(const std::vector<double>& x) {
  double sum = 0.0, squares = 0.0;
  for (double v : x) sum += v;
  const double n = double(x.size()), mean = sum / n;
  for (double v : x) squares += (v - mean) * (v - mean);
  return {n, mean, std::sqrt(squares / (n - 1.0))};
}

}  // namespace

Interval clopper_pearson(double k, double n) {
  if (!(n > 0.0) || !(k >= 0.0) || !(k <= n)) return {};
  const double lower = k > 0.0 ? beta_quantile(1.0 - confidence, k, n - k + 1.0) : 0.0;
  const double upper = k < n ? beta_quantile(confidence, k + 1.0, n - k) : 1.0;
  return {k / n, lower, upper};
}

Interval mean_interval(std::span<const double> numbers) {
  const auto x = finite(numbers);
  if (x.empty()) return {};
  if (x.size() < 2) return {x.front(), not_shown, not_shown};
  const Moments m = moments(x);
  const double half = student_quantile(confidence, m.n - 1.0) * m.deviation / std::sqrt(m.n);
  return {m.mean, m.mean - half, m.mean + half};
}

Interval deviation_interval(std::span<const double> numbers) {
  const auto x = finite(numbers);
  if (x.size() < 2) return {};
  const Moments m = moments(x);
  const auto bound = [&](double p) { return m.deviation * std::sqrt((m.n - 1.0) / chi_squared_quantile(p, m.n - 1.0)); };
  return {m.deviation, bound(confidence), bound(1.0 - confidence)};
}

Interval jackknife(std::size_t n, const std::function<double(std::size_t)>& statistic) {
  Interval out{statistic(n), not_shown, not_shown};
  if (n < 3 || !std::isfinite(out.value)) return out;
  std::vector<double> without(n);
  double mean = 0.0, squares = 0.0;
  for (std::size_t k = 0; k < n; ++k) mean += (without[k] = statistic(k)) / double(n);
  for (double x : without) squares += (x - mean) * (x - mean);
  const double deviation = std::sqrt(squares * double(n - 1) / double(n));
  const double half = student_quantile(confidence, double(n - 1)) * deviation;
  out.lower = out.value - half, out.upper = out.value + half;
  return out;
}

double quantile(std::span<const double> numbers, double p) {
  auto x = finite(numbers);
  if (x.empty()) return not_shown;
  std::sort(x.begin(), x.end());
  const double place = p * double(x.size() - 1);
  const auto k = std::min(std::size_t(place), x.size() - 1), next = std::min(k + 1, x.size() - 1);
  return x[k] + (place - double(k)) * (x[next] - x[k]);
}

Interval median_interval(std::span<const double> numbers) {
  auto x = finite(numbers);
  if (x.empty()) return {};
  std::sort(x.begin(), x.end());
  Interval out{quantile(x, 0.5), not_shown, not_shown};
  // The k-th smallest lies below the median with P(Binomial(n, 1/2) >= k).
  std::size_t k = 0;
  while (k + 1 < x.size() && more_heads(double(x.size()), double(k)) >= confidence) ++k;
  if (k == 0) return out;
  out.lower = x[k - 1];
  out.upper = x[x.size() - k];
  return out;
}

double zero_failure_devices(double reliability, double confidence_level, double length, double shape) {
  return std::log1p(-confidence_level) / std::log(reliability) / std::pow(length, shape);
}

double zero_failure_reliability(double n, double confidence_level) { return std::pow(1.0 - confidence_level, 1.0 / n); }

}  // namespace hysteron::metrics
