// The reader against physics: laws, limits and closed forms.

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "libmodel/array/reader.h"
#include "tests/array/random_crossbar.h"

using namespace hysteron;
using namespace hysteron::array_tests;
using Eigen::Index;
using Eigen::VectorXd;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double squared(double x) { return x * x; }

// W turned into heat in cells, segments and terminals.
double dissipated(const Crossbar& array, const Reading& reading, const CellMatrix& word, const CellMatrix& bit) {
  double power = (array.conductance.array() * (word - bit).array().square()).sum();
  const Index rows = array.rows(), columns = array.columns();
  power += (word.rightCols(columns - 1) - word.leftCols(columns - 1)).squaredNorm() / array.word_resistance;
  power += (bit.bottomRows(rows - 1) - bit.topRows(rows - 1)).squaredNorm() / array.bit_resistance;
  const auto ends = [&](const VectorXd& current, const VectorXd& g) {
    for (Index i = 0; i < g.size(); ++i)
      if (g[i] > 0.0) power += squared(current[i]) / g[i];
  };
  ends(reading.current.left, array.terminal.left);
  ends(reading.current.right, array.terminal.right);
  ends(reading.current.top, array.terminal.top);
  ends(reading.current.bottom, array.terminal.bottom);
  return power;
}

double delivered(const Ends& voltage, const Ends& current) {
  return voltage.left.dot(current.left) + voltage.right.dot(current.right) + voltage.top.dot(current.top) +
         voltage.bottom.dot(current.bottom);
}

Crossbar hard(Index rows, Index columns) {
  Random random(1234 + static_cast<std::uint64_t>(rows));
  return driven_from_left(uniform_cells(random, rows, columns, 1e-4, 1e-3), 10.0, 10.0);
}

}  // namespace

TEST_CASE("crossbar: what flows in flows out, and the sources deliver what is dissipated") {
  Random random(11);
  for (int trial = 0; trial < 20; ++trial) {
    const int rows = random.whole(2, 70), columns = random.whole(2, 70);
    const Crossbar array{.conductance = uniform_cells(random, rows, columns, 1e-5, 1e-3),
                         .word_resistance = 2.0,
                         .bit_resistance = 3.0,
                         .terminal = random_terminals(random, rows, columns)};
    const Ends voltage = random_voltage(random, rows, columns);
    CrossbarReader reader(array);
    const Reading reading = reader.read(voltage);
    const Ends& in = reading.current;
    CHECK(std::abs(in.left.sum() + in.right.sum() + in.top.sum() + in.bottom.sum()) <= 1e-10 * largest(in));
    CHECK(dissipated(array, reading, reader.word_voltage(), reader.bit_voltage()) ==
          doctest::Approx(delivered(voltage, in)).epsilon(1e-9));
  }
}

TEST_CASE("crossbar: reciprocity, one volt at an end drives into another what it would receive from it") {
  Random random(12);
  const Index rows = 37, columns = 53;
  Crossbar array{.conductance = uniform_cells(random, rows, columns, 1e-4, 1e-3),
                 .word_resistance = 5.0,
                 .bit_resistance = 2.0,
                 .terminal = zero_ends(rows, columns)};
  array.terminal.left.setConstant(0.2);
  array.terminal.right.setConstant(1e-3);
  array.terminal.bottom.setConstant(kInfinity);
  CrossbarReader reader(array);
  for (int trial = 0; trial < 10; ++trial) {
    const int i = random.whole(0, rows - 1), j = random.whole(0, columns - 1);
    Ends from_word = zero_ends(rows, columns), from_bit = from_word;
    from_word.right[i] = 1.0;
    from_bit.bottom[j] = 1.0;
    const double there = reader.read(from_word).current.bottom[j];
    const double back = reader.read(from_bit).current.right[i];
    CHECK(there == doctest::Approx(back).epsilon(1e-9));
  }
}

TEST_CASE("crossbar: without line resistance the columns read conductance^T voltage") {
  Random random(13);
  const CellMatrix cells = uniform_cells(random, 100, 41, 1e-6, 1e-4);
  const VectorXd voltage = VectorXd::NullaryExpr(100, [&] { return random.uniform(0.0, 1.0); });
  const ColumnRead read = read_columns(cells, voltage, 0.0, 0.0);
  CHECK((read.real - cells.transpose() * voltage).cwiseAbs().maxCoeff() <= 1e-14 * read.ideal.maxCoeff());
  CHECK(read.reading.iterations == 0);
}

TEST_CASE("crossbar: the loss vanishes in proportion to the line resistance") {
  Random random(14);
  const CellMatrix cells = uniform_cells(random, 64, 64, 1e-6, 1e-5);
  const VectorXd voltage = VectorXd::Ones(64);
  const auto loss = [&](double r) {
    const ColumnRead read = read_columns(cells, voltage, r, r);
    return VectorXd(read.ideal - read.real);
  };
  const VectorXd small = loss(1e-4), smaller = loss(1e-5);
  CHECK(small.minCoeff() > 0.0);
  CHECK((small - 10.0 * smaller).cwiseAbs().maxCoeff() <= 1e-4 * small.maxCoeff());
}

TEST_CASE("crossbar: a resistance on one kind of line alone is the limit of a small one on the other") {
  Random random(15);
  const CellMatrix cells = uniform_cells(random, 20, 30, 1e-4, 1e-3);
  const VectorXd voltage = VectorXd::Ones(20);
  const auto gap = [](const ColumnRead& a, const ColumnRead& b) { return (a.real - b.real).cwiseAbs().maxCoeff(); };
  const ColumnRead words = read_columns(cells, voltage, 5.0, 0.0), bits = read_columns(cells, voltage, 0.0, 5.0);
  const auto words_gap = [&](double small) { return gap(read_columns(cells, voltage, 5.0, small), words); };
  const auto bits_gap = [&](double small) { return gap(read_columns(cells, voltage, small, 5.0), bits); };
  CHECK(words_gap(1e-3) == doctest::Approx(100.0 * words_gap(1e-5)).epsilon(1e-2));
  CHECK(bits_gap(1e-3) == doctest::Approx(100.0 * bits_gap(1e-5)).epsilon(1e-2));
  CHECK(words_gap(1e-6) < 1e-8 * words.ideal.sum());
  CHECK(bits_gap(1e-6) < 1e-8 * bits.ideal.sum());
}

TEST_CASE("crossbar: one word line is a ladder, v_k = V cosh((n - k - 1/2) theta) / cosh((n + 1/2) theta)") {
  const double r = 7.0, g = 2e-4, volts = 0.8;
  for (const Index n : {1, 2, 3, 9, 64, 501}) {
    CAPTURE(n);
    Crossbar array = driven_from_left(CellMatrix::Constant(1, n, g), r, 1.0);
    array.terminal.bottom.setConstant(kInfinity);
    CrossbarReader reader(array);
    const Reading reading = reader.read(left_voltage(VectorXd::Constant(1, volts), n));
    const double theta = 2.0 * std::asinh(std::sqrt(r * g) / 2.0);
    const double foot = volts / std::cosh((n + 0.5) * theta);
    const CellMatrix word = reader.word_voltage();
    for (Index k = 0; k < n; ++k) {
      CHECK(word(0, k) == doctest::Approx(foot * std::cosh((n - k - 0.5) * theta)).epsilon(1e-12));
      CHECK(-reading.current.bottom[k] == doctest::Approx(g * word(0, k)).epsilon(1e-12));
    }
    CHECK(reading.current.left[0] ==
          doctest::Approx(g * foot * std::sinh(n * theta) / (2.0 * std::sinh(theta / 2.0))).epsilon(1e-12));

    Crossbar column = transposed(array);
    const Reading turned = CrossbarReader(column).read(transposed(left_voltage(VectorXd::Constant(1, volts), n)));
    CHECK(turned.current.top[0] == doctest::Approx(reading.current.left[0]).epsilon(1e-12));
  }
}

TEST_CASE("crossbar: with all other lines floating a cell is read in parallel with its sneak path") {
  const Index rows = 33, columns = 50;
  const double g = 1e-5;
  const double sneak = 1.0 / (1.0 / (g * (columns - 1)) + 1.0 / (g * (columns - 1) * (rows - 1)) + 1.0 / (g * (rows - 1)));
  for (const double r : {0.0, 1e-7}) {
    CAPTURE(r);
    Crossbar array{.conductance = CellMatrix::Constant(rows, columns, g),
                   .word_resistance = r,
                   .bit_resistance = r,
                   .terminal = zero_ends(rows, columns)};
    array.terminal.left[0] = kInfinity;
    array.terminal.bottom[0] = kInfinity;
    Ends voltage = zero_ends(rows, columns);
    voltage.left[0] = 0.3;
    const Reading reading = CrossbarReader(array).read(voltage);
    CHECK(reading.outcome == Outcome::solved);
    CHECK(-reading.current.bottom[0] == doctest::Approx(0.3 * (g + sneak)).epsilon(1e-9));
    CHECK(reading.current.left[5] == 0.0);
  }
}

TEST_CASE("crossbar: a shorted cell between ideal sources carries the current its segments allow") {
  Crossbar array{.conductance = CellMatrix::Zero(2, 2),
                 .word_resistance = 3.0,
                 .bit_resistance = 4.0,
                 .terminal = zero_ends(2, 2)};
  array.conductance(0, 1) = 1e6;
  array.terminal.left.setConstant(kInfinity);
  array.terminal.bottom.setConstant(kInfinity);
  Ends voltage = zero_ends(2, 2);
  voltage.left[0] = 1.0;
  const Reading reading = CrossbarReader(array).read(voltage);
  CHECK(reading.current.left[0] == doctest::Approx(1.0 / (3.0 + 4.0 + 1e-6)).epsilon(1e-9));
  CHECK(reading.current.bottom[1] == doctest::Approx(-reading.current.left[0]).epsilon(1e-9));
}

TEST_CASE("crossbar: hard arrays of any size balance at every node to 1e-10") {
  for (const auto& [rows, columns] : {std::pair{65, 64}, {128, 128}, {129, 255}, {512, 3}, {512, 512}}) {
    CAPTURE(rows);
    CAPTURE(columns);
    const Crossbar array = hard(rows, columns);
    const Reading reading = CrossbarReader(array).read(left_voltage(VectorXd::Ones(rows), columns));
    CHECK(reading.outcome == Outcome::solved);
    CHECK(reading.residual <= 1e-10);
    CHECK(reading.residual > 0.0);
  }
}

TEST_CASE("crossbar: hard arrays with floating lines, weak drivers, opens and shorts balance to 1e-10") {
  Random random(16);
  const Index n = 200;
  Crossbar floating = hard(n, n), weak = hard(n, n), broken = hard(n, n), spread = hard(n, n);
  for (Index i = 0; i < n; i += 2) floating.terminal.left[i] = floating.terminal.bottom[n - 1 - i] = 0.0;
  weak.terminal.left.setConstant(1e-6);
  for (double& g : broken.conductance.reshaped()) g = random.chance(0.05) ? 0.0 : random.chance(0.01) ? 0.1 : g;
  for (double& g : spread.conductance.reshaped()) g = random.log_uniform(1e-12, 1e-3);
  for (const Crossbar* array : {&floating, &weak, &broken, &spread}) {
    const Reading reading = CrossbarReader(*array).read(left_voltage(VectorXd::Ones(n), n));
    CHECK(reading.outcome == Outcome::solved);
    CHECK(reading.residual <= 1e-10);
  }
}

TEST_CASE("crossbar: readings superpose") {
  Random random(17);
  const Crossbar array = hard(40, 60);
  CrossbarReader reader(array);
  const Ends a = random_voltage(random, 40, 60), b = random_voltage(random, 40, 60);
  const Ends both{a.left + b.left, a.right + b.right, a.top + b.top, a.bottom + b.bottom};
  const Ends ia = reader.read(a).current, ib = reader.read(b).current, i = reader.read(both).current;
  CHECK(largest_difference(i, {ia.left + ib.left, ia.right + ib.right, ia.top + ib.top, ia.bottom + ib.bottom}) <=
        1e-9 * largest(i));
}

TEST_CASE("crossbar: many inputs, few or more than lines, read what each alone does") {
  Random random(18);
  for (const auto& [rows, columns] : {std::pair<Index, Index>{40, 70}, {70, 40}}) {
    const CellMatrix cells = uniform_cells(random, rows, columns, 1e-4, 1e-3);
    for (const Index inputs : {Index{5}, Index{200}}) {
      const Eigen::MatrixXd voltage = Eigen::MatrixXd::NullaryExpr(rows, inputs, [&] { return random.uniform(-1.0, 1.0); });
      const ColumnReads reads = read_batch(cells, voltage, 5.0, 2.0);
      CHECK(reads.outcome == Outcome::solved);
      CHECK(reads.reads == std::min<Index>(inputs, 40));
      for (const Index k : {Index{0}, inputs - 1}) {
        const ColumnRead alone = read_columns(cells, VectorXd(voltage.col(k)), 5.0, 2.0);
        CHECK((reads.real.col(k) - alone.real).cwiseAbs().maxCoeff() <= 1e-9 * alone.real.cwiseAbs().maxCoeff());
        CHECK((reads.ideal.col(k) - alone.ideal).cwiseAbs().maxCoeff() <= 1e-12 * alone.ideal.cwiseAbs().maxCoeff());
      }
    }
  }
}
