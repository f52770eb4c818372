// Figures of pairs: of spikes, which change a weight by when they come, and of pulses, of which the second finds what the first left.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "apps/report/findings.h"
#include "libmodel/metrics/bounds.h"
#include "libmodel/metrics/plasticity.h"

namespace hysteron::report {
namespace {

using metrics::Decay, metrics::Interval;

struct Points {
  std::vector<double> at, y;  // s
};

// Amplitude, tau and R^2 of a decay with the jackknife's bounds, over points or, where there are many, over fifty groups of
// them. NaN where the amplitude is not told from none.
struct DecayFigures {
  Interval amplitude, tau, r2;
  std::vector<Decay> each;  // without each group, and last of all
};

DecayFigures decay_of(const Points& p) {
  const std::size_t groups = std::min<std::size_t>(p.at.size(), 50);
  DecayFigures out;
  for (std::size_t g = 0; g <= groups; ++g) {
    Points kept;
    for (std::size_t k = 0; k < p.at.size(); ++k) {
      if (g == groups || k % groups != g) kept.at.push_back(p.at[k]), kept.y.push_back(p.y[k]);
    }
    out.each.push_back(metrics::exponential_window(kept.at, kept.y));
  }
  const auto figure = [&](double Decay::*of) { return metrics::jackknife(groups, [&](std::size_t g) { return out.each[g].*of; }); };
  out.amplitude = figure(&Decay::amplitude), out.tau = figure(&Decay::tau), out.r2 = figure(&Decay::r2);
  out.r2.upper = std::min(out.r2.upper, 1.0);
  if (!(out.amplitude.lower * out.amplitude.upper > 0.0)) return {};
  // A decay that was not followed has no time, and the amplitude hangs on it.
  const auto shorter = [](double a, double b) { return std::abs(a) < std::abs(b); };
  const auto [shortest, longest] = std::minmax_element(p.at.begin(), p.at.end(), shorter);
  if (p.at.empty() || !(out.tau.value > std::abs(*shortest) && out.tau.value < std::abs(*longest))) return {};
  return out;
}

}  // namespace

std::vector<Finding> findings_of(const data::SpikePairs& m) {
  std::vector<Finding> out;
  std::array<Points, 2> sides;
  for (std::size_t k = 0; k < m.size(); ++k) {
    Points& side = sides[m.spike_delay[k] > 0.0 ? 0 : 1];
    if (std::isfinite(m.weight_change[k])) side.at.push_back(m.spike_delay[k]), side.y.push_back(m.weight_change[k]);
  }
  std::array<DecayFigures, 2> found;
  for (const std::size_t s : {0, 1}) {
    found[s] = decay_of(sides[s]);
    const std::string basis = std::to_string(sides[s].at.size()) + (s == 0 ? " pairs, post after pre" : " pairs, post before pre");
    const std::string end = s == 0 ? ".up" : ".down";
    add(out, "STDP.A" + end, found[s].amplitude, m.id, basis);
    add(out, "STDP.tau" + end, found[s].tau, m.id, basis);
    add(out, "STDP.R2" + end, found[s].r2, m.id, basis);
  }
  if (found[0].each.empty() || found[1].each.empty()) return out;
  // The sides are apart: their errors of the logarithm add in squares.
  const double balance = metrics::window_balance(found[0].each.back(), found[1].each.back());
  double squares = 0.0;
  for (const DecayFigures& side : found) {
    const auto area = [&](std::size_t g) { return std::log(std::abs(side.each[g].amplitude * side.each[g].tau)); };
    const Interval log_area = metrics::jackknife(side.each.size() - 1, area);
    squares += std::pow(log_area.upper - log_area.value, 2);
  }
  const double factor = std::exp(std::sqrt(squares));
  const Interval bounds = balance > 0.0 ? Interval{balance, balance / factor, balance * factor} : Interval{balance};
  add(out, "STDP.balance", bounds, m.id, std::to_string(sides[0].at.size() + sides[1].at.size()) + " pairs");
  return out;
}

std::vector<Finding> findings_of(const data::PulsePairs& m) {
  std::vector<Finding> out;
  Points all;
  for (std::size_t k = 0; k < m.size(); ++k) {
    const double ppf = metrics::paired_pulse_facilitation(m.first_response[k], m.second_response[k]);
    if (std::isfinite(ppf)) all.at.push_back(m.pulse_interval[k]), all.y.push_back(ppf);
  }
  if (all.at.empty()) return out;
  const double shortest = *std::min_element(all.at.begin(), all.at.end());
  std::vector<double> soonest;
  for (std::size_t k = 0; k < all.at.size(); ++k) {
    if (all.at[k] <= 1.001 * shortest) soonest.push_back(all.y[k]);
  }
  add(out, "PPF", metrics::mean_interval(soonest), m.id, fmt::format("{} pairs {:.4g} s apart", soonest.size(), shortest));
  const DecayFigures decay = decay_of(all);
  const std::string basis = std::to_string(all.at.size()) + " pairs";
  add(out, "PPF.A", decay.amplitude, m.id, basis);
  add(out, "PPF.tau", decay.tau, m.id, basis);
  add(out, "PPF.R2", decay.r2, m.id, basis);
  return out;
}

}  // namespace hysteron::report
