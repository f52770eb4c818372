// Exported files in the programs they are for, as environment.sh installs them.

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>

#include "apps/handoff/aihwkit_fits.h"
#include "spice/circuit.h"
#include "tests/handoff/exported.h"
#include "tests/handoff/synthetic.h"

using namespace hysteron;
using namespace hysteron::handoff;

namespace {

const std::string python = HYSTERON_HANDOFF_PYTHON;

bool is_skipped(const std::string& package) {
  if (!python.empty()) return false;
  MESSAGE(package << " is not run: set HYSTERON_HANDOFF_PYTHON to the Python that tests/handoff/environment.sh makes");
  return true;
}

// Of a program that takes another Python, in an environment beside; empty, and said so, where there is none.
std::string python_of(const std::string& package) {
  if (is_skipped(package)) return {};
  const auto beside = std::filesystem::path(python).parent_path().parent_path() / package / "bin/python";
  if (std::filesystem::exists(beside)) return beside.string();
  MESSAGE(package << " is not run: environment.sh found no Python for it");
  return {};
}

// The loss that the program shows, % of the range; fails with the program's words.
template <class Response>
double shown_loss(const Response& response, const std::string& target, const std::string& script, const std::string& interpreter = python) {
  const test::Folder folder;
  test::write_files(folder, response, target);
  const auto run = test::judged(folder, interpreter, script);
  INFO(run.output);
  CHECK(run.finished());
  return test::worst(run);
}

PulseResponse response_of(const std::string& model) {
  const auto circuit = spice::circuit(model);
  return pulse_response(circuit, usual_scheme(circuit), {});
}

// Every model with a membrane that the target does not refuse.
std::vector<CellResponse> cells(const std::string& to) {
  std::vector<CellResponse> all;
  for (const auto& name : spice::names()) {
    const auto circuit = spice::circuit(name);
    if (!is_cell(circuit)) continue;
    const auto c = cell_response(circuit, {});
    if (test::complaint([&] { handed(c, target(to)); }).empty()) all.push_back(c);
  }
  CHECK(!all.empty());
  return all;
}

}  // namespace

TEST_CASE("aihwkit: every device class loses what its fit was stated to, and aihwkit is no further from it than it rounds") {
  if (is_skipped("aihwkit")) return;
  std::vector<PulseResponse> responses{test::exponential_response(0.499178, -0.200302, 97, 97)};
  for (const char* model : {"analog_synapse", "interface_oxide"}) responses.push_back(response_of(model));
  for (const auto& r : responses) {
    const auto fits = aihwkit_fits(r);
    CHECK(fits.size() == 5);
    const test::Folder folder;
    folder.file("native.json", target("json").hand(r).files.begin()->second);
    for (const auto& fit : fits) folder.file(fit.device + ".py", aihwkit_module(r, fit, fits));
    const auto run = test::judged(folder, python, "check_aihwkit.py");
    INFO(run.output);
    CHECK(run.finished());
    for (const auto& fit : fits) {
      CAPTURE(fit.device);
      CHECK(std::abs(test::worst(run, fit.device) - fit.loss) < 1e-4);  // %: 1e-6 of the range, in double precision
    }
  }
}

TEST_CASE("PyTorch: the module gives the native ramps back to 1e-7 %, and the noise of a pulse") {
  if (is_skipped("torch")) return;
  for (const auto& r : {test::exponential_response(0.3, -0.7), response_of("analog_synapse")}) {
    CAPTURE(r.model);
    CHECK(shown_loss(r, "pytorch", "check_pytorch.py") < 1e-7);
  }
}

TEST_CASE("Brian2: both ramps, a spike a pulse, lose what was stated") {
  if (is_skipped("brian2")) return;
  for (const auto& r : {test::exponential_response(0.499178, -0.200302, 64, 50), response_of("ecram")}) {
    CAPTURE(r.model);
    CHECK(shown_loss(r, "brian2", "check_brian2.py") == doctest::Approx(target("brian2").hand(r).loss).epsilon(1e-7).scale(1.0));
  }
}

TEST_CASE("NIR: a graph put on the device has its levels for weights, and reads back equal") {
  if (is_skipped("nir")) return;
  const auto r = response_of("analog_synapse");
  CHECK(shown_loss(r, "nir", "check_nir.py") < 100.0 / 3.0);  // a quarter of four levels, read twice
}

TEST_CASE("snnTorch: a network put on the device has its levels for weights") {
  if (is_skipped("snntorch")) return;
  CHECK(shown_loss(response_of("analog_synapse"), "snntorch", "check_snntorch.py") < 100.0 / 3.0);
}

TEST_CASE("Brian2: every cell fires when the native model does, within one step") {
  if (is_skipped("brian2")) return;
  for (const auto& c : cells("brian2")) {
    CAPTURE(c.model);
    CHECK(shown_loss(c, "brian2", "check_brian2.py") <= 1.0);
  }
}

TEST_CASE("NIR, snnTorch: the neuron that stands for a cell loses in its rates what was stated") {
  if (is_skipped("snntorch, nir")) return;
  for (const auto& c : cells("nir")) {
    CAPTURE(c.model);
    const double stated = integrate_and_fire(c, "nir").loss;
    CHECK(shown_loss(c, "nir", "check_nir.py") == doctest::Approx(stated).epsilon(1e-9));
    CHECK(shown_loss(c, "snntorch", "check_snntorch.py") == doctest::Approx(stated).epsilon(0.2 / stated));  // a step of 0.17 % an interval at most
  }
}

TEST_CASE("MemTorch: a network put on the device has its levels for conductances, and their products for outputs") {
  const std::string interpreter = python_of("memtorch");
  if (interpreter.empty()) return;
  CHECK(shown_loss(response_of("analog_synapse"), "memtorch", "run_memtorch.py", interpreter) < 100.0 / 15.0);  // half of 16 levels, read twice
}

TEST_CASE("Lava: neurons lose in their rates what was stated, a layer passes on the device's levels") {
  const std::string interpreter = python_of("lava");
  if (interpreter.empty()) return;
  CHECK(shown_loss(response_of("analog_synapse"), "lava", "run_lava.py", interpreter) < 100.0 / 15.0);
  const auto c = cell_response(spice::circuit("mott_oscillator"), {});
  CHECK(std::abs(shown_loss(c, "lava", "run_lava.py", interpreter) - integrate_and_fire(c, "lava").loss) < 0.25);  // %: a step is 0.22 % of an interval at most
}
