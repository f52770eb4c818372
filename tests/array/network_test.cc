// The reader against the dense nodal system.

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "libmodel/array/reader.h"
#include "tests/array/dense_network.h"
#include "tests/array/random_crossbar.h"

using namespace hysteron;
using namespace hysteron::array_tests;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// One reader for all, so that every case also reuses what the last one left behind.
// Voltages are compared where doubles can hold them: beside segments of 10 S, a line tied by 1e-12 S
// has its voltage to 1e-16 * 10 / 1e-12 only.
void check_against_dense(CrossbarReader& reader, const Crossbar& array, const Ends& voltage, bool voltages = true) {
  CAPTURE(array.rows());
  CAPTURE(array.columns());
  CAPTURE(array.word_resistance);
  CAPTURE(array.bit_resistance);
  REQUIRE(tied_lines(array).untied_lines() == 0);
  const DenseReading expected = read_densely(array, voltage);
  reader.assign(array);
  const Reading reading = reader.read(voltage);
  CHECK(reading.outcome == Outcome::solved);
  CHECK(reading.residual <= std::max(1e-10, reading.attainable));
  const double rounding = 1e-15 * array.conductance.maxCoeff();  // A, of the current of a cell at 1 V
  CHECK(largest_difference(reading.current, expected.current) <= 1e-9 * largest(expected.current) + rounding);
  if (!voltages) return;
  reader.read(voltage, {.tolerance = 1e-15});
  CHECK((reader.word_voltage() - expected.word_voltage).cwiseAbs().maxCoeff() <= 1e-9);
  CHECK((reader.bit_voltage() - expected.bit_voltage).cwiseAbs().maxCoeff() <= 1e-9);
}

CrossbarReader any_reader() { return CrossbarReader(driven_from_left(CellMatrix::Ones(1, 1), 1.0, 1.0)); }

}  // namespace

TEST_CASE("crossbar: all shapes up to 10 x 10 agree with the dense nodal system") {
  CrossbarReader reader = any_reader();
  Random random(1);
  for (int rows = 1; rows <= 10; ++rows)
    for (int columns = 1; columns <= 10; ++columns) {
      const CellMatrix cells = uniform_cells(random, rows, columns, 1e-4, 1e-3);
      const double word_resistance = random.uniform(0.5, 20.0);
      const Crossbar array = driven_from_left(cells, word_resistance, random.uniform(0.5, 20.0));
      check_against_dense(reader, array, random_voltage(random, rows, columns));
    }
}

TEST_CASE("crossbar: any terminals, floating, ideal or between, agree with the dense nodal system") {
  CrossbarReader reader = any_reader();
  Random random(2);
  for (int trial = 0; trial < 200; ++trial) {
    const int rows = random.whole(1, 12), columns = random.whole(1, 12);
    const Crossbar array{.conductance = uniform_cells(random, rows, columns, 1e-6, 1e-3),
                         .word_resistance = random.log_uniform(0.01, 100.0),
                         .bit_resistance = random.log_uniform(0.01, 100.0),
                         .terminal = random_terminals(random, rows, columns)};
    check_against_dense(reader, array, random_voltage(random, rows, columns));
  }
}

TEST_CASE("crossbar: opens, shorts and nine decades of conductance agree with the dense nodal system") {
  CrossbarReader reader = any_reader();
  Random random(3);
  int checked = 0;
  for (int trial = 0; trial < 200; ++trial) {
    const int rows = random.whole(2, 12), columns = random.whole(2, 12);
    const Crossbar array{.conductance = broken_cells(random, rows, columns),
                         .word_resistance = random.log_uniform(0.1, 10.0),
                         .bit_resistance = random.log_uniform(0.1, 10.0),
                         .terminal = random_terminals(random, rows, columns)};
    if (tied_lines(array).untied_lines() > 0) continue;
    check_against_dense(reader, array, random_voltage(random, rows, columns), false);
    ++checked;
  }
  CHECK(checked > 150);
}

TEST_CASE("crossbar: lines without resistance, of either kind or both, agree with the dense nodal system") {
  CrossbarReader reader = any_reader();
  Random random(4);
  for (int trial = 0; trial < 200; ++trial) {
    const int rows = random.whole(1, 12), columns = random.whole(1, 12);
    const int kind = trial % 3;
    const Crossbar array{.conductance = uniform_cells(random, rows, columns, 1e-6, 1e-3),
                         .word_resistance = kind == 0 ? random.log_uniform(0.1, 100.0) : 0.0,
                         .bit_resistance = kind == 1 ? random.log_uniform(0.1, 100.0) : 0.0,
                         .terminal = random_terminals(random, rows, columns)};
    check_against_dense(reader, array, random_voltage(random, rows, columns));
  }
}

TEST_CASE("crossbar: 24 x 24, 23 x 24 and 24 x 17 with broken cells agree with the dense nodal system") {
  CrossbarReader reader = any_reader();
  Random random(5);
  for (const auto& [rows, columns] : {std::pair{24, 24}, {23, 24}, {24, 17}}) {
    Crossbar array = driven_from_left(broken_cells(random, rows, columns), 2.0, 5.0);
    array.terminal.right.setConstant(0.1);
    array.terminal.top[3] = kInfinity;
    check_against_dense(reader, array, random_voltage(random, rows, columns), false);
  }
}

TEST_CASE("crossbar: two ideal sources on a line with resistance agree with the dense nodal system") {
  CrossbarReader reader = any_reader();
  Random random(6);
  Crossbar array = driven_from_left(uniform_cells(random, 7, 9, 1e-5, 1e-3), 3.0, 4.0);
  array.terminal.left.setConstant(kInfinity);
  array.terminal.right.setConstant(kInfinity);
  check_against_dense(reader, array, random_voltage(random, 7, 9));
  array.terminal.top.setConstant(kInfinity);
  array.terminal.bottom.setConstant(kInfinity);
  array.terminal.left.setConstant(0.0);
  check_against_dense(reader, array, random_voltage(random, 7, 9));
}
