#include "fitters/random_effects.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "libmodel/metrics/distributions.h"

namespace hysteron::fitters {
namespace {

using Eigen::Index, Eigen::MatrixXd, Eigen::VectorXd;

std::vector<Index> estimated(const VectorXd& value) {
  std::vector<Index> places;
  for (Index j = 0; j < value.size(); ++j) {
    if (!std::isnan(value[j])) places.push_back(j);
  }
  return places;
}

// Mean and variance of each value by itself, errors and all.
RandomEffects apart(const std::vector<Observation>& members, std::span<const int> times) {
  const Index p = members[0].value.size();
  RandomEffects law{VectorXd::Zero(p), MatrixXd::Zero(p, p)};
  for (Index j = 0; j < p; ++j) {
    double n = 0.0, squares = 0.0;
    for (std::size_t k = 0; k < members.size(); ++k) {
      if (!std::isnan(members[k].value[j])) n += times[k], law.mean[j] += times[k] * members[k].value[j];
    }
    law.mean[j] /= n;
    for (std::size_t k = 0; k < members.size(); ++k) {
      if (!std::isnan(members[k].value[j])) squares += times[k] * std::pow(members[k].value[j] - law.mean[j], 2);
    }
    law.covariance(j, j) = squares / n;
  }
  return law;
}

// One step of the EM algorithm: members given the law, the law given the members.
RandomEffects improved(const std::vector<Observation>& members, std::span<const int> times, double n, const RandomEffects& law) {
  const Index p = law.mean.size();
  RandomEffects next{VectorXd::Zero(p), MatrixXd::Zero(p, p)};
  MatrixXd expected(p, members.size());
  for (std::size_t k = 0; k < members.size(); ++k) {
    if (times[k] == 0) continue;
    const std::vector<Index> seen = estimated(members[k].value);
    const MatrixXd across = law.covariance(Eigen::all, seen);
    const MatrixXd total = across(seen, Eigen::all) + members[k].covariance(seen, seen);
    const MatrixXd gain = total.ldlt().solve(across.transpose()).transpose();
    expected.col(Index(k)) = law.mean + gain * (members[k].value(seen) - law.mean(seen));
    next.mean += expected.col(Index(k)) * (times[k] / n);
    next.covariance += (law.covariance - gain * across.transpose()) * (times[k] / n);
  }
  for (std::size_t k = 0; k < members.size(); ++k) {
    if (times[k] == 0) continue;
    const VectorXd apart = expected.col(Index(k)) - next.mean;
    next.covariance += apart * apart.transpose() * (times[k] / n);
  }
  return next;
}

}  // namespace

RandomEffects random_effects(const std::vector<Observation>& members) {
  return random_effects(members, std::vector<int>(members.size(), 1), 1e-7);
}

RandomEffects random_effects(const std::vector<Observation>& members, std::span<const int> times, double tolerance) {
  RandomEffects law = apart(members, times);
  const double n = std::accumulate(times.begin(), times.end(), 0.0);
  const VectorXd deviation = law.covariance.diagonal().cwiseMax(1e-300).cwiseSqrt();
  for (int step = 0; step < 2000; ++step) {
    const RandomEffects next = improved(members, times, n, law);
    const double moved = (next.mean - law.mean).cwiseQuotient(deviation).cwiseAbs().maxCoeff();
    const double changed = (deviation.cwiseInverse().asDiagonal() * (next.covariance - law.covariance) * deviation.cwiseInverse().asDiagonal()).cwiseAbs().maxCoeff();
    law = next;
    if (moved < tolerance && changed < tolerance) break;
  }
  law.covariance = (law.covariance + law.covariance.transpose().eval()) * (0.5 * n / (n - 1.0));
  return law;
}

Course course(const std::vector<double>& value, const std::vector<double>& variance) {
  const double nan = std::nan("");
  double n = 0.0, mean_x = 0.0, mean_y = 0.0;
  for (std::size_t k = 0; k < value.size(); ++k) {
    if (!std::isnan(value[k])) n += 1.0, mean_x += double(k), mean_y += value[k];
  }
  if (n < 10.0) return {nan, nan, nan, nan};
  mean_x /= n, mean_y /= n;
  double xx = 0.0, xy = 0.0;
  for (std::size_t k = 0; k < value.size(); ++k) {
    if (!std::isnan(value[k])) xx += std::pow(double(k) - mean_x, 2), xy += (double(k) - mean_x) * (value[k] - mean_y);
  }
  const double slope = xy / xx;
  const auto left = [&](std::size_t k) { return value[k] - mean_y - slope * (double(k) - mean_x); };
  double squares = 0.0, own = 0.0, lagged = 0.0, pairs = 0.0;
  for (std::size_t k = 0; k < value.size(); ++k) {
    if (std::isnan(value[k])) continue;
    squares += std::pow(left(k), 2), own += variance[k];
    if (k > 0 && !std::isnan(value[k - 1])) lagged += left(k) * left(k - 1), pairs += 1.0;
  }
  const double of_pairs = pairs > 0.0 ? lagged / pairs * n : 0.0;  // as if each member had a neighbour
  const double lag1 = squares > own ? std::clamp(of_pairs / (squares - own), -1.0, 1.0) : nan;
  // Members resemble their neighbours by lag1, lag1^2, ..., their estimates by as much less as errors are in them.
  const double alike = squares > 0.0 ? std::clamp(of_pairs / squares, 0.0, 0.98) : 0.0, fading = std::fmin(0.98, std::fmax(alike, lag1));
  const double reach = metrics::student_quantile(0.975, n - 2.0) * std::sqrt(squares / (n - 2.0) / xx * (1.0 + 2.0 * alike / (1.0 - fading)));
  return {slope, slope - reach, slope + reach, lag1};
}

}  // namespace hysteron::fitters
