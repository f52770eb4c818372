#include "libmodel/array/resistive_lines.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace hysteron {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

constexpr Index kPadding = 8;   // rows and columns of a block
constexpr Index kMargin = 8;    // readable doubles before and after a voltage array
constexpr Index kApart = 64;    // doubles; keeps arrays from starting a power of two apart

Index padded(Index n) { return (n + kPadding - 1) / kPadding * kPadding; }

// Rows a multiple of 512 bytes apart would compete for the same few sets of the first cache.
Index row_stride(Index columns) {
  const Index stride = padded(columns);
  return stride % 64 == 0 ? stride + kPadding : stride;
}

// f(value, companion) of each end, padded with zeros.
VectorXd each(const VectorXd& a, const VectorXd& b, Index size, auto f) {
  VectorXd out = VectorXd::Zero(size);
  for (Index i = 0; i < a.size(); ++i) out[i] = f(a[i], b[i]);
  return out;
}

Ends each(const Ends& a, const Ends& b, Index rows, Index columns, auto f) {
  return {each(a.left, b.left, rows, f), each(a.right, b.right, rows, f), each(a.top, b.top, columns, f),
          each(a.bottom, b.bottom, columns, f)};
}

VectorXd bonds(double resistance, Index cells, Index size) {
  VectorXd out = VectorXd::Zero(size + 1);
  out.segment(1, cells - 1).setConstant(1.0 / resistance);
  return out;
}

constexpr double kHard = 40.0;         // from this difficulty on, multigrid is faster
constexpr double kHarder = 150.0;      // and from here on its W-cycle
constexpr Index kWorthACycle = 64;     // lines; smaller arrays lie in the cache and take few iterations
constexpr int kMostCycles = 40;        // a cycle that works takes less than ten

Method simpler(Method method) { return method == Method::w_cycle ? Method::v_cycle : Method::lines; }

}  // namespace

double difficulty(const Crossbar& array) {
  const auto squared = [](double n) { return std::pow(2.0 * n / std::numbers::pi, 2); };
  const double typical = std::pow(array.conductance.cwiseSqrt().mean(), 2);
  return typical * (array.word_resistance * squared(static_cast<double>(array.columns())) +
                                     array.bit_resistance * squared(static_cast<double>(array.rows())));
}

void ResistiveLines::assign(const Crossbar& array) {
  const bool same_size = memory_ && rows_ == array.rows() && columns_ == array.columns();
  rows_ = array.rows(), columns_ = array.columns();
  padded_rows_ = padded(rows_), padded_columns_ = row_stride(columns_);
  if (!same_size) {
    const Index cells = padded_rows_ * padded_columns_;
    const Index stride = cells + 2 * kMargin + kApart;
    const std::size_t total = 8 * stride + (kPadding + 1) * padded_columns_;
    memory_ = zeros<double>(total);
    double* next = memory_.get() + kMargin;
    for (double** array_start : {&cell_, &word_pivot_, &bit_pivot_, &solution_, &residual_, &direction_,
                                 &leaving_, &word_}) {
      *array_start = next;
      next += stride;
    }
    scratch_ = next - kMargin;
    word_sum_.setZero(padded_rows_), word_moment_.setZero(padded_rows_);
    bit_sum_.setZero(padded_columns_), bit_moment_.setZero(padded_columns_);
  }
  for (Index i = 0; i < rows_; ++i)
    std::copy_n(array.conductance.data() + i * columns_, columns_, cell_ + i * padded_columns_);

  word_resistance_ = array.word_resistance, bit_resistance_ = array.bit_resistance;
  terminal_ = array.terminal;
  finite_ = each(terminal_, terminal_, padded_rows_, padded_columns_,
                 [](double g, double) { return std::isinf(g) ? 0.0 : g; });
  keep_ = each(terminal_, terminal_, padded_rows_, padded_columns_,
               [](double g, double) { return std::isinf(g) ? 0.0 : 1.0; });
  word_bond_ = bonds(word_resistance_, columns_, padded_columns_);
  bit_bond_ = bonds(bit_resistance_, rows_, rows_);
  difficulty_ = difficulty(array);
  bits_factored_ = multigrid_current_ = false;
  factor_words(lines());
}

Lines ResistiveLines::lines() const {
  return {.rows = static_cast<std::size_t>(rows_),
          .padded_rows = static_cast<std::size_t>(padded_rows_),
          .columns = static_cast<std::size_t>(padded_columns_),
          .last_column = static_cast<std::size_t>(columns_ - 1),
          .cell = cell_,
          .word_bond = word_bond_.data(),
          .bit_bond = bit_bond_.data(),
          .left = finite_.left.data(),
          .right = finite_.right.data(),
          .keep_left = keep_.left.data(),
          .keep_right = keep_.right.data(),
          .top = finite_.top.data(),
          .bottom = finite_.bottom.data(),
          .keep_top = keep_.top.data(),
          .keep_bottom = keep_.bottom.data(),
          .word_pivot = word_pivot_,
          .bit_pivot = bit_pivot_,
          .scratch = scratch_};
}

Sources ResistiveLines::sources() const {
  return {.left = injection_.left.data(),
          .right = injection_.right.data(),
          .hold_left = hold_.left.data(),
          .hold_right = hold_.right.data(),
          .top = injection_.top.data(),
          .bottom = injection_.bottom.data(),
          .hold_top = hold_.top.data(),
          .hold_bottom = hold_.bottom.data()};
}

void ResistiveLines::set_sources(const Ends& voltage) {
  voltage_ = voltage;
  injection_ = each(terminal_, voltage, padded_rows_, padded_columns_,
                    [](double g, double v) { return std::isinf(g) ? 0.0 : g * v; });
  hold_ = each(terminal_, voltage, padded_rows_, padded_columns_,
               [](double g, double v) { return std::isinf(g) ? v : 0.0; });
}

// 2-norm of what the sources drive into the nodes beside them [A].
double ResistiveLines::injected() const {
  double sum = injection_.left.squaredNorm() + injection_.right.squaredNorm() + injection_.top.squaredNorm() +
               injection_.bottom.squaredNorm();
  const auto held = [&](double v, double bond, Index i, Index j) {
    const double cell = cell_[i * padded_columns_ + j];
    sum += v * v * (bond * bond + cell * cell);
  };
  const double word_bond = columns_ > 1 ? 1.0 / word_resistance_ : 0.0;
  const double bit_bond = rows_ > 1 ? 1.0 / bit_resistance_ : 0.0;
  for (Index i = 0; i < rows_; ++i) {
    held(hold_.left[i], word_bond, i, 0);
    held(hold_.right[i], word_bond, i, columns_ - 1);
  }
  for (Index j = 0; j < columns_; ++j) {
    held(hold_.top[j], bit_bond, 0, j);
    held(hold_.bottom[j], bit_bond, rows_ - 1, j);
  }
  return std::sqrt(sum);
}

Method ResistiveLines::chosen(const ReadOptions& options) const {
  if (options.method != Method::chosen) return options.method;
  const bool large = std::max(rows_, columns_) > kWorthACycle;
  if (!large || difficulty_ < kHard) return Method::lines;
  return difficulty_ < kHarder ? Method::v_cycle : Method::w_cycle;
}

// Conjugate gradients from the voltages in direction_ with the lines as preconditioner; true where
// the tolerance is reached.
bool ResistiveLines::descend_by_lines(double tolerance, int most, int& iterations) {
  const Lines a = lines();
  if (!bits_factored_) factor_bits(a);
  bits_factored_ = true;
  drive_words(direction_);
  double product = driven_bit_forward(a, sources(), direction_, word_, solution_, residual_);
  if (start_ < 0.0) start_ = product;
  const double enough = tolerance * tolerance * start_;
  for (double beta = 0.0; product > enough;) {
    if (iterations >= most) return false;
    const double power = turn_direction(a, beta, residual_, direction_, leaving_);
    if (!(power > 0.0)) return false;
    const double next = bit_forward(a, product / power, direction_, leaving_, solution_, residual_);
    beta = next / product;
    product = next;
    ++iterations;
  }
  return product <= enough;
}

// The same with a multigrid cycle as preconditioner.
bool ResistiveLines::descend_by_cycles(GridCycle cycle, double tolerance, int most, int& iterations) {
  if (!multigrid_) multigrid_ = std::make_unique<Multigrid>();
  if (!multigrid_current_)
    multigrid_->assign({.cell = cell_, .rows = rows_, .columns = columns_, .stride = padded_columns_,
                        .word_bond = 1.0 / word_resistance_, .bit_bond = 1.0 / bit_resistance_, .terminal = terminal_});
  multigrid_current_ = true;
  const Lines a = lines();
  const double injection = injected(), scale = injection > 0.0 ? 1.0 / injection : 1.0;
  drive_words(direction_);
  driven_bit_step(a, sources(), direction_, word_, solution_, residual_, scale, multigrid_->load());
  double product = multigrid_->apply(cycle) / scale;
  if (start_ < 0.0) start_ = product;
  const double enough = tolerance * tolerance * start_;
  double before = std::numeric_limits<double>::infinity();
  for (double beta = 0.0; product > enough;) {
    if (iterations >= most) return false;
    const double power = turn_to_correction(a, beta, multigrid_->solution(), direction_, leaving_);
    if (!(power > 0.0)) return false;
    bit_step(a, product / power, direction_, leaving_, solution_, residual_, scale, multigrid_->load());
    ++iterations;
    // Errors shrink at least as fast as before; the balance of the nodes judges the result.
    if (std::isfinite(before) && product * product < 0.01 * enough * before) return true;
    before = product;
    product = multigrid_->apply(cycle) / scale;
    beta = product / before;
  }
  return product >= 0.0;
}

bool ResistiveLines::descend(Method method, const ReadOptions& options, double tolerance, int& iterations) {
  if (method == Method::lines) return descend_by_lines(tolerance, options.iterations, iterations);
  const int most = std::min(options.iterations, iterations + kMostCycles);
  return descend_by_cycles(method == Method::w_cycle ? GridCycle::w : GridCycle::v, tolerance, most, iterations);
}

// The word lines under the bit lines; with sources in the cells, the voltages beyond these.
void ResistiveLines::drive_words(const double* bit) {
  if (!source_) return driven_word_sweep(lines(), sources(), bit, word_);
  double* reduced = leaving_;
  const auto each_row = [&](auto&& act) {
    for (Index i = 0; i < rows_; ++i) act(i * padded_columns_, source_->data() + i * columns_);
  };
  each_row([&](Index at, const double* source) {
    for (Index j = 0; j < columns_; ++j) reduced[at + j] = bit[at + j] - source[j];
  });
  driven_word_sweep(lines(), sources(), reduced, word_);
  each_row([&](Index at, const double* source) {
    for (Index j = 0; j < columns_; ++j) word_[at + j] += source[j];
  });
}

// The first voltages of the bit lines: those given, or 0, and the sources' where they are held.
void ResistiveLines::start_from(const CellMatrix* bit) {
  std::fill_n(direction_, padded_rows_ * padded_columns_, 0.0);
  for (Index i = 0; bit && i < rows_; ++i)
    std::copy_n(bit->data() + i * columns_, columns_, direction_ + i * padded_columns_);
  double* last = direction_ + (rows_ - 1) * padded_columns_;
  for (Index j = 0; j < columns_; ++j) {
    if (std::isinf(terminal_.top[j])) direction_[j] = hold_.top[j];
    if (std::isinf(terminal_.bottom[j])) last[j] = hold_.bottom[j];
  }
}

int ResistiveLines::approach(const SourcedCells& cells, CellMatrix& word, CellMatrix& bit) {
  set_sources(cells.voltage);
  source_ = &cells.source;
  start_from(&bit);
  start_ = -1.0;
  int iterations = 0;
  const ReadOptions options;
  for (Method method = chosen(options); !descend(method, options, cells.tolerance, iterations) && method != Method::lines;) {
    method = simpler(method), start_ = -1.0;
    std::copy_n(solution_, padded_rows_ * padded_columns_, direction_);
  }
  drive_words(solution_);
  source_ = nullptr;
  word = unpadded(word_) - cells.source;
  bit = unpadded(solution_);
  return iterations;
}

Reading ResistiveLines::read(const Ends& voltage, const ReadOptions& options) {
  set_sources(voltage);
  const Lines a = lines();
  const Index cells = padded_rows_ * padded_columns_;
  const double injection = injected();
  Reading out{.current = zero_ends(rows_, columns_)};

  start_from(nullptr);
  start_ = -1.0;
  constexpr int restarts = 4;  // from the true residual, to a tenth of the tolerance before
  double tolerance = options.tolerance;
  Method method = chosen(options);
  for (int attempt = 0; attempt < restarts; ++attempt) {
    if (attempt > 0) std::copy_n(solution_, cells, direction_);
    const bool reached = descend(method, options, tolerance, out.iterations);
    driven_word_sweep(a, sources(), solution_, word_);
    const Mismatch mismatch =
        balance(a, sources(), word_, solution_,
                {word_sum_.data(), word_moment_.data(), bit_sum_.data(), bit_moment_.data()});
    out.residual = injection > 0.0 ? std::sqrt(mismatch.squared) / injection : 0.0;
    constexpr double rounding = 4.0 * std::numeric_limits<double>::epsilon();
    out.attainable = injection > 0.0 ? rounding * std::sqrt(mismatch.scale_squared) / injection : 0.0;
    const bool balanced = out.residual <= std::max(options.tolerance, out.attainable);
    out.outcome = reached && balanced ? Outcome::solved : Outcome::not_converged;
    if (out.outcome == Outcome::solved || out.iterations >= options.iterations) break;
    if (reached) tolerance *= 0.1;
    if (!reached && method != Method::lines) method = simpler(method), start_ = -1.0;
  }

  for (Index i = 0; i < rows_; ++i) {
    const EndCurrents ends = word_ends(i);
    out.current.left[i] = ends.first, out.current.right[i] = ends.last;
  }
  for (Index j = 0; j < columns_; ++j) {
    const EndCurrents ends = bit_ends(j);
    out.current.top[j] = ends.first, out.current.bottom[j] = ends.last;
  }
  return out;
}

EndCurrents ResistiveLines::word_ends(Index i) const {
  return end_currents({.conductance = {terminal_.left[i], terminal_.right[i]},
                       .voltage = {voltage_.left[i], voltage_.right[i]},
                       .segment = word_resistance_,
                       .cells = columns_},
                      {word_sum_[i], word_moment_[i]});
}

EndCurrents ResistiveLines::bit_ends(Index j) const {
  return end_currents({.conductance = {terminal_.top[j], terminal_.bottom[j]},
                       .voltage = {voltage_.top[j], voltage_.bottom[j]},
                       .segment = bit_resistance_,
                       .cells = rows_},
                      {-bit_sum_[j], -bit_moment_[j]});
}

CellMatrix ResistiveLines::unpadded(const double* voltage) const {
  CellMatrix out(rows_, columns_);
  for (Index i = 0; i < rows_; ++i) std::copy_n(voltage + i * padded_columns_, columns_, out.data() + i * columns_);
  return out;
}

CellMatrix ResistiveLines::word_voltage() const { return unpadded(word_); }

CellMatrix ResistiveLines::bit_voltage() const { return unpadded(solution_); }

}  // namespace hysteron
