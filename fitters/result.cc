#include "fitters/result.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "fitters/statistics.h"
#include "libmodel/metrics/distributions.h"

namespace hysteron::fitters {
namespace {

const double nan = std::nan("");

Role role_of(const Coordinate& c, double value) {
  return at_lower(c, value) ? Role::at_lower : at_upper(c, value) ? Role::at_upper : Role::estimated;
}

bool one_amplitude(const FitProblem& problem) {
  std::set<double> up, down;
  for (const Trace& t : problem.traces) {
    if (t.is_sweep() || t.is_rest()) return false;
    for (const Pulse& p : t.train) {
      if (p.voltage != 0.0) (p.voltage > 0.0 ? up : down).insert(p.voltage);
    }
  }
  return up.size() <= 1 && down.size() <= 1;
}

Estimate plain(const Assembly& a, const Coordinate& c, const Setup& setup, double value) {
  Estimate e{c.field.name, std::string(c.field.unit), c.field.meaning, "", Role::held, value, nan, nan, nan, nan, nan, nan,
             c.field.lower, c.field.upper, c.field.scale, ""};
  if (c.trace != shared) e.trace = a.problem.traces[c.trace].name;
  if (setup.given[c.index]) e.role = Role::given;
  if (c.trace == shared && setup.known[c.index]) e.reason = "as the measurements say";
  return e;
}

void bracket(const Coordinate& c, double standard_error, double degrees, Estimate& e) {
  const double reach = metrics::student_quantile(0.975, degrees) * standard_error, z = encode(c, e.value);
  e.standard_error = standard_error * slope(c, e.value);
  e.lower95 = e.linear_lower95 = std::max(decode(c, z - reach), c.field.lower);
  e.upper95 = e.linear_upper95 = std::min(decode(c, z + reach), c.field.upper);
}

std::string label(const Estimate& e, bool several) { return several && !e.trace.empty() ? e.trace + "/" + e.name : e.name; }

double root_mean_square(const std::vector<double>& x) {
  double sum = 0.0;
  for (double y : x) sum += y * y;
  return x.empty() ? nan : std::sqrt(sum / double(x.size()));
}

TraceFit trace_fit(const Assembly& a, int trace, const Unknowns& x, const std::vector<double>& rows) {
  const Trace& t = a.problem.traces[trace];
  TraceFit f;
  f.name = t.name;
  f.measurement = t.measurement.empty() ? t.name : t.measurement;
  f.unit = unit_of_signal(t);
  f.measured = signal(t, t.current);
  const std::vector<double> current = a.current(x, trace);
  f.response = current.empty() ? std::vector<double>(t.size(), nan) : signal(t, current);
  if (t.is_sweep()) f.voltage.assign(t.voltage.begin() + std::ptrdiff_t(t.lead), t.voltage.end());
  if (t.is_rest()) f.time = t.time;
  if (t.is_trials()) std::ranges::transform(t.train, std::back_inserter(f.voltage), &Pulse::voltage);
  f.measured.erase(f.measured.begin(), f.measured.begin() + std::ptrdiff_t(t.lead));
  f.response.erase(f.response.begin(), f.response.begin() + std::ptrdiff_t(t.lead));
  f.range = a.weighting.range[trace];
  std::vector<double> miss, decades;
  bool positive = t.has_reads();
  for (std::size_t k = 0; k < f.measured.size(); ++k) {
    if (std::isnan(f.measured[k])) continue;
    miss.push_back(f.response[k] - f.measured[k]);
    positive = positive && f.response[k] > 0.0 && f.measured[k] > 0.0;
    if (positive) decades.push_back(std::log10(f.response[k] / f.measured[k]));
  }
  f.points = miss.size();
  f.skipped = f.measured.size() - miss.size();
  f.rms = root_mean_square(miss);
  f.rms_of_range = f.range > 0.0 ? f.rms / f.range : nan;
  f.rms_decades = positive ? root_mean_square(decades) : nan;
  f.autocorrelation = autocorrelation(rows);
  f.runs = runs(rows);
  const NoiseSplit noise = t.is_train() ? noise_split(miss) : NoiseSplit{nan, nan};
  f.write_noise = noise.write, f.read_noise = noise.read;
  f.deviance = t.is_trials() ? std::inner_product(rows.begin(), rows.end(), rows.begin(), 0.0) : nan;
  f.structured = f.runs < -3.0;
  return f;
}

// About the mean of all, of a rest about that of its course: a start of its own explains a level, but not what becomes of it.
void take_means_away(const Assembly& a, const std::vector<int>& trace, bool robust, std::vector<double>& data) {
  const auto group = [&](std::size_t k) { return a.problem.traces[std::size_t(trace[k])].is_rest() ? trace[k] : -1; };
  std::map<int, std::vector<double>> of_group;
  for (std::size_t k = 0; k < data.size(); ++k) of_group[group(k)].push_back(data[k]);
  std::map<int, double> mean;
  for (const auto& [which, y] : of_group) mean[which] = robust ? median(y) : std::accumulate(y.begin(), y.end(), 0.0) / double(y.size());
  for (std::size_t k = 0; k < data.size(); ++k) data[k] -= mean[group(k)];
}

// 1 - variance of residuals / variance of data, over rows of one kind; medians where the loss is robust.
double explained(const Assembly& a, const Eigen::VectorXd& r, bool decades, bool robust) {
  const Weighting& w = a.weighting;
  std::vector<double> data, miss;
  std::vector<int> trace;
  for (Eigen::Index k = 0; k < r.size(); ++k) {
    if (w.rows[k].decades != decades) continue;
    data.push_back(w.rows[k].measured / w.rows[k].sigma), miss.push_back(r[k]);
    trace.push_back(w.rows[k].trace);
  }
  if (data.empty()) return 1.0;
  take_means_away(a, trace, robust, data);
  const double left = robust ? robust_deviation(miss) : root_mean_square(miss), all = robust ? robust_deviation(data) : root_mean_square(data);
  return all > 0.0 ? 1.0 - left * left / (all * all) : 0.0;
}

}  // namespace

void describe(const Assembly& a, const Robust& robust, const Setup& setup, std::span<const Coordinate> free,
              const std::vector<Verdict>& verdicts, const Solution& solution, FitResult& result) {
  const Unknowns& x = solution.x;
  const bool several = a.problem.traces.size() > 1;
  std::vector<Coordinate> inside;
  std::map<std::pair<std::string, Role>, std::vector<std::string>> at_bounds;
  std::vector<std::size_t> place(x.size(), 0);
  for (const Coordinate& c : setup.all) {
    place[c.index] = result.estimates.size();
    result.estimates.push_back(plain(a, c, setup, x[c.index]));
  }
  for (std::size_t j = 0; j < setup.candidates.size(); ++j) {
    Estimate& e = result.estimates[place[setup.candidates[j].index]];
    e.reason = verdicts[j].reason;
    if (e.reason.find("cannot be told") != std::string::npos && one_amplitude(a.problem)) e.reason += " by pulses of one amplitude";
  }
  for (const Coordinate& c : free) {
    Estimate& e = result.estimates[place[c.index]];
    e.role = role_of(c, e.value);
    e.reason.clear();
    if (e.role == Role::estimated) inside.push_back(c);
    else at_bounds[{c.trace == shared ? label(e, several) : e.name, e.role}].push_back(label(e, several));
  }
  for (const auto& [which, labels] : at_bounds) {
    const std::string where = which.second == Role::at_lower ? " is at its lower bound" : " is at its upper bound";
    if (labels.size() == 1) result.warnings.push_back(labels[0] + where + ": it has no interval");
    else result.warnings.push_back(fmt::format("{}{} at the start of {} of {} traces: it has no interval there", which.first, where, labels.size(), a.problem.traces.size()));
  }

  result.model = a.device.name;
  result.residual = a.weighting.residual;
  result.loss = robust.loss;
  result.loss_scale = robust.scale;
  result.points = a.weighting.points;
  result.skipped = a.weighting.skipped;
  result.cost = solution.cost;
  result.converged = solution.converged && !result.cancelled;
  result.termination = result.cancelled ? "cancelled" : solution.termination;

  Eigen::VectorXd r;
  Jacobian j;
  if (!a.residuals(x, inside, r, &j)) {
    result.converged = false;
    result.termination = "the model could not be integrated at the point reached";
    result.explained = 0.0;
    return;
  }
  const Spread s = spread(j, r, a.weighting, robust);
  result.deviation = s.deviation;
  const Eigen::Index p = Eigen::Index(inside.size());
  result.correlation.resize(p, p);
  result.covariance.resize(p, p);
  for (Eigen::Index i = 0; i < p; ++i) {
    Estimate& e = result.estimates[place[inside[i].index]];
    bracket(inside[i], std::sqrt(s.covariance(i, i)), s.degrees, e);
    result.correlated.push_back(label(e, several));
    for (Eigen::Index k = 0; k < p; ++k) {
      result.correlation(i, k) = s.covariance(i, k) / std::sqrt(s.covariance(i, i) * s.covariance(k, k));
      result.covariance(i, k) = s.covariance(i, k) * slope(inside[i], x[inside[i].index]) * slope(inside[k], x[inside[k].index]);
    }
  }
  result.weak_directions = weak_directions(j, inside);

  for (int trace = 0; trace < int(a.problem.traces.size()); ++trace) {
    std::vector<double> rows;
    const bool by_decades = a.weighting.residual == Residual::logarithmic;
    for (Eigen::Index k = 0; k < r.size(); ++k) {
      if (a.weighting.rows[k].trace == trace && a.weighting.rows[k].decades == (by_decades && has_decades(a.problem.traces[trace]))) rows.push_back(r[k]);
    }
    result.traces.push_back(trace_fit(a, trace, x, rows));
    if (const std::size_t negative = negative_reads(a.problem.traces[trace]); negative > 0) {
      result.warnings.push_back(fmt::format("{}: {} of {} reads have a conductance below 0: an offset or noise of the instrument", result.traces.back().name, negative,
                                            a.problem.traces[trace].size()));
    }
    if (result.traces.back().structured) {
      result.warnings.push_back(result.traces.back().name + ": residuals keep their sign: the model lacks something, and intervals are too narrow");
    }
  }
  const bool outliers = robust.loss != Loss::none;
  result.explained = std::min(explained(a, r, false, outliers), explained(a, r, true, outliers));
}

}  // namespace hysteron::fitters
