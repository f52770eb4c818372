#pragma once

// A measurement as one drawing (SVG), as `hysteron inspect -o` writes it.

#include <string>
#include <vector>

#include "data/measurement.h"

namespace hysteron::report {

/// Current over voltage, row by row [S]; NaN where no voltage was applied.
std::vector<double> conductance(const std::vector<double>& voltage, const std::vector<double>& current);

/// Charge over area about the middle of the record, for its zero is the instrument's [C/m^2].
std::vector<double> polarisation(const data::PvLoop& loop);

/// Throws InputError if gnuplot is not installed.
std::string drawn(const data::PulseTrain& train);
std::string drawn(const data::IvSweep& sweep);
std::string drawn(const data::PvLoop& loop);
std::string drawn(const data::Pund& sequence);
std::string drawn(const data::Waveform& trace);
std::string drawn(const data::Retention& reads);
std::string drawn(const data::Endurance& cycles);
std::string drawn(const data::SwitchingProbability& trials);
std::string drawn(const data::SpikeTrain& spikes);
std::string drawn(const data::ArrayMap& map);
std::string drawn(const data::ResistanceLoop& loop);
std::string drawn(const data::SpikePairs& pairs);
std::string drawn(const data::PulsePairs& pairs);

}  // namespace hysteron::report
