#include "apps/handoff/levels.h"

#include <algorithm>
#include <cmath>

namespace hysteron::handoff {
namespace {

Levels levels_of(const PulseResponse& r, int bits) {
  Levels out{.bits = bits, .mean = {}, .deviation = {}, .inl = 0.0};
  const int count = 1 << bits;
  const double bottom = r.up.front(), step = (r.up.back() - bottom) / (count - 1);
  for (int k = 0; k < count; ++k) {
    const double wanted = bottom + k * step;
    const auto nearer = [&](double a, double b) { return std::abs(a - wanted) < std::abs(b - wanted); };
    const auto n = std::size_t(std::min_element(r.up.begin(), r.up.end(), nearer) - r.up.begin());
    out.mean.push_back(r.up[n]);
    out.deviation.push_back(r.noise_up[n == 0 ? 0 : n - 1]);
    out.inl = std::max(out.inl, std::abs(r.up[n] - wanted) / step);
  }
  return out;
}

}  // namespace

Levels levels(const PulseResponse& r, int most) {
  for (int bits = most; bits > 1; --bits) {
    const Levels l = levels_of(r, bits);
    const bool ascend = std::adjacent_find(l.mean.begin(), l.mean.end(), std::greater_equal<>()) == l.mean.end();
    if (ascend && l.inl <= 0.5) return l;
  }
  return levels_of(r, 1);
}

double mean_drift(const PulseResponse& r) {
  double sum = 0.0;
  for (const Drift& d : r.drift) sum += std::abs(d.nu);
  return r.drift.empty() ? 0.0 : sum / double(r.drift.size());
}

}  // namespace hysteron::handoff
