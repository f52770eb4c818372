#pragma once

// Fits of members on the disk, so that a killed run goes on where it was.

#include <string>

#include "fitters/population.h"

namespace hysteron::apps {

/// A line that says what is fitted, and one for each member done: its place and its numbers in hexadecimal.
std::string checkpoint_text(const std::string& what, const fitters::MemberFits& done);

/// What the text of the file `name` holds. Throws InputError unless it begins with `what`, and for a line that is no member
/// of so many, each with so many parameters as the first.
fitters::MemberFits read_checkpoint(const std::string& text, const std::string& name, const std::string& what, std::size_t members);

}  // namespace hysteron::apps
