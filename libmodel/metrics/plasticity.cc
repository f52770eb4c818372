#include "libmodel/metrics/plasticity.h"

#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <cmath>

namespace hysteron::metrics {
namespace {

struct Line {
  double amplitude, residual;
};

// For each tau the best amplitude is in closed form.
Line best_amplitude(std::span<const double> dt, std::span<const double> y, double tau) {
  double ff = 0.0, fy = 0.0, yy = 0.0;
  for (std::size_t k = 0; k < dt.size(); ++k) {
    const double f = std::exp(-std::abs(dt[k]) / tau);
    ff += f * f, fy += f * y[k], yy += y[k] * y[k];
  }
  return {fy / ff, yy - fy * fy / ff};
}

}  // namespace

double paired_pulse_facilitation(double first, double second) { return 100.0 * (second - first) / first; }

Decay exponential_window(std::span<const double> dt, std::span<const double> change) {
  if (dt.size() < 3 || change.size() != dt.size()) return {};
  double shortest = INFINITY, longest = 0.0, mean = 0.0, total = 0.0;
  for (double t : dt) shortest = std::min(shortest, std::abs(t)), longest = std::max(longest, std::abs(t));
  if (!(shortest > 0.0) || !(longest > shortest)) return {};
  const auto cost = [&](double log_tau) { return best_amplitude(dt, change, std::exp(log_tau)).residual; };
  const double from = std::log(shortest) - 3.0, to = std::log(longest) + 3.0;
  constexpr int grid = 200;
  double start = from;
  for (int i = 0; i <= grid; ++i) {
    const double x = from + (to - from) * i / grid;
    if (cost(x) < cost(start)) start = x;
  }
  const double step = (to - from) / grid;
  const double log_tau = boost::math::tools::brent_find_minima(cost, start - step, start + step, 50).first;
  const Line line = best_amplitude(dt, change, std::exp(log_tau));
  for (double y : change) mean += y / double(change.size());
  for (double y : change) total += (y - mean) * (y - mean);
  return {line.amplitude, std::exp(log_tau), 1.0 - line.residual / total};
}

double window_balance(const Decay& plus, const Decay& minus) {
  return plus.amplitude * plus.tau / std::abs(minus.amplitude * minus.tau);
}

}  // namespace hysteron::metrics
