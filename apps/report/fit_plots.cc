#include "apps/report/fit_plots.h"

#include <algorithm>
#include <cmath>

#include "apps/report/plot.h"
#include "fitters/device.h"
#include "libmodel/coordinate.h"
#include "libmodel/metrics/distributions.h"

namespace hysteron::report {
namespace {

using data::FitRecord, data::FittedParameter;

std::vector<FittedParameter> with_interval(const FitRecord& fit) {
  std::vector<FittedParameter> some;
  std::ranges::copy_if(fit.parameters, std::back_inserter(some), [](const FittedParameter& p) { return std::isfinite(p.ci_lo) && std::isfinite(p.ci_hi); });
  return some;
}

// What 100 % is: the value, or the reach of the bounds where the interval holds zero.
double whole(const FittedParameter& p) { return p.ci_lo * p.ci_hi > 0.0 ? std::abs(p.value) : p.upper - p.lower; }

int height_of(std::size_t rows) { return std::max(220, 90 + 30 * int(rows)); }

std::string intervals(const FitRecord& fit) {
  const std::vector<FittedParameter> some = with_interval(fit);
  if (some.empty()) return "";
  Axes axes{.title = "95 % intervals about the values", .x = "[% of the value; where zero is inside, of the reach of the bounds]", .y = "", .height = height_of(some.size())};
  Series standard{"by standard error", {}, {}, Series::line, 0}, walked{"by profile", {}, {}, Series::line, 1}, value{"", {}, {}, Series::points, 6};
  for (std::size_t k = 0; k < some.size(); ++k) {
    const FittedParameter& p = some[k];
    const double share = 100.0 / whole(p), y = double(k);
    Series& s = p.by_profile ? walked : standard;
    s.x.insert(s.x.end(), {share * (p.ci_lo - p.value), share * (p.ci_hi - p.value), NAN});
    s.y.insert(s.y.end(), {y, y, NAN});
    value.x.push_back(0.0), value.y.push_back(y);
    axes.y_names.push_back(p.name);
  }
  std::vector<Series> all;
  for (const Series& s : {standard, walked}) {
    if (!s.x.empty()) all.push_back(s);
  }
  all.push_back(value);
  return plot(axes, all);
}

std::string correlation(const FitRecord& fit) {
  const std::size_t n = fit.covariance_names.size();
  if (n < 2) return "";
  std::vector<std::vector<double>> rows(n, std::vector<double>(n));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < n; ++k) rows[i][k] = fit.covariance[i * n + k] / std::sqrt(fit.covariance[i * n + i] * fit.covariance[k * n + k]);
  }
  const Axes axes{.title = "Correlation of the estimates", .x = "", .y = "", .width = std::max(560, 140 + 52 * int(n)), .height = std::max(360, 130 + 34 * int(n)),
                  .x_names = fit.covariance_names, .y_names = fit.covariance_names};
  return signed_map(axes, rows, "correlation");
}

// Of a parameter of the model, or of x_0 of a state x, alone or of a trace: "1_pulse_train/x_0".
Scale scale_of(const fitters::Device& model, const std::string& filed) {
  const std::string name = filed.substr(filed.find('/') + 1);
  for (const Field& f : model.parameters) {
    if (f.name == name) return f.scale;
  }
  for (const Field& f : model.states) {
    if (f.name + "_0" == name) return f.scale;
  }
  return Scale::linear;
}

struct Walk {
  FittedParameter of;
  Scale scale;
  double coordinate, error;   // of the optimum and its standard error; NaN without
  std::vector<double> value, excess;
  std::vector<std::vector<double>> others;  // of each point, all that was free
};

std::vector<Walk> walks_of(const FitRecord& fit) {
  const fitters::Device model = fitters::device(fit.model);
  std::vector<Walk> all;
  for (const FittedParameter& p : fit.parameters) {
    const auto place = std::ranges::find(fit.free, p.name) - fit.free.begin();
    const Scale scale = scale_of(model, p.name);
    Walk w{p, scale, encode(scale, p.value), p.se / slope(scale, p.value), {}, {}, {}};
    for (const data::ProfilePoint& at : fit.profiles) {
      if (at.of != p.name) continue;
      w.value.push_back(at.value[std::size_t(place)]), w.excess.push_back(at.excess), w.others.push_back(at.value);
    }
    if (!w.value.empty()) all.push_back(w);
  }
  return all;
}

std::string with_its_unit(const FittedParameter& p) { return p.name + (p.unit == "1" ? "" : " [" + p.unit + "]"); }

bool over_a_decade(const Walk& w) { return w.scale == Scale::log && w.value.back() > 10.0 * w.value.front(); }

std::string profile(const Walk& w, double level) {
  Series parabola{"standard error", {}, {}, Series::dashed, 5};
  const double low = encode(w.scale, w.value.front()), high = encode(w.scale, w.value.back());
  const double top = std::max(1.2 * level, std::min(2.0 * level, *std::ranges::max_element(w.excess)));
  for (int k = 0; k <= 120 && std::isfinite(w.error); ++k) {
    const double z = low + (high - low) * k / 120.0, t = (z - w.coordinate) / w.error;
    if (t * t <= top) parabola.x.push_back(decode(w.scale, z)), parabola.y.push_back(t * t);
  }
  Series profile{"profile", {}, {}, Series::line, 0}, fits{"", {}, {}, Series::points, 0};
  for (std::size_t k = 0; k < w.value.size(); ++k) {
    if (w.excess[k] > 4.0 * level) continue;  // the first step out of a steep valley
    profile.x.push_back(w.value[k]), profile.y.push_back(w.excess[k]);
  }
  fits.x = profile.x, fits.y = profile.y;
  const Series line{"95 %", {w.value.front(), w.value.back()}, {level, level}, Series::dashed, 1};
  const Series ends{"", {w.of.ci_lo, w.of.ci_lo, NAN, w.of.ci_hi, w.of.ci_hi}, {0.0, level, NAN, 0.0, level}, Series::line, 1};
  const Series optimum{"", {w.of.value}, {0.0}, Series::points, 6};
  return plot({.title = "Profile of " + w.of.name, .x = with_its_unit(w.of), .y = "rise of the cost [t squared]", .log_x = over_a_decade(w)},
              {profile, fits, parabola, line, ends, optimum});
}

// How the other parameters follow, each from its value in its standard errors.
std::string path(const FitRecord& fit, const Walk& w) {
  std::vector<Series> all;
  for (std::size_t j = 0; j < fit.free.size(); ++j) {
    const auto p = std::ranges::find(fit.parameters, fit.free[j], &FittedParameter::name);
    if (p == fit.parameters.end() || p->name == w.of.name || !(p->se > 0.0)) continue;
    Series s{p->name, w.value, {}, all.size() < 7 ? Series::line : Series::dashed, int(all.size())};
    for (const std::vector<double>& at : w.others) s.y.push_back((at[j] - p->value) / p->se);
    all.push_back(s);
  }
  if (all.empty()) return "";
  return plot({.title = "What the others do along " + w.of.name, .x = with_its_unit(w.of), .y = "[standard errors]", .log_x = over_a_decade(w)}, all);
}

std::string optima(const FitRecord& fit) {
  Series each{"", {}, {}, Series::points, 0};
  for (const data::FoundOptimum& o : fit.optima) {
    for (std::uint64_t k = 0; k < o.starts; ++k) each.x.push_back(double(each.x.size() + 1)), each.y.push_back(o.cost);
  }
  if (each.x.size() < 2) return "";
  const auto [least, most] = std::ranges::minmax(each.y);
  return plot({.title = "Optima found by the starts", .x = "starts, best first", .y = "cost", .log_y = least > 0.0 && most > 10.0 * least, .margin = true}, {each});
}

std::string file_name(std::string name) {
  std::ranges::replace(name, '/', '_');
  return name;
}

}  // namespace

std::string normal_plot(const std::string& title, const std::vector<double>& residuals) {
  std::vector<double> left, expected;
  double squares = 0.0;
  for (const double r : residuals) {
    if (std::isfinite(r)) left.push_back(r), squares += r * r;
  }
  const double deviation = std::sqrt(squares / double(left.size()));
  std::ranges::sort(left);
  for (std::size_t k = 0; k < left.size(); ++k) {
    left[k] /= deviation;
    expected.push_back(metrics::normal_quantile((double(k) + 0.5) / double(left.size())));
  }
  return plot({.title = title, .x = "of a normal law [standard deviations]", .y = "model - data [standard deviations]"},
              {series("residuals", expected, left, Series::points, 0), series("normal", expected, expected, Series::line, 1)});
}

std::vector<FitPlot> fit_plots(const FitRecord& fit) {
  std::vector<FitPlot> all{{"intervals", intervals(fit), "How well each value is known."},
                           {"correlation", correlation(fit), "Near 1 or -1 two values are known together, each by itself less well."}};
  for (const Walk& w : walks_of(fit)) {
    all.push_back({"profile_" + file_name(w.of.name), profile(w, fit.profile_level), "The cost with " + w.of.name + " held and all others fitted again; upright lines end its interval."});
    all.push_back({"path_" + file_name(w.of.name), path(fit, w), "What makes up for " + w.of.name + " when it is held away from its best value."});
  }
  all.push_back({"optima", optima(fit), "Starts that end at one cost agree; steps are other optima, and none below is known."});
  std::erase_if(all, [](const FitPlot& p) { return p.svg.empty(); });
  return all;
}

}  // namespace hysteron::report
