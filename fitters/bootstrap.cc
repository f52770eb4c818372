#include "fitters/bootstrap.h"

#include <algorithm>
#include <cmath>

#include "fitters/parallel.h"
#include "libmodel/metrics/distributions.h"
#include "libmodel/sim/random.h"

namespace hysteron::fitters {
namespace {

using Eigen::Index, Eigen::MatrixXd, Eigen::VectorXd;

const double nan = std::nan("");

// How often each member is in a sample; blocks go round the end.
std::vector<int> drawn(std::size_t members, const Resampling& how, int sample) {
  Uniforms random({.seed = how.seed, .instance = std::uint32_t(sample)});
  std::vector<int> times(members, 0);
  for (std::size_t taken = 0; taken < members;) {
    const auto first = std::size_t(random.next() * double(members));
    for (int k = 0; k < how.block && taken < members; ++k, ++taken) ++times[(first + std::size_t(k)) % members];
  }
  return times;
}

double correlation_of(const MatrixXd& covariance, Index i, Index j) { return covariance(i, j) / std::sqrt(covariance(i, i) * covariance(j, j)); }

// Figures on the scales on which they are nearly normal: means, deviations, correlations below the diagonal, row by row.
VectorXd figures_of(const RandomEffects& law) {
  const Index p = law.mean.size();
  VectorXd x(2 * p + p * (p - 1) / 2);
  x.head(p) = law.mean;
  Index next = 2 * p;
  for (Index i = 0; i < p; ++i) {
    x[p + i] = std::cbrt(std::max(0.0, law.covariance(i, i)));
    for (Index j = 0; j < i; ++j) x[next++] = std::atanh(std::clamp(correlation_of(law.covariance, i, j), -1.0, 1.0));
  }
  return x;
}

// Standard deviation of row k over the samples that tell it.
double deviation_of(const MatrixXd& figures, Index k) {
  double n = 0.0, sum = 0.0, squares = 0.0;
  for (const double x : figures.row(k)) {
    if (std::isfinite(x)) n += 1.0, sum += x;
  }
  for (const double x : figures.row(k)) {
    if (std::isfinite(x)) squares += std::pow(x - sum / n, 2);
  }
  return 2.0 * n > double(figures.cols()) ? std::sqrt(squares / (n - 1.0)) : nan;
}

}  // namespace

LawBounds bootstrap(const std::vector<Observation>& members, const RandomEffects& law, const Resampling& how) {
  const Index p = law.mean.size();
  const VectorXd figure = figures_of(law);
  MatrixXd sampled = MatrixXd::Constant(figure.size(), how.samples, nan);
  for_each_index(how.samples, how.threads, [&](int k) {
    sampled.col(k) = figures_of(random_effects(members, drawn(members.size(), how, k), 1e-5));
  });
  const double n = double(members.size()), reach = metrics::student_quantile(0.975, n - 1.0) * std::sqrt(n / (n - 1.0));
  VectorXd away(figure.size());
  for (Index k = 0; k < figure.size(); ++k) away[k] = reach * deviation_of(sampled, k);
  const VectorXd low = figure - away, high = figure + away;
  const auto cubed_root = [&](const VectorXd& x) { return VectorXd(x.segment(p, p).cwiseMax(0.0).array().pow(1.5)); };
  LawBounds b{low.head(p), high.head(p), cubed_root(low), cubed_root(high), MatrixXd::Identity(p, p), MatrixXd::Identity(p, p)};
  for (Index i = 0, k = 2 * p; i < p; ++i) {
    for (Index j = 0; j < i; ++j, ++k) {
      b.correlation_lower(i, j) = b.correlation_lower(j, i) = std::tanh(low[k]);
      b.correlation_upper(i, j) = b.correlation_upper(j, i) = std::tanh(high[k]);
    }
  }
  return b;
}

}  // namespace hysteron::fitters
