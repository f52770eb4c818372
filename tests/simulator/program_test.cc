// hysteron decks and verify as processes.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "data/fit_record.h"
#include "data/lab_file.h"
#include "spice/ngspice.h"
#include "tests/lot.h"
#include "tests/program.h"

using namespace hysteron;
using test::Ran;

namespace {

void replace_in(const std::filesystem::path& file, const std::string& old, const std::string& by) {
  std::string text = test::bytes_of(file);
  const auto at = text.find(old);
  REQUIRE(at != std::string::npos);
  std::ofstream(file) << text.replace(at, old.size(), by);
}

// Of a table's row.
bool says(const std::string& table, const std::string& deck, const std::string& verdict) {
  const auto at = table.find("| " + deck + " |");
  return at != std::string::npos && table.substr(at, table.find('\n', at) - at).ends_with(verdict + " |");
}

}  // namespace

TEST_CASE("hysteron verify: every deck agrees as written, one whose device was changed does not, a broken one has no value") {
  const test::Folder folder;
  REQUIRE(test::run(folder, "decks --model vteam --array 2x3 -o decks").code == 0);
  const auto decks = folder / "decks/vteam";
  if (!spice::has_osdi()) {
    MESSAGE("skipped: this ngspice loads no OSDI models");
    return;
  }
  const Ran first = test::run(folder, "verify decks");
  CHECK_MESSAGE(first.code == 0, first.out);
  for (const char* deck : {"cycle", "cycle_cold", "cycle_hot", "potentiation", "retention", "transistor", "selector", "array_read", "array_write"}) {
    CAPTURE(deck);
    CHECK(says(first.out, deck, "agrees"));
    CHECK(says(first.out, std::string(deck) + "_subcircuit", "agrees"));
  }
  replace_in(decks / "transistor.sp", ".model device vteam", ".model device vteam k_off=60");
  replace_in(decks / "array_read.sp", "r_line=2.0", "r_line=200.0");
  replace_in(decks / "cycle.sp", "meas tran x_1", "meas tran y_1");
  const Ran second = test::run(folder, "verify decks");
  CHECK(second.code == 1);
  CHECK(says(second.out, "transistor", "differs"));
  CHECK(says(second.out, "array_read", "differs"));
  CHECK(says(second.out, "cycle", "no value"));
  CHECK(says(second.out, "selector", "agrees"));
}

TEST_CASE("hysteron verify: a folder that holds no decks, or broken ones, is one line and code 2") {
  const test::Folder folder;
  std::filesystem::create_directory(folder / "decks");
  const Ran none = test::run(folder, "verify decks");
  CHECK(none.code == 2);
  CHECK(none.err.find("holds no decks.json") != std::string::npos);
  std::ofstream(folder / "decks/decks.json") << R"({"model": "vteam", "decks": [{"file": 1}]})";
  const Ran broken = test::run(folder, "verify decks");
  CHECK(broken.code == 2);
  CHECK(broken.err.find("decks.json: is not what `hysteron decks` writes") != std::string::npos);
  const Ran shape = test::run(folder, "decks --model vteam --array 4 -o made");
  CHECK(shape.code == 2);
  CHECK(shape.err.find("--array 4: must be ROWSxCOLUMNS") != std::string::npos);
}

TEST_CASE("exported texts say what their values are from: the fit, its source, intervals and the date that the user gave") {
  const test::Folder folder;
  data::FitRecord fit{.model = "vteam", .id = "vteam", .measurements = {"1_pulses", "2_end */ of a comment\n.end"}};
  fit.parameters = {{.name = "k_off", .unit = "1/s", .value = 60.0, .se = 1.0, .ci_lo = 58.0, .ci_hi = 62.0},
                    {.name = "r_on", .unit = "ohm", .value = 2000.0, .held = true},
                    {.name = "r_off", .unit = "ohm", .value = 1e6, .at_bound = true}};
  fit.n_points = 800;
  fit.rms = 0.02;
  fit.source_sha256 = std::string(64, 'a');
  data::write_fit(folder / "lab.h5", fit);
  const Ran given = test::run(folder, "export lab.h5 --date 2024-05-02 -o out");
  REQUIRE_MESSAGE(given.code == 0, given.err);
  for (const char* file : {"vteam.va", "vteam.sub", "vteam.c", "vteam.xyce.sub", "vteam.ltspice.sub"}) {
    CAPTURE(file);
    const std::string text = test::bytes_of(folder / (std::string("out/") + file));
    for (const std::string& words : {std::string("fit vteam in lab.h5, of 1_pulses"), std::string("800 points, rms 0.02 of the range"), "SHA-256 " + fit.source_sha256,
                                     std::string("date 2024-05-02"), std::string("k_off = 60 1/s, 95 % interval from 58 to 62"), std::string("r_on = 2000 ohm, held"),
                                     std::string("r_off = 1000000 ohm, at its bound, no interval"), std::string("Licence of this text: Apache-2.0")}) {
      CHECK_MESSAGE(text.find(words) != std::string::npos, words);
    }
    CHECK(text.find("\n.end:") == std::string::npos);
  }
  CHECK(std::filesystem::exists(folder / "out/vteam.osdi"));  // the comment of the C is one still
  CHECK(test::run(folder, "export lab.h5 --to ngspice -o undated").code == 0);
  CHECK(test::bytes_of(folder / "undated/vteam.sub").find("date not given") != std::string::npos);
}

TEST_CASE("a population becomes nominal, corners and drawn devices, the same ones in the netlist and in the native run") {
  const test::Folder folder;
  const data::PopulationRecord record = test::lot("vteam", {{"k_off", 0.2}, {"r_on", 0.1}}, 0.5);
  const DevicePopulation& p = record.population;
  const auto at = [&](const std::string& name) {
    return std::size_t(std::find_if(p.parameters.begin(), p.parameters.end(), [&](const Varied& v) { return v.name == name; }) - p.parameters.begin());
  };
  const std::size_t k_off = at("k_off"), r_on = at("r_on");
  data::write_population(folder / "lot.h5", record);

  const auto cards = [&](const std::string& seed) {
    const Ran made = test::run(folder, "decks lot.h5 --draws 3 --seed " + seed + " -o seed_" + seed);
    REQUIRE_MESSAGE(made.code == 0, made.err);
    return test::bytes_of(folder / ("seed_" + seed + "/lot_population/cards.lib"));
  };
  const std::string first = cards("7"), other = cards("8");
  CHECK(first != other);
  const auto value = [&](const std::string& card, const std::string& name) {
    const auto line = first.find(".model vteam_" + card + " ");
    REQUIRE(line != std::string::npos);
    return std::strtod(first.c_str() + first.find(" " + name + "=", line) + name.size() + 2, nullptr);
  };
  CHECK(value("nominal", "k_off") == doctest::Approx(50.0));
  // Along both directions three deviations add up to nine variances of the logarithm.
  double squares = 0.0;
  for (const char* card : {"corner_1_up", "corner_2_up"}) squares += std::pow(std::log(value(card, "k_off") / 50.0), 2);
  CHECK(squares == doctest::Approx(9.0 * 0.04));
  CHECK(value("corner_1_up", "k_off") * value("corner_1_down", "k_off") == doctest::Approx(2500.0));
  CHECK(value("draw_3", "k_off") == doctest::Approx(draw(p, 7, 3)[k_off]));
  CHECK(value("draw_3", "r_on") == doctest::Approx(draw(p, 7, 3)[r_on]));
  if (!spice::has_osdi()) return;
  const Ran verified = test::run(folder, "verify seed_7");
  CHECK_MESSAGE(verified.code == 0, verified.out);
  CHECK(says(verified.out, "population", "agrees"));
  CHECK(says(verified.out, "population_subcircuit", "agrees"));
}
