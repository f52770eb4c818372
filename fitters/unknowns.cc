#include "fitters/unknowns.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "libmodel/error.h"

namespace hysteron::fitters {
namespace {

// All that a rate that is off by default could do within the measurement, in 1/s.
double natural_rate(const FitProblem& problem) {
  double time = 0.0;
  for (const Trace& t : problem.traces) {
    for (const Pulse& p : t.train) time += p.width + p.rise + p.fall + p.delay;
    if (t.is_sweep()) time += t.time.back() - t.time.front();
  }
  return 1.0 / time;
}

double width(const Field& f, double rate) {
  const double share = (f.upper - f.lower) / 20.0;
  return f.unit == "1/s" ? std::min(rate, share) : share;
}

Coordinate coordinate(const Field& f, std::size_t index, int trace, double rate) {
  return {f, index, trace, f.scale == Scale::linear ? width(f, rate) : 1.0};
}

std::vector<Coordinate> unknowns(const Device& d, const FitProblem& problem) {
  const double rate = natural_rate(problem);
  std::vector<Coordinate> all;
  for (const Field& f : d.parameters) all.push_back(coordinate(f, all.size(), shared, rate));
  for (int trace = 0; trace < int(problem.traces.size()); ++trace) {
    for (Field f : d.states) {
      f.name += "_0";
      all.push_back(coordinate(f, all.size(), trace, rate));
    }
  }
  return all;
}

bool contains(const std::vector<std::string>& names, const std::string& name) { return std::ranges::count(names, name) > 0; }

void check_names(const Device& d, const std::vector<Coordinate>& all, const FitOptions& options) {
  std::set<std::string> known;
  std::string list;
  for (const Coordinate& c : all) {
    if (known.insert(c.field.name).second) list += (list.empty() ? "" : ", ") + c.field.name;
  }
  const auto check = [&](const std::string& name) {
    if (!known.contains(name)) throw InputError(d.name + " has no parameter " + name + ": it has " + list);
  };
  std::ranges::for_each(options.free, check);
  std::ranges::for_each(options.hold, check);
  for (const std::string& name : options.profile) {
    if (name != "all" && name != "bent") check(name);
  }
  for (const auto& [name, value] : options.set) check(name);
  for (const auto& [name, value] : options.start) check(name);
  for (const auto& [name, value] : options.bounds) check(name);
  for (const std::string& name : options.hold) {
    if (contains(options.free, name)) throw InputError(name + " cannot be both free and held");
  }
}

void narrow(Coordinate& c, std::pair<double, double> bounds, const std::string& model) {
  Field& f = c.field;
  if (!(bounds.first < bounds.second) || bounds.first < f.lower || bounds.second > f.upper) {
    throw InputError(fmt::format("{}: bounds of {} = {:g} to {:g}: must ascend within {:g} to {:g} {}", model, f.name, bounds.first,
                                 bounds.second, f.lower, f.upper, f.unit));
  }
  f.lower = bounds.first, f.upper = bounds.second;
  f.value = std::clamp(f.value, f.lower, f.upper);
}

void set(Coordinate& c, double value, const std::string& model) {
  Field& f = c.field;
  if (!(value >= f.lower && value <= f.upper)) {
    throw InputError(fmt::format("{}: {} = {:g}: must be within {:g} to {:g} {}", model, f.name, value, f.lower, f.upper, f.unit));
  }
  f.value = value;
}

bool level(const Device& d, const Coordinate& c) {
  const std::size_t state = (c.index - d.parameters.size()) % d.states.size();
  return std::ranges::count(level_states(d), state) > 0;
}

bool named(const FitOptions& options, const std::string& name) {
  return contains(options.free, name) || contains(options.hold, name) || options.set.contains(name);
}

void check_known(const Trace& t, const Field& f, double value) {
  if (value >= f.lower && value <= f.upper) return;
  throw InputError(fmt::format("{}/{} = {:g} {}: must be within {:g} to {:g} {}", t.name, f.name, value, f.unit, f.lower, f.upper, f.unit));
}

}  // namespace

FitProblem met_by(const Device& device, FitProblem problem, const FitOptions& options) {
  const bool resists = std::ranges::count(device.parameters, "r_s", &Field::name) > 0;
  for (Trace& t : problem.traces) {
    if (resists && !t.applied.empty()) t.voltage = t.applied;
    if (t.is_trials() && device.elements.empty()) {
      throw InputError(fmt::format("{}: {} does not tell how probably one element turns: metastable_switch, mtj_reduced and threshold_ag do", t.name, device.name));
    }
    if (t.is_trials()) t.known[device.elements] = 1.0;  // what turns or not is one
    std::map<std::string, double> known;
    for (const Field& f : device.parameters) {
      const auto at = t.known.find(f.name);
      if (at == t.known.end() || named(options, f.name)) continue;
      check_known(t, f, at->second);
      known.insert(*at);
    }
    t.known = known;
  }
  return problem;
}

std::vector<std::size_t> level_states(const Device& device) {
  std::vector<std::size_t> inside;
  for (std::size_t i = 0; i < device.states.size(); ++i) {
    if (!off_by_default(device.states[i])) inside.push_back(i);
  }
  if (inside.empty() && !device.states.empty()) inside.push_back(0);
  return inside;
}

Setup set_up(const Device& device, const FitProblem& problem, const FitOptions& options) {
  Setup s;
  s.all = unknowns(device, problem);
  check_names(device, s.all, options);
  std::vector<Coordinate> parameters;
  for (Coordinate& c : s.all) {
    const std::string& name = c.field.name;
    if (const auto b = options.bounds.find(name); b != options.bounds.end()) narrow(c, b->second, device.name);
    const bool programmed = c.trace != shared && problem.traces[c.trace].is_rest() && level(device, c) && !contains(options.hold, name);
    if (programmed) c.field.value = 0.5 * (c.field.lower + c.field.upper);  // to anywhere, not where a new device stands
    if (const auto v = options.start.find(name); v != options.start.end()) set(c, v->second, device.name);
    bool given = false;
    if (const auto v = options.set.find(name); v != options.set.end()) {
      set(c, v->second, device.name);
      given = !contains(options.free, name);
    }
    if (c.trace != shared) {
      const auto& initial = problem.traces[c.trace].initial;
      const auto v = initial.find(name.substr(0, name.size() - 2));
      if (v != initial.end()) set(c, v->second, problem.traces[c.trace].name), given = true;
    }
    const auto knows = [&](const Trace& t) { return t.known.contains(name); };
    const bool known = c.trace == shared && std::ranges::all_of(problem.traces, knows);
    if (known) set(c, problem.traces[0].known.at(name), problem.traces[0].name), given = true;
    s.start.push_back(c.field.value);
    s.given.push_back(given);
    s.known.push_back(known);
    if (given || contains(options.hold, name)) continue;
    const bool forgotten = c.trace != shared && (problem.traces[c.trace].lead > 0 || problem.traces[c.trace].is_trials());
    if (c.trace != shared && ((level(device, c) && !forgotten) || contains(options.free, name))) {
      s.candidates.push_back(c);
    } else if (c.trace == shared && (options.free.empty() ? !device.noise_only[c.index] : contains(options.free, name))) {
      parameters.push_back(c);
    }
  }
  s.candidates.insert(s.candidates.end(), parameters.begin(), parameters.end());
  return s;
}

}  // namespace hysteron::fitters
