// hysteron crossbar array.toml
// hysteron crossbar array.toml --json -o plots
// hysteron crossbar programming.toml -o plots
// hysteron crossbar array.toml --arrays 1000 --checkpoint arrays.csv

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "apps/array_file.h"
#include "apps/array_plots.h"
#include "apps/array_population.h"
#include "apps/array_stack.h"
#include "apps/commands.h"
#include "apps/report/plot.h"
#include "data/whole_file.h"
#include "libmodel/array/reader.h"
#include "libmodel/error.h"
#include "spice/array_deck.h"

namespace hysteron::apps {
namespace {

namespace fs = std::filesystem;
using Eigen::Index;
using Eigen::VectorXd;
using nlohmann::json;

struct Comparison {
  Reading reading;
  VectorXd ideal, real;      // A out of the bit lines, both ends together
  CellMatrix ideal_cell, cell;    // V across the cells
  double seconds = 0.0;      // factoring and reading

  // Of the largest ideal current; 0 where none flows.
  double worst() const { return relative((real - ideal).cwiseAbs().maxCoeff()); }
  double mean() const { return relative((real - ideal).cwiseAbs().mean()); }
  double relative(double current) const { return current == 0.0 ? 0.0 : current / ideal.cwiseAbs().maxCoeff(); }
};

// The same terminals on lines without resistance, where a second ideal source of the same voltage
// changes nothing. Leads of the default conductance go with the lines.
Crossbar without_resistance(Crossbar array, const Ends& voltage) {
  const auto lone = [](VectorXd& first, VectorXd& last, const VectorXd& at_first, const VectorXd& at_last, double r) {
    for (Index i = 0; i < first.size(); ++i) {
      if (first[i] == 1.0 / r) first[i] = std::numeric_limits<double>::infinity();
      if (last[i] == 1.0 / r) last[i] = std::numeric_limits<double>::infinity();
      if (std::isinf(first[i]) && std::isinf(last[i]) && at_first[i] == at_last[i]) last[i] = 0.0;
    }
  };
  lone(array.terminal.left, array.terminal.right, voltage.left, voltage.right, array.word_resistance);
  lone(array.terminal.bottom, array.terminal.top, voltage.bottom, voltage.top, array.bit_resistance);
  array.word_resistance = array.bit_resistance = 0.0;
  return array;
}

Comparison compare(const ArrayFile& file) {
  Comparison out;
  const auto start = std::chrono::steady_clock::now();
  CrossbarReader reader(file.array);
  out.reading = reader.read(file.voltage);
  out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  out.real = out.reading.out_of_bit_lines();
  out.cell = reader.word_voltage() - reader.bit_voltage();
  reader.assign(without_resistance(file.array, file.voltage));
  out.ideal = reader.read(file.voltage).out_of_bit_lines();
  out.ideal_cell = reader.word_voltage() - reader.bit_voltage();
  return out;
}

void print(const ArrayFile& file, const Comparison& c) {
  std::printf("array             %td x %td, %g and %g ohm a segment of word and bit line\n", file.array.rows(),
              file.array.columns(), file.array.word_resistance, file.array.bit_resistance);
  std::printf("outcome           %s\n", words(c.reading.outcome));
  if (c.reading.untied_lines > 0) std::printf("untied lines      %d, without a path to a terminal\n", c.reading.untied_lines);
  std::printf("bit line current  %.6g to %.6g A, without line resistance %.6g to %.6g A\n", c.real.minCoeff(),
              c.real.maxCoeff(), c.ideal.minCoeff(), c.ideal.maxCoeff());
  std::printf("error             worst %.4g %%, mean %.4g %% of the largest ideal current\n", 100.0 * c.worst(), 100.0 * c.mean());
  std::printf("residual          %.2g of the injected current, rounding explains %.2g\n", c.reading.residual, c.reading.attainable);
  std::printf("iterations        %d in %.3g ms with set-up\n", c.reading.iterations, 1e3 * c.seconds);
}

json described(const std::string& path, const ArrayFile& file, const Comparison& c) {
  return {{"file", path}, {"sha256", file.sha256}, {"version", HYSTERON_VERSION}, {"rows", file.array.rows()},
          {"columns", file.array.columns()}, {"outcome", words(c.reading.outcome)}, {"untied_lines", c.reading.untied_lines},
          {"ideal_current_A", std::vector<double>(c.ideal.begin(), c.ideal.end())},
          {"current_A", std::vector<double>(c.real.begin(), c.real.end())},
          {"worst_error", c.worst()}, {"mean_error", c.mean()}, {"residual", c.reading.residual},
          {"attainable_residual", c.reading.attainable}, {"iterations", c.reading.iterations}, {"seconds", c.seconds}};
}

void draw(const fs::path& folder, const ArrayFile& file, const Comparison& c) {
  fs::create_directories(folder);
  report::Series ideal{.title = "without line resistance", .style = report::Series::line};
  report::Series real{.title = "with line resistance", .style = report::Series::line, .colour = 1};
  for (Index j = 0; j < c.real.size(); ++j) {
    ideal.x.push_back(static_cast<double>(j)), ideal.y.push_back(c.ideal[j]);
    real.x.push_back(static_cast<double>(j)), real.y.push_back(c.real[j]);
  }
  data::replace_whole(folder / "currents.svg",
                      report::plot({.title = "Bit line currents", .x = "bit line", .y = "current [A]"}, {ideal, real}));
  draw_cells(folder / "cell_voltage.svg", "Cell voltage", c.cell, "V");
  draw_cells(folder / "cell_voltage_error.svg", "Cell voltage lost to the lines", c.ideal_cell - c.cell, "V");
  draw_cells(folder / "cell_current.svg", "Cell current", c.cell.cwiseProduct(file.array.conductance), "A");
}

void run_many(const std::string& path, const PopulationRun& asked, bool as_json, Exit& exit) {
  const ArrayFile file = read_array_file(path);
  const PopulationResult result = read_population(file, asked);
  if (as_json) std::cout << described(path, file, result).dump(2) << "\n";
  if (!as_json) print(file, result);
  if (result.unsolved > 0) exit = result_says_no;
}

// One section of the array file, where it has it: printed, or put into the document, and drawn.
template <class Plan, class Run>
auto section(const std::optional<Plan>& plan, const char* name, const Run& run_section, json& document, bool as_json) {
  using Result = decltype(run_section(*plan));
  std::optional<Result> result;
  if (!plan) return result;
  result = run_section(*plan);
  document[name] = described(*plan, *result);
  if (!as_json) print(*plan, *result);
  return result;
}

void run_stack(const std::string& path, const ArrayFile& file, const std::string& folder, bool as_json, Exit& exit) {
  const StackLoss loss = read_layers(file);
  if (as_json) std::cout << described(path, file, loss).dump(2) << "\n";
  if (!as_json) print(file, loss);
  if (!folder.empty()) draw(folder, file, loss);
  if (loss.reading.outcome != Outcome::solved) exit = result_says_no;
}

void run(const std::string& path, const std::string& folder, const std::string& netlist, bool as_json, Exit& exit) {
  const ArrayFile file = read_array_file(path);
  if (file.stack && !netlist.empty()) throw InputError(path + ": --netlist writes one layer: layers must be 1");
  if (file.stack) return run_stack(path, file, folder, as_json, exit);
  if (!netlist.empty()) data::replace_whole(netlist, spice::array_deck(file.array, file.voltage));
  const Comparison c = compare(file);
  json document = described(path, file, c);
  if (!as_json) print(file, c);
  const auto product = section(file.product, "product", [&](const ProductPlan& p) { return multiply(file.array, p); }, document, as_json);
  const auto margin = section(file.margin, "margin", find_margins, document, as_json);
  const auto program = section(file.program, "program", [&](const ProgramPlan& p) { return program_array(file.array, p); }, document, as_json);
  if (as_json) std::cout << document.dump(2) << "\n";
  if (!folder.empty()) {
    draw(folder, file, c);
    if (product) draw(folder, *product);
    if (margin) draw(folder, *file.margin, *margin);
    if (program) draw(folder, *file.program, *program);
  }
  const bool written = !program || (program->reached && program->log.total.outcome == Outcome::solved);
  if (c.reading.outcome != Outcome::solved || !written) exit = result_says_no;
}

}  // namespace

void add_crossbar(CLI::App& program, Exit& exit) {
  static std::string path, folder, netlist;
  static bool as_json = false;
  auto* command = program.add_subcommand("crossbar", "An array with the resistance of its lines: read, multiplied with, programmed, drawn from a population");
  command->footer("Examples:\n  hysteron crossbar apps/examples/array.toml -o plots\n"
                  "  hysteron crossbar apps/examples/programming.toml -o plots\n"
                  "  hysteron crossbar apps/examples/array.toml --arrays 1000 --checkpoint arrays.csv");
  command->add_option("FILE", path, "array file (TOML)")->required();
  command->add_option("-o,--output", folder, "folder for plots (SVG): currents, cell voltages, errors, states, energies");
  command->add_option("--netlist", netlist, "file for the array as a deck for ngspice");
  command->add_flag("--json", as_json, "as JSON");
  static PopulationRun asked;
  auto* arrays = command->add_option("--arrays", asked.arrays, "read this many arrays drawn from [population]: yield, causes")
                     ->check(CLI::Range(1, 10'000'000));
  command->add_option("--checkpoint", asked.checkpoint, "file of the arrays already read; a killed run goes on from it")->needs(arrays);
  command->add_option("--threads", asked.threads, "of --arrays; the result does not depend on it")->check(CLI::Range(1, 1024));
  command->callback([&exit] {
    if (asked.arrays > 0) return run_many(path, asked, as_json, exit);
    run(path, folder, netlist, as_json, exit);
  });
}

}  // namespace hysteron::apps
