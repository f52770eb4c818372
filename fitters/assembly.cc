#include "fitters/assembly.h"

#include <cmath>

namespace hysteron::fitters {
namespace {

std::vector<double> inputs(const Assembly& a, const Unknowns& x, int trace) {
  std::vector<double> in(x.begin(), x.begin() + a.device.parameters.size());
  const auto state = x.begin() + a.states_begin(trace);
  in.insert(in.end(), state, state + a.device.states.size());
  for (std::size_t j = 0; j < a.device.parameters.size(); ++j) {
    const auto known = a.problem.traces[trace].known.find(a.device.parameters[j].name);
    if (known != a.problem.traces[trace].known.end()) in[j] = known->second;
  }
  return in;
}

// What of the coordinate moves this trace.
bool moves(const Assembly& a, const Coordinate& c, int trace) {
  return c.trace == shared ? !a.problem.traces[trace].known.contains(c.field.name) : c.trace == trace;
}

double mean_miss(const Trace& t, std::span<const double> response) {
  double sum = 0.0, n = 0.0;
  for (std::size_t k = 0; k < t.size(); ++k) {
    if (!std::isnan(t.current[k])) sum += response[k] - t.current[k], n += 1.0;
  }
  return n > 0.0 ? sum / n : 0.0;
}

// A residual and its slope by the signal.
struct Residue {
  double value, slope;
};

Residue of_signal(const Row& at, double y, double floor) {
  return {((at.decades ? decades(y, floor) : y) - at.measured) / at.sigma, (at.decades ? decades_slope(y, floor) : 1.0) / at.sigma};
}

Residue of_trials(const Row& at, double n, double p) { return {deviance_residual(at.measured, n, p), deviance_slope(at.measured, n, p)}; }

// The zero of a charge is free: least squares over it, of rows of one weight, takes their mean away. So
// it does from slopes (variable projection: G. H. Golub, V. Pereyra, SIAM J. Numer. Anal. 10 (1973) 413).
void centre(auto&& column) { column.array() -= column.mean(); }

}  // namespace

std::vector<double> Assembly::current(const Unknowns& x, int trace) const {
  const Trace& t = problem.traces[trace];
  std::vector<double> i(t.size());
  Slopes none;
  if (!device.follow(t, inputs(*this, x, trace), {}, tolerance, i, none)) return {};
  const double zero = t.is_charge ? mean_miss(t, i) : 0.0;
  for (double& y : i) y -= zero;
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
      if (!moves(*this, c, trace)) continue;
      const std::size_t index = c.trace == shared ? c.index : device.parameters.size() + c.index - states_begin(trace);
      seeds.push_back({index, slope(c, x[c.index])});
      column.push_back(j);
    }
    std::vector<double> i(t.size());
    Slopes slopes;
    if (!device.follow(t, inputs(*this, x, trace), seeds, tolerance, i, slopes)) return false;
    const std::size_t first = row;
    for (; row < weighting.rows.size() && weighting.rows[row].trace == trace; ++row) {
      const Row& at = weighting.rows[row];
      const Residue residue = t.is_trials() ? of_trials(at, t.trials[at.k], i[at.k]) : of_signal(at, i[at.k] * signal_per_current(t, at.k), weighting.floor[trace]);
      r[row] = residue.value;
      if (!std::isfinite(r[row])) return false;
      const double by_current = residue.slope * signal_per_current(t, at.k);
      for (std::size_t j = 0; j < column.size(); ++j) (*jacobian)(row, column[j]) = by_current * slopes(j, at.k);
    }
    if (!t.is_charge || row == first) continue;
    centre(r.segment(first, row - first));
    for (const std::size_t j : column) centre(jacobian->col(j).segment(first, row - first));
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
