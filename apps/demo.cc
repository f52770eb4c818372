// hysteron demo -o DIR          the whole road on the shipped samples; opens with DIR/index.html

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "apps/commands.h"
#include "apps/report/page.h"
#include "data/whole_file.h"
#include "libmodel/error.h"
#include "spice/ngspice.h"

namespace hysteron::apps {
namespace {

namespace fs = std::filesystem;

// Beside the program where it is installed, else in the tree it was built from.
fs::path samples() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path installed = program.parent_path().parent_path() / "share/hysteron/samples";
  return fs::exists(installed) ? installed : fs::path(HYSTERON_SAMPLES);
}

// Runs a subcommand of this very program, said aloud first, so that it can be typed again.
void say_and_run(const fs::path& folder, std::vector<std::string> words) {
  std::string line = "hysteron";
  for (const auto& w : words) line += " " + w;
  std::cerr << "$ " << line << std::endl;
  words.insert(words.begin(), fs::read_symlink("/proc/self/exe").string());
  const auto run = spice::run_program(folder, words, 600.0);
  if (run.finished()) return;
  throw std::runtime_error("`" + line + "` stopped:\n" + run.output);
}

struct Road {
  std::string sample, model, title;
  std::vector<std::string> fit;  // what is known beforehand
};

void run(const std::string& output) {
  const fs::path folder = fs::absolute(output);
  fs::create_directories(folder);
  const std::vector<Road> roads = {
      {"analog_synapse", "analog_synapse", "A gradual synapse: trains of one amplitude and of rising amplitude", {}},
      {"filament", "filament", "An oxide filament: rising set and reset pulses, and a loop",
       // The field over the gap: these pulses tell it only together with the barriers.
       {"--hold", "gamma_0,gamma_1,a_0,gap_min", "--starts", "3"}},
  };
  report::Page index("Hysteron: from measured pulses to a model, a netlist and an array",
                     "Made by `hysteron demo` from samples of known truth.");
  index.section("Reports");
  std::vector<report::Page::Link> reports, netlists;
  for (const Road& r : roads) {
    const std::string lab = r.sample + ".h5";
    fs::copy_file(samples() / lab, folder / lab, fs::copy_options::overwrite_existing);
    std::vector<std::string> fit{"fit", lab, "--model", r.model};
    fit.insert(fit.end(), r.fit.begin(), r.fit.end());
    say_and_run(folder, fit);
    say_and_run(folder, {"export", lab, "--to", "all", "-o", "netlists"});
    say_and_run(folder, {"report", lab, "-o", r.sample + ".html"});
    reports.push_back({r.sample + ".html", r.title});
    for (const char* kind : {".va", ".sub", ".c"}) netlists.push_back({"netlists/" + r.model + kind, r.model + kind});
  }
  index.links(reports);
  index.section("Netlists");
  index.links(netlists);
  fs::remove(folder / "log.txt");
  data::replace_whole(folder / "index.html", index.html());
  std::cout << (folder / "index.html").string() << "\n";
}

}  // namespace

void add_demo(CLI::App& program, Exit&) {
  auto output = std::make_shared<std::string>("demo");
  auto* command = program.add_subcommand("demo", "The whole road on the shipped samples");
  command->add_option("-o,--output", *output, "folder to write to")->capture_default_str();
  command->footer("Example:\n  hysteron demo -o demo");
  command->callback([output] { run(*output); });
}

}  // namespace hysteron::apps
