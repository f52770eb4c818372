#include "fitters/start.h"

#include <Eigen/Dense>
#include <algorithm>
#include <boost/random/sobol.hpp>
#include <cmath>

#include "fitters/parallel.h"
#include "fitters/unknowns.h"

namespace hysteron::fitters {
namespace {

// A read of a state that was put there.
struct Probe {
  double conductance;           // S
  std::vector<double> slope;    // of its logarithm, by the candidates
};

double read_voltage(const FitProblem& problem) {
  for (const Trace& t : problem.traces) {
    for (const Pulse& p : t.train) {
      if (!std::isnan(p.read_voltage) && p.read_voltage != 0.0) return p.read_voltage;
    }
  }
  double most = 0.0;
  for (const Trace& t : problem.traces) {
    for (double v : t.voltage) most = std::max(most, std::abs(v));
  }
  return most / 3.0;  // small enough to leave a sweep's linear part
}

bool moves_reads(const Coordinate& c) { return c.trace == shared; }

Probe probe(const Assembly& a, const Unknowns& x, std::span<const Coordinate> candidates, double v, double share, double temperature) {
  std::vector<double> in(x.begin(), x.begin() + a.device.parameters.size());
  for (const Field& f : a.device.states) in.push_back(f.value);
  for (std::size_t i : level_states(a.device)) {
    const Field& f = a.device.states[i];
    in[a.device.parameters.size() + i] = f.lower + share * (f.upper - f.lower);
  }
  Trace read{.name = "read", .train = {Pulse{.read_voltage = v}}, .time = {}, .voltage = {}, .current = {0.0}, .sigma = {}, .temperature = temperature, .initial = {}};
  std::vector<Seed> seeds;
  for (const Coordinate& c : candidates) {
    if (moves_reads(c)) seeds.push_back({c.index, slope(c, x[c.index])});
  }
  double current = 0.0;
  Slopes slopes;
  Probe p{std::nan(""), std::vector<double>(candidates.size(), 0.0)};
  if (!a.device.follow(read, in, seeds, a.tolerance, {&current, 1}, slopes) || current == 0.0) return p;
  p.conductance = current / v;
  std::size_t s = 0;
  for (std::size_t j = 0; j < candidates.size(); ++j) {
    if (moves_reads(candidates[j])) p.slope[j] = slopes(s++, 0) / current;
  }
  return p;
}

struct Ends {
  double low, high;  // S
};

Ends range(const FitProblem& problem) {
  std::vector<double> g;
  for (const Trace& t : problem.traces) {
    if (t.is_charge || t.is_trials()) continue;
    double most = 0.0;
    for (double v : t.voltage) most = std::max(most, std::abs(v));
    for (std::size_t k = 0; k < t.size(); ++k) {
      const double v = t.is_sweep() ? t.voltage[k] : t.train[k].read_voltage;
      if (!std::isnan(t.current[k]) && std::abs(v) > 0.1 * most && t.current[k] / v > 0.0) g.push_back(t.current[k] / v);
    }
  }
  if (g.empty()) return {std::nan(""), std::nan("")};
  const double low = quantile(g, 0.01), high = quantile(g, 0.99), margin = 0.05 * (high - low);
  return {std::max(low - margin, 0.8 * low), high + margin};
}

// Whether the states at these values reach all that was measured.
bool covers(const Assembly& a, const Unknowns& x) {
  const Ends measured = range(a.problem);
  const double v = read_voltage(a.problem), temperature = a.problem.traces[0].temperature;
  const double p = probe(a, x, {}, v, 0.0, temperature).conductance, q = probe(a, x, {}, v, 1.0, temperature).conductance;
  return std::min(p, q) <= measured.low && std::max(p, q) >= measured.high;
}

void shift(const Coordinate& c, Unknowns& x, double step) {
  x[c.index] = std::clamp(decode(c, encode(c, x[c.index]) + step), c.field.lower, c.field.upper);
}

// Newton on two parameters for the logarithms of the conductance at both ends of the state.
Unknowns match_range(const Assembly& a, std::span<const Coordinate> candidates, const Unknowns& from) {
  const auto ends = range(a.problem);
  const double v = read_voltage(a.problem), temperature = a.problem.traces[0].temperature;
  if (std::isnan(ends.low)) return from;
  Unknowns x = from;
  std::ptrdiff_t first = -1, second = -1;
  for (int step = 0; step < 40; ++step) {
    const Probe at[2] = {probe(a, x, candidates, v, 0.0, temperature), probe(a, x, candidates, v, 1.0, temperature)};
    if (!(at[0].conductance > 0.0) || !(at[1].conductance > 0.0)) return from;
    if (step == 0) {
      const auto wedge = [&](std::size_t i, std::size_t j) { return at[0].slope[i] * at[1].slope[j] - at[0].slope[j] * at[1].slope[i]; };
      for (std::size_t j = 0; j < candidates.size() && second < 0; ++j) {
        if (candidates[j].field.scale != Scale::log || std::hypot(at[0].slope[j], at[1].slope[j]) < 1e-9) continue;
        if (first < 0) first = std::ptrdiff_t(j);
        else if (std::abs(wedge(first, j)) > 1e-6) second = std::ptrdiff_t(j);
      }
      if (second < 0) return from;
    }
    const bool rising = at[1].conductance > at[0].conductance;
    Eigen::Matrix2d m;
    m << at[0].slope[first], at[0].slope[second], at[1].slope[first], at[1].slope[second];
    const Eigen::Vector2d miss(std::log(at[0].conductance / (rising ? ends.low : ends.high)),
                               std::log(at[1].conductance / (rising ? ends.high : ends.low)));
    const Eigen::Vector2d newton = m.fullPivLu().solve(-miss).cwiseMax(-1.0).cwiseMin(1.0);
    shift(candidates[first], x, newton[0]);
    shift(candidates[second], x, newton[1]);
    if (newton.norm() < 1e-9) break;
  }
  return x;
}

// The initial state whose read is nearest to the first one measured.
void match_initial(const Assembly& a, std::span<const Coordinate> candidates, Unknowns& x) {
  for (const Coordinate& c : candidates) {
    if (c.trace == shared) continue;
    const Trace& t = a.problem.traces[c.trace];
    if (t.is_charge || t.is_trials() || t.lead > 0) continue;
    const std::vector<double> measured = signal(t, t.current);
    std::size_t k = 0;
    while (k < t.size() && (std::isnan(measured[k]) || (t.is_sweep() && t.voltage[k] == 0.0))) ++k;
    if (k == t.size()) continue;
    const double v = t.is_sweep() ? t.voltage[k] : t.train[k].read_voltage, g = t.current[k] / v;
    double nearest = HUGE_VAL;
    for (int i = 0; i <= 40; ++i) {
      const double share = 0.01 + 0.98 * i / 40.0, miss = std::abs(probe(a, x, {}, v, share, t.temperature).conductance - g);
      if (miss < nearest) nearest = miss, x[c.index] = c.field.lower + share * (c.field.upper - c.field.lower);
    }
  }
}

// The best of moving some coordinates together by each step.
Unknowns scan(const Assembly& a, const Robust& robust, const std::vector<Coordinate>& together, const Unknowns& x,
              const std::vector<double>& steps, int threads) {
  std::vector<Unknowns> points{x};
  for (double step : steps) {
    points.push_back(x);
    for (const Coordinate& c : together) shift(c, points.back(), step);
  }
  const std::vector<double> cost = costs(a, robust, points, threads, [] { return false; });
  return points[std::ranges::min_element(cost) - cost.begin()];
}

std::vector<double> every(double step, double reach) {
  std::vector<double> steps;
  for (double s = -reach; s <= reach; s += step) steps.push_back(s);
  return steps;
}

}  // namespace

Unknowns guess(const Assembly& a, const Robust& robust, std::span<const Coordinate> candidates, Unknowns x, int threads) {
  std::vector<Unknowns> ends{match_range(a, candidates, x)};
  if (covers(a, x)) ends.insert(ends.begin(), x);
  Unknowns best = x;
  double least = HUGE_VAL;
  for (Unknowns from : ends) {
    match_initial(a, candidates, from);
    const Probe middle = probe(a, from, candidates, read_voltage(a.problem), 0.5, a.problem.traces[0].temperature);
    std::vector<Coordinate> rates;
    for (std::size_t j = 0; j < candidates.size(); ++j) {
      const Field& f = candidates[j].field;
      if (candidates[j].trace == shared && f.scale == Scale::log && f.unit.ends_with("/s") && middle.slope[j] == 0.0) rates.push_back(candidates[j]);
    }
    const double decade = std::log(10.0);
    from = scan(a, robust, rates, from, every(decade, 12.0 * decade), threads);
    for (int round = 0; round < 2 && rates.size() > 1; ++round) {
      for (const Coordinate& c : rates) from = scan(a, robust, {c}, from, every(0.25 * decade, (3.0 - 2.0 * round) * decade), threads);
    }
    const double cost = costs(a, robust, {from}, 1, [] { return false; })[0];
    if (cost < least) least = cost, best = from;
  }
  return best;
}

std::vector<Unknowns> sobol_points(const Unknowns& centre, std::span<const Coordinate> free, int n, std::uint64_t seed) {
  std::vector<Unknowns> points;
  if (free.empty()) return points;
  std::vector<std::uint64_t> shifted;
  for (std::uint64_t j = 0; j < free.size(); ++j) {
    std::uint64_t z = seed * 0x9e3779b97f4a7c15u + (j + 1) * 0xd1b54a32d192ed03u;  // SplitMix64, G. Steele et al. 2014
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    shifted.push_back(z ^ (z >> 31));
  }
  boost::random::sobol sequence(free.size());
  for (int i = 0; i < n; ++i) {
    points.push_back(centre);
    for (std::size_t j = 0; j < free.size(); ++j) {
      const double u = double((sequence() + shifted[j]) >> 11) * 0x1p-53;
      shift(free[j], points.back(), 2.0 * (2.0 * u - 1.0));
    }
  }
  return points;
}

std::vector<double> costs(const Assembly& a, const Robust& robust, const std::vector<Unknowns>& points, int threads,
                          const std::function<bool()>& stop) {
  std::vector<double> all(points.size(), HUGE_VAL);
  for_each_index(int(points.size()), threads, [&](int i) {
    Eigen::VectorXd r;
    if (!stop() && a.residuals(points[i], {}, r, nullptr)) all[i] = cost(robust, r);
  });
  return all;
}

}  // namespace hysteron::fitters
