#include "libmodel/array/programming.h"

#include <algorithm>
#include <cmath>

namespace hysteron {
namespace {

using Eigen::Index;

void run_into(WriteLog& log, ArrayTransient& array, const Ends& level, const Writing& how) {
  const Drive drive = pulse(level, how.shape);
  log.add(array.run(drive, how.options), drive.duration());
}

std::vector<char> marked(const CellMatrix& pattern, Index row, double sign) {
  std::vector<char> out(static_cast<std::size_t>(pattern.cols()));
  for (Index j = 0; j < pattern.cols(); ++j) out[static_cast<std::size_t>(j)] = sign * pattern(row, j) > 0.0;
  return out;
}

}  // namespace

CellRead read_cell(ArrayTransient& array, Index row, Index column, double volts) {
  Ends voltage = zero_ends(array.rows(), array.columns());
  voltage.left[row] = voltage.right[row] = volts;
  const OperatingPoint point = array.read(voltage);
  const double out = -point.current.bottom[column] - point.current.top[column];
  return {.conductance = out / volts, .sneak = out != 0.0 ? 1.0 - array.cell_current()(row, column) / out : 0.0, .outcome = point.outcome};
}

WriteLog::WriteLog(const ArrayTransient& array) { total.energy = no_dissipation(array.rows(), array.columns()); }

void WriteLog::add(const TransientResult& result, double duration) {
  if (total.outcome == Outcome::solved) total.outcome = result.outcome;
  total.steps += result.steps, total.rejected += result.rejected;
  total.newton_iterations += result.newton_iterations, total.linear_iterations += result.linear_iterations;
  total.residual = std::max(total.residual, result.residual);
  total.energy.add(1.0, result.energy);
  seconds += duration;
  ++pulses;
}

WriteLog write_train(ArrayTransient& array, Index row, Index column, double volts, int pulses, const Writing& how) {
  WriteLog log(array);
  const Ends level = select_cells(array.rows(), row, only_column(array.columns(), column), volts, how.scheme);
  for (int k = 0; k < pulses && log.total.outcome == Outcome::solved; ++k) run_into(log, array, level, how);
  return log;
}

PatternWrite write_pattern(ArrayTransient& array, const CellMatrix& pattern, double up, double down, const Writing& how,
                           const std::function<void(Index rows)>& done) {
  PatternWrite out{.log = WriteLog(array), .written = array.states()};
  for (Index i = 0; i < array.rows(); ++i) {
    for (const double volts : {up, down}) {
      const std::vector<char> columns = marked(pattern, i, volts == up ? 1.0 : -1.0);
      if (std::count(columns.begin(), columns.end(), 1) == 0) continue;
      run_into(out.log, array, select_cells(array.rows(), i, columns, volts, how.scheme), how);
    }
    for (std::size_t k = 0; k < out.written.size(); ++k) out.written[k].row(i) = array.states()[k].row(i);
    if (done) done(i + 1);
  }
  return out;
}

VerifiedWrite write_verify(ArrayTransient& array, Index row, Index column, const Verification& wanted, const Writing& how) {
  VerifiedWrite out{.log = WriteLog(array), .reached = false, .conductance = {}};
  const Staircase* before = nullptr;
  double volts = 0.0;
  while (true) {
    const double g = read_cell(array, row, column, wanted.read_voltage).conductance;
    out.conductance.push_back(g);
    out.reached = g >= wanted.low && g <= wanted.high;
    if (out.reached || out.log.pulses == wanted.pulses || out.log.total.outcome != Outcome::solved) return out;
    const Staircase& stairs = g < wanted.low ? wanted.raise : wanted.lower;
    volts = &stairs == before ? volts + stairs.step : stairs.first;
    if (std::abs(volts) > std::abs(stairs.last)) volts = stairs.last;
    before = &stairs;
    run_into(out.log, array, select_cells(array.rows(), row, only_column(array.columns(), column), volts, how.scheme), how);
  }
}

Disturb disturb(const ArrayTransient& array, const CellStates& before, Index row, Index column) {
  Disturb out;
  const Field& field = array.fields().front();
  const CellMatrix change = (array.states().front() - before.front()) / (field.upper - field.lower);
  const auto larger = [](double& worst, double x) {
    if (std::abs(x) > std::abs(worst)) worst = x;
  };
  for (Index i = 0; i < array.rows(); ++i)
    for (Index j = 0; j < array.columns(); ++j) {
      if (i == row && j == column) continue;
      larger(i == row ? out.row : j == column ? out.column : out.others, change(i, j));
    }
  return out;
}

}  // namespace hysteron
