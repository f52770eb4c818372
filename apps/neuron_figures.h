#pragma once

// Figures of a neuron over the drives it was run at, simulated or measured.

#include <optional>
#include <string>
#include <vector>

#include "apps/neuron/firing.h"
#include "data/lab_file.h"

namespace hysteron::apps {

/// What a neuron must reach, at one drive.
struct NeuronTarget {
  double rate = 1e6, drive = 1.5, energy = 25e-15;  // 1/s, V, J a spike behind the load
};

struct NeuronFigures {
  std::string name, title;
  bool measured = false;  // as spike trains: then its figures have a spread
  std::vector<Firing> runs;
  std::optional<metrics::Reduction> reduction;
  std::optional<metrics::FiringCurve> curve;
  std::size_t best = 0;  // the run of least energy at a drive and a rate within the target, or without, of all that fire
};

/// What follows from the runs, of which there is one at least.
NeuronFigures with_figures(NeuronFigures found);

/// Of all spike trains of a file, a run each; how often a drive fires is counted over its trains. Throws InputError
/// where a train has no drive voltage.
NeuronFigures measured_figures(const data::LabFile& lab, const std::string& file);

bool meets_target(const NeuronFigures& found);

/// Why the target is missed, in words; empty where it is met.
std::string in_the_way(const NeuronFigures& found);

struct NeuronLine {
  const char* id;
  double value;
  const char* unit;
  const char* definition;
};

/// None where no run fires.
std::vector<NeuronLine> lines_of(const NeuronFigures& found);

}  // namespace hysteron::apps
