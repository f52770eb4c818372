#pragma once

// What a pulse does, as the data have it: the distribution of the step given the conductance it finds, without a model.
// The estimator of CrossSim 2's tables, with bins of equal counts.

#include <span>
#include <vector>

#include "libmodel/metrics/step_map.h"

namespace hysteron::metrics {

class QuantileMap {
 public:
  /// Of the steps of one direction; at most 50 bins of 20 steps or more. Without steps nothing changes.
  QuantileMap(std::span<const Step> steps, int direction);

  std::size_t bins() const { return bins_.size(); }

  /// The mean step [S] at a conductance [S], linear between the bins; beyond them that of the last one.
  double mean(double found) const;

  /// Its quantile, p in [0, 1].
  double quantile(double found, double p) const;

 private:
  struct Bin {
    double found, mean;          // S, of its steps
    std::vector<double> change;  // S, ascending
  };
  double between(double found, auto&& figure) const;

  std::vector<Bin> bins_;  // by conductance
};

}  // namespace hysteron::metrics
