#include "fitters/fit.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>

#include "fitters/identify.h"
#include "fitters/parallel.h"
#include "fitters/profile.h"
#include "fitters/result.h"
#include "fitters/solve.h"
#include "fitters/start.h"
#include "fitters/statistics.h"
#include "fitters/unknowns.h"
#include "libmodel/error.h"

namespace hysteron::fitters {
namespace {

// Where a loss turns, in robust standard deviations: 95 % efficiency on Gaussian noise.
double turn(Loss loss) { return loss == Loss::cauchy ? 2.385 : loss == Loss::huber ? 1.345 : 1.0; }

class Watch {
 public:
  explicit Watch(const FitOptions& options) : options_(options) {}
  bool stopped() const { return stopped_; }
  void report(Progress::Stage stage, int of, double cost) {
    if (!options_.progress) return;
    const std::lock_guard lock(mutex_);
    if (stage != stage_) stage_ = stage, done_ = 0;
    best_ = std::min(best_, cost);
    if (!options_.progress({stage, ++done_, of, best_})) stopped_ = true;
  }

 private:
  const FitOptions& options_;
  std::mutex mutex_;
  std::atomic<bool> stopped_ = false;
  Progress::Stage stage_ = Progress::searching;
  int done_ = 0;
  double best_ = HUGE_VAL;
};

std::vector<Coordinate> told(std::span<const Coordinate> candidates, const std::vector<Verdict>& verdicts) {
  std::vector<Coordinate> free;
  for (std::size_t j = 0; j < candidates.size(); ++j) {
    if (verdicts[j].told) free.push_back(candidates[j]);
  }
  return free;
}

// Told somewhere near the guess.
std::vector<Verdict> judge_around(const Assembly& a, const Setup& setup, const Unknowns& guess, const FitOptions& options) {
  std::vector<Unknowns> points{guess};
  const std::vector<Unknowns> more = sobol_points(guess, setup.candidates, 4, options.seed);
  points.insert(points.end(), more.begin(), more.end());
  std::vector<std::vector<Verdict>> at(points.size());
  for_each_index(int(points.size()), options.threads, [&](int i) {
    Unknowns x = points[i];
    for (const Coordinate& c : setup.candidates) {
      if (off_by_default(c.field)) x[c.index] = c.field.value;
    }
    Eigen::VectorXd r;
    Jacobian j;
    if (a.residuals(x, setup.candidates, r, &j)) at[i] = judge(j, setup.candidates, {1.0, !options.free.empty()});
  });
  std::vector<Verdict> verdicts(setup.candidates.size(), Verdict{false, "has no effect"});
  for (const auto& point : at) {
    for (std::size_t j = 0; j < point.size(); ++j) {
      if (!verdicts[j].told) verdicts[j] = point[j];
    }
  }
  return verdicts;
}

// Groups costs and points that agree to what the optimiser resolves.
std::vector<Optimum> distinct(const std::vector<Solution>& sorted, std::span<const Coordinate> free) {
  std::vector<Optimum> optima;
  std::vector<const Solution*> first;
  for (const Solution& s : sorted) {
    if (!std::isfinite(s.cost)) continue;
    std::size_t i = 0;
    for (; i < optima.size(); ++i) {
      double apart = 0.0;
      for (const Coordinate& c : free) apart = std::max(apart, std::abs(encode(c, s.x[c.index]) - encode(c, first[i]->x[c.index])));
      const double higher = (s.cost - optima[i].cost) / optima[i].cost;
      if (higher <= 1e-6 || (higher <= 1e-4 && apart < 0.1)) break;  // equal costs far apart: a flat valley, one optimum
    }
    if (i == optima.size()) optima.push_back({s.cost, 0}), first.push_back(&s);
    ++optima[i].found;
  }
  return optima;
}

std::vector<Solution> descend_all(const Assembly& a, const Robust& robust, std::span<const Coordinate> free,
                                  const std::vector<Unknowns>& starts, const FitOptions& options, Watch& watch) {
  std::vector<Solution> solutions(starts.size());
  const std::function<bool()> stop = [&] { return watch.stopped(); };
  for_each_index(int(starts.size()), options.threads, [&](int i) {
    solutions[i] = {starts[i], HUGE_VAL, false, "cancelled", 0, 0};
    if (watch.stopped()) return;
    solutions[i] = solve(a, robust, free, starts[i], options.max_iterations, stop);
    watch.report(Progress::optimising, int(starts.size()), solutions[i].cost);
  });
  std::ranges::stable_sort(solutions, {}, &Solution::cost);
  return solutions;
}

// The guess and the best of the Sobol points around it.
std::vector<Unknowns> choose_starts(const Assembly& a, const Robust& robust, const Unknowns& guess,
                                    std::span<const Coordinate> free, const FitOptions& options, Watch& watch) {
  std::vector<Unknowns> starts{guess};
  if (options.starts <= 1 || free.empty()) return starts;
  const std::vector<Unknowns> points = sobol_points(guess, free, options.screened, options.seed);
  std::vector<double> cost(points.size(), HUGE_VAL);
  for_each_index(int(points.size()), options.threads, [&](int i) {
    if (watch.stopped()) return;
    cost[i] = costs(a, robust, {points[i]}, 1, [] { return false; })[0];
    watch.report(Progress::searching, int(points.size()), cost[i]);
  });
  std::vector<std::size_t> order(points.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return cost[i]; });
  for (std::size_t i = 0; i < order.size() && int(starts.size()) < options.starts && std::isfinite(cost[order[i]]); ++i) {
    starts.push_back(points[order[i]]);
  }
  return starts;
}

// One choice of parameters and its optimum.
struct Choice {
  std::vector<Coordinate> free;
  std::vector<Verdict> verdicts;  // per candidate
  Solution solution;
};

// What the data say at an optimum, with residual rows that remember their neighbour counted for less.
struct Insight {
  Jacobian jacobian;  // by all candidates
  Eigen::VectorXd r;
  double deviation;
};

bool look(const Assembly& a, const Robust& robust, const Setup& setup, const Choice& choice, Insight& at) {
  if (!a.residuals(choice.solution.x, setup.candidates, at.r, &at.jacobian)) return false;
  const double memory = std::clamp(autocorrelation({at.r.begin(), at.r.end()}), 0.0, 0.98);
  robustify(robust, at.r, &at.jacobian);
  const double degrees = std::max(1.0, double(at.r.size()) - double(choice.free.size()));
  at.deviation = std::sqrt(at.r.squaredNorm() / degrees * (1.0 + memory) / (1.0 - memory));
  return true;
}

bool is_free(const Choice& choice, const Coordinate& c) { return std::ranges::count(choice.free, c.index, &Coordinate::index) > 0; }

Jacobian columns(const Jacobian& all, const Setup& setup, std::span<const Coordinate> free) {
  Jacobian some(all.rows(), Eigen::Index(free.size()));
  for (std::size_t i = 0; i < free.size(); ++i) {
    const auto at = std::ranges::find(setup.candidates, free[i].index, &Coordinate::index) - setup.candidates.begin();
    some.col(Eigen::Index(i)) = all.col(at);
  }
  return some;
}

// The choice without candidate j, refitted from where it is.
Choice without(const Assembly& a, const Robust& robust, const Setup& setup, const Unknowns& guess, const FitOptions& options,
               Watch& watch, const Choice& choice, const Blurred& blurred, FitResult& result) {
  Choice next = choice;
  const Coordinate dropped = choice.free[blurred.index];
  for (std::size_t j = 0; j < setup.candidates.size(); ++j) {
    if (setup.candidates[j].index == dropped.index) next.verdicts[j] = {false, blurred.reason};
  }
  next.free.erase(next.free.begin() + std::ptrdiff_t(blurred.index));
  next.solution.x[dropped.index] = guess[dropped.index];
  next.solution = solve(a, robust, next.free, next.solution.x, options.max_iterations, [&] { return watch.stopped(); });
  result.evaluations += next.solution.evaluations;
  return next;
}

// Holds, one at a time and the last listed first, what the data cannot tell at the optimum; keeps
// what they miss.
void prune(const Assembly& a, const Robust& robust, const Setup& setup, const Unknowns& guess, const FitOptions& options,
           Watch& watch, Choice& choice, FitResult& result) {
  std::vector<std::size_t> kept;
  for (std::size_t round = 0; round < 2 * setup.candidates.size() && choice.free.size() > 1 && !watch.stopped(); ++round) {
    Insight at;
    if (!look(a, robust, setup, choice, at)) return;
    const auto blurred = most_blurred(columns(at.jacobian, setup, choice.free), choice.free, choice.solution.x, at.deviation, kept);
    if (!blurred) return;
    Choice next = without(a, robust, setup, guess, options, watch, choice, *blurred, result);
    ++result.rounds;
    if (next.solution.cost <= choice.solution.cost + 4.5 * at.deviation * at.deviation) choice = std::move(next);
    else kept.push_back(choice.free[blurred->index].index);
  }
}

// Frees the candidate that the data ask for most, unless that would blur what was sharp. False where
// there is none left to try.
bool extend(const Assembly& a, const Robust& robust, const Setup& setup, const FitOptions& options, Watch& watch,
            std::vector<std::size_t>& tried, Choice& choice, FitResult& result) {
  Insight at;
  if (watch.stopped() || !look(a, robust, setup, choice, at)) return false;
  const Jacobian free = columns(at.jacobian, setup, choice.free);
  std::size_t best = setup.candidates.size();
  double most = 3.0;  // standard deviations
  for (std::size_t j = 0; j < setup.candidates.size(); ++j) {
    const Coordinate& c = setup.candidates[j];
    if (is_free(choice, c) || std::ranges::count(tried, c.index) > 0) continue;
    const double asked = demand(free, at.jacobian.col(Eigen::Index(j)), at.r, c, choice.solution.x, at.deviation);
    if (asked > most) most = asked, best = j;
  }
  if (best == setup.candidates.size()) return false;
  Choice next = choice;
  tried.push_back(setup.candidates[best].index);
  next.verdicts[best] = {true, ""};
  next.free = told(setup.candidates, next.verdicts);
  next.solution = solve(a, robust, next.free, choice.solution.x, options.max_iterations, [&] { return watch.stopped(); });
  result.evaluations += next.solution.evaluations;
  ++result.rounds;
  if (next.solution.cost > choice.solution.cost - 4.5 * at.deviation * at.deviation) return true;
  const bool sharp = !most_blurred(free, choice.free, choice.solution.x, at.deviation, {});
  if (!look(a, robust, setup, next, at)) return true;
  if (sharp && most_blurred(columns(at.jacobian, setup, next.free), next.free, next.solution.x, at.deviation, {})) return true;
  choice = std::move(next);
  return true;
}

}  // namespace

FitResult fit(const Device& device, const FitProblem& measured, const FitOptions& options) {
  check(measured);
  const FitProblem problem = met_by(device, measured, options);
  const Setup setup = set_up(device, problem, options);
  if (setup.candidates.empty()) throw InputError(device.name + ": every parameter is held: nothing to fit");
  Weighting weighting = weigh(problem, options.residual, options.noise);
  const Assembly exact{device, problem, weighting, options.tolerance};
  const Assembly fast{device, problem, weighting, std::max(options.tolerance, searching)};
  Robust robust{options.loss, options.loss_scale > 0.0 ? options.loss_scale : turn(options.loss)};
  Watch watch(options);

  FitResult result;
  const Unknowns start = guess(fast, robust, setup.candidates, setup.start, options.threads);
  Choice choice;
  choice.verdicts = judge_around(fast, setup, start, options);
  choice.free = told(setup.candidates, choice.verdicts);
  if (choice.free.empty()) throw InputError(device.name + ": nothing to fit: " + choice.verdicts.front().reason);
  const std::vector<Unknowns> starts = choose_starts(exact, robust, start, choice.free, options, watch);
  const std::vector<Solution> solutions = descend_all(exact, robust, choice.free, starts, options, watch);
  for (const Solution& s : solutions) result.evaluations += s.evaluations;
  result.starts = int(starts.size());
  result.optima = distinct(solutions, choice.free);
  choice.solution = solutions.front();
  for (int round = 0; round < 3; ++round) {  // to where the weights of kinds and the optimum agree
    Eigen::VectorXd r;
    if (!exact.residuals(choice.solution.x, {}, r, nullptr) || !balance(problem, r, options.loss, weighting)) break;
    choice.solution = solve(exact, robust, choice.free, choice.solution.x, options.max_iterations, [&] { return watch.stopped(); });
    result.evaluations += choice.solution.evaluations;
  }
  for (int round = 0; round < 2 && options.loss != Loss::none && options.loss_scale == 0.0; ++round) {
    Eigen::VectorXd r;
    if (!exact.residuals(choice.solution.x, {}, r, nullptr)) break;
    robust.scale = turn(options.loss) * std::max(1e-9, robust_deviation({r.begin(), r.end()}));
    choice.solution = solve(exact, robust, choice.free, choice.solution.x, options.max_iterations, [&] { return watch.stopped(); });
    result.evaluations += choice.solution.evaluations;
  }
  if (options.free.empty()) {
    std::vector<std::size_t> tried;
    prune(exact, robust, setup, start, options, watch, choice, result);
    while (extend(exact, robust, setup, options, watch, tried, choice, result)) {
    }
    prune(exact, robust, setup, start, options, watch, choice, result);
  }
  Insight at;
  const bool seen = look(exact, robust, setup, choice, at);
  for (std::size_t j = 0; j < setup.candidates.size(); ++j) {
    const Coordinate& c = setup.candidates[j];
    if (seen && !choice.verdicts[j].told && off_by_default(c.field) && at.jacobian.col(Eigen::Index(j)).norm() > 0.0) choice.verdicts[j].reason = "the data do not ask for " + c.field.name;
    if (!choice.verdicts[j].told && choice.verdicts[j].reason.find("no effect") != std::string::npos) choice.solution.x[c.index] = c.field.value;
  }
  const Profiles walked = profiles(exact, robust, choice.free, choice.solution, options, [&] { return watch.stopped(); },
                                   [&](int of) { watch.report(Progress::profiling, of, choice.solution.cost); });
  result.cancelled = watch.stopped();
  result.seed = options.seed;
  describe(exact, robust, setup, choice.free, choice.verdicts, walked.best, result);
  adopt(walked, choice.free, options, result);
  return result;
}

FitResult fit(std::string_view model, const FitProblem& problem, const FitOptions& options) {
  return fit(device(model), problem, options);
}

const Estimate& FitResult::at(std::string_view name) const {
  for (const Estimate& e : estimates) {
    if (e.name == name) return e;
  }
  throw InputError(model + " has no parameter " + std::string(name));
}

const Profile* FitResult::profile_of(const Estimate& estimate) const {
  const auto at = std::ranges::find(profiles, std::size_t(&estimate - estimates.data()), &Profile::estimate);
  return at == profiles.end() ? nullptr : &*at;
}

}  // namespace hysteron::fitters
