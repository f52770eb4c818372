#pragma once

// A fit as text: for the file, for programs, for people.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "data/fit_record.h"
#include "fitters/fit.h"

namespace hysteron::fitters {

/// The name under which an estimate is filed: "x_0", or "1_pulse_train/x_0" where there are several traces.
std::string filed_name(const FitResult& result, const Estimate& estimate);

/// For /entry/results of the file. Source, version and options are the caller's.
data::FitRecord record(const FitResult& result);

/// Everything, response and residuals included; NaN becomes null.
nlohmann::json json_of(const FitResult& result);

/// "estimated", "at lower bound", ...
std::string_view words(Role role);
std::string_view words(Residual residual);
std::string_view words(Loss loss);

}  // namespace hysteron::fitters
