#include "libmodel/devices/filament.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace hysteron;

namespace {

const auto p = defaults<Filament::Parameters<double>>();
const auto around = defaults<Surroundings<double>>();

auto at(double v, double x, double rise = 0.0, const Filament::Parameters<double>& q = p) {
  return respond<Filament, double>(v, {x, rise}, q, around);
}

/// The rise at which heating and cooling balance, by bisection.
double steady_rise(double v, double x) {
  double low = 0.0, high = p.rise_max;
  for (int i = 0; i < 200; ++i) {
    const double middle = 0.5 * (low + high);
    (at(v, x, middle).rate.rise > 0.0 ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

/// Time for x to pass from `from` to `to` at v, the temperature following at once [s].
double passage(double v, double from, double to) {
  double time = 0.0;
  const int steps = 2000;
  for (int i = 0; i < steps; ++i) {
    const double x = from + (to - from) * (i + 0.5) / steps;
    time += (to - from) / steps / at(v, x, steady_rise(v, x)).rate.x;
  }
  return time;
}

}  // namespace

TEST_CASE("filament: current and gap voltage share the applied voltage with the series resistance") {
  for (double v : {-3.0, -0.5, 0.1, 1.0, 3.0}) {
    const double i = at(v, 0.9).current;
    const double scale = p.i_0 * std::exp(-(p.gap_max - p.gap_min) * 0.1 / p.g_0);
    CHECK(scale * std::sinh((v - p.r_s * i) / p.v_0) == doctest::Approx(i).epsilon(1e-12));
  }
}

TEST_CASE("filament: at large voltage the series resistance limits the current") {
  const double slope = (at(101.0, 1.0).current - at(100.0, 1.0).current) / 1.0;
  CHECK(slope == doctest::Approx(1.0 / p.r_s).epsilon(0.01));
  CHECK(at(100.0, 1.0).current < 100.0 / p.r_s);
}

TEST_CASE("filament: the gap opens the current exponentially over g_0") {
  auto q = p;
  q.r_s = 1.0;  // ohm, a millionth of the gap's resistance
  const double dx = p.g_0 / (p.gap_max - p.gap_min);
  CHECK(at(1e-3, 0.3, 0.0, q).current / at(1e-3, 0.3 - dx, 0.0, q).current == doctest::Approx(std::exp(1.0)).epsilon(1e-5));
}

TEST_CASE("filament: the set time falls by more than six decades over the voltage of use") {
  const double slow = passage(0.5, 0.05, 0.5), fast = passage(1.5, 0.05, 0.5);
  CHECK(std::log10(slow / fast) >= 6.0);
  for (double v = 0.5; v < 1.5; v += 0.1) CHECK(passage(v + 0.1, 0.05, 0.5) < passage(v, 0.05, 0.5));
}

// A closing gap gains current, heat and field and so closes faster; an opening gap loses them.
TEST_CASE("filament: set is abrupt and reset gradual") {
  const auto speed = [](double v, double x) { return std::abs(at(v, x, steady_rise(v, x)).rate.x); };
  CHECK(speed(1.0, 0.6) > 1000.0 * speed(1.0, 0.05));
  CHECK(speed(-1.4, 0.6) > 1000.0 * speed(-1.4, 0.15));
  CHECK(passage(1.0, 0.3, 0.6) < 0.1 * passage(1.0, 0.05, 0.3));
}

TEST_CASE("filament: in steady state the rise is r_th times the power in the gap") {
  for (double v : {0.3, 0.6, -0.5}) {
    const double rise = steady_rise(v, 0.9), i = at(v, 0.9, rise).current;
    const double power = i * (v - p.r_s * i);
    REQUIRE(rise < 0.2 * p.rise_max);  // where melting does not yet limit
    CHECK(rise == doctest::Approx(p.r_th * power).epsilon(2e-3));
  }
}

TEST_CASE("filament: the filament cools with the time constant r_th c_th") {
  CHECK(at(0.0, 0.5, 100.0).rate.rise == doctest::Approx(-100.0 / (p.r_th * p.c_th)).epsilon(1e-12));
}

TEST_CASE("filament: with equal barriers a half-closed gap is at rest without voltage") {
  auto q = p;
  q.e_set = q.e_reset;
  CHECK(at(0.0, 0.5, 0.0, q).rate.x == 0.0);
  CHECK(at(0.0, 0.4, 0.0, q).rate.x == -at(0.0, 0.6, 0.0, q).rate.x);
}

TEST_CASE("filament: rates follow Arrhenius' law without voltage") {
  const auto noise = [](double rise) { return Filament::noise<double>(0.0, {0.0, rise}, p, around).diffusion.x; };
  const double t_1 = around.temperature, t_2 = t_1 + 100.0;
  const double slope = std::log(noise(100.0) / noise(0.0)) / (1.0 / t_1 - 1.0 / t_2);
  CHECK(slope == doctest::Approx(p.e_set / around.boltzmann).epsilon(1e-9));
}

// The values of the sky130_fd_pr_reram cell; its gk1 is over 1 nm cubed, ours over gap_max cubed.
TEST_CASE("filament: the defaults are those of SKY130") {
  constexpr double electronvolt = 1.602176634e-19;
  CHECK(p.i_0 == 61.4e-6);
  CHECK(p.v_0 == 0.43);
  CHECK(p.nu_0 == 150.0);
  CHECK(p.gamma_0 == 16.5);
  CHECK(p.c_th == 3.18e-16);
  CHECK(p.t_ox == 5e-9);
  CHECK(p.e_set / electronvolt == doctest::Approx(1.501).epsilon(1e-3));
  CHECK(p.e_reset / electronvolt == doctest::Approx(1.500).epsilon(1e-3));
  CHECK(p.gap_min == doctest::Approx(5e-9 - 4.9e-9).epsilon(1e-6));
  CHECK(p.gap_max == doctest::Approx(5e-9 - 3.3e-9).epsilon(1e-6));
  CHECK(p.gamma_1 == doctest::Approx(1.25 * std::pow(p.gap_max / 1e-9, 3)).epsilon(1e-3));
  CHECK(p.g_0 == doctest::Approx(5e-9 - 4.7249e-9).epsilon(1e-3));
}
