// hysteron fit lab.h5 --model analog_synapse
// hysteron fit lab.h5 --model filament -m 1_pulse_train --hold r_th,c_th --set r_s=500 -o fitted

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "apps/commands.h"
#include "apps/fit_population.h"
#include "apps/fit_request.h"
#include "apps/report/plot.h"
#include "data/lab_file.h"
#include "data/whole_file.h"
#include "fitters/fit.h"
#include "fitters/record.h"
#include "libmodel/error.h"
#include "libmodel/metrics/distributions.h"

namespace hysteron::apps {
namespace {

using namespace fitters;
namespace fs = std::filesystem;

bool show(const fitters::Progress& p) {
  if (isatty(STDERR_FILENO)) {
    const int width = 30, done = width * p.done / std::max(1, p.of);
    std::fprintf(stderr, "\r%-10s [%.*s%*s] %d/%d  cost %-12.6g", p.stage == fitters::Progress::searching ? "searching" : "optimising",
                 done, "##############################", width - done, "", p.done, p.of, p.best_cost);
  }
  return !was_interrupted();
}

std::string interval(const Estimate& e) {
  char s[96];
  if (e.role == Role::estimated) {
    std::snprintf(s, sizeof s, "%-11.4g %-11.4g to %-11.4g", e.standard_error, e.lower95, e.upper95);
    return s;
  }
  return std::string(words(e.role)) + (e.reason.empty() ? "" : ": " + e.reason);
}

void print_table(const FitResult& r) {
  std::printf("%s: %zu points, %s residuals\n\n", r.model.c_str(), r.points, std::string(words(r.residual)).c_str());
  std::printf("%-24s %-12s %-6s %-11s %s\n", "parameter", "value", "unit", "std. error", "95 % interval");
  for (const Estimate& e : r.estimates) {
    if (e.role == Role::held && e.reason.empty()) continue;
    std::printf("%-24s %-12.5g %-6s %s\n", filed_name(r, e).c_str(), e.value, e.unit.c_str(), interval(e).c_str());
  }
  std::printf("\n%-24s %-8s %-8s %-12s %-10s %-9s %s\n", "trace", "points", "skipped", "RMS", "of range", "decades", "write/read noise");
  for (const TraceFit& t : r.traces) {
    std::printf("%-24s %-8zu %-8zu %-9.3g %s  %-8.3g %% %-9.3g %.2g/%.2g %s\n", t.name.c_str(), t.points, t.skipped, t.rms, t.unit.c_str(),
                100.0 * t.rms_of_range, t.rms_decades, t.write_noise, t.read_noise, t.unit.c_str());
  }
  for (const std::string& w : r.weak_directions) std::printf("weak: %s\n", w.c_str());
  for (const std::string& w : r.warnings) std::printf("warning: %s\n", w.c_str());
  std::printf("\n%d starts, %zu distinct optima", r.starts, r.optima.size());
  for (const Optimum& o : r.optima) std::printf(", cost %.6g (%d)", o.cost, o.found);
  std::printf("; seed %llu\n%s\n", static_cast<unsigned long long>(r.seed), r.termination.c_str());
}

void plot_trace(const fs::path& folder, const TraceFit& t) {
  report::Series measured{"measured", {}, {}, report::Series::points, 0}, fitted{"model", {}, {}, report::Series::line, 1};
  report::Series left{"", {}, {}, report::Series::points, 0};
  bool positive = true;
  double low = HUGE_VAL, high = 0.0;
  for (std::size_t k = 0; k < t.measured.size(); ++k) {
    const double y = t.measured[k], n = double(k + 1), x = t.voltage.empty() ? n : t.voltage[k];
    measured.x.push_back(x), measured.y.push_back(y);
    fitted.x.push_back(x), fitted.y.push_back(t.response[k]);
    left.x.push_back(n), left.y.push_back(t.response[k] - y);
    if (std::isnan(y)) continue;
    positive = positive && y > 0.0;
    low = std::min(low, y), high = std::max(high, y);
  }
  const std::string quantity = t.unit == "S" ? "conductance [S]" : t.unit == "C" ? "charge [C]" : "current [A]";
  const report::Axes axes{.title = t.name, .x = t.voltage.empty() ? "row" : "voltage [V]", .y = quantity, .log_y = positive && high > 30.0 * low};
  data::replace_whole(folder / (t.name + ".svg"), report::plot(axes, {measured, fitted}));
  data::replace_whole(folder / (t.name + "_residuals.svg"), report::plot({.title = t.name, .x = "row", .y = "model - data [" + t.unit + "]"}, {left}));
}

// Residuals in their standard deviation against those of a normal law, in order: a line where they are normal.
void plot_normal(const fs::path& folder, const TraceFit& t) {
  std::vector<double> left, expected;
  for (std::size_t k = 0; k < t.measured.size(); ++k) {
    if (!std::isnan(t.measured[k])) left.push_back((t.response[k] - t.measured[k]) / t.rms);
  }
  std::ranges::sort(left);
  for (std::size_t k = 0; k < left.size(); ++k) expected.push_back(metrics::normal_quantile((double(k) + 0.5) / double(left.size())));
  const std::vector<report::Series> all{report::series("residuals", expected, left, report::Series::points, 0),
                                        report::series("normal", expected, expected, report::Series::line, 1)};
  data::replace_whole(folder / (t.name + "_normal.svg"),
                      report::plot({.title = t.name, .x = "of a normal law [standard deviations]", .y = "model - data [standard deviations]"}, all));
}

void plot_correlation(const fs::path& folder, const FitResult& r) {
  std::string names;
  std::vector<std::vector<double>> rows;
  for (Eigen::Index i = 0; i < r.correlation.rows(); ++i) {
    names += (names.empty() ? "" : ", ") + r.correlated[std::size_t(i)];
    rows.emplace_back(r.correlation.row(i).begin(), r.correlation.row(i).end());
  }
  const int letter = 8;  // px
  const report::Axes axes{.title = "Correlation of estimates", .x = names, .y = "in the same order", .width = std::max(560, letter * int(names.size()))};
  if (rows.size() > 1) data::replace_whole(folder / "correlation.svg", report::map(axes, rows, "1"));
}

// The cost of each distinct optimum over the starts that ended there or lower.
void plot_optima(const fs::path& folder, const FitResult& r) {
  report::Series optima{"", {}, {}, report::Series::points, 0};
  double starts = 0.0;
  for (const Optimum& o : r.optima) {
    for (int k = 0; k < o.found; ++k) optima.x.push_back(++starts), optima.y.push_back(o.cost);
  }
  data::replace_whole(folder / "optima.svg", report::plot({.title = "Optima of the starts", .x = "starts, best first", .y = "cost"}, {optima}));
}

void write_folder(const FitRequest& asked, const FitResult& r, const nlohmann::json& j) {
  fs::create_directories(asked.folder);
  data::replace_whole(asked.folder / "fit.json", j.dump(1) + "\n");
  if (!report::can_plot()) {
    std::fprintf(stderr, "hysteron: no plots: gnuplot is not installed\n");
    return;
  }
  for (const TraceFit& t : r.traces) {
    plot_trace(asked.folder, t);
    if (t.rms > 0.0) plot_normal(asked.folder, t);
  }
  plot_correlation(asked.folder, r);
  plot_optima(asked.folder, r);
}

Exit run(FitRequest asked) {
  parse_values(asked);
  if (!asked.as_json) asked.options.progress = show;
  const data::LabFile lab = data::read_lab_file(asked.file);
  const WatchInterrupt watch;
  if (asked.as_json) asked.options.progress = [](const fitters::Progress&) { return !was_interrupted(); };
  if (!asked.each.empty()) return fit_each(asked, lab);
  const FitResult r = fit(asked.model, problem_of(asked, lab), asked.options);
  if (isatty(STDERR_FILENO)) std::fprintf(stderr, "\r\033[K");
  nlohmann::json j = json_of(r);
  j["program"] = {{"name", "hysteron"}, {"version", HYSTERON_VERSION}};
  j["source"] = {{"file", asked.file.filename().string()}, {"sha256", lab.sha256}};
  j["options"] = options_of(asked);
  if (asked.as_json) std::printf("%s\n", j.dump(1).c_str());
  else print_table(r);
  if (r.cancelled) return result_says_no;
  if (!asked.folder.empty()) write_folder(asked, r, j);
  if (!asked.keep_file) {
    data::FitRecord record = fitters::record(r);
    record.source_sha256 = lab.sha256;
    record.program_version = HYSTERON_VERSION;
    record.options = options_of(asked);
    data::write_fit(asked.file, record);
  }
  return r.describes() ? good : result_says_no;
}

}  // namespace

void add_fit(CLI::App& program, Exit& exit) {
  auto* command = program.add_subcommand("fit", "Fits a model to measurements: parameters with intervals");
  command->footer("Examples: hysteron fit lab.h5 --model analog_synapse -o fitted\n"
                  "          hysteron fit lab.h5 --model analog_synapse --each cycle --checkpoint cycles.txt\n"
                  "Exit code 1: did not converge, or does not describe the data.");
  static FitRequest asked;
  command->add_option("file", asked.file, "file with measurements; the fit is put beside them")->required();
  command->add_option("--model", asked.model, "name of a model")->required();
  add_fit_options(*command, asked);
  command->add_option("--each", asked.each, "fit each device (a measurement each) or each cycle of a train by itself: their population")
      ->check(CLI::IsMember({"device", "cycle"}));
  command->add_option("--checkpoint", asked.checkpoint, "of --each: what is done is kept here, and not done again");
  command->add_flag("--json", asked.as_json, "result as JSON on stdout");
  command->add_flag("--dry-run", asked.keep_file, "do not put the fit into the file");
  command->add_option("-o,--output", asked.folder, "folder for plots and fit.json");
  command->callback([&exit] { exit = run(asked); });
}

}  // namespace hysteron::apps
