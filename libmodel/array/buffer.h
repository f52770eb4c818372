#pragma once

// Memory of the sweeps over arrays.

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace hysteron {

struct FreeBuffer {
  void* start = nullptr;
  void operator()(void*) const { std::free(start); }
};
template <class T>
using Buffer = std::unique_ptr<T[], FreeBuffer>;

/// `count` zeros, aligned for vectors, of which only what is written takes memory. A sweep walks eight or sixteen rows
/// at once, each on a page of its own: what fills large pages is asked for in such.
template <class T>
Buffer<T> zeros(std::size_t count) {
  constexpr std::size_t vector = 128, large_page = std::size_t{1} << 21;
  const std::size_t bytes = count * sizeof(T);
  const bool large = bytes >= 2 * large_page;
  const std::size_t alignment = large ? large_page : vector;
  std::size_t space = bytes + alignment;
  void* const start = std::calloc(space, 1);
  if (!start) throw std::bad_alloc();
  void* aligned = start;
  std::align(alignment, bytes, aligned, space);
#ifdef __linux__
  if (large) madvise(aligned, bytes, MADV_HUGEPAGE);
#endif
  return Buffer<T>(static_cast<T*>(aligned), FreeBuffer{start});
}

}  // namespace hysteron
