#include "libmodel/metrics/magnetic.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "libmodel/metrics/metric.h"

namespace hysteron::metrics {
namespace {

// Of a weighted line over x.
struct Sums {
  double w = 0.0, x = 0.0, xx = 0.0, y = 0.0, xy = 0.0;

  void add(double weight, double at, double value) {
    w += weight, x += weight * at, xx += weight * at * at, y += weight * value, xy += weight * at * value;
  }
  std::pair<double, double> line() const {  // its height at 0, and slope
    const double spread = w * xx - x * x;
    return {(xx * y - x * xy) / spread, (w * xy - x * y) / spread};
  }
};

}  // namespace

double tunnel_magnetoresistance(double antiparallel, double parallel) { return (antiparallel - parallel) / parallel; }

double resistance_area(double parallel, double area) { return parallel * area; }

double flip_time(double delta, double tau_0) { return tau_0 * std::exp(delta); }

double flip_probability(double t, double delta, double tau_0) { return -std::expm1(-t / flip_time(delta, tau_0)); }

double switching_probability(double t, double current_ratio, double delta, double b, double tau_0) {
  return flip_probability(t, delta * std::pow(1.0 - current_ratio, b), tau_0);
}

double stability(double probability, double t, double current_ratio, double b, double tau_0) {
  return std::log(-t / tau_0 / std::log1p(-probability)) / std::pow(1.0 - current_ratio, b);
}

double stability(std::span<const Trials> trials, double tau_0) {
  Sums start;
  for (const Trials& t : trials) {
    if (t.switched <= 0.0 || t.switched >= t.trials) continue;
    start.add(1.0, t.amplitude, std::log(-std::log1p(-t.switched / t.trials)) - std::log(t.width / tau_0));
  }
  auto [at_zero, slope] = start.line();
  for (int round = 0; round < 100 && std::isfinite(at_zero); ++round) {  // Fisher's scoring
    Sums sums;
    for (const Trials& t : trials) {
      const double line = at_zero + slope * t.amplitude, height = std::clamp(line + std::log(t.width / tau_0), -30.0, 3.0);
      const double rate = std::exp(height), p = -std::expm1(-rate), steep = rate * std::exp(-rate);
      sums.add(t.trials * steep * steep / (p * (1.0 - p)), t.amplitude, line + (t.switched / t.trials - p) / steep);
    }
    const double before = at_zero;
    std::tie(at_zero, slope) = sums.line();
    if (std::abs(at_zero - before) < 1e-10 * std::abs(at_zero)) return -at_zero;
  }
  return not_shown;
}

double write_error(double probability) { return 1.0 - probability; }

}  // namespace hysteron::metrics
