#include "libmodel/array/drive.h"

#include <algorithm>
#include <string>

#include "libmodel/error.h"

namespace hysteron {
namespace {

using Eigen::Index;

Ends between(const Ends& a, const Ends& b, double part) {
  const auto mix = [&](const Eigen::VectorXd& x, const Eigen::VectorXd& y) { return Eigen::VectorXd(x + part * (y - x)); };
  return {mix(a.left, b.left), mix(a.right, b.right), mix(a.top, b.top), mix(a.bottom, b.bottom)};
}

}  // namespace

Ends Drive::at(double t) const {
  const auto after = std::upper_bound(time.begin(), time.end(), t);
  if (after == time.end()) return voltage.back();
  if (after == time.begin()) return voltage.front();
  const auto k = after - time.begin();
  return between(voltage[k - 1], voltage[k], (t - time[k - 1]) / (time[k] - time[k - 1]));
}

void check(const Drive& drive, Index rows, Index columns) {
  if (drive.time.size() != drive.voltage.size() || drive.time.size() < 2 || drive.time.front() != 0.0)
    throw InputError("a drive must have two times or more, from 0 s, and voltages at each");
  for (std::size_t k = 1; k < drive.time.size(); ++k)
    if (!(drive.time[k] > drive.time[k - 1]))
      throw InputError("time[" + std::to_string(k) + "] = " + std::to_string(drive.time[k]) + " s: must be after the time before");
  for (const Ends& voltage : drive.voltage) check_voltage(voltage, rows, columns);
}

Ends select_cells(Index rows, Index row, const std::vector<char>& columns, double volts, Scheme scheme) {
  const double word = scheme == Scheme::half ? volts / 2.0 : volts / 3.0, bit = scheme == Scheme::half ? volts / 2.0 : 2.0 * volts / 3.0;
  Ends out = zero_ends(rows, static_cast<Index>(columns.size()));
  out.left.setConstant(word);
  out.left[row] = volts;
  for (std::size_t j = 0; j < columns.size(); ++j) out.bottom[static_cast<Index>(j)] = columns[j] ? 0.0 : bit;
  out.right = out.left, out.top = out.bottom;
  return out;
}

std::vector<char> only_column(Index columns, Index column) {
  std::vector<char> out(static_cast<std::size_t>(columns));
  out[static_cast<std::size_t>(column)] = 1;
  return out;
}

Drive pulse(const Ends& level, const PulseShape& shape) {
  const Ends rest = zero_ends(level.left.size(), level.top.size());
  return {.time = {0.0, shape.edge, shape.edge + shape.width, 2.0 * shape.edge + shape.width}, .voltage = {rest, level, level, rest}};
}

Drive then(Drive first, const Drive& next) {
  const double start = first.duration();
  for (std::size_t k = 1; k < next.time.size(); ++k) {
    first.time.push_back(start + next.time[k]);
    first.voltage.push_back(next.voltage[k]);
  }
  return first;
}

}  // namespace hysteron
