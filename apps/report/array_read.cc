#include "apps/report/array_read.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "libmodel/sim/random.h"

namespace hysteron::report {
namespace {

// What is drawn for a cell.
enum Channel : std::uint32_t { level, spread };

}  // namespace

ArrayRead read_array(double low, double high, const ArrayOptions& o) {
  ArrayRead out;
  out.target.resize(o.size, o.size);
  out.actual.resize(o.size, o.size);
  const double sigma = std::sqrt(std::log1p(o.spread * o.spread));
  for (int i = 0; i < o.size; ++i) {
    for (int j = 0; j < o.size; ++j) {
      const auto cell = std::uint32_t(i * o.size + j);
      out.target(i, j) = low + (high - low) * uniform({.seed = o.seed, .instance = cell, .channel = level});
      out.actual(i, j) = out.target(i, j) * std::exp(sigma * normal({.seed = o.seed, .instance = cell, .channel = spread}) - 0.5 * sigma * sigma);
    }
  }
  const Eigen::VectorXd voltage = Eigen::VectorXd::Constant(o.size, o.read_voltage);
  out.read = read_columns(out.actual, voltage, o.line, o.line);
  const Eigen::ArrayXd loss = 1.0 - out.read.real.array() / out.read.ideal.array();
  out.worst_loss = loss.abs().maxCoeff();
  out.mean_loss = loss.mean();
  return out;
}

}  // namespace hysteron::report
