#include <fmt/format.h>

#include <cmath>

#include "apps/handoff/exponential.h"
#include "apps/handoff/patcher.h"
#include "apps/handoff/target.h"
#include "apps/handoff/text.h"
#include "libmodel/error.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(DNN+NeuroSim V2.1 sets its device in train.py after the command line was parsed, so that options given there
are ignored, and in NeuroSIM/Param.cpp. `patch.py` changes those lines and nothing else:

    python3 patch.py DNN_NeuroSim_V2.1/Training_pytorch && make -C DNN_NeuroSim_V2.1/Training_pytorch/NeuroSIM

Where a line is not the one that this version of the simulator has, it prints the difference and changes nothing.
c2cVari is what one pulse adds, as a share of the range; the simulator adds it once an update, not once a pulse.

Tests: the patcher is run on files with those lines, the update curve against the simulator's equation. The
simulator itself was not run: its licence keeps it out of here.)";

Handover hand(const PulseResponse& r) {
  const std::string name = "neurosim_dnn_training";
  check_ramps(r, name);
  const Scheme& s = r.scheme;
  if (s.number_up != s.number_down) {
    throw InputError(fmt::format("{}: {}: {} pulses up, {} down: must be equal: it has one max_level", r.model, name, s.number_up, s.number_down));
  }
  const Exponential e = exponential(r, name);
  const std::string bits = std::to_string(int(std::floor(std::log2(s.number_up))));
  const auto train = [](const std::string& before, const std::string& now) { return Edit{"train.py", "args = parser.parse_args()", before, now}; };
  const auto chip = [](const std::string& before, const std::string& now) { return Edit{"NeuroSIM/Param.cpp", "Param::Param()", before, now + ";"}; };
  Handover h{.files = {}, .loss = loss_of(r, curve_up(e, r.g_min(), r.g_max(), s.number_up), curve_down(e, r.g_min(), r.g_max(), s.number_down))};
  h.files["patch.py"] = patcher({
      train("args.wl_weight = 5", "args.wl_weight = " + bits),
      train("args.wl_grad = 5", "args.wl_grad = " + bits),
      train("args.cellBit = 5", "args.cellBit = " + bits),
      train("args.max_level = 32", "args.max_level = " + std::to_string(s.number_up)),
      train("args.c2cVari = 0.003", "args.c2cVari = " + exact(r.write_noise() / r.range())),
      train("args.nonlinearityLTP = 1.75", "args.nonlinearityLTP = " + label_text(e.label_up)),
      train("args.nonlinearityLTD = 1.46", "args.nonlinearityLTD = " + label_text(e.label_down)),
      chip("cellBit = 5;", "cellBit = " + bits),
      chip("resistanceOn = 100e3;", "resistanceOn = " + exact(1.0 / r.g_max())),
      chip("resistanceOff = 100e3*10;", "resistanceOff = " + exact(1.0 / r.g_min())),
      chip("maxNumLevelLTP = 32;", "maxNumLevelLTP = " + std::to_string(s.number_up)),
      chip("maxNumLevelLTD = 32;", "maxNumLevelLTD = " + std::to_string(s.number_down)),
      chip("writeVoltage = 4;", "writeVoltage = " + exact(std::max(std::abs(s.up), std::abs(s.down)))),
      chip("writePulseWidth = 50e-9;", "writePulseWidth = " + exact(std::max(s.width_up, s.width_down))),
      chip("nonlinearity = 10;", "nonlinearity = " + exact(r.write_nonlinearity)),
      chip("readVoltage = 0.5;", "readVoltage = " + exact(s.read)),
      chip("readPulseWidth = 10e-9;", "readPulseWidth = " + exact(s.read_width)),
  });
  h.lost = {"one amplitude and one width for both directions: the larger", "spread between devices: d2dVari stays as it is, one device was handed over",
            "read noise, decay at rest"};
  return h;
}

}  // namespace

Target neurosim_dnn_training() { return {"neurosim_dnn_training", "DNN+NeuroSim V2.1, train.py 0fb13b5, Param.cpp 114400a", page, hand}; }

}  // namespace hysteron::handoff
