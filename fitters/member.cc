#include "fitters/member.h"

#include <algorithm>
#include <cmath>

#include "fitters/statistics.h"
#include "libmodel/coordinate.h"

namespace hysteron::fitters {
namespace {

const double nan = std::nan("");

std::vector<double> relative_misses(const FitResult& r) {
  std::vector<double> misses;
  for (const TraceFit& t : r.traces) {
    for (std::size_t k = 0; k < t.measured.size(); ++k) {
      if (t.unit == "S" && t.measured[k] > 0.0) misses.push_back(t.response[k] / t.measured[k] - 1.0);
    }
  }
  return misses;
}

}  // namespace

FitOptions options_of_member(const FitResult& pooled, const std::vector<std::string>& varied, const FitOptions& asked) {
  FitOptions options = asked;
  options.free = varied;
  for (const Estimate& e : pooled.estimates) {
    if (e.trace.empty() && e.role != Role::given) options.set.insert({e.name, e.value});
  }
  options.starts = 1;
  options.threads = 1;
  options.progress = {};
  return options;
}

MemberFit member_fit(const FitResult& r, const std::vector<std::string>& varied) {
  const Eigen::Index p = Eigen::Index(varied.size());
  MemberFit out{{Eigen::VectorXd::Constant(p, nan), Eigen::MatrixXd::Constant(p, p, nan)}, {}, nan, nan, r.describes()};
  std::vector<Eigen::Index> row;  // of the covariance; -1: not estimated
  std::vector<double> rate;
  for (const std::string& name : varied) {
    const Estimate& e = r.at(name);
    const auto at = std::ranges::find(r.correlated, name);
    row.push_back(at == r.correlated.end() ? -1 : at - r.correlated.begin());
    rate.push_back(slope(e.scale, e.value));
    out.coordinate.push_back(encode(e.scale, e.value));
  }
  for (Eigen::Index i = 0; i < p; ++i) {
    if (row[i] < 0 || !std::isfinite(r.covariance(row[i], row[i]))) continue;
    out.observation.value[i] = out.coordinate[i];
    for (Eigen::Index j = 0; j < p; ++j) {
      if (row[j] >= 0) out.observation.covariance(i, j) = r.covariance(row[i], row[j]) / (rate[i] * rate[j]);
    }
  }
  const NoiseSplit noise = noise_split(relative_misses(r));
  out.write_noise = noise.write, out.read_noise = noise.read;
  return out;
}

}  // namespace hysteron::fitters
