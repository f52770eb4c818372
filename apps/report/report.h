#pragma once

// The report of a laboratory file: what was measured, what was fitted, what follows from it.

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "apps/report/array_read.h"
#include "apps/report/page.h"
#include "apps/report/target.h"
#include "data/fit_record.h"
#include "data/lab_file.h"

namespace hysteron::report {

struct ReportOptions {
  bool netlist = true;  // run the exported sub-circuit in ngspice
  bool array = true;    // read an array of the fitted device
  ArrayOptions array_read;
  std::map<std::string, double> truth;  // parameters a sample was made with, beside the fitted ones
  Target target;                        // without requirements if none was given
  std::string command;                  // as given, for the provenance table
};

struct Report {
  std::string html;     // one self-contained page
  nlohmann::json json;  // the same figures for a program
  std::vector<Page::Headed> tables;  // of the page, for CSV
};

/// `note` is told what is being done, for a person who waits.
Report make_report(const data::LabFile& file, const std::string& file_name, const std::vector<data::FitRecord>& fits,
                   const ReportOptions& options, const std::function<void(const std::string&)>& note);

}  // namespace hysteron::report
