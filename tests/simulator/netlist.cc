#include "tests/simulator/netlist.h"

#include <doctest/doctest.h>

#include <fstream>

#include "spice/equations.h"
#include "spice/osdi.h"
#include "spice/writers.h"

namespace hysteron {
namespace {

std::string text_of(const spice::Circuit& c, Form form, const Setup& setup) {
  std::string settings;
  for (std::size_t k = 0; k < setup.start.size(); ++k) settings += " " + c.states[k].initial + "=" + spice::plain(setup.start[k]);
  std::string text = "* " + c.name + "\n" + spice::device_lines(c, form, settings);
  for (std::size_t k = 0; k < c.ports.size(); ++k) {
    const bool behind = k == 0 && setup.series > 0.0;
    const std::string node = behind ? "source" : c.ports[k].plus;
    text += "V" + std::to_string(k) + " " + node + " 0 " + setup.sources[k] + "\n";
    if (behind) text += "R0 source " + c.ports[k].plus + " " + spice::plain(setup.series) + "\n";
  }
  const std::string vectors = setup.vectors.empty() ? saved(c, form) : setup.vectors;
  text += setup.lines + "\n.options reltol=1e-6 chgtol=1e-18 trtol=1 itl4=100\n";
  if (setup.vectors.empty()) text += ".save " + vectors + "\n";
  return text + ".control\nset num_threads=1\nset wr_singlescale\nset numdgt=15\n" + setup.analysis + "\nwrdata out.txt " + vectors +
         "\n.endc\n.end\n";
}

}  // namespace

std::string name_of(Form form) { return form == Form::osdi ? "OSDI" : "sub-circuit"; }

std::string saved(const spice::Circuit& c, Form form) {
  std::string vectors;
  for (std::size_t k = 0; k < c.ports.size(); ++k) vectors += " i(v" + std::to_string(k) + ")";
  for (const auto& s : c.states) vectors += form == Form::osdi ? " @n1[" + s.name + "]" : " v(x1." + s.name + ")";
  return vectors;
}

Netlist::Netlist(const spice::Circuit& circuit, Form form) : circuit_(circuit), form_(form) {
  std::ofstream out(workspace_.folder() / (circuit.name + (form == Form::osdi ? ".c" : ".sub")));
  if (form == Form::subcircuit) {
    spice::write_subcircuit(out, circuit);
    return;
  }
  spice::write_osdi_c(out, circuit);
  out.close();
  spice::compile_osdi(workspace_.folder(), circuit.name);
}

spice::Table Netlist::run(const Setup& setup, double limit, std::string& output) const {
  const spice::Run r = spice::run_ngspice(workspace_.folder(), text_of(circuit_, form_, setup), limit);
  output = r.output;
  if (!r.finished()) return {};
  return spice::read_table(workspace_.folder() / "out.txt");
}

void for_each_model(Form form, const std::function<void(const spice::Circuit&, const Netlist&)>& visit) {
  static const bool loads_osdi = spice::has_osdi();
  if (form == Form::osdi && !loads_osdi) {
    MESSAGE("skipped: this ngspice loads no OSDI models (it takes version 44, or 39 built with --enable-osdi)");
    return;
  }
  for (const auto& model : spice::names()) {
    SUBCASE(model.c_str()) {
      const spice::Circuit circuit = spice::circuit(model);
      visit(circuit, Netlist(circuit, form));
    }
  }
}

}  // namespace hysteron
