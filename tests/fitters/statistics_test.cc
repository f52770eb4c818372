#include <doctest/doctest.h>

#include <cmath>

#include "fitters/statistics.h"
#include "tests/fitters/synthetic.h"

using namespace hysteron;
using namespace hysteron::fitters;

TEST_CASE("the runs test agrees with Wald and Wolfowitz on a small sample") {
  // ++--+-++ : 5 up, 3 down, 5 runs; expected 1 + 2*5*3/8 = 4.75, variance 3.75*2.75/7.
  const std::vector<double> r{1, 1, -1, -1, 1, -1, 1, 1};
  CHECK(runs(r) == doctest::Approx((5.0 - 4.75) / std::sqrt(3.75 * 2.75 / 7.0)));
}

TEST_CASE("write and read noise come apart") {
  std::mt19937_64 draw(11);
  const auto normal = [&] {
    double sum = -6.0;  // twelve uniforms: variance 1
    for (int i = 0; i < 12; ++i) sum += between(0.0, 1.0, draw);
    return sum;
  };
  std::vector<double> r;
  double written = 0.0;
  for (int k = 0; k < 20000; ++k) r.push_back((written += 0.5 * normal()) + 1.0 * normal());
  const NoiseSplit s = noise_split(r);
  CHECK(s.write == doctest::Approx(0.5).epsilon(0.1));
  CHECK(s.read == doctest::Approx(1.0).epsilon(0.05));
}

TEST_CASE("losses equal squares near zero and their slope is their derivative") {
  for (Loss loss : {Loss::none, Loss::huber, Loss::soft_l_one, Loss::cauchy}) {
    const Robust robust{loss, 1.7};
    CHECK(robust.rho(1e-3) == doctest::Approx(1e-6).epsilon(1e-5));
    for (double x : {0.5, 1.0, 3.0, 20.0}) {
      const double h = 1e-6 * x;
      const double by_square = (robust.rho(x + h) - robust.rho(x - h)) / (4.0 * h * x);
      CHECK(robust.slope(x) == doctest::Approx(by_square).epsilon(1e-6));
    }
  }
}

TEST_CASE("decades are log10 above the floor and pass smoothly through zero") {
  CHECK(decades(1e-3, 1e-9) - decades(1e-6, 1e-9) == doctest::Approx(3.0).epsilon(1e-6));
  CHECK(decades(0.0, 1e-9) == 0.0);
  CHECK(decades(-2e-9, 1e-9) == -decades(2e-9, 1e-9));
}
