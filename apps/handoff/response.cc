#include "apps/handoff/response.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "apps/handoff/probe.h"
#include "libmodel/error.h"

namespace hysteron::handoff {
namespace {

constexpr int conditioning = 2;  // cycles
constexpr int samples = 8;       // of a plateau, for its energy

void check(const spice::Circuit& c, const Scheme& s) {
  const auto refuse = [&](const std::string& what) { throw InputError(c.name + ": pulse scheme: " + what); };
  if (!(s.width_up > 0.0 && s.width_down > 0.0)) refuse(fmt::format("width = {} s, {} s: must be > 0", s.width_up, s.width_down));
  if (s.number_up < 3 || s.number_down < 3) refuse(fmt::format("number = {}, {}: must be at least 3", s.number_up, s.number_down));
  if (s.number_up > 100000 || s.number_down > 100000) refuse("number: must be at most 100000");
  if (!(s.edge >= 0.0 && s.delay >= 0.0)) refuse("edge and delay must be >= 0");
  if (!(std::isfinite(s.read) && s.read != 0.0)) refuse(fmt::format("read = {} V: must not be 0", s.read));
  if (!(s.read_width > 0.0)) refuse("read width must be > 0");
  if (!(std::isfinite(s.up) && std::isfinite(s.down) && s.up != s.down)) refuse(fmt::format("up = {} V, down = {} V: must differ", s.up, s.down));
}

// A pulse as it is placed in time.
struct Placed {
  bool up;
  double begin, end, after;  // s: of the plateau; of the read
};

struct Course {
  Ramps written;
  std::vector<Placed> pulses;
  std::vector<double> times;  // of the states: 0, then of each pulse its samples and its read
};

Course course_of(const Scheme& s) {
  Course c{.written = {{0.0}, {0.0}}, .pulses = {}, .times = {0.0}};
  double t = 0.0;
  const auto to = [&](double duration, double v) {
    t += duration;
    c.written.time.push_back(t);
    c.written.voltage.push_back(v);
  };
  for (int cycle = 0; cycle <= conditioning; ++cycle) {
    for (int k = 0; k < s.number_up + s.number_down; ++k) {
      const bool up = k < s.number_up;
      const double v = up ? s.up : s.down, width = up ? s.width_up : s.width_down;
      to(s.edge, v);
      const double begin = t;
      to(width, v);
      for (int i = 0; i < samples; ++i) c.times.push_back(begin + width * (i + 0.5) / samples);
      const double end = t;
      to(s.edge, 0.0);
      to(s.delay, 0.0);
      c.times.push_back(t);
      c.pulses.push_back({up, begin, end, t});
    }
  }
  return c;
}

double mean_square(const std::vector<double>& v) {
  return std::inner_product(v.begin(), v.end(), v.begin(), 0.0) / double(v.size());
}

Drift drift_from(const Probe& device, double read, const std::vector<double>& state) {
  const auto rest = device.follow({{0.0}, {0.0}}, state, {0.0, 1.0, 1e4});
  const double first = device.conductance(read, rest[1]), last = device.conductance(read, rest[2]);
  return {first, -std::log(last / first) / std::log(1e4)};
}

// Five reads of the rising ramp, evenly spread over its conductance.
std::vector<Drift> drifts(const Probe& device, const PulseResponse& r, const std::vector<std::vector<double>>& states_up) {
  std::vector<Drift> all;
  for (int level = 0; level < 5; ++level) {
    const double wanted = r.up.front() + (r.up.back() - r.up.front()) * level / 4.0;
    const auto nearer = [&](double a, double b) { return std::abs(a - wanted) < std::abs(b - wanted); };
    const auto k = std::size_t(std::min_element(r.up.begin(), r.up.end(), nearer) - r.up.begin());
    all.push_back(drift_from(device, r.scheme.read, states_up[k]));
  }
  const auto is_power = [](const Drift& d) { return d.conductance > 0.0 && std::isfinite(d.nu); };
  return std::all_of(all.begin(), all.end(), is_power) ? all : std::vector<Drift>{};
}

void add_reading(PulseResponse& r, const Probe& device, const spice::Circuit& c, const std::vector<double>& top) {
  const std::size_t read = read_port(c), written = written_port(c);
  const Answer a = device.at(read, r.scheme.read, top);
  const double band = 0.5 / r.scheme.read_width;
  const double variance = a.white[read] * band + a.flicker[read] * std::log(std::max(band, 1.0));
  r.read_noise = std::sqrt(variance) / std::abs(a.current[read]);
  r.write_nonlinearity = device.at(written, r.scheme.up, top).current[written] / device.at(written, 0.5 * r.scheme.up, top).current[written];
  r.half_reset = device.at(written, 0.5 * r.scheme.down, top).current[written] / (0.5 * r.scheme.down);
}

}  // namespace

double PulseResponse::g_min() const { return std::max(up.front(), down.back()); }
double PulseResponse::g_max() const { return std::min(up.back(), down.front()); }
double PulseResponse::write_noise() const { return std::sqrt(std::max(mean_square(noise_up), mean_square(noise_down))); }

namespace {

PulseResponse response_as_given(const spice::Circuit& c, const Scheme& s, const Origin& origin) {
  const Probe device(c);
  const Course course = course_of(s);
  std::vector<double> current;
  const auto states = device.follow(course.written, device.start(), course.times, &current);

  PulseResponse r{.model = c.name, .origin = origin, .scheme = s, .parameters = c.parameters};
  std::vector<std::vector<double>> states_up;
  const std::size_t first = std::size_t(conditioning) * std::size_t(s.number_up + s.number_down);
  const auto after = [&](std::size_t k) -> const std::vector<double>& { return states[k * (samples + 1)]; };  // of k pulses
  states_up.push_back(after(first));
  r.up.push_back(device.conductance(s.read, after(first)));
  for (std::size_t k = first; k < course.pulses.size(); ++k) {
    const Placed& pulse = course.pulses[k];
    const double v = pulse.up ? s.up : s.down, width = pulse.end - pulse.begin;
    double charge = 0.0;
    for (int i = 0; i < samples; ++i) charge += current[k * (samples + 1) + 1 + std::size_t(i)] * width / samples;
    const double growth = 0.5 * (device.spread(v, s.read, after(k)) + device.spread(v, s.read, after(k + 1)));
    if (!pulse.up && r.down.empty()) r.down.push_back(r.up.back());
    if (pulse.up) states_up.push_back(after(k + 1));
    (pulse.up ? r.up : r.down).push_back(device.conductance(s.read, after(k + 1)));
    (pulse.up ? r.noise_up : r.noise_down).push_back(std::sqrt(growth * width));
    (pulse.up ? r.energy_up : r.energy_down).push_back(std::abs(v * charge));
  }
  r.closure = r.down.back() - r.up.front();
  add_reading(r, device, c, states_up.back());
  r.drift = drifts(device, r, states_up);
  return r;
}

}  // namespace

PulseResponse pulse_response(const spice::Circuit& c, Scheme s, const Origin& origin) {
  check(c, s);
  const PulseResponse r = response_as_given(c, s, origin);
  if (r.up.back() >= r.up.front()) return r;
  std::swap(s.up, s.down);
  std::swap(s.width_up, s.width_down);
  std::swap(s.number_up, s.number_down);
  return response_as_given(c, s, origin);
}

}  // namespace hysteron::handoff
