#pragma once

// For simulators that hold their device in their source: a Python program that changes those lines, and only
// where they are as expected.

#include <string>
#include <vector>

namespace hysteron::handoff {

struct Edit {
  std::string file;   // below the simulator's folder
  std::string after;  // the line that the search begins at holds this
  std::string before, now;  // code, without its comment
};

/// The program; it prints what it changed, or, where a line differs from what was expected, the difference, and
/// then changes nothing and returns 1.
std::string patcher(const std::vector<Edit>& edits);

}  // namespace hysteron::handoff
