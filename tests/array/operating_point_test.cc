// Arrays of nonlinear cells: against the linear reader, closed forms, the cells' own equations and ngspice.

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <sstream>
#include <string>
#include <utility>

#include "libmodel/array/model_cells.h"
#include "libmodel/array/operating_point.h"
#include "libmodel/array/reader.h"
#include "libmodel/devices/yakopcic.h"
#include "tests/array/random_crossbar.h"
#include "tests/array/run_ngspice.h"

using namespace hysteron;
using namespace hysteron::array_tests;
using Eigen::Index;
using Eigen::VectorXd;

namespace {

// I = g sinh(k v) / k.
CellLaw sinh_cells(CellMatrix g, double k) {
  return [g = std::move(g), k](const CellMatrix& v, CellMatrix& current, CellMatrix& slope) {
    current = g.array() * (k * v.array()).sinh() / k;
    slope = g.array() * (k * v.array()).cosh();
  };
}

// A current that saturates: the slope of a cell far from 0 V says nothing of where it leads.
CellLaw saturating_cells(CellMatrix g, double scale) {
  return [g = std::move(g), scale](const CellMatrix& v, CellMatrix& current, CellMatrix& slope) {
    current = g.array() * scale * (v.array() / scale).tanh();
    slope = g.array() * (1.0 - (v.array() / scale).tanh().square());
  };
}

Crossbar lines_of(Index rows, Index columns, double r) {
  return driven_from_left(CellMatrix::Zero(rows, columns), r, r);
}

double voltage_gap(const OperatingPointSolver& a, const CrossbarReader& b) {
  return std::max((a.word_voltage() - b.word_voltage()).cwiseAbs().maxCoeff(),
                  (a.bit_voltage() - b.bit_voltage()).cwiseAbs().maxCoeff());
}

}  // namespace

TEST_CASE("operating point: ohmic cells agree with the linear reader, whatever the terminals") {
  Random random(41);
  for (int trial = 0; trial < 20; ++trial) {
    const int rows = random.whole(2, 40), columns = random.whole(2, 40);
    Crossbar array{.conductance = uniform_cells(random, rows, columns, 1e-5, 1e-3),
                   .word_resistance = 5.0,
                   .bit_resistance = 2.0,
                   .terminal = random_terminals(random, rows, columns)};
    const Ends voltage = random_voltage(random, rows, columns);
    CrossbarReader reader(array);
    const Reading expected = reader.read(voltage, {.tolerance = 1e-14});
    OperatingPointSolver solver(array);
    const OperatingPoint point = solver.solve(ohmic(array.conductance), voltage, {.tolerance = 1e-14});
    CHECK(point.outcome == Outcome::solved);
    CHECK(voltage_gap(solver, reader) <= 1e-9);
    CHECK(largest_difference(point.current, expected.current) <= 1e-9 * largest(expected.current));
  }
}

TEST_CASE("operating point: steep and saturating cells are solved from any start") {
  Random random(42);
  const Index rows = 70, columns = 90;
  const CellMatrix g = uniform_cells(random, rows, columns, 1e-6, 1e-3);
  OperatingPointSolver solver(lines_of(rows, columns, 5.0));
  const CellLaw laws[] = {sinh_cells(g, 4.0), sinh_cells(1e-6 * g, 30.0), saturating_cells(g, 0.05)};
  for (const double volts : {1.0, 0.1, 2.0, -1.0})
    for (const CellLaw& law : laws) {  // each starts where another law left the array
      const OperatingPoint point = solver.solve(law, left_voltage(VectorXd::Constant(rows, volts), columns));
      CHECK(point.outcome == Outcome::solved);
      CHECK(point.residual <= std::max(1e-11, point.attainable));
      CHECK(point.newton_iterations <= 40);
      CHECK(point.current.left.sum() + point.current.bottom.sum() == doctest::Approx(0.0).scale(largest(point.current)).epsilon(1e-9));
    }
}

TEST_CASE("operating point: a sinh cell alone between its leads obeys its own equation") {
  OperatingPointSolver solver(lines_of(1, 1, 1e4));
  const double g = 1e-4, k = 5.0, volts = 1.0;
  const OperatingPoint point = solver.solve(sinh_cells(CellMatrix::Constant(1, 1, g), k), left_voltage(VectorXd::Constant(1, volts), 1));
  CHECK(point.outcome == Outcome::solved);
  const double current = point.current.left[0];
  CHECK(g * std::sinh(k * (volts - 2e4 * current)) / k == doctest::Approx(current).epsilon(1e-9));
}

TEST_CASE("operating point: a selector in series carries the memory's current and blocks half-selected cells") {
  Random random(43);
  const Index n = 48;
  const CellMatrix memory = uniform_cells(random, n, n, 1e-5, 1e-4);
  const double g = 1e-15, k = 40.0;  // 6 nA at 0.5 V
  const CellLaw selector = sinh_cells(CellMatrix::Constant(n, n, g), k);
  CellMatrix v = uniform_cells(random, n, n, -1.0, 1.0), current = v, slope = v;
  const CellLaw both = in_series(selector, ohmic(memory));
  both(v, current, slope);
  // The current leaves v - i / g to the selector, which must carry it; the slope is that of the pair.
  const CellMatrix across = v.array() - current.array() / memory.array();
  CHECK((g * (k * across.array()).sinh() / k - current.array()).abs().maxCoeff() <= 1e-9 * current.cwiseAbs().maxCoeff());
  CellMatrix higher = current, unused = slope;
  both(v.array() + 1e-6, higher, unused);
  CHECK(((higher - current) / 1e-6 - 0.5 * (slope + unused)).cwiseAbs().maxCoeff() <= 1e-6 * slope.maxCoeff());

  Crossbar lines = lines_of(n, n, 2.0);
  lines.terminal.left.setConstant(0.5), lines.terminal.bottom.setConstant(0.5);
  Ends half = zero_ends(n, n);  // cell (5, 7) selected at 1 V, the lines of all others at half
  half.left.setConstant(0.5), half.bottom.setConstant(0.5);
  half.left[5] = 1.0, half.bottom[7] = 0.0;
  const auto sneak = [&](const CellLaw& law) {
    OperatingPointSolver solver(lines);
    CHECK(solver.solve(law, half).outcome == Outcome::solved);
    const CellMatrix& i = solver.cell_current();
    return (i.row(5).sum() - i(5, 7)) / i(5, 7);
  };
  CHECK(sneak(ohmic(memory)) > 5.0);
  CHECK(sneak(both) < 0.1);
}

TEST_CASE("operating point: cells of the catalogue carry the current of their model") {
  Random random(44);
  const Index n = 20;
  const CellMatrix x = uniform_cells(random, n, n, 0.1, 0.9);
  OperatingPointSolver solver(lines_of(n, n, 3.0));
  const Yakopcic::Parameters<double> parameters = defaults<Yakopcic::Parameters<double>>();
  const OperatingPoint point = solver.solve(cells_of<Yakopcic>({x}, parameters), left_voltage(VectorXd::Constant(n, 0.2), n));
  CHECK(point.outcome == Outcome::solved);
  const CellMatrix v = solver.word_voltage() - solver.bit_voltage();
  for (Index k = 0; k < v.size(); ++k) {
    const double expected = parameters.a_1 * x(k) * std::sinh(parameters.b * v(k));
    CHECK(solver.cell_current()(k) == doctest::Approx(expected).epsilon(1e-6));
  }
}

TEST_CASE("operating point: 32 x 32 sinh cells agree with ngspice to 1e-9 V") {
  Random random(45);
  const Index n = 32;
  const CellMatrix g = uniform_cells(random, n, n, 1e-5, 1e-4);
  const VectorXd voltage = VectorXd::NullaryExpr(n, [&] { return random.uniform(0.0, 1.0); });
  std::ostringstream deck;
  deck.precision(17);
  deck << "* sinh cells\n.options reltol=1e-12 abstol=1e-18 vntol=1e-14 gmin=1e-20\n";
  const auto node = [](const char* line, Index i, Index j) { return line + std::to_string(i) + "_" + std::to_string(j); };
  for (Index i = 0; i < n; ++i) deck << "vw" << i << " s" << i << " 0 " << voltage[i] << "\n";
  for (Index j = 0; j < n; ++j) deck << "vb" << j << " " << node("b", n, j) << " 0 0\n";
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) {
      const std::string at = std::to_string(i) + "_" + std::to_string(j), w = node("w", i, j), b = node("b", i, j);
      deck << "rw" << at << " " << (j == 0 ? "s" + std::to_string(i) : node("w", i, j - 1)) << " " << w << " 5\n";
      deck << "rb" << at << " " << b << " " << node("b", i + 1, j) << " 5\n";
      deck << "bc" << at << " " << w << " " << b << " i=" << g(i, j) << "*sinh(4*v(" << w << "," << b << "))/4\n";
    }
  deck << ".control\nset numdgt=16\nset wr_singlescale\nop\nwrdata out.txt";
  for (Index j = 0; j < n; ++j) deck << " v(" << node("w", n - 1, j) << ") v(" << node("b", n / 2, j) << ")";
  deck << "\nquit\n.endc\n.end\n";
  const std::vector<double> row = run_ngspice(deck.str());
  REQUIRE(row.size() == static_cast<std::size_t>(2 * n + 1));
  OperatingPointSolver solver(lines_of(n, n, 5.0));
  CHECK(solver.solve(sinh_cells(g, 4.0), left_voltage(voltage, n)).outcome == Outcome::solved);
  for (Index j = 0; j < n; ++j) {
    CHECK(std::abs(solver.word_voltage()(n - 1, j) - row[1 + 2 * j]) <= 1e-9);
    CHECK(std::abs(solver.bit_voltage()(n / 2, j) - row[2 + 2 * j]) <= 1e-9);
  }
}
