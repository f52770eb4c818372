#pragma once

// Which model the data support: what each predicts of reads that it was not fitted to.

#include <string>
#include <vector>

#include "fitters/fit.h"

namespace hysteron::fitters {

/// Errors of predicted reads, root mean square.
struct Missed {
  double of_range;  // of the range of the data
  double decades;   // NaN where a read is not positive
};

struct Judged {
  FitResult fit;  // to all reads
  double aicc;    // n ln(chi^2/n) + 2 k + 2 k (k + 1)/(n - k - 1), k with the deviation; as if residuals did not remember
  Missed missed;
  std::vector<std::vector<double>> predicted;  // of each trace, in its unit; NaN where nothing was held out
};

struct CompareOptions {
  FitOptions fit;
  std::vector<std::string> predict;  // names of traces or their measurements to hold out whole, but for their first two reads; empty: blocks of all
};

struct Comparison {
  std::vector<Judged> models;  // as asked for
  Missed reference;            // of the data's own steps given the conductance; NaN without trains of one amplitude
  std::vector<std::vector<double>> predicted_by_reference;
  std::size_t held_out = 0;    // reads
};

/// Cuts each trace into twelve blocks of rows, holds every third out, fits the rest and follows the pulses through all; three
/// times, so that each read but those of the first block is predicted once. Of a retention or of trials it holds out
/// every third row after two. What a model has free is chosen with all reads. The reference learns the mean step given the
/// conductance from the same reads and is followed in the same way. Throws InputError for names that are not there.
Comparison compare(const std::vector<std::string>& models, const FitProblem& problem, const CompareOptions& options);

}  // namespace hysteron::fitters
