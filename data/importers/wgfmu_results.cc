#include "data/importers/wgfmu_results.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hysteron::data {
namespace {

const Channel* beginning(const std::vector<Channel>& channels, const std::string& name) {
  const auto found = std::ranges::find_if(channels, [&](const Channel& c) { return c.name.starts_with(name) && !c.name.ends_with("_time"); });
  return found == channels.end() ? nullptr : &*found;
}

bool may_be_current(const Channel& c) {
  constexpr double most = 1.05e-2;  // A, the range of 10 mA
  return std::ranges::none_of(c.values, [](double x) { return std::abs(x) > most; });
}

}  // namespace

bool add_wgfmu_results(const std::vector<Channel>& channels, const std::string& title, Imported& into) {
  const Channel *time = beginning(channels, "Time"), *voltage = beginning(channels, "MeasResult1"), *current = beginning(channels, "MeasResult2");
  if (!time || !voltage || !current) return false;
  const bool exchanged = may_be_current(*voltage) && !may_be_current(*current);
  if (exchanged) std::swap(voltage, current);
  Waveform w;
  w.title = title;
  w.time = time->values, w.voltage = voltage->values, w.current = current->values;
  if (into.waveforms.empty()) {
    for (const Channel& c : channels) {
      const bool is_time = &c == time, is_voltage = &c == voltage;
      const bool taken = is_time || is_voltage || &c == current;
      into.columns.push_back({c.name, is_time ? "time" : is_voltage ? "voltage" : taken ? "current" : "", is_time ? "s" : is_voltage ? "V" : taken ? "A" : ""});
    }
  }
  const char* reason = exchanged ? "; the current is the one that stays within 10 mA" : "";
  const std::string said = fmt::format("{} is the voltage in V, {} the current in A, Time in s: the file names no units{}", voltage->name.substr(0, 11),
                                       current->name.substr(0, 11), reason);
  if (std::ranges::count(into.assumptions, said) == 0) into.assumptions.push_back(said);
  into.rows += w.size();
  into.waveforms.push_back(std::move(w));
  return true;
}

}  // namespace hysteron::data
