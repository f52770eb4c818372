// Figures of current against voltage: how far both branches of a loop are apart.

#include <cmath>
#include <cstdio>
#include <map>

#include "apps/report/findings.h"
#include "libmodel/metrics/bounds.h"

namespace hysteron::report {
namespace {

struct Loop {
  std::vector<double> v, i;  // V, A, in the order in which they were taken
};

std::map<std::uint32_t, Loop> loops_of(const data::IvSweep& sweep, std::span<const double> current) {
  std::map<std::uint32_t, Loop> out;
  for (std::size_t k = 0; k < sweep.size(); ++k) {
    if (!std::isfinite(sweep.voltage[k]) || !std::isfinite(current[k])) continue;
    Loop& loop = out[sweep.cycle.empty() ? 0 : sweep.cycle[k]];
    loop.v.push_back(sweep.voltage[k]);
    loop.i.push_back(current[k]);
  }
  return out;
}

// |current| at half the extreme voltage of that sign, on the way there and back; NaN where a branch does not pass it.
struct Branches {
  double there = metrics::not_shown, back = metrics::not_shown;
};

Branches branches(const Loop& loop, double sign) {
  std::size_t far = 0;
  for (std::size_t k = 1; k < loop.v.size(); ++k) {
    if (sign * loop.v[k] > sign * loop.v[far]) far = k;
  }
  const double half = 0.5 * loop.v[far];
  Branches out;
  if (!(sign * half > 0.0)) return out;
  const auto at_half = [&](std::size_t k) {  // between k - 1 and k
    const double share = (half - loop.v[k - 1]) / (loop.v[k] - loop.v[k - 1]);
    return std::abs(loop.i[k - 1] + share * (loop.i[k] - loop.i[k - 1]));
  };
  const auto beyond = [&](std::size_t k) { return sign * loop.v[k] >= sign * half; };
  for (std::size_t k = far; k > 0 && std::isnan(out.there); --k) {
    if (!beyond(k - 1)) out.there = at_half(k);
  }
  for (std::size_t k = far + 1; k < loop.v.size() && std::isnan(out.back); ++k) {
    if (!beyond(k)) out.back = at_half(k);
  }
  return out;
}

}  // namespace

std::vector<Finding> findings_of(const data::IvSweep& sweep, std::span<const double> current) {
  std::vector<Finding> out;
  const auto loops = loops_of(sweep, current);
  for (const auto& [id, sign] : {std::pair{"IV.ratio.up", 1.0}, {"IV.ratio.down", -1.0}}) {
    std::vector<double> ratio;
    double half = metrics::not_shown;
    for (const auto& [cycle, loop] : loops) {
      const Branches b = branches(loop, sign);
      if (b.there > 0.0 && b.back > 0.0) ratio.push_back(std::max(b.there / b.back, b.back / b.there));
    }
    for (const double v : sweep.voltage) {
      if (sign * v > 0.0 && !(sign * half >= 0.5 * sign * v)) half = 0.5 * v;
    }
    char basis[80];
    std::snprintf(basis, sizeof basis, "%zu loops, near %.3g V", ratio.size(), half);
    add(out, id, metrics::median_interval(ratio), sweep.id, basis);
  }
  return out;
}

}  // namespace hysteron::report
