// What the native model answers to pulses.

#include <doctest/doctest.h>

#include <cmath>

#include "apps/handoff/measured.h"
#include "apps/handoff/response.h"
#include "apps/handoff/step_table.h"
#include "tests/data/folder.h"
#include "tests/handoff/synthetic.h"

using namespace hysteron;
using namespace hysteron::handoff;

TEST_CASE("soft bounds: the ramps are the geometric series of the closed form") {
  // dx/dt = p (1 - x) up, -d x down, and the conductance is linear in x.
  const auto circuit = spice::circuit("analog_synapse");
  Scheme s{.up = 1.2, .down = -1.2, .width_up = 5e-6, .width_down = 5e-6, .number_up = 20, .number_down = 20, .read = 0.05};
  const PulseResponse r = pulse_response(circuit, s, {});
  REQUIRE(r.up.size() == 21);
  REQUIRE(r.down.size() == 21);
  const double ratio = (r.up[2] - r.up[1]) / (r.up[1] - r.up[0]);
  CHECK(ratio < 1.0);
  for (std::size_t n = 2; n < r.up.size(); ++n) CHECK((r.up[n] - r.up[n - 1]) / (r.up[n - 1] - r.up[n - 2]) == doctest::Approx(ratio).epsilon(1e-5));
  // Symmetric parameters: down mirrors up about the middle of g_min and g_max.
  for (std::size_t n = 0; n < r.up.size(); ++n) CHECK(r.up[n] + r.down[n] == doctest::Approx(r.up[0] + r.down[0]).epsilon(1e-6));
  CHECK(std::abs(r.closure) < 1e-3 * r.range());
}

TEST_CASE("shot noise of the update: a pulse from mid range adds quantum times what moves") {
  auto circuit = spice::with_values(spice::circuit("analog_synapse"), {{"quantum", 1e-4}});
  Scheme s{.up = 1.2, .down = -1.2, .width_up = 1e-7, .width_down = 1e-7, .number_up = 5, .number_down = 5, .read = 0.05};
  const PulseResponse r = pulse_response(circuit, s, {});
  const double span = 9e-6;  // g_max - g_min; in x: dx moves, the variance is quantum dx
  for (std::size_t n = 0; n < 5; ++n) {
    const double dx = (r.up[n + 1] - r.up[n]) / span;
    CHECK(r.noise_up[n] == doctest::Approx(span * std::sqrt(1e-4 * dx)).epsilon(2e-3));
  }
}

TEST_CASE("energy of a pulse is voltage times charge; without a pulse's own current, V^2 G t") {
  const auto circuit = spice::with_values(spice::circuit("analog_synapse"), {{"v_0", 1e3}});  // ohmic
  Scheme s{.up = 1.2, .down = -1.2, .width_up = 1e-8, .width_down = 1e-8, .number_up = 4, .number_down = 4, .read = 0.05};
  const PulseResponse r = pulse_response(circuit, s, {});
  CHECK(r.energy_up[0] == doctest::Approx(1.2 * 1.2 * 0.5 * (r.up[0] + r.up[1]) * 1e-8).epsilon(1e-5));
  CHECK(r.write_nonlinearity == doctest::Approx(2.0).epsilon(1e-5));
}

TEST_CASE("up is what raises the conductance, whatever its voltage") {
  const auto circuit = spice::circuit("vteam");  // a positive voltage breaks its filament
  const PulseResponse r = pulse_response(circuit, usual_scheme(circuit), {});
  CHECK(r.up.back() > r.up.front());
  CHECK(r.scheme.up < 0.0);
}

TEST_CASE("every model of the catalogue answers its usual scheme") {
  for (const auto& name : spice::names()) {
    CAPTURE(name);
    const auto circuit = spice::circuit(name);
    const PulseResponse r = pulse_response(circuit, usual_scheme(circuit), {});
    CHECK(r.up.size() == 65);
    for (const double g : r.up) CHECK(std::isfinite(g));
    for (const double e : r.energy_up) CHECK(e >= 0.0);
    CHECK(std::isfinite(r.read_noise));
  }
}

TEST_CASE("a scheme that is none is refused with its value") {
  const auto circuit = spice::circuit("analog_synapse");
  const auto said = [&](auto change) {
    Scheme s = usual_scheme(circuit);
    change(s);
    return test::complaint([&] { pulse_response(circuit, s, {}); });
  };
  CHECK(said([](Scheme& s) { s.width_up = 0.0; }).find("width = 0 s") != std::string::npos);
  CHECK(said([](Scheme& s) { s.number_down = 1; }).find("number = 64, 1: must be at least 3") != std::string::npos);
  CHECK(said([](Scheme& s) { s.read = 0.0; }).find("read = 0 V") != std::string::npos);
  CHECK(said([](Scheme& s) { s.down = s.up; }).find("must differ") != std::string::npos);
}

TEST_CASE("the scheme of a measured train is that of its ramps") {
  data::PulseTrain train;
  for (int cycle = 0; cycle < 3; ++cycle) {
    for (int k = 0; k < 30; ++k) {
      train.voltage.push_back(k < 10 ? 1.1 : -0.9);
      train.pulse_width.push_back(k < 10 ? 1e-6 : 3e-6);
      train.read_voltage.push_back(0.2);
      train.read_current.push_back(1e-6);
    }
  }
  const auto s = scheme_of(train);
  REQUIRE(s);
  CHECK(s->up == 1.1);
  CHECK(s->down == -0.9);
  CHECK(s->width_down == 3e-6);
  CHECK(s->number_up == 10);
  CHECK(s->number_down == 20);
  CHECK(s->read == 0.2);
  train.voltage.assign(train.size(), 1.1);
  CHECK(!scheme_of(train));
}

TEST_CASE("a table of steps gives the ramps back") {
  const auto r = test::exponential_response(0.3, -0.7);
  const auto up = replay(steps_up(r), r.up.front(), 64), down = replay(steps_down(r), r.down.front(), 64);
  for (std::size_t n = 0; n <= 64; ++n) {
    CHECK(up[n] == doctest::Approx(r.up[n]).epsilon(1e-12));
    CHECK(down[n] == doctest::Approx(r.down[n]).epsilon(1e-12));
  }
}
