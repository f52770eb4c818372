// Compiled once for each instruction set by foreach_target.h; the best one is chosen at run time.

#include "libmodel/array/cycle_sweeps.h"

#include <algorithm>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "libmodel/array/cycle_sweeps.cc"
// As in line_sweeps.cc: these have no size at compile time.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "libmodel/array/row_groups.h"

HWY_BEFORE_NAMESPACE();
namespace hysteron {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

// Along word lines, a vector holds a column of as many rows as it has lanes; along bit lines, a piece of a row.
using Tag = hn::CappedTag<float, 8>;
constexpr Tag d;
using Vec = hn::Vec<Tag>;
constexpr std::size_t kLanes = hn::MaxLanes(d);
constexpr std::size_t kRows = 16, kVectors = kRows / kLanes;

// Each sweep has a Plane of its own: to the compiler, a vector stored might change one it only refers to.

HWY_INLINE Vec inverse(Vec x) {
  const Vec least = hn::Set(d, 1e-30f);
  return hn::IfThenElseZero(hn::Gt(x, least), hn::Div(hn::Set(d, 1.0f), hn::Max(x, least)));
}

void FactorWords(const Plane& a) {
  for (std::size_t block = 0; block < a.padded_rows; block += kRows) {
    float* pivot = a.word_pivot + block * a.columns;
    Vec carried[kVectors];
    for (auto& c : carried) c = hn::Zero(d);
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
          const Vec e = inverse(hn::Add(leak, bond));
          carried[s] = hn::Mul(hn::Mul(bond, e), leak);
          hn::StoreU(e, d, pivot + place(d, s, j, a.columns));
        }
      }
  }
}

void FactorBits(const Plane& a) {
  float* carried = a.scratch;
  std::fill_n(carried, a.columns, 0.0f);
  for (std::size_t i = 0; i < a.rows; ++i) {
    const Vec bond = hn::Set(d, a.bit_bond[i + 1]);
    for (std::size_t j = 0; j < a.columns; j += kLanes) {
      const std::size_t at = i * a.columns + j;
      Vec leak = hn::Add(hn::LoadU(d, a.cell + at), hn::LoadU(d, carried + j));
      if (i == 0) leak = hn::Add(leak, hn::LoadU(d, a.top + j));
      if (i + 1 == a.rows) leak = hn::Add(leak, hn::LoadU(d, a.bottom + j));
      const Vec e = inverse(hn::Add(leak, bond));
      hn::StoreU(e, d, a.bit_pivot + at);
      hn::StoreU(hn::Mul(hn::Mul(bond, e), leak), d, carried + j);
    }
  }
}

void FactorPlane(const Plane a) {
  FactorWords(a);
  FactorBits(a);
}

// work = D (T_word + D)^-1 right for the sixteen rows from `block`; right(i, j) gives those from column j on.
template <class Right>
HWY_INLINE void solve_words(const Plane& a, std::size_t block, const Right& right) {
  const float* pivot = a.word_pivot + block * a.columns;
  eliminate_rows<kVectors>(d, a.word_bond, pivot, a.columns, a.scratch, right);
  substitute_rows<kVectors>(d, a.word_bond, pivot, a.columns, a.scratch, [&](std::size_t i, std::size_t j, Vec u) {
    const std::size_t at = (block + i) * a.columns + j;
    hn::StoreU(hn::Mul(u, hn::LoadU(d, a.cell + at)), d, a.work + at);
  });
}

// y -> (T_bit + D)^-1 y, the forward half of row i, into `eliminated`.
HWY_INLINE Vec eliminate(const Plane& a, std::size_t i, std::size_t j, Vec y, const float* eliminated) {
  const std::size_t at = i * a.columns + j;
  if (i > 0) y = hn::MulAdd(hn::Set(d, a.bit_bond[i]), hn::LoadU(d, eliminated + at - a.columns), y);
  return hn::Mul(y, hn::LoadU(d, a.bit_pivot + at));
}

void SmoothFromZero(const Plane a) {
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t j = 0; j < a.columns; j += kLanes) {
      const std::size_t at = i * a.columns + j;
      hn::StoreU(eliminate(a, i, j, hn::LoadU(d, a.load + at), a.solution), d, a.solution + at);
    }
  for (std::size_t block = a.padded_rows; block > 0;) {
    block -= kRows;
    for (std::size_t i = std::min(block + kRows, a.rows - 1); i-- > block;) {
      const Vec bond = hn::Set(d, a.bit_bond[i + 1]);
      for (std::size_t j = 0; j < a.columns; j += kLanes) {
        const std::size_t at = i * a.columns + j;
        const Vec factor = hn::Mul(bond, hn::LoadU(d, a.bit_pivot + at));
        const Vec below = hn::LoadU(d, a.solution + at + a.columns);
        hn::StoreU(hn::MulAdd(factor, below, hn::LoadU(d, a.solution + at)), d, a.solution + at);
      }
    }
    solve_words(a, block, [&](std::size_t i, std::size_t j) {
      const std::size_t at = (block + i) * a.columns + j;
      return hn::Mul(hn::LoadU(d, a.cell + at), hn::LoadU(d, a.solution + at));
    });
  }
}

// row[j] of the columns between the coarse centres in `from`, which has a readable number before it.
HWY_INLINE void spread_columns(const Plane& a, const Transfer& columns, float* from, std::size_t coarse, float* row) {
  if (!columns.halves) {
    for (std::size_t j = 0; j <= a.last_column; ++j) {
      const float low = from[columns.lower[j]];
      row[j] = low + columns.towards_upper[j] * (from[columns.upper[j]] - low);
    }
    return;
  }
  from[-1] = from[0], from[coarse] = from[coarse - 1];
  const Vec quarter = hn::Set(d, 0.25f);
  for (std::size_t k = 0; k < coarse; k += kLanes) {
    const Vec v = hn::LoadU(d, from + k);
    const Vec before = hn::Sub(hn::LoadU(d, from + k - 1), v), after = hn::Sub(hn::LoadU(d, from + k + 1), v);
    hn::StoreInterleaved2(hn::MulAdd(quarter, before, v), hn::MulAdd(quarter, after, v), d, row + 2 * k);
  }
}

// Adds row i of the interpolated correction to the solution.
HWY_INLINE void interpolate_row(const Plane& a, std::size_t i, const float* coarse, std::size_t stride,
                                const Transfer& rows, const Transfer& columns) {
  const Vec weight = hn::Set(d, rows.towards_upper[i]);
  const float *first = coarse + rows.lower[i] * stride, *second = coarse + rows.upper[i] * stride;
  float *between = a.scratch + 16, *row = between + stride + 16;  // the sweep of the words comes later
  for (std::size_t j = 0; j < stride; j += kLanes) {
    const Vec v = hn::LoadU(d, first + j);
    hn::StoreU(hn::MulAdd(weight, hn::Sub(hn::LoadU(d, second + j), v), v), d, between + j);
  }
  spread_columns(a, columns, between, columns.transposed.count, row);
  std::fill(row + a.last_column + 1, row + a.columns, 0.0f);
  row[0] *= a.left_edge[i];
  if (a.last_column > 0) row[a.last_column] *= a.right_edge[i];
  float* out = a.solution + i * a.columns;
  for (std::size_t j = 0; j < a.columns; j += kLanes) {
    Vec v = hn::LoadU(d, row + j);
    if (i == 0) v = hn::Mul(v, hn::LoadU(d, a.top_edge + j));
    if (i + 1 == a.rows) v = hn::Mul(v, hn::LoadU(d, a.bottom_edge + j));
    hn::StoreU(hn::Add(hn::LoadU(d, out + j), v), d, out + j);
  }
}

void Correct(const Plane a, const float* coarse, std::size_t stride, const Transfer& rows, const Transfer& columns) {
  const std::size_t last_from = a.last_column / kLanes * kLanes;
  const Vec lane = hn::Iota(d, 0.0f);
  const auto first = hn::Eq(lane, hn::Zero(d)), last = hn::Eq(lane, hn::Set(d, static_cast<float>(a.last_column - last_from)));
  for (std::size_t block = 0; block < a.padded_rows; block += kRows) {
    const std::size_t end = std::min(block + kRows, a.rows);
    for (std::size_t i = block; i < end; ++i) interpolate_row(a, i, coarse, stride, rows, columns);
    const float* v = a.solution + block * a.columns;
    solve_words(a, block, [&](std::size_t i, std::size_t j) {
      const float* at = v + i * a.columns + j;
      const Vec here = hn::LoadU(d, at);
      Vec right = hn::Mul(hn::LoadU(d, a.word_bond + j), hn::Sub(hn::LoadU(d, at - 1), here));
      right = hn::MulAdd(hn::LoadU(d, a.word_bond + j + 1), hn::Sub(hn::LoadU(d, at + 1), here), right);
      if (j == 0) right = hn::NegMulAdd(hn::IfThenElseZero(first, hn::Set(d, a.left[block + i])), here, right);
      if (j == last_from) right = hn::NegMulAdd(hn::IfThenElseZero(last, hn::Set(d, a.right[block + i])), here, right);
      return right;
    });
  }
}

// load - T_bit solution + work.
HWY_INLINE Vec residual_at(const Plane& a, std::size_t i, std::size_t j) {
  const std::size_t at = i * a.columns + j;
  const Vec v = hn::LoadU(d, a.solution + at);
  Vec r = hn::Add(hn::LoadU(d, a.load + at), hn::LoadU(d, a.work + at));
  if (i > 0)
    r = hn::MulAdd(hn::Set(d, a.bit_bond[i]), hn::Sub(hn::LoadU(d, a.solution + at - a.columns), v), r);
  if (i == 0) r = hn::NegMulAdd(hn::LoadU(d, a.top + j), v, r);
  if (i + 1 < a.rows)
    r = hn::MulAdd(hn::Set(d, a.bit_bond[i + 1]), hn::Sub(hn::LoadU(d, a.solution + at + a.columns), v), r);
  if (i + 1 == a.rows) r = hn::NegMulAdd(hn::LoadU(d, a.bottom + j), v, r);
  return r;
}

void LeaveResidual(const Plane a) {
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t j = 0; j < a.columns; j += kLanes)
      hn::StoreU(residual_at(a, i, j), d, a.work + i * a.columns + j);
}

double Smooth(const Plane a) {
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t j = 0; j < a.columns; j += kLanes)
      hn::StoreU(eliminate(a, i, j, residual_at(a, i, j), a.work), d, a.work + i * a.columns + j);
  double product = 0.0;
  for (std::size_t i = a.rows; i-- > 0;) {
    Vec sum = hn::Zero(d);
    const Vec bond = hn::Set(d, a.bit_bond[i + 1]);
    for (std::size_t j = 0; j < a.columns; j += kLanes) {
      const std::size_t at = i * a.columns + j;
      Vec v = hn::LoadU(d, a.work + at);
      if (i + 1 < a.rows) {
        const Vec factor = hn::Mul(bond, hn::LoadU(d, a.bit_pivot + at));
        v = hn::MulAdd(factor, hn::LoadU(d, a.work + at + a.columns), v);
        hn::StoreU(v, d, a.work + at);
      }
      v = hn::Add(v, hn::LoadU(d, a.solution + at));
      hn::StoreU(v, d, a.solution + at);
      sum = hn::MulAdd(v, hn::LoadU(d, a.load + at), sum);
    }
    product += static_cast<double>(hn::GetLane(hn::SumOfLanes(d, sum)));
  }
  return product;
}

// coarse[k] of one row; `row` has readable zeros before and after it.
HWY_INLINE void collect_columns(const Transfer::Taps& columns, bool halves, const float* row, float* coarse) {
  if (!halves) {
    for (std::size_t k = 0; k < columns.count; ++k) {
      const float* from = row + columns.first[k];
      coarse[k] = columns.weight[0][k] * from[0] + columns.weight[1][k] * from[1] + columns.weight[2][k] * from[2] +
                  columns.weight[3][k] * from[3];
    }
    return;
  }
  for (std::size_t k = 0; k < columns.count; k += kLanes) {
    Vec odd, even, next_odd, next_even;
    hn::LoadInterleaved2(d, row + 2 * k - 1, odd, even);
    hn::LoadInterleaved2(d, row + 2 * k + 1, next_odd, next_even);
    Vec sum = hn::Mul(hn::LoadU(d, columns.weight[0].data() + k), odd);
    sum = hn::MulAdd(hn::LoadU(d, columns.weight[1].data() + k), even, sum);
    sum = hn::MulAdd(hn::LoadU(d, columns.weight[2].data() + k), next_odd, sum);
    hn::StoreU(hn::MulAdd(hn::LoadU(d, columns.weight[3].data() + k), next_even, sum), d, coarse + k);
  }
}

void Collect(const Plane a, const float* fine, const Transfer::Taps& rows, const Transfer::Taps& columns, bool halves,
             std::size_t stride, float* coarse) {
  float* row = a.scratch + 16;
  std::fill_n(a.scratch, 16, 0.0f);
  std::fill_n(row + a.columns, 32, 0.0f);
  for (std::size_t k = 0; k < rows.count; ++k) {
    const std::int32_t first = rows.first[k], end = std::min<std::int32_t>(4, static_cast<std::int32_t>(a.rows) - first);
    for (std::size_t j = 0; j < a.columns; j += kLanes) {
      Vec sum = hn::Zero(d);
      for (std::int32_t q = std::max(0, -first); q < end; ++q)
        sum = hn::MulAdd(hn::Set(d, rows.weight[q][k]), hn::LoadU(d, fine + (first + q) * a.columns + j), sum);
      hn::StoreU(sum, d, row + j);
    }
    collect_columns(columns, halves, row, coarse + k * stride);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace hysteron
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hysteron {

HWY_EXPORT(FactorPlane);
HWY_EXPORT(Collect);
HWY_EXPORT(SmoothFromZero);
HWY_EXPORT(Correct);
HWY_EXPORT(LeaveResidual);
HWY_EXPORT(Smooth);

void factor(const Plane& a) { HWY_DYNAMIC_DISPATCH(FactorPlane)(a); }

void collect(const Plane& a, const float* fine, const Transfer::Taps& rows, const Transfer::Taps& columns, bool halves,
             std::size_t stride, float* coarse) {
  HWY_DYNAMIC_DISPATCH(Collect)(a, fine, rows, columns, halves, stride, coarse);
}

void smooth_from_zero(const Plane& a) { HWY_DYNAMIC_DISPATCH(SmoothFromZero)(a); }

void correct(const Plane& a, const float* coarse, std::size_t stride, const Transfer& rows, const Transfer& columns) {
  HWY_DYNAMIC_DISPATCH(Correct)(a, coarse, stride, rows, columns);
}

void leave_residual(const Plane& a) { HWY_DYNAMIC_DISPATCH(LeaveResidual)(a); }

double smooth(const Plane& a) { return HWY_DYNAMIC_DISPATCH(Smooth)(a); }

}  // namespace hysteron
#endif
