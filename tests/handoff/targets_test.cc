// The grammar of what is handed over, what is refused, and the matrix.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

#include "apps/handoff/aihwkit_fits.h"
#include "libmodel/metrics/update.h"
#include "spice/circuit.h"
#include "tests/handoff/exported.h"
#include "tests/handoff/synthetic.h"

using namespace hysteron;
using namespace hysteron::handoff;

namespace {

std::string file_of(const PulseResponse& r, const std::string& to, const std::string& name) { return handed_files(r, target(to)).at(name); }

// The lines of NeuroSim's Cell.cpp that the patcher knows, with others between that look alike.
const char* const cell_cpp = R"(IdealDevice::IdealDevice(int x, int y) {
	maxConductance = 5e-6;		// Maximum cell conductance (S)
	NL = 10;
}
RealDevice::RealDevice(int x, int y) {
	maxConductance = 3.8462e-8;		// Maximum cell conductance (S)
	minConductance = 3.0769e-9;	// Minimum cell conductance (S)
	avgMaxConductance = maxConductance;
	readVoltage = 0.5;	// On-chip read voltage (Vr) (V)
	readPulseWidth = 5e-9;
	writeVoltageLTP = 3.2;
	writeVoltageLTD = 2.8;
	writePulseWidthLTP = 300e-6;
	writePulseWidthLTD = 300e-6;
	maxNumLevelLTP = 97;
	maxNumLevelLTD = 100;
	NL = 10;    // I-V nonlinearity
	readNoise = false;		// Consider read noise or not
	sigmaReadNoise = 0;
	NL_LTP = 2.4;	// LTP nonlinearity
	NL_LTD = -4.88;	// LTD nonlinearity
	sigmaCtoC = 0.035* (maxConductance - minConductance);	// Sigma
}
)";

spice::Run patched(const test::Folder& folder) { return spice::run_program(folder / "", {HYSTERON_PYTHON, "patch.py", "."}, 30.0); }

}  // namespace

TEST_CASE("each target has a name, a version and a page, in alphabetical order, and files that say where they are from") {
  const auto r = test::exponential_response(0.6, -0.8);
  CHECK(targets().size() >= 13);
  CHECK(std::is_sorted(targets().begin(), targets().end(), [](const auto& a, const auto& b) { return a.name < b.name; }));
  for (const Target& t : targets()) {
    CAPTURE(t.name);
    CHECK(!t.version.empty());
    CHECK(t.page.size() > 200);
    const auto files = handed_files(r, t);
    const std::string& page = files.at("README.md");
    CHECK(page.find("source: lab.h5, sha256 abc") != std::string::npos);
    CHECK(page.find(t.version) != std::string::npos);
    CHECK(page.find('@') == std::string::npos);
    for (const auto& [name, text] : files) {
      if (name.ends_with(".py") || name.ends_with(".sh") || name.ends_with(".ini")) CHECK(text.find("# source: lab.h5, sha256 abc") != std::string::npos);
    }
  }
  CHECK(test::complaint([] { target("neuron"); }).find("neuron: must be one of aihwkit,") == 0);
}

TEST_CASE("a device without a second state, or that falls to nothing, is refused by every target that needs ramps") {
  auto still = test::exponential_response(0.6, -0.8);
  for (auto* ramp : {&still.up, &still.down}) {
    for (double& g : *ramp) g = 1e-6 * (1.0 + 1e-5 * (g / 1e-5));
  }
  auto negative = test::exponential_response(0.6, -0.8);
  for (auto* ramp : {&negative.up, &negative.down}) {
    for (double& g : *ramp) g -= 2e-6;
  }
  for (const Target& t : targets()) {
    if (t.name == "json") continue;
    CAPTURE(t.name);
    CHECK(test::complaint([&] { t.hand(still); }).find("fewer than 2 states") != std::string::npos);
    CHECK(test::complaint([&] { t.hand(negative); }).find("must rise, fall and stay > 0") != std::string::npos);
  }
}

TEST_CASE("NeuroSim V3: the patcher changes RealDevice's lines, keeps their comments and leaves the rest") {
  const test::Folder folder;
  const auto r = test::exponential_response(metrics::neurosim_a(1.13), -metrics::neurosim_a(0.29));
  folder.file("patch.py", file_of(r, "neurosim_mlp", "patch.py"));
  folder.file("Cell.cpp", cell_cpp);
  const auto run = patched(folder);
  INFO(run.output);
  CHECK(run.finished());
  const std::string text = test::bytes_of(folder / "Cell.cpp");
  CHECK(text.find("\tmaxConductance = 5e-6;\t\t// Maximum") != std::string::npos);
  CHECK(text.find("\tmaxConductance = 1e-05;\t// Maximum cell conductance (S)") != std::string::npos);
  CHECK(text.find("NL_LTP = 1.130001;\t// LTP nonlinearity") != std::string::npos);
  CHECK(text.find("NL_LTD = -0.290001;") != std::string::npos);
  CHECK(text.find("writeVoltageLTD = 1.0;") != std::string::npos);
  CHECK(text.find("sigmaCtoC = 0.0022") != std::string::npos);
  CHECK(std::count(text.begin(), text.end(), '\n') == std::count(cell_cpp, cell_cpp + std::string(cell_cpp).size(), '\n'));
  CHECK(patched(folder).status == 1);  // a patched file is another version
}

TEST_CASE("NeuroSim V3: where a line differs, the difference is printed and nothing is changed") {
  const test::Folder folder;
  folder.file("patch.py", file_of(test::exponential_response(0.6, -0.8), "neurosim_mlp", "patch.py"));
  std::string other = cell_cpp;
  other.replace(other.find("NL_LTP = 2.4;"), 13, "NL_LTP = 1.9;");
  other.replace(other.find("	maxNumLevelLTD = 100;\n"), 23, "");
  folder.file("Cell.cpp", other);
  const auto run = patched(folder);
  CHECK(run.status == 1);
  CHECK(run.output.find("Cell.cpp:19:\n- NL_LTP = 2.4;\n+ NL_LTP = 1.9;") != std::string::npos);
  CHECK(run.output.find("no such line after 'RealDevice::RealDevice('\n- maxNumLevelLTD = 100;") != std::string::npos);
  CHECK(test::bytes_of(folder / "Cell.cpp") == other);
}

TEST_CASE("NeuroSim V2.1: the patcher changes train.py after its command line and the chip's parameters") {
  const test::Folder folder;
  folder.file("patch.py", file_of(test::exponential_response(0.6, -0.8), "neurosim_dnn_training", "patch.py"));
  folder.file("train.py", R"(args.max_level = 1
args = parser.parse_args()
args.wl_weight = 5            # weight precision
args.wl_grad = 5
args.cellBit = 5
args.max_level = 32           # states
args.c2cVari = 0.003
args.nonlinearityLTP = 1.75
args.nonlinearityLTD = 1.46
)");
  folder.folder("NeuroSIM");
  folder.file("NeuroSIM/Param.cpp", R"(Param::Param() {
	cellBit = 5;                        // precision of memory device
	resistanceOn = 100e3;
	resistanceOff = 100e3*10;           // Roff
	maxNumLevelLTP = 32;
	maxNumLevelLTD = 32;
	writeVoltage = 4;
	writePulseWidth = 50e-9;
	nonlinearity = 10;
	readVoltage = 0.5;
	readPulseWidth = 10e-9;
	cellBit = 1;
}
)");
  const auto run = patched(folder);
  INFO(run.output);
  CHECK(run.finished());
  const std::string train = test::bytes_of(folder / "train.py"), chip = test::bytes_of(folder / "NeuroSIM/Param.cpp");
  CHECK(train.starts_with("args.max_level = 1\n"));
  CHECK(train.find("args.max_level = 64\t# states\n") != std::string::npos);
  CHECK(train.find("args.wl_weight = 6\t# weight precision\n") != std::string::npos);
  CHECK(chip.find("\tcellBit = 6;\t// precision") != std::string::npos);
  CHECK(chip.find("\tcellBit = 1;\n") != std::string::npos);
  CHECK(chip.find("resistanceOff = 1000000.0;\t// Roff") != std::string::npos);
  CHECK(chip.find("writeVoltage = 1.2;") != std::string::npos);
}

TEST_CASE("NeuroSim V2.1: unlike numbers of pulses are refused, since it has one max_level") {
  const auto r = test::exponential_response(0.6, -0.8, 64, 50);
  CHECK(test::complaint([&] { target("neurosim_dnn_training").hand(r); }).find("64 pulses up, 50 down: must be equal") != std::string::npos);
}

TEST_CASE("NeuroSim V1.5: 2^bits states under its own header, ascending, within half a step of even") {
  const auto r = test::exponential_response(2.0, -2.0);
  std::istringstream table(file_of(r, "neurosim_states", "mem_states.csv"));
  std::string line;
  std::getline(table, line);
  CHECK(line == "states,mean,std");
  std::vector<double> mean;
  while (std::getline(table, line)) {
    CHECK(std::stoul(line) == mean.size());
    mean.push_back(std::stod(line.substr(line.find(',') + 1)));
  }
  CHECK(file_of(r, "neurosim_states", "inference.sh").find("--bitcell " + std::to_string(int(std::log2(double(mean.size()))))) != std::string::npos);
  CHECK((mean.size() & (mean.size() - 1)) == 0);
  CHECK(mean.size() >= 8);
  const double step = (mean.back() - mean.front()) / double(mean.size() - 1);
  for (std::size_t k = 0; k < mean.size(); ++k) CHECK(std::abs(mean[k] - mean.front() - double(k) * step) <= 0.5 * step);
  for (std::size_t k = 1; k < mean.size(); ++k) CHECK(mean[k] > mean[k - 1]);
}

TEST_CASE("CrossSim 2.0: tables read and followed as it does lose what was stated, and hold the noise of a pulse") {
  const auto r = test::exponential_response(0.6, -0.8);
  const test::Folder folder;
  test::write_files(folder, r, "crosssim_tables");
  const auto run = test::judged(folder, HYSTERON_PYTHON, "check_crosssim_tables.py");
  INFO(run.output);
  CHECK(run.finished());
  const double stated = target("crosssim_tables").hand(r).loss;
  CHECK(stated < 1.0);
  CHECK(std::abs(test::worst(run) - stated) < 1e-4);
}

TEST_CASE("Lava: weights are the device's levels, and the neuron of a cell loses in its rates what was stated") {
  const test::Folder synapses;
  test::write_files(synapses, test::exponential_response(2.0, -2.0), "lava");
  const auto weights = test::judged(synapses, HYSTERON_PYTHON, "check_lava.py");
  INFO(weights.output);
  CHECK(weights.finished());
  const auto c = cell_response(spice::circuit("mott_oscillator"), {});
  const test::Folder folder;
  test::write_files(folder, c, "lava");
  const auto run = test::judged(folder, HYSTERON_PYTHON, "check_lava.py");
  INFO(run.output);
  CHECK(run.finished());
  CHECK(std::abs(test::worst(run) - integrate_and_fire(c, "lava").loss) < 0.1);  // %: a step is 0.05 % of an interval at most
}

TEST_CASE("a cell that does not fire is refused by every simulator, with the drives that were tried, and its JSON says so") {
  auto c = cell_response(spice::with_values(spice::circuit("mott_oscillator"), {{"r_l", 1e9}}), {.file = "lab.h5", .sha256 = "abc"});
  CHECK(c.drive.empty());
  for (const Target& t : targets()) {
    CAPTURE(t.name);
    if (t.name == "json") CHECK(handed_files(c, t).at("README.md").find("fires at no drive from") != std::string::npos);
    else if (t.hand_cell) CHECK(test::complaint([&] { handed(c, t); }).find("makes it fire") != std::string::npos);
  }
}

TEST_CASE("CrossSim, MemTorch, MNSIM: files hold the device, as stand-ins for what is in no package index read them") {
  const auto r = test::exponential_response(2.0, -2.0);
  for (const char* name : {"crosssim", "memtorch", "mnsim"}) {
    CAPTURE(name);
    const test::Folder folder;
    test::write_files(folder, r, name);
    const auto run = test::judged(folder, HYSTERON_PYTHON, std::string("check_") + name + ".py");
    INFO(run.output);
    CHECK(run.finished());
    CHECK(test::worst(run) == 0.0);
  }
}

TEST_CASE("NVSim: a key a line, resistances in the order of a device that is on and off") {
  const auto r = test::exponential_response(0.6, -0.8);
  std::istringstream cell(file_of(r, "nvsim", "made_up.cell"));
  std::map<std::string, std::string> values;
  for (std::string line; std::getline(cell, line);) {
    CHECK(line.starts_with("-"));
    const auto colon = line.find(": ");
    REQUIRE(colon != std::string::npos);
    values[line.substr(1, line.find_first_of(" :") - 1)] = line.substr(colon + 2);
  }
  CHECK(std::stod(values.at("ResistanceOnAtReadVoltage")) == doctest::Approx(1e5));
  CHECK(std::stod(values.at("ResistanceOffAtReadVoltage")) == doctest::Approx(1e6));
  CHECK(std::stod(values.at("SetEnergy")) == doctest::Approx(1.0));    // 1e-12 J
  CHECK(std::stod(values.at("ResetPulse")) == doctest::Approx(2000.0)); // 2e-6 s
  CHECK(values.at("MemCellType") == "memristor");
}

TEST_CASE("aihwkit: a curve of NeuroSim's is LinearStep, exactly; one that is no line is left to a device that holds it") {
  const auto best = chosen(aihwkit_fits(test::exponential_response(0.499178, -0.200302, 97, 97)));
  CHECK(best.device == "LinearStepDevice");
  CHECK(best.loss < 1e-4);
  auto bent = test::exponential_response(0.6, -0.6);
  for (std::size_t n = 0; n <= 64; ++n) {  // slow, fast, slow
    const double x = double(n) / 64.0, y = x * x * (3.0 - 2.0 * x) * 0.9 + 0.1 * x;
    bent.up[n] = 1e-6 + 9e-6 * y;
    bent.down[n] = 1e-5 - 9e-6 * y;
  }
  CHECK(chosen(aihwkit_fits(bent)).device == "PiecewiseStepDevice");
  CHECK(chosen(aihwkit_fits(bent)).loss < 2.0);
}

TEST_CASE("aihwkit: steps after the root of the way left are PowStep") {
  auto r = test::exponential_response(0.6, -0.6);
  double w = -1.0;
  for (std::size_t n = 0; n <= 64; ++n) {
    r.up[n] = 1e-6 + 4.5e-6 * (w + 1.0);
    r.down[n] = 1e-5 - 4.5e-6 * (w + 1.0);
    w = std::min(1.0, w + 0.064 * std::sqrt(0.5 * (1.0 - w)));
  }
  CHECK(chosen(aihwkit_fits(r)).device == "PowStepDevice");
}

TEST_CASE("hysteron export --to: a folder a target and a model; what is refused leaves no file and says why") {
  const test::Folder folder;
  const auto run = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {HYSTERON_PROGRAM, "export", "-o", "out"});
    return spice::run_program(folder / "", words, 60.0);
  };
  const auto jump = run({"--model", "vcm_jart", "--to", "json,neurosim_mlp"});
  CHECK(jump.status == 2);
  CHECK(jump.output.find("vcm_jart: neurosim_mlp: nonlinearity label of the ramp up = 9.1") != std::string::npos);
  CHECK(!std::filesystem::exists(folder / "out/json"));
  CHECK(run({"--model", "analog_synapse", "--to", "neuron"}).status == 2);
  CHECK(run({"--model", "analog_synapse", "--to", "json", "--widths", "0,1e-6"}).status == 2);
  const auto good = run({"--model", "analog_synapse", "--to", "aihwkit,json", "--amplitudes", "1.1,-1", "--widths", "2e-6,3e-6", "--numbers", "40,50", "--read", "0.2"});
  CHECK(good.finished());
  const std::string json = test::bytes_of(folder / "out/json/analog_synapse/analog_synapse.json");
  for (const char* words : {"\"up_V\": 1.1", "\"down_V\": -1.0", "\"width_down_s\": 3e-06", "\"number_up\": 40", "\"read_V\": 0.2"}) {
    CHECK(json.find(words) != std::string::npos);
  }
  CHECK(std::filesystem::exists(folder / "out/aihwkit/analog_synapse/README.md"));
}

TEST_CASE("the matrix has a row for every model there is and a column for every target, and says why where it does not go") {
  Responses responses;
  for (const auto& name : spice::names()) {
    const auto circuit = spice::circuit(name);
    if (is_cell(circuit)) responses.cells.push_back(cell_response(circuit, {}));
    else responses.synapses.push_back(pulse_response(circuit, usual_scheme(circuit), {}));
  }
  const std::string text = matrix(responses);
  std::istringstream lines(text);
  std::size_t rows = 0, refused = 0, reasons = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("- ")) reasons += 1 + std::size_t(std::count(line.begin() + std::ptrdiff_t(line.rfind('(')), line.end(), ','));
    if (!line.starts_with("|")) continue;
    CHECK(std::size_t(std::count(line.begin(), line.end(), '|')) == targets().size() + 2);
    const std::string model = line.substr(2, line.find(" |", 2) - 2);
    if (model == "model" || line.starts_with("|---")) continue;
    ++rows;
    CHECK(std::count(spice::names().begin(), spice::names().end(), model) == 1);
    CHECK(line.find("| exact |") != std::string::npos);  // json, at least
    for (auto at = line.find("| no |"); at != std::string::npos; at = line.find("| no |", at + 5)) ++refused;
  }
  CHECK(rows == spice::names().size());
  CHECK(refused == reasons);
  CHECK(!responses.cells.empty());
  for (const auto& r : responses.cells) {
    for (const Target& t : targets()) {
      if (!t.hand_cell) CHECK(test::complaint([&] { handed(r, t); }).find("holds synapses only") != std::string::npos);
    }
  }
}
