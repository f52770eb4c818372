#pragma once

// Where to start: from the data, by probing the model, for any model.

#include <functional>
#include <vector>

#include "fitters/assembly.h"

namespace hysteron::fitters {

/// From x, the defaults, to a point that already resembles the data:
///   1. the two leading parameters that set the current at a given state bring the lowest and highest
///      reads to the ends of the state's range;
///   2. each initial state is set so that the first read fits;
///   3. rates (log scale, per second, no effect on a read by themselves) are searched over their whole
///      range, all together, then one by one, twice.
/// Only candidates move.
Unknowns guess(const Assembly& assembly, const Robust& robust, std::span<const Coordinate> candidates, Unknowns x,
               int threads);

/// n Sobol points (shifted modulo 1 by the seed, bits by SplitMix64) in a box of two natural widths
/// about the centre, within the bounds.
std::vector<Unknowns> sobol_points(const Unknowns& centre, std::span<const Coordinate> free, int n, std::uint64_t seed);

/// The costs at points; infinite where the integration gives up. `stop` ends early.
std::vector<double> costs(const Assembly& assembly, const Robust& robust, const std::vector<Unknowns>& points, int threads,
                          const std::function<bool()>& stop);

}  // namespace hysteron::fitters
