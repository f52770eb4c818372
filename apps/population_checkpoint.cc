#include "apps/population_checkpoint.h"

#include <cmath>
#include <cstdlib>
#include <string>

#include "libmodel/error.h"

namespace hysteron::apps {
namespace {

using fitters::MemberFit;

std::vector<double> numbers_of(const MemberFit& m) {
  std::vector<double> x{double(m.describes), m.write_noise, m.read_noise};
  x.insert(x.end(), m.coordinate.begin(), m.coordinate.end());
  x.insert(x.end(), m.observation.value.begin(), m.observation.value.end());
  const Eigen::MatrixXd& c = m.observation.covariance;
  x.insert(x.end(), c.data(), c.data() + c.size());
  return x;
}

// 3 + 2 p + p^2 numbers for p parameters; 0 where there is no such p.
Eigen::Index parameters_of(std::size_t numbers) {
  const double p = std::sqrt(double(numbers) - 2.0) - 1.0;
  return numbers > 3 && p == std::floor(p) ? Eigen::Index(p) : 0;
}

MemberFit member_of(const std::vector<double>& x, Eigen::Index p) {
  MemberFit m{{Eigen::VectorXd(p), Eigen::MatrixXd(p, p)}, {}, x[1], x[2], x[0] != 0.0};
  m.coordinate.assign(x.begin() + 3, x.begin() + 3 + p);
  m.observation.value = Eigen::VectorXd::Map(x.data() + 3 + p, p);
  m.observation.covariance = Eigen::MatrixXd::Map(x.data() + 3 + 2 * p, p, p);
  return m;
}

}  // namespace

Done done_of(const fitters::MemberFits& members) {
  Done done;
  for (const auto& [place, m] : members) done[std::to_string(place)] = numbers_of(m);
  return done;
}

fitters::MemberFits fits_of(const Done& done, const std::string& name, std::size_t members) {
  fitters::MemberFits all;
  for (const auto& [key, numbers] : done) {
    char* end = nullptr;
    const unsigned long long place = std::strtoull(key.c_str(), &end, 10);
    const Eigen::Index p = parameters_of(numbers.size());
    if (*end != '\0' || key.empty() || p == 0 || place >= members || (!all.empty() && p != all.begin()->second.observation.value.size())) {
      throw InputError(name + ": " + key + ": is no member of this checkpoint; remove the file to start anew");
    }
    all[place] = member_of(numbers, p);
  }
  return all;
}

}  // namespace hysteron::apps
