#pragma once

// Which pulses of a train are alike.

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "libmodel/sim/train.h"

namespace hysteron {

struct PulseKinds {
  std::vector<int> of;       // of each pulse
  std::vector<int> repeats;  // of each kind
};

namespace internal {

/// Alike in all the state can feel: the read apart.
inline bool alike(const Pulse& a, const Pulse& b) {
  return a.voltage == b.voltage && a.width == b.width && a.rise == b.rise && a.fall == b.fall && a.delay == b.delay;
}

inline std::uint64_t hash(const Pulse& p) {
  std::uint64_t h = 0;
  for (const double x : {p.voltage, p.width, p.rise, p.fall, p.delay}) {
    h = (h ^ std::bit_cast<std::uint64_t>(x + 0.0)) * 0x9e3779b97f4a7c15;  // + 0.0: -0 is 0
    h ^= h >> 32;
  }
  return h;
}

}  // namespace internal

/// Numbers the kinds in the order they appear.
inline PulseKinds kinds_of(std::span<const Pulse> train) {
  PulseKinds kinds;
  kinds.of.reserve(train.size());
  const std::size_t mask = std::bit_ceil(2 * train.size() + 1) - 1;
  std::vector<int> first(mask + 1, -1);  // open addressing: the first pulse of a kind
  for (std::size_t k = 0; k < train.size(); ++k) {
    if (k > 0 && internal::alike(train[k], train[k - 1])) {
      kinds.of.push_back(kinds.of.back());
      ++kinds.repeats[kinds.of.back()];
      continue;
    }
    std::size_t slot = internal::hash(train[k]) & mask;
    while (first[slot] >= 0 && !internal::alike(train[first[slot]], train[k])) slot = (slot + 1) & mask;
    if (first[slot] < 0) {
      first[slot] = static_cast<int>(k);
      kinds.of.push_back(static_cast<int>(kinds.repeats.size()));
      kinds.repeats.push_back(0);
    } else {
      kinds.of.push_back(kinds.of[first[slot]]);
    }
    ++kinds.repeats[kinds.of.back()];
  }
  return kinds;
}

}  // namespace hysteron
