// Layers that share lines: one layer is a crossbar, a stack upside down is itself, what goes in comes out.

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "libmodel/array/reader.h"
#include "libmodel/array/stack.h"
#include "libmodel/error.h"
#include "tests/array/random_crossbar.h"

using namespace hysteron;
using namespace hysteron::array_tests;
using Eigen::Index;
using Eigen::VectorXd;

namespace {

Stack random_stack(Random& random, Index rows, Index columns, std::size_t layers) {
  Stack stack{.conductance = {}, .word_resistance = 3.0, .bit_resistance = 7.0, .terminal = {}};
  for (std::size_t k = 0; k < layers; ++k) stack.conductance.push_back(uniform_cells(random, rows, columns, 1e-5, 1e-3));
  for (std::size_t p = 0; p <= layers; ++p) stack.terminal.push_back(plane_ends(stack, p, random.uniform(0.01, 1.0), p % 2 == 0 ? 0.0 : 0.2));
  return stack;
}

std::vector<PlaneEnds> random_sources(Random& random, const Stack& stack) {
  std::vector<PlaneEnds> out;
  for (std::size_t p = 0; p < stack.planes(); ++p) {
    out.push_back(plane_ends(stack, p, 0.0, 0.0));
    for (VectorXd* ends : {&out[p].first, &out[p].last})
      for (double& v : *ends) v = random.uniform(-1.0, 1.0);
  }
  return out;
}

double gap(const CellMatrix& a, const CellMatrix& b) { return (a - b).cwiseAbs().maxCoeff(); }

}  // namespace

TEST_CASE("stack: one layer is the crossbar that the reader knows, whatever its terminals") {
  Random random(71);
  for (int trial = 0; trial < 10; ++trial) {
    const int rows = random.whole(1, 20), columns = random.whole(1, 20);
    const Crossbar array{.conductance = broken_cells(random, rows, columns), .word_resistance = 2.0, .bit_resistance = 5.0,
                         .terminal = random_terminals(random, rows, columns)};
    const Ends voltage = random_voltage(random, rows, columns);
    CrossbarReader reader(array);
    const Reading expected = reader.read(voltage, {.tolerance = 1e-14});
    const Ends& g = array.terminal;
    const StackReading reading = read_stack({{array.conductance}, 2.0, 5.0, {{g.left, g.right}, {g.top, g.bottom}}},
                                            {{voltage.left, voltage.right}, {voltage.top, voltage.bottom}});
    CHECK(reading.outcome == Outcome::solved);
    CHECK(reading.residual <= 1e-10);
    CHECK(reading.untied_lines == expected.untied_lines);
    const Ends current{reading.current[0].first, reading.current[0].last, reading.current[1].first, reading.current[1].last};
    CHECK(largest_difference(current, expected.current) <= 1e-9 * largest(expected.current));
  }
}

TEST_CASE("stack: upside down it is the same stack, with word and bit lines exchanged where layers are odd") {
  Random random(72);
  for (const std::size_t layers : {2, 3, 4}) {
    const Stack stack = random_stack(random, 9, 6, layers);
    const std::vector<PlaneEnds> source = random_sources(random, stack);
    const bool odd = layers % 2 == 1;
    Stack turned{.conductance = {}, .word_resistance = odd ? 7.0 : 3.0, .bit_resistance = odd ? 3.0 : 7.0, .terminal = {}};
    std::vector<PlaneEnds> turned_source;
    for (std::size_t k = layers; k-- > 0;) turned.conductance.push_back(odd ? CellMatrix(stack.conductance[k].transpose()) : stack.conductance[k]);
    for (std::size_t p = layers + 1; p-- > 0;) turned.terminal.push_back(stack.terminal[p]), turned_source.push_back(source[p]);
    const StackReading reading = read_stack(stack, source), back = read_stack(turned, turned_source);
    REQUIRE(reading.outcome == Outcome::solved);
    for (std::size_t p = 0; p <= layers; ++p) {
      const CellMatrix& other = back.voltage[layers - p];
      CHECK(gap(reading.voltage[p], odd ? CellMatrix(other.transpose()) : other) <= 1e-12);
    }
  }
}

TEST_CASE("stack of 16 x 16 x 3: what the drivers deliver is taken, and what one line does to another it does back") {
  Random random(73);
  Stack stack = random_stack(random, 16, 16, 3);
  const std::vector<PlaneEnds> source = random_sources(random, stack);
  const StackReading reading = read_stack(stack, source);
  REQUIRE(reading.outcome == Outcome::solved);
  CHECK(reading.residual <= 1e-10);
  double delivered = 0.0, sum = 0.0, taken = 0.0;
  for (std::size_t p = 0; p < 4; ++p) {
    const auto end = [&](const VectorXd& g, const VectorXd& v, const VectorXd& i) {
      delivered += v.dot(i), sum += i.sum();
      for (Index k = 0; k < g.size(); ++k) taken += g[k] > 0.0 ? i[k] * i[k] / g[k] : 0.0;
    };
    end(stack.terminal[p].first, source[p].first, reading.current[p].first);
    end(stack.terminal[p].last, source[p].last, reading.current[p].last);
    const CellMatrix& v = reading.voltage[p];
    taken += p % 2 == 0 ? (v.rightCols(15) - v.leftCols(15)).squaredNorm() / 3.0 : (v.bottomRows(15) - v.topRows(15)).squaredNorm() / 7.0;
  }
  for (std::size_t layer = 0; layer < 3; ++layer) taken += reading.across(layer).cwiseAbs2().cwiseProduct(stack.conductance[layer]).sum();
  CHECK(delivered == doctest::Approx(taken).epsilon(1e-9));
  CHECK(std::abs(sum) <= 1e-12);

  const auto answer = [&](std::size_t from, Index at, std::size_t to, Index of) {
    std::vector<PlaneEnds> unit;
    for (std::size_t p = 0; p < 4; ++p) unit.push_back(plane_ends(stack, p, 0.0, 0.0));
    unit[from].first[at] = 1.0;
    return read_stack(stack, unit).current[to].first[of];
  };
  CHECK(answer(0, 3, 3, 11) == doctest::Approx(answer(3, 11, 0, 3)).epsilon(1e-9));
  CHECK(answer(1, 0, 2, 15) == doctest::Approx(answer(2, 15, 1, 0)).epsilon(1e-9));
}

TEST_CASE("stack: a layer that is cut off has no potential, and what is out of range is refused") {
  Random random(74);
  Stack stack = random_stack(random, 4, 5, 3);
  stack.conductance[1].setZero();
  stack.terminal[2] = plane_ends(stack, 2, 0.0, 0.0);
  stack.terminal[3] = plane_ends(stack, 3, 0.0, 0.0);
  const StackReading reading = read_stack(stack, random_sources(random, stack));
  CHECK(reading.outcome == Outcome::solved);
  CHECK(reading.untied_lines == 9);
  CHECK(std::isnan(reading.voltage[3](0, 0)));
  CHECK(std::isfinite(reading.voltage[1](0, 0)));
  const std::vector<PlaneEnds> source = random_sources(random, stack);
  stack.bit_resistance = 0.0;
  CHECK_THROWS_AS(read_stack(stack, source), InputError);
}
