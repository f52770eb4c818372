#include "fitters/identify.h"

#include <cmath>

namespace hysteron::fitters {
namespace {

// Slopes are good to about this, relative: the integrator's tolerance through a long train.
constexpr double independent = 1e-4;

// Widest standard error, in coordinates, that still counts as knowing a value.
double widest(const Coordinate& c) { return c.field.scale == Scale::log ? 1.0 : 2.0; }

std::string alike(const std::string& name, const std::string& other) { return name + " cannot be told from " + other; }

}  // namespace

std::vector<Verdict> judge(const Jacobian& jacobian, const Eigen::VectorXd& residuals, std::span<const Coordinate> candidates,
                           const Unknowns& x, const Judgement& how) {
  std::vector<Verdict> verdicts(candidates.size());
  std::vector<Eigen::VectorXd> basis;
  std::vector<std::size_t> owner;
  for (std::size_t j = 0; j < candidates.size(); ++j) {
    const Coordinate& c = candidates[j];
    const std::string& name = c.field.name;
    const Eigen::VectorXd column = jacobian.col(j);
    Eigen::VectorXd rest = column;
    std::size_t nearest = 0;
    double most = 0.0;
    for (int pass = 0; pass < 2; ++pass) {
      for (std::size_t i = 0; i < basis.size(); ++i) {
        const double along = basis[i].dot(rest);
        rest -= along * basis[i];
        if (pass == 0 && std::abs(along) > most) most = std::abs(along), nearest = owner[i];
      }
    }
    const double size = column.norm(), left = rest.norm();
    const bool alone = basis.empty() || left > 0.3 * size;
    if (size == 0.0) {
      verdicts[j].reason = name + " has no effect on these measurements";
      continue;
    }
    if (left < independent * size) {
      verdicts[j].reason = alike(name, candidates[nearest].field.name);
      continue;
    }
    if (!how.insist && how.deviation / left > widest(c)) {
      verdicts[j].reason = alone ? name + " has too little effect on these measurements" : alike(name, candidates[nearest].field.name);
      continue;
    }
    const bool off = off_by_default(c.field) && (x[c.index] == c.field.lower || x[c.index] == c.field.upper);
    if (off && !how.insist) {
      const double wanted = -rest.dot(residuals) / (left * left);  // change of the coordinate
      const double deviations = std::abs(wanted) * left / how.deviation;
      const double share = wanted * wanted * left * left / residuals.squaredNorm();
      const bool inward = x[c.index] == c.field.lower ? wanted > 0.0 : wanted < 0.0;
      if (!how.at_optimum || !inward || deviations < 3.0 || share < 0.01) {
        verdicts[j].reason = "the data do not ask for " + name;
        continue;
      }
    }
    verdicts[j].told = true;
    basis.push_back(rest / left);
    owner.push_back(j);
  }
  return verdicts;
}

}  // namespace hysteron::fitters
