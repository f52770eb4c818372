// NeuroSim's labels and curve.

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "apps/handoff/exponential.h"
#include "apps/handoff/linear_step.h"
#include "libmodel/metrics/update.h"
#include "tests/data/folder.h"
#include "tests/handoff/synthetic.h"

using namespace hysteron;
using namespace hysteron::handoff;

TEST_CASE("every two-decimal label survives the simulator's truncation to its table") {
  int plain_text_fails = 0;
  for (int hundredths = 1; hundredths <= 900; ++hundredths) {
    for (const int sign : {1, -1}) {
      const double label = sign * hundredths / 100.0;
      CHECK(int(std::abs(std::stod(label_text(label))) * 100) == hundredths);
      CHECK(std::signbit(std::stod(label_text(label))) == (sign < 0));
      plain_text_fails += int(std::abs(label) * 100) != hundredths;
    }
  }
  CHECK(plain_text_fails == 2 * 53);  // why the text goes beyond two decimals: so many would land one entry low
}

TEST_CASE("NeuroSim's entry for a label is that of its published table") {
  CHECK(table_a(2.4) == doctest::Approx(0.49918).epsilon(2e-5));
  CHECK(table_a(-4.88) == doctest::Approx(-0.20030).epsilon(5e-5));
  CHECK(table_a(9.0) == doctest::Approx(0.02281).epsilon(3e-4));
}

TEST_CASE("a ramp after NeuroSim's curve has its label back, and loses no more than the table's two decimals") {
  const double a = metrics::neurosim_a(2.4), b = -metrics::neurosim_a(4.88);
  const auto r = test::exponential_response(a, b, 97, 100);
  const Exponential e = exponential(r, "test");
  CHECK(e.label_up == doctest::Approx(2.4).epsilon(1e-12));
  CHECK(e.label_down == doctest::Approx(-4.88).epsilon(1e-12));
  CHECK(loss_of(r, curve_up(e, r.g_min(), r.g_max(), 97), curve_down(e, r.g_min(), r.g_max(), 100)) < 1e-5);
  const auto between = test::exponential_response(metrics::neurosim_a(2.405), b, 97, 100);
  const double loss = loss_of(between, curve_up(exponential(between, "test"), 1e-6, 1e-5, 97), curve_down(e, 1e-6, 1e-5, 100));
  CHECK(loss == doctest::Approx(0.005 * 0.07 * std::sqrt(2.0) * 100.0).epsilon(0.2));  // 0.005 of a label
}

TEST_CASE("a label beyond the table is refused, with its value, and never clipped") {
  const auto r = test::exponential_response(1.0 / 48.0, -1.0);
  const std::string said = test::complaint([&] { exponential(r, "neurosim_mlp"); });
  CHECK(said.find("made_up: neurosim_mlp: nonlinearity label of the ramp up = 9.0") == 0);
  CHECK(said.find("must be within 9") != std::string::npos);
}

TEST_CASE("the step that follows from NeuroSim's curve has the published coefficients") {
  // NL 2.4 / -4.88, 97 pulses, w in [-1, 1]: dw_min 0.050852, up_down -0.472687, gammas 0.76228 and 0.98651
  const auto r = test::exponential_response(metrics::neurosim_a(2.4), -metrics::neurosim_a(4.88), 97, 97);
  const LinearStep s = linear_step(r);
  CHECK(-s.level_down == doctest::Approx(0.050852).epsilon(2e-5));
  CHECK(s.level_up / -s.level_down - 1.0 == doctest::Approx(-0.472687).epsilon(2e-5));
  CHECK(s.slope_up / s.level_up == doctest::Approx(0.76228).epsilon(2e-5));
  CHECK(s.slope_down / -s.level_down == doctest::Approx(0.98651).epsilon(2e-5));
}
