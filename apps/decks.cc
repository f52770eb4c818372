// hysteron decks lab.h5 -o decks                 of every fitted model: netlists, decks, and what the native model says
// hysteron decks --model filament -o decks
// hysteron verify decks                          runs them in ngspice and compares

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "apps/circuits.h"
#include "apps/commands.h"
#include "data/whole_file.h"
#include "libmodel/error.h"
#include "spice/deck.h"
#include "spice/ngspice.h"
#include "spice/osdi.h"
#include "spice/writers.h"

namespace hysteron::apps {
namespace {

namespace fs = std::filesystem;

constexpr double allowed = 1e-3;  // of full scale

struct DecksOptions {
  std::string model;
  fs::path file, folder;
};

// The deck with the native model's answer to each of its measures.
nlohmann::json described(const spice::Circuit& circuit, const spice::Deck& deck) {
  const auto native = spice::native_measures(circuit, deck);
  nlohmann::json measures = nlohmann::json::array();
  for (std::size_t k = 0; k < deck.measures.size(); ++k) {
    const auto& m = deck.measures[k];
    measures.push_back({{"name", m.name}, {"time", m.time}, {"column", m.column}, {"group", m.group}, {"native", native[k].value}, {"least", native[k].least}, {"most", native[k].most}});
  }
  return {{"file", deck.name + ".sp"}, {"measures", measures}};
}

void write_one(const spice::Circuit& circuit, const fs::path& folder) {
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
  nlohmann::json all = {{"program", "hysteron"}, {"version", HYSTERON_VERSION}, {"model", circuit.name}, {"decks", nlohmann::json::array()}};
  for (const spice::Form form : forms) {
    for (const auto& deck : {spice::cycle_deck(circuit, form), spice::potentiation_deck(circuit, form)}) {
      data::replace_whole(folder / (deck.name + ".sp"), deck.text);
      all["decks"].push_back(described(circuit, deck));
      std::puts((folder / (deck.name + ".sp")).string().c_str());
    }
  }
  data::replace_whole(folder / "decks.json", all.dump(1) + "\n");
}

void write_decks(const DecksOptions& options) {
  if (options.file.empty() == options.model.empty()) throw InputError("decks: name a file with fits, or a model with --model");
  for (const auto& circuit : options.file.empty() ? std::vector{spice::circuit(options.model)} : fitted_circuits(options.file, "")) {
    write_one(circuit, options.folder / circuit.name);
  }
}

bool verify_one(const fs::path& folder) {
  const auto all = nlohmann::json::parse(data::read_whole(folder / "decks.json"), nullptr, false);
  if (all.is_discarded() || !all.contains("decks")) throw InputError((folder / "decks.json").string() + ": is not what `hysteron decks` writes");
  bool good = true;
  for (const auto& entry : all["decks"]) {
    spice::Deck deck{.name = entry["file"], .text = {}, .experiment = {}, .measures = {}};
    std::vector<spice::Expected> native;
    for (const auto& m : entry["measures"]) {
      deck.measures.push_back({m["name"], m["time"], m["column"], m["group"]});
      native.push_back({m["native"], m["least"], m["most"]});
    }
    const auto run = spice::run_program(folder, {"ngspice", "-n", "-b", deck.name}, 300.0);
    if (run.status == 127) throw InputError("ngspice is not installed, or not on PATH: install it, e.g. `apt-get install ngspice`");
    const spice::Agreement v = spice::agreement(deck.measures, native, spice::measured(deck, run.output));
    const bool agrees = v.worst <= allowed;
    good = good && agrees;
    std::printf("| %s | %s | %zu | %.1e | %s | %s |\n", all["model"].get<std::string>().c_str(), deck.name.c_str(), deck.measures.size(), v.worst,
                v.measure.c_str(), agrees ? "agrees" : std::isnan(v.worst) ? "no value" : "differs");
    std::fflush(stdout);
  }
  std::error_code ignored;
  fs::remove(folder / "log.txt", ignored);
  return good;
}

void verify(const fs::path& folder, Exit& exit) {
  std::vector<fs::path> found;
  if (!fs::is_directory(folder)) throw InputError(folder.string() + ": is not a folder");
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().filename() == "decks.json") found.push_back(entry.path().parent_path());
  }
  if (found.empty()) throw InputError(folder.string() + ": holds no decks.json: write decks with `hysteron decks` first");
  std::sort(found.begin(), found.end());
  std::puts("| model | deck | measures | worst, of full scale | at | |\n|---|---|---|---|---|---|");
  for (const auto& one : found) {
    if (!verify_one(one)) exit = result_says_no;
  }
}

}  // namespace

void add_decks(CLI::App& program, Exit&) {
  auto* command = program.add_subcommand("decks", "Writes decks that run as they are: switching cycle, pulse train");
  auto options = std::make_shared<DecksOptions>();
  command->add_option("file", options->file, "laboratory file whose fits are driven");
  command->add_option("--model", options->model, "a model at its defaults");
  command->add_option("-o,--output", options->folder, "folder to write to, one folder a model in it")->required();
  command->footer("Example:\n  hysteron decks lab.h5 -o decks && hysteron verify decks");
  command->callback([options] { write_decks(*options); });
}

void add_verify(CLI::App& program, Exit& exit) {
  auto* command = program.add_subcommand("verify", "Runs decks in ngspice and compares their measures with the native model");
  auto folder = std::make_shared<fs::path>();
  command->add_option("folder", *folder, "what `hysteron decks` wrote")->required();
  command->footer("Example:\n  hysteron verify decks\nExit code 1 where a measure differs by more than 1e-3 of full scale.");
  command->callback([folder, &exit] { verify(*folder, exit); });
}

}  // namespace hysteron::apps
