// hysteron report lab.h5 -o report.html          the page, and report.json beside it

#include <filesystem>
#include <iostream>
#include <memory>

#include "apps/commands.h"
#include "apps/report/report.h"
#include "data/whole_file.h"
#include "libmodel/error.h"

namespace hysteron::apps {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string file, output = "report.html";
  report::ReportOptions report;
  bool no_netlist = false, no_array = false;
};

void run(Options& o) {
  const auto file = data::read_lab_file(o.file);
  auto fits = data::read_fits(o.file);
  // A made sample carries what it was made with as a record of this name.
  std::erase_if(fits, [&](const data::FitRecord& fit) {
    if (fit.id != "truth") return false;
    for (const auto& p : fit.parameters) o.report.truth[p.name] = p.value;
    return true;
  });
  o.report.netlist = !o.no_netlist;
  o.report.array = !o.no_array;
  const fs::path page = o.output;
  o.report.command = "hysteron report " + o.file + " -o " + o.output;
  const auto note = [](const std::string& text) { std::cerr << text << "\n"; };
  const auto r = report::make_report(file, fs::path(o.file).filename().string(), fits, o.report, note);
  if (page.has_parent_path()) fs::create_directories(page.parent_path());
  data::replace_whole(page, r.html);
  data::replace_whole(fs::path(page).replace_extension(".json"), r.json.dump(2) + "\n");
  std::cout << page.string() << "\n";
}

}  // namespace

void add_report(CLI::App& program, Exit&) {
  auto o = std::make_shared<Options>();
  auto* command = program.add_subcommand("report", "One self-contained page of what a file holds and what was fitted");
  command->add_option("file", o->file, "laboratory file, HDF5")->required();
  command->add_option("-o,--output", o->output, "the page; its JSON twin goes beside it")->capture_default_str();
  command->add_flag("--no-netlist", o->no_netlist, "do not run the netlist in ngspice");
  command->add_flag("--no-array", o->no_array, "do not read an array of the fitted device");
  command->add_option("--size", o->report.array_read.size, "rows and columns of the array")->capture_default_str()->check(CLI::Range(1, 4096));
  command->add_option("--line", o->report.array_read.line, "line resistance, ohm a segment")->capture_default_str()->check(CLI::NonNegativeNumber);
  command->add_option("--spread", o->report.array_read.spread, "relative spread between cells")->capture_default_str()->check(CLI::Range(0.0, 1.0));
  command->add_option("--seed", o->report.array_read.seed, "of the array's cells")->capture_default_str();
  command->footer("Example:\n  hysteron report lab.h5 -o report.html");
  command->callback([o] { run(*o); });
}

}  // namespace hysteron::apps
