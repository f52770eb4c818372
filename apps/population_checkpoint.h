#pragma once

// Fits of members on the disk, so that a killed run goes on where it was.

#include <string>

#include "apps/checkpoint.h"
#include "fitters/population.h"

namespace hysteron::apps {

/// Members by their places, for a checkpoint.
Done done_of(const fitters::MemberFits& members);

/// The members of the checkpoint `name`. Throws InputError for what is no member of so many, each with so many parameters as the
/// first.
fitters::MemberFits fits_of(const Done& done, const std::string& name, std::size_t members);

}  // namespace hysteron::apps
