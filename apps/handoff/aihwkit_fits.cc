#include "apps/handoff/aihwkit_fits.h"

#include <algorithm>
#include <cmath>

#include "apps/handoff/linear_step.h"
#include "apps/handoff/step_table.h"
#include "apps/handoff/text.h"

namespace hysteron::handoff {
namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

// aihwkit's own: one number for both directions, and a bias that weakens one of them. Its documentation has it
// strengthen the other as well; its code does not.
double larger(double up, double down) { return std::max(up, down); }
double bias(double up, double down) { return up >= down ? 1.0 - down / up : up / down - 1.0; }

double clipped(double w) { return std::clamp(w, -1.0, 1.0); }

AihwkitFit judged(const PulseResponse& r, const std::string& device, Settings own, double up, double down, const auto& step_up, const auto& step_down) {
  AihwkitFit fit{.device = device, .settings = {}, .dw_min = 0.0, .loss = 0.0};
  fit.dw_min = larger(up, down);
  fit.settings = {{"dw_min", exact(fit.dw_min)}, {"up_down", exact(bias(up, down))}};
  fit.settings.insert(fit.settings.end(), own.begin(), own.end());
  const auto bounded = [](const auto& step) { return [&step](double w) { return clipped(w + step(w)) - w; }; };
  fit.loss = loss_of_weights(r, replay(bounded(step_up), clipped(weight(r, r.up.front())), r.scheme.number_up),
                             replay(bounded(step_down), clipped(weight(r, r.down.front())), r.scheme.number_down));
  return fit;
}

AihwkitFit linear(const PulseResponse& r) {
  const LinearStep s = linear_step(r);
  const double gamma_up = s.slope_up / s.level_up, gamma_down = -s.slope_down / s.level_down;
  return judged(r, "LinearStepDevice",
                {{"gamma_up", exact(gamma_up)}, {"gamma_down", exact(gamma_down)}, {"gamma_up_dtod", "0.0"}, {"gamma_down_dtod", "0.0"},
                 {"allow_increasing", gamma_up < 0.0 || gamma_down < 0.0 ? "True" : "False"}, {"mean_bound_reference", "True"}, {"mult_noise", "False"}},
                s.level_up, -s.level_down, [&](double w) { return s.level_up - s.slope_up * w; }, [&](double w) { return s.level_down - s.slope_down * w; });
}

// The x in [low, high] of least cost, by golden section in stretches.
double least(double low, double high, const auto& cost) {
  constexpr int stretches = 60;
  double best = low;
  for (int k = 1; k <= stretches; ++k) {
    const double x = low + (high - low) * k / stretches;
    if (cost(x) < cost(best)) best = x;
  }
  const double reach = (high - low) / stretches;
  low = std::max(low, best - reach), high = std::min(high, best + reach);
  constexpr double golden = 0.6180339887498949;
  while (high - low > 1e-10 * (std::abs(low) + std::abs(high))) {
    const double left = high - golden * (high - low), right = low + golden * (high - low);
    (cost(left) < cost(right) ? high : low) = cost(left) < cost(right) ? right : left;
  }
  return 0.5 * (low + high);
}

struct Ramp {
  std::vector<double> w;  // rising: a falling ramp is mirrored
};

Ramp rising(const PulseResponse& r) {
  Ramp ramp;
  for (const double g : r.up) ramp.w.push_back(weight(r, g));
  return ramp;
}
Ramp mirrored(const PulseResponse& r) {
  Ramp ramp;
  for (const double g : r.down) ramp.w.push_back(-weight(r, g));
  return ramp;
}

double cost_of(const Ramp& ramp, const auto& step) {
  double w = clipped(ramp.w.front()), sum = 0.0;
  for (const double measured : ramp.w) {
    sum += (w - measured) * (w - measured);
    w = clipped(w + step(w));
  }
  return sum;
}

// Soft bounds: scale (1 - w).
double soft_scale(const Ramp& ramp) {
  return std::exp(least(std::log(1e-6), 0.0, [&](double k) { return cost_of(ramp, [&](double w) { return std::exp(k) * (1.0 - w); }); }));
}

AihwkitFit soft_bounds(const PulseResponse& r) {
  const double up = soft_scale(rising(r)), down = soft_scale(mirrored(r));
  return judged(r, "SoftBoundsDevice", {{"mult_noise", "False"}}, up, down, [&](double w) { return up * (1.0 - w); },
                [&](double w) { return -down * (1.0 + w); });
}

// A step scale f(w, shape) with the scale that brings the ramp to its end for each shape.
struct Shaped {
  double scale, shape;
};

Shaped shaped(const Ramp& ramp, double low, double high, const auto& form) {
  const auto scale_for = [&](double shape) {
    return std::exp(least(std::log(1e-6), std::log(4.0), [&](double k) { return cost_of(ramp, [&](double w) { return std::exp(k) * form(w, shape); }); }));
  };
  const auto cost = [&](double shape) {
    const double scale = scale_for(shape);
    return cost_of(ramp, [&](double w) { return scale * form(w, shape); });
  };
  double best = low;
  for (int k = 1; k <= 40; ++k) {
    const double shape = low + (high - low) * k / 40.0;
    if (cost(shape) < cost(best)) best = shape;
  }
  for (double reach = (high - low) / 40.0; reach > 1e-4; reach *= 0.5) {
    for (const double shape : {best - reach, best + reach}) {
      if (shape >= low && shape <= high && cost(shape) < cost(best)) best = shape;
    }
  }
  return {scale_for(best), best};
}

// scale ((1 - w) / 2)^gamma
AihwkitFit power(const PulseResponse& r) {
  const auto form = [](double w, double gamma) { return std::pow(0.5 * (1.0 - w), gamma); };
  const Shaped up = shaped(rising(r), 0.1, 6.0, form), down = shaped(mirrored(r), 0.1, 6.0, form);
  return judged(r, "PowStepDevice",
                {{"pow_gamma", exact(larger(up.shape, down.shape))}, {"pow_up_down", exact(bias(up.shape, down.shape))}, {"pow_gamma_dtod", "0.0"},
                 {"pow_up_down_dtod", "0.0"}},
                up.scale, down.scale, [&](double w) { return up.scale * form(w, up.shape); }, [&](double w) { return -down.scale * form(-w, down.shape); });
}

// scale max(1 - exp(gamma (w - 1)), 0): A = exp(-gamma), no step at the bound
AihwkitFit exponential_step(const PulseResponse& r) {
  const auto form = [](double w, double gamma) { return -std::expm1(gamma * (w - 1.0)); };
  const Shaped up = shaped(rising(r), 0.05, 20.0, form), down = shaped(mirrored(r), 0.05, 20.0, form);
  return judged(r, "ExpStepDevice",
                {{"A_up", exact(std::exp(-up.shape))}, {"A_down", exact(std::exp(-down.shape))}, {"gamma_up", exact(up.shape)},
                 {"gamma_down", exact(down.shape)}, {"a", "1.0"}, {"b", "0.0"}},
                up.scale, down.scale, [&](double w) { return up.scale * form(w, up.shape); }, [&](double w) { return -down.scale * form(-w, down.shape); });
}

// The step table on even nodes.
AihwkitFit piecewise(const PulseResponse& r) {
  constexpr int nodes = 61;  // a GPU takes fewer than 64
  const Steps up = steps_up(r), down = steps_down(r);
  std::vector<double> at_up, at_down;
  for (int k = 0; k < nodes; ++k) {
    const double g = conductance(r, -1.0 + 2.0 * k / (nodes - 1));
    at_up.push_back(2.0 * up(g) / r.range());
    at_down.push_back(-2.0 * down(g) / r.range());
  }
  const double unit = std::max(*std::max_element(at_up.begin(), at_up.end()), *std::max_element(at_down.begin(), at_down.end()));
  for (auto* values : {&at_up, &at_down}) {
    for (double& v : *values) v = v / unit + 0.0;  // no -0
  }
  const auto at = [&](const std::vector<double>& values, double w) {
    const double place = 0.5 * (w + 1.0) * (nodes - 1);
    const int k = std::min(int(place), nodes - 2);
    return unit * (values[std::size_t(k)] + (place - k) * (values[std::size_t(k) + 1] - values[std::size_t(k)]));
  };
  return judged(r, "PiecewiseStepDevice", {{"piecewise_up", list(at_up)}, {"piecewise_down", list(at_down)}}, unit, unit,
                [&](double w) { return at(at_up, w); }, [&](double w) { return -at(at_down, w); });
}

}  // namespace

std::vector<AihwkitFit> aihwkit_fits(const PulseResponse& r) {
  std::vector<AihwkitFit> fits;
  const LinearStep s = linear_step(r);
  if (s.level_up > 0.0 && s.level_down < 0.0) fits.push_back(linear(r));
  fits.push_back(soft_bounds(r));
  fits.push_back(exponential_step(r));
  fits.push_back(power(r));
  fits.push_back(piecewise(r));
  return fits;
}

AihwkitFit chosen(const std::vector<AihwkitFit>& fits) {
  constexpr double good_enough = 0.5;  // %
  for (const auto& fit : fits) {
    if (fit.loss <= good_enough) return fit;
  }
  return *std::min_element(fits.begin(), fits.end(), [](const auto& a, const auto& b) { return a.loss < b.loss; });
}

}  // namespace hysteron::handoff
