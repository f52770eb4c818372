#pragma once

// Fits of many devices, or of many cycles of one, and the population that they come from.

#include <functional>
#include <string>
#include <vector>

#include "fitters/bootstrap.h"
#include "fitters/member.h"
#include "fitters/mixture.h"
#include "libmodel/population.h"

namespace hysteron::fitters {

struct PopulationOptions {
  FitOptions fit;       // `free`: what varies; empty: what the middle member tells, each apart from the others, with errors that are small beside the spread
  bool in_order = false;  // members follow each other in time: neighbours may be alike
  int pooled = 5;       // members in the middle, whose common fit says what all share
  MemberFits done;      // of an earlier run of the same problem
  std::function<bool(const MemberFits&)> progress;  // after each member; false cancels; called by one thread at a time
};

struct PopulationFit {
  FitResult pooled;                  // of some members taken together
  std::vector<std::string> varied;   // names; the other parameters are those of `pooled`
  DevicePopulation population;       // of those members whose fits describe them
  Mixture mixture;                   // of the law of what varies; not tried for members in order, which are of one device
  LawBounds bounds;                  // of the law of what varies, in the order of `varied`
  MemberFits members;
  int described = 0;
  bool cancelled = false;

  /// Place of a varied parameter in the population.
  std::size_t place(const std::string& name) const;
};

/// Fits each member by itself, side by side; no result depends on the threads or on what was done before.
/// InputError for fewer than three members, or where too few are described.
PopulationFit fit_population(const Device& device, const std::vector<Member>& members, const PopulationOptions& options);

/// The course of a varied parameter over the members, in their order.
Course course(const PopulationFit& fit, const std::string& name);

}  // namespace hysteron::fitters
