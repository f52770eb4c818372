#include "fitters/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "fitters/weighting.h"
#include "libmodel/error.h"
#include "libmodel/metrics/quantile_map.h"

namespace hysteron::fitters {
namespace {

constexpr std::size_t blocks = 12, folds = 3;
const double nan = std::nan("");
using Rows = std::vector<std::vector<double>>;  // of each trace, without its lead

struct Fold {
  FitProblem rest;                     // without the reads held out
  std::vector<std::vector<bool>> out;  // of each trace, rows after its lead
};

bool is_named(const Trace& t, const std::string& name) { return t.name == name || t.measurement == name; }

bool held_out(const Trace& t, std::size_t row, std::size_t fold, const std::vector<std::string>& predict) {
  if (!predict.empty()) return row >= 2 && std::ranges::any_of(predict, [&](const std::string& name) { return is_named(t, name); });
  if (t.is_rest() || t.is_trials()) return row >= 2 && row % folds == fold;  // courses of few reads, of which none is cut short
  const std::size_t block = row * blocks / (t.size() - t.lead);
  return block > 0 && block % folds == fold;
}

Fold fold_of(const FitProblem& problem, std::size_t fold, const std::vector<std::string>& predict) {
  Fold f{problem, {}};
  for (Trace& t : f.rest.traces) {
    f.out.emplace_back(t.size() - t.lead, false);
    for (std::size_t row = 0; row + t.lead < t.size(); ++row) {
      double& current = t.current[row + t.lead];
      if (std::isnan(current) || !held_out(t, row, fold, predict)) continue;
      f.out.back()[row] = true;
      current = nan;
    }
  }
  return f;
}

std::vector<Fold> folds_of(const FitProblem& problem, const std::vector<std::string>& predict) {
  for (const std::string& name : predict) {
    const bool there = std::ranges::any_of(problem.traces, [&](const Trace& t) { return is_named(t, name); });
    if (!there) throw InputError("no measurement " + name + " to predict among those chosen");
  }
  std::vector<Fold> all;
  for (std::size_t fold = 0; fold < (predict.empty() ? folds : 1); ++fold) all.push_back(fold_of(problem, fold, predict));
  return all;
}

Rows measured(const FitProblem& problem) {
  Rows all;
  for (const Trace& t : problem.traces) {
    const std::vector<double> y = signal(t, t.current);
    all.emplace_back(y.begin() + std::ptrdiff_t(t.lead), y.end());
  }
  return all;
}

Rows nothing(const FitProblem& problem) {
  Rows all;
  for (const Trace& t : problem.traces) all.emplace_back(t.size() - t.lead, nan);
  return all;
}

void keep(const Fold& fold, const Rows& response, Rows& predicted) {
  for (std::size_t i = 0; i < fold.out.size(); ++i) {
    for (std::size_t k = 0; k < fold.out[i].size(); ++k) {
      if (fold.out[i][k]) predicted[i][k] = response[i][k];
    }
  }
}

// Relative to the range of each trace, as its weight is.
Missed missed(const FitProblem& problem, const Rows& predicted) {
  const Rows there = measured(problem);
  double squares = 0.0, decades = 0.0, n = 0.0;
  for (std::size_t i = 0; i < there.size(); ++i) {
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (const double y : there[i]) low = std::fmin(low, y), high = std::fmax(high, y);
    for (std::size_t k = 0; k < there[i].size(); ++k) {
      const double y = there[i][k], x = predicted[i][k];
      if (std::isnan(x) || std::isnan(y)) continue;
      squares += std::pow((x - y) / (high - low), 2), n += 1.0;
      decades += x > 0.0 && y > 0.0 && problem.traces[i].has_reads() ? std::pow(std::log10(x / y), 2) : nan;
    }
  }
  return {std::sqrt(squares / n), std::sqrt(decades / n)};
}

double aicc(const FitResult& r) {
  const double n = double(r.points), k = 1.0 + double(std::ranges::count_if(r.estimates, [](const Estimate& e) { return e.role != Role::held && e.role != Role::given; }));
  return n * std::log(2.0 * r.cost / n) + 2.0 * k + 2.0 * k * (k + 1.0) / std::max(1.0, n - k - 1.0);
}

// What the full fit has free, from where it ended.
FitOptions refit(const FitResult& r, const FitOptions& asked) {
  FitOptions o = asked;
  o.free.clear();
  for (const Estimate& e : r.estimates) {
    const bool is_free = e.role != Role::held && e.role != Role::given;
    if (is_free && std::ranges::count(o.free, e.name) == 0) o.free.push_back(e.name);
    if (e.trace.empty() && e.role != Role::given) o.set[e.name] = e.value;
  }
  o.starts = 1;
  o.residual = r.residual;
  o.progress = {};
  return o;
}

Judged judged(const std::string& model, const FitProblem& problem, const std::vector<Fold>& all, const FitOptions& options) {
  const Device d = device(model);
  Judged j{fit(d, problem, options), nan, {nan, nan}, nothing(problem)};
  j.aicc = aicc(j.fit);
  if (j.fit.cancelled || std::isnan(j.aicc)) return j;
  const FitOptions again = refit(j.fit, options);
  for (const Fold& fold : all) {
    Rows response;
    for (const TraceFit& t : fit(d, fold.rest, again).traces) response.push_back(t.response);
    if (response.size() == fold.out.size()) keep(fold, response, j.predicted);
  }
  j.missed = missed(problem, j.predicted);
  return j;
}

bool of_one_amplitude(const Trace& t) {
  std::set<std::pair<double, double>> up, down;
  for (const Pulse& p : t.train) {
    if (p.voltage != 0.0) (p.voltage > 0.0 ? up : down).insert({p.voltage, p.width});
  }
  return t.is_train() && up.size() <= 1 && down.size() <= 1;
}

std::vector<int> directions(const Trace& t) {
  std::vector<int> all;
  for (std::size_t k = 1; k < t.train.size(); ++k) all.push_back(t.train[k].voltage > 0.0 ? 1 : t.train[k].voltage < 0.0 ? -1 : 0);
  return all;
}

std::vector<double> followed(const Trace& rest, const std::vector<metrics::Step>& steps) {
  const metrics::QuantileMap up(steps, +1), down(steps, -1);
  const std::vector<double> g = signal(rest, rest.current);
  const std::vector<int> direction = directions(rest);
  std::vector<double> response(g.size(), nan);
  const auto first = std::ranges::find_if(g, [](double y) { return !std::isnan(y); });
  for (std::size_t k = std::size_t(first - g.begin()); k < g.size(); ++k) {
    const double before = k > 0 ? response[k - 1] : nan;
    if (std::isnan(before)) response[k] = g[k];
    else response[k] = before + (direction[k - 1] == 0 ? 0.0 : (direction[k - 1] > 0 ? up : down).mean(before));
  }
  return response;
}

}  // namespace

Comparison compare(const std::vector<std::string>& models, const FitProblem& problem, const CompareOptions& options) {
  check(problem);
  const std::vector<Fold> all = folds_of(problem, options.predict);
  Comparison c{{}, {nan, nan}, nothing(problem), 0};
  for (const Fold& fold : all) {
    for (const auto& out : fold.out) c.held_out += std::size_t(std::ranges::count(out, true));
  }
  for (const std::string& model : models) c.models.push_back(judged(model, problem, all, options.fit));
  if (!std::ranges::all_of(problem.traces, of_one_amplitude)) return c;
  for (const Fold& fold : all) {
    std::vector<metrics::Step> steps;
    for (const Trace& t : fold.rest.traces) {
      const auto more = metrics::steps(signal(t, t.current), directions(t));
      steps.insert(steps.end(), more.begin(), more.end());
    }
    Rows response;
    for (const Trace& t : fold.rest.traces) response.push_back(followed(t, steps));
    keep(fold, response, c.predicted_by_reference);
  }
  c.reference = missed(problem, c.predicted_by_reference);
  return c;
}

}  // namespace hysteron::fitters
