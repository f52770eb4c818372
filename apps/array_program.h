#pragma once

// [cells], [selector] and [program] of an array file: an array of devices under write pulses.

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "apps/toml_file.h"
#include "libmodel/array/programming.h"

namespace hysteron::apps {

struct ProgramPlan {
  enum Kind { train, pattern, verify };

  Kind kind = train;
  std::string model;
  std::vector<double> parameters;  // of the model, in its order
  CellMotion cells;                // with the selector, where there is one
  bool selected = false;           // there is one
  CellStates start;
  Writing how;
  Eigen::Index row = 0, column = 0;
  double volts = 0.0;    // V, of a train
  int pulses = 0;        // of a train
  CellMatrix signs;      // of a pattern: > 0 up, < 0 down
  double up = 0.0, down = 0.0;  // V
  Verification wanted{};
};

/// Nothing where the file has no [program]. Throws InputError as read_array_file does.
std::optional<ProgramPlan> read_program(const TomlFile& file, Eigen::Index rows, Eigen::Index columns);

struct ProgramResult {
  WriteLog log;
  CellStates before, after;
  CellMatrix disturb;               // of the first state: since its own row was written; of cells not selected
  double written_cells = 0.0;
  double worst_disturb = 0.0;       // of the range, with its sign
  bool reached = true;              // of a verified write
  std::vector<double> conductance;  // S, reads of a verified write
};
ProgramResult program_array(const Crossbar& lines, const ProgramPlan& plan);

void print(const ProgramPlan& plan, const ProgramResult& result);
nlohmann::json described(const ProgramPlan& plan, const ProgramResult& result);

/// state.svg, disturb.svg and energy.svg.
void draw(const std::string& folder, const ProgramPlan& plan, const ProgramResult& result);

}  // namespace hysteron::apps
