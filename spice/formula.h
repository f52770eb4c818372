#pragma once

// A model's recorded equations as a person writes them: infix, with the functions of
// libmodel/scalar/math.h recognised and written by their names.
//
//     condition:  a < b ? yes : no                      from loosest to tightest:
//     sum:        a + b, a - b                          ? :    < >    + -    * /    -a    ^
//     product:    a * b, a / b
//     power:      a^b, which is exp(b ln(a)); a a .. a where b is a whole number written out
//     call:       exp(a), ln(a), overdrive(u, a), ...
//
// Operators of a kind group from the left, powers from the right. Brackets stand where these rules
// need them and nowhere else, so a text read back computes exactly what was recorded.

#include <string>
#include <vector>

#include "spice/circuit.h"

namespace hysteron::spice {

struct Formula {
  enum Kind { quantity, current, charge, rate, diffusion, event, white, flicker };
  Kind kind;
  std::string name;     // resistance, t1, i, q_g, dx/dt, diffusion(x), white(i)
  std::string text;     // over names that stand before it, ports, states, parameters and constants
  std::string unit;     // SI, "1" if dimensionless
  std::string meaning;  // one line, no full stop; empty for steps that are only shared (t1, t2, ..)
  Expr recorded;
};

/// A function of the vocabulary that formulas call.
struct Function {
  std::string call;     // "overdrive(u, a)"
  std::string meaning;  // one line, no full stop
};

struct Formulas {
  std::vector<Formula> all;         // each after those it makes use of
  std::vector<Function> functions;  // those that occur
};

/// The equations of a circuit over its ports' voltages, states (v, x: not nodes) and parameters. What
/// is nothing (a charge of 0) is left out.
Formulas formulas(const Circuit& circuit);

}  // namespace hysteron::spice
