// Compiled once for each instruction set by foreach_target.h; the best one is chosen at run time.

#include "libmodel/array/line_sweeps.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "libmodel/array/line_sweeps.cc"
// Vectors of these have no size at compile time and cannot be kept in arrays; NEON serves instead.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "libmodel/array/row_groups.h"

HWY_BEFORE_NAMESPACE();
namespace hysteron {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

// Word lines are swept eight at a time: a vector holds a column of as many rows as it has lanes.
using Tag = hn::CappedTag<double, 4>;
constexpr Tag d;
using Vec = hn::Vec<Tag>;
constexpr std::size_t kLanes = hn::MaxLanes(d);
constexpr std::size_t kRows = 8, kVectors = kRows / kLanes;

// Each sweep has a Lines of its own: to the compiler, a vector stored might change one it only refers to.

void FactorWords(const Lines a) {
  const Vec zero = hn::Zero(d), one = hn::Set(d, 1.0), least = hn::Set(d, 1e-300);
  for (std::size_t block = 0; block < a.padded_rows; block += kRows) {
    double* pivot = a.word_pivot + block * a.columns;
    Vec carried[kVectors];
    for (auto& c : carried) c = zero;
    for (std::size_t j0 = 0; j0 < a.columns; j0 += kLanes)
      for (std::size_t s = 0; s < kVectors; ++s) {
        const std::size_t row = block + s * kLanes;
        Vec cell[kLanes];
        for (std::size_t k = 0; k < kLanes; ++k) cell[k] = hn::LoadU(d, a.cell + (row + k) * a.columns + j0);
        transpose(d, cell);
        for (std::size_t k = 0; k < kLanes; ++k) {
          const std::size_t j = j0 + k;
          const Vec bond = hn::Set(d, a.word_bond[j + 1]);
          Vec leak = hn::Add(cell[k], carried[s]);
          if (j == 0) leak = hn::Add(leak, hn::LoadU(d, a.left + row));
          if (j == a.last_column) leak = hn::Add(leak, hn::LoadU(d, a.right + row));
          const Vec total = hn::Add(leak, bond);
          Vec e = hn::IfThenElseZero(hn::Gt(total, least), hn::Div(one, hn::Max(total, least)));
          carried[s] = hn::Mul(hn::Mul(bond, e), leak);
          if (j == 0) {
            const Vec keep = hn::LoadU(d, a.keep_left + row);
            e = hn::Mul(e, keep);
            carried[s] = hn::MulAdd(hn::Sub(one, keep), bond, hn::Mul(keep, carried[s]));
          }
          if (j == a.last_column) e = hn::Mul(e, hn::LoadU(d, a.keep_right + row));
          hn::StoreU(e, d, pivot + place(d, s, j, a.columns));
        }
      }
  }
}

void FactorBits(const Lines a) {
  const Vec one = hn::Set(d, 1.0), least = hn::Set(d, 1e-300);
  double* carried = a.scratch;
  std::fill_n(carried, a.columns, 0.0);
  for (std::size_t i = 0; i < a.rows; ++i) {
    const Vec bond = hn::Set(d, a.bit_bond[i + 1]);
    const double* cell = a.cell + i * a.columns;
    double* pivot = a.bit_pivot + i * a.columns;
    for (std::size_t j = 0; j < a.columns; j += kLanes) {
      Vec leak = hn::Add(hn::LoadU(d, cell + j), hn::LoadU(d, carried + j));
      if (i == 0) leak = hn::Add(leak, hn::LoadU(d, a.top + j));
      if (i == a.rows - 1) leak = hn::Add(leak, hn::LoadU(d, a.bottom + j));
      const Vec total = hn::Add(leak, bond);
      Vec e = hn::IfThenElseZero(hn::Gt(total, least), hn::Div(one, hn::Max(total, least)));
      Vec next = hn::Mul(hn::Mul(bond, e), leak);
      if (i == 0) {
        const Vec keep = hn::LoadU(d, a.keep_top + j);
        e = hn::Mul(e, keep);
        next = hn::MulAdd(hn::Sub(one, keep), bond, hn::Mul(keep, next));
      }
      if (i == a.rows - 1) e = hn::Mul(e, hn::LoadU(d, a.keep_bottom + j));
      hn::StoreU(e, d, pivot + j);
      hn::StoreU(next, d, carried + j);
    }
  }
}

// eliminate_rows with sources at the ends; `held` is the voltage the node before passes on.
template <class Row>
HWY_INLINE void eliminate_driven(const Lines& a, const Sources& f, std::size_t block, const double* pivot, const Row& row) {
  Vec held[kVectors];
  for (auto& v : held) v = hn::Zero(d);
  for (std::size_t j0 = 0; j0 < a.columns; j0 += kLanes)
    for (std::size_t s = 0; s < kVectors; ++s) {
      const std::size_t first = block + s * kLanes;
      Vec y[kLanes];
      for (std::size_t k = 0; k < kLanes; ++k) y[k] = row(s * kLanes + k, j0);
      transpose(d, y);
      for (std::size_t k = 0; k < kLanes; ++k) {
        const std::size_t j = j0 + k;
        y[k] = hn::MulAdd(hn::Set(d, a.word_bond[j]), held[s], y[k]);
        if (j == 0) y[k] = hn::Add(y[k], hn::LoadU(d, f.left + first));
        if (j == a.last_column) y[k] = hn::Add(y[k], hn::LoadU(d, f.right + first));
        held[s] = hn::Mul(y[k], hn::LoadU(d, pivot + place(d, s, j, a.columns)));
        if (j == 0) held[s] = hn::Add(held[s], hn::LoadU(d, f.hold_left + first));
        if (j == a.last_column) held[s] = hn::Add(held[s], hn::LoadU(d, f.hold_right + first));
        hn::StoreU(held[s], d, a.scratch + place(d, s, j, a.columns));
      }
    }
}

// D v, the rows of a block counted from `start`.
HWY_INLINE auto cell_currents(const Lines& a, std::size_t start, const double* v) {
  return [&a, start, v](std::size_t i, std::size_t j) {
    const std::size_t at = start + i * a.columns + j;
    return hn::Mul(hn::LoadU(d, a.cell + at), hn::LoadU(d, v + at));
  };
}

// D (v - w) of the eight rows from `block`, w the word lines under v; adds v . D (v - w) to power.
HWY_INLINE void sweep_block(const Lines& a, std::size_t block, const double* v, double* leaving, Vec& power) {
  Vec of_row[kLanes];  // one sum would wait for itself
  for (auto& sum : of_row) sum = hn::Zero(d);
  const std::size_t start = block * a.columns;
  const double* pivot = a.word_pivot + start;
  eliminate_rows<kVectors>(d, a.word_bond, pivot, a.columns, a.scratch, cell_currents(a, start, v));
  substitute_rows<kVectors>(d, a.word_bond, pivot, a.columns, a.scratch, [&](std::size_t i, std::size_t j, Vec u) {
    const std::size_t at = start + i * a.columns + j;
    const Vec b = hn::LoadU(d, v + at);
    const Vec current = hn::Mul(hn::LoadU(d, a.cell + at), hn::Sub(b, u));
    hn::StoreU(current, d, leaving + at);
    of_row[i % kLanes] = hn::MulAdd(current, b, of_row[i % kLanes]);
  });
  for (const Vec sum : of_row) power = hn::Add(power, sum);
}

HWY_INLINE void driven_sweep_block(const Lines& a, const Sources& f, std::size_t block, const double* v, double* w) {
  const std::size_t start = block * a.columns;
  const double* pivot = a.word_pivot + start;
  eliminate_driven(a, f, block, pivot, cell_currents(a, start, v));
  substitute_rows<kVectors>(d, a.word_bond, pivot, a.columns, a.scratch,
                            [&](std::size_t i, std::size_t j, Vec u) { hn::StoreU(u, d, w + start + i * a.columns + j); });
}

void DrivenWordSweep(const Lines a, const Sources& f, const double* v, double* w) {
  for (std::size_t block = 0; block < a.padded_rows; block += kRows) driven_sweep_block(a, f, block, v, w);
}

// Of the bit lines, above and below row i [S].
struct Segments {
  Vec above, below;
};
HWY_INLINE Segments segments(const Lines& a, std::size_t i) { return {hn::Set(d, a.bit_bond[i]), hn::Set(d, a.bit_bond[i + 1])}; }

// T_bit p + leaving at kLanes nodes, written with differences: p is smooth where it matters.
HWY_INLINE Vec bit_current(const Lines& a, std::size_t i, std::size_t j, const Segments& to, const double* p, Vec leaving) {
  const std::size_t at = i * a.columns + j;
  const Vec v = hn::LoadU(d, p + at);
  Vec q = leaving;
  if (i > 0) q = hn::MulAdd(to.above, hn::Sub(v, hn::LoadU(d, p + at - a.columns)), q);
  if (i == 0) q = hn::MulAdd(hn::LoadU(d, a.top + j), v, q);
  if (i + 1 < a.rows) q = hn::MulAdd(to.below, hn::Sub(v, hn::LoadU(d, p + at + a.columns)), q);
  if (i + 1 == a.rows) q = hn::MulAdd(hn::LoadU(d, a.bottom + j), v, q);
  return q;
}

// The current missing at kLanes nodes of the bit lines b beside the word lines w.
HWY_INLINE Vec missing_current(const Lines& a, const Sources& f, std::size_t i, std::size_t j, const Segments& to, const double* b,
                               const double* w) {
  const std::size_t at = i * a.columns + j;
  const Vec leaving = hn::Mul(hn::LoadU(d, a.cell + at), hn::Sub(hn::LoadU(d, b + at), hn::LoadU(d, w + at)));
  Vec missing = hn::Neg(bit_current(a, i, j, to, b, leaving));
  if (i == 0) missing = hn::Add(missing, hn::LoadU(d, f.top + j));
  if (i + 1 == a.rows) missing = hn::Add(missing, hn::LoadU(d, f.bottom + j));
  return missing;
}

// The forward elimination at row i, `passed` coming from the row above and going on to the one below.
HWY_INLINE Vec eliminate_node(std::size_t i, std::size_t j, Vec current, Vec below, Vec pivot, double* passed) {
  if (i > 0) current = hn::Add(current, hn::LoadU(d, passed + j));
  hn::StoreU(hn::Mul(hn::Mul(below, pivot), current), d, passed + j);
  return current;
}

double BitForward(const Lines a, double alpha, const double* p, const double* leaving, double* x, double* y) {
  const Vec step = hn::Set(d, alpha);
  Vec product = hn::Zero(d);
  for (std::size_t i = 0; i < a.rows; ++i) {
    const Segments to = segments(a, i);
    for (std::size_t j = 0; j < a.columns; j += kLanes) {
      const std::size_t at = i * a.columns + j;
      const Vec pivot = hn::LoadU(d, a.bit_pivot + at);
      const Vec q = eliminate_node(i, j, bit_current(a, i, j, to, p, hn::LoadU(d, leaving + at)), to.below, pivot, a.scratch);
      hn::StoreU(hn::MulAdd(step, hn::LoadU(d, p + at), hn::LoadU(d, x + at)), d, x + at);
      const Vec left = hn::NegMulAdd(step, q, hn::LoadU(d, y + at));
      hn::StoreU(left, d, y + at);
      product = hn::MulAdd(hn::Mul(left, left), pivot, product);
    }
  }
  return hn::GetLane(hn::SumOfLanes(d, product));
}

double DrivenBitForward(const Lines a, const Sources& f, const double* p, const double* w, double* x, double* y) {
  Vec product = hn::Zero(d);
  for (std::size_t i = 0; i < a.rows; ++i) {
    const Segments to = segments(a, i);
    for (std::size_t j = 0; j < a.columns; j += kLanes) {
      const std::size_t at = i * a.columns + j;
      const Vec pivot = hn::LoadU(d, a.bit_pivot + at);
      const Vec left = eliminate_node(i, j, missing_current(a, f, i, j, to, p, w), to.below, pivot, a.scratch);
      hn::StoreU(hn::LoadU(d, p + at), d, x + at);
      hn::StoreU(left, d, y + at);
      product = hn::MulAdd(hn::Mul(left, left), pivot, product);
    }
  }
  return hn::GetLane(hn::SumOfLanes(d, product));
}

// The residual of row i from column j on, to another preconditioner; ideal sources take nothing.
HWY_INLINE void store_load(const Lines& a, std::size_t i, std::size_t j, Vec residual, double scale, float* load) {
  const hn::Rebind<float, Tag> single;
  if (i == 0) residual = hn::Mul(residual, hn::LoadU(d, a.keep_top + j));
  if (i + 1 == a.rows) residual = hn::Mul(residual, hn::LoadU(d, a.keep_bottom + j));
  hn::StoreU(hn::DemoteTo(single, hn::Mul(hn::Set(d, scale), residual)), single, load + i * a.columns + j);
}

void BitStep(const Lines a, double alpha, const double* p, const double* leaving, double* x, double* r, double scale,
             float* load) {
  const Vec step = hn::Set(d, alpha);
  for (std::size_t i = 0; i < a.rows; ++i) {
    const Segments to = segments(a, i);
    for (std::size_t j = 0; j < a.columns; j += kLanes) {
      const std::size_t at = i * a.columns + j;
      const Vec q = bit_current(a, i, j, to, p, hn::LoadU(d, leaving + at));
      hn::StoreU(hn::MulAdd(step, hn::LoadU(d, p + at), hn::LoadU(d, x + at)), d, x + at);
      const Vec left = hn::NegMulAdd(step, q, hn::LoadU(d, r + at));
      hn::StoreU(left, d, r + at);
      store_load(a, i, j, left, scale, load);
    }
  }
}

void DrivenBitStep(const Lines a, const Sources& f, const double* p, const double* w, double* x, double* r,
                   double scale, float* load) {
  for (std::size_t i = 0; i < a.rows; ++i) {
    const Segments to = segments(a, i);
    for (std::size_t j = 0; j < a.columns; j += kLanes) {
      const std::size_t at = i * a.columns + j;
      const Vec left = missing_current(a, f, i, j, to, p, w);
      hn::StoreU(hn::LoadU(d, p + at), d, x + at);
      hn::StoreU(left, d, r + at);
      store_load(a, i, j, left, scale, load);
    }
  }
}

// What the bit lines' own segments and terminals at row i dissipate, with row i + 1 already there.
HWY_INLINE void add_row_power(const Lines& a, std::size_t i, std::size_t j, Vec direction, const double* p, Vec& power) {
  if (i + 1 < a.rows) {
    const Vec drop = hn::Sub(direction, hn::LoadU(d, p + (i + 1) * a.columns + j));
    power = hn::MulAdd(hn::Mul(hn::Set(d, a.bit_bond[i + 1]), drop), drop, power);
  }
  if (i == 0) power = hn::MulAdd(hn::Mul(hn::LoadU(d, a.top + j), direction), direction, power);
  if (i + 1 == a.rows) power = hn::MulAdd(hn::Mul(hn::LoadU(d, a.bottom + j), direction), direction, power);
}

double TurnToCorrection(const Lines a, double beta, const float* correction, double* p, double* leaving) {
  const hn::Rebind<float, Tag> single;
  const Vec previous = hn::Set(d, beta);
  Vec power = hn::Zero(d);
  for (std::size_t block = a.padded_rows; block > 0; block -= kRows) {
    const std::size_t first = block - kRows;
    for (std::size_t i = std::min(block, a.rows); i-- > first;)
      for (std::size_t j = 0; j < a.columns; j += kLanes) {
        const std::size_t at = i * a.columns + j;
        Vec v = hn::PromoteTo(d, hn::LoadU(single, correction + at));
        if (i == 0) v = hn::Mul(v, hn::LoadU(d, a.keep_top + j));
        if (i + 1 == a.rows) v = hn::Mul(v, hn::LoadU(d, a.keep_bottom + j));
        v = hn::MulAdd(previous, hn::LoadU(d, p + at), v);
        hn::StoreU(v, d, p + at);
        add_row_power(a, i, j, v, p, power);
      }
    sweep_block(a, first, p, leaving, power);
  }
  return hn::GetLane(hn::SumOfLanes(d, power));
}

// Row i of the back substitution; `below` is the row beneath on entry, this one on return.
HWY_INLINE void substitute_row(const Lines& a, std::size_t i, Vec previous, const double* y, double* below, double* p,
                               Vec& power) {
  const bool last = i + 1 == a.rows;
  const Vec bond = hn::Set(d, a.bit_bond[i + 1]);
  for (std::size_t j = 0; j < a.columns; j += kLanes) {
    const std::size_t at = i * a.columns + j;
    Vec v = hn::LoadU(d, y + at);
    if (!last) v = hn::MulAdd(bond, hn::LoadU(d, below + j), v);
    v = hn::Mul(v, hn::LoadU(d, a.bit_pivot + at));
    hn::StoreU(v, d, below + j);
    const Vec direction = hn::MulAdd(previous, hn::LoadU(d, p + at), v);
    hn::StoreU(direction, d, p + at);
    add_row_power(a, i, j, direction, p, power);
  }
}

// Each block of word lines is swept while its rows are still in the cache.
double TurnDirection(const Lines a, double beta, const double* y, double* p, double* leaving) {
  const Vec previous = hn::Set(d, beta);
  double* below = a.scratch + kRows * a.columns;
  Vec power = hn::Zero(d);
  for (std::size_t block = a.padded_rows; block > 0; block -= kRows) {
    const std::size_t first = block - kRows;
    for (std::size_t i = std::min(block, a.rows); i-- > first;) substitute_row(a, i, previous, y, below, p, power);
    sweep_block(a, first, p, leaving, power);
  }
  return hn::GetLane(hn::SumOfLanes(d, power));
}

HWY_INLINE void add_square(Vec x, Vec& sum) { sum = hn::MulAdd(x, x, sum); }

Mismatch BalanceLines(const Lines a, const Sources& f, const double* w, const double* b, const Balance& out) {
  std::fill_n(out.bit_sum, a.columns, 0.0);
  std::fill_n(out.bit_moment, a.columns, 0.0);
  double* excess = a.scratch;
  const Vec lane = hn::Iota(d, 0.0);
  Vec squared = hn::Zero(d), scale = hn::Zero(d);
  double terminals = 0.0;
  for (std::size_t i = 0; i < a.rows; ++i) {
    const Vec row = hn::Set(d, static_cast<double>(i));
    const Segments to = segments(a, i);
    Vec sum = hn::Zero(d), moment = hn::Zero(d);
    for (std::size_t j = 0; j < a.columns; j += kLanes) {
      const std::size_t at = i * a.columns + j;
      const Vec g = hn::LoadU(d, a.cell + at), word = hn::LoadU(d, w + at), bit = hn::LoadU(d, b + at);
      const Vec current = hn::Mul(g, hn::Sub(word, bit));
      sum = hn::Add(sum, current);
      moment = hn::MulAdd(hn::Add(lane, hn::Set(d, static_cast<double>(j))), current, moment);
      hn::StoreU(hn::Add(hn::LoadU(d, out.bit_sum + j), current), d, out.bit_sum + j);
      hn::StoreU(hn::MulAdd(row, current, hn::LoadU(d, out.bit_moment + j)), d, out.bit_moment + j);

      const Vec toward = hn::LoadU(d, a.word_bond + j), onward = hn::LoadU(d, a.word_bond + j + 1);
      const Vec along = hn::MulAdd(toward, hn::Sub(word, hn::LoadU(d, w + at - 1)),
                                   hn::Mul(onward, hn::Sub(word, hn::LoadU(d, w + at + 1))));
      hn::StoreU(hn::Add(along, current), d, excess + j);

      Vec missing = missing_current(a, f, i, j, to, b, w);
      if (i == 0) missing = hn::Mul(missing, hn::LoadU(d, a.keep_top + j));
      if (i + 1 == a.rows) missing = hn::Mul(missing, hn::LoadU(d, a.keep_bottom + j));
      add_square(missing, squared);

      const Vec through = hn::Mul(g, hn::Add(hn::Abs(word), hn::Abs(bit)));
      const Vec two = hn::Set(d, 2.0);
      add_square(hn::MulAdd(hn::Mul(two, hn::Add(toward, onward)), hn::Abs(word), through), scale);
      Vec bonds = hn::Mul(two, hn::Add(to.above, to.below));
      if (i == 0) bonds = hn::Add(bonds, hn::LoadU(d, a.top + j));
      if (i + 1 == a.rows) bonds = hn::Add(bonds, hn::LoadU(d, a.bottom + j));
      add_square(hn::MulAdd(bonds, hn::Abs(bit), through), scale);
    }
    out.word_sum[i] = hn::GetLane(hn::SumOfLanes(d, sum));
    out.word_moment[i] = hn::GetLane(hn::SumOfLanes(d, moment));

    const double* line = w + i * a.columns;
    const double left = a.left[i] * line[0], right = a.right[i] * line[a.last_column];
    terminals += left * left + right * right;
    excess[0] += left - f.left[i];
    excess[a.last_column] += right - f.right[i];
    excess[0] *= a.keep_left[i];
    excess[a.last_column] *= a.keep_right[i];
    for (std::size_t j = 0; j < a.columns; j += kLanes) add_square(hn::LoadU(d, excess + j), squared);
  }
  return {hn::GetLane(hn::SumOfLanes(d, squared)), hn::GetLane(hn::SumOfLanes(d, scale)) + terminals};
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace hysteron
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hysteron {

HWY_EXPORT(FactorWords);
HWY_EXPORT(FactorBits);
HWY_EXPORT(DrivenWordSweep);
HWY_EXPORT(BitForward);
HWY_EXPORT(DrivenBitForward);
HWY_EXPORT(TurnDirection);
HWY_EXPORT(BitStep);
HWY_EXPORT(DrivenBitStep);
HWY_EXPORT(TurnToCorrection);
HWY_EXPORT(BalanceLines);

void factor_words(const Lines& a) { HWY_DYNAMIC_DISPATCH(FactorWords)(a); }

void factor_bits(const Lines& a) { HWY_DYNAMIC_DISPATCH(FactorBits)(a); }

void driven_word_sweep(const Lines& a, const Sources& f, const double* v, double* w) {
  HWY_DYNAMIC_DISPATCH(DrivenWordSweep)(a, f, v, w);
}

double bit_forward(const Lines& a, double alpha, const double* p, const double* leaving, double* x, double* y) {
  return HWY_DYNAMIC_DISPATCH(BitForward)(a, alpha, p, leaving, x, y);
}

double driven_bit_forward(const Lines& a, const Sources& f, const double* p, const double* w, double* x, double* y) {
  return HWY_DYNAMIC_DISPATCH(DrivenBitForward)(a, f, p, w, x, y);
}

double turn_direction(const Lines& a, double beta, const double* y, double* p, double* leaving) {
  return HWY_DYNAMIC_DISPATCH(TurnDirection)(a, beta, y, p, leaving);
}

void bit_step(const Lines& a, double alpha, const double* p, const double* leaving, double* x, double* r, double scale,
              float* load) {
  HWY_DYNAMIC_DISPATCH(BitStep)(a, alpha, p, leaving, x, r, scale, load);
}

void driven_bit_step(const Lines& a, const Sources& f, const double* p, const double* w, double* x, double* r,
                     double scale, float* load) {
  HWY_DYNAMIC_DISPATCH(DrivenBitStep)(a, f, p, w, x, r, scale, load);
}

double turn_to_correction(const Lines& a, double beta, const float* correction, double* p, double* leaving) {
  return HWY_DYNAMIC_DISPATCH(TurnToCorrection)(a, beta, correction, p, leaving);
}

Mismatch balance(const Lines& a, const Sources& f, const double* w, const double* b, const Balance& out) {
  return HWY_DYNAMIC_DISPATCH(BalanceLines)(a, f, w, b, out);
}

}  // namespace hysteron
#endif
