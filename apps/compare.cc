// hysteron compare lab.h5 --models analog_synapse,charge_trap -o compared
// hysteron compare lab.h5 --models analog_synapse,vteam --predict 2_pulse_train

#include "fitters/compare.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "apps/commands.h"
#include "apps/fit_request.h"
#include "apps/report/plot.h"
#include "data/whole_file.h"
#include "fitters/record.h"
#include "libmodel/error.h"

namespace hysteron::apps {
namespace {

using namespace fitters;
namespace fs = std::filesystem;

struct Rivals {
  FitRequest fit;
  std::vector<std::string> models, predict;
};

int estimated_parameters(const FitResult& r) {
  return int(std::ranges::count_if(r.estimates, [](const Estimate& e) { return e.role != Role::held && e.role != Role::given; }));
}

// The least error of what was held out comes first; a model that was not followed, last.
std::vector<const Judged*> by_error(const fitters::Comparison& c) {
  std::vector<const Judged*> order;
  for (const Judged& j : c.models) order.push_back(&j);
  std::ranges::stable_sort(order, {}, [](const Judged* j) { return std::isnan(j->missed.of_range) ? HUGE_VAL : j->missed.of_range; });
  return order;
}

double least_aicc(const fitters::Comparison& c) {
  double least = HUGE_VAL;
  for (const Judged& j : c.models) least = std::fmin(least, j.aicc);
  return least;
}

void print(const fitters::Comparison& c) {
  const double least = least_aicc(c);
  std::printf("%zu reads predicted by fits without them\n\n%-20s %-10s %-14s %-10s %-10s %-12s %s\n", c.held_out, "model", "parameters", "missed, range", "decades",
              "fit, range", "AICc - best", "");
  for (const Judged* j : by_error(c)) {
    double squares = 0.0;
    for (const TraceFit& t : j->fit.traces) squares += t.rms_of_range * t.rms_of_range * double(t.points) / double(j->fit.points);
    const bool structured = std::ranges::any_of(j->fit.traces, &TraceFit::structured);
    std::printf("%-20s %-10d %-12.3g %%  %-10.3g %-8.3g %%   %-12.4g %s\n", j->fit.model.c_str(), estimated_parameters(j->fit), 100.0 * j->missed.of_range, j->missed.decades,
                100.0 * std::sqrt(squares), j->aicc - least, !j->fit.converged ? "did not converge" : structured ? "residuals keep their sign" : "");
  }
  if (std::isnan(c.reference.of_range)) std::printf("no reference: pulses of more than one amplitude or width\n");
  else std::printf("%-20s %-10s %-12.3g %%  %-10.3g\n", "steps of the data", "-", 100.0 * c.reference.of_range, c.reference.decades);
  std::printf("\nAICc counts residuals as independent; what was missed does not.\n");
}

nlohmann::json described(const Rivals& asked, const data::LabFile& lab, const fitters::Comparison& c) {
  nlohmann::json models = nlohmann::json::array();
  for (const Judged& j : c.models) {
    models.push_back({{"model", j.fit.model}, {"parameters", estimated_parameters(j.fit)}, {"aicc", j.aicc}, {"missed_of_range", j.missed.of_range},
                      {"missed_decades", j.missed.decades}, {"converged", j.fit.converged}, {"explained", j.fit.explained}, {"predicted", j.predicted}});
  }
  return {{"models", models}, {"held_out", c.held_out}, {"predict", asked.predict}, {"best", by_error(c).front()->fit.model},
          {"reference", {{"missed_of_range", c.reference.of_range}, {"missed_decades", c.reference.decades}, {"predicted", c.predicted_by_reference}}},
          {"source", {{"file", asked.fit.file.filename().string()}, {"sha256", lab.sha256}}}, {"options", options_of(asked.fit)}, {"seed", asked.fit.options.seed},
          {"program", {{"name", "hysteron"}, {"version", HYSTERON_VERSION}}}};
}

// Every read of a trace and what each rival said of those that it had not seen.
std::string drawing(const fitters::Comparison& c, std::size_t trace) {
  const TraceFit& t = c.models.front().fit.traces[trace];
  const std::vector<double> row = report::counted(t.measured.size());
  std::vector<report::Series> all{report::series("measured", row, t.measured, report::Series::points, 0)};
  int colour = 0;
  for (const Judged& j : c.models) all.push_back(report::series(j.fit.model, row, j.predicted[trace], report::Series::line, ++colour));
  if (!std::isnan(c.reference.of_range)) all.push_back(report::series("steps of the data", row, c.predicted_by_reference[trace], report::Series::dashed, ++colour));
  const double low = *std::ranges::min_element(t.measured), high = *std::ranges::max_element(t.measured);
  return report::plot({.title = t.name + ": predicted without having been seen", .x = "row", .y = "[" + t.unit + "]", .log_y = low > 0.0 && high > 30.0 * low, .width = 900}, all);
}

Exit run(Rivals asked) {
  parse_values(asked.fit);
  const data::LabFile lab = data::read_lab_file(asked.fit.file);
  const WatchInterrupt watch;
  CompareOptions options{.fit = asked.fit.options, .predict = asked.predict};
  options.fit.progress = [](const fitters::Progress&) { return !was_interrupted(); };
  const fitters::Comparison c = fitters::compare(asked.models, problem_of(asked.fit, lab), options);
  if (was_interrupted()) return result_says_no;
  const std::string json = described(asked, lab, c).dump(1) + "\n";
  if (asked.fit.as_json) std::fputs(json.c_str(), stdout);
  else print(c);
  if (!asked.fit.folder.empty()) {
    fs::create_directories(asked.fit.folder);
    data::replace_whole(asked.fit.folder / "compare.json", json);
    for (std::size_t i = 0; report::can_plot() && i < c.models.front().fit.traces.size(); ++i) {
      data::replace_whole(asked.fit.folder / (c.models.front().fit.traces[i].name + ".svg"), drawing(c, i));
    }
  }
  return std::ranges::any_of(c.models, [](const Judged& j) { return j.fit.describes(); }) ? good : result_says_no;
}

}  // namespace

void add_compare(CLI::App& program, Exit& exit) {
  auto* command = program.add_subcommand("compare", "Which model the data support: what each predicts of reads that it was not fitted to");
  command->footer("Examples: hysteron compare lab.h5 --models analog_synapse,charge_trap -o compared\n"
                  "          hysteron compare lab.h5 --models analog_synapse,vteam --predict 2_pulse_train\n"
                  "Exit code 1: none describes the data.");
  static Rivals asked;
  command->add_option("file", asked.fit.file, "file with measurements")->required();
  command->add_option("--models", asked.models, "names of models")->required()->delimiter(',');
  command->add_option("--predict", asked.predict, "ids of measurements to hold out whole, but for their first two reads; default: blocks of all")->delimiter(',');
  add_fit_options(*command, asked.fit);
  command->add_flag("--json", asked.fit.as_json, "result as JSON on stdout");
  command->add_option("-o,--output", asked.fit.folder, "folder for plots and compare.json");
  command->callback([&exit] { exit = run(asked); });
}

}  // namespace hysteron::apps
