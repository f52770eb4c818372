// `hysteron crossbar --arrays`: killed at any moment and run again, on any number of threads, it says the same.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path = fs::temp_directory_path() / "hysteron_tests" / "array_resume";
  Folder() {
    fs::remove_all(path);
    fs::create_directories(path);
    std::ofstream(path / "array.toml") << "rows = 32\ncolumns = 32\nword_resistance = 2.0\nbit_resistance = 2.0\n"
                                          "[conductance]\nlower = 1e-5\nupper = 1e-4\n[voltage]\nleft = 0.2\n"
                                          "[population]\nspread = 0.1\nopen = 0.01\nseed = 3\nerror_limit = 0.2\n";
  }
};

// The exit status of the command, its output in `to`.
int run(const Folder& folder, const std::string& options, const std::string& to) {
  const std::string command = "cd '" + folder.path.string() + "' && '" HYSTERON_PROGRAM "' crossbar array.toml " +
                              options + " --json > " + to + " 2> log.txt";
  return std::system(command.c_str());
}

// Starts the command and kills it once it has written the checkpoint, whatever it is doing then.
void kill_after_checkpoint(const Folder& folder, const std::string& options) {
  const std::string script = "cd '" + folder.path.string() + "' || exit 1; '" HYSTERON_PROGRAM "' crossbar array.toml " + options +
                             " > killed.txt 2>&1 & for k in $(seq 3000); do [ -s parts.csv ] && break; sleep 0.02; done; "
                             "kill -9 $!; wait $!; true";
  CHECK(std::system(script.c_str()) == 0);
}

std::string bytes(const fs::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

}  // namespace

TEST_CASE("population: a run killed and resumed is bitwise the run that was not") {
  const Folder folder;
  REQUIRE(run(folder, "--arrays 3000 --checkpoint whole.csv", "whole.json") == 0);
  kill_after_checkpoint(folder, "--arrays 1000000 --checkpoint parts.csv");
  REQUIRE(fs::exists(folder.path / "parts.csv"));
  REQUIRE(run(folder, "--arrays 3000 --checkpoint parts.csv --threads 3", "parts.json") == 0);
  CHECK(bytes(folder.path / "parts.json") == bytes(folder.path / "whole.json"));
}

TEST_CASE("population: a checkpoint of fewer arrays is gone on from, one of another file refused") {
  const Folder folder;
  REQUIRE(run(folder, "--arrays 40", "whole.json") == 0);
  REQUIRE(run(folder, "--arrays 13 --checkpoint parts.csv", "some.json") == 0);
  REQUIRE(run(folder, "--arrays 40 --checkpoint parts.csv", "parts.json") == 0);
  CHECK(bytes(folder.path / "parts.json") == bytes(folder.path / "whole.json"));
  std::ofstream(folder.path / "array.toml", std::ios::app) << "# another\n";
  CHECK(run(folder, "--arrays 40 --checkpoint parts.csv", "refused.json") != 0);
  CHECK(bytes(folder.path / "log.txt").find("parts.csv: is of another array file") != std::string::npos);
}
