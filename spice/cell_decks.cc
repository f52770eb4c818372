#include "spice/cell_decks.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "libmodel/metrics/neuron.h"
#include "spice/description.h"
#include "spice/equations.h"

namespace hysteron::spice {
namespace {

constexpr const char* driven = "a run under the voltage found across the device";

std::string first_line(const Circuit& c, const std::string& title) { return "* " + c.name + ": " + title + ". " + written_by() + "\n"; }

// Written, read, erased, read, and the middle of each.
struct Steps {
  std::vector<double> middle;  // s
  Drive drive;
};

// The sources of a step from the voltage across the cell.
Steps steps(const Circuit& c, const std::vector<double>& voltage, auto&& sources) {
  const double edge = 0.01 * c.period, width = 0.1 * c.period;
  Steps s;
  s.drive.to(0.0, sources(0.0));
  for (const double v : voltage) {
    s.drive.ramp(edge, sources(0.0));
    s.drive.ramp(edge, sources(v));
    s.drive.ramp(width, sources(v));
    s.middle.push_back(s.drive.time - 0.5 * width);
    s.drive.ramp(edge, sources(0.0));
  }
  return s;
}

// The same steps across the device alone move it about as much.
Experiment about(const Circuit& c) {
  Experiment e = undriven(c);
  const auto alone = steps(c, {c.ports[0].up, 0.1 * c.ports[0].up, c.ports[0].down, 0.1 * c.ports[0].up}, [](double v) { return std::vector{v}; });
  e.ports = alone.drive.sources;
  return e;
}

// The deck of a cell whose bit line is driven by the source vbl, with its device between bl and `inner`.
Deck cell_deck(const Circuit& c, Form form, const std::string& name, const std::string& lines, const std::string& inner, const Steps& cell) {
  const std::string stem = file_stem(name, form);
  Deck d{.name = stem, .text = {}, .native = driven, .devices = {{undriven(c), stem + ".txt"}}, .measures = {}};
  std::vector<Quantity> all{{"current", "-i(vbl)", 1, 0}};
  const auto states = state_quantities(c, form);
  all.insert(all.end(), states.begin(), states.end());
  d.text = lines + measured_run(d, all, cell.middle, cell.drive.time, points(c, about(c), cell.drive.time),
                                {"v(bl)", "v(" + inner + ")"}, {{"bl", inner}});
  return d;
}

double largest_voltage(const Circuit& c) { return std::max(std::abs(c.ports[0].up), std::abs(c.ports[0].down)); }

}  // namespace

Deck transistor_deck(const Circuit& c, Form form) {
  constexpr double threshold = 0.5;
  const double most = largest_voltage(c), overdrive = 2.2 * most;
  const double word = threshold + overdrive, gain = 10.0 * cycle_figures(c).current / (most * overdrive);
  const Branch& port = c.ports[0];
  const auto sources = [](double v) { return std::vector{v > 0.0 ? v : 0.0, v < 0.0 ? -v : 0.0}; };  // bit line, source line
  const Steps cell = steps(c, {1.1 * port.up, 0.1 * port.up, 1.1 * port.down, 0.1 * port.up}, sources);
  std::ostringstream out;
  out << first_line(c, "one transistor, one device") << "* The word line is boosted: at the erasure the transistor is a follower of it.\n"
      << model_lines(c, form) << ".model access nmos(level=1 vto=" << plain(threshold) << " kp=" << plain(gain) << " lambda=0.02)\n"
      << "Vwl wl 0 " << plain(word) << "\nVbl bl 0 " << pwl(cell.drive.sources[0]) << "\nVsl sl 0 " << pwl(cell.drive.sources[1]) << "\n"
      << instance(c, form, "1", " bl drain") << "M1 drain wl sl 0 access w=1u l=1u\n";
  return cell_deck(c, form, "transistor", out.str(), "drain", cell);
}

Deck selector_deck(const Circuit& c, Form form) {
  constexpr double thermal = 0.025865, folds = 12.0;  // V at 27 degrees; e-folds of current over the selector's share
  const Branch& port = c.ports[0];
  const double share = 0.3 * port.up;
  const auto with_share = [&](double v) { return v + (v > 0.0 ? share : -share); };
  const Steps cell = steps(c, {with_share(port.up), with_share(0.1 * port.up), with_share(port.down), with_share(0.1 * port.up)},
                           [](double v) { return std::vector{v}; });
  std::ostringstream out;
  out << first_line(c, "one selector, one device") << model_lines(c, form) << ".model selector d(is=" << plain(cycle_figures(c).current * std::exp(-folds))
      << " n=" << plain(share / (folds * thermal)) << ")\nVbl bl 0 " << pwl(cell.drive.sources[0]) << "\n"
      << instance(c, form, "1", " bl inner") << "D1 inner 0 selector\nD2 0 inner selector\n";
  return cell_deck(c, form, "selector", out.str(), "inner", cell);
}

std::optional<Deck> oscillator_deck(const Circuit& c, Form form) {
  const std::string partner = c.name + "_oscillator";
  if (std::find(names().begin(), names().end(), partner) == names().end()) return {};
  std::map<std::string, double> own;
  for (const Field& f : c.parameters) own[f.name] = f.value;
  const Circuit whole = with_values(circuit(partner), own);
  const auto value = [&](const char* name) {
    return std::find_if(whole.parameters.begin(), whole.parameters.end(), [&](const Field& f) { return f.name == name; })->value;
  };
  const double source = 0.92 * whole.ports[0].up, end = 4.0 * whole.period;
  Experiment experiment = undriven(whole);
  experiment.ports = {{{0.0}, {source}}};
  std::vector<double> time, node;
  for (int k = 0; k <= 40000; ++k) time.push_back(end * k / 40000.0);
  for (const auto& row : native(partner).follow(experiment, time)) node.push_back(row[2]);
  if (node.size() != time.size()) return {};
  const double peak = *std::max_element(node.begin() + std::ptrdiff_t(node.size() / 2), node.end());
  const auto spikes = metrics::spike_times(time, node, 0.7 * peak, 0.6 * peak);
  constexpr std::size_t first = 3, last = 8;  // falls, counted from 1
  if (spikes.size() < last) return {};
  const double period = spikes[last - 1] - spikes[first - 1];

  Deck d{.name = file_stem("oscillator", form), .text = {}, .native = "a run of " + partner, .devices = {},
         .measures = {{"five_periods", 0.0, 0, 0}, {"peak", 0.0, 0, 1}},
         .expected = {{period, period, period}, {peak, peak, peak}}};
  const std::string level = " v(m) val=" + plain(0.6 * peak) + " fall=", step = plain(end / 40000.0);
  std::ostringstream out;
  out << first_line(c, "a relaxation oscillator") << model_lines(c, form) << "V1 source 0 " << plain(source) << "\nRload source m " << plain(value("r_l"))
      << "\nRleak m 0 " << plain(value("r_leak")) << "\nCp m 0 " << plain(value("c_p")) << "\n"
      << instance(c, form, "1", " m 0") << ".options reltol=1e-6 abstol=1e-15 chgtol=1e-20 trtol=1 itl4=100\n.save v(m) i(v1)\n.control\nset num_threads=1\ntran "
      << step << " " << plain(end) << " 0 " << step << " uic\nmeas tran five_periods trig" << level << first << " targ" << level << last
      << "\nmeas tran peak max v(m) from=" << plain(0.5 * end) << "\nrusage traniter tranpoints rejected\n.endc\n.end\n";
  d.text = out.str();
  return d;
}

}  // namespace hysteron::spice
