#pragma once

// Which parameters a measurement can tell.

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
  bool at_optimum = false; // mechanisms that are off by default may come on
};

/// Judges candidates in order by Gram-Schmidt on the columns of the Jacobian: one is told if what
/// is left of its column after those before it fixes it to within a factor e, or a tenth of a linear
/// range. One that is off by default comes on only if that lowers the sum of squares by three
/// standard deviations and one per cent.
std::vector<Verdict> judge(const Jacobian& jacobian, const Eigen::VectorXd& residuals, std::span<const Coordinate> candidates,
                           const Unknowns& x, const Judgement& how);

}  // namespace hysteron::fitters
