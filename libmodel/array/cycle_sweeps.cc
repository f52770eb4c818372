// Compiled once for each instruction set by foreach_target.h; the best one is chosen at run time.

#include "libmodel/array/cycle_sweeps.h"

#include <algorithm>
#include <cstddef>

#include "libmodel/array/row_groups.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "libmodel/array/cycle_sweeps.cc"
// As in line_sweeps.cc: these have no size at compile time.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace hysteron {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

// Along word lines, lane k of a group is row k; along bit lines, a vector is a piece of a row.
using Tag = hn::CappedTag<float, 4>;
using WideTag = hn::CappedTag<float, 8>;
constexpr Tag d;
constexpr WideTag wide;
using Vec = hn::Vec<Tag>;
using Wide = hn::Vec<WideTag>;
constexpr std::size_t kLanes = hn::MaxLanes(d), kWide = hn::MaxLanes(wide);
constexpr std::size_t kRows = 16, kVectors = kRows / kLanes;
static_assert(kLanes == 4 || kLanes == 1);

// scratch = at(row, column)^T for kLanes columns from j.
template <class At>
HWY_INLINE void gather(std::size_t columns, std::size_t j, float* scratch, const At& at) {
  for (std::size_t group = 0; group < kRows / kGroup; ++group) {
    const std::size_t row = group * kGroup;
    hn::StoreInterleaved4(at(row, j), at(row + 1, j), at(row + 2, j), at(row + 3, j), d,
                          scratch + (group * columns + j) * kGroup);
  }
}

HWY_INLINE Vec inverse(Vec x) {
  const Vec least = hn::Set(d, 1e-30f);
  return hn::IfThenElseZero(hn::Gt(x, least), hn::Div(hn::Set(d, 1.0f), hn::Max(x, least)));
}

void FactorWords(const Plane& a) {
  for (std::size_t block = 0; block < a.padded_rows; block += kRows) {
    const float* cell = a.cell + block * a.columns;
    float* pivot = a.word_pivot + block * a.columns;
    Vec carried[kVectors];
    for (auto& c : carried) c = hn::Zero(d);
    for (std::size_t j0 = 0; j0 < a.columns; j0 += kLanes) {
      gather(a.columns, j0, a.scratch, [&](std::size_t i, std::size_t j) { return hn::LoadU(d, cell + i * a.columns + j); });
      for (std::size_t j = j0; j < j0 + kLanes; ++j) {
        const Vec bond = hn::Set(d, a.word_bond[j + 1]);
        for (std::size_t s = 0; s < kVectors; ++s) {
          Vec leak = hn::Add(hn::LoadU(d, a.scratch + place<kLanes>(s, j, a.columns)), carried[s]);
          if (j == 0) leak = hn::Add(leak, hn::LoadU(d, a.left + block + s * kLanes));
          if (j == a.last_column) leak = hn::Add(leak, hn::LoadU(d, a.right + block + s * kLanes));
          const Vec e = inverse(hn::Add(leak, bond));
          carried[s] = hn::Mul(hn::Mul(bond, e), leak);
          hn::StoreU(e, d, pivot + place<kLanes>(s, j, a.columns));
        }
      }
    }
  }
}

void FactorBits(const Plane& a) {
  const Wide one = hn::Set(wide, 1.0f), least = hn::Set(wide, 1e-30f);
  float* carried = a.scratch;
  std::fill_n(carried, a.columns, 0.0f);
  for (std::size_t i = 0; i < a.rows; ++i) {
    const Wide bond = hn::Set(wide, a.bit_bond[i + 1]);
    for (std::size_t j = 0; j < a.columns; j += kWide) {
      const std::size_t at = i * a.columns + j;
      Wide leak = hn::Add(hn::LoadU(wide, a.cell + at), hn::LoadU(wide, carried + j));
      if (i == 0) leak = hn::Add(leak, hn::LoadU(wide, a.top + j));
      if (i + 1 == a.rows) leak = hn::Add(leak, hn::LoadU(wide, a.bottom + j));
      const Wide total = hn::Add(leak, bond);
      const Wide e = hn::IfThenElseZero(hn::Gt(total, least), hn::Div(one, hn::Max(total, least)));
      hn::StoreU(e, wide, a.bit_pivot + at);
      hn::StoreU(hn::Mul(hn::Mul(bond, e), leak), wide, carried + j);
    }
  }
}

void FactorPlane(const Plane& a) {
  FactorWords(a);
  FactorBits(a);
}

// work = D (T_word + D)^-1 right for the sixteen rows from `block`; scratch holds right^T.
HWY_INLINE void solve_words(const Plane& a, std::size_t block) {
  const float* pivot = a.word_pivot + block * a.columns;
  Vec y[kVectors], factor[kVectors];
  for (std::size_t s = 0; s < kVectors; ++s) y[s] = factor[s] = hn::Zero(d);
  for (std::size_t j = 0; j <= a.last_column; ++j) {
    const Vec bond = hn::Set(d, a.word_bond[j + 1]);
    for (std::size_t s = 0; s < kVectors; ++s) {
      float* at = a.scratch + place<kLanes>(s, j, a.columns);
      const Vec e = hn::LoadU(d, pivot + place<kLanes>(s, j, a.columns));
      y[s] = hn::MulAdd(factor[s], y[s], hn::LoadU(d, at));
      factor[s] = hn::Mul(bond, e);
      hn::StoreU(hn::Mul(y[s], e), d, at);
    }
  }
  Vec u[kVectors];
  for (auto& each : u) each = hn::Zero(d);
  for (std::size_t j0 = a.columns; j0 > 0;) {
    j0 -= kLanes;
    for (std::size_t j = j0 + kLanes; j-- > j0;) {
      const Vec bond = hn::Set(d, a.word_bond[j + 1]);
      for (std::size_t s = 0; s < kVectors; ++s) {
        float* at = a.scratch + place<kLanes>(s, j, a.columns);
        const Vec e = hn::LoadU(d, pivot + place<kLanes>(s, j, a.columns));
        u[s] = hn::MulAdd(hn::Mul(bond, e), u[s], hn::LoadU(d, at));
        hn::StoreU(u[s], d, at);
      }
    }
    for (std::size_t group = 0; group < kRows / kGroup; ++group) {
      Vec row[kGroup];
      hn::LoadInterleaved4(d, a.scratch + (group * a.columns + j0) * kGroup, row[0], row[1], row[2], row[3]);
      for (std::size_t k = 0; k < kGroup; ++k) {
        const std::size_t at = (block + group * kGroup + k) * a.columns + j0;
        hn::StoreU(hn::Mul(row[k], hn::LoadU(d, a.cell + at)), d, a.work + at);
      }
    }
  }
}

// y -> (T_bit + D)^-1 y, the forward half of row i, into `eliminated`.
HWY_INLINE Wide eliminate(const Plane& a, std::size_t i, std::size_t j, Wide y, const float* eliminated) {
  const std::size_t at = i * a.columns + j;
  if (i > 0) y = hn::MulAdd(hn::Set(wide, a.bit_bond[i]), hn::LoadU(wide, eliminated + at - a.columns), y);
  return hn::Mul(y, hn::LoadU(wide, a.bit_pivot + at));
}

void SmoothFromZero(const Plane& a) {
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t j = 0; j < a.columns; j += kWide) {
      const std::size_t at = i * a.columns + j;
      hn::StoreU(eliminate(a, i, j, hn::LoadU(wide, a.load + at), a.solution), wide, a.solution + at);
    }
  for (std::size_t block = a.padded_rows; block > 0;) {
    block -= kRows;
    for (std::size_t i = std::min(block + kRows, a.rows - 1); i-- > block;) {
      const Wide bond = hn::Set(wide, a.bit_bond[i + 1]);
      for (std::size_t j = 0; j < a.columns; j += kWide) {
        const std::size_t at = i * a.columns + j;
        const Wide factor = hn::Mul(bond, hn::LoadU(wide, a.bit_pivot + at));
        const Wide below = hn::LoadU(wide, a.solution + at + a.columns);
        hn::StoreU(hn::MulAdd(factor, below, hn::LoadU(wide, a.solution + at)), wide, a.solution + at);
      }
    }
    for (std::size_t j = 0; j < a.columns; j += kLanes)
      gather(a.columns, j, a.scratch, [&](std::size_t i, std::size_t column) {
        const std::size_t at = (block + i) * a.columns + column;
        return hn::Mul(hn::LoadU(d, a.cell + at), hn::LoadU(d, a.solution + at));
      });
    solve_words(a, block);
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
  const Wide quarter = hn::Set(wide, 0.25f);
  for (std::size_t k = 0; k < coarse; k += kWide) {
    const Wide v = hn::LoadU(wide, from + k);
    const Wide before = hn::Sub(hn::LoadU(wide, from + k - 1), v), after = hn::Sub(hn::LoadU(wide, from + k + 1), v);
    hn::StoreInterleaved2(hn::MulAdd(quarter, before, v), hn::MulAdd(quarter, after, v), wide, row + 2 * k);
  }
}

// Adds row i of the interpolated correction to the solution.
HWY_INLINE void interpolate_row(const Plane& a, std::size_t i, const float* coarse, std::size_t stride,
                                const Transfer& rows, const Transfer& columns) {
  const Wide weight = hn::Set(wide, rows.towards_upper[i]);
  const float *first = coarse + rows.lower[i] * stride, *second = coarse + rows.upper[i] * stride;
  float *between = a.scratch + 16, *row = between + stride + 16;  // the sweep of the words comes later
  for (std::size_t j = 0; j < stride; j += kWide) {
    const Wide v = hn::LoadU(wide, first + j);
    hn::StoreU(hn::MulAdd(weight, hn::Sub(hn::LoadU(wide, second + j), v), v), wide, between + j);
  }
  spread_columns(a, columns, between, columns.transposed.count, row);
  std::fill(row + a.last_column + 1, row + a.columns, 0.0f);
  row[0] *= a.left_edge[i];
  if (a.last_column > 0) row[a.last_column] *= a.right_edge[i];
  float* out = a.solution + i * a.columns;
  for (std::size_t j = 0; j < a.columns; j += kWide) {
    Wide v = hn::LoadU(wide, row + j);
    if (i == 0) v = hn::Mul(v, hn::LoadU(wide, a.top_edge + j));
    if (i + 1 == a.rows) v = hn::Mul(v, hn::LoadU(wide, a.bottom_edge + j));
    hn::StoreU(hn::Add(hn::LoadU(wide, out + j), v), wide, out + j);
  }
}

void Correct(const Plane& a, const float* coarse, std::size_t stride, const Transfer& rows, const Transfer& columns) {
  for (std::size_t block = 0; block < a.padded_rows; block += kRows) {
    const std::size_t end = std::min(block + kRows, a.rows);
    for (std::size_t i = block; i < end; ++i) interpolate_row(a, i, coarse, stride, rows, columns);
    const float* v = a.solution + block * a.columns;
    for (std::size_t j0 = 0; j0 < a.columns; j0 += kLanes)
      gather(a.columns, j0, a.scratch, [&](std::size_t i, std::size_t j) {
        const float* at = v + i * a.columns + j;
        const Vec here = hn::LoadU(d, at);
        const Vec from_before = hn::Mul(hn::LoadU(d, a.word_bond + j), hn::Sub(hn::LoadU(d, at - 1), here));
        return hn::MulAdd(hn::LoadU(d, a.word_bond + j + 1), hn::Sub(hn::LoadU(d, at + 1), here), from_before);
      });
    for (std::size_t i = 0; i < kRows; ++i) {
      float* group = a.scratch + i / kGroup * a.columns * kGroup + i % kGroup;
      group[0] -= a.left[block + i] * v[i * a.columns];
      group[a.last_column * kGroup] -= a.right[block + i] * v[i * a.columns + a.last_column];
    }
    solve_words(a, block);
  }
}

// load - T_bit solution + work.
HWY_INLINE Wide residual_at(const Plane& a, std::size_t i, std::size_t j) {
  const std::size_t at = i * a.columns + j;
  const Wide v = hn::LoadU(wide, a.solution + at);
  Wide r = hn::Add(hn::LoadU(wide, a.load + at), hn::LoadU(wide, a.work + at));
  if (i > 0)
    r = hn::MulAdd(hn::Set(wide, a.bit_bond[i]), hn::Sub(hn::LoadU(wide, a.solution + at - a.columns), v), r);
  if (i == 0) r = hn::NegMulAdd(hn::LoadU(wide, a.top + j), v, r);
  if (i + 1 < a.rows)
    r = hn::MulAdd(hn::Set(wide, a.bit_bond[i + 1]), hn::Sub(hn::LoadU(wide, a.solution + at + a.columns), v), r);
  if (i + 1 == a.rows) r = hn::NegMulAdd(hn::LoadU(wide, a.bottom + j), v, r);
  return r;
}

void LeaveResidual(const Plane& a) {
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t j = 0; j < a.columns; j += kWide)
      hn::StoreU(residual_at(a, i, j), wide, a.work + i * a.columns + j);
}

double Smooth(const Plane& a) {
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t j = 0; j < a.columns; j += kWide)
      hn::StoreU(eliminate(a, i, j, residual_at(a, i, j), a.work), wide, a.work + i * a.columns + j);
  double product = 0.0;
  for (std::size_t i = a.rows; i-- > 0;) {
    Wide sum = hn::Zero(wide);
    const Wide bond = hn::Set(wide, a.bit_bond[i + 1]);
    for (std::size_t j = 0; j < a.columns; j += kWide) {
      const std::size_t at = i * a.columns + j;
      Wide v = hn::LoadU(wide, a.work + at);
      if (i + 1 < a.rows) {
        const Wide factor = hn::Mul(bond, hn::LoadU(wide, a.bit_pivot + at));
        v = hn::MulAdd(factor, hn::LoadU(wide, a.work + at + a.columns), v);
        hn::StoreU(v, wide, a.work + at);
      }
      v = hn::Add(v, hn::LoadU(wide, a.solution + at));
      hn::StoreU(v, wide, a.solution + at);
      sum = hn::MulAdd(v, hn::LoadU(wide, a.load + at), sum);
    }
    product += static_cast<double>(hn::GetLane(hn::SumOfLanes(wide, sum)));
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
  for (std::size_t k = 0; k < columns.count; k += kWide) {
    Wide odd, even, next_odd, next_even;
    hn::LoadInterleaved2(wide, row + 2 * k - 1, odd, even);
    hn::LoadInterleaved2(wide, row + 2 * k + 1, next_odd, next_even);
    Wide sum = hn::Mul(hn::LoadU(wide, columns.weight[0].data() + k), odd);
    sum = hn::MulAdd(hn::LoadU(wide, columns.weight[1].data() + k), even, sum);
    sum = hn::MulAdd(hn::LoadU(wide, columns.weight[2].data() + k), next_odd, sum);
    hn::StoreU(hn::MulAdd(hn::LoadU(wide, columns.weight[3].data() + k), next_even, sum), wide, coarse + k);
  }
}

void Collect(const Plane& a, const float* fine, const Transfer::Taps& rows, const Transfer::Taps& columns, bool halves,
             std::size_t stride, float* coarse) {
  float* row = a.scratch + 16;
  std::fill_n(a.scratch, 16, 0.0f);
  std::fill_n(row + a.columns, 32, 0.0f);
  for (std::size_t k = 0; k < rows.count; ++k) {
    const std::int32_t first = rows.first[k], end = std::min<std::int32_t>(4, static_cast<std::int32_t>(a.rows) - first);
    for (std::size_t j = 0; j < a.columns; j += kWide) {
      Wide sum = hn::Zero(wide);
      for (std::int32_t q = std::max(0, -first); q < end; ++q)
        sum = hn::MulAdd(hn::Set(wide, rows.weight[q][k]), hn::LoadU(wide, fine + (first + q) * a.columns + j), sum);
      hn::StoreU(sum, wide, row + j);
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
