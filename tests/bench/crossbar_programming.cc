// How long one write pulse of a whole array takes, and the same array for ngspice.
//
//     hysteron_programming_speed N DECK [TOLERANCE]
//
// N x N cells of tests/array/switching_cells.h, segments of 1 ohm, x = 0.1, one pulse of 2 V and 1 us on the cell in
// the middle, V/2. Writes the deck with steps of at most 10 ns, prints the median processor time [ms] of 5 runs,
// steps, rejected steps, Newton and linear iterations, residual and the final x of four cells.
// crossbar_programming.py runs both.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <vector>

#include "tests/array/switching_cells.h"

using namespace hysteron;
using namespace hysteron::array_tests;

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) return 2;
  const Eigen::Index n = std::atoi(argv[1]);
  const double tolerance = argc == 4 ? std::atof(argv[3]) : TransientOptions{}.tolerance;
  const SwitchingArray problem{.size = n, .resistance = 1.0, .start = 0.1, .row = n / 2, .column = n / 2, .volts = 2.0,
                               .shape = {.width = 900e-9, .edge = 50e-9}};
  std::ofstream(argv[2]) << problem.deck(10e-9, "klu");
  std::vector<double> times;
  WriteLog log(problem.transient());
  std::array<double, 4> x{};
  for (int k = 0; k < 5; ++k) {
    const std::clock_t start = std::clock();
    ArrayTransient array = problem.transient();
    log = write_train(array, problem.row, problem.column, problem.volts, 1, problem.writing(tolerance));
    times.push_back(1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    x = problem.watched(array.states()[0]);
  }
  std::sort(times.begin(), times.end());
  const TransientResult& r = log.total;
  std::printf("%.6g %d %d %d %d %.3g %.10f %.10f %.10f %.10f\n", times[times.size() / 2], r.steps, r.rejected, r.newton_iterations,
              r.linear_iterations, r.residual, x[0], x[1], x[2], x[3]);
  return r.outcome == Outcome::solved ? 0 : 1;
}
