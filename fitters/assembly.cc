#include "fitters/assembly.h"

#include <cmath>

namespace hysteron::fitters {
namespace {

std::vector<double> inputs(const Assembly& a, const Unknowns& x, int trace) {
  std::vector<double> in(x.begin(), x.begin() + a.device.parameters.size());
  const auto state = x.begin() + a.states_begin(trace);
  in.insert(in.end(), state, state + a.device.states.size());
  return in;
}

}  // namespace

std::vector<double> Assembly::current(const Unknowns& x, int trace) const {
  const Trace& t = problem.traces[trace];
  std::vector<double> i(t.size());
  Slopes none;
  if (!device.follow(t, inputs(*this, x, trace), {}, tolerance, i, none)) return {};
  return i;
}

bool Assembly::residuals(const Unknowns& x, std::span<const Coordinate> free, Eigen::VectorXd& r, Jacobian* jacobian) const {
  r.resize(weighting.rows.size());
  if (jacobian) jacobian->setZero(weighting.rows.size(), free.size());
  std::size_t row = 0;
  for (int trace = 0; trace < int(problem.traces.size()); ++trace) {
    const Trace& t = problem.traces[trace];
    std::vector<Seed> seeds;
    std::vector<std::size_t> column;
    for (std::size_t j = 0; jacobian && j < free.size(); ++j) {
      const Coordinate& c = free[j];
      if (c.trace != shared && c.trace != trace) continue;
      const std::size_t index = c.trace == shared ? c.index : device.parameters.size() + c.index - states_begin(trace);
      seeds.push_back({index, slope(c, x[c.index])});
      column.push_back(j);
    }
    std::vector<double> i(t.size());
    Slopes slopes;
    if (!device.follow(t, inputs(*this, x, trace), seeds, tolerance, i, slopes)) return false;
    for (; row < weighting.rows.size() && weighting.rows[row].trace == trace; ++row) {
      const Row& at = weighting.rows[row];
      const double scale = signal_per_current(t, at.k), y = i[at.k] * scale, floor = weighting.floor[trace];
      r[row] = ((at.decades ? decades(y, floor) : y) - at.measured) / at.sigma;
      if (!std::isfinite(r[row])) return false;
      const double by_current = scale * (at.decades ? decades_slope(y, floor) : 1.0) / at.sigma;
      for (std::size_t j = 0; j < column.size(); ++j) (*jacobian)(row, column[j]) = by_current * slopes(j, at.k);
    }
  }
  return !jacobian || jacobian->allFinite();
}

void robustify(const Robust& robust, Eigen::VectorXd& r, Jacobian* jacobian) {
  if (robust.loss == Loss::none) return;
  for (Eigen::Index k = 0; k < r.size(); ++k) {
    const double root = std::copysign(std::sqrt(robust.rho(r[k])), r[k]);
    if (jacobian && root != 0.0) jacobian->row(k) *= robust.slope(r[k]) * r[k] / root;
    r[k] = root;
  }
}

double cost(const Robust& robust, const Eigen::VectorXd& r) {
  double sum = 0.0;
  for (double x : r) sum += robust.rho(x);
  return 0.5 * sum;
}

}  // namespace hysteron::fitters
