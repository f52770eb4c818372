// hysteron convert lab.h5 -o tables
// hysteron convert lab.h5 -m 6_retention -o bake.csv
// hysteron convert monday.h5 tuesday.h5 -o week.h5

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "apps/commands.h"
#include "data/lab_file.h"
#include "data/measurement_csv.h"
#include "data/whole_file.h"
#include "libmodel/error.h"

namespace hysteron::apps {
namespace {

namespace fs = std::filesystem;

struct Conversion {
  std::vector<std::string> files, measurements;
  fs::path output;
};

bool is_lab_file(const fs::path& path) { return path.extension() == ".h5" || path.extension() == ".hdf5"; }

std::vector<data::LabFile> opened(const Conversion& asked) {
  std::vector<data::LabFile> labs;
  std::set<std::string> known, seen;
  for (const std::string& file : asked.files) {
    labs.push_back(data::read_lab_file(file));
    if (!seen.insert(labs.back().sha256).second) throw InputError(file + ": holds the same bytes as a file before it: leave one of both out");
    for (const std::string& id : labs.back().kept) std::fprintf(stderr, "%s: %s is of a kind not read yet: left out\n", file.c_str(), id.c_str());
    data::each_kind(labs.back(), [&](auto& all, const char*) {
      for (const auto& m : all) known.insert(m.id);
      std::erase_if(all, [&](const auto& m) { return !asked.measurements.empty() && std::ranges::count(asked.measurements, m.id) == 0; });
    });
  }
  for (const std::string& id : asked.measurements) {
    if (!known.contains(id)) throw InputError(fmt::format("no measurement {}: there are {}", id, fmt::join(known, " ")));
  }
  return labs;
}

// The sample of which they all are; where they are of several, each measurement says whose it is.
void merge(const Conversion& asked, std::vector<data::LabFile> labs) {
  data::LabFile all = labs.front();
  static_cast<data::Measurements&>(all) = {};
  const bool one = std::ranges::all_of(labs, [&](const data::LabFile& lab) { return lab.sample.name == all.sample.name; });
  if (!one) all.sample = {};
  std::size_t n = 0;
  for (std::size_t k = 0; k < labs.size(); ++k) {
    data::each_kind(labs[k], [&](auto& measurements, const char*) {
      n += measurements.size();
      for (auto& m : measurements) {
        if (labs.size() > 1) m.id.clear();  // counted anew
        if (!one) m.source.assumptions.push_back(fmt::format("sample: {}, of {}", labs[k].sample.name, fs::path(asked.files[k]).filename().string()));
      }
    });
    data::append(labs[k], all);
  }
  all.program_version = HYSTERON_VERSION;
  data::write_lab_file(asked.output, all);
  std::printf("%s: %zu measurement%s, without fits\n", asked.output.c_str(), n, n == 1 ? "" : "s");
}

struct Table {
  std::string name, text;
};

std::vector<Table> tables(const Conversion& asked, const std::vector<data::LabFile>& labs) {
  std::vector<Table> all;
  for (std::size_t k = 0; k < labs.size(); ++k) {
    const std::string of = labs.size() > 1 ? fs::path(asked.files[k]).stem().string() + "_" : "";
    data::each_kind(labs[k], [&](const auto& measurements, const char*) {
      for (const auto& m : measurements) all.push_back({of + m.id + ".csv", data::csv_of(m)});
    });
  }
  return all;
}

void write_tables(const Conversion& asked, const std::vector<Table>& all) {
  const bool alone = asked.output.extension() == ".csv";
  if (alone && all.size() != 1) throw InputError(fmt::format("{}: is one table, of {} measurements: choose one with -m, or give a folder", asked.output.string(), all.size()));
  const auto path = [&](const Table& t) { return alone ? asked.output : asked.output / t.name; };
  std::set<fs::path> paths;
  for (const Table& t : all) {
    if (fs::exists(path(t)) || !paths.insert(path(t)).second) throw InputError(path(t).string() + ": exists, and is not overwritten");
  }
  if (!alone) fs::create_directories(asked.output);
  for (const Table& t : all) {
    data::create_whole(path(t), t.text);
    std::printf("%s\n", path(t).c_str());
  }
}

void run(const Conversion& asked) {
  const auto labs = opened(asked);
  is_lab_file(asked.output) ? merge(asked, labs) : write_tables(asked, tables(asked, labs));
}

}  // namespace

void add_convert(CLI::App& program, Exit&) {
  static Conversion asked;
  auto* command = program.add_subcommand("convert", "Measurements of laboratory files as CSV, or in one new file");
  command->footer("Examples: hysteron convert lab.h5 -o tables                        a CSV each, which `hysteron import` reads back\n"
                  "          hysteron convert lab.h5 -m 6_retention -o bake.csv\n"
                  "          hysteron convert monday.h5 tuesday.h5 -o week.h5          all measurements in one file, their fits not");
  command->add_option("FILE", asked.files, "laboratory files")->required();
  command->add_option("-o,--output", asked.output, "NAME.h5, NAME.csv for one measurement, or a folder of CSV")->required();
  command->add_option("-m,--measurement", asked.measurements, "ids of measurements; default: all")->delimiter(',');
  command->callback([] { run(asked); });
}

}  // namespace hysteron::apps
