#include "apps/report/array_read.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hysteron::report {
namespace {

// SplitMix64 (S. Vigna, public domain) as a hash of (seed, cell, draw): a number in (0, 1).
double uniform(std::uint64_t seed, std::uint64_t cell, std::uint64_t draw) {
  std::uint64_t z = seed * 0x9e3779b97f4a7c15u + (2 * cell + draw + 1) * 0xbf58476d1ce4e5b9u;
  for (int round = 0; round < 2; ++round) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    z ^= z >> 31;
  }
  return (double(z >> 11) + 0.5) * 0x1p-53;
}

double normal(std::uint64_t seed, std::uint64_t cell) {
  const double radius = std::sqrt(-2.0 * std::log(uniform(seed, cell, 0)));
  return radius * std::cos(2.0 * std::numbers::pi * uniform(seed, cell, 1));
}

}  // namespace

ArrayRead read_array(double low, double high, const ArrayOptions& o) {
  ArrayRead out;
  out.target.resize(o.size, o.size);
  out.actual.resize(o.size, o.size);
  const double sigma = std::sqrt(std::log1p(o.spread * o.spread));
  for (int i = 0; i < o.size; ++i) {
    for (int j = 0; j < o.size; ++j) {
      const auto cell = std::uint64_t(i) * std::uint64_t(o.size) + std::uint64_t(j);
      out.target(i, j) = low + (high - low) * uniform(o.seed ^ 0x5deece66du, cell, 0);
      out.actual(i, j) = out.target(i, j) * std::exp(sigma * normal(o.seed, cell) - 0.5 * sigma * sigma);
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
