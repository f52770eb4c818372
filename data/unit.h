#pragma once

// Units as they stand in files, and the way to SI.

#include <optional>
#include <string>
#include <string_view>

namespace hysteron::data {

/// A unit as SI = scale * value + offset, of a dimension named by its SI unit: "mV" is 1e-3 of "V".
struct Unit {
  double scale = 1.0;
  double offset = 0.0;
  std::string si;
};

/// Reads UDUNITS spellings of what a laboratory measures: V, A, s, Hz, ohm, S, K, degC, m, m^2, C, F, J, W,
/// C/m^2, C/cm^2, A/m^2, A/cm^2, V/s, 1, with a prefix from f to G ("mV", "uA", "us", "um^2"), and words ("volt", "second").
/// Nothing if it is not one of them.
std::optional<Unit> parse_unit(std::string_view text);

/// The same, or an affine map onto one: "1e-6 S", "1e-6 S + 2e-6 S".
std::optional<Unit> parse_affine_unit(std::string_view text);

}  // namespace hysteron::data
