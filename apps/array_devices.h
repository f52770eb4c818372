#pragma once

// Cells of an array that are devices of a fitted population, each written to its conductance: [population] with `file`.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "apps/toml_file.h"
#include "data/population_record.h"
#include "libmodel/sim/train.h"

namespace hysteron::apps {

struct DrawnDevices {
  std::string file, sha256;  // of the laboratory file
  data::PopulationRecord record;
  std::optional<DeviceSampler> sampler = {};
  std::vector<std::size_t> place;  // of each parameter of the population, among those of the model and its start
  std::vector<double> usual;       // of those that are in no population
  std::size_t states = 0;          // how many of them are the start
  std::vector<Pulse> train;        // a read, then pulses with a read after each
  std::vector<double> typical;     // S, the reads of the typical device, of the commonest kind
  bool verified = false;           // false: as many pulses as the typical device takes
  double read_noise = 0.0;         // relative, of a read while writing
  std::uint64_t seed = 1;

  /// What device `number` conducts [S] once it is written: after the pulse at which the typical device is nearest to
  /// `wanted`, or, verified, after the first whose read is there. One that cannot be followed so far stays at its last
  /// read; without any it conducts nothing.
  double written(double wanted, std::uint32_t number) const;

  /// Whether the typical device reads as much, or as little, somewhere on its way.
  bool reaches(double wanted) const;
};

/// Throws InputError as read_array_file does.
DrawnDevices read_devices(const TomlFile& file, const toml::table& population, std::uint64_t seed);

std::string words(const DrawnDevices& devices);
nlohmann::json described(const DrawnDevices& devices);

}  // namespace hysteron::apps
