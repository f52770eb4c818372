#include "libmodel/metrics/states.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace hysteron::metrics {

double dynamic_range(double g_min, double g_max) { return 20.0 * std::log10(g_max / g_min); }

int separable_states(std::span<const double> mean, std::span<const double> sigma, double k) {
  std::vector<std::size_t> order(mean.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return mean[a] < mean[b]; });
  int states = 0;
  std::size_t last = 0;
  for (const std::size_t i : order) {
    if (states > 0 && mean[i] - mean[last] < k * (sigma[i] + sigma[last])) continue;
    last = i;
    ++states;
  }
  return states;
}

double effective_bits(double range, double sigma) { return std::max(0.0, std::log2(range / (std::sqrt(12.0) * sigma))); }

int effective_states(std::span<const double> ramp, double threshold) {
  if (ramp.size() < 2) return 0;
  const auto [low, high] = std::minmax_element(ramp.begin(), ramp.end());
  int states = 0;
  for (std::size_t n = 1; n < ramp.size(); ++n) states += std::abs(ramp[n] - ramp[n - 1]) > threshold * (*high - *low);
  return states;
}

double between_devices(std::span<const double> theta, std::span<const double> se) {
  const double n = double(theta.size());
  if (theta.size() < 2 || se.size() != theta.size()) return not_shown;
  double mean = 0.0, variance = 0.0;
  for (double x : theta) mean += x / n;
  for (double x : theta) variance += (x - mean) * (x - mean) / (n - 1.0);
  for (double s : se) variance -= s * s / n;
  return std::sqrt(std::max(0.0, variance));
}

double cycle_spread(std::span<const double> ramps, std::size_t length) {
  if (length == 0 || ramps.size() < 2 * length || ramps.size() % length != 0) return not_shown;
  const double cycles = double(ramps.size() / length);
  double low = INFINITY, high = -INFINITY, spread = 0.0;
  for (std::size_t n = 0; n < length; ++n) {
    double mean = 0.0, variance = 0.0;
    for (std::size_t k = n; k < ramps.size(); k += length) mean += ramps[k] / cycles;
    for (std::size_t k = n; k < ramps.size(); k += length) variance += (ramps[k] - mean) * (ramps[k] - mean) / (cycles - 1.0);
    low = std::min(low, mean), high = std::max(high, mean);
    spread += std::sqrt(variance) / double(length);
  }
  return spread / (high - low);
}

}  // namespace hysteron::metrics
