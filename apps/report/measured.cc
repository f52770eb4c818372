#include "apps/report/measured.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include "apps/report/plot.h"
#include "libmodel/metrics/plasticity.h"

namespace hysteron::report {
namespace {

constexpr std::size_t most_points = 1500;  // of a series: more are thinned evenly

std::string heading(const auto& m) { return m.id + " " + m.title; }

Series thinned(const Series& all) {
  if (all.x.size() <= most_points) return all;
  Series some{.title = all.title, .x = {}, .y = {}, .style = all.style, .colour = all.colour};
  const double step = double(all.x.size()) / double(most_points);
  for (std::size_t k = 0; k < most_points; ++k) {
    const auto at = std::size_t(double(k) * step);
    some.x.push_back(all.x[at]);
    some.y.push_back(all.y[at]);
  }
  return some;
}

/// Rows as points, a series for each value of `key` in ascending order.
std::vector<Series> by(const std::vector<double>& key, const std::vector<double>& x, const std::vector<double>& y, const std::string& title) {
  std::map<double, Series> groups;
  for (std::size_t k = 0; k < x.size(); ++k) {
    Series& series = groups[std::isnan(key[k]) ? -1.0 : key[k]];
    series.x.push_back(x[k]);
    series.y.push_back(y[k]);
  }
  std::vector<Series> all;
  for (auto& [value, series] : groups) {
    if (groups.size() > 1) series.title = fmt::format(fmt::runtime(title), value);
    series.colour = int(all.size());
    all.push_back(thinned(series));
  }
  return all;
}

std::vector<double> on_log_axis(std::vector<double> x) {
  for (double& value : x) value = value > 0.0 ? value : std::nan("");
  return x;
}

/// Times in the unit in which the longest has one to three digits.
struct Times {
  std::vector<double> values;
  std::string axis;
};
Times readable(std::vector<double> time) {
  double longest = 0.0;
  for (double t : time) longest = std::max(longest, std::abs(t));
  constexpr std::pair<double, const char*> units[] = {{1e-12, "ps"}, {1e-9, "ns"}, {1e-6, "us"}, {1e-3, "ms"}};
  for (const auto& [unit, name] : units) {
    if (longest >= 1e3 * unit || longest == 0.0) continue;
    for (double& t : time) t /= unit;
    return {std::move(time), fmt::format("time [{}]", name)};
  }
  return {std::move(time), "time [s]"};
}

// The read after against the read before, of what was read twice; empty where anything was read more often.
struct Twice {
  std::vector<double> temperature, before, after;  // K, S, S
};

Twice read_twice(const data::Retention& r, const std::vector<double>& temperature, const std::vector<double>& g) {
  std::map<std::tuple<std::uint32_t, std::int32_t, double>, std::vector<std::size_t>> reads;
  for (std::size_t k = 0; k < r.size(); ++k) {
    if (std::isnan(temperature[k])) return {};
    auto& rows = reads[{r.device.empty() ? 0 : r.device[k], r.level.empty() ? 0 : r.level[k], temperature[k]}];
    rows.push_back(k);
    if (rows.size() > 2) return {};
  }
  Twice out;
  for (const auto& [key, rows] : reads) {
    if (rows.size() < 2) continue;
    out.temperature.push_back(std::get<2>(key)), out.before.push_back(g[rows[0]]), out.after.push_back(g[rows[1]]);
  }
  return out;
}

}  // namespace

std::vector<double> conductance(const std::vector<double>& voltage, const std::vector<double>& current) {
  std::vector<double> g(voltage.size(), std::nan(""));
  for (std::size_t k = 0; k < g.size(); ++k) {
    if (voltage[k] != 0.0) g[k] = current[k] / voltage[k];
  }
  return g;
}

std::vector<double> polarisation(const data::PvLoop& l) {
  double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;
  for (double q : l.charge) {
    if (!std::isnan(q)) lowest = std::min(lowest, q), highest = std::max(highest, q);
  }
  std::vector<double> p(l.charge);
  for (double& x : p) x = (x - 0.5 * (lowest + highest)) / l.area;
  return p;
}

std::string drawn(const data::PulseTrain& t) {
  Series series;
  series.y = conductance(t.read_voltage, t.read_current);
  for (std::size_t k = 0; k < t.size(); ++k) series.x.push_back(static_cast<double>(k));
  return plot({.title = heading(t), .x = "pulse", .y = "conductance [S]"}, {series});
}

std::string drawn(const data::IvSweep& s) {
  return plot({.title = heading(s), .x = "voltage [V]", .y = "current [A]"}, {{.title = "", .x = s.voltage, .y = s.current, .style = Series::line}});
}

std::string drawn(const data::PvLoop& l) {
  const bool whole = !std::isnan(l.area);
  const Series series{.title = "", .x = l.voltage, .y = whole ? polarisation(l) : l.charge, .style = Series::line};
  return plot({.title = heading(l), .x = "voltage [V]", .y = whole ? "polarisation [C/m^2]" : "charge [C]"}, {series});
}

std::string drawn(const data::Pund& s) {
  constexpr const char* letters[] = {"other", "P", "U", "N", "D"};
  std::vector<Series> series;
  std::size_t first = 0;
  for (std::size_t k = 0; k < s.size(); ++k) {
    if (k == 0 || s.pulse[k] != s.pulse[k - 1]) {
      series.push_back({.title = letters[s.phase[k]], .x = {}, .y = {}, .style = Series::line, .colour = int(series.size())});
      first = k;
    }
    series.back().x.push_back(s.time[k] - s.time[first]);
    series.back().y.push_back(s.current[k]);
  }
  return plot({.title = heading(s), .x = "time from the start of the pulse [s]", .y = "current [A]"}, series);
}

// Both over one axis of time, each over its largest magnitude, which the key gives.
std::string drawn(const data::Waveform& w) {
  const Times time = readable(w.time);
  const auto scaled = [&](const char* name, const char* unit, const std::vector<double>& y, int colour) {
    double largest = 0.0;
    for (double v : y) {
      if (!std::isnan(v)) largest = std::max(largest, std::abs(v));
    }
    Series series{.title = fmt::format("{}, 1 = {:.3g} {}", name, largest, unit), .x = time.values, .y = y, .style = Series::line, .colour = colour};
    for (double& v : series.y) v /= largest > 0.0 ? largest : 1.0;
    return thinned(series);
  };
  return plot({.title = heading(w), .x = time.axis, .y = "of the largest"}, {scaled("voltage", "V", w.voltage, 0), scaled("current", "A", w.current, 1)});
}

std::string drawn(const data::Retention& r) {
  const std::vector<double> temperature = r.temperature.empty() ? std::vector<double>(r.size(), 0.0) : r.temperature;
  const std::vector<double> g = on_log_axis(conductance(r.read_voltage, r.read_current));
  if (const Twice twice = read_twice(r, temperature, g); twice.before.size() > 1) {
    return plot({.title = heading(r), .x = "conductance before [S]", .y = "conductance after [S]", .log_x = true, .log_y = true},
                by(twice.temperature, twice.before, twice.after, "{:.4g} K"));
  }
  if (std::ranges::any_of(r.time, [](double t) { return t > 0.0; })) {
    return plot({.title = heading(r), .x = "time since programming [s]", .y = "conductance [S]", .log_x = true, .log_y = true},
                by(temperature, on_log_axis(r.time), g, "{:.4g} K"));
  }
  std::vector<double> row(r.size());
  std::iota(row.begin(), row.end(), 0.0);
  return plot({.title = heading(r), .x = "read", .y = "conductance [S]", .log_y = true}, by(temperature, row, g, "{:.4g} K"));
}

std::string drawn(const data::Endurance& e) {
  const std::vector<double> cycle(e.cycle.begin(), e.cycle.end());
  const Series on{.title = "on", .x = on_log_axis(cycle), .y = on_log_axis(conductance(e.read_voltage, e.read_current_on)), .colour = 0};
  const Series off{.title = "off", .x = on.x, .y = on_log_axis(conductance(e.read_voltage, e.read_current_off)), .colour = 1};
  return plot({.title = heading(e), .x = "cycle", .y = "conductance [S]", .log_x = true, .log_y = true}, {thinned(on), thinned(off)});
}

std::string drawn(const data::SwitchingProbability& s) {
  std::vector<double> share;
  for (std::size_t k = 0; k < s.size(); ++k) share.push_back(double(s.n_switched[k]) / double(s.n_trials[k]));
  return plot({.title = heading(s), .x = "amplitude [V]", .y = "switched, of the trials"}, by(s.width, s.amplitude, share, "{:.3g} s"));
}

std::string drawn(const data::SpikeTrain& s) {
  if (!s.voltage.empty()) {
    const Times time = readable(s.time);
    return plot({.title = heading(s), .x = time.axis, .y = "voltage [V]"}, {thinned({.title = "", .x = time.values, .y = s.voltage, .style = Series::line})});
  }
  Series intervals;
  for (std::size_t k = 1; k < s.size(); ++k) {
    intervals.x.push_back(double(k));
    intervals.y.push_back(s.spike_time[k] - s.spike_time[k - 1]);
  }
  return plot({.title = heading(s), .x = "spike", .y = "interval before it [s]"}, {intervals});
}

// Layers below one another.
std::string drawn(const data::ArrayMap& m) {
  std::vector<std::vector<double>> rows;
  for (std::size_t layer = 0; layer < m.layers; ++layer) {
    for (std::size_t row = 0; row < m.rows; ++row) {
      rows.emplace_back();
      for (std::size_t column = 0; column < m.columns; ++column) rows.back().push_back(m.conductance[(row * m.columns + column) * m.layers + layer]);
    }
  }
  return map({.title = heading(m), .x = "column", .y = m.layers > 1 ? "row, layer by layer" : "row"}, rows, "conductance [S]");
}

std::string drawn(const data::ResistanceLoop& l) {
  const bool by_field = !l.field.empty();
  Series series{.title = "", .x = by_field ? l.field : l.voltage, .y = l.resistance, .style = Series::line};
  return plot({.title = heading(l), .x = by_field ? "field, mu_0 H [T]" : "voltage of the pulse before [V]", .y = "resistance [ohm]"}, {series});
}

std::string drawn(const data::SpikePairs& p) {
  Series series{.title = "", .x = p.spike_delay, .y = p.weight_change};
  for (double& change : series.y) change *= 100.0;
  return plot({.title = heading(p), .x = "t_post - t_pre [s]", .y = "change of the weight [%]"}, {thinned(series)});
}

std::string drawn(const data::PulsePairs& p) {
  Series series{.title = "", .x = on_log_axis(p.pulse_interval), .y = p.second_response};
  for (std::size_t k = 0; k < p.size(); ++k) series.y[k] = metrics::paired_pulse_facilitation(p.first_response[k], p.second_response[k]);
  return plot({.title = heading(p), .x = "interval between both pulses [s]", .y = "facilitation [%]", .log_x = true}, {thinned(series)});
}

}  // namespace hysteron::report
