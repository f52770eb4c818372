#include "libmodel/metrics/ferroelectric.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace hysteron::metrics {
namespace {

// y where x crosses a level, in the mean of all crossings in the direction wanted; the loop is closed.
double crossing(std::span<const double> x, double level, std::span<const double> y, std::span<const double> towards, int direction) {
  double sum = 0.0;
  int found = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    const std::size_t next = (k + 1) % x.size();
    const double a = x[k] - level, b = x[next] - level;
    const bool crosses = (a <= 0.0 && b > 0.0) || (a >= 0.0 && b < 0.0);
    if (!crosses || (towards[next] - towards[k]) * direction <= 0.0) continue;
    sum += y[k] + (y[next] - y[k]) * a / (a - b);
    ++found;
  }
  return found ? sum / found : not_shown;
}

}  // namespace

LoopFigures loop_figures(std::span<const double> v, std::span<const double> q) {
  LoopFigures out;
  if (v.size() < 8 || q.size() != v.size()) return out;
  const auto [low, high] = std::minmax_element(q.begin(), q.end());
  out.two_pr = crossing(v, 0.0, q, v, -1) - crossing(v, 0.0, q, v, +1);
  out.coercive_plus = crossing(q, 0.5 * (*low + *high), v, q, +1);
  out.coercive_minus = crossing(q, 0.5 * (*low + *high), v, q, -1);
  out.imprint = 0.5 * (out.coercive_plus + out.coercive_minus);
  out.window = out.coercive_plus - out.coercive_minus;
  return out;
}

Fatigue fatigue(std::span<const double> cycles, std::span<const double> two_pr) {
  if (two_pr.size() < 2 || cycles.size() != two_pr.size()) return {};
  const auto largest = std::max_element(two_pr.begin(), two_pr.end());
  return {*largest / two_pr.front(), two_pr.back() / *largest, cycles[std::size_t(largest - two_pr.begin())]};
}

}  // namespace hysteron::metrics
