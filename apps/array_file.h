#pragma once

// The TOML file of `hysteron crossbar`; examples/array.toml shows every entry.

#include <string>

#include "libmodel/array/crossbar.h"
#include "libmodel/array/population.h"

namespace hysteron::apps {

struct ArrayFile {
  Crossbar array;
  Ends voltage;        // V
  std::string sha256;  // of the file
  Population population;
  double error_limit = 0.1;  // of a cell that serves, relative to its designed current
};

/// Throws InputError that names the file, the line, the value and the limit.
ArrayFile read_array_file(const std::string& path);

}  // namespace hysteron::apps
