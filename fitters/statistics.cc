#include "fitters/statistics.h"

#include <Eigen/Dense>
#include <cmath>
#include <cstdio>

namespace hysteron::fitters {
namespace {

const double nan = std::nan("");

// The sum of the squares of psi(r) = r rho'(r^2) and the mean of its slopes.
struct Influence {
  double squares = 0.0, slope = 0.0;
};

Influence influence(const Eigen::VectorXd& r, const Robust& robust) {
  Influence of;
  const double h = 1e-6;
  for (double x : r) {
    const double psi = robust.slope(x) * x;
    of.squares += psi * psi;
    of.slope += (robust.slope(x + h) * (x + h) - robust.slope(x - h) * (x - h)) / (2.0 * h) / double(r.size());
  }
  return of;
}

Eigen::MatrixXd scores_by_point(const Jacobian& j, const Eigen::VectorXd& r, const Weighting& w) {
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(j.cols(), j.cols());
  for (Eigen::Index k = 0; k < r.size();) {
    Eigen::VectorXd score = Eigen::VectorXd::Zero(j.cols());
    const Row& point = w.rows[k];
    for (; k < r.size() && w.rows[k].trace == point.trace && w.rows[k].k == point.k; ++k) score += r[k] * j.row(k).transpose();
    sum += score * score.transpose();
  }
  return sum;
}

std::string moved(const Coordinate& c, double step) {
  char s[160];
  if (c.field.scale == Scale::log) {
    std::snprintf(s, sizeof s, "%s %+.0f %%", c.field.name.c_str(), 100.0 * step);
  } else {
    std::snprintf(s, sizeof s, "%s %+.2g%s%s", c.field.name.c_str(), step * c.width, c.field.unit == "1" ? "" : " ",
                  c.field.unit == "1" ? "" : std::string(c.field.unit).c_str());
  }
  return s;
}

}  // namespace

Spread spread(const Jacobian& jacobian, const Eigen::VectorXd& residuals, const Weighting& weighting, const Robust& robust) {
  Spread s;
  const Eigen::Index p = jacobian.cols();
  const double n = double(weighting.points);
  s.degrees = std::max(1.0, n - double(p) - double(weighting.zeros));
  Jacobian j = jacobian;
  Eigen::VectorXd r = residuals;
  robustify(robust, r, &j);
  s.deviation = std::sqrt(residuals.squaredNorm() / std::max(1.0, double(residuals.size() - p)));
  if (p == 0) return s;
  Eigen::VectorXd scale(p);
  for (Eigen::Index k = 0; k < p; ++k) scale[k] = jacobian.col(k).norm() > 0.0 ? 1.0 / jacobian.col(k).norm() : 1.0;
  const Eigen::JacobiSVD<Eigen::MatrixXd> svd(jacobian * scale.asDiagonal(), Eigen::ComputeThinV);
  const Eigen::VectorXd inverse = svd.singularValues().cwiseMax(1e-12 * svd.singularValues()[0]).cwiseInverse();
  const Eigen::MatrixXd root = scale.asDiagonal() * svd.matrixV() * inverse.asDiagonal();
  const Eigen::MatrixXd bread = root * root.transpose();
  double bend = 1.0;  // second derivative of the cost, of that without a loss
  if (weighting.residual == Residual::mixed) {
    s.covariance = bread * scores_by_point(j, r, weighting) * bread * (n / s.degrees);
  } else if (robust.loss != Loss::none) {
    const Influence of = influence(residuals, robust);
    s.covariance = bread * (of.squares / s.degrees / (of.slope * of.slope));
    bend = of.slope;
    s.deviation = robust_deviation({residuals.begin(), residuals.end()});
  } else {
    // The spread of trials is that of chance, which few that could go either way do not make smaller.
    const double dispersion = residuals.squaredNorm() / s.degrees;
    s.covariance = bread * (weighting.trials ? std::max(1.0, dispersion) : dispersion);
  }
  s.per_square = bend * s.covariance.diagonal().cwiseQuotient(bread.diagonal());
  return s;
}

std::vector<std::string> weak_directions(const Jacobian& jacobian, std::span<const Coordinate> free) {
  std::vector<std::string> words;
  const Eigen::Index p = jacobian.cols();
  if (p < 2) return words;
  Eigen::VectorXd length(p);
  for (Eigen::Index k = 0; k < p; ++k) length[k] = std::max(jacobian.col(k).norm(), 1e-300);
  const Eigen::JacobiSVD<Eigen::MatrixXd> svd(jacobian * length.cwiseInverse().asDiagonal(), Eigen::ComputeThinV);
  const Eigen::VectorXd& sigma = svd.singularValues();
  for (Eigen::Index i = p - 1; i > 0 && sigma[i] < 0.03 * sigma[0]; --i) {
    const Eigen::VectorXd v = svd.matrixV().col(i);
    Eigen::Index lead;
    const double most = v.cwiseAbs().maxCoeff(&lead);
    const Eigen::VectorXd step = v.cwiseQuotient(length) * (0.1 * length[lead] / v[lead]);  // the leading one by a tenth
    const double alone = 0.1 * length[lead], together = (jacobian * step).norm();
    std::string text = moved(free[lead], step[lead]);
    for (Eigen::Index k = 0; k < p; ++k) {
      if (k != lead && std::abs(v[k]) > 0.3 * most) text += " with " + moved(free[k], step[k]);
    }
    char effect[160];
    std::snprintf(effect, sizeof effect, " changes the response by %.2g %% of what %s alone would: known together, not each", 100.0 * together / alone, free[lead].field.name.c_str());
    words.push_back(text + effect);
  }
  return words;
}

double autocorrelation(const std::vector<double>& r) {
  if (r.size() < 3) return nan;
  double lag = 0.0, all = 0.0;
  for (std::size_t k = 0; k < r.size(); ++k) {
    all += r[k] * r[k];
    if (k > 0) lag += r[k] * r[k - 1];
  }
  return all > 0.0 ? lag / all : nan;
}

double runs(const std::vector<double>& r) {
  double up = 0.0, down = 0.0, count = 0.0;
  for (std::size_t k = 0; k < r.size(); ++k) {
    (r[k] > 0.0 ? up : down) += 1.0;
    if (k == 0 || (r[k] > 0.0) != (r[k - 1] > 0.0)) count += 1.0;
  }
  const double n = up + down, expected = 1.0 + 2.0 * up * down / n;
  const double variance = (expected - 1.0) * (expected - 2.0) / (n - 1.0);
  return variance > 0.0 ? (count - expected) / std::sqrt(variance) : nan;
}

NoiseSplit noise_split(const std::vector<double>& r) {
  if (r.size() < 20) return {nan, nan};
  double variance = 0.0, lag = 0.0;
  for (std::size_t k = 1; k < r.size(); ++k) {
    const double now = r[k] - r[k - 1];
    variance += now * now;
    if (k > 1) lag += now * (r[k - 1] - r[k - 2]);
  }
  variance /= double(r.size() - 1);
  lag /= double(r.size() - 2);
  const double read = std::max(0.0, -lag), write = std::max(0.0, variance - 2.0 * read);
  return {std::sqrt(write), std::sqrt(read)};
}

}  // namespace hysteron::fitters
