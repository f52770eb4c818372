#include "fitters/traces.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "data/columns.h"
#include "libmodel/error.h"

namespace hysteron::fitters {
namespace {

std::vector<Trace> at(double temperature, Trace t) {
  t.temperature = temperature;
  return {std::move(t)};
}

template <class T>
T optional(const std::vector<T>& column, std::size_t k, T absent) {
  return column.empty() ? absent : column[k];
}

// One programmed level of one device, kept at one temperature, NaN: not noted.
struct Kept {
  std::uint32_t device;
  std::int32_t level;
  double temperature;
};

Kept kept(const data::Retention& m, std::size_t k) {
  return {optional(m.device, k, 0u), optional(m.level, k, 0), optional(m.temperature, k, data::unknown)};
}

// Rows by what was kept, in the order of the file.
std::vector<std::vector<std::size_t>> courses(const data::Retention& m) {
  std::map<std::tuple<std::uint32_t, std::int32_t, double>, std::vector<std::size_t>> rows;
  std::map<std::pair<std::uint32_t, std::int32_t>, std::size_t> last;
  for (std::size_t k = 0; k < m.size(); ++k) {
    if (std::isnan(m.time[k])) throw InputError(fmt::format("{}/time[{}]: was not noted: a fit takes the time of every read", m.id, k));
    const Kept now = kept(m, k);
    const auto [before, first] = last.try_emplace({now.device, now.level}, k);
    const double then = kept(m, before->second).temperature;
    const bool same = then == now.temperature || (std::isnan(then) && std::isnan(now.temperature));
    if (!same && m.time[k] > m.time[before->second]) {
      throw InputError(fmt::format("{}/temperature[{}] = {} K: must be {} K, at which the device was kept since it was programmed", m.id, k,
                                   data::shortest(now.temperature), data::shortest(then)));
    }
    before->second = k;
    rows[{now.device, now.level, std::isnan(now.temperature) ? 0.0 : now.temperature}].push_back(k);
  }
  std::vector<std::vector<std::size_t>> all;
  for (auto& [key, course] : rows) all.push_back(std::move(course));
  return all;
}

std::string name_of(const data::Retention& m, const Kept& of) {
  std::string name = m.id;
  if (!m.device.empty()) name += fmt::format("-device_{}", of.device);
  if (!m.level.empty()) name += fmt::format("-level_{}", of.level);
  if (!std::isnan(of.temperature)) name += fmt::format("-{}_K", data::shortest(of.temperature));
  return name;
}

Trace at_rest(const data::Retention& m, const std::vector<std::size_t>& course, double temperature) {
  const Kept of = kept(m, course.front());
  Trace t{.name = name_of(m, of), .measurement = m.id, .temperature = std::isnan(of.temperature) ? temperature : of.temperature};
  bool left = false;  // the test
  double before = 0.0;
  for (const std::size_t k : course) {
    if (m.time[k] < before) throw InputError(fmt::format("{}/time[{}] = {} s: must be >= {} s, the read before", m.id, k, data::shortest(m.time[k]), data::shortest(before)));
    t.train.push_back({.delay = m.time[k] - before, .read_voltage = m.read_voltage[k]});
    t.time.push_back(m.time[k]);
    t.current.push_back(left ? std::nan("") : m.read_current[k]);
    left = left || optional(m.censored, k, std::uint8_t{0}) > 0;
    before = m.time[k];
  }
  return t;
}

bool tells_time(const Trace& t) {
  std::set<double> times;
  for (std::size_t k = 0; k < t.size(); ++k) {
    if (!std::isnan(t.current[k])) times.insert(t.time[k]);
  }
  return times.size() > 1;
}

}  // namespace

std::vector<Trace> traces_of(const data::PulseTrain& m, double temperature) { return at(temperature, trace_of(m)); }
std::vector<Trace> traces_of(const data::IvSweep& m, double temperature) { return at(temperature, trace_of(m)); }
std::vector<Trace> traces_of(const data::PvLoop& m, double temperature) { return at(temperature, trace_of(m)); }

std::vector<Trace> traces_of(const data::Waveform& m, double temperature) { return at(temperature, trace_of(m)); }

std::vector<Trace> traces_of(const data::Pund& m, double temperature) {
  Trace t{.name = m.id, .time = m.time, .voltage = m.voltage, .current = m.current};
  if (!std::isnan(m.area)) t.known["area"] = m.area;
  if (!std::isnan(m.thickness)) t.known["thickness"] = m.thickness;
  return at(temperature, std::move(t));
}

std::vector<Trace> traces_of(const data::Retention& m, double temperature) {
  std::vector<Trace> all;
  for (const auto& course : courses(m)) {
    all.push_back(at_rest(m, course, temperature));
    if (!tells_time(all.back())) all.pop_back();
  }
  if (all.empty()) throw InputError(m.id + ": no device was read at two times: nothing to learn rates from");
  return all;
}

std::vector<Trace> traces_of(const data::SwitchingProbability& m, double temperature) {
  std::vector<std::size_t> order(m.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t k) { return std::pair(m.width[k], m.amplitude[k]); });
  std::vector<Trace> all;
  for (const int direction : {+1, -1}) {
    Trace t{.name = m.id + (direction > 0 ? "-up" : "-down"), .measurement = m.id, .direction = direction, .temperature = std::isnan(m.temperature) ? temperature : m.temperature};
    for (const std::size_t k : order) {
      const int towards = m.direction.empty() ? (m.amplitude[k] > 0.0 ? 1 : -1) : m.direction[k];
      if (towards != direction) continue;
      t.train.push_back({.voltage = m.amplitude[k], .width = m.width[k]});
      t.trials.push_back(m.n_trials[k]);
      t.current.push_back(double(m.n_switched[k]) / m.n_trials[k]);
    }
    if (t.size() > 0) all.push_back(std::move(t));
  }
  return all;
}

data::Retention some_devices(const data::Retention& m, std::size_t devices) {
  const std::set<std::uint32_t> numbers(m.device.begin(), m.device.end());
  if (numbers.size() <= devices) return m;
  std::set<std::uint32_t> chosen;
  for (std::size_t place = 0; const std::uint32_t number : numbers) {
    if (place * devices / numbers.size() == chosen.size()) chosen.insert(number);
    ++place;
  }
  data::Retention some = m;
  data::each_column(some, [&]<class T>(std::vector<T>& column, const data::Column&) {
    std::vector<T> left;
    for (std::size_t k = 0; k < column.size(); ++k) {
      if (chosen.contains(m.device[k])) left.push_back(column[k]);
    }
    column = std::move(left);
  });
  return some;
}

}  // namespace hysteron::fitters
