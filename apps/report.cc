// hysteron report lab.h5 -o report.html                 the page, and report.json beside it
// hysteron report lab.h5 --spec target.toml             first what passes, fails and is not shown
// hysteron report a.h5 b.h5 -o lot.html                 devices side by side

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iostream>
#include <memory>

#include "apps/commands.h"
#include "apps/report/compare.h"
#include "apps/report/report.h"
#include "apps/report/summary.h"
#include "data/whole_file.h"
#include "libmodel/error.h"

namespace hysteron::apps {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> files;
  std::string output = "report.html", target, csv;
  report::ReportOptions report;
  bool no_netlist = false, no_array = false;
};

void note(const std::string& text) { std::cerr << text << "\n"; }

report::Report of_one(const std::string& path, report::ReportOptions& options) {
  const auto file = data::read_lab_file(path);
  auto fits = data::read_fits(path);
  // A made sample carries what it was made with as a record of this name.
  std::erase_if(fits, [&](const data::FitRecord& fit) {
    if (fit.id != "truth") return false;
    for (const auto& p : fit.parameters) options.truth[p.name] = p.value;
    return true;
  });
  return report::make_report(file, fs::path(path).filename().string(), fits, options, note);
}

report::Report of_several(const std::vector<std::string>& paths, const report::ReportOptions& options) {
  std::vector<report::Device> devices;
  for (const auto& path : paths) {
    if (devices.size() % 100 == 0) note("reading " + std::to_string(devices.size() + 1) + " of " + std::to_string(paths.size()));
    devices.push_back(report::device_of(data::read_lab_file(path), fs::path(path).filename().string(), options.target));
  }
  return report::compare(devices, options, note);
}

// 01_against_the_target.csv, in the order of the page.
void write_tables(const fs::path& folder, const std::vector<report::Page::Headed>& tables) {
  fs::create_directories(folder);
  for (std::size_t k = 0; k < tables.size(); ++k) {
    std::string name = (k < 9 ? "0" : "") + std::to_string(k + 1) + "_";
    for (char c : tables[k].heading.substr(0, 60)) name += std::isalnum(static_cast<unsigned char>(c)) ? char(std::tolower(c)) : '_';
    data::replace_whole(folder / (name + ".csv"), report::as_csv(tables[k].table));
  }
}

int run(Options& o) {
  o.report.netlist = !o.no_netlist;
  o.report.array = !o.no_array;
  if (!o.target.empty()) o.report.target = report::read_target(o.target);
  o.report.command = "hysteron report";
  for (std::size_t k = 0; k < o.files.size() && k < 8; ++k) o.report.command += " " + o.files[k];
  if (o.files.size() > 8) o.report.command += " ...";
  if (!o.target.empty()) o.report.command += " --spec " + o.target;
  o.report.command += " -o " + o.output;
  const fs::path page = o.output;
  const auto r = o.files.size() == 1 ? of_one(o.files.front(), o.report) : of_several(o.files, o.report);
  if (page.has_parent_path()) fs::create_directories(page.parent_path());
  data::replace_whole(page, r.html);
  data::replace_whole(fs::path(page).replace_extension(".json"), r.json.dump(2) + "\n");
  if (!o.csv.empty()) write_tables(o.csv, r.tables);
  std::cout << page.string() << "\n";
  if (!r.json.contains("target")) return good;
  const auto& rows = r.json["target"]["requirements"];
  const auto count = [&](const char* verdict) {
    return std::count_if(rows.begin(), rows.end(), [&](const auto& row) { return row["verdict"] == verdict; });
  };
  std::cout << count("passes") << " pass, " << count("fails") << " fail, " << count("not shown") << " not shown by these data\n";
  return count("fails") ? result_says_no : good;
}

}  // namespace

void add_report(CLI::App& program, Exit& exit) {
  auto o = std::make_shared<Options>();
  auto* command = program.add_subcommand("report", "One self-contained page of what a file holds and what was fitted");
  command->add_option("files", o->files, "laboratory files, HDF5; several are compared")->required();
  command->add_option("--spec", o->target, "target, TOML: what is asked for; data/targets has two");
  command->add_option("--csv", o->csv, "folder for each table of the page as CSV");
  command->add_option("-o,--output", o->output, "the page; its JSON twin goes beside it")->capture_default_str();
  command->add_flag("--no-netlist", o->no_netlist, "do not run the netlist in ngspice");
  command->add_flag("--no-array", o->no_array, "do not read an array of the fitted device");
  command->add_option("--size", o->report.array_read.size, "rows and columns of the array")->capture_default_str()->check(CLI::Range(1, 4096));
  command->add_option("--line", o->report.array_read.line, "line resistance, ohm a segment")->capture_default_str()->check(CLI::NonNegativeNumber);
  command->add_option("--spread", o->report.array_read.spread, "relative spread between cells")->capture_default_str()->check(CLI::Range(0.0, 1.0));
  command->add_option("--seed", o->report.array_read.seed, "of the array's cells")->capture_default_str();
  command->footer("Example:\n  hysteron report lab.h5 --spec data/targets/analog_training.toml -o report.html\n"
                  "Returns 1 where a requirement fails.");
  command->callback([o, &exit] { exit = Exit(run(*o)); });
}

}  // namespace hysteron::apps
