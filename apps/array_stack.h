#pragma once

// A stack of layers read once: `hysteron crossbar` where the file has layers > 1.

#include <nlohmann/json.hpp>
#include <string>

#include "apps/array_file.h"

namespace hysteron::apps {

/// How much voltage the cells of each layer lose to the lines.
struct StackLoss {
  StackReading reading;
  std::vector<double> worst, mean;  // of the voltage between the sources of the lines, by layer
};
StackLoss read_layers(const ArrayFile& file);

void print(const ArrayFile& file, const StackLoss& loss);
nlohmann::json described(const std::string& path, const ArrayFile& file, const StackLoss& loss);

/// layer_0.svg, ...: the voltages of its cells.
void draw(const std::string& folder, const ArrayFile& file, const StackLoss& loss);

}  // namespace hysteron::apps
