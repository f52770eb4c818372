// hysteron decks lab.h5 -o decks                 of every fitted model: netlists, decks, and what the native model says
// hysteron decks --model filament -o decks
// hysteron decks --model vteam --array 32x32 -o decks
// hysteron decks lot.h5 --draws 50 --seed 7 -o decks     of its populations too: nominal, corners, drawn devices
// hysteron verify decks                          runs them in ngspice and compares: verify.cc

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <sstream>

#include "apps/circuits.h"
#include "apps/commands.h"
#include "apps/deck_file.h"
#include "apps/population_decks.h"
#include "data/lab_file.h"
#include "data/whole_file.h"
#include "libmodel/error.h"
#include "spice/array_decks.h"
#include "spice/cell_decks.h"
#include "spice/osdi.h"
#include "spice/writers.h"

namespace hysteron::apps {
namespace {

namespace fs = std::filesystem;

constexpr double cold = 233.15, hot = 398.15;  // K

struct DecksOptions {
  std::string model, array = "4x4";
  Draws draws;
  fs::path file, folder;
};

spice::ArrayShape array_shape(const std::string& text) {
  spice::ArrayShape shape;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%dx%d%c", &shape.rows, &shape.columns, &rest) != 2) {
    throw InputError("decks: --array " + text + ": must be ROWSxCOLUMNS, e.g. 8x8");
  }
  return shape;
}

// A circuit of the catalogue, whose node v_m is a state, is its own cell; a device of three terminals has its transistor.
bool goes_into_cells(const spice::Circuit& c) {
  return c.ports.size() == 1 && std::none_of(c.states.begin(), c.states.end(), [](const auto& s) { return s.name == "v_m"; });
}

std::vector<spice::Deck> decks_of(const spice::Circuit& c, spice::Form form, const spice::ArrayShape& shape) {
  std::vector<spice::Deck> all{spice::cycle_deck(c, form), spice::cycle_deck(c, form, cold), spice::cycle_deck(c, form, hot),
                               spice::potentiation_deck(c, form), spice::retention_deck(c, form)};
  if (!goes_into_cells(c)) return all;
  all.push_back(spice::transistor_deck(c, form));
  all.push_back(spice::selector_deck(c, form));
  if (const auto oscillator = spice::oscillator_deck(c, form)) all.push_back(*oscillator);
  all.push_back(spice::array_read_deck(c, form, shape));
  all.push_back(spice::array_write_deck(c, form, shape));
  return all;
}

// Without a compiler there are sub-circuits.
std::vector<spice::Form> write_netlists(const spice::Circuit& circuit, const fs::path& folder) {
  fs::create_directories(folder);
  const auto put = [&](const std::string& name, auto&& write) {
    std::ostringstream text;
    write(text, circuit);
    data::replace_whole(folder / name, text.str());
  };
  put(circuit.name + ".sub", spice::write_subcircuit);
  put(circuit.name + ".c", spice::write_osdi_c);
  try {
    spice::compile_osdi(folder, circuit.name);
  } catch (const InputError& e) {
    std::fprintf(stderr, "hysteron: %s\n", e.what());
    return {spice::Form::subcircuit};
  }
  return {spice::Form::osdi, spice::Form::subcircuit};
}

void write_all(const fs::path& folder, const DeckFile& decks) {
  write_deck_file(folder, decks);
  for (const auto& deck : decks.decks) std::puts((folder / (deck.name + ".sp")).string().c_str());
}

void write_device(const spice::Circuit& circuit, const fs::path& folder, const spice::ArrayShape& shape) {
  DeckFile all{.model = circuit.name, .decks = {}};
  for (const spice::Form form : write_netlists(circuit, folder)) {
    const auto decks = decks_of(circuit, form, shape);
    all.decks.insert(all.decks.end(), decks.begin(), decks.end());
  }
  write_all(folder, all);
}

void write_population(const data::PopulationRecord& record, const DecksOptions& options) {
  const auto circuit = mean_circuit(record, options.file);
  const auto devices = samples(record.population, options.draws);
  const fs::path folder = options.folder / (record.id + "_population");
  DeckFile all{.model = circuit.name, .decks = {}};
  for (const spice::Form form : write_netlists(circuit, folder)) all.decks.push_back(spice::population_deck(circuit, form, devices));
  data::replace_whole(folder / "cards.lib", model_cards(circuit, devices, options.draws));
  write_all(folder, all);
}

void write_decks(const DecksOptions& options) {
  if (options.file.empty() == options.model.empty()) throw InputError("decks: name a file with fits, or a model with --model");
  const auto shape = array_shape(options.array);
  const auto populations = options.file.empty() ? std::vector<data::PopulationRecord>{} : data::read_populations(options.file);
  for (const auto& population : populations) write_population(population, options);
  if (!populations.empty() && data::read_fits(options.file).empty()) return;
  for (const auto& circuit : options.file.empty() ? std::vector{spice::circuit(options.model)} : fitted_circuits(options.file, "")) {
    write_device(circuit, options.folder / circuit.name, shape);
  }
}

}  // namespace

void add_decks(CLI::App& program, Exit&) {
  auto* command = program.add_subcommand("decks", "Writes decks that run as they are: cycle, pulses, retention, cells, arrays");
  auto options = std::make_shared<DecksOptions>();
  command->add_option("file", options->file, "laboratory file whose fits are driven");
  command->add_option("--model", options->model, "a model at its defaults");
  command->add_option("--array", options->array, "rows and columns of the crossbars")->capture_default_str();
  command->add_option("--draws", options->draws.count, "devices drawn from each population of the file")->check(CLI::Range(1, 1000))->capture_default_str();
  command->add_option("--seed", options->draws.seed, "of the draws: the same seed, the same devices")->capture_default_str();
  command->add_option("-o,--output", options->folder, "folder to write to, one folder a model or population in it")->required();
  command->footer("Example:\n  hysteron decks lab.h5 -o decks && hysteron verify decks");
  command->callback([options] { write_decks(*options); });
}

}  // namespace hysteron::apps
