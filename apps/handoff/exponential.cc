#include "apps/handoff/exponential.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "libmodel/error.h"
#include "libmodel/metrics/update.h"

namespace hysteron::handoff {
namespace {

constexpr double greatest_label = 9.0;

double checked_label(double label, const PulseResponse& r, const char* ramp, const std::string& target) {
  if (std::abs(label) > greatest_label) {
    throw InputError(fmt::format("{}: {}: nonlinearity label of the ramp {} = {:.2f}: must be within {:g}: that ramp is a jump", r.model, target, ramp,
                                 label, greatest_label));
  }
  return std::round(100.0 * label) / 100.0;
}

double rise(double p, double number, double a_n) { return std::expm1(-p / (a_n * number)) / std::expm1(-1.0 / a_n); }

}  // namespace

std::string label_text(double label) {
  const double rounded = std::round(100.0 * label) / 100.0;
  return fmt::format("{:.6f}", rounded + std::copysign(1e-6, rounded));
}

double table_a(double label) {
  const double rounded = std::round(100.0 * label) / 100.0;
  if (rounded == 0.0) return -126.27;  // what its getParamA returns for 0
  return metrics::neurosim_a(rounded);
}

Exponential exponential(const PulseResponse& r, const std::string& target) {
  Exponential e{};
  e.label_up = checked_label(metrics::nl_neurosim(r.up), r, "up", target);
  e.label_down = checked_label(-metrics::nl_neurosim(r.down), r, "down", target);
  e.a_up = table_a(e.label_up);
  e.a_down = table_a(e.label_down);
  return e;
}

std::vector<double> curve_up(const Exponential& e, double g_min, double g_max, int number) {
  std::vector<double> g;
  for (int n = 0; n <= number; ++n) g.push_back(g_min + (g_max - g_min) * rise(n, number, e.a_up));
  return g;
}

std::vector<double> curve_down(const Exponential& e, double g_min, double g_max, int number) {
  std::vector<double> g;
  for (int n = 0; n <= number; ++n) g.push_back(g_min + (g_max - g_min) * rise(number - n, number, e.a_down));
  return g;
}

double loss_of(const PulseResponse& r, const std::vector<double>& up, const std::vector<double>& down) {
  double worst = 0.0;
  for (std::size_t n = 0; n < r.up.size(); ++n) worst = std::max(worst, std::abs(r.up[n] - up[n]));
  for (std::size_t n = 0; n < r.down.size(); ++n) worst = std::max(worst, std::abs(r.down[n] - down[n]));
  return 100.0 * worst / r.range();
}

}  // namespace hysteron::handoff
