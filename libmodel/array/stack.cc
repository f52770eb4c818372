#include "libmodel/array/stack.h"

#include <Eigen/Sparse>

#include <cmath>
#include <limits>
#include <string>

#include "libmodel/error.h"

namespace hysteron {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

constexpr int kFixed = -1, kUntied = -2;  // nodes that are no unknowns

void check(const Stack& stack, const std::vector<PlaneEnds>& voltage) {
  if (stack.conductance.empty()) throw InputError("a stack must have one layer or more");
  for (std::size_t k = 0; k < stack.conductance.size(); ++k) {
    const CellMatrix& g = stack.conductance[k];
    if (g.size() == 0 || g.rows() != stack.rows() || g.cols() != stack.columns() || !(g.array() >= 0.0).all() || !g.allFinite())
      throw InputError("layer " + std::to_string(k) + ": conductances must be >= 0 and finite, and as many as those of layer 0");
  }
  if (!(stack.word_resistance > 0.0 && stack.bit_resistance > 0.0 && std::isfinite(stack.word_resistance + stack.bit_resistance)))
    throw InputError("word_resistance and bit_resistance of a stack must be > 0 and finite");
  if (stack.terminal.size() != stack.planes() || voltage.size() != stack.planes())
    throw InputError("a stack of " + std::to_string(stack.planes()) + " planes must have terminals and voltages of each");
  for (std::size_t p = 0; p < stack.planes(); ++p) {
    const Index lines = stack.is_word(p) ? stack.rows() : stack.columns();
    const auto fits = [&](const VectorXd& g, const VectorXd& v) {
      return g.size() == lines && v.size() == lines && (g.array() >= 0.0).all() && v.allFinite();
    };
    if (!fits(stack.terminal[p].first, voltage[p].first) || !fits(stack.terminal[p].last, voltage[p].last))
      throw InputError("plane " + std::to_string(p) + ": must have " + std::to_string(lines) + " terminals >= 0 S and finite voltages at each end");
  }
}

// The nodes of a stack and what joins them.
struct Network {
  const Stack& stack;
  const std::vector<PlaneEnds>& source;
  std::vector<Eigen::Matrix<int, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> unknown;
  std::vector<CellMatrix> voltage;
  int unknowns = 0, untied_lines = 0;

  Network(const Stack& s, const std::vector<PlaneEnds>& v) : stack(s), source(v) {
    const auto tied = tied_lines();
    for (std::size_t p = 0; p < s.planes(); ++p) {
      unknown.emplace_back(s.rows(), s.columns());
      voltage.push_back(CellMatrix::Zero(s.rows(), s.columns()));
      for (Index line = 0; line < lines(p); ++line) untied_lines += !tied[p][line];
      for (Index i = 0; i < s.rows(); ++i)
        for (Index j = 0; j < s.columns(); ++j) {
          const Index line = s.is_word(p) ? i : j, at = s.is_word(p) ? j : i;
          int& node = unknown[p](i, j);
          node = tied[p][line] ? 0 : kUntied;
          const auto fix = [&](double g, double volts) {
            if (std::isinf(g)) node = kFixed, voltage[p](i, j) = volts;
          };
          if (at == 0) fix(s.terminal[p].first[line], v[p].first[line]);
          if (at == length(p) - 1) fix(s.terminal[p].last[line], v[p].last[line]);
          if (node == 0) node = unknowns++;
          if (node == kUntied) voltage[p](i, j) = std::numeric_limits<double>::quiet_NaN();
        }
    }
  }

  Index lines(std::size_t p) const { return stack.is_word(p) ? stack.rows() : stack.columns(); }
  Index length(std::size_t p) const { return stack.is_word(p) ? stack.columns() : stack.rows(); }
  double bond(std::size_t p) const { return 1.0 / (stack.is_word(p) ? stack.word_resistance : stack.bit_resistance); }

  // Which lines have a path to a terminal.
  std::vector<std::vector<char>> tied_lines() const {
    std::vector<std::vector<char>> tied;
    for (std::size_t p = 0; p < stack.planes(); ++p) {
      tied.emplace_back(lines(p));
      for (Index k = 0; k < lines(p); ++k) tied[p][k] = stack.terminal[p].first[k] > 0.0 || stack.terminal[p].last[k] > 0.0;
    }
    for (bool spread = true; spread;) {
      spread = false;
      for (std::size_t layer = 0; layer + 1 < stack.planes(); ++layer)
        for (Index i = 0; i < stack.rows(); ++i)
          for (Index j = 0; j < stack.columns(); ++j) {
            if (stack.conductance[layer](i, j) == 0.0) continue;
            char& below = tied[layer][stack.is_word(layer) ? i : j];
            char& above = tied[layer + 1][stack.is_word(layer + 1) ? i : j];
            if (below != above) below = above = 1, spread = true;
          }
    }
    return tied;
  }

  // join(g, plane, i, j, plane, i, j) for each conductance between two nodes, terminal(g, volts, plane, i, j) for those
  // of finite terminals.
  void each(const auto& join, const auto& terminal) const {
    for (std::size_t p = 0; p < stack.planes(); ++p) {
      const Index down = stack.is_word(p) ? 0 : 1, along = 1 - down;
      for (Index i = down; i < stack.rows(); ++i)
        for (Index j = along; j < stack.columns(); ++j) join(bond(p), p, i, j, p, i - down, j - along);
      for (Index line = 0; line < lines(p); ++line)
        for (const bool last : {false, true}) {
          const double g = (last ? stack.terminal[p].last : stack.terminal[p].first)[line];
          const Index at = last ? length(p) - 1 : 0;
          if (std::isfinite(g))
            terminal(g, (last ? source[p].last : source[p].first)[line], p, stack.is_word(p) ? line : at, stack.is_word(p) ? at : line);
        }
      for (Index i = 0; p + 1 < stack.planes() && i < stack.rows(); ++i)
        for (Index j = 0; j < stack.columns(); ++j) join(stack.conductance[p](i, j), p, i, j, p + 1, i, j);
    }
  }

  // Current missing at the unknowns under the voltages held.
  VectorXd missing() const {
    VectorXd out = VectorXd::Zero(unknowns);
    const auto into = [&](int node, double current) {
      if (node >= 0) out[node] += current;
    };
    each(
        [&](double g, std::size_t p, Index i, Index j, std::size_t q, Index k, Index l) {
          if (unknown[p](i, j) == kUntied || unknown[q](k, l) == kUntied) return;
          const double flow = g * (voltage[p](i, j) - voltage[q](k, l));
          into(unknown[p](i, j), -flow), into(unknown[q](k, l), flow);
        },
        [&](double g, double volts, std::size_t p, Index i, Index j) {
          if (g > 0.0) into(unknown[p](i, j), g * (volts - voltage[p](i, j)));
        });
    return out;
  }

  Eigen::SparseMatrix<double> matrix() const {
    std::vector<Eigen::Triplet<double>> entries;
    const auto add = [&](int a, int b, double g) {
      if (a >= 0 && b >= 0) entries.emplace_back(a, b, g);
    };
    each(
        [&](double g, std::size_t p, Index i, Index j, std::size_t q, Index k, Index l) {
          const int a = unknown[p](i, j), b = unknown[q](k, l);
          add(a, a, g), add(b, b, g), add(a, b, -g), add(b, a, -g);
        },
        [&](double g, double, std::size_t p, Index i, Index j) { add(unknown[p](i, j), unknown[p](i, j), g); });
    Eigen::SparseMatrix<double> out(unknowns, unknowns);
    out.setFromTriplets(entries.begin(), entries.end());
    return out;
  }

  void move(const VectorXd& change) {
    for (std::size_t p = 0; p < stack.planes(); ++p)
      for (Index k = 0; k < voltage[p].size(); ++k)
        if (unknown[p](k) >= 0) voltage[p](k) += change[unknown[p](k)];
  }

  // Currents of a plane's terminals, from what leaves its lines through cells.
  PlaneEnds currents(std::size_t p) const {
    CellMatrix leaving = CellMatrix::Zero(stack.rows(), stack.columns());
    const auto through = [&](std::size_t layer, std::size_t other) {
      leaving += (stack.conductance[layer].array() > 0.0)
                     .select(stack.conductance[layer].array() * (voltage[p] - voltage[other]).array(), 0.0)
                     .matrix();
    };
    if (p > 0) through(p - 1, p - 1);
    if (p + 1 < stack.planes()) through(p, p + 1);
    PlaneEnds out{VectorXd(lines(p)), VectorXd(lines(p))};
    const VectorXd position = VectorXd::LinSpaced(length(p), 0.0, static_cast<double>(length(p) - 1));
    for (Index line = 0; line < lines(p); ++line) {
      const VectorXd cells = stack.is_word(p) ? VectorXd(leaving.row(line)) : VectorXd(leaving.col(line));
      const EndCurrents ends = end_currents({.conductance = {stack.terminal[p].first[line], stack.terminal[p].last[line]},
                                             .voltage = {source[p].first[line], source[p].last[line]},
                                             .segment = 1.0 / bond(p),
                                             .cells = length(p)},
                                            {cells.sum(), cells.dot(position)});
      out.first[line] = ends.first, out.last[line] = ends.last;
    }
    return out;
  }
};

}  // namespace

PlaneEnds plane_ends(const Stack& stack, std::size_t plane, double first, double last) {
  const Index lines = stack.is_word(plane) ? stack.rows() : stack.columns();
  return {VectorXd::Constant(lines, first), VectorXd::Constant(lines, last)};
}

StackReading read_stack(const Stack& stack, const std::vector<PlaneEnds>& voltage) {
  check(stack, voltage);
  Network network(stack, voltage);
  StackReading out{.untied_lines = network.untied_lines};
  const double injected = network.missing().norm();
  const Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> factors(network.matrix());
  constexpr int most = 6;
  constexpr double enough = 1e-14;
  out.residual = injected > 0.0 ? 1.0 : 0.0;
  for (int round = 0; round < most && out.residual > enough; ++round) {
    const std::vector<CellMatrix> before = network.voltage;
    network.move(factors.solve(network.missing()));
    const double residual = network.missing().norm() / injected;
    if (!(residual < out.residual)) {
      network.voltage = before;
      break;
    }
    out.residual = residual;
  }
  constexpr double tolerance = 1e-10;
  if (out.residual > tolerance) out.outcome = Outcome::not_converged;
  if (network.unknowns == 0 && injected == 0.0) out.outcome = network.untied_lines > 0 ? Outcome::floating : Outcome::solved;
  for (std::size_t p = 0; p < stack.planes(); ++p) out.current.push_back(network.currents(p));
  out.voltage = network.voltage;
  return out;
}

}  // namespace hysteron
