#include "apps/handoff/linear_step.h"

#include <cmath>

#include "apps/handoff/exponential.h"
#include "libmodel/metrics/update.h"

namespace hysteron::handoff {
namespace {

constexpr double straight = 1e9;  // A_n beyond which a ramp is a line to rounding

double asymptote(double a_n) { return -1.0 + 2.0 / -std::expm1(-1.0 / a_n); }

}  // namespace

LinearStep linear_step(const PulseResponse& r) {
  LinearStep s{};
  const double a_up = metrics::fit_neurosim_a(r.up), a_down = -metrics::fit_neurosim_a(r.down);
  const double n_up = r.scheme.number_up, n_down = r.scheme.number_down;
  if (std::abs(a_up) < straight) {
    s.slope_up = -std::expm1(-1.0 / (a_up * n_up));
    s.level_up = s.slope_up * asymptote(a_up);
  } else {
    s.level_up = 2.0 / n_up;
  }
  if (std::abs(a_down) < straight) {
    s.slope_down = -std::expm1(1.0 / (a_down * n_down));
    s.level_down = s.slope_down * asymptote(a_down);
  } else {
    s.level_down = -2.0 / n_down;
  }
  return s;
}

double weight(const PulseResponse& r, double g) { return -1.0 + 2.0 * (g - r.g_min()) / r.range(); }
double conductance(const PulseResponse& r, double w) { return r.g_min() + 0.5 * (w + 1.0) * r.range(); }

double loss_of_weights(const PulseResponse& r, const std::vector<double>& up, const std::vector<double>& down) {
  std::vector<double> g_up, g_down;
  for (const double w : up) g_up.push_back(conductance(r, w));
  for (const double w : down) g_down.push_back(conductance(r, w));
  return loss_of(r, g_up, g_down);
}

}  // namespace hysteron::handoff
