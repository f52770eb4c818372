#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "libmodel/devices/threshold_ag.h"
#include "tests/devices/published.h"
#include "tests/devices/stiff.h"

using namespace hysteron;

namespace {

using M = ThresholdAg;
using State = M::State<double>;
auto room(double t_ref) {
  auto around = defaults<Surroundings<double>>();
  around.temperature = t_ref;
  return around;
}
const auto p = defaults<M::Parameters<double>>();
const auto around = room(p.t_ref);

State held(double v, State s, double time) {
  return stiff_transient<M>([&](double) { return OnePort<double>(v); }, s, p, around, time);
}

}  // namespace

TEST_CASE("threshold_ag: with the published set it waits as long as published, the shorter by e for each v_0") {
  const auto figures = published_figures("threshold_ag");
  auto cell = p;
  cell.tau_0 = 2.85e5;
  cell.v_0 = 0.156;
  const auto wait = [&](double v) { return 1.0 / M::prepare(v, cell, around).form; };
  check_figure(figures, "mean wait at 2.6 V", wait(2.6));
  check_figure(figures, "voltage that speeds forming by e", 0.4 / std::log(wait(2.6) / wait(3.0)));
}

TEST_CASE("threshold_ag: the share that has closed is exponential in time, and at rest falls apart so") {
  const double v = 0.7, form = M::prepare(v, p, around).form, dissolve = M::prepare(v, p, around).dissolve;
  const double t = 0.7 / form;
  const double closed = form / (form + dissolve) * (1.0 - std::exp(-(form + dissolve) * t));
  CHECK(held(v, {0.0}, t).x == doctest::Approx(closed).epsilon(1e-4));
  CHECK(held(0.0, {1.0}, p.tau_off).x == doctest::Approx(std::exp(-1.0)).epsilon(1e-4));
  CHECK(held(-0.9, {0.0}, 1e-5).x > 0.99);  // either polarity
  CHECK(M::prepare(0.0, p, around).form == 0.0);
}

TEST_CASE("threshold_ag: on a ramp the voltages at which a bridge closes follow Gumbel's law") {
  // Far above v_0 the hazard over voltage is exp(v / v_0) / (rate tau_0); its median and width in closed form.
  const double rate = 1e3, v_0 = p.v_0;
  auto cell = p;
  cell.tau_off = 1e3;  // what has closed stays, so that x is the share of thresholds below v
  const auto closes = [&](double share) {
    double at = 0.0;
    stiff_transient<M>([&](double t) { return OnePort<double>(rate * t); }, State{0.0}, cell, around, 1.0 / rate,
                       [&](double t, const State& s) {
                         if (at == 0.0 && s.x > share) at = rate * t;
                       }, 1e-7);
    return at;
  };
  const auto closed_form = [&](double share) { return v_0 * std::log(-std::log(1.0 - share) * rate * p.tau_0 / v_0); };
  for (const double share : {0.1, 0.5, 0.9}) CHECK(closes(share) == doctest::Approx(closed_form(share)).epsilon(2e-3));
  // Gumbel: quantiles lie ln(ln 10 / ln(10/9)) v_0 apart.
  CHECK(closes(0.9) - closes(0.1) == doctest::Approx(v_0 * std::log(std::log(0.1) / std::log(0.9))).epsilon(0.02));
}
