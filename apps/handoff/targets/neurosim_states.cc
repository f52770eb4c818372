#include <fmt/format.h>

#include <limits>

#include "apps/handoff/levels.h"
#include "apps/handoff/target.h"
#include "apps/handoff/text.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(NeuroSim V1.5 reads the states of a cell from a file. `mem_states.csv` holds them, mean and standard deviation in
S; `inference.sh` is the command line that goes with it; more options of the simulator may follow:

    bash inference.sh --model VGG8

The simulator's ADC takes the states to be evenly spaced: there are as many as stay within half a step of that.

Tests read the file back: header, count, order, spacing. The simulator itself was not run: its licence keeps it
out of here.)";

Handover hand(const PulseResponse& r) {
  check_ramps(r, "neurosim_states");
  const Levels l = levels(r, 6);
  std::string table = "states,mean,std\n";
  for (std::size_t k = 0; k < l.mean.size(); ++k) table += fmt::format("{},{},{}\n", k, exact(l.mean[k]), exact(l.deviation[k]));
  std::string line = "#!/usr/bin/env bash\nexec python inference.py --mem_type resistive --bitcell " + std::to_string(l.bits);
  line += " --mem_states_file \"$(dirname \"$0\")/mem_states.csv\" --off_state " + exact(l.mean.front()) + " --on_state " + exact(l.mean.back());
  line += " --read_noise " + exact(r.read_noise) + " --t 1e4 --v " + exact(mean_drift(r)) + " --rate_stuck_0 0 --rate_stuck_1 0 \"$@\"\n";
  Handover h{.files = {{"mem_states.csv", table}, {"inference.sh", line}}, .loss = std::numeric_limits<double>::quiet_NaN()};
  h.lost = {fmt::format("even spacing: states are at most {:.2g} of a step from it", l.inl), "stuck cells: rates 0, one device was handed over"};
  return h;
}

}  // namespace

Target neurosim_states() { return {"neurosim_states", "NeuroSim V1.5, cddb7d3", page, hand}; }

}  // namespace hysteron::handoff
