#include "libmodel/array/sensitivity.h"

#include <algorithm>
#include <string>

#include "libmodel/error.h"

namespace hysteron {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

// L depends on voltage * weight^T alone: as few pairs of columns as have that product.
struct Pairs {
  MatrixXd voltage, weight;
};
Pairs fewest(const MatrixXd& voltage, const MatrixXd& weight) {
  const Index rows = voltage.rows(), columns = weight.rows();
  if (voltage.cols() <= std::min(rows, columns)) return {voltage, weight};
  const MatrixXd product = voltage * weight.transpose();
  if (rows <= columns) return {MatrixXd::Identity(rows, rows), product.transpose()};
  return {product, MatrixXd::Identity(columns, columns)};
}

// V from word to bit line across each cell.
CellMatrix across(CrossbarReader& reader, const Ends& voltage, Sensitivity& out) {
  const Reading reading = reader.read(voltage);
  out.residual = std::max(out.residual, reading.residual);
  if (out.outcome == Outcome::solved) out.outcome = reading.outcome;
  ++out.reads;
  return reader.word_voltage() - reader.bit_voltage();
}

}  // namespace

Sensitivity cell_sensitivity(const CellMatrix& conductance, const MatrixXd& voltage, const MatrixXd& weight, double word_resistance,
                             double bit_resistance) {
  const Index rows = conductance.rows(), columns = conductance.cols();
  if (voltage.rows() != rows || weight.rows() != columns || voltage.cols() != weight.cols())
    throw InputError("voltage is " + std::to_string(voltage.rows()) + " x " + std::to_string(voltage.cols()) + " and weight " +
                     std::to_string(weight.rows()) + " x " + std::to_string(weight.cols()) + ": must have " + std::to_string(rows) + " and " +
                     std::to_string(columns) + " rows, and as many inputs");
  CrossbarReader reader(driven_from_left(conductance, word_resistance, bit_resistance));
  Sensitivity out{.slope = CellMatrix::Zero(rows, columns)};
  const Pairs pairs = fewest(voltage, weight);
  for (Index k = 0; k < pairs.voltage.cols(); ++k) {
    Ends back = zero_ends(rows, columns);
    back.bottom = pairs.weight.col(k);
    const CellMatrix forward = across(reader, left_voltage(pairs.voltage.col(k), columns), out);
    out.slope -= forward.cwiseProduct(across(reader, back, out));
  }
  return out;
}

}  // namespace hysteron
