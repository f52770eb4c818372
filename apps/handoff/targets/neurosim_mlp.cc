#include <fmt/format.h>

#include <cmath>

#include "apps/handoff/exponential.h"
#include "apps/handoff/patcher.h"
#include "apps/handoff/target.h"
#include "apps/handoff/text.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(MLP+NeuroSim V3.0 holds its device in the constructor RealDevice::RealDevice of Cell.cpp. `patch.py` changes
those lines and nothing else:

    python3 patch.py MLP_NeuroSim_V3.0 && make -C MLP_NeuroSim_V3.0

Where a line is not the one that this version of the simulator has, it prints the difference and changes nothing.
Voltages are magnitudes; sigmaCtoC is what one pulse adds, as a share of the range, the larger of both
directions; labels stand 1e-6 beyond two decimals, because the simulator truncates them to its table.

Tests: the patcher is run on files with those lines, the labels against the simulator's truncation, the update
curve against its equation. The simulator itself was not run: its licence keeps it out of here.)";

Handover hand(const PulseResponse& r) {
  check_ramps(r, "neurosim_mlp");
  const Exponential e = exponential(r, "neurosim_mlp");
  const Scheme& s = r.scheme;
  const auto edit = [](const std::string& before, const std::string& name, const std::string& value) {
    return Edit{"Cell.cpp", "RealDevice::RealDevice(", before, name + " = " + value + ";"};
  };
  Handover h{.files = {}, .loss = loss_of(r, curve_up(e, r.g_min(), r.g_max(), s.number_up), curve_down(e, r.g_min(), r.g_max(), s.number_down))};
  h.files["patch.py"] = patcher({
      edit("maxConductance = 3.8462e-8;", "maxConductance", exact(r.g_max())),
      edit("minConductance = 3.0769e-9;", "minConductance", exact(r.g_min())),
      edit("readVoltage = 0.5;", "readVoltage", exact(s.read)),
      edit("readPulseWidth = 5e-9;", "readPulseWidth", exact(s.read_width)),
      edit("writeVoltageLTP = 3.2;", "writeVoltageLTP", exact(std::abs(s.up))),
      edit("writeVoltageLTD = 2.8;", "writeVoltageLTD", exact(std::abs(s.down))),
      edit("writePulseWidthLTP = 300e-6;", "writePulseWidthLTP", exact(s.width_up)),
      edit("writePulseWidthLTD = 300e-6;", "writePulseWidthLTD", exact(s.width_down)),
      edit("maxNumLevelLTP = 97;", "maxNumLevelLTP", std::to_string(s.number_up)),
      edit("maxNumLevelLTD = 100;", "maxNumLevelLTD", std::to_string(s.number_down)),
      edit("NL = 10;", "NL", exact(r.write_nonlinearity)),
      edit("readNoise = false;", "readNoise", "true"),
      edit("sigmaReadNoise = 0;", "sigmaReadNoise", exact(r.read_noise)),
      edit("NL_LTP = 2.4;", "NL_LTP", label_text(e.label_up)),
      edit("NL_LTD = -4.88;", "NL_LTD", label_text(e.label_down)),
      edit("sigmaCtoC = 0.035* (maxConductance - minConductance);", "sigmaCtoC",
           exact(r.write_noise() / r.range()) + " * (maxConductance - minConductance)"),
  });
  h.lost = {"spread between devices: sigmaDtoD stays 0, one device was handed over", "noise that depends on the state: its root mean square is kept",
            "decay at rest"};
  return h;
}

}  // namespace

Target neurosim_mlp() { return {"neurosim_mlp", "MLP+NeuroSim V3.0, Cell.cpp 58a5f0c", page, hand}; }

}  // namespace hysteron::handoff
