#include <algorithm>
#include <cmath>

#include "apps/handoff/probe.h"
#include "apps/handoff/response.h"

namespace hysteron::handoff {
namespace {

constexpr int pulses = 64;

// After that many pulses, each read at 0 V.
State pulsed(const Probe& probe, const State& start, double voltage, double width) {
  Ramps written{{0.0}, {voltage}};
  written.time.push_back(width * pulses);
  written.voltage.push_back(voltage);
  return probe.follow(written, start, {0.0, width * pulses}).back();
}

// The shortest width that takes the conductance nine tenths of the way to `end`, to 2 %.
double shortest(const Probe& probe, const State& start, const State& end, double voltage, double read, double longest) {
  const double from = probe.conductance(read, start), way = probe.conductance(read, end) - from;
  double low = std::log(1e-9 * longest), high = std::log(longest);
  while (high - low > 0.02) {
    const double middle = 0.5 * (low + high);
    const double gone = probe.conductance(read, pulsed(probe, start, voltage, std::exp(middle))) - from;
    (gone / way >= 0.9 ? high : low) = middle;
  }
  return std::exp(high);
}

}  // namespace

Scheme usual_scheme(const spice::Circuit& c) {
  const Probe probe(c);
  const spice::Branch& written = c.ports[written_port(c)];
  Scheme s{.up = written.up, .down = written.down};
  s.number_up = s.number_down = pulses;
  s.read = c.ports.size() == 1 ? 0.1 * std::abs(written.up) : c.ports[read_port(c)].up;
  const double leg = 0.25 * c.period;
  const State low = pulsed(probe, pulsed(probe, probe.start(), s.up, leg), s.down, leg), high = pulsed(probe, low, s.up, leg);
  s.width_up = shortest(probe, low, high, s.up, s.read, leg);
  s.width_down = shortest(probe, high, low, s.down, s.read, leg);
  s.read_width = std::max(s.width_up, s.width_down);
  return s;
}

}  // namespace hysteron::handoff
