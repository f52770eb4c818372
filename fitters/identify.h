#pragma once

// Which parameters a measurement can tell.

#include <optional>
#include <string>
#include <vector>

#include "fitters/assembly.h"

namespace hysteron::fitters {

/// The verdict on one candidate: free, or held for a reason.
struct Verdict {
  bool told = false;
  std::string reason;  // "v_up cannot be told from k_up"; empty where told
};

/// How candidates are judged.
struct Judgement {
  double deviation = 1.0;  // of the residual rows
  bool insist = false;     // hold only what is exactly dependent: the user named the candidates
};

/// Judges candidates in order by Gram-Schmidt on the columns of the Jacobian: one is told if what
/// is left of its column after those before it fixes it to within a factor e, or a tenth of a linear
/// range. One that is off by default waits until the data ask for it.
std::vector<Verdict> judge(const Jacobian& jacobian, std::span<const Coordinate> candidates, const Judgement& how);

struct Blurred {
  std::size_t index;  // among the free
  std::string reason;
};

/// Where some standard error is wider than judge() allows: the last listed parameter that takes part
/// in the least certain direction and is not among `kept` (unknowns' indices). Nothing where all are sharp.
std::optional<Blurred> most_blurred(const Jacobian& jacobian, std::span<const Coordinate> free, const Unknowns& x,
                                    double deviation, const std::vector<std::size_t>& kept);

/// By how many standard deviations freeing one more candidate would lower the sum of squares (score
/// test, C. R. Rao 1948). 0 if that is less than one per cent, points out of its range, or would
/// leave it undetermined.
double demand(const Jacobian& free, const Eigen::VectorXd& column, const Eigen::VectorXd& residuals, const Coordinate& candidate,
              const Unknowns& x, double deviation);

}  // namespace hysteron::fitters
