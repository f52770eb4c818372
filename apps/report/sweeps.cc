// Figures of current against voltage: how far both branches of a loop are apart.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <tuple>

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

// A loop that repeats is followed across the ends of its record.
Branches branches(const Loop& loop, double sign, bool repeats) {
  const std::size_t n = loop.v.size();
  std::size_t far = 0;
  for (std::size_t k = 1; k < n; ++k) {
    if (sign * loop.v[k] > sign * loop.v[far]) far = k;
  }
  const double half = 0.5 * loop.v[far];
  Branches out;
  if (!(sign * half > 0.0)) return out;
  const auto beyond = [&](std::size_t k) { return sign * loop.v[k] >= sign * half; };
  const auto at_half = [&](std::size_t inside, std::size_t outside) {
    const double share = (half - loop.v[outside]) / (loop.v[inside] - loop.v[outside]);
    return std::abs(loop.i[outside] + share * (loop.i[inside] - loop.i[outside]));
  };
  const auto followed = [&](std::size_t step, std::size_t last) {  // from the extreme, until the voltage is below half
    for (std::size_t k = far; repeats || k != last;) {
      const std::size_t next = (k + step) % n;
      if (!beyond(next)) return at_half(k, next);
      if (next == far) break;
      k = next;
    }
    return metrics::not_shown;
  };
  out.there = followed(n - 1, 0);
  out.back = followed(1, n - 1);
  return out;
}

// Between which voltages the conductance jumps most, by a factor of two or more from one point to the next: up while the voltage
// grows, or down while it falls. Near 0 V a ratio is of noise.
struct Jump {
  double before = metrics::not_shown, after = metrics::not_shown;  // V
};

Jump jump_of(const Loop& loop, double sign, bool is_up) {
  double extreme = 0.0, largest = 2.0;
  for (const double v : loop.v) extreme = std::max(extreme, sign * v);
  Jump out;
  for (std::size_t k = 1; k < loop.v.size(); ++k) {
    const double a = sign * loop.v[k - 1], b = sign * loop.v[k], moved = is_up ? b - a : a - b;
    if (std::min(a, b) < 0.05 * extreme || moved < 1e-3 * extreme) continue;
    const double ratio = (loop.i[k] / b) / (loop.i[k - 1] / a), jump = is_up ? ratio : 1.0 / ratio;
    if (std::isfinite(jump) && jump >= largest) largest = jump, out = {loop.v[k - 1], loop.v[k]};
  }
  return out;
}

void add_jumps(std::vector<Finding>& out, const std::map<std::uint32_t, Loop>& loops, const std::string& of) {
  for (const auto& [id, sign, is_up] : {std::tuple{"TS.V_th.up", 1.0, true}, {"TS.V_th.down", -1.0, true}, {"TS.V_hold.up", 1.0, false}, {"TS.V_hold.down", -1.0, false}}) {
    std::vector<double> middle;
    Jump last;
    for (const auto& [cycle, loop] : loops) {
      const Jump jump = jump_of(loop, sign, is_up);
      if (std::isfinite(jump.before)) last = jump, middle.push_back(0.5 * (jump.before + jump.after));
    }
    metrics::Interval figure = metrics::median_interval(middle);
    if (middle.size() == 1) figure.lower = std::min(last.before, last.after), figure.upper = std::max(last.before, last.after);
    add(out, id, figure, of, std::to_string(middle.size()) + " of " + std::to_string(loops.size()) + " loops" + (middle.size() == 1 ? ", between its points" : ""));
  }
}

}  // namespace

std::vector<Finding> findings_of(const data::IvSweep& sweep, std::span<const double> current) {
  std::vector<Finding> out;
  if (!std::isnan(sweep.read_voltage)) return out;  // the ratio and the jumps are of a current at the port swept
  const auto loops = loops_of(sweep, current);
  for (const auto& [id, sign] : {std::pair{"IV.ratio.up", 1.0}, {"IV.ratio.down", -1.0}}) {
    std::vector<double> ratio;
    double half = metrics::not_shown;
    for (const auto& [cycle, loop] : loops) {
      const Branches b = branches(loop, sign, sweep.frequency > 0.0);
      if (b.there > 0.0 && b.back > 0.0) ratio.push_back(std::max(b.there / b.back, b.back / b.there));
    }
    for (const double v : sweep.voltage) {
      if (sign * v > 0.0 && !(sign * half >= 0.5 * sign * v)) half = 0.5 * v;
    }
    char basis[80];
    std::snprintf(basis, sizeof basis, "loops: %zu, near %.3g V", ratio.size(), half);
    add(out, id, metrics::median_interval(ratio), sweep.id, basis);
  }
  add_jumps(out, loops, sweep.id);
  return out;
}

}  // namespace hysteron::report
