#include "apps/handoff/step_table.h"

#include <algorithm>

namespace hysteron::handoff {
namespace {

// The reads that go the ramp's way, each beyond all before it.
std::vector<double> way(const std::vector<double>& ramp, double sign) {
  std::vector<double> out{ramp.front()};
  for (const double g : ramp) {
    if (sign * (g - out.back()) > 0.0) out.push_back(g);
  }
  return out;
}

Steps steps(const std::vector<double>& ramp, double sign) {
  Steps s{.at = way(ramp, sign), .change = {}};
  for (std::size_t n = 0; n + 1 < s.at.size(); ++n) s.change.push_back(s.at[n + 1] - s.at[n]);
  s.change.push_back(0.0);
  if (sign < 0.0) {
    std::reverse(s.at.begin(), s.at.end());
    std::reverse(s.change.begin(), s.change.end());
  }
  return s;
}

}  // namespace

double Steps::operator()(double g) const {
  if (g <= at.front()) return change.front();
  if (g >= at.back()) return change.back();
  const auto k = std::size_t(std::upper_bound(at.begin(), at.end(), g) - at.begin());
  return change[k - 1] + (g - at[k - 1]) / (at[k] - at[k - 1]) * (change[k] - change[k - 1]);
}

Steps steps_up(const PulseResponse& r) { return steps(r.up, 1.0); }
Steps steps_down(const PulseResponse& r) { return steps(r.down, -1.0); }

std::vector<double> replay(const std::function<double(double)>& step, double start, int number) {
  std::vector<double> g{start};
  for (int n = 0; n < number; ++n) g.push_back(g.back() + step(g.back()));
  return g;
}

}  // namespace hysteron::handoff
