// Figures of arrays, against closed forms and counting.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "libmodel/metrics/bitmap.h"
#include "libmodel/metrics/definition.h"
#include "libmodel/metrics/product.h"
#include "libmodel/sim/random.h"

using namespace hysteron;
using namespace hysteron::metrics;

TEST_CASE("product: a gain and an offset cost no bits, uniform noise of one step costs those it should") {
  std::vector<double> ideal, scaled, rounded;
  for (int k = 0; k < 4096; ++k) {
    ideal.push_back(k);
    scaled.push_back(0.9 * k + 3.0);
    rounded.push_back(16.0 * std::floor(k / 16.0) + 7.5);  // 8 bits of 12
  }
  const ProductQuality linear = product_quality(ideal, scaled);
  CHECK(linear.gain == doctest::Approx(0.9));
  CHECK(linear.offset == doctest::Approx(3.0));
  CHECK(linear.correlation == doctest::Approx(1.0));
  CHECK(linear.bits > 40.0);
  const ProductQuality coarse = product_quality(ideal, rounded);
  CHECK(coarse.bits == doctest::Approx(8.0).epsilon(1e-3));
  // rms of ideal is N / sqrt(3), of the error 16 / sqrt(12).
  CHECK(coarse.error == doctest::Approx(100.0 * (16.0 / std::sqrt(12.0)) / (4096.0 / std::sqrt(3.0))).epsilon(3e-3));
  CHECK(std::isnan(product_quality(std::vector{1.0, 1.0}, std::vector{1.0, 2.0}).error));
}

TEST_CASE("product: a ramp with one step missing is one bit off, a parabola a quarter of its bend") {
  const std::vector even{0.0, 1.0, 2.0, 3.0, 4.0}, uneven{0.0, 1.0, 1.5, 3.0, 4.0};
  CHECK(ramp_quality(uneven, uneven).inl == 0.0);
  CHECK(ramp_quality(even, std::vector{1.0, 3.0, 5.0, 7.0, 9.0}).inl == doctest::Approx(0.0));
  const RampQuality stuck = ramp_quality(even, std::vector{0.0, 1.0, 1.0, 3.0, 4.0});
  CHECK(stuck.inl == doctest::Approx(1.0));
  CHECK(stuck.dnl == doctest::Approx(1.0));
  std::vector<double> straight, bent;
  for (int k = 0; k <= 100; ++k) straight.push_back(k), bent.push_back(k - 0.001 * k * k);  // chord of slope 0.9, largest gap 2.5 at 50
  CHECK(ramp_quality(straight, bent).inl == doctest::Approx(2.5 / 0.9).epsilon(1e-12));
  CHECK(read_margin(2e-6, 5e-7) == doctest::Approx(0.75));
}

TEST_CASE("bitmap: a broken line is seen as one, failures at random are not, and the level of the test is its own") {
  Bitmap line{32, 32, std::vector<char>(1024)};
  for (int j = 0; j < 32; ++j) line.fails[7 * 32 + j] = 1;
  const Clustering broken = clustering(line);
  CHECK(broken.rows == doctest::Approx(0.001));
  CHECK(broken.columns > 0.5);
  CHECK(clustering({4, 4, std::vector<char>(16)}).rows == 1.0);
  CHECK(clustering({4, 4, std::vector<char>(16, 1)}).rows == 1.0);

  int called_clustered = 0;
  constexpr int maps = 200;
  for (std::uint32_t k = 0; k < maps; ++k) {
    Bitmap random{16, 24, std::vector<char>(16 * 24)};
    for (std::uint32_t cell = 0; cell < random.fails.size(); ++cell) random.fails[cell] = uniform({.seed = 5, .instance = k, .step = cell}) < 0.1;
    called_clustered += clustering(random, 1000 + k).rows <= 0.05;
  }
  CHECK(called_clustered <= 10 + 3 * 3);  // 5 % of 200, and three deviations
}

TEST_CASE("bisection finds the largest number that meets a target, and says where none does") {
  for (int limit = 2; limit <= 41; ++limit) {
    int asked = 0;
    CHECK(largest_that(3, 40, [&](int n) { return ++asked, n <= limit; }) == std::min(limit, 40));
    CHECK(asked <= 6);
  }
}

TEST_CASE("figures of arrays have definitions") {
  for (const char* id : {"MVM.error", "MVM.gain", "MVM.r", "MVM.enob", "MVM.inl", "MVM.dnl", "READ.margin", "READ.sneak", "CLUSTER",
                         "WRITE.disturb", "WRITE.energy"}) {
    CAPTURE(id);
    CHECK(definition(id) != nullptr);
  }
}
