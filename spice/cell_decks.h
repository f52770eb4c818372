#pragma once

// Decks of a two-terminal device in its cell, sized from the device's own cycle. The device's native run is
// driven by the voltage that the simulator found across it: what the other parts do is the simulator's own.

#include <optional>

#include "spice/deck.h"

namespace hysteron::spice {

/// One transistor, one device: a level-1 transistor whose channel has a tenth of the device's least resistance;
/// written, read, erased and read.
Deck transistor_deck(const Circuit& circuit, Form form);

/// One selector, one device: two diodes, each way one, that take three tenths of the device's turn up at its
/// largest current; written, read, erased and read.
Deck selector_deck(const Circuit& circuit, Form form);

/// The device with a load and a capacitor, as the circuit NAME_oscillator of the catalogue has it, whose native
/// run it is compared with: five periods and the peak of the node. None where there is no such circuit,
/// or it does not oscillate with the device's values.
std::optional<Deck> oscillator_deck(const Circuit& circuit, Form form);

}  // namespace hysteron::spice
