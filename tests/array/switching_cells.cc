#include "tests/array/switching_cells.h"

#include <sstream>

#include "libmodel/array/reader.h"

namespace hysteron::array_tests {
namespace {

using Eigen::Index;

constexpr double k = 10.0, v0 = 0.15, low = 1e-6, high = 1e-4;

std::string node(const char* line, Index i, Index j) { return line + std::to_string(i) + "_" + std::to_string(j); }

}  // namespace

CellMotion switching_cells(double start) {
  const auto answer = [](const CellMatrix& v, const CellStates& x, CellAnswer& to) {
    const CellMatrix up = (3.0 * v.array()).exp(), down = up.cwiseInverse();
    const auto g = low + high * x[0].array();
    to.current = g * (up - down).array() / 6.0, to.slope = g * (up + down).array() / 2.0;
    if (to.rate.empty()) return;
    const CellMatrix quick = (v.array() / v0).exp(), slow = quick.cwiseInverse();
    const CellMatrix room = (v.array() > 0.0).select(1.0 - x[0].array(), x[0].array());
    to.rate[0] = 0.5 * k * (quick - slow).cwiseProduct(room), to.rate_by_voltage[0] = 0.5 * k / v0 * (quick + slow).cwiseProduct(room);
    to.current_by_state[0] = high / 6.0 * (up - down), to.rate_by_state[0] = -0.5 * k * (quick - slow).cwiseAbs();
  };
  return {.states = {{"x", "1", start, 0.0, 1.0, Scale::linear, "switched fraction"}}, .answer = answer};
}

ArrayTransient SwitchingArray::transient() const {
  return ArrayTransient(driven_from_left(CellMatrix::Zero(size, size), resistance, resistance), switching_cells(start));
}

std::array<double, 4> SwitchingArray::watched(const CellMatrix& x) const { return {x(row, column), x(row, 0), x(0, column), x(0, 0)}; }

std::string SwitchingArray::deck(double step, const std::string& options) const {
  std::ostringstream out;
  out.precision(17);
  out << "* cells that switch\n.options " << options << "\n";
  const double end = 2.0 * shape.edge + shape.width;
  const auto source = [&](const char* name, Index at, const std::string& where, double v) {
    out << name << at << " " << where << " 0 pwl(0 0 " << shape.edge << " " << v << " " << shape.edge + shape.width << " " << v << " " << end << " 0)\n";
  };
  for (Index i = 0; i < size; ++i) source("vw", i, "s" + std::to_string(i), i == row ? volts : volts / 2.0);
  for (Index j = 0; j < size; ++j) source("vb", j, node("b", size, j), j == column ? 0.0 : volts / 2.0);
  for (Index i = 0; i < size; ++i)
    for (Index j = 0; j < size; ++j) {
      const std::string at = std::to_string(i) + "_" + std::to_string(j), w = node("w", i, j), b = node("b", i, j), x = node("x", i, j);
      const std::string v = "v(" + w + "," + b + ")";
      out << "rw" << at << " " << (j == 0 ? "s" + std::to_string(i) : node("w", i, j - 1)) << " " << w << " " << resistance << "\n";
      out << "rb" << at << " " << b << " " << node("b", i + 1, j) << " " << resistance << "\n";
      out << "bc" << at << " " << w << " " << b << " i=(" << low << "+" << high << "*v(" << x << "))*sinh(3*" << v << ")/3\n";
      out << "cx" << at << " " << x << " 0 1e-6 ic=" << start << "\n";
      out << "bx" << at << " 0 " << x << " i=1e-6*" << k << "*sinh(" << v << "/" << v0 << ")*(" << v << ">0?1-v(" << x << "):v(" << x << "))\n";
    }
  out << ".control\nset numdgt=16\nset wr_singlescale\ntran " << step << " " << end << " 0 " << step << " uic\nwrdata out.txt v(" << node("x", row, column)
      << ") v(" << node("x", row, 0) << ") v(" << node("x", 0, column) << ") v(x0_0)\nquit\n.endc\n.end\n";
  return out.str();
}

}  // namespace hysteron::array_tests
