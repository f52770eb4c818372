#include <doctest/doctest.h>

#include <cmath>

#include "fitters/fit.h"
#include "tests/fitters/measured.h"

using namespace hysteron::fitters;

namespace {

double rms(const TraceFit& t, std::size_t from, std::size_t to) {
  double sum = 0.0;
  for (std::size_t k = from; k < to; ++k) sum += std::pow(t.response[k] - t.measured[k], 2);
  return std::sqrt(sum / double(to - from));
}

double range(const TraceFit& t, std::size_t from, std::size_t to) {
  const auto [low, high] = std::minmax_element(t.measured.begin() + from, t.measured.begin() + to);
  return *high - *low;
}

}  // namespace

TEST_CASE("2000 pulses of an analog ReRAM are described to the noise, from defaults") {
  const auto trace = gong_2018();
  if (!trace) {
    MESSAGE("skipped: HYSTERON_MEASURED_DATA has no reram-analog-gong2018");
    return;
  }
  const FitResult r = fit("analog_synapse", {{*trace}});
  CHECK(r.converged);
  CHECK(r.residual == Residual::linear);
  const TraceFit& t = r.traces[0];
  REQUIRE(t.response.size() == 2000);
  CHECK(rms(t, 0, 1000) / range(t, 0, 1000) <= 1.03 * 0.0638);
  CHECK(rms(t, 1000, 2000) / range(t, 1000, 2000) <= 1.03 * 0.0633);
}

TEST_CASE("20 cycles of a Y-Flash cell are described over three decades and over their range, from defaults") {
  const auto trace = wang_2022(20);
  if (!trace) {
    MESSAGE("skipped: HYSTERON_MEASURED_DATA has no yflash-wang2022");
    return;
  }
  const FitResult r = fit("analog_synapse", {{*trace}});
  CHECK(r.converged);
  CHECK(r.residual == Residual::mixed);
  CHECK(r.traces[0].rms_of_range <= 0.03);
  CHECK(r.traces[0].rms_decades <= 0.05);
}
