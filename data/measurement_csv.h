#pragma once

// A measurement as text that people, spreadsheets and importers/measurement_csv.cc read:
//
//     # hysteron retention
//     # title: bake
//     # frequency [Hz]: 100
//     time [s],read_voltage [V],read_current [A]
//     0,0.1,1e-05
//
// Lines of # say what belongs to the measurement as a whole; columns are those of the file format, in SI, numbers
// with all their digits. A cell of an array map has its row, column and layer beside it.

#include <string>

#include "data/measurement.h"

namespace hysteron::data {

inline constexpr const char* csv_mark = "# hysteron ";

/// Of any kind of measurement.h.
template <class Measurement>
std::string csv_of(const Measurement& m);

}  // namespace hysteron::data
