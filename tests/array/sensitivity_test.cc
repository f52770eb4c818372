// How an array's currents answer its cells, against differences and closed forms.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "libmodel/array/sensitivity.h"
#include "libmodel/error.h"
#include "tests/array/random_crossbar.h"

using namespace hysteron;
using namespace hysteron::array_tests;
using Eigen::Index;

TEST_CASE("crossbar: the sensitivity to each cell is that of differences, few inputs or more than lines") {
  Random random(23);
  for (const auto& [rows, columns] : {std::pair<Index, Index>{6, 9}, {9, 6}}) {
    const CellMatrix cells = uniform_cells(random, rows, columns, 1e-4, 1e-3);
    for (const Index inputs : {Index{2}, Index{20}}) {
      const auto drawn = [&](Index lines) -> Eigen::MatrixXd { return Eigen::MatrixXd::NullaryExpr(lines, inputs, [&] { return random.uniform(-1.0, 1.0); }); };
      const Eigen::MatrixXd voltage = drawn(rows), weight = drawn(columns);
      const auto weighted = [&](const CellMatrix& g) { return read_batch(g, voltage, 50.0, 20.0).real.cwiseProduct(weight).sum(); };
      const Sensitivity exact = cell_sensitivity(cells, voltage, weight, 50.0, 20.0);
      CHECK(exact.outcome == Outcome::solved);
      CHECK(exact.reads == 2 * std::min<Index>(inputs, 6));
      const double largest = exact.slope.cwiseAbs().maxCoeff();
      for (Index k = 0; k < cells.size(); ++k) {
        // Of a rational function: an error of third order in the step, of which one cell is a thousandth.
        CellMatrix up = cells, down = cells;
        up(k) *= 1.0 + 1e-3, down(k) *= 1.0 - 1e-3;
        CHECK(std::abs((weighted(up) - weighted(down)) / (2e-3 * cells(k)) - exact.slope(k)) <= 1e-6 * largest);
      }
    }
  }
}

TEST_CASE("crossbar: a cell alone between its leads answers as d/dG of G / (1 + 2 r G), lines without resistance as voltage times weight") {
  const double g = 1e-3, r = 100.0, v = 0.3;
  const Eigen::MatrixXd one = Eigen::MatrixXd::Constant(1, 1, 1.0);
  CHECK(cell_sensitivity(CellMatrix::Constant(1, 1, g), v * one, 2.0 * one, r, r).slope(0, 0) == doctest::Approx(2.0 * v / std::pow(1.0 + 2.0 * r * g, 2)).epsilon(1e-12));
  const Eigen::MatrixXd voltage = Eigen::MatrixXd::Random(4, 3), weight = Eigen::MatrixXd::Random(5, 3);
  const CellMatrix slope = cell_sensitivity(CellMatrix::Constant(4, 5, g), voltage, weight, 0.0, 0.0).slope;
  CHECK((slope - voltage * weight.transpose()).cwiseAbs().maxCoeff() < 1e-12);
  CHECK_THROWS_AS(cell_sensitivity(CellMatrix::Constant(4, 5, g), voltage, voltage, r, r), InputError);
}
