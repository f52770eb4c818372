#include "libmodel/metrics/update.h"

#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "libmodel/metrics/definition.h"
#include "libmodel/metrics/states.h"

namespace hysteron::metrics {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

bool is_ramp(std::span<const double> ramp) { return ramp.size() >= 2 && ramp.back() != ramp.front(); }

double position(std::size_t n, std::span<const double> ramp) { return double(n) / double(ramp.size() - 1); }
double height(std::size_t n, std::span<const double> ramp) {
  return (ramp[n] - ramp.front()) / (ramp.back() - ramp.front());
}

// The ramp at a fraction of its length, linear between reads.
double at(std::span<const double> ramp, double x) {
  const double place = x * double(ramp.size() - 1);
  const auto k = std::min<std::size_t>(std::size_t(place), ramp.size() - 2);
  return ramp[k] + (place - double(k)) * (ramp[k + 1] - ramp[k]);
}

// |G_up(x) - G_down(1 - x)| over the whole range, at the reads of the longer ramp.
std::vector<double> mismatch(std::span<const double> up, std::span<const double> down) {
  const auto [lo_up, hi_up] = std::minmax_element(up.begin(), up.end());
  const auto [lo_down, hi_down] = std::minmax_element(down.begin(), down.end());
  const double range = std::max(*hi_up, *hi_down) - std::min(*lo_up, *lo_down);
  const std::size_t points = std::max(up.size(), down.size());
  std::vector<double> out(points);
  for (std::size_t n = 0; n < points; ++n) {
    const double x = double(n) / double(points - 1);
    out[n] = std::abs(at(up, x) - at(down, 1.0 - x)) / range;
  }
  return out;
}

double mean(std::span<const double> v) { return std::accumulate(v.begin(), v.end(), 0.0) / double(v.size()); }

// NeuroSim's curve over 1 / a, straight at 0.
double curve(double x, double inverse) {
  return std::abs(inverse) < 1e-9 ? x : std::expm1(-x * inverse) / std::expm1(-inverse);
}

double lin_of(double label) { return 100.0 * (1.0 - 0.07 * std::sqrt(2.0) * std::abs(label)); }

double label_of(double a) { return std::isinf(a) ? 0.0 : neurosim_label(a); }

}  // namespace

double lin_maxdev(std::span<const double> ramp) {
  if (!is_ramp(ramp)) return nan;
  double worst = 0.0;
  for (std::size_t n = 0; n < ramp.size(); ++n) worst = std::max(worst, std::abs(height(n, ramp) - position(n, ramp)));
  return 100.0 * (1.0 - worst);
}

double lin_rms(std::span<const double> ramp) {
  if (!is_ramp(ramp)) return nan;
  double sum = 0.0;
  for (std::size_t n = 0; n < ramp.size(); ++n) sum += std::pow(height(n, ramp) - position(n, ramp), 2);
  return 100.0 * (1.0 - std::sqrt(sum / double(ramp.size())));
}

double lin_r2(std::span<const double> ramp) {
  if (!is_ramp(ramp)) return nan;
  const double y0 = mean(ramp);
  double xx = 0.0, xy = 0.0, yy = 0.0;
  for (std::size_t n = 0; n < ramp.size(); ++n) {
    const double x = position(n, ramp) - 0.5, y = ramp[n] - y0;
    xx += x * x, xy += x * y, yy += y * y;
  }
  return xy * xy / (xx * yy);
}

double lin_r2diag(std::span<const double> ramp) {
  if (!is_ramp(ramp)) return nan;
  double y0 = 0.0, residual = 0.0, total = 0.0;
  for (std::size_t n = 0; n < ramp.size(); ++n) y0 += height(n, ramp) / double(ramp.size());
  for (std::size_t n = 0; n < ramp.size(); ++n) {
    residual += std::pow(height(n, ramp) - position(n, ramp), 2);
    total += std::pow(height(n, ramp) - y0, 2);
  }
  return 1.0 - residual / total;
}

double lin_step(std::span<const double> ramp) {
  if (!is_ramp(ramp) || ramp.size() < 3) return nan;
  std::vector<double> step(ramp.size() - 1);
  for (std::size_t n = 0; n < step.size(); ++n) step[n] = ramp[n + 1] - ramp[n];
  const double m = mean(step);
  double sum = 0.0;
  for (double s : step) sum += (s - m) * (s - m);
  return 100.0 * (1.0 - std::sqrt(sum / double(step.size() - 1)) / std::abs(m));
}

double asymmetry_ratio(std::span<const double> up, std::span<const double> down) {
  if (!is_ramp(up) || !is_ramp(down)) return nan;
  const auto m = mismatch(up, down);
  return *std::max_element(m.begin(), m.end());
}

double sym_mean(std::span<const double> up, std::span<const double> down) {
  if (!is_ramp(up) || !is_ramp(down)) return nan;
  return 100.0 * (1.0 - mean(mismatch(up, down)));
}

double neurosim_label(double a) {
  const double size = std::abs(a);
  if (!(size > 0.0)) return nan;
  const double u = 1.0 / size;
  // max (y - x); below u = 1e-3 the closed form cancels and its series is exact to 1e-13.
  double dev = u / 8.0 * (1.0 - u * u / 72.0);
  if (u >= 1e-3) {
    const double e = -std::expm1(-u);
    dev = (1.0 - size * e) / e + size * std::log(size * e);
  }
  return std::copysign(dev / (0.07 * std::sqrt(2.0)), a);
}

double neurosim_a(double label) {
  if (label == 0.0) return std::numeric_limits<double>::infinity();
  const double wanted = std::abs(label);
  double low = std::log(1e-6), high = std::log(1e9);  // neurosim_label falls
  if (!(wanted < neurosim_label(std::exp(low)))) return nan;
  for (int i = 0; i < 200; ++i) {
    const double middle = 0.5 * (low + high);
    (neurosim_label(std::exp(middle)) > wanted ? low : high) = middle;
  }
  return std::copysign(std::exp(0.5 * (low + high)), label);
}

double fit_neurosim_a(std::span<const double> ramp) {
  if (!is_ramp(ramp) || ramp.size() < 3) return nan;
  const double n = double(ramp.size());
  // Both ends of a measured ramp are noisy: the curve's offset and height are fitted with it, so
  // that for each curvature the best line y = p + q curve is in closed form.
  const auto cost = [&](double inverse) {
    double c = 0.0, cc = 0.0, g = 0.0, gg = 0.0, cg = 0.0;
    for (std::size_t k = 0; k < ramp.size(); ++k) {
      const double f = curve(position(k, ramp), inverse), y = height(k, ramp);
      c += f, cc += f * f, g += y, gg += y * y, cg += f * y;
    }
    const double covariance = cg - c * g / n;
    return gg - g * g / n - covariance * covariance / (cc - c * c / n);
  };
  constexpr double steepest = 50.0;  // label 9.1, the end of NeuroSim's table
  constexpr int grid = 200;
  double best = 0.0, least = cost(0.0);
  for (int i = 0; i <= grid; ++i) {
    const double inverse = steepest * (2.0 * i / grid - 1.0), c = cost(inverse);
    if (c < least) best = inverse, least = c;
  }
  const double step = 2.0 * steepest / grid;
  return 1.0 / boost::math::tools::brent_find_minima(cost, best - step, best + step, 50).first;
}

double nl_neurosim(std::span<const double> ramp) { return label_of(fit_neurosim_a(ramp)); }

double lin_fit(std::span<const double> ramp) { return lin_of(nl_neurosim(ramp)); }

double curvature(std::span<const double> ramp) { return 1.0 / fit_neurosim_a(ramp); }

std::vector<Metric> update_metrics(std::span<const double> up, std::span<const double> down) {
  const double a_up = fit_neurosim_a(up), a_down = fit_neurosim_a(down);
  const double asymmetry = asymmetry_ratio(up, down);
  std::vector<Metric> out = {
      {"LIN.maxdev.up", lin_maxdev(up)},
      {"LIN.maxdev.down", lin_maxdev(down)},
      {"LIN.rms.up", lin_rms(up)},
      {"LIN.rms.down", lin_rms(down)},
      {"LIN.R2.up", lin_r2(up)},
      {"LIN.R2.down", lin_r2(down)},
      {"LIN.R2diag.up", lin_r2diag(up)},
      {"LIN.R2diag.down", lin_r2diag(down)},
      {"LIN.fit.up", lin_of(label_of(a_up))},
      {"LIN.fit.down", lin_of(label_of(a_down))},
      {"LIN.step.up", lin_step(up)},
      {"LIN.step.down", lin_step(down)},
      {"NL.neurosim.up", label_of(a_up)},
      {"NL.neurosim.down", -label_of(a_down)},
      {"ALPHA.up", 1.0 / a_up},
      {"ALPHA.down", -1.0 / a_down},
      {"ECS.up", is_ramp(up) ? effective_states(up) : not_shown},
      {"ECS.down", is_ramp(down) ? effective_states(down) : not_shown},
      {"AR", asymmetry},
      {"SYM.AR", 100.0 * (1.0 - asymmetry)},
      {"SYM.mean", sym_mean(up, down)},
  };
  for (Metric& m : out) m.unit = definition(m.id)->unit, m.definition = definition(m.id)->formula;
  return out;
}

}  // namespace hysteron::metrics
