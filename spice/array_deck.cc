#include "spice/array_deck.h"

#include <cmath>
#include <sstream>

namespace hysteron::spice {
namespace {

using Eigen::Index;

constexpr double least = 1e-6;  // ohm

std::string node(const char* line, Index i, Index j) { return line + std::to_string(i) + "_" + std::to_string(j); }

}  // namespace

std::string array_deck(const Crossbar& array, const Ends& voltage) {
  const Index rows = array.rows(), columns = array.columns();
  std::ostringstream out;
  out.precision(17);
  out << "* array of " << rows << " x " << columns << " cells, written by hysteron\n.options klu\n";
  const auto resistor = [&](const std::string& name, const std::string& a, const std::string& b, double ohm) {
    out << "r" << name << " " << a << " " << b << " " << (ohm > least ? ohm : least) << "\n";
  };
  const auto terminal = [&](const std::string& name, const std::string& at, double g, double volts) {
    if (!(g > 0.0)) return;
    out << "v" << name << " s" << name << " 0 " << volts << "\n";
    resistor(name, "s" + name, at, 1.0 / g);
  };
  for (Index i = 0; i < rows; ++i) {
    terminal("left" + std::to_string(i), node("w", i, 0), array.terminal.left[i], voltage.left[i]);
    terminal("right" + std::to_string(i), node("w", i, columns - 1), array.terminal.right[i], voltage.right[i]);
  }
  for (Index j = 0; j < columns; ++j) {
    terminal("top" + std::to_string(j), node("b", 0, j), array.terminal.top[j], voltage.top[j]);
    terminal("bottom" + std::to_string(j), node("b", rows - 1, j), array.terminal.bottom[j], voltage.bottom[j]);
  }
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < columns; ++j) {
      const std::string at = std::to_string(i) + "_" + std::to_string(j);
      if (j > 0) resistor("w" + at, node("w", i, j - 1), node("w", i, j), array.word_resistance);
      if (i > 0) resistor("b" + at, node("b", i - 1, j), node("b", i, j), array.bit_resistance);
      if (array.conductance(i, j) > 0.0) resistor("c" + at, node("w", i, j), node("b", i, j), 1.0 / array.conductance(i, j));
    }
  out << ".control\nset numdgt=16\nset wr_singlescale\nop\nwrdata bit_line_currents.txt";
  for (Index j = 0; j < columns; ++j)
    if (array.terminal.bottom[j] > 0.0) out << " i(vbottom" << j << ")";
  out << "\nquit\n.endc\n.end\n";
  return out.str();
}

}  // namespace hysteron::spice
