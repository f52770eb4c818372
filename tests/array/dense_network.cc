#include "tests/array/dense_network.h"

#include <Eigen/Cholesky>

#include <cmath>
#include <vector>

namespace hysteron::array_tests {
namespace {

using Eigen::Index;
using Real = long double;
using Matrix = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic>;
using Vector = Eigen::Matrix<Real, Eigen::Dynamic, 1>;

struct Branch {
  Index from, to;
  Real conductance;
};

// A terminal; where ideal its node is held.
struct Terminal {
  Index node;
  double conductance, voltage;
  double* current;
};

struct Network {
  Index nodes = 0;
  std::vector<Branch> branches;
  std::vector<Terminal> terminals;
};

Vector solve(const Network& net) {
  std::vector<Index> unknown(net.nodes, 0);
  Vector voltage = Vector::Zero(net.nodes);
  for (const Terminal& t : net.terminals)
    if (std::isinf(t.conductance)) unknown[t.node] = -1, voltage[t.node] = t.voltage;
  Index size = 0;
  for (Index& u : unknown)
    if (u == 0) u = size++;
  Matrix matrix = Matrix::Zero(size, size);
  Vector right = Vector::Zero(size);
  const auto stamp = [&](Index a, Index b, Real g) {
    if (unknown[a] < 0) return;
    matrix(unknown[a], unknown[a]) += g;
    if (unknown[b] >= 0) matrix(unknown[a], unknown[b]) -= g;
    else right[unknown[a]] += g * voltage[b];
  };
  for (const Branch& b : net.branches) stamp(b.from, b.to, b.conductance), stamp(b.to, b.from, b.conductance);
  for (const Terminal& t : net.terminals)
    if (unknown[t.node] >= 0) {
      matrix(unknown[t.node], unknown[t.node]) += t.conductance;
      right[unknown[t.node]] += static_cast<Real>(t.conductance) * t.voltage;
    }
  const Vector solution = matrix.ldlt().solve(right);
  for (Index n = 0; n < net.nodes; ++n)
    if (unknown[n] >= 0) voltage[n] = solution[unknown[n]];
  return voltage;
}

}  // namespace

DenseReading read_densely(const Crossbar& array, const Ends& v) {
  const Index rows = array.rows(), columns = array.columns();
  const bool word_node = array.word_resistance == 0.0, bit_node = array.bit_resistance == 0.0;
  const Index words = word_node ? rows : rows * columns;
  const auto word = [&](Index i, Index j) { return word_node ? i : i * columns + j; };
  const auto bit = [&](Index i, Index j) { return words + (bit_node ? j : i * columns + j); };

  Network net{.nodes = words + (bit_node ? columns : rows * columns)};
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < columns; ++j) {
      net.branches.push_back({word(i, j), bit(i, j), array.conductance(i, j)});
      if (!word_node && j > 0) net.branches.push_back({word(i, j - 1), word(i, j), Real(1) / array.word_resistance});
      if (!bit_node && i > 0) net.branches.push_back({bit(i - 1, j), bit(i, j), Real(1) / array.bit_resistance});
    }
  DenseReading out{.current = zero_ends(rows, columns)};
  for (Index i = 0; i < rows; ++i) {
    net.terminals.push_back({word(i, 0), array.terminal.left[i], v.left[i], &out.current.left[i]});
    net.terminals.push_back({word(i, columns - 1), array.terminal.right[i], v.right[i], &out.current.right[i]});
  }
  for (Index j = 0; j < columns; ++j) {
    net.terminals.push_back({bit(0, j), array.terminal.top[j], v.top[j], &out.current.top[j]});
    net.terminals.push_back({bit(rows - 1, j), array.terminal.bottom[j], v.bottom[j], &out.current.bottom[j]});
  }

  const Vector voltage = solve(net);
  Vector leaving = Vector::Zero(net.nodes);
  for (const Branch& b : net.branches) {
    const Real current = b.conductance * (voltage[b.from] - voltage[b.to]);
    leaving[b.from] += current, leaving[b.to] -= current;
  }
  for (const Terminal& t : net.terminals)
    if (!std::isinf(t.conductance)) {
      const Real current = t.conductance * (t.voltage - voltage[t.node]);
      *t.current = static_cast<double>(current);
      leaving[t.node] -= current;
    }
  for (const Terminal& t : net.terminals)
    if (std::isinf(t.conductance)) *t.current = static_cast<double>(leaving[t.node]);

  out.word_voltage = CellMatrix::NullaryExpr(rows, columns, [&](Index i, Index j) { return double(voltage[word(i, j)]); });
  out.bit_voltage = CellMatrix::NullaryExpr(rows, columns, [&](Index i, Index j) { return double(voltage[bit(i, j)]); });
  return out;
}

}  // namespace hysteron::array_tests
