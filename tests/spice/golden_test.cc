// The netlists under version control, to be read in review.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "spice/writers.h"

using namespace hysteron;
namespace fs = std::filesystem;

namespace {

const char* remedy =
    "the written netlists changed: run `hysteron export --all --to verilog-a,ngspice -o spice/golden`, read the "
    "difference, and commit it if it is meant";

std::string golden(const std::string& file) {
  std::ifstream in(fs::path(HYSTERON_SOURCE_DIR) / "spice/golden" / file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("netlists are those under version control") {
  std::set<std::string> expected;
  for (const auto& name : spice::names()) {
    std::ostringstream verilog_a, subcircuit;
    spice::write_verilog_a(verilog_a, spice::circuit(name));
    spice::write_subcircuit(subcircuit, spice::circuit(name));
    CHECK_MESSAGE((verilog_a.str() == golden(name + ".va")), name << ".va: " << remedy);
    CHECK_MESSAGE((subcircuit.str() == golden(name + ".sub")), name << ".sub: " << remedy);
    expected.insert({name + ".va", name + ".sub"});
  }
  for (const auto& file : fs::directory_iterator(fs::path(HYSTERON_SOURCE_DIR) / "spice/golden")) {
    CHECK_MESSAGE(expected.contains(file.path().filename().string()), file.path().string() << " belongs to no model: remove it");
  }
}
