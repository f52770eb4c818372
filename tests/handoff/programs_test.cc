// Exported files in the programs they are for, as environment.sh installs them.

#include <doctest/doctest.h>

#include <cmath>

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

// The loss that the program shows, % of the range; fails with the program's words.
double shown_loss(const PulseResponse& response, const std::string& target, const std::string& script) {
  const test::Folder folder;
  test::write_files(folder, response, target);
  const auto run = test::judged(folder, python, script);
  INFO(run.output);
  CHECK(run.finished());
  return test::worst(run);
}

PulseResponse response_of(const std::string& model) {
  const auto circuit = spice::circuit(model);
  return pulse_response(circuit, usual_scheme(circuit), {});
}

}  // namespace

TEST_CASE("aihwkit: every device class loses in aihwkit what its fit was stated to") {
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
      CHECK(test::worst(run, fit.device) == doctest::Approx(fit.loss).epsilon(1e-3).scale(1.0));  // single precision over 97 pulses: 1e-5 of the range
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
