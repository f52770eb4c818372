#pragma once

// One device's own history under chance, along a pulse train or ramps. The definitions, for whoever
// instantiates them for a model, are in stochastic_definition.h.
//
// What is drawn is what the model declares of its noise (model.h):
//
//     events and jumps()   states that events move are whole numbers of their steps. A stretch of time in
//                          which the rates of a single place and of a single taken one hardly depend on
//                          the states is one draw, however many turn in it: exact for units that turn
//                          independently, which is every model so far. Where the rates do depend on
//                          the states, such leaps are short, and where they would hold about one
//                          event or less the next event is drawn exactly.
//     kicks()              half a kick, the mean motion, half a kick; the kick by the states' flow under
//                          constant kicks, so that a sphere is not left. Weak order 2 in the length of
//                          a step, 1 where kicks do not commute.
//     diffusion            after Ito: a step's mean is the mean motion's, integrated with all its
//                          stiffness, its variance that of the linearised motion, and its law a beta
//                          law on the declared range of the state, which therefore is never left. Weak
//                          order 1.
//
// Steps are cut until they meet StochasticOptions; a stretch that needs more than most_random_steps is
// given up. The same seed and instance give the same bits, in whatever order and on however many threads
// runs are made. Cost: a held pulse on independent units 1 us, with ramps 20 to 60 us; on a diffusing state
// 4 us to 0.5 ms, on a heated filament 1 to 50 ms, and a second where a volatile one flickers all through a
// long pulse; a macrospin 10 us per radian of precession.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "libmodel/sim/train.h"
#include "libmodel/sim/transient.h"

namespace hysteron {

/// Which history: devices of one experiment share the seed and differ by instance.
struct Chance {
  std::uint64_t seed = 0;
  std::uint32_t instance = 0;
};

struct StochasticOptions {
  double tolerance = 0.01;  // what a step may add to a variance, relative, and to a mean, in standard deviations
  double drift = 1e-5;      // relative, of the mean motion within a step
};

/// Applies the pulses as follow_train() does, at random. Reads are of the conduction current, without
/// the read's own noise. A state that is a whole number of steps and starts between two of
/// them starts at one of them, drawn so that the mean is kept.
template <NoisyModel M>
Followed random_train(std::span<const Pulse> train, StateOf<M>& state, const ParametersOf<M>& p,
                      const Surroundings<double>& around, const Chance& chance, const StochasticOptions& options,
                      std::span<double> read_current, std::span<StateOf<M>> states = {});

/// Follows the ramps as transient() does, at random; currents are of conduction alone, for the
/// displacement of a state that jumps has no value. Shorter than `times` where it gave up.
template <NoisyModel M>
std::vector<Instant<M>> random_transient(const std::array<Ramps, port_count<M>>& drive, StateOf<M> s,
                                         const ParametersOf<M>& p, const Surroundings<double>& around,
                                         std::span<const double> times, const Chance& chance,
                                         const StochasticOptions& options = {});

}  // namespace hysteron
