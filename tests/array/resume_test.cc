// `hysteron crossbar --arrays`: killed at any moment and run again, on any number of threads, it says the same.

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "tests/program.h"

using namespace hysteron;
using test::Folder, test::Ran;

namespace {

void write_design(const Folder& folder) {
  folder.file("array.toml", "rows = 32\ncolumns = 32\nword_resistance = 2.0\nbit_resistance = 2.0\n"
                            "[conductance]\nlower = 1e-5\nupper = 1e-4\n[voltage]\nleft = 0.2\n"
                            "[population]\nspread = 0.1\nopen = 0.01\nseed = 3\nerror_limit = 0.2\n");
}

Ran crossbar(const Folder& folder, const std::string& options) { return test::run(folder, "crossbar array.toml " + options + " --json"); }

// Starts the command and kills it once it has written the checkpoint, whatever it is doing then.
void kill_after_checkpoint(const Folder& folder, const std::string& options) {
  const std::string script = "cd '" + (folder / "").string() + "' || exit 1; '" HYSTERON_PROGRAM "' crossbar array.toml " + options +
                             " > killed.txt 2>&1 & for k in $(seq 3000); do [ -s parts.csv ] && break; sleep 0.02; done; "
                             "kill -9 $!; wait $!; true";
  CHECK(std::system(script.c_str()) == 0);
}

}  // namespace

TEST_CASE("population: a run killed and resumed is bitwise the run that was not") {
  const Folder folder;
  write_design(folder);
  const Ran whole = crossbar(folder, "--arrays 3000 --checkpoint whole.csv");
  REQUIRE(whole.code == 0);
  kill_after_checkpoint(folder, "--arrays 1000000 --checkpoint parts.csv");
  REQUIRE(std::filesystem::exists(folder / "parts.csv"));
  const Ran parts = crossbar(folder, "--arrays 3000 --checkpoint parts.csv --threads 3");
  REQUIRE(parts.code == 0);
  CHECK(parts.out == whole.out);
}

TEST_CASE("population: a checkpoint of fewer arrays is gone on from, one of another file refused") {
  const Folder folder;
  write_design(folder);
  const Ran whole = crossbar(folder, "--arrays 40");
  REQUIRE(whole.code == 0);
  REQUIRE(crossbar(folder, "--arrays 13 --checkpoint parts.csv").code == 0);
  const Ran parts = crossbar(folder, "--arrays 40 --checkpoint parts.csv");
  REQUIRE(parts.code == 0);
  CHECK(parts.out == whole.out);
  std::ofstream(folder / "array.toml", std::ios::app) << "# another\n";
  const Ran refused = crossbar(folder, "--arrays 40 --checkpoint parts.csv");
  CHECK(refused.code != 0);
  CHECK(refused.err.find("parts.csv: is of another array file") != std::string::npos);
}
