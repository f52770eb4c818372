#pragma once

// Decks: what ngspice runs to show a one-port model at work as a sub-circuit. Each runs as it is,
// beside NAME.sub, and writes out.txt: time [s], voltage [V], current [A], then each state.

#include <span>
#include <string>

#include "libmodel/sim/train.h"
#include "spice/circuit.h"

namespace hysteron::spice {

/// How finely a deck is followed.
struct DeckOptions {
  double reltol = 1e-6;
  int points = 10000;       // at least; the simulator takes shorter steps where it needs them
  bool use_initial = true;  // `uic`: no operating point before the transient
};

/// A loop of the current over the voltage: 0, up, 0, down, 0, each leg of the same slope.
struct Loop {
  double up = 1.0;        // V, where the loop turns first; negative to begin downwards
  double down = -1.0;     // V, where it turns next
  double period = 1e-3;   // s, of one loop
  int cycles = 1;
};

/// Throws InputError where the circuit has more than one port or an option is out of range.
std::string loop_deck(const Circuit& circuit, const Loop& loop, const DeckOptions& options = {});

/// The pulses in turn, each with its read, where it has one, held for read_width after the delay
/// and left at 0 V for as long. Edges given as 0 last edge instead: a source cannot jump.
struct Reads {
  double width = 1e-6;  // s
  double edge = 1e-9;   // s
};
std::string pulse_train_deck(const Circuit& circuit, std::span<const Pulse> train, const Reads& reads = {},
                             const DeckOptions& options = {});

/// The middle of each read of that deck [s]; NaN for pulses without one.
std::vector<double> read_times(std::span<const Pulse> train, const Reads& reads = {});

}  // namespace hysteron::spice
