#include "libmodel/array/reader.h"

#include <limits>
#include <vector>

namespace hysteron {
namespace {

using Eigen::Index;

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

Cells row_blanked(Cells voltage, const std::vector<char>& tied) {
  for (Index i = 0; i < voltage.rows(); ++i)
    if (!tied[i]) voltage.row(i).setConstant(kUndefined);
  return voltage;
}

Cells column_blanked(Cells voltage, const std::vector<char>& tied) {
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

Cells CrossbarReader::word_voltage() const {
  return row_blanked(std::visit([](const auto& lines) { return lines.word_voltage(); }, lines_), tied_.word);
}

Cells CrossbarReader::bit_voltage() const {
  return column_blanked(std::visit([](const auto& lines) { return lines.bit_voltage(); }, lines_), tied_.bit);
}

Crossbar driven_from_left(const Cells& conductance, double word_resistance, double bit_resistance) {
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

ColumnRead read_columns(const Cells& conductance, const Eigen::VectorXd& voltage, double word_resistance,
                        double bit_resistance) {
  CrossbarReader reader(driven_from_left(conductance, word_resistance, bit_resistance));
  const Reading reading = reader.read(left_voltage(voltage, conductance.cols()));
  return {.ideal = conductance.transpose() * voltage, .real = -reading.current.bottom, .reading = reading};
}

}  // namespace hysteron
