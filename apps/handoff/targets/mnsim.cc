#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "apps/handoff/levels.h"
#include "apps/handoff/target.h"
#include "apps/handoff/text.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(MNSIM 2.0 reads one SimConfig.ini for everything. `device.ini` is its device level; `merge.py` puts it into a
SimConfig.ini of yours, whose other levels and comments stay:

    python3 merge.py SimConfig.ini device.ini > @model@.ini && python3 main.py -HWdes @model@.ini

Resistances go from the highest to the lowest, one a level; the variation is the largest of a level, in % of its
resistance.

Tests merge it into a file of that form and read the result with configparser. MNSIM itself was not run: it is in
no package index.)";

const char* const merge = R"(import re
import sys

config, device = (open(name).read().splitlines() for name in sys.argv[1:3])
ours = dict(re.split(r"\s*=\s*", line, maxsplit=1) for line in device if "=" in line and not line.startswith("#"))
inside, missing = False, set(ours)
for line in config:
    if line.startswith("["):
        inside = line.strip() == "[Device level]"
    key = line.split("=")[0].strip()
    if inside and key in ours:
        line = f"{key} = {ours[key]}"
        missing.discard(key)
    print(line)
if missing:
    sys.exit(f"{sys.argv[1]}: [Device level] has no {', '.join(sorted(missing))}: another version of MNSIM?")
)";

Handover hand(const PulseResponse& r) {
  check_ramps(r, "mnsim");
  const Levels l = levels(r, 4);
  std::string resistances;
  double variation = 0.0;
  for (std::size_t k = 0; k < l.mean.size(); ++k) {
    resistances += (k == 0 ? "" : ",") + exact(1.0 / l.mean[k]);
    variation = std::max(variation, 100.0 * l.deviation[k] / l.mean[k]);
  }
  const Scheme& s = r.scheme;
  std::string text = "[Device level]\nDevice_Type = NVM\n";
  text += fmt::format("Read_Level = 2\nRead_Voltage = 0,{}\n", exact(s.read));
  text += fmt::format("Write_Level = 2\nWrite_Voltage = 0,{}\n", exact(std::max(std::abs(s.up), std::abs(s.down))));
  text += fmt::format("Read_Latency = {}\nWrite_Latency = {}\n", exact(1e9 * s.read_width), exact(1e9 * std::max(s.width_up, s.width_down)));
  text += fmt::format("Device_Level = {}\nDevice_Resistance = {}\nDevice_Variation = {}\nDevice_SAF = 0,0\n", l.mean.size(), resistances, exact(variation));
  return {.files = {{"device.ini", text}, {"merge.py", merge}}, .loss = std::numeric_limits<double>::quiet_NaN(),
          .lost = {"area and feature size of the cell: yours stay", "stuck cells: 0 %, one device was handed over", "read noise, decay at rest"}};
}

}  // namespace

Target mnsim() { return {"mnsim", "MNSIM 2.0, ca39ccb", page, hand}; }

}  // namespace hysteron::handoff
