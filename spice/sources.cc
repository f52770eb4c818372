#include "spice/sources.h"

#include <algorithm>

#include "spice/equations.h"

namespace hysteron::spice {

std::string nodes_at_sources(const Circuit& c) {
  std::string text;
  for (const std::string& t : c.terminals) {
    const bool driven = std::any_of(c.ports.begin(), c.ports.end(), [&](const Branch& b) { return b.plus == t; });
    text += " " + (driven ? t : std::string("0"));
  }
  return text;
}

std::string model_lines(const Circuit& c, Form form) {
  if (form == Form::subcircuit) return ".include " + c.name + ".sub\n";
  return ".control\npre_osdi " + c.name + ".osdi\n.endc\n.model device " + c.name + "\n";
}

std::string instance(const Circuit& c, Form form, const std::string& id, const std::string& nodes, const std::string& settings) {
  return (form == Form::osdi ? "N" : "X") + id + nodes + (form == Form::osdi ? " device" : " " + c.name) + settings + "\n";
}

std::string device_lines(const Circuit& c, Form form, const std::string& settings) {
  return model_lines(c, form) + instance(c, form, "1", nodes_at_sources(c), settings);
}

std::string pwl(const Ramps& ramps) {
  std::string text = "PWL(";
  for (std::size_t k = 0; k < ramps.time.size(); ++k) {
    text += (k == 0 ? "" : k % 4 == 0 ? "\n+ " : " ") + plain(ramps.time[k]) + " " + plain(ramps.voltage[k]);
  }
  return text + ")";
}

}  // namespace hysteron::spice
