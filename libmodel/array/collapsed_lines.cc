#include "libmodel/array/collapsed_lines.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hysteron {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::VectorXd;
using RowArray = Eigen::Array<double, 1, Eigen::Dynamic>;

VectorXd finite(const VectorXd& g) { return g.array().isInf().select(0.0, g); }
VectorXd kept(const VectorXd& g) { return g.array().isInf().select(VectorXd::Zero(g.size()), 1.0); }

VectorXd injected(const VectorXd& g, const VectorXd& v) { return finite(g).cwiseProduct(v); }
VectorXd held(const VectorXd& g, const VectorXd& v) { return g.array().isInf().select(v, 0.0); }

// 1 / x, and 0 for the node of an isolated line, which carries nothing.
RowArray inverse(const RowArray& x) { return (x > 1e-300).select(1.0 / x.max(1e-300), 0.0); }

}  // namespace

void CollapsedLines::assign(const Crossbar& array) {
  transposed_ = array.word_resistance > 0.0;
  array_ = transposed_ ? transposed(array) : array;
  const Ends& g = array_.terminal;
  word_terminal_ = finite(g.left) + finite(g.right);
  keep_word_ = kept(g.left).cwiseProduct(kept(g.right));
  diagonal_ = array_.conductance.rowwise().sum() + word_terminal_;
  factor_bits();
}

void CollapsedLines::factor_bits() {
  const Index rows = array_.rows(), columns = array_.columns();
  const Ends& g = array_.terminal;
  const RowArray top = finite(g.top).transpose(), bottom = finite(g.bottom).transpose();
  const RowArray keep_top = kept(g.top).transpose(), keep_bottom = kept(g.bottom).transpose();
  if (array_.bit_resistance == 0.0) {
    const RowArray total = array_.conductance.colwise().sum().array() + top + bottom;
    bit_pivot_node_ = (inverse(total) * keep_top * keep_bottom).transpose();
    return;
  }
  const double bond = 1.0 / array_.bit_resistance;
  bit_pivot_.resize(rows, columns);
  RowArray carried = RowArray::Zero(columns);  // S, the leak behind the bond; see line_sweeps.h
  for (Index i = 0; i < rows; ++i) {
    RowArray leak = array_.conductance.row(i).array() + carried;
    if (i == 0) leak += top;
    if (i == rows - 1) leak += bottom;
    const RowArray pivot = inverse(i < rows - 1 ? RowArray(leak + bond) : leak);
    carried = bond * pivot * leak;
    bit_pivot_.row(i) = pivot;
    if (i == 0) {
      carried = keep_top * carried + (1.0 - keep_top) * bond;
      bit_pivot_.row(i).array() *= keep_top;
    }
    if (i == rows - 1) bit_pivot_.row(i).array() *= keep_bottom;
  }
}

// The bit lines under the word lines' potentials; sources = 1 with their own sources, 0 without.
void CollapsedLines::solve_bits(const VectorXd& word, double sources) {
  const Index rows = array_.rows();
  const CellMatrix& cell = array_.conductance;
  if (array_.bit_resistance == 0.0) {
    const VectorXd into = cell.transpose() * word + sources * (injection_.top + injection_.bottom);
    bit_.row(0) = into.cwiseProduct(bit_pivot_node_) + sources * (hold_.top + hold_.bottom);
    return;
  }
  const double bond = 1.0 / array_.bit_resistance;
  for (Index i = 0; i < rows; ++i) {
    RowArray into = cell.row(i).array() * word[i];
    if (i > 0) into += bond * bit_.row(i - 1).array();
    if (i == 0) into += sources * injection_.top.transpose().array();
    if (i == rows - 1) into += sources * injection_.bottom.transpose().array();
    bit_.row(i) = into * bit_pivot_.row(i).array();
    if (i == 0) bit_.row(i) += sources * hold_.top.transpose();
    if (i == rows - 1) bit_.row(i) += sources * hold_.bottom.transpose();
  }
  for (Index i = rows - 1; i-- > 0;) bit_.row(i).array() += bond * bit_pivot_.row(i).array() * bit_.row(i + 1).array();
}

// A leaving each word line through cells and terminals, their sources at 0 V.
VectorXd CollapsedLines::word_excess(const VectorXd& word) const {
  VectorXd out = word_terminal_.cwiseProduct(word);
  for (Index i = 0; i < array_.rows(); ++i)
    out[i] += (array_.conductance.row(i).array() * (word[i] - bit_.row(bit_.rows() == 1 ? 0 : i).array())).sum();
  return out;
}

Reading CollapsedLines::read(const Ends& caller_voltage, const ReadOptions& options) {
  const Ends voltage = transposed_ ? transposed(caller_voltage) : caller_voltage;
  const Ends& g = array_.terminal;
  const Index rows = array_.rows(), columns = array_.columns();
  injection_ = {injected(g.left, voltage.left), injected(g.right, voltage.right), injected(g.top, voltage.top),
                injected(g.bottom, voltage.bottom)};
  hold_ = {held(g.left, voltage.left), held(g.right, voltage.right), held(g.top, voltage.top),
           held(g.bottom, voltage.bottom)};
  bit_.setZero(array_.bit_resistance == 0.0 ? 1 : rows, columns);
  word_ = hold_.left + hold_.right;
  const VectorXd free_inverse =
      (diagonal_.array() > 1e-300).select(keep_word_.array() / diagonal_.array().max(1e-300), 0.0);

  Reading out{.current = zero_ends(rows, columns)};
  double start = -1.0;
  constexpr int restarts = 4;
  double tolerance = options.tolerance;
  for (int attempt = 0; attempt < restarts; ++attempt, tolerance *= 0.1) {
    solve_bits(word_, 1.0);
    VectorXd r = keep_word_.cwiseProduct(injection_.left + injection_.right - word_excess(word_));
    VectorXd z = free_inverse.cwiseProduct(r), p = z;
    double product = r.dot(z);
    if (start < 0.0) start = product;
    const double enough = tolerance * tolerance * start;
    while (product > enough && out.iterations < options.iterations) {
      solve_bits(p, 0.0);
      const VectorXd q = keep_word_.cwiseProduct(word_excess(p));
      const double power = p.dot(q);
      if (!(power > 0.0)) break;
      const double alpha = product / power;
      word_ += alpha * p;
      r -= alpha * q;
      z = free_inverse.cwiseProduct(r);
      const double next = r.dot(z);
      p = z + next / product * p;
      product = next;
      ++out.iterations;
    }
    solve_bits(word_, 1.0);
    judge(options.tolerance, out);
    if (product > enough) out.outcome = Outcome::not_converged;
    if (out.outcome == Outcome::solved || out.iterations >= options.iterations) break;
  }

  VectorXd bit_sum = VectorXd::Zero(columns), bit_moment = bit_sum;
  for (Index i = 0; i < rows; ++i) {
    const VectorXd current = (array_.conductance.row(i).array() *
                              (word_[i] - bit_.row(bit_.rows() == 1 ? 0 : i).array())).matrix().transpose();
    bit_sum += current;
    bit_moment += static_cast<double>(i) * current;
    const EndCurrents ends = end_currents({.conductance = {g.left[i], g.right[i]},
                                           .voltage = {voltage.left[i], voltage.right[i]},
                                           .segment = 0.0,
                                           .cells = columns},
                                          {current.sum(), 0.0});
    out.current.left[i] = ends.first, out.current.right[i] = ends.last;
  }
  for (Index j = 0; j < columns; ++j) {
    const EndCurrents ends = end_currents({.conductance = {g.top[j], g.bottom[j]},
                                           .voltage = {voltage.top[j], voltage.bottom[j]},
                                           .segment = array_.bit_resistance,
                                           .cells = rows},
                                          {-bit_sum[j], -bit_moment[j]});
    out.current.top[j] = ends.first, out.current.bottom[j] = ends.last;
  }
  if (transposed_) out.current = transposed(out.current);
  return out;
}

// Sets residual, attainable and outcome from the voltages held: the balance at every node there is.
void CollapsedLines::judge(double tolerance, Reading& reading) const {
  const Index rows = array_.rows(), columns = array_.columns();
  const bool nodes = array_.bit_resistance == 0.0;
  const double bond = nodes ? 0.0 : 1.0 / array_.bit_resistance;
  const Ends& g = array_.terminal;
  const RowArray top = finite(g.top).transpose(), bottom = finite(g.bottom).transpose();
  double squared = 0.0, scale = 0.0, injection = 0.0;

  const VectorXd word_missing = keep_word_.cwiseProduct(injection_.left + injection_.right - word_excess(word_));
  squared += word_missing.squaredNorm();
  scale += (2.0 * diagonal_.cwiseProduct(word_)).squaredNorm();
  injection += (injection_.left + injection_.right).squaredNorm();
  injection += diagonal_.cwiseProduct(hold_.left + hold_.right).squaredNorm();
  injection += injection_.top.squaredNorm() + injection_.bottom.squaredNorm();

  RowArray missing = RowArray::Zero(columns), added = missing;
  for (Index i = 0; i < rows; ++i) {
    const auto v = bit_.row(nodes ? 0 : i).array();
    const auto cell = array_.conductance.row(i).array();
    if (!nodes) missing.setZero(), added.setZero();
    missing += cell * (word_[i] - v);
    added += cell * (std::abs(word_[i]) + v.abs());
    if (!nodes && i > 0) missing += bond * (bit_.row(i - 1).array() - v), added += 2.0 * bond * v.abs();
    if (!nodes && i < rows - 1) missing += bond * (bit_.row(i + 1).array() - v), added += 2.0 * bond * v.abs();
    if (i == 0) missing += injection_.top.transpose().array() - top * v, added += top * v.abs();
    if (i == rows - 1) missing += injection_.bottom.transpose().array() - bottom * v, added += bottom * v.abs();
    if (nodes && i < rows - 1) continue;
    if (nodes || i == 0) missing *= kept(g.top).transpose().array();
    if (nodes || i == rows - 1) missing *= kept(g.bottom).transpose().array();
    squared += missing.matrix().squaredNorm();
    scale += added.matrix().squaredNorm();
  }
  for (Index j = 0; j < columns; ++j) {
    const auto beside = [&](Index i) {
      return nodes ? array_.conductance.col(j).norm() : std::hypot(bond, array_.conductance(i, j));
    };
    injection += std::pow(hold_.top[j] * beside(0), 2) + std::pow(hold_.bottom[j] * beside(rows - 1), 2);
  }

  constexpr double rounding = 4.0 * std::numeric_limits<double>::epsilon();
  reading.residual = injection > 0.0 ? std::sqrt(squared / injection) : 0.0;
  reading.attainable = injection > 0.0 ? rounding * std::sqrt(scale / injection) : 0.0;
  reading.outcome = reading.residual <= std::max(tolerance, reading.attainable) ? Outcome::solved
                                                                                : Outcome::not_converged;
}

CellMatrix CollapsedLines::word_voltage() const {
  if (!transposed_) return word_.replicate(1, array_.columns());
  return bit_.rows() == 1 ? CellMatrix(bit_.transpose().replicate(1, array_.rows())) : CellMatrix(bit_.transpose());
}

CellMatrix CollapsedLines::bit_voltage() const {
  if (transposed_) return word_.transpose().replicate(array_.columns(), 1);
  return bit_.rows() == 1 ? CellMatrix(bit_.replicate(array_.rows(), 1)) : bit_;
}

}  // namespace hysteron
