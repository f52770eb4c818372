#include "spice/description.h"

#include <algorithm>
#include <sstream>

#include "spice/page.h"
#include "spice/units.h"

namespace hysteron::spice {
namespace {

std::map<std::string, Unit> input_units(const Circuit& circuit) {
  std::map<std::string, Unit> of{{"temperature", unit("K")}};
  for (const Field& f : circuit.parameters) of[f.name] = unit(f.unit);
  for (const Field& f : circuit.constants) of[f.name] = unit(f.unit);
  for (const auto& t : circuit.terminals) of[potential(t).node()->name] = unit("V");
  for (const StateNode& s : circuit.states) of[potential(s.node).node()->name] = unit(s.field.unit);
  return of;
}

std::string words(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

}  // namespace

std::vector<Description> descriptions(const Circuit& circuit, const std::vector<Expr>& expressions, const Equations& eq) {
  std::map<std::string, std::string> meaning;
  for (const Branch& b : circuit.ports) meaning[b.voltage.name] = b.voltage.meaning;
  for (const StateNode& s : circuit.states) meaning[s.name] = s.field.meaning;
  const auto unit_of = units(Graph(expressions), input_units(circuit));
  std::vector<Description> all;
  for (const Assignment& a : eq.steps) {
    const auto given = meaning.find(a.name);
    all.push_back({given == meaning.end() ? words(a.name) : given->second, text(unit_of[a.step].value_or(Unit{}))});
  }
  return all;
}

std::string unused(const Circuit& circuit, const std::set<std::string>& inputs) {
  std::string list;
  for (const Field& f : circuit.parameters) {
    if (!inputs.contains(f.name)) list += (list.empty() ? "" : ", ") + f.name;
  }
  return list;
}

std::vector<std::string> heading(const Circuit& circuit) {
  std::vector<std::string> lines{circuit.title + ".", "Model " + circuit.name + ". " + written_by(), ""};
  std::istringstream text{std::string(comment(circuit.name))};
  std::string line;
  while (std::getline(text, line) && !line.empty()) continue;  // the title
  while (std::getline(text, line)) lines.push_back(line);
  lines.push_back("");
  lines.insert(lines.end(), circuit.origin.begin(), circuit.origin.end());
  lines.push_back("Licence of this text: Apache-2.0, as of the program that wrote it.");
  return lines;
}

std::string written_by() { return "Written by hysteron " HYSTERON_VERSION "; to change it, export the model anew."; }

}  // namespace hysteron::spice
