// hysteron verify decks                          runs what `hysteron decks` wrote in ngspice, compares with the native model

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "apps/commands.h"
#include "apps/deck_file.h"
#include "libmodel/error.h"
#include "spice/ngspice.h"

namespace hysteron::apps {
namespace {

namespace fs = std::filesystem;

constexpr double allowed = 1e-3;  // of full scale
constexpr double limit = 300.0;   // s, for one deck

// What the folder holds is left as it is: decks run in a copy of it.
bool verify_one(const fs::path& folder) {
  const DeckFile file = read_deck_file(folder);
  const spice::Workspace workspace;
  fs::copy(folder, workspace.folder());
  bool good = true;
  for (spice::Deck deck : file.decks) {
    const auto run = spice::run_program(workspace.folder(), {"ngspice", "-n", "-b", deck.name + ".sp"}, limit);
    if (run.status == 127) throw InputError("ngspice is not installed, or not on PATH: install it, e.g. `apt-get install ngspice`");
    const auto found = spice::measured(deck.measures, run.output);
    const bool failed = std::any_of(found.begin(), found.end(), [](double x) { return std::isnan(x); });
    spice::Agreement v{std::nan(""), "no value"};
    if (!failed) {
      spice::take_waveforms(deck, workspace.folder());
      v = spice::agreement(deck.measures, spice::native_measures(file.model, deck), found);
    }
    const bool agrees = v.worst <= allowed;
    good = good && agrees;
    const spice::Effort effort = spice::effort(run.output);
    std::printf("| %s | %s | %s | %zu | %.1e | %s | %.0f | %.2f | %.1f | %s |\n", file.model.c_str(), deck.name.c_str(), deck.native.c_str(), deck.measures.size(),
                v.worst, v.measure.c_str(), effort.points, effort.iterations_a_point(), 100.0 * effort.rejected_share(),
                agrees ? "agrees" : failed ? "no value" : "differs");
    std::fflush(stdout);
  }
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
  std::puts("| model | deck | native | measures | worst, of full scale | at | points | iterations a point | rejected % | |\n|---|---|---|---|---|---|---|---|---|---|");
  for (const auto& one : found) {
    if (!verify_one(one)) exit = result_says_no;
  }
}

}  // namespace

void add_verify(CLI::App& program, Exit& exit) {
  auto* command = program.add_subcommand("verify", "Runs decks in ngspice and compares their measures with the native model");
  auto folder = std::make_shared<fs::path>();
  command->add_option("folder", *folder, "what `hysteron decks` wrote")->required();
  command->footer("Example:\n  hysteron verify decks\nExit code 1 where a measure differs by more than 1e-3 of full scale.");
  command->callback([folder, &exit] { verify(*folder, exit); });
}

}  // namespace hysteron::apps
