// hysteron neuron mott_oscillator                         threshold, window, rates, energies, verdict
// hysteron neuron mott_oscillator --drive 1:1.5:11 --set r_l=4e4,r_th=8e6,c_th=1e-17,c_p=1e-14
// hysteron neuron mott_oscillator -o plots                rate over drive, and the spikes
// hysteron neuron lab.h5                                  of the cells fitted in a file, and of its spike trains
// hysteron neuron apps/examples/neurons.toml              a design a cell: which reach the target, what stands in the way

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
#include "apps/neuron_designs.h"
#include "apps/neuron_figures.h"
#include "apps/report/page.h"
#include "apps/report/plot.h"
#include "data/lab_file.h"
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
  return even_drives(from, to, static_cast<int>(count));
}

NeuronFigures simulated_figures(const NeuronDesign& design, double temperature) {
  NeuronFigures found{.name = design.cell.name, .title = design.cell.title.substr(0, design.cell.title.find(": "))};
  for (const double drive : design.drives) found.runs.push_back(firing(design.cell, drive, temperature));
  return with_figures(std::move(found));
}

std::string padded_to(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

void print(const NeuronFigures& found) {
  std::cout << found.name << ": " << found.title << "\n\n";
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

// A row a cell: its best run against the target.
void print_designs(const std::vector<NeuronFigures>& all) {
  std::cout << "target > 1 MHz, < 1.5 V, < 25 fJ a spike (node)\n\n  cell                  drive       rate          energy        target\n";
  for (const NeuronFigures& found : all) {
    const Firing& best = found.runs[found.best];
    std::cout << "  " << padded_to(found.name, 22);
    if (best.fires())
      std::cout << padded_to(report::with_unit(best.drive, "V"), 12) << padded_to(report::with_unit(best.train.rate, "Hz"), 14)
                << padded_to(report::with_unit(best.energy_node, "J"), 14);
    std::cout << (meets_target(found) ? "met" : "missed: " + in_the_way(found)) << "\n";
  }
}

nlohmann::ordered_json json_of(const NeuronFigures& found) {
  nlohmann::ordered_json j = {{found.measured ? "measured" : "model", found.name}, {"runs", nlohmann::ordered_json::array()},
                              {"figures", nlohmann::ordered_json::array()}};
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

void draw(const NeuronFigures& found, const std::filesystem::path& folder) {
  report::Series measured{.title = found.name, .style = report::Series::points};
  report::Series lif{.title = "leaky integrate-and-fire", .style = report::Series::line, .colour = 1};
  for (const Firing& run : found.runs) {
    if (run.fires()) measured.x.push_back(run.drive), measured.y.push_back(run.train.rate);
    if (run.fires() && found.reduction) lif.x.push_back(run.drive), lif.y.push_back(found.reduction->neuron.rate(run.drive));
  }
  const Firing& best = found.runs[found.best];
  std::vector<double> since;
  for (const double t : best.time) since.push_back(t - best.time.front());
  const auto write = [&](const std::string& what, const std::string& svg) {
    const auto file = folder / (found.name + what);
    data::replace_whole(file, svg);
    std::fprintf(stderr, "%s\n", file.c_str());
  };
  if (!measured.x.empty()) {
    std::vector<report::Series> series{measured};
    if (found.reduction) series.push_back(lif);
    write("_rate.svg", report::plot({.title = "Rate over drive", .x = "drive [V]", .y = "rate [Hz]"}, series));
  }
  if (!since.empty())
    write("_spikes.svg", report::plot({.title = "Membrane at " + report::with_unit(best.drive, "V"), .x = "time [s]", .y = "membrane [V]"},
                                    {{.title = "", .x = since, .y = best.membrane, .style = report::Series::line}}));
}

void run_neuron(const NeuronOptions& options, Exit& exit) {
  const auto extension = std::filesystem::path(options.cell).extension();
  const bool listed_designs = extension == ".toml";
  std::vector<NeuronFigures> all;
  std::vector<NeuronDesign> designs;
  if (listed_designs) {
    if (!options.drive.empty() || !options.set.empty()) throw InputError("neuron: " + options.cell + " gives drives and parameters itself: no --drive, no --set");
    designs = neuron_designs(options.cell);
  } else {
    std::vector<spice::Circuit> cells;
    if (extension == ".h5") {
      const auto lab = data::read_lab_file(options.cell);
      if (!lab.spike_trains.empty()) all.push_back(measured_figures(lab, options.cell));
      if (all.empty() || !data::read_fits(options.cell).empty()) cells = fitted_circuits(options.cell, "");
    } else {
      cells.push_back(spice::circuit(options.cell));
    }
    for (const auto& plain : cells) {
      const auto cell = with_settings(plain, options.set);
      designs.push_back({cell, drives(options.drive, cell)});
    }
  }
  for (const NeuronDesign& design : designs) {
    membrane_of(design.cell);
    all.push_back(simulated_figures(design, options.temperature));
  }
  nlohmann::ordered_json listed = nlohmann::ordered_json::array();
  if (!options.folder.empty()) std::filesystem::create_directories(options.folder);
  for (const NeuronFigures& found : all) {
    if (options.json) listed.push_back(json_of(found));
    else if (!listed_designs) print(found);
    if (!options.folder.empty()) draw(found, options.folder);
    if (!meets_target(found)) exit = result_says_no;
  }
  if (options.json) std::cout << listed.dump(2) << "\n";
  else if (listed_designs) print_designs(all);
}

}  // namespace

void add_neuron(CLI::App& program, Exit& exit) {
  auto* command = program.add_subcommand("neuron", "Figures of a cell that fires: threshold, rates over drive, energy a spike, target");
  auto options = std::make_shared<NeuronOptions>();
  command->add_option("CELL", options->cell, "a model with a membrane v_m, a laboratory file with spike trains or fits of one, or a TOML file that lists designs")->required();
  command->add_option("--drive", options->drive, "FROM:TO:COUNT in V; 0.4 to 1.6 of the model's own drive if left out");
  command->add_option("--set", options->set, "name=value, parameters other than the defaults")->delimiter(',');
  command->add_option("--temperature", options->temperature, "ambient, K")->check(CLI::Range(200.0, 450.0))->capture_default_str();
  command->add_option("-o,--output", options->folder, "folder for plots (SVG): rate over drive, spikes");
  command->add_flag("--json", options->json, "as JSON");
  command->footer("Exit code 1 where the target is missed.\nExample:\n  hysteron neuron mott_oscillator --drive 1:1.4:9 --set r_l=4e4,r_th=8e6,c_th=1e-17,c_p=1e-14");
  command->callback([options, &exit] { run_neuron(*options, exit); });
}

}  // namespace hysteron::apps
