#pragma once

// Many measurements of one kind, where a section of each would hide what they are together.

#include <string>
#include <vector>

#include "apps/report/compare.h"
#include "apps/report/draft.h"

namespace hysteron::report {

/// More of a kind than this share a section.
inline constexpr std::size_t most_sections = 8;

/// The first figure of that id, or none.
const Finding* first_of(const Device& device, const std::string& id);

/// Every id that a device shows, in the order of the first that does.
std::vector<std::string> ids_of(const std::vector<Device>& devices);

/// How figures of many are spread: a row an id; and drawings of some that many have.
void distribution(Page& page, const std::vector<Device>& devices, const std::vector<std::string>& drawn);

/// A section of all: what was assumed, drawings of eight evenly taken, and the figures: a row each where that is readable,
/// else how they are spread. `drawings` are as many as measurements, or fewer.
void section_of_many(Draft& draft, const std::string& kind, const std::vector<Device>& each, const std::vector<Figure>& drawings,
                     const std::vector<const data::Source*>& sources);

}  // namespace hysteron::report
