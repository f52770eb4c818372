#pragma once

// The TOML file of `hysteron crossbar`; examples/array.toml shows every entry.

#include <string>

#include "libmodel/array/crossbar.h"

namespace hysteron::apps {

struct ArrayFile {
  Crossbar array;
  Ends voltage;        // V
  std::string sha256;  // of the file
};

/// Throws InputError that names the file, the line, the value and the limit.
ArrayFile read_array_file(const std::string& path);

}  // namespace hysteron::apps
