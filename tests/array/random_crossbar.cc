#include "tests/array/random_crossbar.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hysteron::array_tests {

using Eigen::Index;
using Eigen::VectorXd;

double Random::uniform(double lower, double upper) {
  return lower + (upper - lower) * static_cast<double>(bits_() >> 11) * 0x1p-53;
}
double Random::log_uniform(double lower, double upper) {
  return std::exp(uniform(std::log(lower), std::log(upper)));
}
bool Random::chance(double probability) { return uniform(0.0, 1.0) < probability; }
int Random::whole(int lower, int upper) { return lower + static_cast<int>(bits_() % (upper - lower + 1)); }

CellMatrix uniform_cells(Random& random, Index rows, Index columns, double lower, double upper) {
  return CellMatrix::NullaryExpr(rows, columns, [&](Index, Index) { return random.uniform(lower, upper); });
}

CellMatrix broken_cells(Random& random, Index rows, Index columns) {
  return CellMatrix::NullaryExpr(rows, columns, [&](Index, Index) {
    if (random.chance(0.1)) return 0.0;
    if (random.chance(0.02)) return 0.1;
    return random.log_uniform(1e-12, 1e-3);
  });
}

Ends random_terminals(Random& random, Index rows, Index columns) {
  const auto terminal = [&] {
    if (random.chance(0.4)) return 0.0;
    if (random.chance(0.3)) return std::numeric_limits<double>::infinity();
    return random.log_uniform(1e-5, 10.0);
  };
  Ends g = zero_ends(rows, columns);
  for (VectorXd* ends : {&g.left, &g.right, &g.top, &g.bottom})
    for (double& end : *ends) end = terminal();
  const auto soften = [](VectorXd& first, const VectorXd& last) {
    for (Index i = 0; i < first.size(); ++i)
      if (std::isinf(first[i]) && std::isinf(last[i])) first[i] = 0.3;
  };
  soften(g.left, g.right);
  soften(g.bottom, g.top);
  if (g.left[0] == 0.0 && g.right[0] == 0.0) g.left[0] = 0.01;
  return g;
}

Ends random_voltage(Random& random, Index rows, Index columns) {
  Ends v = zero_ends(rows, columns);
  for (VectorXd* ends : {&v.left, &v.right, &v.top, &v.bottom})
    for (double& end : *ends) end = random.uniform(-1.0, 1.0);
  return v;
}

double largest(const Ends& e) {
  return std::max({e.left.cwiseAbs().maxCoeff(), e.right.cwiseAbs().maxCoeff(), e.top.cwiseAbs().maxCoeff(),
                   e.bottom.cwiseAbs().maxCoeff()});
}

double largest_difference(const Ends& a, const Ends& b) {
  return largest({a.left - b.left, a.right - b.right, a.top - b.top, a.bottom - b.bottom});
}

}  // namespace hysteron::array_tests
