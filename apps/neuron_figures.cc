#include "apps/neuron_figures.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "apps/report/page.h"
#include "libmodel/error.h"
#include "libmodel/metrics/bounds.h"

namespace hysteron::apps {
namespace {

bool within(const Firing& run, const NeuronTarget& target) {
  return run.fires() && std::abs(run.drive) < target.drive && run.train.rate > target.rate;
}

}  // namespace

NeuronFigures with_figures(NeuronFigures found) {
  std::vector<double> drive, rate, threshold, reset;
  for (const Firing& run : found.runs) {
    if (!run.fires()) continue;
    drive.push_back(run.drive);
    rate.push_back(run.train.rate);
    threshold.push_back(run.threshold);
    reset.push_back(run.hold);
  }
  found.reduction = metrics::reduced(drive, rate, metrics::mean_interval(threshold).value, metrics::mean_interval(reset).value);
  const auto order = [](const Firing& a, const Firing& b) {
    const auto rank = [](const Firing& run) {
      const double without_trace = 1e300, without_spike = 1e301;
      const double energy = std::isfinite(run.energy_node) ? run.energy_node : without_trace;
      return std::pair(!within(run, {}), run.fires() ? energy : without_spike);
    };
    return rank(a) < rank(b);
  };
  found.best = static_cast<std::size_t>(std::min_element(found.runs.begin(), found.runs.end(), order) - found.runs.begin());
  return found;
}

NeuronFigures measured_figures(const data::LabFile& lab, const std::string& file) {
  NeuronFigures found{.name = "spike_trains", .title = std::to_string(lab.spike_trains.size()) + " measured", .measured = true};
  if (!lab.sample.name.empty()) found.title += " at " + lab.sample.name;
  std::map<double, std::pair<double, double>> counts;  // of each drive: fired, tried
  for (const auto& train : lab.spike_trains) {
    if (!std::isfinite(train.drive_voltage)) throw InputError(file + ": " + train.id + ": drive_voltage is missing: rates are told over voltages");
    found.runs.push_back(measured_firing(train));
    auto& [fired, tried] = counts[train.drive_voltage];
    fired += train.size() > 0, tried += 1.0;
  }
  std::stable_sort(found.runs.begin(), found.runs.end(), [](const Firing& a, const Firing& b) { return a.drive < b.drive; });
  std::vector<double> drive, fired, tried;
  for (const auto& [v, count] : counts) drive.push_back(v), fired.push_back(count.first), tried.push_back(count.second);
  found.curve = metrics::firing_curve(drive, fired, tried);
  return with_figures(std::move(found));
}

bool meets_target(const NeuronFigures& found) {
  const Firing& best = found.runs[found.best];
  return within(best, {}) && best.energy_node < NeuronTarget{}.energy;
}

std::vector<NeuronLine> lines_of(const NeuronFigures& found) {
  const auto fires = [](const Firing& run) { return run.fires(); };
  const auto first = std::find_if(found.runs.begin(), found.runs.end(), fires);
  if (first == found.runs.end()) return {};
  const auto last = std::find_if(found.runs.rbegin(), found.runs.rend(), fires);
  const auto fastest = std::max_element(found.runs.begin(), found.runs.end(), [](const Firing& a, const Firing& b) {
    return (a.fires() ? a.train.rate : 0.0) < (b.fires() ? b.train.rate : 0.0);
  });
  const Firing& best = found.runs[found.best];
  std::vector<NeuronLine> lines = {
      {"NEURON.window.low", first->drive, "V", "lowest drive tried that fires: the rheobase"},
      {"NEURON.window.high", last->drive, "V", "highest drive tried that fires"},
      {"NEURON.rate.max", fastest->train.rate, "Hz", "largest sustained rate over the drives"},
      {"NEURON.gain", last->drive > first->drive ? (last->train.rate - first->train.rate) / (last->drive - first->drive) : std::nan(""),
       "Hz/V", "mean slope of the rate over the window"},
      {"NEURON.drive", best.drive, "V", "where the figures below are taken: least energy within the target, else of all"},
      {"NEURON.rate", best.train.rate, "Hz", "1 / mean interval"},
      {"NEURON.v_th", best.threshold, "V", "highest membrane voltage of the sustained train"},
      {"NEURON.v_hold", best.hold, "V", "lowest membrane voltage of it"},
      {"NEURON.energy.node", best.energy_node, "J", "per spike, device and capacitor"},
      {"NEURON.energy.total", best.energy_total, "J", "per spike, with the load"}};
  const auto fall = metrics::mean_interval(best.turns.fall);
  if (std::isfinite(fall.value)) lines.push_back({"NEURON.fall", fall.value, "s", "from the top of the membrane to its bottom, in which it is deaf"});
  if (found.measured) {
    lines.push_back({"NEURON.jitter", best.train.jitter, "1", "standard deviation of the intervals over their mean"});
    if (best.turns.top.size() > 1) {
      lines.push_back({"NEURON.v_th.sd", metrics::deviation_interval(best.turns.top).value, "V", "standard deviation of the tops, spike to spike"});
      lines.push_back({"NEURON.v_hold.sd", metrics::deviation_interval(best.turns.bottom).value, "V", "of the bottoms"});
    }
  }
  if (found.curve) {
    lines.push_back({"NEURON.p_half", found.curve->half, "V", "drive at which half of the trains fire"});
    lines.push_back({"NEURON.p_width", found.curve->width, "V", "of 1 / (1 + exp(-(drive - p_half) / p_width)), the greatest likelihood"});
  }
  if (found.reduction) {
    const auto& r = *found.reduction;
    lines.insert(lines.end(), {{"LIF.tau", r.neuron.tau, "s", "of the leaky integrate-and-fire neuron nearest to the rates"},
                               {"LIF.t_ref", r.neuron.t_ref, "s", "its refractory time"},
                               {"LIF.threshold", r.neuron.threshold, "V", "mean of v_th over the drives"},
                               {"LIF.reset", r.neuron.reset, "V", "mean of v_hold"},
                               {"LIF.gain", r.neuron.gain, "1", "R / (R + load)"},
                               {"LIF.rms", r.rms, "1", "rms relative error of its rates"},
                               {"LIF.worst", r.worst, "1", "largest"}});
    const double gain = r.neuron.gain;
    if (best.load > 0.0 && gain < 1.0) {
      lines.push_back({"LIF.R", best.load * gain / (1.0 - gain), "ohm", "leak, of the gain and the load"});
      lines.push_back({"LIF.C", r.neuron.tau / (best.load * gain), "F", "tau over R and the load in parallel"});
    }
  }
  return lines;
}

std::string in_the_way(const NeuronFigures& found) {
  constexpr NeuronTarget target;
  const Firing& best = found.runs[found.best];
  if (!best.fires()) return "no drive tried makes it fire";
  std::string text;
  const auto add = [&](const std::string& what) { text += (text.empty() ? "" : "; ") + what; };
  if (std::abs(best.drive) >= target.drive) add("needs " + report::with_unit(best.drive, "V"));
  if (best.train.rate <= target.rate) add("fires at " + report::with_unit(best.train.rate, "Hz"));
  if (std::isnan(best.energy_node)) add("no trace tells its energy");
  if (best.energy_node >= target.energy) add("takes " + report::with_unit(best.energy_node, "J") + " a spike");
  return text;
}

}  // namespace hysteron::apps
