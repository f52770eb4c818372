#include "libmodel/array/selectors.h"

#include <cmath>
#include <utility>

#include "libmodel/scalar/tangent.h"

namespace hysteron {

using Eigen::Index;

CellLaw exponential_selector(double i_0, double v_0) {
  return [=](const CellMatrix& voltage, CellMatrix& current, CellMatrix& slope) {
    for (Index k = 0; k < voltage.size(); ++k) {
      const Tangent<double> u(voltage(k) / v_0, 1.0 / v_0), up = limited_exp(u), down = limited_exp(-u);
      const Tangent<double> i = 0.5 * i_0 * (up - down);
      current(k) = i.value, slope(k) = i.slope;
    }
  };
}

CellLaw access_transistor(const Transistor<double>& law, Eigen::VectorXd row_gate) {
  return [law, gate = std::move(row_gate)](const CellMatrix& voltage, CellMatrix& current, CellMatrix& slope) {
    for (Index i = 0; i < voltage.rows(); ++i) {
      const Transistor<Tangent<double>> row{law.i_0, law.v_t, law.n, law.v_thermal, gate[i]};
      for (Index j = 0; j < voltage.cols(); ++j) {
        const auto at = row.current({voltage(i, j), 1.0});
        current(i, j) = at.value, slope(i, j) = at.slope;
      }
    }
  };
}

}  // namespace hysteron
