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
    "difference, and commit it if it is meant; the same of `--model vteam --to xyce,ltspice`, and of ecram and fefet";

std::string golden(const std::string& file) {
  std::ifstream in(fs::path(HYSTERON_SOURCE_DIR) / "spice/golden" / file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("netlists are those under version control") {
  std::set<std::string> expected;
  for (const auto& name : spice::names()) {
    const auto is_as_kept = [&](const char* extension, void (*write)(std::ostream&, const spice::Circuit&)) {
      std::ostringstream text;
      write(text, spice::circuit(name));
      CHECK_MESSAGE((text.str() == golden(name + extension)), name << extension << ": " << remedy);
      expected.insert(name + extension);
    };
    is_as_kept(".va", spice::write_verilog_a);
    is_as_kept(".sub", spice::write_subcircuit);
    if (name != "vteam" && name != "ecram" && name != "fefet") continue;
    is_as_kept(".xyce.sub", spice::write_xyce);
    is_as_kept(".ltspice.sub", spice::write_ltspice);
  }
  for (const auto& file : fs::directory_iterator(fs::path(HYSTERON_SOURCE_DIR) / "spice/golden")) {
    CHECK_MESSAGE(expected.contains(file.path().filename().string()), file.path().string() << " belongs to no model: remove it");
  }
}
