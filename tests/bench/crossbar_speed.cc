// How long a linear read takes, set-up included.
//
//     hysteron_crossbar_speed PROBLEM R CURRENTS REPEATS
//
// PROBLEM holds N, N x N conductances [S] and N voltages as doubles, R is the resistance [ohm] of a
// segment of either line. Writes the currents out of the bit lines, prints the least and the median
// processor time [ms], iterations and residual. crossbar.py runs this beside badcrossbar.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <vector>

#include "libmodel/array/reader.h"

using namespace hysteron;

namespace {

double milliseconds() { return 1e3 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }  // of the processor

void read(std::ifstream& in, double* to, Eigen::Index count) {
  in.read(reinterpret_cast<char*>(to), static_cast<std::streamsize>(count * sizeof(double)));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  std::ifstream in(argv[1], std::ios::binary);
  double size = 0.0;
  read(in, &size, 1);
  const auto n = static_cast<Eigen::Index>(size);
  Cells cells(n, n);
  Eigen::VectorXd voltage(n);
  read(in, cells.data(), n * n);
  read(in, voltage.data(), n);
  if (!in || n < 1) return 2;
  const double r = std::atof(argv[2]);

  const Crossbar array = driven_from_left(cells, r, r);
  const Ends sources = left_voltage(voltage, n);
  CrossbarReader reader(array);
  Reading reading;
  std::vector<double> times(std::max(1, std::atoi(argv[4])));
  for (double& time : times) {
    const double start = milliseconds();
    reader.assign(array);
    reading = reader.read(sources);
    time = milliseconds() - start;
  }
  std::sort(times.begin(), times.end());
  std::ofstream(argv[3], std::ios::binary)
      .write(reinterpret_cast<const char*>(reading.current.bottom.data()), static_cast<std::streamsize>(n * sizeof(double)));
  std::printf("%.6g %.6g %d %.3g\n", times.front(), times[times.size() / 2], reading.iterations, reading.residual);
  return reading.outcome == Outcome::solved ? 0 : 1;
}
