#pragma once

// What the writers tell a reader beside the equations.

#include <set>
#include <string>
#include <vector>

#include "spice/circuit.h"
#include "spice/equations.h"

namespace hysteron::spice {

struct Description {
  std::string meaning;  // one line, no full stop
  std::string unit;     // SI, "1" if dimensionless
};

/// Of each step of the equations printed from these expressions. A port's voltage and a state have
/// the meaning of their field, another quantity the words of its name.
std::vector<Description> descriptions(const Circuit& circuit, const std::vector<Expr>& expressions, const Equations& eq);

/// The circuit's parameters that are not among the inputs, "a, b"; empty if all are.
std::string unused(const Circuit& circuit, const std::set<std::string>& inputs);

/// The lines that lead a text, without a mark of comment: what the model is, its equations and sources in words,
/// where its values are from, the licence of the text.
std::vector<std::string> heading(const Circuit& circuit);

/// "Written by hysteron VERSION; ..."
std::string written_by();

}  // namespace hysteron::spice
