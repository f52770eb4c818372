#include "libmodel/array/multigrid.h"

#include <algorithm>
#include <cmath>

namespace hysteron {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using Eigen::VectorXf;

constexpr Index kSmall = 8;     // lines of either kind of the coarsest crossbar
constexpr Index kBlock = 16;    // rows of a block
constexpr Index kMargin = 16;   // readable floats before and after a voltage array
constexpr Index kApart = 80;    // floats; keeps arrays from starting a power of two apart
constexpr double kIdeal = 1e8;  // of an ideal source here, in bonds

Index padded(Index n, Index block) { return (n + block - 1) / block * block; }
Index stride_of(Index columns) {
  const Index stride = padded(columns, 8);
  return stride % 128 == 0 ? stride + 8 : stride;
}
Index coarser(Index n) { return n > kSmall ? (n + 1) / 2 : n; }

VectorXf single(const VectorXd& v, Index size) {
  VectorXf out = VectorXf::Zero(size);
  out.head(v.size()) = v.cwiseMin(1e30).cast<float>();
  return out;
}

VectorXd softened(const VectorXd& g, double bond) { return g.array().min(kIdeal * bond); }

// Each fine terminal behind the way to the coarse node, shared among the coarse lines.
VectorXd coarse_terminals(const VectorXd& g, double way, const Transfer::Taps& overlap, Index coarse) {
  VectorXd out = VectorXd::Zero(coarse);
  for (Index k = 0; k < coarse; ++k)
    for (Index q = 0; q < 4; ++q)
      if (const Index i = overlap.first[k] + q; i >= 0 && i < g.size() && g[i] > 0.0)
        out[k] += overlap.weight[q][k] / (1.0 / g[i] + way);
  return out;
}

VectorXf edges(const VectorXd& g, double way, Index size) {
  return single((1.0 + g.array() * way).inverse(), size);
}

// Segments and terminals of a line of n nodes.
MatrixXd chain(Index n, double bond, double first, double last) {
  MatrixXd t = MatrixXd::Zero(n, n);
  for (Index k = 1; k < n; ++k) {
    t(k, k) += bond, t(k - 1, k - 1) += bond;
    t(k, k - 1) -= bond, t(k - 1, k) -= bond;
  }
  t(0, 0) += first, t(n - 1, n - 1) += last;
  return t;
}

// How far the first coarse node lies from the first fine one, in fine segments.
double way(Index fine, Index coarse) { return 0.5 * static_cast<double>(fine - coarse) / static_cast<double>(coarse); }

}  // namespace

Transfer::Transfer(std::size_t fine, std::size_t coarse)
    : halves(fine == 2 * coarse), lower(fine + kBlock), upper(fine + kBlock), towards_upper(fine + kBlock) {
  const auto reset = [&](Taps& taps) {
    taps.count = coarse;
    taps.first.assign(coarse + kBlock, 0);
    for (auto& w : taps.weight) w.assign(coarse + kBlock, 0.0f);
  };
  reset(transposed), reset(overlap);
  std::vector<bool> begun(coarse);
  const auto add = [&](std::int32_t k, std::size_t i, double weight) {
    if (weight == 0.0) return;
    if (!begun[k]) transposed.first[k] = halves ? 2 * k - 1 : static_cast<std::int32_t>(i);
    begun[k] = true;
    transposed.weight[static_cast<std::int32_t>(i) - transposed.first[k]][k] += static_cast<float>(weight);
  };
  const auto n = static_cast<std::int64_t>(fine), m = static_cast<std::int64_t>(coarse);
  for (std::int64_t i = 0; i < n; ++i) {
    const std::int64_t place = std::max<std::int64_t>((2 * i + 1) * m - n, 0);  // in 1 / (2 n) coarse pieces
    const std::int64_t below = std::min(place / (2 * n), m - 1);
    const double t = below == m - 1 ? 0.0 : static_cast<double>(place % (2 * n)) / static_cast<double>(2 * n);
    lower[i] = static_cast<std::int32_t>(below), upper[i] = static_cast<std::int32_t>(std::min(below + 1, m - 1));
    towards_upper[i] = static_cast<float>(t);
    add(lower[i], i, 1.0 - t), add(upper[i], i, t);
  }
  for (std::int64_t k = 0; k < m; ++k) {
    const std::int64_t first = halves ? 2 * k - 1 : k * n / m;
    overlap.first[k] = static_cast<std::int32_t>(first);
    for (std::int64_t q = 0; q < 4; ++q) {  // of piece first + q, in 1 / m of it
      const std::int64_t share = std::min((first + q + 1) * m, (k + 1) * n) - std::max((first + q) * m, k * n);
      overlap.weight[q][k] = static_cast<float>(static_cast<double>(std::max<std::int64_t>(share, 0)) / static_cast<double>(m));
    }
  }
}

Multigrid::Level::Level(Index rows, Index columns, Index stride) {
  const Index tall = padded(rows, kBlock), cells = tall * stride, apart = cells + 2 * kMargin + kApart;
  const Index total = 6 * apart + 18 * stride + 64;
  memory = zeros<float>(total);
  float* next = memory.get() + kMargin;
  for (float** start : {&shape.cell, &shape.word_pivot, &shape.bit_pivot, &shape.load, &shape.solution, &shape.work}) {
    *start = next;
    next += apart;
  }
  shape.scratch = next - kMargin;
  shape.rows = rows, shape.padded_rows = tall, shape.columns = stride, shape.last_column = columns - 1;
}

void Multigrid::Level::set_lines(double word, double bit, const Ends& terminals) {
  const auto rows = static_cast<Index>(shape.rows), columns = static_cast<Index>(shape.last_column + 1);
  const auto tall = static_cast<Index>(shape.padded_rows), stride = static_cast<Index>(shape.columns);
  word_bond = word, bit_bond = bit, terminal = terminals;
  word_bonds = VectorXf::Zero(stride + 1), bit_bonds = VectorXf::Zero(rows + 1);
  word_bonds.segment(1, columns - 1).setConstant(static_cast<float>(word));
  bit_bonds.segment(1, rows - 1).setConstant(static_cast<float>(bit));
  left = single(terminal.left, tall), right = single(terminal.right, tall);
  top = single(terminal.top, stride), bottom = single(terminal.bottom, stride);
  shape.word_bond = word_bonds.data(), shape.bit_bond = bit_bonds.data();
  shape.left = left.data(), shape.right = right.data(), shape.top = top.data(), shape.bottom = bottom.data();
}

void Multigrid::Level::set_edges(double along_rows, double along_columns) {
  const auto tall = static_cast<Index>(shape.padded_rows), stride = static_cast<Index>(shape.columns);
  left_edge = edges(terminal.left, along_rows, tall), right_edge = edges(terminal.right, along_rows, tall);
  top_edge = edges(terminal.top, along_columns, stride), bottom_edge = edges(terminal.bottom, along_columns, stride);
  shape.left_edge = left_edge.data(), shape.right_edge = right_edge.data();
  shape.top_edge = top_edge.data(), shape.bottom_edge = bottom_edge.data();
}

void Multigrid::coarsen(Level& fine, Level& coarse) const {
  const auto lines = [](const Level& l) { return std::pair<Index, Index>(l.shape.rows, l.shape.last_column + 1); };
  const auto [rows, columns] = lines(fine);
  const auto [m, n] = lines(coarse);
  const double tall = static_cast<double>(rows) / static_cast<double>(m);
  const double broad = static_cast<double>(columns) / static_cast<double>(n);
  const double along_rows = way(columns, n) / fine.word_bond, along_columns = way(rows, m) / fine.bit_bond;
  fine.set_edges(along_rows, along_columns);
  collect(fine.shape, fine.shape.cell, fine.rows_down->overlap, fine.columns_down->overlap,
          fine.columns_down->halves, coarse.shape.columns, coarse.shape.cell);
  const auto& over_rows = fine.rows_down->overlap;
  const auto& over_columns = fine.columns_down->overlap;
  coarse.set_lines(fine.word_bond * tall / broad, fine.bit_bond * broad / tall,
                   {coarse_terminals(fine.terminal.left, along_rows, over_rows, m),
                    coarse_terminals(fine.terminal.right, along_rows, over_rows, m),
                    coarse_terminals(fine.terminal.top, along_columns, over_columns, n),
                    coarse_terminals(fine.terminal.bottom, along_columns, over_columns, n)});
  factor(coarse.shape);
}

void Multigrid::assign(const Array& array) {
  if (planes_.empty() || rows_ != array.rows || columns_ != array.columns) {
    rows_ = array.rows, columns_ = array.columns;
    planes_.clear();
    planes_.emplace_back(rows_, columns_, array.stride);
    for (Index m = rows_, n = columns_; m > kSmall || n > kSmall;) {
      planes_.back().rows_down = std::make_unique<Transfer>(m, coarser(m));
      planes_.back().columns_down = std::make_unique<Transfer>(n, coarser(n));
      m = coarser(m), n = coarser(n);
      planes_.emplace_back(m, n, stride_of(n));
    }
  }
  Level& finest = planes_.front();
  for (Index i = 0; i < rows_; ++i)
    for (Index j = 0; j < columns_; ++j)
      finest.shape.cell[i * array.stride + j] = static_cast<float>(std::min(array.cell[i * array.stride + j], 1e30));
  const Ends& g = array.terminal;
  finest.set_lines(array.word_bond, array.bit_bond,
                   {softened(g.left, array.word_bond), softened(g.right, array.word_bond),
                    softened(g.top, array.bit_bond), softened(g.bottom, array.bit_bond)});
  factor(finest.shape);
  for (std::size_t level = 0; level + 1 < planes_.size(); ++level) coarsen(planes_[level], planes_[level + 1]);
  factor_coarsest();
}

void Multigrid::factor_coarsest() {
  const Level& level = planes_.back();
  const Plane& a = level.shape;
  const auto rows = static_cast<Index>(a.rows), columns = static_cast<Index>(a.last_column + 1);
  MatrixXd schur = MatrixXd::Zero(rows * columns, rows * columns);
  for (Index i = 0; i < rows; ++i) {
    const VectorXd cell = Eigen::Map<const VectorXf>(a.cell + i * a.columns, columns).cast<double>();
    MatrixXd line = chain(columns, level.word_bond, level.terminal.left[i], level.terminal.right[i]);
    // D - D (T + D)^-1 D = T (T + D)^-1 D
    const MatrixXd tied = line + MatrixXd(cell.asDiagonal());
    schur.block(i * columns, i * columns, columns, columns) = line * tied.ldlt().solve(MatrixXd(cell.asDiagonal()));
  }
  for (Index j = 0; j < columns; ++j) {
    const MatrixXd line = chain(rows, level.bit_bond, level.terminal.top[j], level.terminal.bottom[j]);
    for (Index i = 0; i < rows; ++i)
      for (Index k = std::max<Index>(i - 1, 0); k <= std::min(i + 1, rows - 1); ++k)
        schur(i * columns + j, k * columns + j) += line(i, k);
  }
  schur = (0.5 * (schur + schur.transpose())).eval();
  schur.diagonal() *= 1.0 + 1e-13;  // a group of lines no terminal reaches would leave it singular
  coarsest_.compute(schur);
}

void Multigrid::solve_coarsest() {
  const Plane& a = planes_.back().shape;
  const auto rows = static_cast<Index>(a.rows), columns = static_cast<Index>(a.last_column + 1);
  coarsest_load_.resize(rows * columns);
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < columns; ++j) coarsest_load_[i * columns + j] = static_cast<double>(a.load[i * a.columns + j]);
  coarsest_.solveInPlace(coarsest_load_);
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < columns; ++j) a.solution[i * a.columns + j] = static_cast<float>(coarsest_load_[i * columns + j]);
}

// The transpose of correct(): what is left of the load, weighed at the edges and collected.
void Multigrid::restrict_to(std::size_t level) {
  const Level& fine = planes_[level - 1];
  const Plane &a = fine.shape, &coarse = planes_[level].shape;
  float* last = a.work + (a.rows - 1) * a.columns;
  for (std::size_t j = 0; j < a.columns; ++j) a.work[j] *= a.top_edge[j];
  for (std::size_t j = 0; j < a.columns; ++j) last[j] *= a.bottom_edge[j];
  for (std::size_t i = 0; i < a.rows; ++i) {
    a.work[i * a.columns] *= a.left_edge[i];
    a.work[i * a.columns + a.last_column] *= a.right_edge[i];
  }
  collect(a, a.work, fine.rows_down->transposed, fine.columns_down->transposed, fine.columns_down->halves,
          coarse.columns, coarse.load);
}

double Multigrid::descend(std::size_t level, GridCycle cycle) {
  if (level + 1 == planes_.size()) {
    solve_coarsest();
    return 0.0;
  }
  const Level& fine = planes_[level];
  const Plane &a = fine.shape, &coarse = planes_[level + 1].shape;
  const int visits = cycle == GridCycle::w && level + 2 < planes_.size() ? 2 : 1;
  smooth_from_zero(a);
  for (int visit = 0; visit < visits; ++visit) {
    if (visit > 0) leave_residual(a);
    restrict_to(level + 1);
    descend(level + 1, cycle);
    correct(a, coarse.solution, coarse.columns, *fine.rows_down, *fine.columns_down);
  }
  return smooth(a);
}

double Multigrid::apply(GridCycle cycle) {
  return descend(0, cycle);
}

}  // namespace hysteron
