#pragma once

// Sides of profiles, and those that an earlier run of the same fit walked.

#include <cmath>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "fitters/assembly.h"
#include "fitters/fit.h"

namespace hysteron::fitters {

/// A point of a walk: where the coordinate is held, the root of the excess there, and all unknowns.
struct Point {
  double z, root;
  Unknowns x;
};

/// A walk from the optimum to one side.
struct Side {
  std::vector<Point> points;  // away from the optimum, which is the first
  double end = std::nan("");  // of the interval, coordinate
  Walked how = Walked::lost;
  long evaluations = 0;
};

class Walks {
 public:
  explicit Walks(const FitOptions& options) : options_(options), all_(options.walked) {}

  /// The side of this name, if it was walked before from this optimum.
  std::optional<Side> before(const std::string& name, const Unknowns& best) const;
  /// Keeps a side, by the options; from any thread.
  void add(const std::string& name, const Side& side);

 private:
  const FitOptions& options_;
  WalkedSides all_;
  std::mutex mutex_;
};

}  // namespace hysteron::fitters
