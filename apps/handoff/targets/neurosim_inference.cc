#include <cmath>
#include <limits>

#include "apps/handoff/levels.h"
#include "apps/handoff/target.h"
#include "apps/handoff/text.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(DNN+NeuroSim V1.4 takes a cell on its command line. `inference.sh` is that line; more options of the simulator
may follow:

    cd DNN_NeuroSim_V1.4/Inference_pytorch && bash inference.sh --dataset cifar10 --model VGG8

vari is the deviation of the last pulse over the conductance, at its largest; v the exponent of the decay between
1 s and 1e4 s, its mean over the range, drifting towards one end where the whole range does.

Tests read the line back. The simulator itself was not run: its licence keeps it out of here.)";

Handover hand(const PulseResponse& r) {
  check_ramps(r, "neurosim_inference");
  const Levels l = levels(r, 6);
  double variation = 0.0, signed_drift = 0.0;
  for (std::size_t k = 0; k < l.mean.size(); ++k) variation = std::max(variation, l.deviation[k] / l.mean[k]);
  for (const Drift& d : r.drift) signed_drift += d.nu;
  const bool one_way = std::abs(signed_drift) > 0.999 * mean_drift(r) * double(r.drift.size()) && mean_drift(r) > 0.0;
  std::string line = "#!/usr/bin/env bash\nexec python inference.py --inference 1";
  line += " --cellBit " + std::to_string(l.bits) + " --onoffratio " + exact(r.g_max() / r.g_min()) + " --vari " + exact(variation);
  line += " --t 1e4 --v " + exact(mean_drift(r)) + " --detect " + (one_way ? "1" : "0") + " --target " + (signed_drift > 0.0 ? "0" : "1") + " \"$@\"\n";
  return {.files = {{"inference.sh", line}}, .loss = std::numeric_limits<double>::quiet_NaN(), .lost = {"read noise", "noise and decay that depend on the state"}};
}

}  // namespace

Target neurosim_inference() { return {"neurosim_inference", "DNN+NeuroSim V1.4, ac828e6", page, hand}; }

}  // namespace hysteron::handoff
