#include "libmodel/metrics/pulse_course.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace hysteron::metrics {
namespace {

enum Place { up = 0, down = 3, start = 6, kept = 7, fluctuating = 8, memory = 9, all = 10 };
using Vector = Eigen::Matrix<double, all, 1>;
using Matrix = Eigen::Matrix<double, all, all>;

struct Reads {
  std::vector<double> y;  // in units of the range; NaN: not read
  std::span<const int> direction;
};

struct Squares {
  double cost = 0.0, count = 0.0;
  Matrix normal = Matrix::Zero();
  Vector gradient = Vector::Zero();
};

// x after each read, and its ends with their slopes by each parameter.
struct Course {
  std::vector<double> x;
  double lowest = INFINITY, highest = -INFINITY;
  Vector d_lowest, d_highest;

  void add(double at, const Vector& slope) {
    x.push_back(at);
    if (at < lowest) lowest = at, d_lowest = slope;
    if (at > highest) highest = at, d_highest = slope;
  }
};

// With the slopes of e by each parameter carried along. Infinite where the course leaves all that was read far behind.
Squares follow(const Reads& reads, const Vector& p, Course* course = nullptr) {
  Squares out;
  double x = p[start], a = 0.0;
  Vector dx = Vector::Unit(start), da = Vector::Zero();
  for (std::size_t k = 0; k < reads.y.size(); ++k) {
    if (k > 0 && reads.direction[k - 1] != 0) {
      const int f = reads.direction[k - 1] > 0 ? up : down;
      const double slope = p[f + 1] + 2.0 * p[f + 2] * x, step = p[f] + x * (p[f + 1] + x * p[f + 2]);
      dx *= 1.0 + slope;
      dx[f] += 1.0, dx[f + 1] += x, dx[f + 2] += x * x;
      x += step;
    }
    if (k > 0) {
      da *= p[memory];
      da[memory] += a;
      a *= p[memory];
    }
    if (!(std::abs(x) < 10.0)) return {.cost = INFINITY};
    if (std::isfinite(reads.y[k])) {
      const double e = reads.y[k] - x - a;
      const Vector de = -dx - da;
      out.cost += e * e, out.count += 1.0;
      out.normal.selfadjointView<Eigen::Lower>().rankUpdate(de);
      out.gradient += e * de;
      x += p[kept] * e, dx += p[kept] * de, dx[kept] += e;
      a += p[fluctuating] * e, da += p[fluctuating] * de, da[fluctuating] += e;
    }
    if (course) course->add(x, dx);
  }
  out.normal = out.normal.selfadjointView<Eigen::Lower>();
  return out;
}

struct Box {
  double low, high;
};
constexpr Box box_of(int place) {
  return place == kept || place == fluctuating ? Box{0.0, 1.0} : place == memory ? Box{0.0, 0.99} : Box{-10.0, 10.0};
}

struct Fit {
  Vector p;
  Squares at;
};

// Levenberg and Marquardt within the box; a parameter that leans on its bound rests there for the step.
Fit refined(const Reads& reads, const Vector& from, const std::vector<int>& free) {
  Fit best{from, follow(reads, from)};
  double damping = 1e-3;
  for (int round = 0; round < 100 && damping < 1e12; ++round) {
    std::vector<int> moving;
    for (const int i : free) {
      const bool leans = best.at.gradient[i] > 0.0 ? best.p[i] <= box_of(i).low : best.p[i] >= box_of(i).high;
      if (!leans && best.at.normal(i, i) > 0.0) moving.push_back(i);
    }
    Eigen::MatrixXd normal = best.at.normal(moving, moving);
    normal.diagonal() *= 1.0 + damping;
    const Eigen::VectorXd step = normal.ldlt().solve(-best.at.gradient(moving));
    Vector p = best.p;
    for (std::size_t i = 0; i < moving.size(); ++i) {
      p[moving[i]] = std::clamp(p[moving[i]] + step[Eigen::Index(i)], box_of(moving[i]).low, box_of(moving[i]).high);
    }
    const Squares at = p.allFinite() ? follow(reads, p) : Squares{.cost = INFINITY};
    if (at.cost < best.at.cost) {
      const bool done = best.at.cost - at.cost < 1e-9 * best.at.cost;
      best = {p, at};
      damping *= 0.2;
      if (done) break;
    } else {
      damping *= 5.0;
    }
  }
  return best;
}

// The parabola of differences of reads over the read before, carried by nothing: crude, and near enough to start from.
Vector beginning(const Reads& reads, const std::vector<int>& free) {
  Vector p = Vector::Zero();
  p[start] = *std::find_if(reads.y.begin(), reads.y.end(), [](double y) { return std::isfinite(y); });
  for (const int f : {int(up), int(down)}) {
    if (std::find(free.begin(), free.end(), f) == free.end()) continue;
    double sum = 0.0, n = 0.0;
    for (std::size_t k = 1; k < reads.y.size(); ++k) {
      const double change = reads.y[k] - reads.y[k - 1];
      if ((reads.direction[k - 1] > 0) == (f == up) && reads.direction[k - 1] != 0 && std::isfinite(change)) sum += change, n += 1.0;
    }
    p[f] = n > 0.0 ? sum / n : 0.0;
  }
  return p;
}

double schwarz(const Fit& fit, std::size_t parameters) { return fit.at.count * std::log(fit.at.cost / fit.at.count) + double(parameters) * std::log(fit.at.count); }

// Of the free parameters, each in its own scale; zero where the reads tell nothing.
Matrix inverse(const Matrix& normal, const std::vector<int>& free) {
  Eigen::VectorXd scale(free.size());
  for (std::size_t i = 0; i < free.size(); ++i) {
    const double square = normal(free[i], free[i]);
    scale[Eigen::Index(i)] = square > 0.0 ? 1.0 / std::sqrt(square) : 0.0;
  }
  const Eigen::MatrixXd even = scale.asDiagonal() * Eigen::MatrixXd(normal(free, free)) * scale.asDiagonal();
  Matrix out = Matrix::Zero();
  out(free, free) = scale.asDiagonal() * even.completeOrthogonalDecomposition().pseudoInverse() * scale.asDiagonal();
  return out;
}

PulseCourse::Step step_of(const Fit& fit, int f, std::size_t pulses) {
  PulseCourse::Step out{.pulses = pulses};
  for (int i = 0; i < 3 && pulses >= 10; ++i) out.coefficient[i] = fit.p[f + i];
  return out;
}

}  // namespace

PulseCourse pulse_course(std::span<const double> g, std::span<const int> direction) {
  PulseCourse out;
  double low = INFINITY, high = -INFINITY;
  for (const double x : g) {
    if (std::isfinite(x)) low = std::min(low, x), high = std::max(high, x);
  }
  if (!(high > low) || direction.size() + 1 != g.size()) return out;
  Reads reads{.y = {}, .direction = direction};
  for (const double x : g) reads.y.push_back((x - low) / (high - low));
  const std::size_t ups = std::size_t(std::count_if(direction.begin(), direction.end(), [](int d) { return d > 0; }));
  const std::size_t downs = std::size_t(std::count_if(direction.begin(), direction.end(), [](int d) { return d < 0; }));
  std::vector<int> free{start, kept};
  for (const auto& [f, pulses] : {std::pair{int(up), ups}, {int(down), downs}}) {
    for (int i = 0; i < 3 && pulses >= 10; ++i) free.push_back(f + i);
  }
  if (free.size() == 2) return out;
  Fit best{.p = {}, .at = {.cost = INFINITY}};
  for (const double share : {0.0, 0.3, 0.9}) {
    Vector from = beginning(reads, free);
    from[kept] = share;
    const Squares at = follow(reads, from);
    if (at.cost < best.at.cost) best = {from, at};
  }
  if (!std::isfinite(best.at.cost)) return out;
  best = refined(reads, best.p, free);
  if (best.at.cost > 1e-24 * best.at.count) {
    std::vector<int> more = free;
    more.insert(more.end(), {fluctuating, memory});
    Vector from = best.p;
    from[kept] *= 0.1, from[fluctuating] = 0.3, from[memory] = 0.8;
    const Fit found = refined(reads, from, more);
    if (schwarz(found, more.size()) < schwarz(best, free.size())) best = found, free = more;
  }
  const double variance = best.at.cost / std::max(1.0, best.at.count - double(free.size()));
  const Matrix covariance = variance * inverse(best.at.normal, free);
  out.low = low, out.high = high;
  out.up = step_of(best, up, ups), out.down = step_of(best, down, downs);
  out.kept = best.p[kept], out.kept_error = std::sqrt(covariance(kept, kept));
  out.fluctuating = best.p[fluctuating], out.memory = best.p[memory];
  out.noise = std::sqrt(variance);
  Course course;
  follow(reads, best.p, &course);
  Eigen::Matrix<double, 8, all> slopes = Eigen::Matrix<double, 8, all>::Identity();  // the coefficients come first
  slopes.row(6) = course.d_lowest, slopes.row(7) = course.d_highest;
  Eigen::Map<Eigen::Matrix<double, 8, 8>>(&out.covariance[0][0]) = slopes * covariance * slopes.transpose();
  out.x = course.x, out.lowest = course.lowest, out.highest = course.highest;
  return out;
}

}  // namespace hysteron::metrics
