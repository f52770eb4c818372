#include "libmodel/metrics/neuron.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hysteron::metrics {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

// The integral of straight lines between samples from a to b.
double integral(std::span<const double> t, std::span<const double> y, double a, double b) {
  double sum = 0.0;
  for (std::size_t k = 1; k < t.size(); ++k) {
    const double from = std::max(a, t[k - 1]), to = std::min(b, t[k]);
    if (!(to > from)) continue;
    const double slope = (y[k] - y[k - 1]) / (t[k] - t[k - 1]);
    sum += (to - from) * (y[k - 1] + slope * (0.5 * (from + to) - t[k - 1]));
  }
  return sum;
}

// For a given gain the interval is linear in t_ref and tau: their least squares, rows divided by the interval.
Reduction best_at(double gain, std::span<const double> drive, std::span<const double> rate, double threshold,
                  double reset) {
  double aa = 0.0, ab = 0.0, bb = 0.0, ac = 0.0, bc = 0.0;
  for (std::size_t k = 0; k < drive.size(); ++k) {
    const double a = rate[k];
    const double b = rate[k] * std::log((gain * drive[k] - reset) / (gain * drive[k] - threshold));
    aa += a * a, ab += a * b, bb += b * b, ac += a, bc += b;
  }
  double t_ref = (ac * bb - bc * ab) / (aa * bb - ab * ab);
  double tau = (bc * aa - ac * ab) / (aa * bb - ab * ab);
  if (!(t_ref >= 0.0)) t_ref = 0.0, tau = bc / bb;
  Reduction r{.neuron = {gain, tau, t_ref, threshold, reset}, .rms = 0.0, .worst = 0.0};
  for (std::size_t k = 0; k < drive.size(); ++k) {
    const double off = std::abs(r.neuron.rate(drive[k]) / rate[k] - 1.0);
    r.rms += off * off / static_cast<double>(drive.size());
    r.worst = std::max(r.worst, off);
  }
  r.rms = std::sqrt(r.rms);
  return r;
}

}  // namespace

std::vector<double> spike_times(std::span<const double> time, std::span<const double> signal, double arm, double fire) {
  std::vector<double> spikes;
  bool armed = false;
  for (std::size_t k = 0; k < signal.size(); ++k) {
    armed = armed || signal[k] >= arm;
    if (!armed || k == 0 || !(signal[k] <= fire)) continue;
    const double share = (signal[k - 1] - fire) / (signal[k - 1] - signal[k]);
    spikes.push_back(time[k - 1] + share * (time[k] - time[k - 1]));
    armed = false;
  }
  return spikes;
}

SpikeTrain spike_train(std::span<const double> spikes) {
  if (spikes.size() < 2) return {unknown, unknown, unknown, unknown};
  const double n = static_cast<double>(spikes.size() - 1), mean = (spikes.back() - spikes.front()) / n;
  double squares = 0.0, shortest = mean;
  for (std::size_t k = 1; k < spikes.size(); ++k) {
    const double interval = spikes[k] - spikes[k - 1];
    squares += (interval - mean) * (interval - mean);
    shortest = std::min(shortest, interval);
  }
  return {1.0 / mean, mean, n > 1.0 ? std::sqrt(squares / (n - 1.0)) / mean : unknown, shortest};
}

double energy_per_spike(std::span<const double> time, std::span<const double> power, std::span<const double> spikes) {
  if (spikes.size() < 2) return unknown;
  return integral(time, power, spikes.front(), spikes.back()) / static_cast<double>(spikes.size() - 1);
}

Turns turns(std::span<const double> time, std::span<const double> signal, std::span<const double> spikes) {
  std::vector<std::size_t> lowest;
  std::size_t from = 0;
  for (std::size_t k = 0; k + 1 < spikes.size(); ++k) {
    while (from < time.size() && time[from] < spikes[k]) ++from;
    std::size_t to = from;
    while (to < time.size() && time[to] < spikes[k + 1]) ++to;
    if (to > from) lowest.push_back(static_cast<std::size_t>(std::min_element(signal.begin() + from, signal.begin() + to) - signal.begin()));
    from = to;
  }
  Turns found;
  for (std::size_t k = 1; k < lowest.size(); ++k) {
    const auto top = std::max_element(signal.begin() + lowest[k - 1], signal.begin() + lowest[k]);
    found.top.push_back(*top);
    found.bottom.push_back(signal[lowest[k]]);
    found.fall.push_back(time[lowest[k]] - time[static_cast<std::size_t>(top - signal.begin())]);
  }
  return found;
}

double FiringCurve::probability(double drive) const { return 1.0 / (1.0 + std::exp(-(drive - half) / width)); }

// Newton's method on the likelihood of logistic regression, drives measured from their mean in units of their range.
std::optional<FiringCurve> firing_curve(std::span<const double> drive, std::span<const double> fired, std::span<const double> tried) {
  if (drive.empty()) return std::nullopt;
  const auto [low, high] = std::minmax_element(drive.begin(), drive.end());
  const double middle = 0.5 * (*low + *high), range = *high - *low;
  if (!(range > 0.0)) return std::nullopt;
  double a = 0.0, b = 0.0;  // p = 1 / (1 + exp(-(a + b x)))
  for (int step = 0; step < 100; ++step) {
    double ga = 0.0, gb = 0.0, aa = 0.0, ab = 0.0, bb = 0.0;
    for (std::size_t k = 0; k < drive.size(); ++k) {
      const double x = (drive[k] - middle) / range, p = 1.0 / (1.0 + std::exp(-(a + b * x)));
      const double off = fired[k] - tried[k] * p, weight = tried[k] * p * (1.0 - p);
      ga += off, gb += off * x, aa += weight, ab += weight * x, bb += weight * x * x;
    }
    const double determinant = aa * bb - ab * ab;
    const double da = (ga * bb - gb * ab) / determinant, db = (gb * aa - ga * ab) / determinant;
    if (!(std::isfinite(da) && std::isfinite(db)) || std::abs(b) > 1e3) return std::nullopt;
    a += da, b += db;
    if (std::abs(da) + std::abs(db) < 1e-10 * (1.0 + std::abs(a) + std::abs(b))) {
      return b > 0.0 ? std::optional(FiringCurve{middle - range * a / b, range / b}) : std::nullopt;
    }
  }
  return std::nullopt;
}

double IntegrateAndFire::rate(double drive) const {
  const double rest = gain * drive;
  return rest > threshold ? 1.0 / (t_ref + tau * std::log((rest - reset) / (rest - threshold))) : 0.0;
}

std::optional<Reduction> reduced(std::span<const double> drive, std::span<const double> rate, double threshold,
                                 double reset) {
  if (drive.size() < 3 || !(threshold > reset)) return std::nullopt;
  const double least = threshold / *std::min_element(drive.begin(), drive.end());  // all points fire
  std::optional<Reduction> best;
  const auto consider = [&](double above) {
    const Reduction r = best_at(least * (1.0 + above), drive, rate, threshold, reset);
    if (r.neuron.tau > 0.0 && std::isfinite(r.rms) && (!best || r.rms < best->rms)) best = r;
  };
  for (double above = 1e-6; above < 10.0; above *= 1.02) consider(above);
  return best;
}

}  // namespace hysteron::metrics
