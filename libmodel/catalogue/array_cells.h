#pragma once

// Cells of an array, by the name of their model.

#include <string_view>
#include <vector>

#include "libmodel/array/cell_motion.h"

namespace hysteron {

/// Devices of a two-terminal model of the catalogue; parameters in the order it describes them, none: the
/// defaults; temperature [K]. Throws InputError where there is no such model, where it has more ports or
/// holds charge, or where the number of parameters is not the model's.
CellMotion array_cells(std::string_view model, const std::vector<double>& parameters = {}, double temperature = 300.15,
                       std::vector<EachCell> each = {});

}  // namespace hysteron
