#include "apps/drive.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <regex>
#include <sstream>

#include "data/text_table.h"
#include "data/unit.h"
#include "data/whole_file.h"
#include "libmodel/error.h"

namespace hysteron::apps {
namespace {

using fitters::Trace;

constexpr double most_rows = 1e7;  // 0.5 GB of rows

const std::string a_number = R"(([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?))";

double quantity(const std::string& number, const std::string& unit, const char* si, const std::string& place) {
  const auto u = data::parse_unit(unit);
  if (!u || u->si != si) throw InputError(fmt::format("{}: '{}' is no unit of {}", place, unit, std::string(si) == "V" ? "voltage" : "time"));
  const double x = data::parse_number(number).value_or(std::nan("")) * u->scale;
  if (!std::isfinite(x)) throw InputError(place + ": " + number + ": must be finite");
  return x;
}

double quantity(const std::string& text, const char* si, const std::string& option) {
  static const std::regex form("\\s*" + a_number + R"(\s*([^\s\d]+)\s*)");
  std::smatch found;
  if (!std::regex_match(text, found, form)) throw InputError(option + " " + text + ": must be a number with a unit, such as 10 m" + si);
  return quantity(found[1], found[2], si, option + " " + text);
}

double time_of(const std::string& text, const std::string& option, double unless) {
  if (text.empty()) return unless;
  const double t = quantity(text, "s", option);
  if (!(t >= 0.0)) throw InputError(option + " " + text + ": must be >= 0");
  return t;
}

// A group of alike pulses, and so many of them.
std::vector<Pulse> group_in(const std::string& text, const PulseForm& form) {
  static const std::regex shape(R"(\s*(?:(\d+)\s*x\s*)?)" + a_number + "(?::" + a_number + R"()?\s*([a-zA-Z]*V)\s+)" + a_number +
                                R"(\s*([^\s\d,]*s)(?:\s+gap\s+(.+?))?\s*)");
  const std::string place = "--pulses '" + text + "'";
  std::smatch found;
  if (!std::regex_match(text, found, shape)) {
    throw InputError(place + ": must be such as '50 x 1.2 V 1 us', with '1:1.5 V' for rising ones and 'gap 1 ms' for a gap of its own");
  }
  const double count = found[1].matched ? data::parse_number(found[1].str()).value_or(most_rows + 1.0) : 1.0;
  if (!(count >= 1.0 && count <= most_rows)) throw InputError(place + fmt::format(": the count must be 1 to {:g}", most_rows));
  const double first = quantity(found[2], found[4], "V", place), last = found[3].matched ? quantity(found[3], found[4], "V", place) : first;
  const double width = quantity(found[5], found[6], "s", place);
  if (!(width > 0.0)) throw InputError(place + ": the width must be > 0");
  const double edge = time_of(form.edge, "--edge", 0.1 * width);
  const double gap = found[7].matched ? time_of(found[7], place + " gap", 0.0) : time_of(form.gap, "--gap", width);
  std::vector<Pulse> group;
  for (int k = 0; k < int(count); ++k) {
    const double v = count > 1.0 ? first + (last - first) * k / (count - 1.0) : first;
    group.push_back({.voltage = v, .width = width, .rise = edge, .fall = edge, .delay = gap});
  }
  return group;
}

Trace ramps(std::vector<double> time, std::vector<double> voltage) {
  Trace t{.name = "waveform", .time = std::move(time), .voltage = std::move(voltage)};
  t.current.assign(t.time.size(), std::nan(""));
  return t;
}

// Corners as they are, and straight lines between them cut evenly.
Trace cut(const Trace& corners, std::size_t points) {
  const std::size_t stretches = corners.time.size() - 1, parts = std::max<std::size_t>(1, (points + stretches - 1) / stretches);
  std::vector<double> time{corners.time[0]}, voltage{corners.voltage[0]};
  for (std::size_t k = 1; k < corners.time.size(); ++k) {
    const double t = corners.time[k - 1], v = corners.voltage[k - 1];
    for (std::size_t j = 1; j < parts; ++j) {
      const double share = double(j) / double(parts);
      time.push_back(t + share * (corners.time[k] - t));
      voltage.push_back(v + share * (corners.voltage[k] - v));
    }
    time.push_back(corners.time[k]);
    voltage.push_back(corners.voltage[k]);
  }
  return ramps(std::move(time), std::move(voltage));
}

Trace in_time(const std::vector<Pulse>& train, std::size_t points) {
  std::vector<double> time{0.0}, voltage{0.0};
  const auto go = [&](double v, double duration) {
    if (duration == 0.0 && v == voltage.back()) return;
    time.push_back(time.back() + duration);
    voltage.push_back(v);
  };
  for (const Pulse& p : train) {
    go(p.voltage, p.rise);
    go(p.voltage, p.width);
    go(0.0, p.fall);
    go(0.0, p.delay);
  }
  return cut(ramps(std::move(time), std::move(voltage)), points);
}

struct Heading {
  std::size_t rows;       // that it takes
  double time, voltage;  // s, V of one in the column
};

Heading heading_of(const data::TextTable& table, const std::string& name) {
  if (data::parse_number(table.rows[0].cells[0])) return {0, 1.0, 1.0};
  const auto scale = [&](std::size_t column, const char* si) {
    const auto unit = data::parse_heading(table.rows[0].cells[column]).unit;
    const auto u = data::parse_unit(unit.empty() ? si : unit);
    if (!u || u->si != si) throw InputError(fmt::format("{}:{}: '{}': must be in {}", name, table.rows[0].line, table.rows[0].cells[column], si));
    return u->scale;
  };
  return {1, scale(0, "s"), scale(1, "V")};
}

}  // namespace

Trace pulses_in(const std::string& text, const PulseForm& form) {
  std::vector<Pulse> once;
  std::istringstream groups(text);
  for (std::string group; std::getline(groups, group, ',');) {
    for (const Pulse& p : group_in(group, form)) once.push_back(p);
  }
  if (once.empty()) throw InputError("--pulses: names no pulse");
  if (double(once.size()) * form.repeat > most_rows) throw InputError(fmt::format("--repeat {}: makes more than {:g} pulses", form.repeat, most_rows));
  std::vector<Pulse> train;
  for (int k = 0; k < form.repeat; ++k) train.insert(train.end(), once.begin(), once.end());
  if (form.read.empty()) return in_time(train, form.points);
  const double read = quantity(form.read, "V", "--read");
  if (read == 0.0) throw InputError("--read " + form.read + ": must not be 0");
  train.insert(train.begin(), Pulse{});
  for (Pulse& p : train) p.read_voltage = read;
  Trace t{.name = "pulses", .train = train};
  t.current.assign(train.size(), std::nan(""));
  return t;
}

Trace waveform_in(const std::filesystem::path& file, std::size_t points) {
  const std::string name = file.filename().string();
  auto table = data::cut_table(data::read_whole(file));
  std::erase_if(table.rows, [](const data::TextRow& row) { return row.cells[0].starts_with('#'); });
  for (const auto& row : table.rows) {
    if (row.cells.size() != 2) throw InputError(fmt::format("{}:{}: {} columns: must be two, time and voltage", name, row.line, row.cells.size()));
  }
  if (table.rows.size() < 2) throw InputError(name + ": must have rows of time and voltage");
  const Heading heading = heading_of(table, name);
  std::vector<double> time, voltage;
  for (std::size_t k = heading.rows; k < table.rows.size(); ++k) {
    const auto& row = table.rows[k];
    const auto at = [&](std::size_t column) {
      const auto x = data::parse_number(row.cells[column]);
      if (!x || std::isnan(*x)) throw InputError(fmt::format("{}:{}: '{}': must be a finite number", name, row.line, row.cells[column]));
      return *x;
    };
    time.push_back(heading.time * at(0));
    voltage.push_back(heading.voltage * at(1));
    const std::size_t n = time.size();
    if (n > 1 && !(time[n - 1] > time[n - 2])) throw InputError(fmt::format("{}:{}: time {} s: must be later than the row before", name, row.line, time.back()));
  }
  if (time.size() < 2) throw InputError(name + ": has one row: must have at least two");
  return cut(ramps(std::move(time), std::move(voltage)), points);
}

Trace applied_in(const data::LabFile& lab, const std::filesystem::path& file, const std::string& id) {
  std::string listed;
  std::optional<Trace> found;
  const auto look = [&](const auto& measurements) {
    for (const auto& m : measurements) {
      listed += " " + m.id;
      if (m.id == id) found = fitters::trace_of(m);
    }
  };
  look(lab.pulse_trains);
  look(lab.iv_sweeps);
  look(lab.pv_loops);
  look(lab.waveforms);
  if (!found) throw InputError(fmt::format("{}: no measurement {} that can be simulated: there are{}", file.filename().string(), id, listed.empty() ? " none" : listed));
  fitters::check({{*found}});
  if (lab.sample.temperature > 0.0) found->temperature = lab.sample.temperature;
  return *found;
}

}  // namespace hysteron::apps
