// Recursions along the columns of a block of rows, as many rows at a time as a vector has lanes.
// Compiled once for each instruction set, in the files that foreach_target.h includes again.

#if defined(HYSTERON_ROW_GROUPS) == defined(HWY_TARGET_TOGGLE)
#ifdef HYSTERON_ROW_GROUPS
#undef HYSTERON_ROW_GROUPS
#else
#define HYSTERON_ROW_GROUPS
#endif

#include <hwy/highway.h>

#include <cstddef>

HWY_BEFORE_NAMESPACE();
namespace hysteron {
namespace HWY_NAMESPACE {

/// Where column j of the s-th group of rows lies in an array [groups][columns][lanes].
template <class D>
HWY_INLINE std::size_t place(D d, std::size_t s, std::size_t j, std::size_t columns) {
  return (s * columns + j) * hwy::HWY_NAMESPACE::MaxLanes(d);
}

/// Vector k, of row k, becomes that of column k.
#if HWY_TARGET == HWY_SCALAR
template <class D>
HWY_INLINE void transpose(D, hwy::HWY_NAMESPACE::Vec<D>*) {}
#else
template <class D>
HWY_INLINE void transpose(D d, hwy::HWY_NAMESPACE::Vec<D>* v) {
  namespace hn = hwy::HWY_NAMESPACE;
  using Number = hn::TFromD<D>;
  constexpr std::size_t lanes = hn::MaxLanes(d), piece = 16 / sizeof(Number);
  for (std::size_t k = 0; k < lanes; k += piece) {  // pieces of 16 bytes each for itself
    const auto low = hn::InterleaveLower(d, v[k], v[k + 1]), high = hn::InterleaveUpper(d, v[k], v[k + 1]);
    v[k] = low, v[k + 1] = high;
    if constexpr (piece == 4) {
      const hn::Repartition<double, D> pairs;
      const auto first = hn::BitCast(pairs, low), second = hn::BitCast(pairs, high);
      const auto third = hn::BitCast(pairs, hn::InterleaveLower(d, v[k + 2], v[k + 3]));
      const auto fourth = hn::BitCast(pairs, hn::InterleaveUpper(d, v[k + 2], v[k + 3]));
      v[k] = hn::BitCast(d, hn::InterleaveLower(pairs, first, third));
      v[k + 1] = hn::BitCast(d, hn::InterleaveUpper(pairs, first, third));
      v[k + 2] = hn::BitCast(d, hn::InterleaveLower(pairs, second, fourth));
      v[k + 3] = hn::BitCast(d, hn::InterleaveUpper(pairs, second, fourth));
    }
  }
  if constexpr (lanes == 2 * piece) {
    for (std::size_t k = 0; k < piece; ++k) {
      const auto upper = v[k], lower = v[k + piece];
      v[k] = hn::ConcatLowerLower(d, lower, upper);
      v[k + piece] = hn::ConcatUpperUpper(d, lower, upper);
    }
  }
}
#endif

/// scratch, [groups][columns][lanes] = pivot times the forward elimination of row(i, j), the lanes of row i from column j on.
template <std::size_t kGroups, class D, class Row>
HWY_INLINE void eliminate_rows(D d, const hwy::HWY_NAMESPACE::TFromD<D>* bond, const hwy::HWY_NAMESPACE::TFromD<D>* pivot,
                               std::size_t columns, hwy::HWY_NAMESPACE::TFromD<D>* scratch, const Row& row) {
  namespace hn = hwy::HWY_NAMESPACE;
  using Vec = hn::Vec<D>;
  constexpr std::size_t lanes = hn::MaxLanes(d);
  Vec y[kGroups], factor[kGroups];
  for (std::size_t s = 0; s < kGroups; ++s) y[s] = factor[s] = hn::Zero(d);
  for (std::size_t j = 0; j < columns; j += lanes)
    for (std::size_t s = 0; s < kGroups; ++s) {
      Vec f[lanes];
      for (std::size_t k = 0; k < lanes; ++k) f[k] = row(s * lanes + k, j);
      transpose(d, f);
      for (std::size_t k = 0; k < lanes; ++k) {
        const Vec e = hn::LoadU(d, pivot + place(d, s, j + k, columns));
        y[s] = hn::MulAdd(factor[s], y[s], f[k]);
        factor[s] = hn::Mul(hn::Set(d, bond[j + k + 1]), e);
        hn::StoreU(hn::Mul(y[s], e), d, scratch + place(d, s, j + k, columns));
      }
    }
}

/// The other half: put(i, j, v) takes the voltages of row i from column j on, last to first.
template <std::size_t kGroups, class D, class Put>
HWY_INLINE void substitute_rows(D d, const hwy::HWY_NAMESPACE::TFromD<D>* bond, const hwy::HWY_NAMESPACE::TFromD<D>* pivot,
                                std::size_t columns, const hwy::HWY_NAMESPACE::TFromD<D>* scratch, const Put& put) {
  namespace hn = hwy::HWY_NAMESPACE;
  using Vec = hn::Vec<D>;
  constexpr std::size_t lanes = hn::MaxLanes(d);
  Vec u[kGroups];
  for (auto& each : u) each = hn::Zero(d);
  for (std::size_t j = columns; j > 0;) {
    j -= lanes;
    for (std::size_t s = 0; s < kGroups; ++s) {
      Vec v[lanes];
      for (std::size_t k = lanes; k-- > 0;) {
        const std::size_t at = place(d, s, j + k, columns);
        const Vec factor = hn::Mul(hn::Set(d, bond[j + k + 1]), hn::LoadU(d, pivot + at));
        u[s] = hn::MulAdd(factor, u[s], hn::LoadU(d, scratch + at));
        v[k] = u[s];
      }
      transpose(d, v);
      for (std::size_t k = 0; k < lanes; ++k) put(s * lanes + k, j, v[k]);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace hysteron
HWY_AFTER_NAMESPACE();

#endif
