#pragma once

// What a simulation applies to a device, from the command line, a table or a measurement.

#include <filesystem>
#include <string>

#include "data/lab_file.h"
#include "fitters/trace.h"

namespace hysteron::apps {

/// What pulses have in common, as it stands on the command line: quantities with units.
struct PulseForm {
  std::string read;        // voltage of the read after each; empty: no reads, the response is looked at in time
  std::string gap;         // at 0 V after each, ahead of the read; empty: as long as the pulse
  std::string edge;        // rise and fall; empty: a tenth of the width
  int repeat = 1;          // of the whole train
  std::size_t points = 0;  // in time, at least
};

/// Groups of pulses, `50 x 1.2 V 1 us, 50 x -1:-1.5 V 1 us gap 1 ms`: so many (1 if left out) of an amplitude, or
/// rising evenly from one to another, and a width; a gap of a group's own. With reads, the first row is
/// one ahead of all pulses. Throws InputError, naming the group, for what is no such text.
fitters::Trace pulses_in(const std::string& text, const PulseForm& form);

/// Two columns of a CSV file, time and voltage, in s and V unless a heading says otherwise: "time [us]". Straight
/// between rows, and cut so that there are at least so many points. Throws InputError with file and line.
fitters::Trace waveform_in(const std::filesystem::path& file, std::size_t points);

/// What was applied in a measurement of that id, and what was read. Throws InputError, listing those that can be
/// simulated, if there is none: pulse trains, sweeps, loops and waveforms can.
fitters::Trace applied_in(const data::LabFile& lab, const std::filesystem::path& file, const std::string& id);

}  // namespace hysteron::apps
