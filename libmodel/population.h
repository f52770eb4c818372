#pragma once

// Devices of one kind that differ: the parameters of a model as normal numbers on the scales of their fields.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "libmodel/field.h"

namespace hysteron {

/// A parameter of a model, or the initial value of a state (`x_0` of the state x). Its coordinate is that of
/// libmodel/coordinate.h at width 1.
struct Varied {
  std::string name, unit;
  Scale scale = Scale::linear;
  double mean = 0.0;                // of the coordinate
  double lower = 0.0, upper = 0.0;  // of the value: what is drawn beyond stands there
};

/// Each coordinate is normal, and two may depend on each other. What all devices have in common has no variance, so
/// every parameter of the model is listed.
struct DevicePopulation {
  std::string model;
  std::vector<Varied> parameters;  // as the model lists them, then initial states
  std::vector<double> covariance;  // of the coordinates, row by row
};

/// Throws InputError, beginning with `name`, for numbers that are not finite, bounds that do not ascend, and a
/// covariance that is not a symmetric matrix without negative variances in any direction.
void check(const DevicePopulation& population, const std::string& name);

/// The principal directions of the correlation, the one with the largest share of the variance first: coordinates one
/// standard deviation along each. Their outer products add up to the covariance. As many as there are variances.
std::vector<std::vector<double>> principal_directions(const DevicePopulation& population);

/// Values of the device so many standard deviations along each direction: a corner, or one of the population. Further
/// directions than deviations are not walked.
std::vector<double> device_at(const DevicePopulation& population, std::span<const std::vector<double>> directions,
                              std::span<const double> deviations);

/// Values of device `number` of an experiment. The same for the same (seed, number), whatever else is drawn.
std::vector<double> draw(const DevicePopulation& population, std::span<const std::vector<double>> directions, std::uint64_t seed,
                         std::uint32_t number);
std::vector<double> draw(const DevicePopulation& population, std::uint64_t seed, std::uint32_t number);

}  // namespace hysteron
