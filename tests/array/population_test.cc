// Populations of arrays: the laws they are drawn from, and the blame for cells that do not serve.

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "libmodel/array/population.h"
#include "libmodel/array/reader.h"
#include "libmodel/error.h"
#include "libmodel/metrics/bounds.h"

using namespace hysteron;
using Eigen::Index;
using Eigen::VectorXd;

namespace {

Crossbar design(Index n, double r) { return driven_from_left(CellMatrix::Constant(n, n, 1e-5), r, r); }
Ends driven(Index n) { return left_voltage(VectorXd::Constant(n, 0.2), n); }
std::int64_t of(const CellCount& count, Cause cause) { return count.cells[static_cast<int>(cause)]; }

}  // namespace

TEST_CASE("population: an array depends on its seed and number alone, and no two are alike") {
  const Population p{.spread = 0.1, .stuck_on = 0.01, .on = 1e-4, .seed = 5};
  const Crossbar d = design(20, 1.0);
  const Sample first = sample(d, p, 3), again = sample(d, p, 3), other = sample(d, p, 4);
  CHECK(first.array.conductance == again.array.conductance);
  CHECK(first.array.conductance != other.array.conductance);
}

TEST_CASE("population: spread, noise and defects follow their laws") {
  const Population p{.spread = 0.2, .read_noise = 0.05, .open = 0.02, .stuck_on = 0.03, .stuck_off = 0.05, .on = 1e-4, .off = 1e-8,
                     .word_driver = 0.1, .bit_sense = 0.05, .seed = 2};
  const Index n = 100;
  double count = 0.0, sum = 0.0, squares = 0.0, open = 0.0, stuck_on = 0.0, drivers = 0.0;
  constexpr int arrays = 30;
  for (std::uint32_t a = 0; a < arrays; ++a) {
    const Sample s = sample(design(n, 1.0), p, a);
    open += static_cast<double>((s.defect.array() == Cause::open).count());
    stuck_on += static_cast<double>((s.array.conductance.array() == 1e-4).count());
    drivers += static_cast<double>((s.array.terminal.left.array() == 0.0).count());
    for (Index k = 0; k < n * n; ++k) {
      const double g = s.array.conductance(k) / 1e-5;
      if (g < 0.01 || g > 9.9) continue;  // broken
      count += 1.0, sum += g, squares += g * g;
    }
  }
  const double cells = arrays * static_cast<double>(n * n), mean = sum / count;
  const double deviation = std::sqrt(1.04 * 1.0025 - 1.0);  // of the product of the two laws
  CHECK(std::abs(mean - 1.0) < 5.0 * deviation / std::sqrt(count));
  CHECK(std::sqrt(squares / count - mean * mean) == doctest::Approx(deviation).epsilon(0.02));
  const auto near = [](double found, double trials, double share) {
    return std::abs(found - trials * share) < 5.0 * std::sqrt(trials * share);
  };
  CHECK(near(open, cells, 0.02));
  CHECK(near(stuck_on, cells, 0.03));
  CHECK(near(drivers, arrays * 100.0, 0.1));
}

TEST_CASE("population: an ideal array serves wholly, and each cause alone takes the blame") {
  const Index n = 40;
  const double limit = 0.1;
  const auto counted = [&](const Population& p, double r) { return count_cells(design(n, r), sample(design(n, r), p, 0), driven(n), limit); };
  CHECK(of(counted({}, 1e-3), Cause::none) == n * n);
  CHECK(counted({}, 1e-3).worst_column < 1e-3);
  CHECK(of(counted({.open = 1.0}, 1e-3), Cause::open) == n * n);
  CHECK(of(counted({.stuck_on = 1.0, .on = 1e-4}, 1e-3), Cause::stuck_on) == n * n);
  const CellCount lines = counted({}, 30.0);
  CHECK(of(lines, Cause::lines) + of(lines, Cause::none) == n * n);
  CHECK(of(lines, Cause::lines) > 0);
  const CellCount spread = counted({.spread = 0.5}, 1e-3);
  CHECK(of(spread, Cause::spread) + of(spread, Cause::none) == n * n);
  // |g - 1| <= 0.1 of a log-normal of mean 1: Phi((ln 1.1 + s^2/2)/s) - Phi((ln 0.9 + s^2/2)/s), s^2 = ln 1.25
  const double s = std::sqrt(std::log(1.25));
  const auto phi = [&](double x) { return 0.5 * std::erfc(-(std::log(x) + 0.5 * s * s) / s / std::sqrt(2.0)); };
  const double share = phi(1.1) - phi(0.9);
  CHECK(std::abs(static_cast<double>(of(spread, Cause::none)) - share * 1600.0) < 5.0 * std::sqrt(share * 1600.0));
  const CellCount driver = counted({.word_driver = 1.0}, 1.0);
  CHECK(of(driver, Cause::word_driver) == n * n);
}

TEST_CASE("population: a stack of one layer is the array, and a lost line takes the cells on both its sides") {
  const Index n = 12;
  const Crossbar d = design(n, 5.0);
  const Stack one{{d.conductance}, 5.0, 5.0, {{d.terminal.left, d.terminal.right}, {d.terminal.top, d.terminal.bottom}}};
  const Ends volts = driven(n);
  const std::vector<PlaneEnds> sources{{volts.left, volts.right}, {volts.top, volts.bottom}};
  const Population p{.spread = 0.2, .open = 0.05, .word_driver = 0.1, .bit_sense = 0.1, .seed = 9};
  for (std::uint32_t a = 0; a < 5; ++a) {
    const CellCount flat = count_cells(d, sample(d, p, a), volts, 0.1), stacked = count_cells(one, sample(one, p, a), sources, 0.1);
    CHECK(flat.cells == stacked.cells);
    CHECK(flat.worst_column == doctest::Approx(stacked.worst_column).epsilon(1e-9));
  }
  Stack three{{d.conductance, d.conductance, d.conductance}, 1e-3, 1e-3, {one.terminal[0], one.terminal[1], one.terminal[0], one.terminal[1]}};
  for (PlaneEnds& g : three.terminal)
    for (VectorXd* ends : {&g.first, &g.last}) *ends = (ends->array() > 0.0).select(VectorXd::Constant(n, 1e3), 0.0);
  const std::vector<PlaneEnds> all{sources[0], sources[1], sources[0], sources[1]};
  CHECK(of(count_cells(three, sample(three, {}, 0), all, 0.01), Cause::none) == 3 * n * n);
  const CellCount lost = count_cells(three, sample(three, {.word_driver = 1.0}, 0), all, 0.01);
  CHECK(of(lost, Cause::word_driver) == 3 * n * n);
}

TEST_CASE("population: of 32 x 32 and 16 x 16 x 3 cells with 4 % spread and defects more than 90 % serve, with 95 % confidence") {
  const Population p{.spread = 0.04, .read_noise = 0.005, .open = 0.01, .stuck_on = 0.01, .stuck_off = 0.01, .on = 1e-4, .off = 1e-7, .seed = 3};
  const auto proved = [](const CellCount& count) {
    double cells = 0.0;
    for (const std::int64_t k : count.cells) cells += static_cast<double>(k);
    return metrics::clopper_pearson(static_cast<double>(of(count, Cause::none)), cells).lower;
  };
  const Crossbar flat = design(32, 1.0);
  const CellCount square = count_cells(flat, sample(flat, p, 0), driven(32), 0.2);
  const Crossbar layer = design(16, 1.0);
  const PlaneEnds word{layer.terminal.left, layer.terminal.right}, bit{layer.terminal.top, layer.terminal.bottom};
  const Stack high{std::vector<CellMatrix>(3, layer.conductance), 1.0, 1.0, {word, bit, word, bit}};
  const PlaneEnds on{VectorXd::Constant(16, 0.2), VectorXd::Zero(16)}, zero{VectorXd::Zero(16), VectorXd::Zero(16)};
  const CellCount stacked = count_cells(high, sample(high, p, 0), {on, zero, on, zero}, 0.2);
  for (const CellCount& count : {square, stacked}) {
    CHECK(proved(count) > 0.9);
    CHECK(of(count, Cause::lines) == 0);
    CHECK(of(count, Cause::open) + of(count, Cause::stuck_on) + of(count, Cause::stuck_off) > 10);
  }
  // A spread that keeps 90 % of the cells is not shown to: the bound, not the share, decides.
  CHECK(metrics::clopper_pearson(922, 1024).lower < 0.9);
  CHECK(metrics::clopper_pearson(938, 1024).lower > 0.9);
  CHECK(metrics::clopper_pearson(706, 768).lower > 0.9);
}

TEST_CASE("population: what cannot be is refused") {
  CHECK_THROWS_AS(check(Population{.open = 1.5}), InputError);
  CHECK_THROWS_AS(check(Population{.open = 0.6, .stuck_on = 0.6}), InputError);
  CHECK_THROWS_AS(check(Population{.spread = -0.1}), InputError);
  CHECK_THROWS_AS(check(Population{.spread = std::numeric_limits<double>::quiet_NaN()}), InputError);
}
