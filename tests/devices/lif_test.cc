#include <doctest/doctest.h>

#include <cmath>

#include "libmodel/devices/lif.h"
#include "tests/devices/course.h"

using namespace hysteron;

namespace {

using M = Lif;
const auto p = defaults<M::Parameters<double>>();

}  // namespace

TEST_CASE("lif: fires at the textbook's rate, and not below its rheobase") {
  const double gain = p.r_m / (p.r_m + p.r_in), tau = gain * p.r_in * p.c_m;
  auto cell = p;
  cell.t_ref = 0.01 * tau;  // the input charges on during the reset, which is not in the closed form
  const metrics::IntegrateAndFire textbook{gain, tau, cell.t_ref, p.v_th, p.v_reset};
  for (const double drive : {2.05, 2.2, 2.8, 4.0}) {
    CAPTURE(drive);
    const auto spikes = spikes_of(course<M>({drive}, cell, 2e-5, 40000));
    REQUIRE(spikes.size() > 4);
    CHECK(metrics::spike_train(spikes).rate == doctest::Approx(textbook.rate(drive)).epsilon(0.01));
  }
  CHECK(spikes_of(course<M>({0.99 * textbook.rheobase()}, cell, 2e-5, 4000)).empty());
}

TEST_CASE("lif: charges to its threshold and is emptied to its reset") {
  const auto c = course<M>({2.8}, p, 1e-5, 40000);
  const auto [low, high] = extremes(c);
  CHECK(high == doctest::Approx(p.v_th).epsilon(0.01));
  CHECK(std::abs(low - p.v_reset) < 0.01 * (p.v_th - p.v_reset));
}

TEST_CASE("lif: cells drawn from the whole declared range run on, or say where they stopped") {
  runs_on<M>([](const M::Parameters<double>& cell) { return cell.r_in * cell.r_m / (cell.r_in + cell.r_m) * cell.c_m + cell.t_ref; });
}
