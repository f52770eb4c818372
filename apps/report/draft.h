#pragma once

// A report while it is written: what it is of, and what has been said so far. Each file of sections adds its own.

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "apps/report/finding.h"
#include "apps/report/fitted.h"
#include "apps/report/report.h"

namespace hysteron::report {

struct Draft {
  const data::LabFile& file;
  const std::vector<data::FitRecord>& fits;
  const ReportOptions& options;
  const std::function<void(const std::string&)>& note;
  std::vector<Finding> findings;
  Page page;
  nlohmann::json json = {};
};

inline bool is_fitted(const data::FitRecord& fit, const std::string& measurement) {
  return std::find(fit.measurements.begin(), fit.measurements.end(), measurement) != fit.measurements.end();
}

inline std::string identity(const data::FitRecord& fit) { return fit.id.empty() ? fit.model : fit.id; }

/// Whether positive numbers span more than a decade and a half: a logarithmic axis shows them better.
bool spans_decades(const std::vector<double>& y);

/// As measured, with every figure beside that of each model's answer to the same pulses.
void measured_section(Draft& draft, const data::PulseTrain& train);
void measured_section(Draft& draft, const data::IvSweep& sweep);

/// Parameters, residuals, and what the options ask for of the fitted device: its netlist, an array of it.
void fit_section(Draft& draft, const data::FitRecord& fit);

/// The exported sub-circuit in ngspice against the native model; `out` is the fit's part of the twin.
void netlist_section(Draft& draft, const Fitted& device, const data::PulseTrain& train, nlohmann::json& out);

/// A read of an array of such devices with the resistance of its lines.
void array_section(Draft& draft, const data::PulseTrain& train, nlohmann::json& out);

}  // namespace hysteron::report
