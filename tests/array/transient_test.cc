// Arrays over time: against closed forms, single cells on the native integrator, energy balance and ngspice.

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "libmodel/array/model_cells.h"
#include "libmodel/array/programming.h"
#include "libmodel/array/reader.h"
#include "libmodel/array/selectors.h"
#include "libmodel/devices/vteam.h"
#include "libmodel/devices/yakopcic.h"
#include "libmodel/sim/transient.h"
#include "tests/array/random_crossbar.h"
#include "tests/array/run_ngspice.h"
#include "tests/array/switching_cells.h"

using namespace hysteron;
using namespace hysteron::array_tests;
using Eigen::Index;

namespace {

Crossbar lines_of(Index rows, Index columns, double r) { return driven_from_left(CellMatrix::Zero(rows, columns), r, r); }

Field fraction(const char* name, double start) { return {name, "1", start, 0.0, 1.0, Scale::linear, ""}; }

// dx/dt = a v (1 - x), i = g v.
CellMotion charging_cells(double a, double g) {
  const auto answer = [a, g](const CellMatrix& v, const CellStates& x, CellAnswer& to) {
    to.current = g * v, to.slope.setConstant(g);
    if (to.rate.empty()) return;
    const auto left = 1.0 - x[0].array();
    to.rate[0] = a * v.array() * left, to.rate_by_voltage[0] = a * left;
    to.current_by_state[0].setZero(), to.rate_by_state[0] = -a * v;
  };
  return {.states = {fraction("x", 0.0)}, .answer = answer};
}

Ends all_words(Index rows, Index columns, double volts) {
  Ends out = zero_ends(rows, columns);
  out.left.setConstant(volts);
  return out;
}

}  // namespace

TEST_CASE("transient: a cell that charges with the voltage obeys its closed form, the better the finer the steps") {
  const double a = 2e6, volts = 1.5;
  const PulseShape shape{.width = 1e-6, .edge = 2e-7};
  const double exact = 1.0 - std::exp(-a * volts * (shape.width + shape.edge));
  double before = 0.0;
  for (const double tolerance : {1e-3, 1e-5, 1e-7}) {
    ArrayTransient array(lines_of(2, 3, 1e-6), charging_cells(a, 1e-6));
    const TransientResult run = array.run(pulse(all_words(2, 3, volts), shape), {.tolerance = tolerance, .balance = 1e-11});
    REQUIRE(run.outcome == Outcome::solved);
    const double error = (array.states()[0].array() - exact).abs().maxCoeff();
    CHECK(error <= std::pow(tolerance, 2.0 / 3.0));  // steps as tolerance^(-1/3), each as wrong as it
    if (before > 0.0) CHECK(error < 0.1 * before);   // 100^(2/3) = 22
    before = error;
  }
}

TEST_CASE("transient: the selected, half-selected and other cells of both schemes move as single cells at their voltages") {
  const double volts = -1.0;
  const PulseShape shape{.width = 1e-3, .edge = 1e-4};
  const auto parameters = defaults<ParametersOf<Yakopcic>>();
  const auto around = defaults<Surroundings<double>>();
  const auto alone = [&](double v) {
    const Ramps ramps{.time = {0.0, shape.edge, shape.edge + shape.width, 2.0 * shape.edge + shape.width}, .voltage = {0.0, v, v, 0.0}};
    return transient<Yakopcic>({ramps}, StateOf<Yakopcic>{0.5}, parameters, around, std::vector{0.0, ramps.time.back()}, 1e-10).back().state.x;
  };
  for (const Scheme scheme : {Scheme::half, Scheme::third}) {
    ArrayTransient array(lines_of(3, 4, 1e-6), motion_of<Yakopcic>(parameters));
    array.set_states({CellMatrix::Constant(3, 4, 0.5)});
    const WriteLog log = write_train(array, 1, 2, volts, 1, {.scheme = scheme, .shape = shape, .options = {.tolerance = 1e-7}});
    REQUIRE(log.total.outcome == Outcome::solved);
    const CellMatrix& x = array.states()[0];
    const double part = scheme == Scheme::half ? 0.5 : 1.0 / 3.0, other = scheme == Scheme::half ? 0.0 : -1.0 / 3.0;
    CHECK(std::abs(x(1, 2) - 0.5) > 0.01);
    CHECK(x(1, 2) == doctest::Approx(alone(volts)).epsilon(1e-5));
    CHECK(x(1, 0) == doctest::Approx(alone(part * volts)).epsilon(1e-5));
    CHECK(x(0, 2) == doctest::Approx(alone(part * volts)).epsilon(1e-5));
    CHECK(x(2, 3) == doctest::Approx(alone(other * volts)).epsilon(1e-5));
  }
}

TEST_CASE("transient: drivers deliver what cells, lines and terminals take") {
  Random random(61);
  Crossbar lines = lines_of(9, 14, 200.0);
  lines.terminal.right.setConstant(1e-3);
  ArrayTransient array(lines, motion_of<Vteam>(defaults<ParametersOf<Vteam>>()));
  array.set_states({uniform_cells(random, 9, 14, 0.0, 1.0)});
  const WriteLog log = write_train(array, 4, 5, 1.4, 2, {.shape = {.width = 2e-3, .edge = 1e-4}});
  REQUIRE(log.total.outcome == Outcome::solved);
  const Dissipation& energy = log.total.energy;
  CHECK(energy.delivered() == doctest::Approx(energy.taken()).epsilon(1e-7));
  CHECK(energy.cell.minCoeff() >= 0.0);
  CHECK(energy.word_line.sum() > 0.01 * energy.taken());
  CHECK(energy.cell(4, 5) > 0.0);
}

TEST_CASE("transient: two devices in series are the memory behind a lead, and their slopes are those of differences") {
  const double r = 2000.0;
  const auto memory = motion_of<Vteam>(defaults<ParametersOf<Vteam>>());
  const PulseShape shape{.width = 5e-3, .edge = 1e-3};
  ArrayTransient led(lines_of(1, 1, r), memory);  // r before and r after the cell
  ArrayTransient series(lines_of(1, 1, 1e-6), in_series(motionless(ohmic(CellMatrix::Constant(1, 1, 0.5 / r))), memory));
  for (ArrayTransient* array : {&led, &series}) {
    const TransientResult run = array->run(pulse(all_words(1, 1, 4.0), shape), {.tolerance = 1e-6});
    REQUIRE(run.outcome == Outcome::solved);
  }
  CHECK(led.states()[0](0, 0) > 0.02);
  CHECK(series.states()[0](0, 0) == doctest::Approx(led.states()[0](0, 0)).epsilon(1e-4));

  const CellMotion pair = in_series(motion_of<Yakopcic>(defaults<ParametersOf<Yakopcic>>()), turned(memory));
  const CellMatrix volts = CellMatrix::Constant(1, 1, 1.3);
  const CellStates at{CellMatrix::Constant(1, 1, 0.4), CellMatrix::Constant(1, 1, 0.3)};
  const auto answer = [&](double dv, double da, double db) {
    CellAnswer to;
    to.resize(1, 1, 2);
    pair.answer(volts.array() + dv, {at[0].array() + da, at[1].array() + db}, to);
    return to;
  };
  const CellAnswer here = answer(0.0, 0.0, 0.0);
  const double step = 1e-5;
  for (int along = 0; along < 3; ++along) {
    const auto moved = [&](double by) { return answer(along == 0 ? by : 0.0, along == 1 ? by : 0.0, along == 2 ? by : 0.0); };
    const CellAnswer up = moved(step), down = moved(-step);
    const auto slope = [&](const CellMatrix& a, const CellMatrix& b) { return (a(0, 0) - b(0, 0)) / (2.0 * step); };
    const double current = along == 0 ? here.slope(0, 0) : here.current_by_state[along - 1](0, 0);
    CHECK(current == doctest::Approx(slope(up.current, down.current)).epsilon(1e-5));
    for (int state = 0; state < 2; ++state) {
      const double rate = along == 0 ? here.rate_by_voltage[state](0, 0) : here.rate_by_state[2 * state + along - 1](0, 0);
      CHECK(rate == doctest::Approx(slope(up.rate[state], down.rate[state])).epsilon(1e-5));
    }
  }
}

TEST_CASE("transient: pulses with a read after each stop where the cell reads within its limits") {
  const auto parameters = defaults<ParametersOf<Vteam>>();
  ArrayTransient array(lines_of(8, 8, 10.0), motion_of<Vteam>(parameters));
  array.set_states({CellMatrix::Constant(8, 8, 0.9)});
  const double sneak = read_cell(array, 3, 4, 0.1).sneak;
  CHECK(std::abs(sneak) < 0.5);
  const Verification wanted{.low = 1e-4, .high = 1.3e-4, .read_voltage = 0.1, .raise = {-1.0, -0.02, -1.4}, .lower = {0.9, 0.02, 1.3}, .pulses = 200};
  const VerifiedWrite write = write_verify(array, 3, 4, wanted, {.shape = {.width = 1e-3, .edge = 1e-4}});
  CHECK(write.reached);
  CHECK(write.log.pulses + 1 == static_cast<int>(write.conductance.size()));
  CHECK(write.conductance.front() < wanted.low);
  CHECK(write.conductance.back() >= wanted.low);
  CHECK(write.conductance.back() <= wanted.high);

  // The linear reader on the conductances the cells have come to.
  const CellMatrix g = (array.states()[0].array() * std::log(parameters.r_off / parameters.r_on)).exp().inverse() / parameters.r_on;
  CrossbarReader reader(driven_from_left(g, 10.0, 10.0));
  Ends voltage = zero_ends(8, 8);
  voltage.left[3] = 0.1;
  CHECK(-reader.read(voltage).current.bottom[4] / 0.1 == doctest::Approx(write.conductance.back()).epsilon(1e-9));
}

TEST_CASE("transient: a pattern written row by row is what the array holds, and rows written first are disturbed") {
  const CellMatrix pattern = CellMatrix::NullaryExpr(6, 6, [](Index i, Index j) { return (i + 2 * j) % 3 == 0 ? 1.0 : -1.0; });
  ArrayTransient array(lines_of(6, 6, 1.0), switching_cells(0.5));
  const PatternWrite write = write_pattern(array, pattern, 2.0, -2.0, {.shape = {.width = 1e-6, .edge = 5e-8}});
  REQUIRE(write.log.total.outcome == Outcome::solved);
  CHECK(write.log.pulses == 12);
  const CellMatrix& x = array.states()[0];
  for (Index i = 0; i < 6; ++i)
    for (Index j = 0; j < 6; ++j) CHECK((pattern(i, j) > 0.0 ? x(i, j) > 0.6 : x(i, j) < 0.4));
  const CellMatrix change = (x - write.written[0]).cwiseAbs();
  CHECK(change.row(0).maxCoeff() > 1e-4);
  CHECK(change.row(5).maxCoeff() == 0.0);
}

TEST_CASE("transient: a selector keeps half-selected cells where they are") {
  const auto written = [](const CellMotion& cells, double volts) {
    ArrayTransient array(lines_of(5, 5, 1.0), cells);
    const CellStates before = array.states();
    const WriteLog log = write_train(array, 2, 3, volts, 1, {.shape = {.width = 1e-6, .edge = 5e-8}});
    REQUIRE(log.total.outcome == Outcome::solved);
    return std::pair(array.states()[0](2, 3), disturb(array, before, 2, 3));
  };
  const auto [bare, touched] = written(switching_cells(0.1), 1.8);
  const auto [behind, kept] = written(in_series(motionless(exponential_selector(1e-12, 0.06)), switching_cells(0.1)), 3.0);
  CHECK(bare > 0.3);
  CHECK(behind > 0.3);
  CHECK(touched.row > 1e-4);
  CHECK(std::abs(kept.row) < 0.3 * touched.row);
  CHECK(std::abs(kept.column) < 0.3 * touched.column);
  CHECK(std::abs(touched.others) < 1e-3 * touched.row);
}

TEST_CASE("transient: an access transistor saturates, turns off by decades and lets current through both ways") {
  const double thermal = 0.02585;
  const Transistor<double> law{.i_0 = 2e-6, .v_t = 0.5, .n = 1.25, .v_thermal = thermal, .v_gate = 0.0};
  const CellLaw transistor = access_transistor(law, Eigen::Vector2d(1.5, 0.2));
  CellMatrix v(2, 4), current(2, 4), slope(2, 4), up = current, down = current, unused = current;
  v << 5.0, 1e-6, -1e-6, -0.3, 5.0, 1.0, 0.8, -0.3;
  transistor(v, current, slope);
  const double pinch = (1.5 - 0.5) / 1.25;
  CHECK(current(0, 0) == doctest::Approx(law.i_0 * std::pow(pinch / (2.0 * thermal), 2)).epsilon(1e-3));  // strong inversion
  CHECK(current(1, 0) == doctest::Approx(law.i_0 * std::exp((0.2 - 0.5) / (1.25 * thermal))).epsilon(1e-2));  // weak inversion
  CHECK(current(0, 1) == doctest::Approx(-current(0, 2)).epsilon(1e-4));
  CHECK(current(0, 1) / 1e-6 == doctest::Approx(law.i_0 * pinch / (2.0 * thermal * thermal)).epsilon(1e-3));
  CHECK(current(0, 3) < 0.0);
  const double step = 1e-6;
  transistor(v.array() + step, up, unused);
  transistor(v.array() - step, down, unused);
  for (Index k = 0; k < v.size(); ++k) CHECK(slope(k) == doctest::Approx((up(k) - down(k)) / (2.0 * step)).epsilon(1e-4).scale(1e-9));
  transistor(CellMatrix::Constant(2, 4, pinch), current, slope);  // where the far end is at pinch-off
  CHECK(slope(0, 0) > 0.0);
}

TEST_CASE("transient: 12 x 12 cells under a write pulse end where ngspice at fine steps has them, to 1e-4") {
  const SwitchingArray problem{.size = 12, .resistance = 5.0, .start = 0.1, .row = 5, .column = 7, .volts = 2.0, .shape = {.width = 900e-9, .edge = 50e-9}};
  const std::vector<double> rows = run_ngspice(problem.deck(2e-9, "reltol=1e-5 abstol=1e-12 vntol=1e-8"));
  REQUIRE(rows.size() > 100);
  ArrayTransient array = problem.transient();
  const WriteLog log = write_train(array, problem.row, problem.column, problem.volts, 1, problem.writing(1e-6));
  REQUIRE(log.total.outcome == Outcome::solved);
  const std::array<double, 4> x = problem.watched(array.states()[0]);
  CHECK(x[0] > 0.3);
  for (std::size_t k = 0; k < 4; ++k) CHECK(std::abs(x[k] - rows[rows.size() - 4 + k]) <= 1e-4);
}
