#include <doctest/doctest.h>

#include <cmath>

#include "libmodel/devices/poole_frenkel.h"
#include "tests/devices/published.h"
#include "tests/devices/stiff.h"

using namespace hysteron;

namespace {

using M = PooleFrenkel;
using State = M::State<double>;
const auto p = defaults<M::Parameters<double>>();
const auto around = defaults<Surroundings<double>>();

// Where the heat of a current equals what leaves, on the branch that starts cold: the rise [K] and the voltage [V].
struct Rest {
  double rise, voltage;
};
Rest rest_under(double current) {
  double rise = 0.0, v = 0.0;
  for (int k = 0; k < 2000; ++k) {
    double low = 0.0, high = 10.0;  // the current rises with the voltage at a given temperature
    for (int j = 0; j < 60; ++j) (M::film(0.5 * (low + high), State{rise}, p, around).i < current ? low : high) = 0.5 * (low + high);
    v = 0.5 * (low + high);
    const double g = M::film(v, State{rise}, p, around).g;
    rise += 0.1 * (p.r_th * current * current / g - rise);
  }
  return {rise, v};
}

}  // namespace

TEST_CASE("poole_frenkel: the voltage turns back under rising current, at the published rise of temperature") {
  Rest top{0.0, 0.0};
  double i = 1e-6;
  for (Rest at = rest_under(i); at.voltage > top.voltage; at = rest_under(i *= 1.05)) top = at;
  CHECK(rest_under(3.0 * i).voltage < 0.95 * top.voltage);
  check_figure(published_figures("poole_frenkel"), "temperature at which it switches", around.temperature + top.rise);
}

TEST_CASE("poole_frenkel: the barrier falls with the root of the field, as Frenkel has it") {
  const auto log_g = [](double v) { return std::log(M::film(v, State{0.0}, p, around).g); };
  const double q = around.elementary_charge, kt = around.boltzmann * around.temperature;
  const double slope = q / kt * std::sqrt(q / (3.14159265358979 * around.vacuum_permittivity * p.eps_r * p.t_ox));
  CHECK((log_g(4.0) - log_g(1.0)) == doctest::Approx(slope).epsilon(1e-3));  // root of 4 less root of 1
}

TEST_CASE("poole_frenkel: at a held voltage it runs away above a threshold only") {
  const auto rise = [](double v) {
    return stiff_transient<M>([&](double) { return OnePort<double>(v); }, State{0.0}, p, around, 1e-6).rise;
  };
  double threshold = 0.2;
  while (rise(threshold) < 200.0) threshold += 0.02;
  CHECK(rise(threshold - 0.02) < 130.0);
  CHECK(rise(threshold) > 2.0 * rise(threshold - 0.02));
  CHECK(rise(5.0) < p.rise_max);
}
