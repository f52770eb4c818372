#pragma once

// What a fit leaves behind, as plain structs: the contents of /entry/results/fits/<id>.

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace hysteron::data {

/// One parameter of a fitted model. se and the interval are NaN where there is none: held, at a
/// bound, or not identifiable.
struct FittedParameter {
  std::string name;
  std::string unit;  // SI, "1" if dimensionless
  double value = 0.0;
  double se = std::numeric_limits<double>::quiet_NaN();
  double ci_lo = std::numeric_limits<double>::quiet_NaN();
  double ci_hi = std::numeric_limits<double>::quiet_NaN();
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  bool at_bound = false;
  bool held = false;  // not fitted
  bool by_profile = false;  // the interval is that of a profile, not of the standard error
  std::string reason;       // why held, where a measurement is the cause
};

/// A point of a profile: where one parameter was held and the others took their best values.
struct ProfilePoint {
  std::string of;             // the parameter that was held
  double excess = 0.0;        // of the cost, in the unit in which it is Student's t squared where the model is linear
  std::vector<double> value;  // of each parameter that was free
};

/// Starts of an optimiser that ended at the same cost.
struct FoundOptimum {
  double cost = 0.0;
  std::uint64_t starts = 0;
};

/// A fit of one model. Everything is kept as given: units are those of the parameters.
struct FitRecord {
  std::string model;
  std::string id;  // group name; empty: the model's. Letters, digits, '_', '-', '.'
  std::vector<std::string> measurements;  // ids of what was fitted
  std::vector<FittedParameter> parameters;

  std::vector<std::string> covariance_names;  // of its rows
  std::vector<double> covariance;             // row by row, a square of covariance_names.size()

  std::vector<std::string> free;       // parameters that were varied, in the order of ProfilePoint::value; empty without profiles
  std::vector<ProfilePoint> profiles;  // one profile after the other, each ascending in its parameter
  double profile_level = std::numeric_limits<double>::quiet_NaN();  // excess at the ends of a 95 % interval

  std::vector<FoundOptimum> optima;  // best first

  double cost = 0.0;  // as the solver reports it: half the weighted sum of squares
  double rms = 0.0;   // of the residuals, in rms_unit
  std::string rms_unit = "1";
  std::uint64_t n_points = 0, n_starts = 0, seed = 0;

  std::string source_sha256;    // of the file with the measurements, hex
  std::string program_version;
  std::string options;          // the command line or its equivalent
  std::vector<std::string> weak_directions, warnings;
};

}  // namespace hysteron::data
