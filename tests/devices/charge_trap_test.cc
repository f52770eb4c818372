#include <doctest/doctest.h>

#include <cmath>

#include "libmodel/devices/charge_trap.h"
#include "tests/devices/published.h"

using namespace hysteron;

namespace {

using M = ChargeTrap;
using State = M::State<double>;
const auto p = defaults<M::Parameters<double>>();
const auto around = defaults<Surroundings<double>>();

double conductance(double x) { return respond<M, double>(0.01, {x, 0.0}, p, around).current.v / 0.01; }
double rate(double v, double x, const auto& with) { return respond<M, double>(v, {x, 0.0}, with, around).rate.x; }

// Classical Runge-Kutta: a pulse moves x by a few per cent.
State pulse(State s, double v, double width) {
  constexpr int steps = 4;
  const double h = width / steps;
  const auto slope = [&](const State& at) { return respond<M, double>(v, at, p, around).rate; };
  for (int i = 0; i < steps; ++i) {
    const State a = slope(s);
    const State b = slope({s.x + 0.5 * h * a.x, s.w + 0.5 * h * a.w});
    const State c = slope({s.x + 0.5 * h * b.x, s.w + 0.5 * h * b.w});
    const State d = slope({s.x + h * c.x, s.w + h * c.w});
    s.x += h / 6.0 * (a.x + 2.0 * b.x + 2.0 * c.x + d.x);
    s.w += h / 6.0 * (a.w + 2.0 * b.w + 2.0 * c.w + d.w);
  }
  return s;
}

// As the cell was cycled: program until below 1 nS, erase until above 1 uS.
struct Round {
  State state;
  int program, erase;
};

Round cycle(State s) {
  Round c{s, 0, 0};
  while (conductance(c.state.x) > 1e-9 && c.program < 300) c.state = pulse(c.state, p.v_up, 200e-6), ++c.program;
  while (conductance(c.state.x) < 1e-6 && c.erase < 300) c.state = pulse(c.state, -p.v_down, 100e-6), ++c.erase;
  return c;
}

State at_conductance(double g) {
  double low = 0.0, high = 1.0;
  for (int i = 0; i < 60; ++i) (conductance(0.5 * (low + high)) > g ? low : high) = 0.5 * (low + high);
  return {low, 0.0};
}

}  // namespace

TEST_CASE("charge trap: a Y-Flash cell crosses three decades in the published number of pulses, fresh and worn") {
  const auto figures = published_figures("charge_trap");
  Round c = cycle(at_conductance(0.99e-6));
  for (int i = 1; i < 10; ++i) c = cycle(c.state);
  check_figure(figures, "program pulses of cycle 10", c.program);
  check_figure(figures, "erase pulses of cycle 10", c.erase);
  for (int i = 10; i < 400; ++i) c = cycle(c.state);
  check_figure(figures, "program pulses of cycle 400", c.program);
  check_figure(figures, "erase pulses of cycle 400", c.erase);
}

TEST_CASE("charge trap: the trains of cycle 200 pass the published conductances") {
  const auto figures = published_figures("charge_trap");
  Round c = cycle(at_conductance(0.99e-6));
  for (int i = 1; i < 200; ++i) c = cycle(c.state);
  const auto train = [&](double from, double v, double width, int pulses) {
    State s{at_conductance(from).x, c.state.w};
    for (int i = 0; i < pulses; ++i) s = pulse(s, v, width);
    return conductance(s.x);
  };
  check_figure(figures, "conductance after 10 program pulses", train(1.015e-6, p.v_up, 200e-6, 10));
  check_figure(figures, "conductance after 20 program pulses", train(1.015e-6, p.v_up, 200e-6, 20));
  check_figure(figures, "conductance after 10 erase pulses", train(0.895e-9, -p.v_down, 100e-6, 10));
  check_figure(figures, "conductance after 40 erase pulses", train(0.895e-9, -p.v_down, 100e-6, 40));
}

TEST_CASE("charge trap: the Fowler-Nordheim plot is a straight line of slope -b") {
  const auto line = [&](double v) { return std::log(rate(v, 0.0, p) / (v * v)); };
  for (const double v : {4.0, 5.0, 6.0}) {
    CHECK((line(v + 1.0) - line(v)) / (1.0 / (v + 1.0) - 1.0 / v) == doctest::Approx(-p.b_up).epsilon(0.01));
  }
}

TEST_CASE("charge trap: a read leaves the cell alone") {
  const double at_read = rate(1.0, 0.5, p), at_program = rate(p.v_up, 0.5, p);
  CHECK(std::abs(at_read) < 1e-20 * at_program);
  CHECK(rate(0.0, 0.5, p) == 0.0);
}

TEST_CASE("charge trap: loss follows Arrhenius") {
  auto leaky = p;
  leaky.k_loss = 1e-9;
  auto hot = around;
  hot.temperature = 398.15;
  auto warm = around;
  warm.temperature = 358.15;
  const double ratio = respond<M, double>(0.0, {1.0, 0.0}, leaky, hot).rate.x / respond<M, double>(0.0, {1.0, 0.0}, leaky, warm).rate.x;
  CHECK(ratio == doctest::Approx(std::exp(p.e_a / 1.380649e-23 * (1.0 / 358.15 - 1.0 / 398.15))));
}
