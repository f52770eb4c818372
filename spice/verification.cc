#include "spice/verification.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <sstream>

#include "libmodel/error.h"
#include "spice/drive.h"
#include "spice/ngspice.h"

namespace hysteron::spice {
namespace {

// Of a state's range: the charge that stands for it is told to that share (state_capacitance in circuit.h), so one
// that hardly leaves its bound is compared no closer; nor is a current, of the largest in a cycle, that such states let
// through: a cell whose switch is open carries next to none.
constexpr double resolution = 1e-8;

// Rows of a native run of one device, which reaches from 0 to its last measure.
class Course {
 public:
  Course(const std::string& model, const Deck& deck, std::size_t device) {
    times_ = {0.0};
    double last = 0.0;
    for (const Measure& m : deck.measures) last = std::max(last, m.at);
    around_ = moment * last;
    for (const Measure& m : deck.measures) {
      if (m.device == device) times_.insert(times_.end(), {m.at - around_, m.at, m.at + around_});
    }
    std::sort(times_.begin(), times_.end());
    times_.erase(std::unique(times_.begin(), times_.end()), times_.end());
    rows_ = native(model).follow(deck.devices[device].experiment, times_);
    if (rows_.size() != times_.size()) throw InputError(model + ": the native integrator gave up in " + deck.name);
  }
  Expected at(const Measure& m) const {
    const auto value = [&](double t) { return rows_[std::lower_bound(times_.begin(), times_.end(), t) - times_.begin()][m.column]; };
    const double here = value(m.at);
    const auto [least, most] = std::minmax({value(m.at - around_), here, value(m.at + around_)});
    return {here, least, most};
  }

 private:
  std::vector<double> times_;
  double around_;
  std::vector<std::vector<double>> rows_;
};

}  // namespace

std::vector<Expected> native_measures(const std::string& model, const Deck& deck) {
  if (!deck.expected.empty()) return deck.expected;
  std::vector<Course> courses;
  for (std::size_t k = 0; k < deck.devices.size(); ++k) courses.emplace_back(model, deck, k);
  std::vector<Expected> all;
  const Circuit c = circuit(model);
  const double current = cycle_figures(c).current;
  const auto range = [&](std::size_t state) { return c.states[state].field.upper - c.states[state].field.lower; };
  for (const Measure& m : deck.measures) {
    all.push_back(courses[m.device].at(m));
    const double told = resolution * (m.column <= c.ports.size() ? current : range(m.column - 1 - c.ports.size()));
    all.back().least -= told;
    all.back().most += told;
  }
  return all;
}

void take_waveforms(Deck& deck, const std::filesystem::path& folder) {
  for (Device& device : deck.devices) {
    if (device.waveform.empty()) continue;
    Ramps voltage;
    for (const auto& row : read_table(folder / device.waveform)) {
      if (row.size() < 2 || (!voltage.time.empty() && row[0] <= voltage.time.back())) continue;
      voltage.time.push_back(row[0]);
      voltage.voltage.push_back(row[1]);
    }
    if (voltage.time.empty()) throw InputError(device.waveform + ": " + deck.name + " left no voltages in it: the simulation failed");
    device.experiment.ports = {voltage};
  }
}

Agreement agreement(const std::vector<Measure>& measures, const std::vector<Expected>& native, const std::vector<double>& found) {
  std::map<std::size_t, double> scale;
  for (std::size_t k = 0; k < measures.size(); ++k) {
    double& s = scale[measures[k].group];
    s = std::max(s, std::abs(native[k].value));
  }
  Agreement result;
  for (std::size_t k = 0; k < measures.size(); ++k) {
    const double full = scale[measures[k].group];
    const bool jumps = native[k].most - native[k].least > jump * full;
    const double low = jumps ? native[k].least : native[k].value, high = jumps ? native[k].most : native[k].value;
    const double off = std::isnan(found[k]) ? found[k] : std::max({0.0, low - found[k], found[k] - high});
    const double share = full > 0.0 ? off / full : off;
    if (!(share <= result.worst)) result = {share, measures[k].name};
    if (std::isnan(share)) break;
  }
  return result;
}

std::vector<double> measured(const std::vector<Measure>& measures, const std::string& output) {
  std::vector<double> values(measures.size(), std::numeric_limits<double>::quiet_NaN());
  std::istringstream in(output);
  for (std::string line; std::getline(in, line);) {
    const auto equals = line.find('=');  // a long name leaves no space before it
    if (equals == std::string::npos) continue;
    const std::string name = line.substr(0, line.find_first_of(" =")), value = line.substr(equals + 1);
    for (std::size_t k = 0; k < values.size(); ++k) {
      if (measures[k].name == name) values[k] = std::strtod(value.c_str(), nullptr);
    }
  }
  return values;
}

Effort effort(const std::string& output) {
  const auto figure = [&](const char* words) {
    const auto at = output.find(words);
    const auto equals = at == std::string::npos ? at : output.find('=', at);
    return equals == std::string::npos ? 0.0 : std::strtod(output.c_str() + equals + 1, nullptr);
  };
  return {.iterations = figure("Transient iterations"), .points = figure("Transient timepoints"), .rejected = figure("Rejected timepoints")};
}

}  // namespace hysteron::spice
