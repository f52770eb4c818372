#pragma once

// The step of a device against the conductance that it found.

#include <optional>
#include <span>

#include "apps/report/page.h"
#include "data/measurement.h"

namespace hysteron::report {

/// Steps as points, their parabolas as lines; nothing for fewer than ten steps one way, or of several amplitudes.
std::optional<Figure> step_plot(const data::PulseTrain& train, std::span<const double> conductance);

}  // namespace hysteron::report
