#pragma once

// Drawings of a fit beside its data: how well its parameters are known, and how it came to them.

#include <string>
#include <vector>

#include "data/fit_record.h"

namespace hysteron::report {

/// Residuals, in order, against what so many of a normal law would be: both in their standard deviation. NaN are left out.
std::string normal_plot(const std::string& title, const std::vector<double>& residuals);

struct FitPlot {
  std::string name;  // of a file: `intervals`, `correlation`, `profile_NAME` and `path_NAME` of each profile, `optima`
  std::string svg, caption;
};

/// What there is nothing to draw of is left out.
std::vector<FitPlot> fit_plots(const data::FitRecord& fit);

}  // namespace hysteron::report
