#include "fitters/drawn_back.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "fitters/parallel.h"
#include "libmodel/metrics/distributions.h"
#include "libmodel/sim/random.h"

namespace hysteron::fitters {
namespace {

constexpr std::uint32_t of_reading = 0x40000000u;  // apart from the numbers that make the device
constexpr double patience = 4.0;  // so many times the longest run measured before a level counts as out of reach

bool is_pulse(const Pulse& p) { return p.voltage != 0.0 && p.width + p.rise + p.fall > 0.0; }

double conductance(const Trace& t, std::size_t k) { return t.current[k] * signal_per_current(t, k); }

bool beyond(double g, const StopLevel& level) { return level.from_below ? g > level.conductance : g < level.conductance; }

// Start, half-way and end of each run; NaN where a read is missing.
std::vector<double> marks(const Trace& t, const std::vector<Run>& runs) {
  std::vector<double> g;
  for (const Run& r : runs) {
    for (const std::size_t k : {r.before, r.before + (r.end - r.before) / 2, r.end - 1}) g.push_back(conductance(t, k));
  }
  return g;
}

// The pulses of one run as they go on for a device that needs more of them than were measured.
void append(const Trace& like, const Run& run, std::size_t pulses, bool with_read, Trace& to) {
  if (with_read) to.train.push_back(like.train[run.before]);
  for (std::size_t k = 0; k < pulses; ++k) to.train.push_back(like.train[std::min(run.first + k, run.end - 1)]);
}

struct Drawer {
  const Device& device;
  DeviceSampler population;
  const std::vector<Member>& members;
  std::vector<std::vector<Run>> runs;              // of each member
  std::vector<std::optional<StopLevel>> level;     // of each run
  std::vector<std::size_t> longest;                // pulses of each run, over the members
  double read_noise;
  std::uint64_t seed;

  // The reads of drawn device `number` at the marks; empty where the model could not be integrated.
  std::vector<double> measured(std::uint32_t number) const {
    const std::size_t m = number % members.size();
    const Trace& like = members[m].trace;
    const std::vector<double> values = population.draw(seed, number);
    Trace t{.name = "drawn", .temperature = like.temperature};
    std::vector<Run> places;
    for (std::size_t r = 0; r < runs[m].size(); ++r) {
      const Run& run = runs[m][r];
      const std::size_t done = t.train.size(), pulses = level[r] ? std::size_t(patience * double(longest[r])) : run.end - run.first;
      const bool with_read = r == 0 || runs[m][r - 1].end <= run.before;
      append(like, run, pulses, with_read, t);
      t.current.assign(t.train.size(), 0.0);
      Slopes none;
      if (!device.follow(t, values, {}, searching / 10.0, t.current, none)) return {};
      for (std::size_t k = 0; k < t.size(); ++k) t.current[k] *= 1.0 + read_noise * normal({.seed = seed, .instance = number, .step = std::uint32_t(k), .channel = of_reading});
      const std::size_t first = done + with_read;
      std::size_t end = t.train.size();
      for (std::size_t k = first; level[r] && k < end; ++k) {
        if (beyond(conductance(t, k), *level[r])) end = k + 1;
      }
      t.train.resize(end);
      t.current.resize(end);
      places.push_back({first - 1, first, end});
    }
    return marks(t, places);
  }
};

}  // namespace

std::vector<Run> runs_of(const Trace& t) {
  std::vector<Run> runs;
  for (std::size_t k = 1; k < t.train.size(); ++k) {
    if (!is_pulse(t.train[k])) continue;
    const bool goes_on = !runs.empty() && runs.back().end == k && t.train[k].voltage * t.train[k - 1].voltage > 0.0;
    if (goes_on) runs.back().end = k + 1;
    else runs.push_back({k - 1, k, k + 1});
  }
  return runs;
}

std::optional<StopLevel> stop_level(const std::vector<Member>& members, std::size_t run) {
  double rise = 0.0;
  for (const Member& m : members) {
    const Run r = runs_of(m.trace)[run];
    const double change = conductance(m.trace, r.end - 1) - conductance(m.trace, r.before);
    if (!std::isnan(change)) rise += change;
  }
  const double sign = rise > 0.0 ? -1.0 : 1.0;  // turned so that a run goes down
  double last = -HUGE_VAL, others = HUGE_VAL;
  std::size_t least = SIZE_MAX, most = 0;
  for (const Member& m : members) {
    const Run r = runs_of(m.trace)[run];
    for (std::size_t k = r.before; k + 1 < r.end; ++k) others = std::fmin(others, sign * conductance(m.trace, k));
    last = std::fmax(last, sign * conductance(m.trace, r.end - 1));
    least = std::min(least, r.end - r.first), most = std::max(most, r.end - r.first);
  }
  if (least == most || !(last < others)) return {};
  return StopLevel{std::abs(0.5 * (last + others)), rise > 0.0};
}

Bounded mean_of(const std::vector<double>& x) {
  const double n = double(x.size()), mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  const double reach = metrics::student_quantile(0.975, n - 1.0) * deviation_of(x).value / std::sqrt(n);
  return {mean, mean - reach, mean + reach};
}

Bounded deviation_of(const std::vector<double>& x) {
  const double n = double(x.size()), mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  double second = 0.0, fourth = 0.0;
  for (const double y : x) second += std::pow(y - mean, 2) / n, fourth += std::pow(y - mean, 4) / n;
  const double deviation = std::sqrt(second * n / (n - 1.0));
  const double reach = second > 0.0 ? 1.96 * deviation * std::sqrt(std::max(0.0, fourth / (second * second) - 1.0) / (4.0 * n)) : 0.0;
  return {deviation, deviation - reach, deviation + reach};
}

std::vector<Reproduced> drawn_back(const Device& device, const DevicePopulation& population, const std::vector<Member>& members,
                                   double read_noise, std::uint64_t seed, int threads) {
  Drawer drawer{device, DeviceSampler(population), members, {}, {}, {}, std::isnan(read_noise) ? 0.0 : read_noise, seed};
  for (const Member& m : members) {
    if (m.trace.is_sweep()) return {};
    drawer.runs.push_back(runs_of(m.trace));
    if (drawer.runs.back().size() != drawer.runs.front().size()) return {};
  }
  for (std::size_t r = 0; r < drawer.runs.front().size(); ++r) {
    drawer.level.push_back(stop_level(members, r));
    drawer.longest.push_back(0);
    for (const auto& runs : drawer.runs) drawer.longest.back() = std::max(drawer.longest.back(), runs[r].end - runs[r].first);
  }
  const std::size_t n = members.size(), read = 3 * drawer.level.size();
  std::vector<std::vector<double>> measured(n), drawn(10 * n);
  for (std::size_t i = 0; i < n; ++i) measured[i] = marks(members[i].trace, drawer.runs[i]);
  for_each_index(int(drawn.size()), threads, [&](int i) { drawn[std::size_t(i)] = drawer.measured(std::uint32_t(i)); });
  std::erase_if(drawn, [](const auto& g) { return g.empty(); });
  std::vector<Reproduced> all;
  for (std::size_t j = 0; j < read; ++j) {
    const auto of = [j](const std::vector<std::vector<double>>& devices) {
      std::vector<double> x;
      for (const auto& g : devices) {
        if (!std::isnan(g[j])) x.push_back(g[j]);
      }
      return x;
    };
    const char* places[] = {"start", "half-way", "end"};
    const std::vector<double> there = of(measured), back = of(drawn);
    all.push_back({"run " + std::to_string(j / 3 + 1) + " " + places[j % 3], mean_of(there), deviation_of(there), mean_of(back).value,
                   deviation_of(back).value});
  }
  return all;
}

}  // namespace hysteron::fitters
