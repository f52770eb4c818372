#include "libmodel/array/operating_point.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "libmodel/error.h"

namespace hysteron {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

// Current into the end nodes `v` of lines from terminals g at voltages e; nodes of ideal ones balance.
void add_terminal(const VectorXd& g, const VectorXd& e, const auto& v, auto&& missing) {
  for (Index i = 0; i < g.size(); ++i) {
    if (std::isinf(g[i])) missing[i] = 0.0;
    else missing[i] += g[i] * (e[i] - v[i]);
  }
}

double squared_injection(const VectorXd& g, const VectorXd& e, double bond) {
  double sum = 0.0;
  for (Index i = 0; i < g.size(); ++i) sum += std::pow((std::isinf(g[i]) ? bond : g[i]) * e[i], 2);
  return sum;
}

}  // namespace

OperatingPointSolver::OperatingPointSolver(const Crossbar& lines) : linear_(lines) {
  check(lines);
  if (lines.word_resistance == 0.0 || lines.bit_resistance == 0.0)
    throw InputError("word_resistance and bit_resistance must be > 0 where cells are nonlinear");
  const Index rows = lines.rows(), columns = lines.columns();
  for (CellMatrix* each : {&word_, &bit_, &current_, &slope_, &source_, &missing_word_, &missing_bit_, &next_word_,
                           &next_bit_, &across_})
    each->setZero(rows, columns);
}

void OperatingPointSolver::evaluate(const CellLaw& law) {
  across_ = word_ - bit_;
  law(across_, current_, slope_);
}

void OperatingPointSolver::find_missing(const Ends& voltage) {
  const Index rows = linear_.rows(), columns = linear_.columns();
  const double along = 1.0 / linear_.word_resistance, down = 1.0 / linear_.bit_resistance;
  missing_word_ = -current_;
  missing_bit_ = current_;
  for (Index i = 0; i < rows; ++i)
    for (Index j = 1; j < columns; ++j) {
      const double flow = along * (word_(i, j - 1) - word_(i, j));
      missing_word_(i, j - 1) -= flow, missing_word_(i, j) += flow;
    }
  for (Index i = 1; i < rows; ++i)
    for (Index j = 0; j < columns; ++j) {
      const double flow = down * (bit_(i - 1, j) - bit_(i, j));
      missing_bit_(i - 1, j) -= flow, missing_bit_(i, j) += flow;
    }
  const Ends& g = linear_.terminal;
  add_terminal(g.left, voltage.left, word_.col(0), missing_word_.col(0));
  add_terminal(g.right, voltage.right, word_.col(columns - 1), missing_word_.col(columns - 1));
  add_terminal(g.top, voltage.top, bit_.row(0), missing_bit_.row(0));
  add_terminal(g.bottom, voltage.bottom, bit_.row(rows - 1), missing_bit_.row(rows - 1));
}

double OperatingPointSolver::missing_norm() const {
  return std::sqrt(missing_word_.squaredNorm() + missing_bit_.squaredNorm());
}

double OperatingPointSolver::injected(const Ends& voltage) const {
  const Ends& g = linear_.terminal;
  const double along = 1.0 / linear_.word_resistance, down = 1.0 / linear_.bit_resistance;
  return std::sqrt(squared_injection(g.left, voltage.left, along) + squared_injection(g.right, voltage.right, along) +
                   squared_injection(g.top, voltage.top, down) + squared_injection(g.bottom, voltage.bottom, down));
}

// What rounding the voltages to doubles leaves missing.
double OperatingPointSolver::attainable(double injection) const {
  const double along = 4.0 / linear_.word_resistance, down = 4.0 / linear_.bit_resistance;
  const CellMatrix through = slope_.cwiseAbs().array() * (word_.array().abs() + bit_.array().abs());
  const double added = std::hypot(along * word_.norm(), down * bit_.norm(), through.norm());
  return injection > 0.0 ? 4.0 * std::numeric_limits<double>::epsilon() * added / injection : 0.0;
}

// Near the voltages held, a cell carries slope (voltage + source).
void OperatingPointSolver::linearize() {
  for (Index k = 0; k < across_.size(); ++k) {
    const double v = across_(k), i = current_(k), chord = v != 0.0 ? i / v : slope_(k);
    double g = slope_(k);
    if (!(g > 0.0)) g = 0.5 * std::max(chord, 0.0);
    g = std::max(g, 1e-3 * chord);  // a smaller one would bury the voltages under its source
    linear_.conductance(k) = g;
    source_(k) = g > 0.0 ? i / g - v : 0.0;
  }
}

// Towards the solution of the linear array; false where no length of step helps.
bool OperatingPointSolver::step(const CellLaw& law, const Ends& voltage) {
  const CellMatrix from_word = word_, from_bit = bit_;
  const CellMatrix word_step = next_word_ - word_, bit_step = next_bit_ - bit_;
  const auto gain = [&] { return missing_word_.cwiseProduct(word_step).sum() + missing_bit_.cwiseProduct(bit_step).sum(); };
  const double start = gain();
  double length = 1.0;
  constexpr int most = 40;
  for (int attempt = 0; attempt < most; ++attempt) {
    word_ = from_word + length * word_step;
    bit_ = from_bit + length * bit_step;
    evaluate(law);
    find_missing(voltage);
    const double end = gain();
    if (std::isfinite(end) && end >= -0.9 * std::abs(start)) return true;
    const double secant = std::isfinite(end) ? start / (start - end) : 0.1;
    length *= std::clamp(secant, 0.1, 0.5);
  }
  return false;
}

OperatingPoint OperatingPointSolver::solve(const CellLaw& law, const Ends& voltage,
                                           const OperatingPointOptions& options) {
  check_voltage(voltage, linear_.rows(), linear_.columns());
  OperatingPoint out;
  const double injection = injected(voltage);
  evaluate(law);
  find_missing(voltage);
  double last = std::numeric_limits<double>::infinity();
  for (bool moved = true;; ++out.newton_iterations) {
    out.residual = injection > 0.0 ? missing_norm() / injection : missing_norm();
    out.attainable = attainable(injection);
    const bool balanced = out.newton_iterations > 0 && out.residual <= std::max(options.tolerance, out.attainable);
    out.outcome = balanced ? Outcome::solved : Outcome::not_converged;
    if (balanced || !moved || out.newton_iterations >= options.iterations) break;
    linearize();
    lines_.assign(linear_);
    // Newton squares the error: digits beyond that are lost with the next slopes.
    const double digits = std::clamp(0.1 * std::pow(std::min(out.residual / last, 1.0), 2), 1e-8, 1e-2);
    next_bit_ = bit_;
    out.linear_iterations += lines_.approach({.voltage = voltage, .source = source_, .tolerance = digits}, next_word_, next_bit_);
    last = out.residual;
    moved = step(law, voltage);
  }
  out.current = end_currents_of(voltage);
  return out;
}

Ends OperatingPointSolver::end_currents_of(const Ends& voltage) const {
  const Index rows = linear_.rows(), columns = linear_.columns();
  const Ends& g = linear_.terminal;
  const VectorXd row = VectorXd::LinSpaced(rows, 0.0, static_cast<double>(rows - 1));
  const VectorXd column = VectorXd::LinSpaced(columns, 0.0, static_cast<double>(columns - 1));
  Ends out = zero_ends(rows, columns);
  for (Index i = 0; i < rows; ++i) {
    const EndCurrents ends = end_currents({.conductance = {g.left[i], g.right[i]},
                                           .voltage = {voltage.left[i], voltage.right[i]},
                                           .segment = linear_.word_resistance,
                                           .cells = columns},
                                          {current_.row(i).sum(), current_.row(i).dot(column)});
    out.left[i] = ends.first, out.right[i] = ends.last;
  }
  for (Index j = 0; j < columns; ++j) {
    const EndCurrents ends = end_currents({.conductance = {g.top[j], g.bottom[j]},
                                           .voltage = {voltage.top[j], voltage.bottom[j]},
                                           .segment = linear_.bit_resistance,
                                           .cells = rows},
                                          {-current_.col(j).sum(), -current_.col(j).dot(row)});
    out.top[j] = ends.first, out.bottom[j] = ends.last;
  }
  return out;
}

}  // namespace hysteron
