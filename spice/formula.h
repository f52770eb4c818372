#pragma once

// A model's recorded equations as a person writes them: infix, with the functions of
// libmodel/scalar/math.h recognised and written by their names.
//
//     choice:   a < b ? yes : no, with > too; `no` may be a choice again       loosest
//     sum:      a + b, a - b                                                       |
//     product:  a * b, a / b, the first factor with a minus or without             |
//     power:    a^b; a a .. a where b is a whole number, else exp(b ln(a))         |
//     atom:     name, number, exp(a), ln(a), overdrive(u, a) .., (choice)      tightest
//
// Sums and products group from the left. Brackets stand where this needs them and nowhere else, so
// that a text read back computes what was recorded, digit for digit.

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
  std::string meaning;  // one line, no full stop; empty where the name says it and for t1, t2, ..
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

/// The equations of a circuit over its ports' voltages, states (v, x: not nodes) and parameters.
/// What is nothing (a charge of 0) is left out.
Formulas formulas(const Circuit& circuit);

}  // namespace hysteron::spice
