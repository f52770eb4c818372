#include "apps/report/findings.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>
#include <tuple>
#include <utility>

#include "apps/report/ramps.h"
#include "libmodel/metrics/bounds.h"
#include "libmodel/metrics/energy.h"
#include "libmodel/metrics/ferroelectric.h"
#include "libmodel/metrics/states.h"
#include "libmodel/metrics/step_map.h"
#include "libmodel/metrics/update.h"

namespace hysteron::report {
namespace {

using metrics::Interval;
using Findings = std::vector<Finding>;

void append(Findings& to, const Findings& more) { to.insert(to.end(), more.begin(), more.end()); }

std::vector<double> without(const std::vector<std::vector<double>>& ramps, std::size_t left_out) {
  std::vector<double> mean(ramps.empty() ? 0 : ramps.front().size(), 0.0);
  const double n = double(ramps.size()) - (left_out < ramps.size() ? 1.0 : 0.0);
  for (std::size_t i = 0; i < ramps.size(); ++i) {
    for (std::size_t k = 0; i != left_out && k < mean.size(); ++k) mean[k] += ramps[i][k] / n;
  }
  return mean;
}

double range_of(const std::vector<double>& up, const std::vector<double>& down, bool ratio) {
  double low = INFINITY, high = -INFINITY;
  for (const auto* ramp : {&up, &down}) {
    for (double g : *ramp) low = std::min(low, g), high = std::max(high, g);
  }
  return ratio ? (low > 0.0 ? high / low : metrics::not_shown) : high - low;
}

// Figures that need a ramp each way: repeat k is the k-th ramp up with the k-th down.
void of_ramps(Findings& out, const Ramps& ramps, const std::string& id) {
  const auto& up = ramps.each_up;
  const auto& down = ramps.each_down;
  if (up.empty() && down.empty()) return;
  const std::size_t pairs = up.empty() ? down.size() : down.empty() ? up.size() : std::min(up.size(), down.size());
  const std::string basis = std::to_string(up.size()) + " ramps up, " + std::to_string(down.size()) + " down";
  std::vector<std::vector<double>> by_figure;
  std::vector<metrics::Metric> whole;
  for (std::size_t k = 0; k <= pairs; ++k) {
    const auto left_out = k < pairs ? k : std::max(up.size(), down.size());
    const auto figures = metrics::update_metrics(without(up, left_out), without(down, left_out));
    by_figure.resize(figures.size());
    for (std::size_t i = 0; i < figures.size(); ++i) by_figure[i].push_back(figures[i].value);
    if (k == pairs) whole = figures;
  }
  for (std::size_t i = 0; i < whole.size(); ++i) {
    add(out, std::string(whole[i].id), metrics::jackknife(pairs, [&](std::size_t k) { return by_figure[i][k]; }), id, basis);
  }
  const auto ratio = [&](std::size_t k) {
    const auto left_out = k < pairs ? k : std::max(up.size(), down.size());
    return range_of(without(up, left_out), without(down, left_out), true);
  };
  const Interval on_off = metrics::jackknife(pairs, ratio);
  add(out, "ONOFF", on_off, id, basis);
  const auto decibel = [](double x) { return x > 0.0 ? metrics::dynamic_range(1.0, x) : metrics::not_shown; };
  add(out, "DR", {decibel(on_off.value), decibel(on_off.lower), decibel(on_off.upper)}, id, basis);
}

// Spread between cycles at the same pulse, and the levels that it leaves.
void of_cycles(Findings& out, const Ramps& ramps, const std::string& id) {
  for (const auto& [ramp, end] : {std::pair{&ramps.each_up, ".up"}, {&ramps.each_down, ".down"}}) {
    if (ramp->size() < 3) continue;
    const std::size_t length = ramp->front().size();
    const auto spread = [&](std::size_t left_out) {
      std::vector<double> rows;
      for (std::size_t i = 0; i < ramp->size(); ++i) {
        if (i != left_out) rows.insert(rows.end(), (*ramp)[i].begin(), (*ramp)[i].end());
      }
      return metrics::cycle_spread(rows, length);
    };
    const Interval ccv = metrics::jackknife(ramp->size(), spread);
    const std::string basis = std::to_string(ramp->size()) + " ramps";
    add(out, std::string("CCV") + end, scaled(ccv, 100.0), id, basis);
    const auto levels = [](double x) { return x > 0.0 ? 1.0 / (6.0 * x) : metrics::not_shown; };
    const auto bits = [](double x) { return x > 0.0 ? metrics::effective_bits(1.0, x) : metrics::not_shown; };
    add(out, std::string("STATES.range") + end, {levels(ccv.value), levels(ccv.upper), levels(ccv.lower)}, id, basis);
    add(out, std::string("ENOB") + end, {bits(ccv.value), bits(ccv.upper), bits(ccv.lower)}, id, basis);
  }
}

void of_steps(Findings& out, const data::PulseTrain& train, std::span<const double> conductance) {
  const auto [g, direction] = sequence_of(train, conductance);
  const metrics::StepMap map = metrics::step_map(g, direction);
  const metrics::MapFigures f = metrics::map_figures(map);
  const std::string up = std::to_string(map.up.steps) + " steps up", down = std::to_string(map.down.steps) + " down";
  const std::string both = up + ", " + down;
  add(out, "LIN.map.up", f.lin_up, train.id, up);
  add(out, "LIN.map.down", f.lin_down, train.id, down);
  add(out, "SYM.map", f.sym, train.id, both);
  add(out, "SF.mean", f.sf_mean, train.id, both);
  add(out, "SP", f.balance, train.id, both);
  add(out, "STEPS", f.count, train.id, both);
  add(out, "SNR.up", f.snr_up, train.id, up);
  add(out, "SNR.down", f.snr_down, train.id, down);
  const double percent = 100.0 / (map.high - map.low);
  add(out, "C2C", scaled(map.write, percent), train.id, both);
  add(out, "READ.noise", scaled(map.read, percent), train.id, both);
  const metrics::Replay r = metrics::replay(g, direction);
  const std::string sequence = "one sequence of " + std::to_string(direction.size()) + " pulses";
  add(out, "REPLAY.R2", {r.r2}, train.id, sequence);
  add(out, "REPLAY.max", {r.maxdev}, train.id, sequence);
}

// Whether a column is the importer's nominal value: a figure of it would be of nothing that was measured.
bool is_nominal(const data::Source& source, const std::string& column) {
  return std::any_of(source.assumptions.begin(), source.assumptions.end(),
                     [&](const std::string& a) { return a.starts_with(column + " = ") && a.find(": nominal, not in the file") != std::string::npos; });
}

void of_energies(Findings& out, const data::PulseTrain& train, std::span<const double> g) {
  std::vector<double> read, up, down;
  const bool nominal_pulses = is_nominal(train.source, "voltage") || is_nominal(train.source, "pulse_width"), nominal_reads = is_nominal(train.source, "read_voltage");
  const auto direction = directions(train);
  double before = metrics::not_shown;
  for (std::size_t k = 0; k < g.size(); ++k) {
    if (!std::isfinite(g[k])) continue;
    if (!train.read_width.empty() && !nominal_reads) read.push_back(metrics::static_energy(train.read_voltage[k], std::abs(g[k]), train.read_width[k]));
    if (direction[k] != 0 && std::isfinite(before) && !nominal_pulses) {
      const double mean = 0.5 * (std::abs(before) + std::abs(g[k]));
      (direction[k] > 0 ? up : down).push_back(metrics::static_energy(train.voltage[k], mean, train.pulse_width[k]));
    }
    before = g[k];
  }
  for (const auto& [id, energies, what] : {std::tuple{"E.read", &read, " reads"}, {"E.up", &up, " pulses"}, {"E.down", &down, " pulses"}}) {
    if (energies->empty()) continue;
    Interval mean = metrics::mean_interval(*energies);
    mean.upper = *std::max_element(energies->begin(), energies->end());
    add(out, id, mean, train.id, std::to_string(energies->size()) + what);
  }
}

// The smallest of the figures over all schemes. That it is small is shown by any scheme, that it is not
// small only by three.
void worst_scheme(Findings& out, const data::LabFile& file, const char* id, std::initializer_list<const char*> parts) {
  std::set<std::pair<std::string, double>> schemes;
  std::set<std::string> trains;
  for (const auto& train : file.pulse_trains) {
    if (train.size() == 0 || !is_of_one_amplitude(train)) continue;
    schemes.insert({train.scheme, train.pulse_width.back()});
    trains.insert(train.id);
  }
  Interval worst{INFINITY, INFINITY, INFINITY};
  for (const Finding& f : out) {
    const bool counts = std::any_of(parts.begin(), parts.end(), [&](const char* p) { return f.id.starts_with(p); });
    if (!counts || !trains.contains(f.of)) continue;
    worst.value = std::min(worst.value, f.figure.value);
    worst.lower = std::isfinite(f.figure.lower) ? std::min(worst.lower, f.figure.lower) : -INFINITY;
    if (std::isfinite(f.figure.upper)) worst.upper = std::min(worst.upper, f.figure.upper);
  }
  if (schemes.size() < 3 || !std::isfinite(worst.lower)) worst.lower = metrics::not_shown;
  if (!std::isfinite(worst.upper)) worst.upper = metrics::not_shown;
  add(out, id, worst, trains.size() == 1 ? *trains.begin() : "all trains", "schemes of one amplitude: " + std::to_string(schemes.size()));
}

void history_of_loops(Findings& out, const data::LabFile& file) {
  std::vector<std::pair<double, double>> history;
  for (const auto& loop : file.pv_loops) {
    if (std::isfinite(loop.cycles_before)) history.push_back({loop.cycles_before, metrics::loop_figures(loop.voltage, loop.charge).two_pr});
  }
  std::sort(history.begin(), history.end());
  std::vector<double> cycles, two_pr;
  for (const auto& [n, p] : history) cycles.push_back(n), two_pr.push_back(p);
  if (cycles.size() < 2 || cycles.front() == cycles.back()) return;
  const metrics::Fatigue f = metrics::fatigue(cycles, two_pr);
  const std::string basis = std::to_string(cycles.size()) + " loops";
  add(out, "FE.wakeup", {f.wake_up}, "all loops", basis);
  add(out, "FE.fatigue", {f.fatigue}, "all loops", basis);
}

// Of the largest energy of a read and the interface's energy as the target states it; nobody measured the latter.
void throughput(Findings& out, const Target& target) {
  const auto read = std::find_if(out.begin(), out.end(), [](const Finding& f) { return f.id == "E.read"; });
  if (read == out.end() || !std::isfinite(target.interface_energy)) return;
  const double value = metrics::tops_per_watt({target.rows, target.columns, read->figure.value, target.interface_energy});
  add(out, "TOPSW", {value}, read->of, "interface energy stated by the target, not measured");
}

}  // namespace

Findings findings_of(const data::PulseTrain& train, std::span<const double> conductance) {
  Findings out;
  const Ramps ramps = mean_ramps(train, conductance);
  if (is_of_one_amplitude(train)) {
    of_ramps(out, ramps, train.id);
    of_cycles(out, ramps, train.id);
    of_steps(out, train, conductance);
  }
  of_energies(out, train, conductance);
  return out;
}

Findings findings_of(std::span<const metrics::Life> lives, const std::string& of, double pulses_per_cycle) {
  Findings out;
  if (lives.empty()) return out;
  const metrics::Weibull law = metrics::weibull(lives);
  const std::string basis = std::to_string(law.failures) + " failed, " + std::to_string(law.survivors) + " survived";
  double shortest = INFINITY;
  for (const auto& life : lives) shortest = std::min(shortest, life.cycles);
  // A survivor's life is longer than its test: a lower bound of it, and of the shortest of all.
  add(out, "END.window", law.failures ? Interval{shortest} : Interval{shortest, shortest, metrics::not_shown}, of, basis + "; shortest");
  add(out, "END.eta", law.eta, of, basis);
  add(out, "END.beta", law.beta, of, basis);
  const Interval n1 = metrics::weibull_quantile(lives, 0.01);
  add(out, "END.n1", n1, of, basis);
  const bool enough = law.failures == 0 && double(lives.size()) >= metrics::zero_failure_devices(0.9, 0.9);
  const Interval outlasted{shortest, enough ? shortest : metrics::not_shown, metrics::not_shown};
  const Interval least = std::isfinite(n1.value) ? n1 : law.failures ? Interval{shortest} : outlasted;
  add(out, "END.pulses", scaled(least, pulses_per_cycle), of,
      basis + (law.failures || enough ? "" : "; 22 survivors show 90 % reliability with 90 % confidence"));
  return out;
}

Finding wear_of(std::span<const double> on, const std::string& of) {
  const std::size_t tenth = on.size() / 10;
  if (tenth < 5) return {};
  const Interval first = metrics::median_interval(on.first(tenth)), last = metrics::median_interval(on.last(tenth));
  const auto rise = [](double from, double to) { return 100.0 * (to / from - 1.0); };
  return {"END.on", {rise(first.value, last.value), rise(first.upper, last.lower), rise(first.lower, last.upper)}, of,
          "medians of " + std::to_string(tenth) + " reads each"};
}

Findings findings_of(std::span<const metrics::Bake> bakes, double use_temperature, const std::string& of) {
  Findings out;
  const auto arrhenius = metrics::extrapolate(bakes, metrics::Law::arrhenius), t_model = metrics::extrapolate(bakes, metrics::Law::t_model);
  const Interval a = metrics::life_at(arrhenius, use_temperature), t = metrics::life_at(t_model, use_temperature);
  char basis[120];
  std::snprintf(basis, sizeof basis, "%.0f failures of %zu, %.1f decades beyond the longest bake, at %.0f degC", arrhenius.degrees + 2.0,
                bakes.size(), metrics::decades_beyond(bakes, a.value), use_temperature - 273.15);
  add(out, "RET.Ea", arrhenius.slope, of, basis);
  add(out, "RET.arrhenius", a, of, basis);
  std::snprintf(basis, sizeof basis, "%.1f decades beyond the longest bake, at %.0f degC", metrics::decades_beyond(bakes, t.value), use_temperature - 273.15);
  add(out, "RET.tmodel", t, of, basis);
  add(out, "RET.worst", {std::min(a.value, t.value), std::min(a.lower, t.lower), std::min(a.upper, t.upper)}, of, "of both laws");
  return out;
}

Findings findings_of(const data::LabFile& file, const Target& target) {
  Findings out;
  for (const auto& train : file.pulse_trains) append(out, findings_of(train, conductances(train)));
  for (const auto& sweep : file.iv_sweeps) append(out, findings_of(sweep, sweep.current));
  for (const auto& loop : file.pv_loops) append(out, findings_of(loop));
  for (const auto& pund : file.punds) append(out, findings_of(pund));
  for (const auto& m : file.endurances) append(out, findings_of(m));
  for (const auto& m : file.retentions) append(out, findings_of(m, target.use_temperature));
  for (const auto& m : file.switching_probabilities) append(out, findings_of(m));
  for (const auto& m : file.spike_trains) append(out, findings_of(m));
  for (const auto& m : file.array_maps) append(out, findings_of(m));
  for (const auto& m : file.resistance_loops) append(out, findings_of(m, file.sample.area));
  for (const auto& m : file.spike_pairs) append(out, findings_of(m));
  for (const auto& m : file.pulse_pairs) append(out, findings_of(m));
  history_of_loops(out, file);
  worst_scheme(out, file, "LIN.scheme", {"LIN.fit", "LIN.map"});
  worst_scheme(out, file, "SYM.scheme", {"SYM.map"});
  throughput(out, target);
  return out;
}

}  // namespace hysteron::report
