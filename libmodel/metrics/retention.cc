#include "libmodel/metrics/retention.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <vector>

#include "libmodel/metrics/distributions.h"

namespace hysteron::metrics {
namespace {

using Eigen::Matrix3d;
using Eigen::Vector3d;

double abscissa(Law law, double temperature) {
  return law == Law::arrhenius ? 1.0 / (boltzmann_ev * temperature) : -temperature;
}

struct Point {
  double x, y;  // y = ln t
  bool failed;
};

// Olsen's form of the censored line, y = (delta + gamma x + e) / theta: its log-likelihood is concave.
struct Concave {
  double value = 0.0;
  Vector3d slope = Vector3d::Zero();
  Matrix3d curvature = Matrix3d::Zero();
};

Concave likelihood(const std::vector<Point>& points, const Vector3d& u) {
  Concave out;
  for (const Point& p : points) {
    const Vector3d z_slope(-1.0, -p.x, p.y);
    const double z = u.dot(z_slope);
    if (p.failed) {
      out.value += std::log(u[2]) - 0.5 * z * z;
      out.slope -= z * z_slope;
      out.curvature -= z_slope * z_slope.transpose();
      out.slope[2] += 1.0 / u[2];
      out.curvature(2, 2) -= 1.0 / (u[2] * u[2]);
    } else {
      const double survival = std::max(0.5 * std::erfc(z * std::numbers::sqrt2 / 2.0), 1e-300);
      const double hazard = std::exp(-0.5 * z * z) * std::numbers::inv_sqrtpi / std::numbers::sqrt2 / survival;
      out.value += std::log(survival);
      out.slope -= hazard * z_slope;
      out.curvature -= hazard * (hazard - z) * z_slope * z_slope.transpose();
    }
  }
  return out;
}

// Newton's walk to the top, halved where a step overshoots.
Vector3d most_likely_line(const std::vector<Point>& points, Vector3d u) {
  Concave now = likelihood(points, u);
  for (int i = 0; i < 200; ++i) {
    Vector3d step = now.curvature.ldlt().solve(-now.slope);
    for (int halves = 0; halves < 60 && (u[2] + step[2] <= 0.0 || !(likelihood(points, u + step).value >= now.value)); ++halves) step *= 0.5;
    const bool arrived = step.norm() <= 1e-13 * u.norm();
    u += step;
    now = likelihood(points, u);
    if (arrived) break;
  }
  return u;
}

struct Fit {
  Eigen::Vector2d line;
  Eigen::Matrix2d variance;
  double residual;
};

Fit least_squares(const Eigen::VectorXd& x, const Eigen::VectorXd& y) {
  const double mean = x.mean();
  const Eigen::VectorXd off = x.array() - mean;
  const double squares = off.squaredNorm(), slope = off.dot(y) / squares;
  Fit f;
  f.line << y.mean() - slope * mean, slope;
  f.residual = (y.array() - y.mean() - slope * off.array()).matrix().squaredNorm();
  f.variance << mean * mean / squares + 1.0 / double(x.size()), -mean / squares, -mean / squares, 1.0 / squares;
  f.variance *= f.residual / double(x.size() - 2);
  return f;
}

Interval with_student(double value, double variance, double degrees) {
  const double half = student_quantile(confidence, degrees) * std::sqrt(variance);
  return {value, value - half, value + half};
}

double aicc(double squares, double n, double parameters) {
  const double k = parameters + 1.0;  // and the scatter
  return n > k + 1.0 ? n * std::log(squares / n) + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0) : not_shown;
}

Eigen::VectorXd logs(std::span<const double> x) {
  Eigen::VectorXd out(x.size());
  for (std::size_t k = 0; k < x.size(); ++k) out[Eigen::Index(k)] = std::log(x[k]);
  return out;
}

}  // namespace

Extrapolation extrapolate(std::span<const Bake> bakes, Law law) {
  Extrapolation out;
  out.law = law;
  // Centred and scaled: the walk is then in numbers of one size.
  std::vector<Point> points;
  std::set<double> hot;
  double failures = 0.0, mean = 0.0, far = 0.0;
  for (const Bake& b : bakes) {
    if (b.failed) hot.insert(b.temperature), failures += 1.0;
    mean += abscissa(law, b.temperature) / double(bakes.size());
  }
  if (hot.size() < 2 || failures < 3.0) return out;
  for (const Bake& b : bakes) far = std::max(far, std::abs(abscissa(law, b.temperature) - mean));
  for (const Bake& b : bakes) points.push_back({(abscissa(law, b.temperature) - mean) / far, std::log(b.time), b.failed});
  Eigen::VectorXd x(Eigen::Index(points.size())), y(x.size());
  for (Eigen::Index k = 0; k < x.size(); ++k) x[k] = points[std::size_t(k)].x, y[k] = points[std::size_t(k)].y;
  const Fit start = least_squares(x, y);
  const double spread = std::max(std::sqrt(start.residual / double(x.size())), 1e-9 * (1.0 + y.cwiseAbs().maxCoeff()));
  if (start.residual <= 1e-24 * y.squaredNorm()) return out;  // no scatter: no likelihood
  const Vector3d u = most_likely_line(points, {start.line[0] / spread, start.line[1] / spread, 1.0 / spread});
  // To offset = delta / theta, slope = gamma / theta, by the chain rule.
  const Matrix3d of_u = (-likelihood(points, u).curvature).inverse();
  Eigen::Matrix<double, 2, 3> to_line;
  to_line << 1.0 / u[2], 0.0, -u[0] / (u[2] * u[2]), 0.0, 1.0 / u[2], -u[1] / (u[2] * u[2]);
  out.degrees = failures - 2.0;
  Eigen::Matrix2d back;  // offset and slope of the line over x itself
  back << 1.0, -mean / far, 0.0, 1.0 / far;
  const Eigen::Matrix2d variance = back * to_line * of_u * to_line.transpose() * back.transpose() * (failures / out.degrees);
  const Eigen::Vector2d line = back * Eigen::Vector2d(u[0] / u[2], u[1] / u[2]);
  out.scatter = std::sqrt(failures / out.degrees) / u[2];
  out.offset = line[0];
  out.slope = with_student(line[1], variance(1, 1), out.degrees);
  out.variance[0] = variance(0, 0), out.variance[1] = variance(0, 1), out.variance[2] = variance(1, 1);
  out.coldest = *hot.begin();
  return out;
}

Interval life_at(const Extrapolation& line, double temperature) {
  if (std::isnan(line.offset)) return {};
  const double x = abscissa(line.law, temperature);
  const double variance = line.variance[0] + 2.0 * x * line.variance[1] + x * x * line.variance[2];
  const Interval log_life = with_student(line.offset + line.slope.value * x, std::max(variance, 0.0), line.degrees);
  return {std::exp(log_life.value), std::exp(log_life.lower), std::exp(log_life.upper)};
}

double decades_beyond(std::span<const Bake> bakes, double life) {
  double longest = 0.0;
  for (const Bake& b : bakes) longest = std::max(longest, b.time);
  return std::max(0.0, std::log10(life / longest));
}

double temperature_for(const Extrapolation& line, double t) {
  const double x = (std::log(t) - line.offset) / line.slope.value;
  return line.law == Law::arrhenius ? 1.0 / (boltzmann_ev * x) : -x;
}

double acceleration(double activation_energy, double use, double stress) {
  return std::exp(activation_energy / boltzmann_ev * (1.0 / use - 1.0 / stress));
}

Course power_law(std::span<const double> t, std::span<const double> g) {
  if (t.size() < 3 || g.size() != t.size()) return {};
  const Fit f = least_squares(logs(t), logs(g));
  double squares = 0.0;
  for (std::size_t k = 0; k < t.size(); ++k) squares += std::pow(g[k] - std::exp(f.line[0] + f.line[1] * std::log(t[k])), 2);
  return {with_student(-f.line[1], f.variance(1, 1), double(t.size()) - 2.0), std::exp(f.line[0]), aicc(squares, double(t.size()), 2.0)};
}

Course logarithmic(std::span<const double> t, std::span<const double> g) {
  if (t.size() < 3 || g.size() != t.size()) return {};
  const Fit f = least_squares(logs(t), Eigen::Map<const Eigen::VectorXd>(g.data(), Eigen::Index(g.size())));
  return {with_student(-f.line[1], f.variance(1, 1), double(t.size()) - 2.0), f.line[0], aicc(f.residual, double(t.size()), 2.0)};
}

Course stretched_exponential(std::span<const double> t, std::span<const double> g) {
  if (t.size() < 5 || g.size() != t.size()) return {};
  const Eigen::Map<const Eigen::VectorXd> y(g.data(), Eigen::Index(g.size()));
  const Eigen::VectorXd log_t = logs(t);
  // End and height are in closed form for each tau and beta; these are found on ever finer grids.
  const auto cost = [&](double log_tau, double log_beta) {
    const Eigen::VectorXd f = (-((log_t.array() - log_tau) * std::exp(log_beta)).exp()).exp();
    return (f.array() - f.mean()).square().sum() > 1e-20 ? least_squares(f, y).residual : INFINITY;
  };
  constexpr int side = 24;
  double tau_width = 0.5 * (log_t.maxCoeff() - log_t.minCoeff()) + 3.0, beta_width = std::log(10.0);
  double log_tau = 0.5 * (log_t.maxCoeff() + log_t.minCoeff()), log_beta = std::log(0.5), least = INFINITY;
  for (int zoom = 0; zoom < 24; ++zoom) {
    const double tau_0 = log_tau, beta_0 = log_beta;
    for (int i = -side; i <= side; ++i) {
      for (int j = -side; j <= side; ++j) {
        const double a = tau_0 + tau_width * i / side, b = beta_0 + beta_width * j / side, c = cost(a, b);
        if (c < least) least = c, log_tau = a, log_beta = b;
      }
    }
    tau_width *= 0.25, beta_width *= 0.25;
  }
  return {{std::exp(log_beta), not_shown, not_shown}, std::exp(log_tau), aicc(least, double(t.size()), 4.0)};
}

}  // namespace hysteron::metrics
