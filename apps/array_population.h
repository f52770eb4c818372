#pragma once

// Many arrays drawn from one design: `hysteron crossbar --arrays`.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "apps/array_file.h"

namespace hysteron::apps {

struct PopulationRun {
  int arrays = 0;
  std::string checkpoint;  // file; empty: none
  int threads = 1;
};

struct PopulationResult {
  std::vector<CellCount> arrays;  // by number
  CellCount total;                // cells of all; the worst column of any
  std::int64_t cells = 0, serving_arrays = 0;  // arrays whose bit lines all keep the error limit
  int unsolved = 0;
};

/// Reads arrays 0, 1, ... and rewrites the checkpoint about once a second, whole; what it already holds of
/// the same array file is not read again. Throws InputError where the checkpoint is of another file.
PopulationResult read_population(const ArrayFile& file, const PopulationRun& asked);

void print(const ArrayFile& file, const PopulationResult& result);
nlohmann::json described(const std::string& path, const ArrayFile& file, const PopulationResult& result);

}  // namespace hysteron::apps
