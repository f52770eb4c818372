// How long the operating point of an array of sinh cells takes, and the same array for ngspice.
//
//     hysteron_operating_point_speed N R DECK
//
// N x N cells of I = G sinh(4 V) / 4, G from 1 to 10 uS, segments of R ohm, word lines at 0 to 1 V. Writes
// the deck, prints the median processor time [ms] of 11 runs from 0 V, Newton and linear iterations, the
// residual and the voltages of the last row's bit line nodes [V]. crossbar_operating_point.py runs both.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include "libmodel/array/operating_point.h"
#include "libmodel/array/reader.h"
#include "libmodel/sim/random.h"

using namespace hysteron;
using Eigen::Index;

namespace {

double drawn(Index i, Index j) { return uniform({.seed = 7, .instance = static_cast<std::uint32_t>(i), .step = static_cast<std::uint32_t>(j)}); }

std::string node(const char* line, Index i, Index j) { return line + std::to_string(i) + "_" + std::to_string(j); }

void write_deck(const char* path, const CellMatrix& g, const Eigen::VectorXd& voltage, double r) {
  std::ofstream deck(path);
  deck.precision(17);
  const Index n = g.rows();
  deck << "* sinh cells\n.options klu reltol=1e-9 abstol=1e-15 vntol=1e-12\n";
  for (Index i = 0; i < n; ++i) deck << "vw" << i << " s" << i << " 0 " << voltage[i] << "\n";
  for (Index j = 0; j < n; ++j) deck << "vb" << j << " " << node("b", n, j) << " 0 0\n";
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) {
      const std::string at = std::to_string(i) + "_" + std::to_string(j), w = node("w", i, j), b = node("b", i, j);
      deck << "rw" << at << " " << (j == 0 ? "s" + std::to_string(i) : node("w", i, j - 1)) << " " << w << " " << r << "\n";
      deck << "rb" << at << " " << b << " " << node("b", i + 1, j) << " " << r << "\n";
      deck << "bc" << at << " " << w << " " << b << " i=" << g(i, j) << "*sinh(4*v(" << w << "," << b << "))/4\n";
    }
  deck << ".control\nset numdgt=16\nset wr_singlescale\nop\nwrdata out.txt";
  for (Index j = 0; j < n; ++j) deck << " v(" << node("b", n - 1, j) << ")";
  deck << "\nquit\n.endc\n.end\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const Index n = std::atoi(argv[1]);
  const double r = std::atof(argv[2]);
  const CellMatrix g = CellMatrix::NullaryExpr(n, n, [](Index i, Index j) { return 1e-6 + 9e-6 * drawn(i, j); });
  const Eigen::VectorXd voltage = Eigen::VectorXd::NullaryExpr(n, [&](Index i) { return drawn(i, n); });
  write_deck(argv[3], g, voltage, r);
  const CellLaw law = [&g](const CellMatrix& v, CellMatrix& current, CellMatrix& slope) {
    slope = (4.0 * v.array()).exp();
    current = g.array() * (slope.array() - slope.array().inverse()) / 8.0;
    slope = g.array() * (slope.array() + slope.array().inverse()) / 2.0;
  };
  OperatingPoint point;
  CellMatrix bit;
  std::vector<double> times;
  for (int k = 0; k < 11; ++k) {
    const std::clock_t start = std::clock();
    OperatingPointSolver solver(driven_from_left(CellMatrix::Zero(n, n), r, r));
    point = solver.solve(law, left_voltage(voltage, n));
    times.push_back(1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    bit = solver.bit_voltage();
  }
  std::sort(times.begin(), times.end());
  std::printf("%.6g %d %d %.3g", times[times.size() / 2], point.newton_iterations, point.linear_iterations, point.residual);
  for (Index j = 0; j < n; ++j) std::printf(" %.17g", bit(n - 1, j));
  std::printf("\n");
  return point.outcome == Outcome::solved ? 0 : 1;
}
