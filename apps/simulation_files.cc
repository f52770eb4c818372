#include "apps/simulation_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "apps/report/page.h"
#include "apps/report/plot.h"
#include "data/columns.h"

namespace hysteron::apps {
namespace {

using report::Series;

constexpr std::size_t states_printed = 4;  // of more a table is too wide to read; the files hold all

std::vector<std::pair<std::string, std::string>> said(const Simulation& s, const Provenance& from) {
  std::vector<std::pair<std::string, std::string>> lines = {{"program", "hysteron " HYSTERON_VERSION}, {"model", s.circuit.name}, {"options", from.options}};
  for (const auto& [file, sha256] : from.sources) lines.push_back({"source", file + " sha256 " + sha256});
  if (!s.runs.empty()) lines.push_back({"seed", std::to_string(from.seed)});
  return lines;
}

bool is_printed(const Simulation& s, const Column& c) {
  if (s.circuit.states.size() <= states_printed) return true;
  return std::none_of(s.circuit.states.begin(), s.circuit.states.end(), [&](const spice::StateNode& n) { return n.name == c.name; });
}

Series line(std::string title, const std::vector<double>& x, const std::vector<double>& y, int colour, Series::Style style = Series::line) {
  return report::series(std::move(title), x, y, style, colour);
}

// What an axis counts in: a unit with a prefix, and how much of the unit itself that is.
struct Prefixed {
  std::string unit;
  double size = 1.0;

  std::vector<double> of(std::vector<double> values) const {
    for (double& x : values) x /= size;
    return values;
  }
};

Prefixed prefixed(const std::vector<double>& values, const std::string& unit) {
  constexpr const char* prefixes[] = {"f", "p", "n", "u", "m", "", "k", "M"};
  if (unit.empty()) return {};
  double largest = 0.0;
  for (const double x : values) {
    if (std::isfinite(x)) largest = std::max(largest, std::abs(x));
  }
  const int thousand = largest > 0.0 ? std::clamp(int(std::floor(std::log10(largest) / 3.0 + 1e-9)), -5, 2) : 0;
  return {prefixes[thousand + 5] + unit, std::pow(1000.0, thousand)};
}

struct Axis {
  std::string title, unit;
  std::vector<double> values;
};

// Of what is read, over x: the equations, the runs, what was measured; divided by the read voltage where that is not empty.
std::string response(const Simulation& s, const Axis& x_axis, const Axis& y_axis, int height, const std::vector<double>& by) {
  const Prefixed x_in = prefixed(x_axis.values, x_axis.unit), y_in = prefixed(y_axis.values, y_axis.unit);
  const auto over = [&](std::vector<double> y) {
    for (std::size_t k = 0; k < by.size(); ++k) y[k] /= by[k];
    return y_in.of(y);
  };
  const auto x = x_in.of(x_axis.values);
  std::vector<Series> all;
  if (const auto measured = s["measured"]; !measured.empty()) all.push_back(line("measured", x, y_in.of(measured), 0, Series::points));
  for (std::size_t k = 0; k < std::min<std::size_t>(s.runs.size(), 5); ++k) all.push_back(line(k == 0 ? "runs" : "", x, over(s.runs[k]), 5));
  if (!s.runs.empty()) {
    all.push_back(line("5 % to 95 %", x, over(s[s.read() + "_low"]), 4, Series::dashed));
    all.push_back(line("", x, over(s[s.read() + "_high"]), 4, Series::dashed));
    all.push_back(line("mean of runs", x, over(s[s.read() + "_mean"]), 2));
  }
  all.push_back(line("equations", x, y_in.of(y_axis.values), 1));
  double low = HUGE_VAL, high = -HUGE_VAL;
  for (const Series& one : all) {
    for (const double y : one.y) {
      if (std::isfinite(y)) low = std::min(low, y), high = std::max(high, y);
    }
  }
  const auto headed = [](const Axis& a, const Prefixed& in) { return in.unit.empty() ? a.title : a.title + " [" + in.unit + "]"; };
  return report::plot({.title = s.circuit.name, .x = headed(x_axis, x_in), .y = headed(y_axis, y_in), .log_y = low > 0.0 && high > 30.0 * low, .height = height}, all);
}

// One drawing under the other; gnuplot's have a viewBox and no size.
std::string stacked(const std::string& above, int height_above, const std::string& below, int height_below) {
  const int width = report::Axes{}.width;
  const auto at = [&](std::string svg, int y, int height) { return svg.insert(4, fmt::format(" y=\"{}\" width=\"{}\" height=\"{}\"", y, width, height)); };
  return fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\">\n{}\n{}\n</svg>\n", width, height_above + height_below,
                     at(above, 0, height_above), at(below, height_above, height_below));
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
  return out;
}

std::string course(const Simulation& s) {
  constexpr int above = 180, below = 360;  // px
  const Prefixed in = prefixed(s["time"], "s");
  const std::string drive = report::plot({.title = "", .x = "", .y = s.driven() + " [V]", .height = above}, {line("", in.of(s["time"]), s[s.driven()], 6)});
  return stacked(drive, above, response(s, {"time", "s", s["time"]}, {s.read(), "A", s[s.read()]}, below, {}), below);
}

}  // namespace

std::string table(const Simulation& s, const Provenance& from) {
  std::string text;
  for (const auto& [what, value] : said(s, from)) text += fmt::format("{:<8} {}\n", what, value);
  text += "\n";
  std::vector<const Column*> printed;
  for (const Column& c : s.columns) {
    if (is_printed(s, c)) printed.push_back(&c);
  }
  const auto heading = [](const Column& c) { return c.unit == "1" ? c.name : c.name + " [" + c.unit + "]"; };
  for (const Column* c : printed) text += fmt::format("{:>{}}", heading(*c), std::max<std::size_t>(13, heading(*c).size() + 2));
  text += "\n";
  for (std::size_t row = 0; row < s.columns[0].values.size(); ++row) {
    for (const Column* c : printed) text += fmt::format("{:>{}}", report::number(c->values[row], 5), std::max<std::size_t>(13, heading(*c).size() + 2));
    text += "\n";
  }
  return text;
}

std::string csv(const Simulation& s, const Provenance& from) {
  std::string text;
  for (const auto& [what, value] : said(s, from)) text += "# " + what + ": " + value + "\n";
  for (std::size_t k = 0; k < s.columns.size(); ++k) text += (k ? "," : "") + s.columns[k].name + " [" + s.columns[k].unit + "]";
  for (std::size_t run = 0; run < s.runs.size(); ++run) text += fmt::format(",{}_run_{} [A]", s.read(), run);
  text += "\n";
  for (std::size_t row = 0; row < s.columns[0].values.size(); ++row) {
    for (std::size_t k = 0; k < s.columns.size(); ++k) text += (k ? "," : "") + data::shortest(s.columns[k].values[row]);
    for (const auto& run : s.runs) text += "," + data::shortest(run[row]);
    text += "\n";
  }
  return text;
}

nlohmann::ordered_json json_of(const Simulation& s, const Provenance& from) {
  nlohmann::ordered_json j = {{"program", {{"name", "hysteron"}, {"version", HYSTERON_VERSION}}}, {"model", s.circuit.name},
                              {"sources", nlohmann::ordered_json::array()}, {"options", from.options}};
  for (const auto& [file, sha256] : from.sources) j["sources"].push_back({{"file", file}, {"sha256", sha256}});
  for (const Field& p : s.circuit.parameters) j["parameters"][p.name] = {{"value", p.value}, {"unit", p.unit}};
  j["temperature"] = {{"value", s.drive.temperature}, {"unit", "K"}};
  if (s.missing > 0) j["rows_not_reached"] = s.missing;
  for (const Column& c : s.columns) j["columns"][c.name] = {{"unit", c.unit}, {"values", c.values}};
  if (s.runs.empty() && s.given_up == 0) return j;
  j["runs"] = {{"seed", from.seed}, {"given_up", s.given_up}, {"quantity", s.read()}, {"unit", "A"}, {"values", s.runs}};
  return j;
}

std::string drawn(const Simulation& s, const Provenance& from) {
  constexpr int height = 360;  // px
  std::string svg;
  if (!s.drive.is_sweep()) {
    svg = response(s, {"pulse", "", s["pulse"]}, {"conductance at the read voltage", "S", s["read_conductance"]}, height, s["read_voltage"]);
  } else if (s.drive.name == "waveform") {
    svg = course(s);
  } else {
    const Axis charge{"charge", "C", s["charge"]}, current{"current", "A", s[s.read()]};
    svg = response(s, {"voltage", "V", s[s.driven()]}, s.drive.is_charge ? charge : current, height, {});
  }
  std::string about;
  for (const auto& [what, value] : said(s, from)) about += what + ": " + value + "\n";
  return svg.insert(svg.find('>') + 1, "\n<metadata>" + escaped(about) + "</metadata>");
}

data::LabFile lab_file(const Simulation& s, const Provenance& from) {
  data::LabFile lab;
  lab.title = s.circuit.name + ", simulated";
  lab.program_version = HYSTERON_VERSION;
  lab.sample.temperature = s.drive.temperature;
  data::Source source{.format = "simulation"};
  for (const auto& [what, value] : said(s, from)) source.assumptions.push_back(what + ": " + value);
  if (!from.sources.empty()) source.file = from.sources[0].first, source.sha256 = from.sources[0].second;
  const auto add = [&](const std::string& title, const std::vector<double>& current) {
    if (s.drive.is_sweep()) {
      lab.waveforms.push_back({.title = title, .source = source, .time = s["time"], .voltage = s[s.driven()], .current = current});
      return;
    }
    data::PulseTrain t{.title = title, .source = source, .voltage = s["voltage"], .pulse_width = s["pulse_width"],
                       .read_voltage = s["read_voltage"], .read_current = current, .time = s["time"]};
    for (const Pulse& p : s.drive.train) {
      t.rise_time.push_back(p.rise), t.fall_time.push_back(p.fall), t.delay.push_back(p.delay);
      t.op_type.push_back(p.width == 0.0 ? data::PulseTrain::read : std::isnan(p.read_voltage) ? data::PulseTrain::pulse : data::PulseTrain::pulse_read);
    }
    lab.pulse_trains.push_back(t);
  };
  add("equations", s[s.read()]);
  for (std::size_t k = 0; k < s.runs.size(); ++k) add(fmt::format("run {}", k), s.runs[k]);
  return lab;
}

}  // namespace hysteron::apps
