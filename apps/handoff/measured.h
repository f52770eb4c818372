#pragma once

// The pulse scheme of a measurement.

#include <optional>

#include "apps/handoff/response.h"
#include "data/measurement.h"

namespace hysteron::handoff {

/// What most pulses of the train's ramps were: median amplitude, width and length of the runs of one sign.
/// Nothing where it does not go both ways at least three pulses at a time.
std::optional<Scheme> scheme_of(const data::PulseTrain& train);

}  // namespace hysteron::handoff
