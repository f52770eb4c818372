// `hysteron crossbar`: what it says of products, margins, programming and stacks, and what it refuses.

#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "data/lab_file.h"
#include "libmodel/array/reader.h"
#include "libmodel/metrics/bounds.h"
#include "tests/array/run_ngspice.h"
#include "tests/lot.h"
#include "tests/program.h"

using namespace hysteron;
using nlohmann::json;
using test::Folder, test::Ran;

namespace {

const std::string square = "rows = 8\ncolumns = 8\nword_resistance = 2.0\nbit_resistance = 3.0\n";
const std::string cells = "[conductance]\nlower = 1e-5\nupper = 1e-4\n[voltage]\nleft = 0.2\n";
// vteam that moves at `speed` per second at twice its thresholds.
std::string moving(const std::string& speed) {
  return "[cells]\nmodel = \"vteam\"\nparameters = { k_off = " + speed + ", k_on = " + speed + " }\nstate = { x = 0.9 }\n";
}
const std::string switching = moving("1e7");

Ran crossbar(const Folder& folder, const std::string& text, const std::string& options) {
  folder.file("array.toml", text);
  return test::run(folder, "crossbar array.toml " + options);
}

json document(const Folder& folder, const std::string& text, int code = 0) {
  const Ran ran = crossbar(folder, text, "--json");
  CHECK_MESSAGE(ran.code == code, ran.err);
  return json::parse(ran.out);
}

}  // namespace

TEST_CASE("crossbar: a product loses what its lines take, and the largest array is the last that keeps the margin") {
  const Folder folder;
  const json said = document(folder, square + cells + "[product]\ninputs = 20\nread_time = 1e-8\ninterface = 1e-14\n"
                                                      "[margin]\non = 1e-4\noff = 1e-5\nleast = 0.8\nmost = 300\n");
  const json& product = said["product"];
  CHECK(product["MVM.gain"].get<double>() < 1.0);
  CHECK(product["MVM.gain"].get<double>() > 0.98);
  CHECK(product["MVM.r"].get<double>() > 0.999);
  CHECK(product["MVM.error"].get<double>() > 0.0);
  // 128 operations for the array's energy and 16 conversions of 10 fJ
  const double energy = product["energy_J"];
  CHECK(product["TOPSW"].get<double>() == doctest::Approx(1e-12 * 128.0 / (energy + 16e-14)).epsilon(1e-9));
  const json& margin = said["margin"];
  const int largest = margin["largest"];
  CHECK(largest > 2);
  CHECK(largest < 300);
  for (std::size_t k = 0; k < margin["sizes"].size(); ++k)
    CHECK((margin["READ.margin"][k].get<double>() >= 0.8) == (margin["sizes"][k].get<int>() <= largest));
}

TEST_CASE("crossbar: a verified write reaches its conductance, a pattern is written, and drivers deliver what is taken") {
  const Folder folder;
  const std::string program = "[program]\nwidth = 1e-6\n";
  const json verified = document(folder, square + cells + moving("1e5") + program +
                                             "row = 2\ncolumn = 5\nlow = 1e-4\nhigh = 1.3e-4\nread_voltage = 0.1\nraise = [-0.9, -0.02, -1.4]\n"
                                             "lower = [0.8, 0.02, 1.3]\n")["program"];
  CHECK(verified["reached"] == true);
  const double reads = verified["read_conductance_S"].back();
  CHECK(reads >= 1e-4);
  CHECK(reads <= 1.3e-4);
  const json pattern = document(folder, square + cells + switching + program + "pattern = \"checkerboard\"\nup = -1.1\ndown = 1.0\n")["program"];
  CHECK(pattern["energy_J"]["delivered"].get<double>() == doctest::Approx(pattern["energy_J"]["taken"].get<double>()).epsilon(1e-6));
  const json& x = pattern["states"]["x"];
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j < 8; ++j) CHECK((x[i][j].get<double>() < 0.5) == ((i + j) % 2 == 0));
  const json missed = document(folder, square + cells + switching + program +
                                           "row = 2\ncolumn = 5\nlow = 1e-3\nhigh = 2e-3\nraise = [-0.6, -0.01, -0.6]\nlower = [0.6, 0.01, 0.6]\npulses = 2\n", 1);
  CHECK(missed["program"]["reached"] == false);
}

TEST_CASE("crossbar: three layers are read and their cells counted") {
  const Folder folder;
  const std::string stack = square + "layers = 3\n" + cells + "[population]\nspread = 0.05\nerror_limit = 0.3\n";
  const json said = document(folder, stack);
  CHECK(said["layers"] == 3);
  CHECK(said["residual"].get<double>() <= 1e-10);
  CHECK(said["planes"].size() == 4);
  folder.file("array.toml", stack);
  const Ran counted = test::run(folder, "crossbar array.toml --arrays 3 --threads 2 --json");
  REQUIRE(counted.code == 0);
  const json population = json::parse(counted.out);
  CHECK(population["cells"] == 3 * 192);
  CHECK(population["cell_yield_lower"].get<double>() == doctest::Approx(metrics::clopper_pearson(population["serving_cells"], 576.0).lower));
}

TEST_CASE("crossbar: the netlist it writes has the currents it says") {
  const Folder folder;
  const Ran ran = crossbar(folder, square + cells, "--json --netlist array.sp");
  REQUIRE(ran.code == 0);
  const std::vector<double> row = array_tests::run_ngspice(test::bytes_of(folder / "array.sp"), "bit_line_currents.txt");
  const json current = json::parse(ran.out)["current_A"];
  REQUIRE(row.size() == 9);
  for (int j = 0; j < 8; ++j) CHECK(row[static_cast<std::size_t>(j) + 1] == doctest::Approx(current[j].get<double>()).epsilon(1e-9));
}

TEST_CASE("crossbar: what cannot be is refused with file, line, value and limit") {
  const Folder folder;
  const auto complaint = [&](const std::string& text) {
    const Ran ran = crossbar(folder, text, "");
    CHECK(ran.code == 2);
    return ran.err;
  };
  CHECK(complaint(square + cells + "[program]\nwidth = 1e-6\n").find("[cells]") != std::string::npos);
  CHECK(complaint(square + cells + switching + "[program]\nrow = 8\nvolts = 1.0\n").find("array.toml:15: row = 8: must be a whole number from 0 to 7") != std::string::npos);
  CHECK(complaint(square + cells + switching + "[program]\nvolts = 1000.0\n").find("from -100 to 100 V") != std::string::npos);
  CHECK(complaint(square + cells + "[product]\ninputs = 0\n").find("inputs = 0: must be a whole number from 1") != std::string::npos);
  CHECK(complaint(square + cells + "[margin]\non = 1e-6\noff = 1e-5\n").find("on > off > 0 S") != std::string::npos);
  CHECK(complaint(square + "layers = 17\n" + cells).find("layers = 17: must be a whole number from 1 to 16") != std::string::npos);
  CHECK(complaint(square + cells + "[cells]\nmodel = \"ferroelectric\"\n[program]\nvolts = 1.0\n").find("holds charge") != std::string::npos);
}

TEST_CASE("crossbar: cells are devices of a fitted population, written alike or each until it reads its target") {
  const Folder folder;
  // Of devices whose conductance alone differs, the share within a tenth is that of a normal logarithm.
  const double sigma = 0.08;
  const data::PopulationRecord lot = test::lot("analog_synapse", {{"g_max", sigma}, {"g_min", sigma}}, 1.0);
  data::write_population(folder / "lot.h5", lot);
  const std::string drawn = "rows = 32\ncolumns = 32\nword_resistance = 1e-3\nbit_resistance = 1e-3\n[conductance]\nconstant = 7.5e-6\n[voltage]\nleft = 0.1\n"
                            "[population]\nfile = \"lot.h5\"\nread_noise = 0\nwrite = \"120 x 1 V 3 us\"\nerror_limit = 0.1\nseed = 4\n";
  const auto counted = [&](const std::string& text) {
    const Ran ran = crossbar(folder, text, "--arrays 1 --json");
    REQUIRE_MESSAGE(ran.code == 0, ran.err);
    return json::parse(ran.out);
  };
  const json alike = counted(drawn);
  const auto phi = [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); };
  const double share = phi(std::log(1.1) / sigma) - phi(std::log(0.9) / sigma), all = 1024.0;
  CHECK(std::abs(alike["serving_cells"].get<double>() - share * all) < 5.0 * std::sqrt(share * (1.0 - share) * all));
  CHECK(alike["causes"]["spread"].get<double>() + alike["serving_cells"].get<double>() == all);
  CHECK(alike["devices"]["population"] == "lot");
  CHECK(counted(drawn + "verified = true\n")["serving_cells"] == 1024);

  const auto complaint = [&](const std::string& text) {
    const Ran ran = crossbar(folder, text, "--arrays 1");
    CHECK(ran.code == 2);
    return ran.err;
  };
  CHECK(complaint(drawn + "spread = 0.1\n").find("spread and file exclude each other") != std::string::npos);
  CHECK(complaint(drawn + "id = \"other\"\n").find("populations are lot: name one by id") != std::string::npos);
  CHECK(complaint(square + cells + "[population]\nverified = true\n").find("goes with file") != std::string::npos);
}
