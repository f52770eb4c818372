// hysteron neuron mott_oscillator                         threshold, window, rates, energies, verdict
// hysteron neuron mott_oscillator --drive 1:1.5:11 --set r_l=4e4,r_th=8e6,c_th=1e-17,c_p=1e-14
// hysteron neuron mott_oscillator -o plots                rate over drive, and the spikes
// hysteron neuron lab.h5                                  of the cells fitted in a file

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "apps/circuits.h"
#include "apps/commands.h"
#include "apps/firing.h"
#include "apps/report/page.h"
#include "apps/report/plot.h"
#include "data/whole_file.h"
#include "libmodel/error.h"

namespace hysteron::apps {
namespace {

struct NeuronOptions {
  std::string cell, drive;
  std::vector<std::string> set;
  double temperature = 300.15;
  std::filesystem::path folder;
  bool json = false;
};

struct NeuronTarget {
  double rate = 1e6, drive = 1.5, energy = 25e-15;  // 1/s, V, J a spike behind the load
};

struct NeuronFigures {
  std::vector<Firing> runs;
  std::optional<metrics::Reduction> reduction;
  std::size_t best;  // the run of least energy at a drive and a rate within the target, or without, of all that fire
};

double number_in(const std::string& text, const std::string& option) {
  std::size_t used = 0;
  double x = 0.0;
  try {
    x = std::stod(text, &used);
  } catch (const std::exception&) {
    used = 0;
  }
  if (used == 0 || used != text.size() || !std::isfinite(x)) throw InputError("neuron: " + option + ": " + text + " is not a number");
  return x;
}

std::vector<double> drives(const std::string& text, const spice::Circuit& cell) {
  double from = 0.4 * cell.ports.front().up, to = 1.6 * cell.ports.front().up, count = 31;
  if (!text.empty()) {
    const auto first = text.find(':'), second = text.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) throw InputError("neuron: --drive " + text + ": must be FROM:TO:COUNT");
    from = number_in(text.substr(0, first), "--drive");
    to = number_in(text.substr(first + 1, second - first - 1), "--drive");
    count = number_in(text.substr(second + 1), "--drive");
  }
  if (!(count >= 1.0 && count <= 1000.0)) throw InputError("neuron: --drive " + text + ": the count must be 1 to 1000");
  std::vector<double> all;
  for (int k = 0; k < static_cast<int>(count); ++k) all.push_back(count > 1.0 ? from + (to - from) * k / (std::floor(count) - 1.0) : from);
  return all;
}

bool within(const Firing& run, const NeuronTarget& target) {
  return run.fires() && std::abs(run.drive) < target.drive && run.train.rate > target.rate;
}

NeuronFigures figures_of(const spice::Circuit& cell, const NeuronOptions& options) {
  NeuronFigures found;
  for (const double drive : drives(options.drive, cell)) found.runs.push_back(firing(cell, drive, options.temperature));
  std::vector<double> drive, rate;
  double threshold = 0.0, reset = 0.0;
  for (const Firing& run : found.runs) {
    if (!run.fires()) continue;
    drive.push_back(run.drive);
    rate.push_back(run.train.rate);
    threshold += run.threshold;
    reset += run.hold;
  }
  const double n = static_cast<double>(drive.size());
  if (!drive.empty()) found.reduction = metrics::reduced(drive, rate, threshold / n, reset / n);
  const auto order = [](const Firing& a, const Firing& b) {
    const auto rank = [](const Firing& run) { return std::pair(!within(run, {}), run.fires() ? run.energy_node : 1e300); };
    return rank(a) < rank(b);
  };
  found.best = static_cast<std::size_t>(std::min_element(found.runs.begin(), found.runs.end(), order) - found.runs.begin());
  return found;
}

bool meets_target(const NeuronFigures& found) {
  const Firing& best = found.runs[found.best];
  return within(best, {}) && best.energy_node < NeuronTarget{}.energy;
}

struct NeuronLine {
  const char* id;
  double value;
  const char* unit;
  const char* definition;
};

std::vector<NeuronLine> lines_of(const NeuronFigures& found) {
  const auto fires = [](const Firing& run) { return run.fires(); };
  const auto first = std::find_if(found.runs.begin(), found.runs.end(), fires);
  if (first == found.runs.end()) return {};
  const auto last = std::find_if(found.runs.rbegin(), found.runs.rend(), fires);
  const auto fastest = std::max_element(found.runs.begin(), found.runs.end(), [](const Firing& a, const Firing& b) {
    return (a.fires() ? a.train.rate : 0.0) < (b.fires() ? b.train.rate : 0.0);
  });
  const Firing& best = found.runs[found.best];
  std::vector<NeuronLine> lines = {
      {"NEURON.window.low", first->drive, "V", "lowest drive tried that fires: the rheobase"},
      {"NEURON.window.high", last->drive, "V", "highest drive tried that fires"},
      {"NEURON.rate.max", fastest->train.rate, "Hz", "largest sustained rate over the drives"},
      {"NEURON.gain", last->drive > first->drive ? (last->train.rate - first->train.rate) / (last->drive - first->drive) : std::nan(""),
       "Hz/V", "mean slope of the rate over the window"},
      {"NEURON.drive", best.drive, "V", "where the figures below are taken: least energy within the target, else of all"},
      {"NEURON.rate", best.train.rate, "Hz", "1 / mean interval"},
      {"NEURON.v_th", best.threshold, "V", "highest membrane voltage of the sustained train"},
      {"NEURON.v_hold", best.hold, "V", "lowest membrane voltage of it"},
      {"NEURON.energy.node", best.energy_node, "J", "per spike, device and capacitor"},
      {"NEURON.energy.total", best.energy_total, "J", "per spike, with the load"}};
  if (found.reduction) {
    const auto& r = *found.reduction;
    lines.insert(lines.end(), {{"LIF.tau", r.neuron.tau, "s", "of the leaky integrate-and-fire neuron nearest to the rates"},
                               {"LIF.t_ref", r.neuron.t_ref, "s", "its refractory time"},
                               {"LIF.threshold", r.neuron.threshold, "V", "mean of v_th over the drives"},
                               {"LIF.reset", r.neuron.reset, "V", "mean of v_hold"},
                               {"LIF.gain", r.neuron.gain, "1", "R / (R + load)"},
                               {"LIF.rms", r.rms, "1", "rms relative error of its rates"},
                               {"LIF.worst", r.worst, "1", "largest"}});
  }
  return lines;
}

// Why the target is missed, in words; empty where it is met.
std::string in_the_way(const NeuronFigures& found) {
  constexpr NeuronTarget target;
  const Firing& best = found.runs[found.best];
  if (!best.fires()) return "no drive tried makes it fire";
  std::string text;
  const auto add = [&](const std::string& what) { text += (text.empty() ? "" : "; ") + what; };
  if (std::abs(best.drive) >= target.drive) add("needs " + report::with_unit(best.drive, "V"));
  if (best.train.rate <= target.rate) add("fires at " + report::with_unit(best.train.rate, "Hz"));
  if (best.energy_node >= target.energy) add("takes " + report::with_unit(best.energy_node, "J") + " a spike");
  return text;
}

std::string padded_to(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

void print(const spice::Circuit& cell, const NeuronFigures& found) {
  std::cout << cell.name << ": " << cell.title.substr(0, cell.title.find(": ")) << "\n\n";
  std::cout << "  drive         rate          energy, node  with load\n";
  for (const Firing& run : found.runs) {
    std::cout << "  " << padded_to(report::with_unit(run.drive, "V"), 14);
    if (run.gave_up > 0.0) std::cout << "the integrator gave up at " << report::with_unit(run.gave_up, "s") << "\n";
    else if (!run.fires()) std::cout << "silent\n";
    else
      std::cout << padded_to(report::with_unit(run.train.rate, "Hz"), 14) << padded_to(report::with_unit(run.energy_node, "J"), 14)
                << report::with_unit(run.energy_total, "J") << "\n";
  }
  std::cout << "\n";
  for (const NeuronLine& line : lines_of(found)) {
    const std::string unit = line.unit;
    std::cout << "  " << padded_to(line.id, 22) << padded_to(unit == "1" ? report::number(line.value) : report::with_unit(line.value, unit), 16)
              << line.definition << "\n";
  }
  std::cout << "\n  target > 1 MHz, < 1.5 V, < 25 fJ a spike (node): "
            << (meets_target(found) ? "met" : "missed: " + in_the_way(found)) << "\n";
}

nlohmann::ordered_json json_of(const spice::Circuit& cell, const NeuronFigures& found) {
  nlohmann::ordered_json j = {{"model", cell.name}, {"runs", nlohmann::ordered_json::array()}, {"figures", nlohmann::ordered_json::array()}};
  for (const Firing& run : found.runs) {
    j["runs"].push_back({{"drive", run.drive}, {"rate", run.fires() ? run.train.rate : 0.0}, {"v_th", run.threshold}, {"v_hold", run.hold},
                         {"energy_node", run.energy_node}, {"energy_total", run.energy_total}, {"gave_up", run.gave_up}});
  }
  for (const NeuronLine& line : lines_of(found)) {
    j["figures"].push_back({{"id", line.id}, {"value", line.value}, {"unit", line.unit}, {"definition", line.definition}});
  }
  j["target_met"] = meets_target(found);
  if (!meets_target(found)) j["in_the_way"] = in_the_way(found);
  return j;
}

void draw(const spice::Circuit& cell, const NeuronFigures& found, const std::filesystem::path& folder) {
  report::Series measured{.title = cell.name, .style = report::Series::points};
  report::Series lif{.title = "leaky integrate-and-fire", .style = report::Series::line, .colour = 1};
  for (const Firing& run : found.runs) {
    if (run.fires()) measured.x.push_back(run.drive), measured.y.push_back(run.train.rate);
    if (run.fires() && found.reduction) lif.x.push_back(run.drive), lif.y.push_back(found.reduction->neuron.rate(run.drive));
  }
  const Firing& best = found.runs[found.best];
  std::vector<double> since;
  for (const double t : best.time) since.push_back(t - best.time.front());
  const auto write = [&](const std::string& what, const std::string& svg) {
    const auto file = folder / (cell.name + what);
    data::replace_whole(file, svg);
    std::fprintf(stderr, "%s\n", file.c_str());
  };
  if (!measured.x.empty()) {
    std::vector<report::Series> series{measured};
    if (found.reduction) series.push_back(lif);
    write("_rate.svg", report::plot({.title = "Rate over drive", .x = "drive [V]", .y = "rate [Hz]"}, series));
  }
  write("_spikes.svg", report::plot({.title = "Membrane at " + report::with_unit(best.drive, "V"), .x = "time [s]", .y = "membrane [V]"},
                                    {{.title = "", .x = since, .y = best.membrane, .style = report::Series::line}}));
}

void run_neuron(const NeuronOptions& options, Exit& exit) {
  const bool file = std::filesystem::path(options.cell).extension() == ".h5";
  const auto cells = file ? fitted_circuits(options.cell, "") : std::vector{spice::circuit(options.cell)};
  std::vector<NeuronFigures> all;
  nlohmann::ordered_json listed = nlohmann::ordered_json::array();
  if (!options.folder.empty()) std::filesystem::create_directories(options.folder);
  for (const auto& plain : cells) {
    const auto cell = with_settings(plain, options.set);
    membrane_of(cell);
    const auto found = figures_of(cell, options);
    if (options.json) listed.push_back(json_of(cell, found));
    else print(cell, found);
    if (!options.folder.empty()) draw(cell, found, options.folder);
    if (!meets_target(found)) exit = result_says_no;
  }
  if (options.json) std::cout << listed.dump(2) << "\n";
}

}  // namespace

void add_neuron(CLI::App& program, Exit& exit) {
  auto* command = program.add_subcommand("neuron", "Figures of a cell that fires: threshold, rates over drive, energy a spike, target");
  auto options = std::make_shared<NeuronOptions>();
  command->add_option("CELL", options->cell, "a model with a membrane v_m, or a laboratory file with fits of one")->required();
  command->add_option("--drive", options->drive, "FROM:TO:COUNT in V; 0.4 to 1.6 of the model's own drive if left out");
  command->add_option("--set", options->set, "name=value, parameters other than the defaults")->delimiter(',');
  command->add_option("--temperature", options->temperature, "ambient, K")->check(CLI::Range(200.0, 450.0))->capture_default_str();
  command->add_option("-o,--output", options->folder, "folder for plots (SVG): rate over drive, spikes");
  command->add_flag("--json", options->json, "as JSON");
  command->footer("Exit code 1 where the target is missed.\nExample:\n  hysteron neuron mott_oscillator --drive 1:1.4:9 --set r_l=4e4,r_th=8e6,c_th=1e-17,c_p=1e-14");
  command->callback([options, &exit] { run_neuron(*options, exit); });
}

}  // namespace hysteron::apps
