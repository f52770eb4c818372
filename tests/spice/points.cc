#include "tests/spice/points.h"

#include <algorithm>
#include <cmath>

namespace hysteron {
namespace {

double between(double low, double high, std::mt19937_64& random) { return std::uniform_real_distribution<>(low, high)(random); }

double inside(const Field& f, std::mt19937_64& random) {
  const double u = between(0.0, 1.0, random);
  return f.scale == Scale::log ? f.lower * std::pow(f.upper / f.lower, u) : f.lower + u * (f.upper - f.lower);
}

double& voltage(const spice::Circuit& c, Setting& setting, const std::string& terminal) {
  return setting.terminals[std::find(c.terminals.begin(), c.terminals.end(), terminal) - c.terminals.begin()];
}

}  // namespace

Setting random_setting(const spice::Circuit& c, std::mt19937_64& random, std::vector<double> parameters) {
  Setting s{.point = {.ports = {}, .states = {}, .parameters = {}, .temperature = between(200.0, 450.0, random)},
            .parameters = std::move(parameters), .terminals = {}, .deviations = {}};
  for (std::size_t k = 0; k < c.terminals.size(); ++k) s.terminals.push_back(between(-1.0, 1.0, random));
  for (const auto& b : c.ports) {
    const double minus = voltage(c, s, b.minus);
    double& plus = voltage(c, s, b.plus);
    plus = minus + inside(b.voltage, random);
    s.point.ports.push_back(plus - minus);
  }
  if (s.parameters.empty()) {
    for (const Field& f : c.parameters) s.parameters.push_back(inside(f, random));
  }
  const std::size_t own = c.parameters.size() - c.states.size();
  s.point.parameters.assign(s.parameters.begin(), s.parameters.begin() + own);
  for (std::size_t k = 0; k < c.states.size(); ++k) {
    const Field& f = c.states[k].field;
    const double initial = s.parameters[own + k], span = f.upper - f.lower;
    const double state = std::clamp(initial + span * ((inside(f, random) - initial) / span), f.lower, f.upper);
    s.deviations.push_back((state - initial) / span);
    s.point.states.push_back(initial + span * s.deviations.back());  // as the text computes it
  }
  return s;
}

StateFlow state_flow(const spice::Circuit& c, const Setting& setting, const Answer& truth, std::size_t state) {
  const Field& f = c.states[state].field;
  const double pin = spice::pin_conductance * setting.deviations[state];
  return {.current = pin - spice::state_capacitance * truth.rate[state] / (f.upper - f.lower), .terms = std::abs(pin),
          .charge = spice::state_capacitance * setting.deviations[state]};
}

double relative(double a, double b, double terms) {
  const double size = std::max({std::abs(a), std::abs(b), terms});
  return a == b ? 0.0 : std::abs(a - b) / size;
}

}  // namespace hysteron
