// The reader against ngspice, which knows nothing of lines.

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "libmodel/array/reader.h"
#include "spice/array_deck.h"
#include "tests/array/random_crossbar.h"
#include "tests/array/run_ngspice.h"

using namespace hysteron;
using namespace hysteron::array_tests;
using Eigen::Index;

TEST_CASE("crossbar: 64 x 64, easy and hard, agrees with ngspice to 1e-9") {
  Random random(21);
  const Index n = 64;
  for (const double r : {1.0, 10.0}) {
    CAPTURE(r);
    const CellMatrix cells = r > 1.0 ? uniform_cells(random, n, n, 1e-4, 1e-3) : uniform_cells(random, n, n, 1e-6, 1e-5);
    const Eigen::VectorXd voltage = Eigen::VectorXd::NullaryExpr(n, [&] { return random.uniform(0.0, 1.0); });
    const std::vector<double> row = run_ngspice(spice::array_deck(driven_from_left(cells, r, r), left_voltage(voltage, n)), "bit_line_currents.txt");
    REQUIRE(row.size() == static_cast<std::size_t>(n + 1));
    const ColumnRead read = read_columns(cells, voltage, r, r);
    for (Index j = 0; j < n; ++j) CHECK(std::abs(read.real[j] - row[j + 1]) <= 1e-9 * std::abs(row[j + 1]));
  }
}
