#pragma once

// What of a long run is done, on the disk, so that a killed one goes on where it was.

#include <map>
#include <string>
#include <vector>

namespace hysteron::apps {

/// What is done by its name, which has no comma: its numbers.
using Done = std::map<std::string, std::vector<double>>;

/// A line that says what is run, and one for each part done: its name and its numbers in hexadecimal.
std::string checkpoint_text(const std::string& what, const Done& done);

/// What the text of the file `name` holds. Throws InputError unless it begins with `what`, and for a line that is none.
Done read_checkpoint(const std::string& text, const std::string& name, const std::string& what);

}  // namespace hysteron::apps
