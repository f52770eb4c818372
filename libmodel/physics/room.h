#pragma once

namespace hysteron {

// What a share d of free sites is worth: 1 where there is plenty, far beyond the margin; proportional where it is
// short. A saturation law of ours between a reservoir (margin -> 0) and a lattice (margin -> infinity).
template <class T>
T room(const T& d, const T& margin) {
  return d * (1.0 + margin) / (d + margin);
}

}  // namespace hysteron
