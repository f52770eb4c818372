// Multigrid against the line solver, over sizes that divide by two and sizes that do not.

#include <doctest/doctest.h>

#include <cmath>
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

Ends driven(Random& random, Index rows, Index columns) {
  return left_voltage(VectorXd::NullaryExpr(rows, [&] { return random.uniform(0.0, 1.0); }), columns);
}

void check_methods_agree(const Crossbar& array, const Ends& voltage) {
  CrossbarReader reader(array);
  const Reading plain = reader.read(voltage, {.method = Method::lines});
  for (const Method method : {Method::v_cycle, Method::w_cycle}) {
    const Reading cycled = reader.read(voltage, {.method = method});
    CHECK(cycled.outcome == Outcome::solved);
    CHECK(largest_difference(plain.current, cycled.current) <= 1e-9 * largest(plain.current));
  }
}

}  // namespace

TEST_CASE("multigrid: at most six W-cycles for every size, and never the answer of another array") {
  Random random(31);
  for (const auto& [rows, columns] :
       {std::pair<Index, Index>{33, 33}, {64, 65}, {127, 129}, {100, 333}, {17, 400}, {400, 9}, {256, 256}, {511, 300}}) {
    CAPTURE(rows);
    CAPTURE(columns);
    const Crossbar array = driven_from_left(uniform_cells(random, rows, columns, 1e-4, 1e-3), 10.0, 10.0);
    const Ends voltage = driven(random, rows, columns);
    CrossbarReader reader(array);
    const Reading cycled = reader.read(voltage, {.method = Method::w_cycle});
    CHECK(cycled.outcome == Outcome::solved);
    CHECK(cycled.iterations <= 6);
    CHECK(cycled.residual <= 1e-11);
    const Reading plain = reader.read(voltage, {.method = Method::lines});
    CHECK(plain.iterations > cycled.iterations);
    for (Index j = 0; j < columns; ++j)
      CHECK(cycled.current.bottom[j] == doctest::Approx(plain.current.bottom[j]).epsilon(1e-9));
  }
}

TEST_CASE("multigrid: floating and weakly driven lines, ideal sources, shorts, opens and nine decades are solved") {
  Random random(32);
  const Index rows = 130, columns = 75;
  const Crossbar base = driven_from_left(uniform_cells(random, rows, columns, 1e-4, 1e-3), 10.0, 3.0);
  const Ends voltage = driven(random, rows, columns);
  Crossbar floating = base, ideal = base, broken = base, spread = base;
  floating.terminal.left.setZero(), floating.terminal.bottom.setZero();
  floating.terminal.left[40] = 0.1, floating.terminal.bottom[11] = 1e-4;
  ideal.terminal.left.setConstant(kInfinity), ideal.terminal.bottom.setConstant(kInfinity);
  ideal.terminal.top[3] = kInfinity;
  for (double& g : broken.conductance.reshaped()) g = random.chance(0.01) ? 0.1 : random.chance(0.05) ? 0.0 : g;
  for (double& g : spread.conductance.reshaped()) g = random.log_uniform(1e-12, 1e-3);
  for (const Crossbar* array : {&floating, &ideal, &broken, &spread}) check_methods_agree(*array, voltage);
}

TEST_CASE("multigrid: the method follows the difficulty") {
  Random random(33);
  const auto cells = uniform_cells(random, 256, 256, 1e-4, 1e-3);
  const Ends voltage = driven(random, 256, 256);
  const Crossbar easy = driven_from_left(1e-2 * cells, 1.0, 1.0), hard = driven_from_left(cells, 10.0, 10.0);
  CHECK(difficulty(easy) < 1.0);
  CHECK(difficulty(hard) > 200.0);
  CHECK(CrossbarReader(easy).read(voltage).iterations == CrossbarReader(easy).read(voltage, {.method = Method::lines}).iterations);
  CHECK(CrossbarReader(hard).read(voltage).iterations == CrossbarReader(hard).read(voltage, {.method = Method::w_cycle}).iterations);
}
