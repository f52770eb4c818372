#pragma once

// The TOML file of `hysteron crossbar`; examples/array.toml shows every entry.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "apps/array_devices.h"
#include "apps/array_product.h"
#include "apps/array_program.h"
#include "libmodel/array/crossbar.h"
#include "libmodel/array/population.h"

namespace hysteron::apps {

struct ArrayFile {
  Crossbar array;
  Ends voltage;        // V
  std::string sha256;  // of the file
  Population population;
  std::shared_ptr<const DrawnDevices> devices;  // that [population] draws, where it names a file
  double error_limit = 0.1;  // of a cell that serves, relative to its designed current
  std::optional<ProgramPlan> program;
  std::optional<ProductPlan> product;
  std::optional<MarginPlan> margin;
  std::optional<Stack> stack;             // where the file has layers > 1; `array` is its first layer
  std::vector<PlaneEnds> stack_voltage;  // V
};

/// Numbers >= 0 separated by commas, a line for each row. Throws InputError that names the row and the column.
CellMatrix read_cells_csv(const std::filesystem::path& path, Eigen::Index rows, Eigen::Index columns);

/// Throws InputError that names the file, the line, the value and the limit.
ArrayFile read_array_file(const std::string& path);

}  // namespace hysteron::apps
