#include "libmodel/array/crossbar.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>

#include "libmodel/error.h"

namespace hysteron {
namespace {

using Eigen::Index;

std::string number(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", x);
  return text;
}

std::string at(const char* name, Index i) { return std::string(name) + "[" + std::to_string(i) + "]"; }

void check_resistance(const char* name, double r) {
  if (r >= 0.0 && std::isfinite(r)) return;
  throw InputError(std::string(name) + " = " + number(r) + " ohm: must be >= 0 and finite");
}

void check_size(const char* name, Index size, Index wanted, const char* lines) {
  if (size == wanted) return;
  throw InputError(std::string(name) + " has " + std::to_string(size) + " values: must have " + std::to_string(wanted) +
                   ", one for each " + lines);
}

void check_terminals(const char* name, const Eigen::VectorXd& g) {
  for (Index i = 0; i < g.size(); ++i)
    if (!(g[i] >= 0.0))
      throw InputError("terminal " + at(name, i) + " = " + number(g[i]) + " S: must be >= 0 (0 floating, inf ideal)");
}

void check_one_ideal(const char* lines, const Eigen::VectorXd& first, const Eigen::VectorXd& last) {
  for (Index i = 0; i < first.size(); ++i)
    if (std::isinf(first[i]) && std::isinf(last[i]))
      throw InputError(at(lines, i) + " has an ideal source at both ends and no resistance between them: "
                       "must have a finite terminal conductance at one end");
}

void check_finite(const char* name, const Eigen::VectorXd& v) {
  for (Index i = 0; i < v.size(); ++i)
    if (!std::isfinite(v[i])) throw InputError("voltage " + at(name, i) + " = " + number(v[i]) + " V: must be finite");
}

}  // namespace

Ends zero_ends(Index rows, Index columns) {
  const Eigen::VectorXd word = Eigen::VectorXd::Zero(rows), bit = Eigen::VectorXd::Zero(columns);
  return {word, word, bit, bit};
}

void check(const Crossbar& array) {
  const Index rows = array.rows(), columns = array.columns();
  if (rows < 1 || columns < 1)
    throw InputError("conductance has " + std::to_string(rows) + " rows and " + std::to_string(columns) +
                     " columns: must have at least one of each");
  constexpr double largest = std::numeric_limits<double>::max();
  if (!(array.conductance.minCoeff<Eigen::PropagateNaN>() >= 0.0 && array.conductance.maxCoeff<Eigen::PropagateNaN>() <= largest))
    for (Index i = 0; i < rows; ++i)
      for (Index j = 0; j < columns; ++j)
        if (const double g = array.conductance(i, j); !(g >= 0.0 && g <= largest))
          throw InputError("conductance[" + std::to_string(i) + "][" + std::to_string(j) + "] = " + number(g) +
                           " S: must be >= 0 and finite");
  check_resistance("word_resistance", array.word_resistance);
  check_resistance("bit_resistance", array.bit_resistance);
  check_size("terminal left", array.terminal.left.size(), rows, "word line");
  check_size("terminal right", array.terminal.right.size(), rows, "word line");
  check_size("terminal top", array.terminal.top.size(), columns, "bit line");
  check_size("terminal bottom", array.terminal.bottom.size(), columns, "bit line");
  check_terminals("left", array.terminal.left);
  check_terminals("right", array.terminal.right);
  check_terminals("top", array.terminal.top);
  check_terminals("bottom", array.terminal.bottom);
  if (array.word_resistance == 0.0 || columns == 1)
    check_one_ideal("word line", array.terminal.left, array.terminal.right);
  if (array.bit_resistance == 0.0 || rows == 1)
    check_one_ideal("bit line", array.terminal.top, array.terminal.bottom);
}

void check_voltage(const Ends& voltage, Index rows, Index columns) {
  check_size("voltage left", voltage.left.size(), rows, "word line");
  check_size("voltage right", voltage.right.size(), rows, "word line");
  check_size("voltage top", voltage.top.size(), columns, "bit line");
  check_size("voltage bottom", voltage.bottom.size(), columns, "bit line");
  check_finite("left", voltage.left);
  check_finite("right", voltage.right);
  check_finite("top", voltage.top);
  check_finite("bottom", voltage.bottom);
}

Ends transposed(const Ends& ends) { return {ends.top, ends.bottom, ends.left, ends.right}; }

Crossbar transposed(const Crossbar& array) {
  return {.conductance = array.conductance.transpose(),
          .word_resistance = array.bit_resistance,
          .bit_resistance = array.word_resistance,
          .terminal = transposed(array.terminal)};
}

int Tied::untied_lines() const {
  return static_cast<int>(std::count(word.begin(), word.end(), 0) + std::count(bit.begin(), bit.end(), 0));
}

bool Tied::any() const {
  return std::count(word.begin(), word.end(), 1) + std::count(bit.begin(), bit.end(), 1) > 0;
}

Tied tied_lines(const Crossbar& array) {
  Tied tied{std::vector<char>(array.rows()), std::vector<char>(array.columns())};
  for (Index i = 0; i < array.rows(); ++i) tied.word[i] = array.terminal.left[i] > 0.0 || array.terminal.right[i] > 0.0;
  for (Index j = 0; j < array.columns(); ++j)
    tied.bit[j] = array.terminal.top[j] > 0.0 || array.terminal.bottom[j] > 0.0;
  for (bool grown = true; grown;) {
    grown = false;
    for (Index i = 0; i < array.rows(); ++i)
      for (Index j = 0; j < array.columns() && !tied.word[i]; ++j)
        if (tied.bit[j] && array.conductance(i, j) > 0.0) tied.word[i] = grown = true;
    for (Index j = 0; j < array.columns(); ++j)
      for (Index i = 0; i < array.rows() && !tied.bit[j]; ++i)
        if (tied.word[i] && array.conductance(i, j) > 0.0) tied.bit[j] = grown = true;
  }
  return tied;
}

EndCurrents end_currents(const LineEnds& line, const CellCurrents& leaving) {
  if (line.conductance[0] == 0.0 && line.conductance[1] == 0.0) return {0.0, 0.0};
  if (line.conductance[1] == 0.0) return {leaving.sum, 0.0};
  if (line.conductance[0] == 0.0) return {0.0, leaving.sum};
  const double before = 1.0 / line.conductance[0], after = 1.0 / line.conductance[1];
  const double last = static_cast<double>(line.cells - 1);
  const double total = before + last * line.segment + after;
  const double across = (line.voltage[0] - line.voltage[1]) / total;
  const double to_first = before * leaving.sum + line.segment * leaving.moment;
  const double to_last = after * leaving.sum + line.segment * (last * leaving.sum - leaving.moment);
  return {across + to_last / total, to_first / total - across};
}

}  // namespace hysteron
