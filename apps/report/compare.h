#pragma once

// Several devices or lots in one page.

#include <functional>
#include <string>
#include <vector>

#include "apps/report/finding.h"
#include "apps/report/report.h"
#include "data/lab_file.h"

namespace hysteron::report {

/// What a comparison keeps of a file, so that a thousand files need not be in memory at once.
struct Device {
  std::string file, name, lot, sha256;
  std::vector<Finding> findings;
  std::vector<double> up, down;  // S, mean ramps of the first train that has any
};

Device device_of(const data::LabFile& file, const std::string& file_name, const Target& target);

/// Devices side by side up to eight, else their distribution; yield and spread between them.
Report compare(const std::vector<Device>& devices, const ReportOptions& options, const std::function<void(const std::string&)>& note);

}  // namespace hysteron::report
