#include "libmodel/metrics/noise.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace hysteron::metrics {
namespace {

// Of means over tau: half the mean square of the differences of neighbours, and how many there are.
struct Allan {
  double tau, variance, pairs;
};

std::vector<Allan> octaves(std::vector<double> means, double dt) {
  std::vector<Allan> out;
  for (double tau = dt; means.size() >= 16; tau *= 2.0) {
    double sum = 0.0;
    for (std::size_t k = 1; k < means.size(); ++k) sum += std::pow(means[k] - means[k - 1], 2);
    const double pairs = double(means.size() - 1);
    if (tau >= 4.0 * dt) out.push_back({tau, 0.5 * sum / pairs, pairs});  // one read is no mean over its interval
    for (std::size_t k = 0; 2 * k + 1 < means.size(); ++k) means[k] = 0.5 * (means[2 * k] + means[2 * k + 1]);
    means.resize(means.size() / 2);
  }
  return out;
}

// The best sum of some of the laws, by bits, if none is below 0.
struct Laws {
  Eigen::Vector3d h = Eigen::Vector3d::Zero();
  double cost = INFINITY;
};

Laws fit(const Eigen::MatrixX3d& law, const Eigen::VectorXd& one, unsigned chosen) {
  std::vector<int> columns;
  for (int k = 0; k < 3; ++k) {
    if (chosen >> k & 1u) columns.push_back(k);
  }
  const Eigen::MatrixXd a = law(Eigen::all, columns);
  const Eigen::VectorXd h = a.colPivHouseholderQr().solve(one);
  Laws out;
  if (h.minCoeff() < 0.0) return out;
  out.cost = (a * h - one).squaredNorm();
  for (std::size_t k = 0; k < columns.size(); ++k) out.h[columns[k]] = h[Eigen::Index(k)];
  return out;
}

}  // namespace

double flicker(std::span<const double> g, double dt) {
  if (g.size() < 256 || std::any_of(g.begin(), g.end(), [](double x) { return !std::isfinite(x); })) return not_shown;
  double mean = 0.0;
  for (const double x : g) mean += x / double(g.size());
  const auto allan = octaves({g.begin(), g.end()}, dt);
  Eigen::MatrixX3d law(allan.size(), 3);
  Eigen::VectorXd one(allan.size());
  for (Eigen::Index k = 0; k < one.size(); ++k) {
    const auto& [tau, variance, pairs] = allan[std::size_t(k)];
    if (!(variance > 0.0)) return 0.0;
    const double weight = std::sqrt(pairs);
    law.row(k) << 0.5 / tau, 2.0 * std::numbers::ln2, 2.0 * std::numbers::pi * std::numbers::pi / 3.0 * tau;
    law.row(k) *= weight / variance;
    one[k] = weight;
  }
  const Eigen::RowVector3d size = law.colwise().norm();  // the laws differ by decades
  const Eigen::MatrixX3d even = law.array().rowwise() / size.array();
  Laws best;
  for (unsigned chosen = 1; chosen < 8; ++chosen) {
    const Laws laws = fit(even, one, chosen);
    if (laws.cost < best.cost) best = laws;
  }
  return best.h[1] / size[1] / (mean * mean);
}

TwoLevels two_levels(std::span<const double> x) {
  std::vector<double> sorted(x.begin(), x.end());
  if (sorted.size() < 2 || std::any_of(sorted.begin(), sorted.end(), [](double y) { return !std::isfinite(y); })) return {};
  std::sort(sorted.begin(), sorted.end());
  const double n = double(sorted.size()), shift = sorted[sorted.size() / 2];
  double sum = 0.0, squares = 0.0;
  for (const double y : sorted) sum += y - shift, squares += (y - shift) * (y - shift);
  double below = 0.0, most = 0.0, low = 0.0, high = 0.0;
  TwoLevels out;
  for (std::size_t k = 1; k < sorted.size(); ++k) {
    below += sorted[k - 1] - shift;
    const double n_low = double(k), mean_low = below / n_low, mean_high = (sum - below) / (n - n_low);
    const double between = n_low * (n - n_low) / (n * n) * std::pow(mean_high - mean_low, 2);
    if (between > most) most = between, low = mean_low, high = mean_high, out.lower = k;
  }
  const double within = squares / n - std::pow(sum / n, 2) - most;
  out.low = shift + low, out.high = shift + high;
  out.apart = high > low && high - low >= 4.0 * std::sqrt(std::max(within, 0.0));
  return out;
}

Telegraph telegraph(std::span<const double> g, double dt) {
  Telegraph t;
  const TwoLevels levels = two_levels(g);
  if (g.size() < 32 || !levels.apart) return t;
  // A quarter of the way back and forth: noise of a read is no jump.
  const double swing = levels.high - levels.low, up = levels.low + 0.75 * swing, down = levels.low + 0.25 * swing;
  bool is_high = g[0] > 0.5 * (up + down);
  double stay_high = 0.0;
  for (const double x : g) {
    const bool jumps = is_high ? x < down : x > up;
    t.jumps += jumps;
    is_high = is_high != jumps;
    stay_high += is_high;
  }
  if (t.jumps < 10) return t;
  t.amplitude = swing / (0.5 * (levels.low + levels.high));
  t.high = 2.0 * stay_high * dt / t.jumps;
  t.low = 2.0 * (double(g.size()) - stay_high) * dt / t.jumps;
  return t;
}

}  // namespace hysteron::metrics
