// hysteron inspect lab.h5
// hysteron inspect lab.h5 -o plots

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "apps/commands.h"
#include "apps/report/measured.h"
#include "apps/report/plot.h"
#include "data/columns.h"
#include "data/lab_file.h"
#include "data/pund.h"
#include "data/whole_file.h"

namespace hysteron::apps {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Range {
  double lowest = std::numeric_limits<double>::infinity();
  double highest = -std::numeric_limits<double>::infinity();
  std::size_t missing = 0;
};

Range range(const std::vector<double>& values) {
  Range r;
  for (double x : values) {
    if (std::isnan(x)) {
      ++r.missing;
    } else {
      r.lowest = std::min(r.lowest, x);
      r.highest = std::max(r.highest, x);
    }
  }
  return r;
}

struct Line {
  std::string quantity, unit;
  Range range;
};

template <class Measurement>
std::vector<Line> lines(const Measurement& m) {
  std::vector<Line> all;
  data::each_column(m, [&]<class T>(const std::vector<T>& values, const data::Column& c) {
    if (!values.empty()) all.push_back({c.name, c.si, range(std::vector<double>(values.begin(), values.end()))});
  });
  if constexpr (requires { m.read_current[0]; }) all.push_back({"conductance", "S", range(report::conductance(m.read_voltage, m.read_current))});
  if constexpr (std::is_same_v<Measurement, data::PvLoop>) {
    if (!std::isnan(m.area)) all.push_back({"polarisation", "C/m^2", range(report::polarisation(m))});
  }
  return all;
}

/// Figures of a measurement as a whole: those it was taken with, and those worked out of it.
std::vector<data::ReportedFigure> figures(const auto& m) {
  std::vector<data::ReportedFigure> all;
  data::each_quantity(m, [&](double x, const data::Quantity& q) {
    if (!std::isnan(x) && x != q.absent) all.push_back({q.name, x, q.si});
  });
  if constexpr (std::is_same_v<std::decay_t<decltype(m)>, data::Pund>) {
    const auto switched = data::switched_charge(m);
    all.push_back({"P - U", switched.up, "C"});
    all.push_back({"D - N", switched.down, "C"});
  }
  if constexpr (std::is_same_v<std::decay_t<decltype(m)>, data::ArrayMap>) {
    all.push_back({"rows", double(m.rows), "1"});
    all.push_back({"columns", double(m.columns), "1"});
    all.push_back({"layers", double(m.layers), "1"});
  }
  return all;
}

std::vector<data::ReportedFigure> reported(const auto& m) {
  if constexpr (requires { m.reported; }) return m.reported;
  else return {};
}

template <class Measurement>
void print(const Measurement& m) {
  std::printf("\n%s  %s\n  rows          %zu\n  source        %s (%s) %s\n", m.id.c_str(), m.title.c_str(), m.size(), m.source.file.c_str(),
              m.source.format.c_str(), m.source.sha256.c_str());
  for (const Line& line : lines(m)) {
    std::printf("  %-12s  %11.4g to %11.4g %s", line.quantity.c_str(), line.range.lowest, line.range.highest, line.unit == "1" ? "" : line.unit.c_str());
    if (line.range.missing > 0) std::printf(", %zu missing", line.range.missing);
    std::printf("\n");
  }
  for (const auto& f : figures(m)) std::printf("  %-12s  %11.5g %s\n", f.name.c_str(), f.value, f.unit.c_str());
  for (const auto& r : reported(m)) std::printf("  reported      %s = %.6g %s\n", r.name.c_str(), r.value, r.unit.c_str());
  for (const auto& a : m.source.assumptions) std::printf("  assumed       %s\n", a.c_str());
  if (!m.source.unreadable.empty()) std::printf("  unreadable    %zu rows\n", m.source.unreadable.size());
}

template <class Measurement>
json described(const Measurement& m) {
  json ranges = json::object();
  for (const Line& line : lines(m)) {
    const bool any = line.range.lowest <= line.range.highest;
    ranges[line.quantity] = {{"unit", line.unit}, {"missing", line.range.missing},
                             {"lowest", any ? json(line.range.lowest) : json()}, {"highest", any ? json(line.range.highest) : json()}};
  }
  const auto listed = [](const std::vector<data::ReportedFigure>& all) {
    json list = json::array();
    for (const auto& f : all) list.push_back({{"name", f.name}, {"value", f.value}, {"unit", f.unit}});
    return list;
  };
  return {{"id", m.id}, {"title", m.title}, {"rows", m.size()}, {"ranges", ranges}, {"figures", listed(figures(m))}, {"reported", listed(reported(m))},
          {"source", {{"file", m.source.file}, {"sha256", m.source.sha256}, {"format", m.source.format},
                      {"assumptions", m.source.assumptions}, {"unreadable", m.source.unreadable}}}};
}

json described(const data::FitRecord& fit) {
  json parameters = json::array();
  for (const auto& p : fit.parameters) {
    parameters.push_back({{"name", p.name}, {"unit", p.unit}, {"value", p.value}, {"ci_lo", p.ci_lo}, {"ci_hi", p.ci_hi},
                          {"at_bound", p.at_bound}, {"held", p.held}});
  }
  return {{"id", fit.id}, {"model", fit.model}, {"parameters", parameters}, {"cost", fit.cost}, {"rms", fit.rms}, {"n_points", fit.n_points},
          {"seed", fit.seed}, {"source_sha256", fit.source_sha256}};
}

void print(const data::FitRecord& fit) {
  std::printf("\nfit %s  model %s, %llu points, rms %.4g %s\n", fit.id.c_str(), fit.model.c_str(),
              static_cast<unsigned long long>(fit.n_points), fit.rms, fit.rms_unit.c_str());
  for (const auto& p : fit.parameters) {
    std::printf("  %-14s %12.6g %-6s [%.4g, %.4g]%s%s\n", p.name.c_str(), p.value, p.unit.c_str(), p.ci_lo, p.ci_hi,
                p.at_bound ? " at its bound" : "", p.held ? " held" : "");
  }
}

void draw_all(const data::LabFile& lab, const fs::path& folder) {
  if (!report::can_plot()) {
    std::fprintf(stderr, "no plots: gnuplot is not installed: apt-get install gnuplot-nox\n");
    return;
  }
  fs::create_directories(folder);
  data::each_kind(lab, [&](const auto& all, const char*) {
    for (const auto& m : all) data::replace_whole(folder / (m.id + ".svg"), report::drawn(m));
  });
}

void run(const std::string& path, const std::string& folder, bool as_json) {
  const data::LabFile lab = data::read_lab_file(path);
  const auto fits = data::read_fits(path);
  if (as_json) {
    json all = {{"file", path}, {"sha256", lab.sha256}, {"title", lab.title}, {"sample", lab.sample.name}, {"kept", lab.kept},
                {"measurements", json::array()}, {"fits", json::array()}};
    data::each_kind(lab, [&](const auto& measurements, const char*) {
      for (const auto& m : measurements) all["measurements"].push_back(described(m));
    });
    for (const auto& fit : fits) all["fits"].push_back(described(fit));
    std::cout << all.dump(2, ' ', false, json::error_handler_t::replace) << "\n";
  } else {
    std::printf("%s  %s\n  sha256        %s\n  sample        %s\n", path.c_str(), lab.title.c_str(), lab.sha256.c_str(), lab.sample.name.c_str());
    data::each_kind(lab, [](const auto& measurements, const char*) {
      for (const auto& m : measurements) print(m);
    });
    for (const auto& id : lab.kept) std::printf("\n%s  of a kind not read yet, kept as it is\n", id.c_str());
    for (const auto& fit : fits) print(fit);
  }
  if (!folder.empty()) draw_all(lab, folder);
}

}  // namespace

void add_inspect(CLI::App& program, Exit&) {
  static std::string path, folder;
  static bool as_json = false;
  auto* command = program.add_subcommand("inspect", "Shows what is in a laboratory file");
  command->footer("Example:\n  hysteron inspect lab.h5 -o plots");
  command->add_option("FILE", path, "laboratory file")->required();
  command->add_option("-o,--output", folder, "folder for a plot (SVG) of each measurement");
  command->add_flag("--json", as_json, "as JSON");
  command->callback([] { run(path, folder, as_json); });
}

}  // namespace hysteron::apps
