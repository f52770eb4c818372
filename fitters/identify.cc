#include "fitters/identify.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

namespace hysteron::fitters {
namespace {

// Slopes are good to about this, relative: the integrator's tolerance through a long train.
constexpr double independent = 1e-4;

// Widest standard error, in coordinates, that still counts as knowing a value.
double widest(const Coordinate& c) { return c.field.scale == Scale::log ? 1.0 : 2.0; }

std::string unlike(const std::string& name, const std::string& other) { return name + " cannot be told from " + other; }

Eigen::VectorXd left_of(const std::vector<Eigen::VectorXd>& basis, Eigen::VectorXd column) {
  for (int pass = 0; pass < 2; ++pass) {  // twice is enough: W. Kahan, in B. N. Parlett 1980
    for (const Eigen::VectorXd& b : basis) column -= b.dot(column) * b;
  }
  return column;
}

// The earlier candidate whose effect is most alike.
std::size_t most_alike(const Jacobian& jacobian, const std::vector<std::size_t>& earlier, std::size_t j) {
  std::size_t nearest = j;
  double most = -1.0;
  for (std::size_t i : earlier) {
    const double alike = std::abs(jacobian.col(i).dot(jacobian.col(j))) / jacobian.col(i).norm();
    if (alike > most) most = alike, nearest = i;
  }
  return nearest;
}

}  // namespace

std::vector<Verdict> judge(const Jacobian& jacobian, std::span<const Coordinate> candidates, const Judgement& how) {
  std::vector<Verdict> verdicts(candidates.size());
  std::vector<Eigen::VectorXd> basis;
  std::vector<std::size_t> earlier;
  for (std::size_t j = 0; j < candidates.size(); ++j) {
    const Coordinate& c = candidates[j];
    const std::string& name = c.field.name;
    const Eigen::VectorXd rest = left_of(basis, jacobian.col(j));
    const double size = jacobian.col(j).norm(), left = rest.norm();
    if (size == 0.0) {
      verdicts[j].reason = name + " has no effect on these measurements";
    } else if (left < independent * size || (!how.insist && how.deviation / left > widest(c) && left < 0.3 * size)) {
      verdicts[j].reason = unlike(name, candidates[most_alike(jacobian, earlier, j)].field.name);
    } else if (!how.insist && how.deviation / left > widest(c)) {
      verdicts[j].reason = name + " has too little effect on these measurements";
    } else if (off_by_default(c.field) && !how.insist) {
      verdicts[j].reason = "the data do not ask for " + name;
    } else {
      verdicts[j].told = true;
      basis.push_back(rest / left);
      earlier.push_back(j);
    }
  }
  return verdicts;
}

std::optional<Blurred> most_blurred(const Jacobian& jacobian, std::span<const Coordinate> free, const Unknowns& x,
                                    double deviation, const std::vector<std::size_t>& kept) {
  // In units of the widest error allowed, without what its bound holds already.
  const Eigen::Index n = jacobian.cols();
  Eigen::MatrixXd gram = jacobian.transpose() * jacobian / (deviation * deviation);
  for (Eigen::Index j = 0; j < n; ++j) {
    gram.row(j) *= widest(free[j]);
    gram.col(j) *= widest(free[j]);
    if (!at_bound(free[j], x[free[j].index])) continue;
    const double certain = gram.diagonal().maxCoeff();
    gram.row(j).setZero();
    gram.col(j).setZero();
    gram(j, j) = certain;
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(gram);
  const Eigen::VectorXd certainty = eigen.eigenvalues().cwiseMax(1e-14 * eigen.eigenvalues().maxCoeff());
  const Eigen::VectorXd variance = (eigen.eigenvectors().cwiseAbs2() * certainty.cwiseInverse());
  if (variance.maxCoeff() <= 1.0) return {};
  const Eigen::VectorXd direction = eigen.eigenvectors().col(0).cwiseAbs();
  const double most = direction.maxCoeff();
  for (Eigen::Index j = n - 1; j >= 0; --j) {
    if (direction[j] < 0.2 * most || std::ranges::count(kept, free[j].index) > 0) continue;
    const std::string& name = free[j].field.name;
    std::vector<std::size_t> others;
    for (Eigen::Index i = 0; i < n; ++i) {
      if (i != j && direction[i] >= 0.2 * most) others.push_back(std::size_t(i));
    }
    if (others.empty()) return Blurred{std::size_t(j), name + " has too little effect on these measurements"};
    return Blurred{std::size_t(j), unlike(name, free[most_alike(jacobian, others, std::size_t(j))].field.name)};
  }
  return {};
}

double demand(const Jacobian& free, const Eigen::VectorXd& column, const Eigen::VectorXd& residuals, const Coordinate& candidate,
              const Unknowns& x, double deviation) {
  std::vector<Eigen::VectorXd> basis;
  for (Eigen::Index i = 0; i < free.cols(); ++i) {
    const Eigen::VectorXd rest = left_of(basis, free.col(i));
    if (rest.norm() > independent * free.col(i).norm()) basis.push_back(rest.normalized());
  }
  const Eigen::VectorXd rest = left_of(basis, column);
  const double left = rest.norm();
  if (left <= independent * column.norm() || deviation / left > widest(candidate)) return 0.0;
  const double wanted = -rest.dot(residuals) / (left * left);  // change of the coordinate
  const double value = x[candidate.index];
  if ((value == candidate.field.lower && wanted <= 0.0) || (value == candidate.field.upper && wanted >= 0.0)) return 0.0;
  const double gain = wanted * left;
  return gain * gain < 0.01 * residuals.squaredNorm() ? 0.0 : std::abs(gain) / deviation;
}

}  // namespace hysteron::fitters
