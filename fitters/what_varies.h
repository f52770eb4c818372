#pragma once

// Which parameters differ from member to member.

#include <string>
#include <vector>

#include "fitters/member.h"

namespace hysteron::fitters {

/// The parameters that take most from what the pooled values leave of the members, one after the other while they take more
/// than chance would, and of these the ones that a member tells. Initial states are each member's own. InputError where a
/// member tells none.
std::vector<std::string> what_varies(const Device& device, const std::vector<Member>& members, const FitResult& pooled,
                                     const FitOptions& asked);

}  // namespace hysteron::fitters
