// hysteron decks lab.h5 -o decks                 of every fitted model: netlists, decks, and what the native model says
// hysteron decks --model filament -o decks
// hysteron decks --model vteam --array 32x32 -o decks
// hysteron verify decks                          runs them in ngspice and compares: verify.cc

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <sstream>

#include "apps/circuits.h"
#include "apps/commands.h"
#include "apps/deck_file.h"
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

void write_one(const spice::Circuit& circuit, const fs::path& folder, const spice::ArrayShape& shape) {
  fs::create_directories(folder);
  const auto put = [&](const std::string& name, auto&& write) {
    std::ostringstream text;
    write(text, circuit);
    data::replace_whole(folder / name, text.str());
  };
  put(circuit.name + ".sub", spice::write_subcircuit);
  put(circuit.name + ".c", spice::write_osdi_c);
  std::vector<spice::Form> forms{spice::Form::subcircuit};
  try {
    spice::compile_osdi(folder, circuit.name);
    forms.insert(forms.begin(), spice::Form::osdi);
  } catch (const InputError& e) {
    std::fprintf(stderr, "hysteron: %s\n", e.what());
  }
  DeckFile all{.model = circuit.name, .decks = {}};
  for (const spice::Form form : forms) {
    const auto decks = decks_of(circuit, form, shape);
    all.decks.insert(all.decks.end(), decks.begin(), decks.end());
  }
  write_deck_file(folder, all);
  for (const auto& deck : all.decks) std::puts((folder / (deck.name + ".sp")).string().c_str());
}

void write_decks(const DecksOptions& options) {
  if (options.file.empty() == options.model.empty()) throw InputError("decks: name a file with fits, or a model with --model");
  const auto shape = array_shape(options.array);
  for (const auto& circuit : options.file.empty() ? std::vector{spice::circuit(options.model)} : fitted_circuits(options.file, "")) {
    write_one(circuit, options.folder / circuit.name, shape);
  }
}

}  // namespace

void add_decks(CLI::App& program, Exit&) {
  auto* command = program.add_subcommand("decks", "Writes decks that run as they are: cycle, pulses, retention, cells, arrays");
  auto options = std::make_shared<DecksOptions>();
  command->add_option("file", options->file, "laboratory file whose fits are driven");
  command->add_option("--model", options->model, "a model at its defaults");
  command->add_option("--array", options->array, "rows and columns of the crossbars")->capture_default_str();
  command->add_option("-o,--output", options->folder, "folder to write to, one folder a model in it")->required();
  command->footer("Example:\n  hysteron decks lab.h5 -o decks && hysteron verify decks");
  command->callback([options] { write_decks(*options); });
}

}  // namespace hysteron::apps
