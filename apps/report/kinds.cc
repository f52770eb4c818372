// Figures of the measurements other than pulse trains.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>

#include "apps/report/findings.h"
#include "apps/report/measured.h"
#include "data/pund.h"
#include "libmodel/metrics/bounds.h"
#include "libmodel/metrics/energy.h"
#include "libmodel/metrics/ferroelectric.h"

namespace hysteron::report {
namespace {

using metrics::Interval;

void keep(std::vector<Finding>& to, const std::string& id, const Interval& figure, const std::string& of, const std::string& basis) {
  if (std::isfinite(figure.value)) to.push_back({id, figure, of, basis});
}

void times(Interval& x, double positive) { x.value *= positive, x.lower *= positive, x.upper *= positive; }

// The record of one device, in the order of its rows.
struct Course {
  std::vector<double> at, on, off;  // s or cycles; S; S
  double temperature = metrics::not_shown, failed_at = metrics::not_shown;
};

std::map<std::uint32_t, Course> by_device(const data::Endurance& m) {
  const auto on = conductance(m.read_voltage, m.read_current_on), off = conductance(m.read_voltage, m.read_current_off);
  std::map<std::uint32_t, Course> out;
  for (std::size_t k = 0; k < m.size(); ++k) {
    Course& c = out[m.device.empty() ? 0 : m.device[k]];
    c.at.push_back(double(m.cycle[k]));
    c.on.push_back(1.0 / on[k]);
    c.off.push_back(1.0 / off[k]);
    if (!m.failed.empty() && m.failed[k] && std::isnan(c.failed_at)) c.failed_at = c.at.back();
  }
  return out;
}

// A device, a level and a temperature are one bake.
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
    Interval share = metrics::clopper_pearson(baked.kept, baked.all);
    times(share, 100.0);
    keep(out, "RET.kept", share, id, fmt::format("{:g} of {:g} devices and levels, {:.4g} s at {:.0f} degC", baked.kept, baked.all, baked.shortest, kelvin - 273.15));
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

}  // namespace

std::vector<Finding> findings_of(const data::PvLoop& loop) {
  std::vector<Finding> out;
  const metrics::LoopFigures f = metrics::loop_figures(loop.voltage, loop.charge);
  const std::string basis = "one loop: no repeats";
  if (std::isfinite(loop.area)) keep(out, "FE.2Pr", {f.two_pr / loop.area}, loop.id, basis + "; with leakage, PUND is without");
  keep(out, "FE.Vc+", {f.coercive_plus}, loop.id, basis);
  keep(out, "FE.Vc-", {f.coercive_minus}, loop.id, basis);
  keep(out, "FE.imprint", {f.imprint}, loop.id, basis);
  keep(out, "FE.window", {f.window}, loop.id, basis);
  return out;
}

std::vector<Finding> findings_of(const data::Pund& pund) {
  std::vector<Finding> out;
  if (!std::isfinite(pund.area)) return out;
  const data::SwitchedCharge q = data::switched_charge(pund);
  const std::vector<double> both{q.up / pund.area, q.down / pund.area};
  keep(out, "FE.2Pr", metrics::mean_interval(both), pund.id, "P - U and D - N");
  return out;
}

std::vector<Finding> findings_of(const data::Endurance& m) {
  std::vector<metrics::Life> lives;
  std::vector<double> rise;
  const auto devices = by_device(m);
  Finding wear;
  for (const auto& [name, c] : devices) {
    lives.push_back(std::isfinite(c.failed_at) ? metrics::Life{c.failed_at, true} : metrics::window_life(c.at, c.on, c.off));
    wear = wear_of(c.on, m.id);
    if (!wear.id.empty()) rise.push_back(wear.figure.value);
  }
  auto out = findings_of(lives, m.id);
  if (devices.size() > 1) wear = {"END.on", metrics::median_interval(rise), m.id, "median of " + std::to_string(rise.size()) + " devices"};
  if (std::isfinite(wear.figure.value)) out.push_back(wear);
  return out;
}

std::vector<Finding> findings_of(const data::Retention& m, double use_temperature) {
  const auto courses = bakes_of(m);
  const auto lives = lives_of(courses);
  auto out = findings_of(lives, use_temperature, m.id);
  for (Finding& f : out) f.basis += "; fails at a fifth of change";
  kept_by_temperature(out, courses, m.id);
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

std::vector<Finding> findings_of(const data::SwitchingProbability& m) {
  std::vector<Finding> out;
  if (m.size() == 0) return out;
  // The strongest pulse: longest of the largest.
  std::size_t best = 0;
  for (std::size_t k = 1; k < m.size(); ++k) {
    const double a = std::abs(m.amplitude[k]), b = std::abs(m.amplitude[best]);
    if (a > b || (a == b && m.width[k] > m.width[best])) best = k;
  }
  char basis[120];
  std::snprintf(basis, sizeof basis, "%u of %u trials at %.3g V, %.3g s", m.n_switched[best], m.n_trials[best], m.amplitude[best], m.width[best]);
  keep(out, "WER", metrics::clopper_pearson(double(m.n_trials[best] - m.n_switched[best]), m.n_trials[best]), m.id, basis);
  return out;
}

std::vector<Finding> findings_of(const data::SpikeTrain& m) {
  std::vector<Finding> out;
  std::vector<double> between;
  for (std::size_t k = 1; k < m.spike_time.size(); ++k) between.push_back(m.spike_time[k] - m.spike_time[k - 1]);
  const Interval period = metrics::mean_interval(between);
  const std::string basis = std::to_string(m.size()) + " spikes";
  keep(out, "NEURON.rate", {1.0 / period.value, 1.0 / period.upper, 1.0 / period.lower}, m.id, basis);
  keep(out, "NEURON.supply", {m.drive_voltage, m.drive_voltage, m.drive_voltage}, m.id, "as set");
  if (m.size() > 0 && !m.time.empty()) {
    keep(out, "NEURON.energy", {metrics::transient_energy(m.time, m.voltage, m.current) / double(m.size())}, m.id, basis + "; device alone");
  }
  return out;
}

std::vector<Finding> findings_of(const data::ArrayMap& m) {
  std::vector<Finding> out;
  if (m.status.empty()) return out;
  const auto good = std::count(m.status.begin(), m.status.end(), std::uint8_t(data::DeviceStatus::works));
  Interval share = metrics::clopper_pearson(double(good), double(m.size()));
  times(share, 100.0);
  keep(out, "YIELD", share, m.id, std::to_string(good) + " of " + std::to_string(m.size()) + " cells work, as the map says");
  return out;
}

}  // namespace hysteron::report
