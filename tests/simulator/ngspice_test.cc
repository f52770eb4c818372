#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <string>

#include "libmodel/error.h"
#include "spice/ngspice.h"

using namespace hysteron;

namespace {

std::string message_of(auto&& f) {
  try {
    f();
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a deck's table comes back: a capacitor charges as it should") {
  const spice::Workspace workspace;
  const auto run = spice::run_ngspice(workspace.folder(),
      "* RC\nV1 1 0 1\nR1 1 2 1k\nC1 2 0 1u\n.options reltol=1e-6\n.control\nset wr_singlescale\ntran 10u 1m 0 1u uic\n"
      "wrdata out.txt v(2)\n.endc\n.end\n");
  REQUIRE(run.finished());
  const auto table = spice::read_table(workspace.folder() / "out.txt");
  REQUIRE(table.size() > 100);
  for (const auto& row : table) CHECK(row[1] == doctest::Approx(1.0 - std::exp(-row[0] / 1e-3)).epsilon(1e-4));
}

TEST_CASE("a deck that does not end is ended at the limit") {
  const auto start = std::chrono::steady_clock::now();
  const std::string said = message_of([] {
    spice::simulate("* RC\nV1 1 0 SIN(0 1 1G)\nR1 1 0 1k\n.control\ntran 1p 1000 0 1p\n.endc\n.end\n", {}, 1.0);
  });
  CHECK(said == "ngspice: not done after 1 s");
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

TEST_CASE("a deck with a fault is answered in the simulator's words") {
  const std::string said = message_of([] { spice::simulate("* nothing\nX1 1 0 nowhere\n.op\n.end\n", {}); });
  CHECK(said.find("nowhere") != std::string::npos);
}

TEST_CASE("where ngspice is not installed the message says so and what to do") {
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", "/nonexistent", 1);
  const std::string said = message_of([] { spice::simulate("*\n.end\n", {}); });
  const bool found = spice::has_ngspice();
  ::setenv("PATH", path.c_str(), 1);
  CHECK(said.find("not installed") != std::string::npos);
  CHECK(said.find("apt-get install ngspice") != std::string::npos);
  CHECK_FALSE(found);
}

TEST_CASE("a workspace is gone with all in it") {
  std::filesystem::path folder;
  {
    const spice::Workspace workspace;
    folder = workspace.folder();
    CHECK(spice::run_program(folder, {"touch", "x y"}).finished());
    CHECK(std::filesystem::exists(folder / "x y"));
  }
  CHECK_FALSE(std::filesystem::exists(folder));
}
