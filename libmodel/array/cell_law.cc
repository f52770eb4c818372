#include "libmodel/array/cell_law.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hysteron {
namespace {

using Eigen::Index;

struct Series {
  CellLaw first, second;
  CellMatrix share;  // of the voltage, across the first

  // The voltages across the first between `low` and `high`, where its current crosses the second's.
  void operator()(const CellMatrix& voltage, CellMatrix& current, CellMatrix& slope) {
    const Index rows = voltage.rows(), columns = voltage.cols();
    if (share.rows() != rows || share.cols() != columns) share.setConstant(rows, columns, 0.5);
    CellMatrix low = voltage.cwiseMin(0.0), high = voltage.cwiseMax(0.0), across = voltage.cwiseProduct(share), rest;
    CellMatrix second_current(rows, columns), second_slope(rows, columns);
    constexpr int most = 200;
    for (int iteration = 0; iteration < most; ++iteration) {
      first(across, current, slope);
      rest = voltage - across;
      second(rest, second_current, second_slope);
      if (settled(voltage, low, high, across, current, slope, second_current, second_slope)) break;
    }
    for (Index k = 0; k < voltage.size(); ++k) {
      if (voltage(k) != 0.0) share(k) = across(k) / voltage(k);
      const double both = slope(k) + second_slope(k);
      slope(k) = both > 0.0 ? slope(k) * second_slope(k) / both : 0.0;
    }
  }

  // One safeguarded Newton step of every cell; true where none moved but for rounding.
  static bool settled(const CellMatrix& voltage, CellMatrix& low, CellMatrix& high, CellMatrix& across,
                      const CellMatrix& current, const CellMatrix& slope, const CellMatrix& second_current,
                      const CellMatrix& second_slope) {
    bool all = true;
    for (Index k = 0; k < across.size(); ++k) {
      const double excess = current(k) - second_current(k), at = across(k);
      if (excess == 0.0) continue;
      (excess > 0.0 ? high(k) : low(k)) = at;
      double next = at - excess / (slope(k) + second_slope(k));
      if (!(next > low(k) && next < high(k))) next = 0.5 * (low(k) + high(k));
      if (std::abs(next - at) > 1e-15 * std::abs(voltage(k))) all = false, across(k) = next;
    }
    return all;
  }
};

}  // namespace

CellLaw ohmic(CellMatrix conductance) {
  return [g = std::move(conductance)](const CellMatrix& voltage, CellMatrix& current, CellMatrix& slope) {
    current = g.cwiseProduct(voltage);
    slope = g;
  };
}

CellLaw in_series(CellLaw first, CellLaw second) { return Series{std::move(first), std::move(second), {}}; }

}  // namespace hysteron
