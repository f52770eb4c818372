#include <doctest/doctest.h>

#include <cmath>

#include "libmodel/devices/hodgkin_huxley.h"
#include "tests/devices/course.h"
#include "tests/devices/published.h"

using namespace hysteron;

namespace {

using M = HodgkinHuxley;
const auto p = defaults<M::Parameters<double>>();

// The input that injects this density [A/m^2].
double input(double density) {
  const double most = 12.0 * p.v_gate * p.g_l;
  return most / p.gain * std::atanh(density / most);
}

double rate(double density) {
  const auto spikes = spikes_of(course<M>({input(density)}, p, 1.0, 20000));
  return spikes.size() > 5 ? metrics::spike_train({spikes.data() + 2, spikes.size() - 2}).rate : 0.0;
}

}  // namespace

TEST_CASE("hodgkin_huxley: the membrane rests where its defaults say") {
  const auto at_rest = M::evaluate(0.0, defaults<M::State<double>>(), p).rate;
  CHECK(std::abs(at_rest.v_m) < 0.1);  // V/s: 0.1 mV in a millisecond
  for (const double gate : {at_rest.m_na, at_rest.h_na, at_rest.n_k}) CHECK(std::abs(gate) < 0.1);
}

TEST_CASE("hodgkin_huxley: fires from the published current on, at the published rate") {
  const auto figures = published_figures("hodgkin_huxley");
  double low = 0.05, high = 0.08;  // A/m^2
  CHECK(rate(low) == 0.0);
  for (int k = 0; k < 8; ++k) (rate(0.5 * (low + high)) > 0.0 ? high : low) = 0.5 * (low + high);
  check_figure(figures, "current that fires without end", 100.0 * high);
  check_figure(figures, "rate at 10 uA/cm^2", rate(0.1));
}

TEST_CASE("hodgkin_huxley: an action potential swings by the published 100 mV and more") {
  const auto [low, high] = extremes(course<M>({input(0.1)}, p, 0.2, 20000));
  check_figure(published_figures("hodgkin_huxley"), "height of the action potential", 1e3 * (high - low));
}
