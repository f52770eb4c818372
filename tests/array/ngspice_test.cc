// The reader against ngspice, which knows nothing of lines.

#include <doctest/doctest.h>

#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include "libmodel/array/reader.h"
#include "tests/array/random_crossbar.h"
#include "tests/array/run_ngspice.h"

using namespace hysteron;
using namespace hysteron::array_tests;
using Eigen::Index;

namespace {

// Resistors and sources; writes the currents into the sources at the feet of the bit lines.
std::string deck(const CellMatrix& cells, const Eigen::VectorXd& voltage, double r) {
  const Index rows = cells.rows(), columns = cells.cols();
  std::ostringstream out;
  out.precision(17);
  out << "* crossbar\n";
  const auto word = [](Index i, Index j) { return "w" + std::to_string(i) + "_" + std::to_string(j); };
  const auto bit = [](Index i, Index j) { return "b" + std::to_string(i) + "_" + std::to_string(j); };
  for (Index i = 0; i < rows; ++i) out << "vw" << i << " s" << i << " 0 " << voltage[i] << "\n";
  for (Index j = 0; j < columns; ++j) out << "vb" << j << " " << bit(rows, j) << " 0 0\n";
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < columns; ++j) {
      const std::string at = std::to_string(i) + "_" + std::to_string(j);
      const std::string before = j == 0 ? "s" + std::to_string(i) : word(i, j - 1);
      out << "rw" << at << " " << before << " " << word(i, j) << " " << r << "\n";
      out << "rb" << at << " " << bit(i, j) << " " << bit(i + 1, j) << " " << r << "\n";
      out << "rc" << at << " " << word(i, j) << " " << bit(i, j) << " " << 1.0 / cells(i, j) << "\n";
    }
  out << ".control\nset numdgt=16\nset wr_singlescale\nop\nwrdata out.txt";
  for (Index j = 0; j < columns; ++j) out << " i(vb" << j << ")";
  out << "\nquit\n.endc\n.end\n";
  return out.str();
}

}  // namespace

TEST_CASE("crossbar: 64 x 64, easy and hard, agrees with ngspice to 1e-9") {
  Random random(21);
  const Index n = 64;
  for (const double r : {1.0, 10.0}) {
    CAPTURE(r);
    const CellMatrix cells = r > 1.0 ? uniform_cells(random, n, n, 1e-4, 1e-3) : uniform_cells(random, n, n, 1e-6, 1e-5);
    const Eigen::VectorXd voltage = Eigen::VectorXd::NullaryExpr(n, [&] { return random.uniform(0.0, 1.0); });
    const std::vector<double> row = run_ngspice(deck(cells, voltage, r));
    REQUIRE(row.size() == static_cast<std::size_t>(n + 1));
    const ColumnRead read = read_columns(cells, voltage, r, r);
    for (Index j = 0; j < n; ++j) CHECK(std::abs(read.real[j] - row[j + 1]) <= 1e-9 * std::abs(row[j + 1]));
  }
}
