#pragma once

// Targets that load a Python module: they differ in its text alone.

#include "apps/handoff/target.h"

namespace hysteron::handoff {

/// A module whose weights are pairs of devices at their levels: @pairs@ is filled in.
Handover hand_levels(const PulseResponse& response, const std::string& target, const char* module);

/// A module of leaky integrate-and-fire neurons: @gain@, @tau@ [s], @threshold@ and @reset@ [V] are filled in, and
/// @energy@ [J a spike], @low@ and @high@ [V, the drives at which the cell fires] where they stand.
Handover hand_integrate_and_fire(const CellResponse& response, const std::string& target, const char* module);

}  // namespace hysteron::handoff
