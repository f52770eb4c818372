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
