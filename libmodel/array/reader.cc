#include "libmodel/array/reader.h"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "libmodel/error.h"

namespace hysteron {
namespace {

using Eigen::Index;

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

CellMatrix row_blanked(CellMatrix voltage, const std::vector<char>& tied) {
  for (Index i = 0; i < voltage.rows(); ++i)
    if (!tied[i]) voltage.row(i).setConstant(kUndefined);
  return voltage;
}

CellMatrix column_blanked(CellMatrix voltage, const std::vector<char>& tied) {
  for (Index j = 0; j < voltage.cols(); ++j)
    if (!tied[j]) voltage.col(j).setConstant(kUndefined);
  return voltage;
}

}  // namespace

void CrossbarReader::assign(const Crossbar& array) {
  check(array);
  rows_ = array.rows(), columns_ = array.columns();
  tied_ = tied_lines(array);
  const bool resistive = array.word_resistance > 0.0 && array.bit_resistance > 0.0;
  if (resistive != std::holds_alternative<ResistiveLines>(lines_)) {
    if (resistive) lines_.emplace<ResistiveLines>();
    if (!resistive) lines_.emplace<CollapsedLines>();
  }
  std::visit([&](auto& lines) { lines.assign(array); }, lines_);
}

Reading CrossbarReader::read(const Ends& voltage, const ReadOptions& options) {
  check_voltage(voltage, rows_, columns_);
  Reading out = std::visit([&](auto& lines) { return lines.read(voltage, options); }, lines_);
  out.untied_lines = tied_.untied_lines();
  if (!tied_.any()) out.outcome = Outcome::floating;
  return out;
}

CellMatrix CrossbarReader::word_voltage() const {
  return row_blanked(std::visit([](const auto& lines) { return lines.word_voltage(); }, lines_), tied_.word);
}

CellMatrix CrossbarReader::bit_voltage() const {
  return column_blanked(std::visit([](const auto& lines) { return lines.bit_voltage(); }, lines_), tied_.bit);
}

Crossbar driven_from_left(const CellMatrix& conductance, double word_resistance, double bit_resistance) {
  Crossbar array{.conductance = conductance,
                 .word_resistance = word_resistance,
                 .bit_resistance = bit_resistance,
                 .terminal = zero_ends(conductance.rows(), conductance.cols())};
  array.terminal.left.setConstant(1.0 / word_resistance);
  array.terminal.bottom.setConstant(1.0 / bit_resistance);
  return array;
}

Ends left_voltage(const Eigen::VectorXd& voltage, Index columns) {
  Ends out = zero_ends(voltage.size(), columns);
  out.left = voltage;
  return out;
}

ColumnRead read_columns(const CellMatrix& conductance, const Eigen::VectorXd& voltage, double word_resistance,
                        double bit_resistance) {
  CrossbarReader reader(driven_from_left(conductance, word_resistance, bit_resistance));
  const Reading reading = reader.read(left_voltage(voltage, conductance.cols()));
  return {.ideal = conductance.transpose() * voltage, .real = -reading.current.bottom, .reading = reading};
}

namespace {

Reading read_into(ColumnReads& out, CrossbarReader& reader, const Ends& voltage) {
  Reading reading = reader.read(voltage);
  out.residual = std::max(out.residual, reading.residual);
  if (out.outcome == Outcome::solved) out.outcome = reading.outcome;
  ++out.reads;
  return reading;
}

}  // namespace

ColumnReads column_transfer(const CellMatrix& conductance, double word_resistance, double bit_resistance) {
  const Index rows = conductance.rows(), columns = conductance.cols();
  CrossbarReader reader(driven_from_left(conductance, word_resistance, bit_resistance));
  ColumnReads out{.ideal = conductance.transpose(), .real = Eigen::MatrixXd(columns, rows)};
  for (Index k = 0; k < std::min(rows, columns); ++k) {
    Ends unit = zero_ends(rows, columns);
    (rows <= columns ? unit.left : unit.bottom)[k] = 1.0;
    const Reading reading = read_into(out, reader, unit);
    if (rows <= columns) out.real.col(k) = -reading.current.bottom;
    if (rows > columns) out.real.row(k) = -reading.current.left.transpose();
  }
  return out;
}

ColumnReads read_batch(const CellMatrix& conductance, const Eigen::MatrixXd& voltage, double word_resistance,
                       double bit_resistance) {
  const Index rows = conductance.rows(), columns = conductance.cols(), inputs = voltage.cols();
  if (voltage.rows() != rows)
    throw InputError("voltage has " + std::to_string(voltage.rows()) + " rows: must have " + std::to_string(rows) +
                     ", one for each word line");
  if (inputs > std::min(rows, columns)) {
    check_voltage(left_voltage(voltage.rowwise().sum(), columns), rows, columns);
    ColumnReads out = column_transfer(conductance, word_resistance, bit_resistance);
    out.ideal *= voltage, out.real *= voltage;
    return out;
  }
  CrossbarReader reader(driven_from_left(conductance, word_resistance, bit_resistance));
  ColumnReads out{.ideal = conductance.transpose() * voltage, .real = Eigen::MatrixXd(columns, inputs)};
  for (Index k = 0; k < inputs; ++k)
    out.real.col(k) = -read_into(out, reader, left_voltage(voltage.col(k), columns)).current.bottom;
  return out;
}

}  // namespace hysteron
