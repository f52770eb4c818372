// How long a linear read takes, set-up included.
//
//     hysteron_crossbar_speed PROBLEM R CURRENTS REPEATS [INPUTS]
//
// PROBLEM holds N, N x N conductances [S] and INPUTS (1) times N voltages as doubles, R is the resistance [ohm] of a
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

void write(const char* path, const double* from, Eigen::Index count) {
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(from), static_cast<std::streamsize>(count * static_cast<Eigen::Index>(sizeof(double))));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5 && argc != 6) return 2;
  std::ifstream in(argv[1], std::ios::binary);
  double size = 0.0;
  read(in, &size, 1);
  const auto n = static_cast<Eigen::Index>(size);
  CellMatrix cells(n, n);
  const Eigen::Index inputs = argc == 6 ? std::atoi(argv[5]) : 1;
  Eigen::MatrixXd voltages(n, inputs);
  read(in, cells.data(), n * n);
  read(in, voltages.data(), n * inputs);
  if (!in || n < 1) return 2;
  const double r = std::atof(argv[2]);

  const Crossbar array = driven_from_left(cells, r, r);
  if (inputs > 1) {
    const double start = milliseconds();
    const ColumnReads reads = read_batch(cells, voltages, r, r);
    const double time = milliseconds() - start;
    const Eigen::MatrixXd into = -reads.real;
    write(argv[3], into.data(), n * inputs);
    std::printf("%.6g %.6g %d %.3g\n", time, time, reads.reads, reads.residual);
    return reads.outcome == Outcome::solved ? 0 : 1;
  }
  const Ends sources = left_voltage(voltages.col(0), n);
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
  write(argv[3], reading.current.bottom.data(), n);
  std::printf("%.6g %.6g %d %.3g\n", times.front(), times[times.size() / 2], reading.iterations, reading.residual);
  return reading.outcome == Outcome::solved ? 0 : 1;
}
