// hysteron fit lab.h5 --model analog_synapse
// hysteron fit lab.h5 --model filament -m 1_pulse_train --hold r_th,c_th --set r_s=500 -o fitted

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <numeric>

#include "apps/checkpoint.h"
#include "apps/commands.h"
#include "apps/fit_population.h"
#include "apps/fit_request.h"
#include "apps/report/fit_plots.h"
#include "apps/report/plot.h"
#include "apps/report/signal_axis.h"
#include "data/lab_file.h"
#include "data/whole_file.h"
#include "fitters/fit.h"
#include "fitters/record.h"
#include "libmodel/error.h"

namespace hysteron::apps {
namespace {

using namespace fitters;
namespace fs = std::filesystem;

constexpr std::size_t most_printed = 24;  // courses of a retention; the file holds all

bool show(const fitters::Progress& p) {
  if (isatty(STDERR_FILENO)) {
    constexpr const char* stages[] = {"searching", "optimising", "profiling"};
    const int width = 30, done = width * p.done / std::max(1, p.of);
    std::fprintf(stderr, "\r%-10s [%.*s%*s] %d/%d  cost %-12.6g", stages[p.stage], done, "##############################", width - done, "", p.done, p.of, p.best_cost);
  }
  return !was_interrupted();
}

std::string interval(const FitResult& r, const Estimate& e) {
  const Profile* const profile = r.profile_of(e);
  if (e.role == Role::estimated) {
    const std::string both = fmt::format("{:<11.4g} {:<11.4g} to {:<11.4g}", e.standard_error, e.lower95, e.upper95);
    return profile ? both + fmt::format(" profile; parabola {:.4g} to {:.4g}", e.linear_lower95, e.linear_upper95) : both;
  }
  const std::string role(words(e.role));
  if (profile) return role + fmt::format("; with 95 % {:.4g} to {:.4g}, by its profile", e.lower95, e.upper95);
  return role + (e.reason.empty() ? "" : ": " + e.reason);
}

void print_trace(const TraceFit& t) {
  std::printf("%-24s %-8zu %-8zu %-9.3g %s  %-8.3g %% ", t.name.c_str(), t.points, t.skipped, t.rms, t.unit.c_str(), 100.0 * t.rms_of_range);
  if (std::isnan(t.deviance)) std::printf("%-9.3g %.2g/%.2g %s\n", t.rms_decades, t.write_noise, t.read_noise, t.unit.c_str());
  else std::printf("deviance %.3g of %zu points\n", t.deviance, t.points);
}

void print_table(const FitResult& r) {
  std::printf("%s: %zu points, %s residuals\n\n", r.model.c_str(), r.points, std::string(words(r.residual)).c_str());
  std::printf("%-24s %-12s %-6s %-11s %s\n", "parameter", "value", "unit", "std. error", "95 % interval");
  std::size_t starts = 0;
  for (const Estimate& e : r.estimates) {
    if (e.role == Role::held && e.reason.empty()) continue;
    if (!e.trace.empty() && ++starts > most_printed) continue;
    std::printf("%-24s %-12.5g %-6s %s\n", filed_name(r, e).c_str(), e.value, e.unit.c_str(), interval(r, e).c_str());
  }
  if (starts > most_printed) std::printf("and %zu more states at the start, in the file and in --json\n", starts - most_printed);
  std::printf("\n%-24s %-8s %-8s %-12s %-10s %-9s %s\n", "trace", "points", "skipped", "RMS", "of range", "decades", "write/read noise");
  for (std::size_t k = 0; k < std::min(r.traces.size(), most_printed); ++k) print_trace(r.traces[k]);
  if (r.traces.size() > most_printed) std::printf("and %zu more, in --json\n", r.traces.size() - most_printed);
  for (const std::string& w : r.weak_directions) std::printf("weak: %s\n", w.c_str());
  for (const std::string& w : r.warnings) std::printf("warning: %s\n", w.c_str());
  if (!r.describes()) std::printf("the model does not describe these data: it explains %.2g of their variance\n", std::max(0.0, r.explained));
  std::printf("\n%d starts, %zu distinct optima", r.starts, r.optima.size());
  for (const Optimum& o : r.optima) std::printf(", cost %.6g (%d)", o.cost, o.found);
  std::printf("; seed %llu\n%s\n", static_cast<unsigned long long>(r.seed), r.termination.c_str());
}

// Data and model over what was varied, of one trace or of all courses of rests; a gap between two of them.
struct Drawing {
  std::string name, unit, x_title;
  std::vector<double> x, measured, response;
  bool log_x = false;

  void gap() {
    for (auto* column : {&x, &measured, &response}) column->push_back(std::nan(""));
  }
};

void append(const TraceFit& t, const std::vector<double>& x, Drawing& d) {
  const bool turns = t.unit == "1";  // trials: from each width to the next
  for (std::size_t k = 0; k < t.measured.size(); ++k) {
    if (turns && k > 0 && x[k] < x[k - 1]) d.gap();
    d.x.push_back(x[k]), d.measured.push_back(t.measured[k]), d.response.push_back(t.response[k]);
  }
}

std::vector<Drawing> drawings(const FitResult& r) {
  std::vector<Drawing> all;
  Drawing rests{.name = "retention", .unit = "S", .x_title = "time since programming [s]", .x = {}, .measured = {}, .response = {}};
  for (const TraceFit& t : r.traces) {
    if (!t.time.empty()) {
      append(t, t.time, rests);
      rests.gap();
      continue;
    }
    Drawing d{.name = t.name, .unit = t.unit, .x_title = t.voltage.empty() ? "row" : "voltage [V]", .x = {}, .measured = {}, .response = {}};
    std::vector<double> row(t.measured.size());
    std::iota(row.begin(), row.end(), 1.0);
    append(t, t.voltage.empty() ? row : t.voltage, d);
    all.push_back(std::move(d));
  }
  rests.log_x = 3 * std::ranges::count(rests.x, 0.0) < std::ptrdiff_t(rests.x.size());  // which reads at 0 s leave
  if (!rests.x.empty()) all.push_back(std::move(rests));
  return all;
}

void plot_drawing(const fs::path& folder, const Drawing& d) {
  report::Series left{"", {}, {}, report::Series::points, 0};
  double low = HUGE_VAL, high = -HUGE_VAL, squares = 0.0;
  for (std::size_t k = 0; k < d.x.size(); ++k) {
    left.x.push_back(double(k + 1)), left.y.push_back(d.response[k] - d.measured[k]);
    if (!std::isnan(left.y.back())) squares += left.y.back() * left.y.back();
    low = std::fmin(low, d.measured[k]), high = std::fmax(high, d.measured[k]);
  }
  const report::Axes axes{.title = d.name, .x = d.x_title, .y = report::signal_axis(d.unit), .log_x = d.log_x, .log_y = d.unit != "1" && low > 0.0 && high > 30.0 * low};
  const std::vector<report::Series> both{{"measured", d.x, d.measured, report::Series::points, 0}, {"model", d.x, d.response, report::Series::line, 1}};
  data::replace_whole(folder / (d.name + ".svg"), report::plot(axes, both));
  data::replace_whole(folder / (d.name + "_residuals.svg"), report::plot({.title = d.name, .x = "row", .y = "model - data [" + d.unit + "]"}, {left}));
  if (squares > 0.0) data::replace_whole(folder / (d.name + "_normal.svg"), report::normal_plot(d.name, left.y));
}

void write_folder(const FitRequest& asked, const FitResult& r, const nlohmann::json& j) {
  fs::create_directories(asked.folder);
  data::replace_whole(asked.folder / "fit.json", j.dump(1) + "\n");
  if (!report::can_plot()) {
    std::fprintf(stderr, "hysteron: no plots: gnuplot is not installed\n");
    return;
  }
  for (const Drawing& d : drawings(r)) plot_drawing(asked.folder, d);
  for (const report::FitPlot& p : report::fit_plots(fitters::record(r))) data::replace_whole(asked.folder / (p.name + ".svg"), p.svg);
}

// Keeps each side of a profile once it is walked, and takes those of an earlier run.
void keep_walks(FitRequest& asked, const FitProblem& problem) {
  if (asked.options.profile.empty()) throw InputError("--checkpoint is of --each or --profile");
  std::vector<Member> traces;
  for (const Trace& t : problem.traces) traces.push_back({t.name, t});
  const std::string what = run_of(asked, traces);
  if (fs::exists(asked.checkpoint)) asked.options.walked = read_checkpoint(data::read_whole(asked.checkpoint), asked.checkpoint, what);
  asked.options.keep = [what, file = asked.checkpoint](const WalkedSides& walked) { data::replace_whole(file, checkpoint_text(what, walked)); };
}

Exit run(FitRequest asked) {
  parse_values(asked);
  if (!asked.as_json) asked.options.progress = show;
  const data::LabFile lab = data::read_lab_file(asked.file);
  const WatchInterrupt watch;
  if (asked.as_json) asked.options.progress = [](const fitters::Progress&) { return !was_interrupted(); };
  if (!asked.each.empty() && !asked.options.profile.empty()) throw InputError("--profile is of one device: not with --each");
  if (!asked.each.empty()) return fit_each(asked, lab);
  asked.options.measure_bend = true;
  const FitProblem problem = problem_of(asked, lab);
  if (!asked.checkpoint.empty()) keep_walks(asked, problem);
  const FitResult r = fit(asked.model, problem, asked.options);
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
                  "          hysteron fit lab.h5 --model charge_trap -m 1_pulse_train,2_iv_sweep,6_retention    jointly, one device\n"
                  "          hysteron fit lab.h5 --model phase_change -m 6_retention --residual log --devices 20\n"
                  "          hysteron fit lab.h5 --model mtj_reduced -m 8_switching_probability --free i_c,e_b\n"
                  "Measurements of several kinds are fitted jointly, each kind weighed by what the model leaves of it.\n"
                  "Exit code 1: did not converge, or does not describe the data.");
  static FitRequest asked;
  command->add_option("file", asked.file, "file with measurements; the fit is put beside them")->required();
  command->add_option("--model", asked.model, "name of a model")->required();
  add_fit_options(*command, asked);
  command->add_option("--profile", asked.options.profile, "parameters along which the cost is walked to its 95 % level; all; or bent: those whose standard error does not give the interval")
      ->delimiter(',');
  command->add_option("--each", asked.each, "fit each device (a measurement each) or each cycle of a train by itself: their population")
      ->check(CLI::IsMember({"device", "cycle"}));
  command->add_option("--checkpoint", asked.checkpoint, "of --each or --profile: what is done is kept here, and not done again");
  command->add_flag("--json", asked.as_json, "result as JSON on stdout");
  command->add_flag("--dry-run", asked.keep_file, "do not put the fit into the file");
  command->add_option("-o,--output", asked.folder, "folder for plots and fit.json");
  command->callback([&exit] { exit = run(asked); });
}

}  // namespace hysteron::apps
