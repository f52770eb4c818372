#include "libmodel/population.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "libmodel/coordinate.h"
#include "libmodel/error.h"
#include "libmodel/sim/random.h"

namespace hysteron {
namespace {

using Eigen::Index;

// Apart from the numbers that a run of a device draws from the same seed.
constexpr std::uint32_t between_devices = 0x80000000u, between_kinds = 0xc0000000u;

// Rounding of an eigenvalue of a correlation matrix, and what a file or a fit may add to it.
constexpr double negligible = 1e-9;

struct Principal {
  std::vector<Index> varied;      // places of the parameters with a variance
  Eigen::VectorXd deviation;      // of each of them
  Eigen::VectorXd variance;       // of the correlation along each direction, ascending
  Eigen::MatrixXd direction;      // columns, of unit length
};

Principal principal(const DevicePopulation& p) {
  const Index n = Index(p.parameters.size());
  const auto covariance = [&](Index i, Index j) { return p.covariance[std::size_t(i * n + j)]; };
  Principal out;
  for (Index i = 0; i < n; ++i) {
    if (covariance(i, i) > 0.0) out.varied.push_back(i);
  }
  const Index m = Index(out.varied.size());
  out.deviation.resize(m);
  for (Index i = 0; i < m; ++i) out.deviation[i] = std::sqrt(covariance(out.varied[i], out.varied[i]));
  Eigen::MatrixXd correlation(m, m);
  for (Index i = 0; i < m; ++i) {
    for (Index j = 0; j < m; ++j) correlation(i, j) = covariance(out.varied[i], out.varied[j]) / (out.deviation[i] * out.deviation[j]);
  }
  if (m == 0) return out;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(correlation);
  out.variance = eigen.eigenvalues();
  out.direction = eigen.eigenvectors();
  return out;
}

[[noreturn]] void refuse(const std::string& name, const std::string& what) { throw InputError(name + what); }

}  // namespace

void check(const DevicePopulation& p, const std::string& name) {
  const std::size_t n = p.parameters.size();
  if (p.covariance.size() != n * n) refuse(name, "/covariance has " + std::to_string(p.covariance.size()) + " values: must be " + std::to_string(n) + " x " + std::to_string(n));
  for (const Varied& v : p.parameters) {
    if (!std::isfinite(v.mean)) refuse(name, "/mean of " + v.name + ": must be finite");
    if (!(v.lower <= v.upper)) refuse(name, "/bounds of " + v.name + ": must ascend");
  }
  for (std::size_t i = 0; i < n; ++i) {
    const double variance = p.covariance[i * n + i];
    if (!(variance >= 0.0) || std::isinf(variance)) refuse(name, "/covariance: the variance of " + p.parameters[i].name + " must be finite and >= 0");
    for (std::size_t j = 0; j < i; ++j) {
      const double there = p.covariance[i * n + j], back = p.covariance[j * n + i], most = std::sqrt(variance * p.covariance[j * n + j]);
      if (!(std::abs(there - back) <= negligible * most) || !(std::abs(there) <= (1.0 + negligible) * most)) {
        refuse(name, "/covariance of " + p.parameters[i].name + " and " + p.parameters[j].name + ": must be symmetric and within their deviations");
      }
    }
  }
  const Principal axes = principal(p);
  if (!axes.varied.empty() && axes.variance[0] < -negligible) refuse(name, "/covariance: a combination of parameters has a negative variance");
  double whole = 0.0;
  for (std::size_t k = 0; k < p.kinds.size(); ++k) {
    const std::string place = name + "/kind " + std::to_string(k + 1);
    if (p.kinds[k].mean.size() != n) refuse(place, "/mean has " + std::to_string(p.kinds[k].mean.size()) + " values: must be " + std::to_string(n));
    if (!(p.kinds[k].weight > 0.0)) refuse(place, "/weight: must be > 0");
    whole += p.kinds[k].weight;
  }
  if (!p.kinds.empty() && !(std::abs(whole - 1.0) < 1e-6)) refuse(name, "/weight of the kinds: must add up to 1");
  if (p.kinds.empty()) return;
  for (const DevicePopulation& kind : kinds_of(p)) check(kind, name + "/kind");
}

std::vector<DevicePopulation> kinds_of(const DevicePopulation& p) {
  if (p.kinds.empty()) return {p};
  std::vector<DevicePopulation> all;
  for (const Kind& kind : p.kinds) {
    DevicePopulation& one = all.emplace_back(DevicePopulation{p.model, p.parameters, kind.covariance});
    for (std::size_t j = 0; j < kind.mean.size(); ++j) one.parameters[j].mean = kind.mean[j];
  }
  return all;
}

std::vector<std::vector<double>> principal_directions(const DevicePopulation& p) {
  const Principal axes = principal(p);
  std::vector<std::vector<double>> directions;
  for (Index k = Index(axes.varied.size()) - 1; k >= 0; --k) {
    Eigen::VectorXd step = std::sqrt(std::max(0.0, axes.variance[k])) * axes.direction.col(k);
    Index lead = 0;
    step.cwiseAbs().maxCoeff(&lead);
    if (step[lead] < 0.0) step = -step;
    std::vector<double> whole(p.parameters.size(), 0.0);
    for (Index i = 0; i < step.size(); ++i) whole[std::size_t(axes.varied[i])] = axes.deviation[i] * step[i];
    directions.push_back(std::move(whole));
  }
  return directions;
}

std::vector<double> device_at(const DevicePopulation& p, std::span<const std::vector<double>> directions, std::span<const double> deviations) {
  std::vector<double> values;
  for (std::size_t j = 0; j < p.parameters.size(); ++j) {
    const Varied& v = p.parameters[j];
    double z = v.mean;
    for (std::size_t k = 0; k < std::min(directions.size(), deviations.size()); ++k) z += deviations[k] * directions[k][j];
    values.push_back(std::clamp(decode(v.scale, z), v.lower, v.upper));
  }
  return values;
}

DeviceSampler::DeviceSampler(const DevicePopulation& p) : kinds_(kinds_of(p)) {
  for (const Kind& kind : p.kinds) weight_.push_back(kind.weight);
  for (const DevicePopulation& kind : kinds_) directions_.push_back(principal_directions(kind));
}

std::vector<double> DeviceSampler::draw(std::uint64_t seed, std::uint32_t number) const {
  std::size_t kind = 0;
  double left = weight_.empty() ? 0.0 : Uniforms({.seed = seed, .instance = number, .channel = between_kinds}).next();
  while (kind + 1 < weight_.size() && left >= weight_[kind]) left -= weight_[kind++];
  std::vector<double> deviations;
  for (std::uint32_t k = 0; k < directions_[kind].size(); ++k) deviations.push_back(normal({.seed = seed, .instance = number, .channel = between_devices + k}));
  return device_at(kinds_[kind], directions_[kind], deviations);
}

std::vector<double> draw(const DevicePopulation& p, std::uint64_t seed, std::uint32_t number) { return DeviceSampler(p).draw(seed, number); }

}  // namespace hysteron
