#include "data/importers/channels.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>

#include "data/columns.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

/// The terminal of DrainV or VD: the name without its quantity and without the (2) of a family.
std::string terminal_of(std::string name) {
  if (const auto family = name.find('('); family != std::string::npos) name.erase(family);
  if (name.ends_with('V') || name.ends_with('I')) return name.substr(0, name.size() - 1);
  return name.empty() ? name : name.substr(1);
}

/// Whether a channel is of a terminal that begins with the letter: g for VG and GateV, and for a top or back gate, Vtgs and Vbg.
bool is_at(char terminal, const Channel& c) {
  std::string name;
  for (const char x : terminal_of(c.name)) {
    if (x != '_' && x != ' ') name += static_cast<char>(std::tolower(static_cast<unsigned char>(x)));
  }
  if (name.starts_with("tg") || name.starts_with("bg")) name.erase(0, 1);
  return name.starts_with(terminal);
}

double range(const std::vector<double>& values) {
  double lowest = INFINITY, highest = -INFINITY;
  for (double x : values) {
    if (!std::isnan(x)) lowest = std::min(lowest, x), highest = std::max(highest, x);
  }
  return highest - lowest;
}

const Channel* widest(const std::vector<Channel>& all, char quantity) {
  const Channel* best = nullptr;
  for (const Channel& c : all) {
    if (quantity_of(c.name) == quantity && (!best || range(c.values) > range(best->values))) best = &c;
  }
  return best;
}

std::string taken(const Channel& c) {
  switch (quantity_of(c.name)) {
    case 'V': return "voltage";
    case 'I': return "current";
    case 't': return "time";
  }
  return "";
}

const Channel* drain(const std::vector<Channel>& all, char quantity) {
  const auto found = std::ranges::find_if(all, [&](const Channel& c) { return quantity_of(c.name) == quantity && is_at('d', c); });
  return found == all.end() ? nullptr : &*found;
}

/// The middle of what was measured on a terminal that is held, within 2 %.
std::optional<double> held(const Channel& c) {
  std::vector<double> ordered = c.values;
  std::erase_if(ordered, [](double x) { return std::isnan(x); });
  if (ordered.empty()) return {};
  const auto middle = ordered.begin() + std::ptrdiff_t(ordered.size() / 2);
  std::ranges::nth_element(ordered, middle);
  return range(ordered) <= 0.02 * std::abs(*middle) ? std::optional(*middle) : std::nullopt;
}

/// The voltage at the drain while a gate is swept.
double drain_voltage(const Channel* measured, const std::string& title, const ImportOptions& options, Imported& into) {
  if (const auto voltage = measured ? held(*measured) : std::nullopt) return *voltage;
  into.assumptions.push_back(fmt::format("{}: read_voltage = {} V at the drain: {}", title, shortest(options.read_voltage),
                                         options.read_voltage_given ? "given by --read-voltage" : "nominal, not constant or not in the file; say --read-voltage to change it"));
  return options.read_voltage;
}

}  // namespace

char quantity_of(const std::string& name) {
  const std::string base = name.substr(0, name.find('('));
  std::string lower = base;
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (lower == "t" || lower.starts_with("time")) return 't';
  if (lower.starts_with("abs")) return 0;
  if (base.ends_with('V') || lower.ends_with("voltage")) return 'V';
  if (base.ends_with('I') || lower.ends_with("current")) return 'I';
  if (base.starts_with('V') && base.size() <= 8) return 'V';
  if (base.starts_with('I') && base.size() <= 8 && lower != "index" && lower != "item") return 'I';
  return 0;
}

void add_sweep(const std::vector<Channel>& channels, const std::string& title, const std::string& place, const ImportOptions& options, Imported& into) {
  const Channel* voltage = widest(channels, 'V');
  const Channel* current = widest(channels, 'I');
  if (!voltage || !current) throw InputError(place + ": has no voltage and current among its columns; say --map \"HEADING = voltage [V], HEADING = current [A]\"");
  for (const Channel& c : channels) {
    if (quantity_of(c.name) == 'I' && terminal_of(c.name) == terminal_of(voltage->name)) current = &c;
  }
  const Channel* read = is_at('g', *voltage) ? drain(channels, 'I') : nullptr;
  if (read) current = read;
  const auto time = std::ranges::find(channels, 't', [](const Channel& c) { return quantity_of(c.name); });
  const std::size_t n = std::min(voltage->values.size(), current->values.size());
  const bool timed = time != channels.end() && time->values.size() >= n && std::is_sorted(time->values.begin(), time->values.begin() + std::ptrdiff_t(n));
  IvSweep s;
  s.title = title;
  const Channel* at_drain = read ? drain(channels, 'V') : nullptr;
  if (read) {
    s.read_voltage = drain_voltage(at_drain, title, options, into);
    into.assumptions.push_back(fmt::format("{}: a transfer curve: the voltage is {}, the current {}", title, voltage->name, current->name));
  }
  for (std::size_t k = 0; k < n; ++k) {
    if (std::isnan(voltage->values[k])) continue;
    s.voltage.push_back(voltage->values[k]);
    s.current.push_back(current->values[k]);
    if (timed) s.time.push_back(time->values[k]);
  }
  if (s.size() == 0) throw InputError(fmt::format("{}: no row holds a number of {}", place, voltage->name));
  for (const Channel& c : channels) {
    const bool used = &c == voltage || &c == current || (timed && &c == &*time);
    if (into.iv_sweeps.empty()) into.columns.push_back({c.name, used ? taken(c) : "", quantity_of(c.name) == 'V' ? "V" : quantity_of(c.name) == 'I' ? "A" : quantity_of(c.name) == 't' ? "s" : ""});
    if (&c == voltage || &c == at_drain || quantity_of(c.name) != 'V' || c.values.empty()) continue;
    const auto constant = held(c);
    const std::string value = constant ? fmt::format("{:.6g} V", *constant) : "not constant";
    into.assumptions.push_back(fmt::format("{}: {}: {}: another terminal, not in the sweep", s.title, c.name, value));
  }
  into.rows += s.size();
  into.iv_sweeps.push_back(std::move(s));
}

}  // namespace hysteron::data
