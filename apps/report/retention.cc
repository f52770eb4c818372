// Figures of retention: what is left after a bake, for how long, and how a level is noisy meanwhile.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "apps/report/findings.h"
#include "apps/report/measured.h"
#include "libmodel/metrics/bounds.h"
#include "libmodel/metrics/noise.h"

namespace hysteron::report {
namespace {

using metrics::Interval;

// The reads of one device, level and temperature.
struct Course {
  std::vector<double> at, on;  // s, S
  double temperature = metrics::not_shown;  // K; 0: not noted
};

std::vector<Course> bakes_of(const data::Retention& m) {
  const auto g = conductance(m.read_voltage, m.read_current);
  std::map<std::tuple<std::uint32_t, std::int32_t, double>, Course> courses;
  for (std::size_t k = 0; k < m.size(); ++k) {
    const double kelvin = m.temperature.empty() || std::isnan(m.temperature[k]) ? 0.0 : m.temperature[k];
    Course& c = courses[{m.device.empty() ? 0 : m.device[k], m.level.empty() ? 0 : m.level[k], kelvin}];
    c.temperature = kelvin;
    if (std::isfinite(m.time[k]) && std::isfinite(g[k])) c.at.push_back(m.time[k]), c.on.push_back(g[k]);
  }
  std::vector<Course> out;
  for (auto& [key, course] : courses) {
    if (course.at.size() >= 2) out.push_back(std::move(course));
  }
  return out;
}

// RET: a level fails when it has moved by a fifth of where it began.
constexpr double moved = 0.2;

bool has_moved(const Course& c, std::size_t k) { return !(std::abs(c.on[k] / c.on[0] - 1.0) <= moved); }

// The first read that shows the failure; the number of reads if none does.
std::size_t failure_of(const Course& c) {
  std::size_t k = 1;
  while (k < c.at.size() && !has_moved(c, k)) ++k;
  return k;
}

// When it failed is known only where it was read often enough: twice a decade.
bool failed_unseen(const Course& c) {
  const std::size_t k = failure_of(c);
  return k < c.at.size() && c.at[k] > std::sqrt(10.0) * c.at[k - 1];
}

// Of baked devices. Empty if any failed unseen.
std::vector<metrics::Bake> lives_of(const std::vector<Course>& courses) {
  std::vector<metrics::Bake> out;
  for (const Course& c : courses) {
    if (!(c.temperature > 0.0) || !(c.at.back() > 0.0)) continue;
    if (failed_unseen(c)) return {};
    const std::size_t k = failure_of(c);
    const bool failed = k < c.at.size();
    out.push_back({c.temperature, failed ? std::sqrt(c.at[k] * c.at[k - 1]) : c.at.back(), failed});
  }
  return out;
}

// Of each temperature: what is left at the end of the bake, whenever the others failed.
void kept_by_temperature(std::vector<Finding>& out, const std::vector<Course>& courses, const std::string& id) {
  struct Baked {
    double kept = 0.0, all = 0.0, shortest = INFINITY;
  };
  std::map<double, Baked> by_temperature;
  for (const Course& c : courses) {
    if (!(c.temperature > 0.0) || !(c.at.back() > 0.0)) continue;
    Baked& baked = by_temperature[c.temperature];
    baked.kept += !has_moved(c, c.at.size() - 1);
    baked.all += 1.0;
    baked.shortest = std::min(baked.shortest, c.at.back());
  }
  for (const auto& [kelvin, baked] : by_temperature) {
    const Interval share = scaled(metrics::clopper_pearson(baked.kept, baked.all), 100.0);
    add(out, "RET.kept", share, id, fmt::format("{:g} of {:g} devices and levels, {:.4g} s at {:.0f} degC", baked.kept, baked.all, baked.shortest, kelvin - 273.15));
  }
}

Finding drift_of(const std::vector<Course>& courses, const std::string& id) {
  std::vector<double> nu;
  for (const Course& c : courses) {
    std::vector<double> t, g;
    for (std::size_t k = 0; k < c.at.size(); ++k) {
      if (c.at[k] > 0.0 && c.on[k] > 0.0) t.push_back(c.at[k]), g.push_back(c.on[k]);
    }
    if (t.size() >= 3 && t.back() >= 10.0 * t.front()) nu.push_back(metrics::power_law(t, g).exponent.value);
  }
  return {"DRIFT.nu", metrics::mean_interval(nu), id, "mean of " + std::to_string(nu.size()) + " devices and levels over a decade or more"};
}

// The time between reads; NaN where it changes by more than a thousandth.
double interval_of(const Course& c) {
  const double dt = (c.at.back() - c.at.front()) / double(c.at.size() - 1);
  for (std::size_t k = 1; k < c.at.size(); ++k) {
    if (std::abs(c.at[k] - c.at[k - 1] - dt) > 1e-3 * dt) return metrics::not_shown;
  }
  return dt;
}

// Of levels that were read evenly in time.
void read_noise(std::vector<Finding>& out, const std::vector<Course>& courses, const std::string& id) {
  std::vector<double> flicker, amplitude, high, low;
  for (const Course& c : courses) {
    const double dt = interval_of(c), f = std::isnan(dt) ? dt : metrics::flicker(c.on, dt);
    if (std::isnan(f)) continue;
    flicker.push_back(f);
    const metrics::Telegraph t = metrics::telegraph(c.on, dt);
    if (std::isnan(t.amplitude)) continue;
    amplitude.push_back(100.0 * t.amplitude), high.push_back(t.high), low.push_back(t.low);
  }
  if (flicker.empty()) return;
  const std::string all = std::to_string(flicker.size()) + " levels", jumping = std::to_string(amplitude.size()) + " of " + all;
  add(out, "FLICKER", metrics::median_interval(flicker), id, "median of " + all);
  const Interval share = scaled(metrics::clopper_pearson(double(amplitude.size()), double(flicker.size())), 100.0);
  add(out, "RTN.share", share, id, jumping);
  add(out, "RTN.amplitude", metrics::median_interval(amplitude), id, jumping);
  add(out, "RTN.high", metrics::median_interval(high), id, jumping);
  add(out, "RTN.low", metrics::median_interval(low), id, jumping);
}

}  // namespace

std::vector<Finding> findings_of(const data::Retention& m, double use_temperature) {
  const auto courses = bakes_of(m);
  const auto lives = lives_of(courses);
  auto out = findings_of(lives, use_temperature, m.id);
  for (Finding& f : out) f.basis += "; fails at a fifth of change";
  kept_by_temperature(out, courses, m.id);
  read_noise(out, courses, m.id);
  const Finding drift = drift_of(courses, m.id);
  if (std::isfinite(drift.figure.value)) out.push_back(drift);
  return out;
}

std::string missing_of(const data::Retention& m) {
  const auto courses = bakes_of(m);
  const auto unseen = std::count_if(courses.begin(), courses.end(), [](const Course& c) { return c.temperature > 0.0 && failed_unseen(c); });
  if (unseen == 0) return {};
  return fmt::format("{} of {} bakes failed between two reads more than half a decade apart: when is not known, so there is no activation energy "
                     "and no life at the temperature of use.", unseen, courses.size());
}

}  // namespace hysteron::report
