// What the reader says of bad input, of networks without a solution, and of giving up.

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "libmodel/array/reader.h"
#include "libmodel/error.h"
#include "tests/array/random_crossbar.h"

using namespace hysteron;
using namespace hysteron::array_tests;
using Eigen::VectorXd;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Crossbar good() { return driven_from_left(CellMatrix::Constant(3, 2, 1e-4), 1.0, 1.0); }

}  // namespace

TEST_CASE("crossbar: bad input is named with its place, value and limit") {
  Crossbar array = good();
  array.conductance(2, 1) = -1e-6;
  CHECK_THROWS_WITH_AS(CrossbarReader{array}, "conductance[2][1] = -1e-06 S: must be >= 0 and finite", InputError);
  array = good();
  array.conductance(0, 1) = kInfinity;
  CHECK_THROWS_WITH_AS(CrossbarReader{array}, "conductance[0][1] = inf S: must be >= 0 and finite", InputError);
  array = good();
  array.word_resistance = kNan;
  CHECK_THROWS_WITH_AS(CrossbarReader{array}, "word_resistance = nan ohm: must be >= 0 and finite", InputError);
  array = good();
  array.terminal.top[1] = -2.0;
  CHECK_THROWS_WITH_AS(CrossbarReader{array}, "terminal top[1] = -2 S: must be >= 0 (0 floating, inf ideal)",
                       InputError);
  array = good();
  array.terminal.top.resize(5);
  CHECK_THROWS_WITH_AS(CrossbarReader{array}, "terminal top has 5 values: must have 2, one for each bit line",
                       InputError);
  CHECK_THROWS_AS(CrossbarReader{driven_from_left(CellMatrix(0, 3), 1.0, 1.0)}, InputError);

  CrossbarReader reader(good());
  Ends voltage = zero_ends(3, 2);
  voltage.left[1] = kNan;
  CHECK_THROWS_WITH_AS(reader.read(voltage), "voltage left[1] = nan V: must be finite", InputError);
  CHECK_THROWS_AS(reader.read(zero_ends(2, 2)), InputError);
}

TEST_CASE("crossbar: two ideal sources on a line without resistance are refused") {
  Crossbar array = good();
  array.terminal.left.setConstant(kInfinity);
  array.terminal.right[2] = kInfinity;
  CHECK_NOTHROW(CrossbarReader{array});
  array.word_resistance = 0.0;
  CHECK_THROWS_AS(CrossbarReader{array}, InputError);
}

TEST_CASE("crossbar: a network without any terminal is told to float") {
  for (const double r : {0.0, 1.0}) {
    Crossbar array = good();
    array.word_resistance = r;
    array.terminal = zero_ends(3, 2);
    CrossbarReader reader(array);
    const Reading reading = reader.read(zero_ends(3, 2));
    CHECK(reading.outcome == Outcome::floating);
    CHECK(reading.untied_lines == 5);
    CHECK(largest(reading.current) == 0.0);
    CHECK(reader.word_voltage().array().isNaN().all());
  }
}

TEST_CASE("crossbar: a part without a terminal has no voltage and leaves the rest alone") {
  Random random(31);
  const CellMatrix cells = uniform_cells(random, 5, 4, 1e-4, 1e-3);
  for (const double r : {0.0, 2.0}) {
    CAPTURE(r);
    Crossbar whole = driven_from_left(cells, r, r);
    Crossbar split = whole;  // word lines 0, 1 and bit lines 0, 1 are cut off from the rest and float
    split.conductance.block(0, 2, 2, 2).setZero();
    split.conductance.block(2, 0, 3, 2).setZero();
    split.terminal.left.head(2).setZero();
    split.terminal.bottom.head(2).setZero();
    CrossbarReader reader(split);
    const Reading reading = reader.read(left_voltage(VectorXd::Ones(5), 4));
    CHECK(reading.outcome == Outcome::solved);
    CHECK(reading.untied_lines == 4);
    CHECK(reader.word_voltage().topRows(2).array().isNaN().all());
    CHECK(reader.bit_voltage().leftCols(2).array().isNaN().all());
    CHECK(reader.word_voltage().bottomRows(3).array().isFinite().all());
    CHECK(reading.current.left.head(2).isZero(0.0));
    CHECK(reading.current.bottom.head(2).isZero(0.0));
    CHECK(reading.current.left.sum() == doctest::Approx(-reading.current.bottom.sum()));
    CHECK(reading.current.left.sum() > 1e-4);
  }
}

TEST_CASE("crossbar: giving up is told, with the residual that was reached") {
  const Crossbar array = driven_from_left(CellMatrix::Constant(60, 60, 1e-2), 10.0, 10.0);
  CrossbarReader reader(array);
  const Ends voltage = left_voltage(VectorXd::Ones(60), 60);
  const Reading stopped = reader.read(voltage, {.iterations = 2});
  CHECK(stopped.outcome == Outcome::not_converged);
  CHECK(stopped.iterations == 2);
  CHECK(stopped.residual > 1e-8);
  CHECK(reader.read(voltage).outcome == Outcome::solved);
}

TEST_CASE("crossbar: what was read before leaves no trace") {
  Random random(32);
  const Crossbar first = driven_from_left(uniform_cells(random, 21, 34, 1e-4, 1e-3), 3.0, 2.0);
  Crossbar second = driven_from_left(uniform_cells(random, 21, 34, 1e-6, 1e-3), 5.0, 1.0);
  second.terminal.right[4] = kInfinity;
  const Ends voltage = random_voltage(random, 21, 34);
  const Ends fresh = CrossbarReader(second).read(voltage).current;
  CrossbarReader reader(first);
  reader.read(random_voltage(random, 21, 34));
  reader.assign(second);
  CHECK(largest_difference(reader.read(voltage).current, fresh) == 0.0);
  CHECK(largest_difference(reader.read(voltage).current, fresh) == 0.0);
}

TEST_CASE("crossbar: all sources at 0 V drive nothing") {
  CrossbarReader reader(good());
  const Reading reading = reader.read(zero_ends(3, 2));
  CHECK(reading.outcome == Outcome::solved);
  CHECK(reading.iterations == 0);
  CHECK(largest(reading.current) == 0.0);
}
