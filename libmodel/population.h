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

/// Devices of one kind among others.
struct Kind {
  double weight = 1.0;                   // share of the devices
  std::vector<double> mean, covariance;  // of the coordinates, as those of a population
};

/// Each coordinate is normal, and two may depend on each other. What all devices have in common has no variance, so
/// every parameter of the model is listed. Devices of several kinds are a mixture of as many normal laws.
struct DevicePopulation {
  std::string model;
  std::vector<Varied> parameters;  // as the model lists them, then initial states
  std::vector<double> covariance;  // of the coordinates, row by row; it and the means are of all kinds together
  std::vector<Kind> kinds = {};    // the commonest first; none: all are of one
};

/// Throws InputError, beginning with `name`, for numbers that are not finite, bounds that do not ascend, and a
/// covariance that is not a symmetric matrix without negative variances in any direction; weights must add up to 1.
void check(const DevicePopulation& population, const std::string& name);

/// Each kind as a population by itself, the commonest first; the population where it has no kinds.
std::vector<DevicePopulation> kinds_of(const DevicePopulation& population);

/// The principal directions of the correlation, the one with the largest share of the variance first: coordinates one
/// standard deviation along each. Their outer products add up to the covariance. As many as there are variances.
std::vector<std::vector<double>> principal_directions(const DevicePopulation& population);

/// Values of the device so many standard deviations along each direction: a corner, or one of the population. Further
/// directions than deviations are not walked.
std::vector<double> device_at(const DevicePopulation& population, std::span<const std::vector<double>> directions,
                              std::span<const double> deviations);

/// Draws devices: a kind by its weight, then a normal device of it.
class DeviceSampler {
 public:
  explicit DeviceSampler(const DevicePopulation& population);

  /// Values of device `number` of an experiment. The same for the same (seed, number), whatever else is drawn.
  std::vector<double> draw(std::uint64_t seed, std::uint32_t number) const;

 private:
  std::vector<DevicePopulation> kinds_;
  std::vector<double> weight_;
  std::vector<std::vector<std::vector<double>>> directions_;  // of each kind
};

std::vector<double> draw(const DevicePopulation& population, std::uint64_t seed, std::uint32_t number);

}  // namespace hysteron
