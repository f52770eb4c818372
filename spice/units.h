#pragma once

// The units of recorded quantities, so that what a simulator shows says volts, kelvin, siemens.

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libmodel/scalar/graph.h"

namespace hysteron::spice {

using Unit = std::array<int, 5>;  // exponents of kg, m, s, A, K

/// "V", "1/s", "C/m^2": factors joined by * and /, with integer powers. Throws
/// std::invalid_argument where a factor is not known.
Unit unit(std::string_view text);

/// As short as it can be said: by one name (V, S, 1/s, A^2/Hz), else in base units.
std::string text(const Unit& unit);

/// a b^times.
Unit combine(Unit a, const Unit& b, int times);

/// The unit of each step of the graph, from those of its inputs. Nothing for a zero, which is a
/// zero of anything, and for what follows from it. Throws std::domain_error where unlike units meet.
std::vector<std::optional<Unit>> units(const Graph& graph, const std::map<std::string, Unit>& inputs);

}  // namespace hysteron::spice
