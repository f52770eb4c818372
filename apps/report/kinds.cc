// Figures of the measurements other than pulse trains and retention.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>
#include <span>

#include "apps/report/findings.h"
#include "apps/report/measured.h"
#include "data/pund.h"
#include "libmodel/metrics/bounds.h"
#include "libmodel/metrics/energy.h"
#include "libmodel/metrics/ferroelectric.h"
#include "libmodel/metrics/magnetic.h"
#include "libmodel/metrics/noise.h"

namespace hysteron::report {
namespace {

using metrics::Interval;

// The record of one device, in the order of its rows.
struct Cycled {
  std::vector<double> at, on, off;  // cycles; ohm; ohm
  double failed_at = metrics::not_shown;
};

std::map<std::uint32_t, Cycled> by_device(const data::Endurance& m) {
  const auto on = conductance(m.read_voltage, m.read_current_on), off = conductance(m.read_voltage, m.read_current_off);
  std::map<std::uint32_t, Cycled> out;
  for (std::size_t k = 0; k < m.size(); ++k) {
    Cycled& c = out[m.device.empty() ? 0 : m.device[k]];
    c.at.push_back(double(m.cycle[k]));
    c.on.push_back(1.0 / on[k]);
    c.off.push_back(1.0 / off[k]);
    if (!m.failed.empty() && m.failed[k] && std::isnan(c.failed_at)) c.failed_at = c.at.back();
  }
  return out;
}

// Medians of both resistances over the reads nearest to a number of cycles: a hundred, or all at the same.
void add_resistances(std::vector<Finding>& out, const data::Endurance& m, double cycles) {
  const auto on = conductance(m.read_voltage, m.read_current_on), off = conductance(m.read_voltage, m.read_current_off);
  std::vector<std::pair<double, std::size_t>> near;  // distance, row
  for (std::size_t k = 0; k < m.size(); ++k) near.push_back({std::abs(double(m.cycle[k]) - cycles), k});
  std::sort(near.begin(), near.end());
  std::vector<double> r_on, r_off;
  double first = INFINITY, last = 0.0;
  for (const auto& [distance, k] : near) {
    if (r_on.size() >= 100 && distance > near[r_on.size() - 1].first) break;
    r_on.push_back(1.0 / on[k]), r_off.push_back(1.0 / off[k]);
    first = std::min(first, double(m.cycle[k])), last = std::max(last, double(m.cycle[k]));
  }
  const std::string basis = fmt::format("{} reads from {:.4g} to {:.4g} cycles", r_on.size(), first, last);
  add(out, "END.R_on", metrics::median_interval(r_on), m.id, basis);
  add(out, "END.R_off", metrics::median_interval(r_off), m.id, basis);
}

// At each decade of cycles between the first read and the last, and at the last.
void add_resistances(std::vector<Finding>& out, const data::Endurance& m) {
  if (m.size() == 0) return;
  const auto [first, last] = std::minmax_element(m.cycle.begin(), m.cycle.end());
  for (double decade = 1.0; decade < 0.5 * double(*last); decade *= 10.0) {
    if (decade > 2.0 * double(*first)) add_resistances(out, m, decade);
  }
  add_resistances(out, m, double(*last));
}

// A life that was seen to end ended after the read before.
void bound_by_reads(std::vector<Finding>& out, const std::map<std::uint32_t, Cycled>& devices) {
  for (Finding& f : out) {
    if (f.id != "END.window" || std::isfinite(f.figure.lower)) continue;
    f.figure.lower = 0.0, f.figure.upper = f.figure.value;
    for (const auto& [name, c] : devices) {
      if (std::find(c.at.begin(), c.at.end(), f.figure.value) == c.at.end()) continue;
      for (const double n : c.at) {
        if (n < f.figure.value) f.figure.lower = std::max(f.figure.lower, n);
      }
    }
  }
}

// DELTA with b = 1 by direction, where three amplitudes or widths or more switched sometimes; the bounds are the jackknife's over them.
void add_stability(std::vector<Finding>& out, const data::SwitchingProbability& m) {
  for (const auto& [id, sign] : {std::pair{"DELTA.up", 1.0}, {"DELTA.down", -1.0}}) {
    std::vector<metrics::Trials> all;
    double least = INFINITY, most = 0.0;
    int sometimes = 0;
    for (std::size_t k = 0; k < m.size(); ++k) {
      const bool is_up = m.direction.empty() ? m.amplitude[k] > 0.0 : m.direction[k] > 0;
      if (is_up != (sign > 0.0)) continue;
      all.push_back({std::abs(m.amplitude[k]), m.width[k], double(m.n_trials[k]), double(m.n_switched[k])});
      if (m.n_switched[k] == 0 || m.n_switched[k] == m.n_trials[k]) continue;
      least = std::min(least, all.back().amplitude), most = std::max(most, all.back().amplitude), ++sometimes;
    }
    if (sometimes < 3 || most < 1.1 * least) continue;
    const auto without = [&](std::size_t left_out) {
      std::vector<metrics::Trials> some = all;
      if (left_out < some.size()) some.erase(some.begin() + std::ptrdiff_t(left_out));
      return metrics::stability(some);
    };
    add(out, id, metrics::jackknife(all.size(), without), m.id, std::to_string(all.size()) + " amplitudes and widths; b = 1, tau_0 = 1 ns");
  }
}

}  // namespace

std::vector<Finding> findings_of(const data::PvLoop& loop) {
  std::vector<Finding> out;
  const metrics::LoopFigures f = metrics::loop_figures(loop.voltage, loop.charge);
  const std::string basis = "one loop: no repeats";
  if (std::isfinite(loop.area)) add(out, "FE.2Pr", {f.two_pr / loop.area}, loop.id, basis + "; with leakage, PUND is without");
  add(out, "FE.Vc+", {f.coercive_plus}, loop.id, basis);
  add(out, "FE.Vc-", {f.coercive_minus}, loop.id, basis);
  add(out, "FE.imprint", {f.imprint}, loop.id, basis);
  add(out, "FE.window", {f.window}, loop.id, basis);
  return out;
}

std::vector<Finding> findings_of(const data::Pund& pund) {
  std::vector<Finding> out;
  if (!std::isfinite(pund.area)) return out;
  const data::SwitchedCharge q = data::switched_charge(pund);
  const std::vector<double> both{q.up / pund.area, q.down / pund.area};
  add(out, "FE.2Pr", metrics::mean_interval(both), pund.id, "P - U and D - N");
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
  bound_by_reads(out, devices);
  add_resistances(out, m);
  if (devices.size() > 1) wear = {"END.on", metrics::median_interval(rise), m.id, "median of " + std::to_string(rise.size()) + " devices"};
  if (std::isfinite(wear.figure.value)) out.push_back(wear);
  return out;
}

std::vector<Finding> findings_of(const data::SwitchingProbability& m) {
  std::vector<Finding> out;
  if (m.size() == 0) return out;
  add_stability(out, m);
  // The strongest pulse: longest of the largest.
  std::size_t best = 0;
  for (std::size_t k = 1; k < m.size(); ++k) {
    const double a = std::abs(m.amplitude[k]), b = std::abs(m.amplitude[best]);
    if (a > b || (a == b && m.width[k] > m.width[best])) best = k;
  }
  char basis[120];
  std::snprintf(basis, sizeof basis, "%u of %u trials at %.3g V, %.3g s", m.n_switched[best], m.n_trials[best], m.amplitude[best], m.width[best]);
  add(out, "WER", metrics::clopper_pearson(double(m.n_trials[best] - m.n_switched[best]), m.n_trials[best]), m.id, basis);
  return out;
}

std::vector<Finding> findings_of(const data::SpikeTrain& m) {
  std::vector<Finding> out;
  std::vector<double> between;
  for (std::size_t k = 1; k < m.spike_time.size(); ++k) between.push_back(m.spike_time[k] - m.spike_time[k - 1]);
  const Interval period = metrics::mean_interval(between);
  const std::string basis = std::to_string(m.size()) + " spikes";
  add(out, "NEURON.rate", {1.0 / period.value, 1.0 / period.upper, 1.0 / period.lower}, m.id, basis);
  add(out, "NEURON.supply", {m.drive_voltage, m.drive_voltage, m.drive_voltage}, m.id, "as set");
  if (m.size() > 0 && !m.time.empty()) {
    add(out, "NEURON.energy", {metrics::transient_energy(m.time, m.voltage, m.current) / double(m.size())}, m.id, basis + "; device alone");
  }
  return out;
}

std::vector<Finding> findings_of(const data::ArrayMap& m) {
  std::vector<Finding> out;
  if (m.status.empty()) return out;
  const auto good = std::count(m.status.begin(), m.status.end(), std::uint8_t(data::DeviceStatus::works));
  const Interval share = scaled(metrics::clopper_pearson(double(good), double(m.size())), 100.0);
  add(out, "YIELD", share, m.id, std::to_string(good) + " of " + std::to_string(m.size()) + " cells work, as the map says");
  return out;
}

// A loop a cycle: R_P and R_AP are the medians of the reads below and above, where two states are apart.
std::vector<Finding> findings_of(const data::ResistanceLoop& m, double area) {
  std::map<double, std::map<std::uint32_t, std::vector<double>>> reads;  // by voltage, by cycle
  for (std::size_t k = 0; k < m.size(); ++k) {
    if (std::isfinite(m.resistance[k])) reads[m.read_voltage[k]][m.cycle.empty() ? 0 : m.cycle[k]].push_back(m.resistance[k]);
  }
  std::vector<Finding> out;
  for (auto& [voltage, cycles] : reads) {
    std::vector<double> tmr, parallel;
    for (auto& [cycle, r] : cycles) {
      const metrics::TwoLevels levels = metrics::two_levels(r);
      if (!levels.apart) continue;
      std::sort(r.begin(), r.end());
      const std::span<const double> all = r;
      parallel.push_back(metrics::quantile(all.first(levels.lower), 0.5));
      tmr.push_back(100.0 * metrics::tunnel_magnetoresistance(metrics::quantile(all.subspan(levels.lower), 0.5), parallel.back()));
    }
    const std::string basis = fmt::format("{} of {} loops, read at {:.4g} V", tmr.size(), cycles.size(), voltage);
    add(out, "TMR", metrics::mean_interval(tmr), m.id, basis);
    if (area > 0.0) add(out, "RA", scaled(metrics::mean_interval(parallel), area), m.id, basis);
  }
  return out;
}

}  // namespace hysteron::report
