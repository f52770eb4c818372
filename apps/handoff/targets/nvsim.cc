#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "apps/handoff/target.h"
#include "apps/handoff/text.h"
#include "libmodel/error.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(A cell file for NVSim and its plug-in for Accelergy: point -MemoryCellInputFile at it. Set is up, reset down.
Resistances at the write voltages are plateau voltage over mean current of the first and of the last pulse of a
ramp; energies are the mean of a ramp's pulses. Area and access transistor are those of the cell file that the
simulator ships, for the device does not tell them: change them to your process.

Tests read the file back. NVSim itself was not run: it is in no package index.)";

double mean(const std::vector<double>& v) {
  double sum = 0.0;
  for (const double x : v) sum += x;
  return sum / double(v.size());
}

Handover hand(const PulseResponse& r) {
  check_ramps(r, "nvsim");
  const Scheme& s = r.scheme;
  const auto resistance = [&](double voltage, double width, double energy) {
    const double ohm = voltage * voltage * width / energy;
    if (!(ohm < 1e15)) throw InputError(r.model + ": nvsim: a write pulse draws no current: a cell's resistance at its write voltage must be finite");
    return exact(ohm);
  };
  std::string text = "-MemCellType: memristor\n-CellArea (F^2): 4\n-CellAspectRatio: 1\n";
  const auto line = [&](const std::string& key, const std::string& value) { text += "-" + key + ": " + value + "\n"; };
  line("ResistanceOnAtSetVoltage (ohm)", resistance(s.up, s.width_up, r.energy_up.back()));
  line("ResistanceOffAtSetVoltage (ohm)", resistance(s.up, s.width_up, r.energy_up.front()));
  line("ResistanceOnAtResetVoltage (ohm)", resistance(s.down, s.width_down, r.energy_down.front()));
  line("ResistanceOffAtResetVoltage (ohm)", resistance(s.down, s.width_down, r.energy_down.back()));
  line("ResistanceOnAtReadVoltage (ohm)", exact(1.0 / r.g_max()));
  line("ResistanceOffAtReadVoltage (ohm)", exact(1.0 / r.g_min()));
  line("ResistanceOnAtHalfResetVoltage (ohm)", exact(1.0 / r.half_reset));
  line("ReadMode", "current");
  line("ReadVoltage (V)", exact(s.read));
  line("ReadPower (uW)", exact(1e6 * s.read * s.read * r.g_max()));
  line("ResetMode", "voltage");
  line("ResetVoltage (V)", exact(s.down));
  line("ResetPulse (ns)", exact(1e9 * s.width_down));
  line("ResetEnergy (pJ)", exact(1e12 * mean(r.energy_down)));
  line("SetMode", "voltage");
  line("SetVoltage (V)", exact(s.up));
  line("SetPulse (ns)", exact(1e9 * s.width_up));
  line("SetEnergy (pJ)", exact(1e12 * mean(r.energy_up)));
  line("AccessType", "CMOS");
  line("AccessCMOSWidth (F)", "2");
  return {.files = {{r.model + ".cell", text}}, .loss = std::numeric_limits<double>::quiet_NaN(), .lost = {"states between the ends, noise, decay at rest, capacitance"}};
}

}  // namespace

Target nvsim() { return {"nvsim", "NVSim cell of the Accelergy plug-in", page, hand}; }

}  // namespace hysteron::handoff
