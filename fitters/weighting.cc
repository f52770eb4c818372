#include "fitters/weighting.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>
#include <set>

namespace hysteron::fitters {
namespace {

std::vector<double> present(const std::vector<double>& x) {
  std::vector<double> out;
  std::ranges::copy_if(x, std::back_inserter(out), [](double y) { return !std::isnan(y); });
  return out;
}

double span_of(const std::vector<double>& signal) {
  std::vector<double> size = present(signal);
  for (double& y : size) y = std::abs(y);
  std::erase(size, 0.0);
  return size.empty() ? 0.0 : std::log10(quantile(size, 0.99) / quantile(size, 0.01));
}

// A sweep crosses zero: decades are followed over the upper three only. The reads of a train are
// all of one sign, and every decade of them counts.
double floor_of(const Trace& t, const std::vector<double>& signal) {
  double least = HUGE_VAL, most = 0.0;
  for (double y : present(signal)) {
    most = std::max(most, std::abs(y));
    if (y != 0.0) least = std::min(least, std::abs(y));
  }
  if (most == 0.0) return 1.0;
  return t.is_sweep() ? 1e-3 * most : 1e-3 * std::max(least, 1e-9 * most);
}

// Of many trials, none of which switched or all, something is left to chance (P. S. de Laplace: one more of each).
double sigma_of_share(double y, double n) {
  const double p = (n * y + 1.0) / (n + 2.0);
  return std::sqrt(p * (1.0 - p) / n);
}

// Kept off 0 and 1, where a model's probability ends by rounding, and where a single trial would count without bound.
double within(double p) {
  constexpr double least = 1e-9;
  return least + (1.0 - 2.0 * least) * std::clamp(p, 0.0, 1.0);
}

double lacking(double y, double p) { return y > 0.0 ? y * std::log(y / p) : 0.0; }

enum Kind { of_train, of_rest, of_sweep, of_charge, of_trials };

Kind kind_of(const Trace& t) {
  return t.is_trials() ? of_trials : t.is_rest() ? of_rest : !t.is_sweep() ? of_train : t.is_charge ? of_charge : of_sweep;
}

}  // namespace

double deviance_residual(double y, double n, double p) {
  p = within(p);
  const double half = n * (lacking(y, p) + lacking(1.0 - y, 1.0 - p));
  return std::copysign(std::sqrt(2.0 * std::max(0.0, half)), p - y);
}

double deviance_slope(double y, double n, double p) {
  const double r = deviance_residual(y, n, p);
  p = within(p);
  const double variance = p * (1.0 - p);
  return std::abs(r) < 1e-4 ? std::sqrt(n / variance) : n * (p - y) / (variance * r);
}

bool has_decades(const Trace& t) { return !t.is_charge && !t.is_trials(); }

double median(std::vector<double> x) { return quantile(std::move(x), 0.5); }

double quantile(std::vector<double> x, double q) {
  if (x.empty()) return std::nan("");
  const auto at = x.begin() + std::lround(q * (x.size() - 1));
  std::nth_element(x.begin(), at, x.end());
  return *at;
}

double robust_deviation(const std::vector<double>& r) {
  std::vector<double> size(r);
  for (double& x : size) x = std::abs(x);
  return 1.4826 * median(std::move(size));
}

double decades(double y, double floor) { return std::asinh(y / (2.0 * floor)) / std::numbers::ln10; }

double decades_slope(double y, double floor) { return 1.0 / (std::numbers::ln10 * std::sqrt(y * y + 4.0 * floor * floor)); }

double Robust::rho(double r) const {
  const double s = r * r, u = std::abs(r) / scale, b = scale * scale;
  switch (loss) {
    case Loss::none: return s;
    case Loss::huber: return u <= 1.0 ? s : b * (2.0 * u - 1.0);
    case Loss::soft_l_one: return 2.0 * b * (std::sqrt(1.0 + u * u) - 1.0);
    case Loss::cauchy: return b * std::log1p(u * u);
  }
  return s;
}

double Robust::slope(double r) const {
  const double u = std::abs(r) / scale;
  switch (loss) {
    case Loss::none: return 1.0;
    case Loss::huber: return u <= 1.0 ? 1.0 : 1.0 / u;
    case Loss::soft_l_one: return 1.0 / std::sqrt(1.0 + u * u);
    case Loss::cauchy: return 1.0 / (1.0 + u * u);
  }
  return 1.0;
}

Weighting weigh(const FitProblem& problem, Residual residual, const NoiseModel& noise) {
  Weighting w;
  std::vector<std::vector<double>> signals;
  double of_trains = 0.0;  // their common range: an instrument reads pulses in one, and sweeps each in its own
  std::vector<double> rests;  // all reads: levels that hardly move may lie decades apart
  for (const Trace& t : problem.traces) {
    signals.push_back(signal(t, t.current));
    const std::vector<double> y = present(signals.back());
    const auto [low, high] = std::ranges::minmax(y);
    w.range.push_back(high - low);
    w.floor.push_back(floor_of(t, signals.back()));
    if (t.is_rest()) rests.insert(rests.end(), y.begin(), y.end());
    else if (has_decades(t)) w.span_decades = std::max(w.span_decades, span_of(signals.back()));
    if (t.has_reads()) of_trains = std::max(of_trains, quantile(y, 0.99) - quantile(y, 0.01));
    w.points += y.size();
    w.skipped += t.size() - t.lead - y.size();
    w.zeros += t.is_charge;
    w.trials = w.trials || t.is_trials();
  }
  w.span_decades = std::max(w.span_decades, span_of(rests));
  w.residual = residual != Residual::automatic ? residual : w.span_decades > 1.5 ? Residual::mixed : Residual::linear;
  for (std::size_t i = 0; i < signals.size(); ++i) {
    const Trace& t = problem.traces[i];
    const double range = t.is_sweep() ? w.range[i] : of_trains;
    const double absolute = noise.absolute * (range > 0.0 ? range : std::abs(signals[i][t.lead]));
    for (std::size_t k = 0; k < signals[i].size(); ++k) {
      const double y = signals[i][k];
      if (std::isnan(y)) continue;
      if (t.is_trials()) {
        w.rows.push_back({int(i), k, false, y, sigma_of_share(y, t.trials[k])});
        continue;
      }
      const bool known = !t.sigma.empty() && !std::isnan(t.sigma[k]);
      const double sigma = t.is_charge ? absolute : known ? t.sigma[k] * std::abs(signal_per_current(t, k)) : std::hypot(absolute, noise.relative * y);
      if (t.is_charge || w.residual != Residual::logarithmic) w.rows.push_back({int(i), k, false, y, sigma});
      if (!t.is_charge && w.residual != Residual::linear) w.rows.push_back({int(i), k, true, decades(y, w.floor[i]), noise.decades});
    }
  }
  return w;
}

bool balance(const FitProblem& problem, const Eigen::VectorXd& residuals, Loss loss, Weighting& w) {
  struct Rows {
    std::vector<double> residual;
    std::set<int> traces;
  };
  std::map<std::pair<Kind, bool>, Rows> of_kind;
  std::set<Kind> kinds;
  const auto kind = [&](const Row& row) { return std::pair(kind_of(problem.traces[row.trace]), row.decades); };
  for (std::size_t k = 0; k < w.rows.size(); ++k) {
    Rows& rows = of_kind[kind(w.rows[k])];
    rows.residual.push_back(residuals[Eigen::Index(k)]);
    rows.traces.insert(w.rows[k].trace);
    kinds.insert(kind(w.rows[k]).first);
  }
  if (kinds.size() < 2) return false;
  constexpr double least = 1e-3;  // of rows without noise, which would count alone
  std::map<std::pair<Kind, bool>, double> deviation;
  for (const auto& [which, rows] : of_kind) {
    const auto& r = rows.residual;
    const double degrees = std::max(1.0, double(r.size()) - double(rows.traces.size()));  // each trace has a start of its own
    const double rms = std::sqrt(std::inner_product(r.begin(), r.end(), r.begin(), 0.0) / degrees);
    deviation[which] = which.first == of_trials ? 1.0 : std::max(least, loss == Loss::none ? rms : robust_deviation(r));
  }
  for (Row& row : w.rows) row.sigma *= deviation[kind(row)];
  return true;
}

}  // namespace hysteron::fitters
