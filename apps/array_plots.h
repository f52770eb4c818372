#pragma once

// What the commands for arrays draw and say alike.

#include <filesystem>
#include <string>

#include "libmodel/array/crossbar.h"

namespace hysteron::apps {

/// A map of a number for each cell; means over squares of cells, so that it has at most 128 x 128 points.
void draw_cells(const std::filesystem::path& file, const std::string& title, const CellMatrix& cells, const std::string& unit);

const char* words(Outcome outcome);

}  // namespace hysteron::apps
