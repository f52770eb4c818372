#include "apps/population_checkpoint.h"

#include <cmath>
#include <cstdlib>
#include <sstream>

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

std::string checkpoint_text(const std::string& what, const fitters::MemberFits& done) {
  std::ostringstream out;
  out << what << "\n" << std::hexfloat;
  for (const auto& [place, m] : done) {
    out << place;
    for (const double x : numbers_of(m)) out << "," << x;
    out << "\n";
  }
  return out.str();
}

fitters::MemberFits read_checkpoint(const std::string& text, const std::string& name, const std::string& what, std::size_t members) {
  fitters::MemberFits done;
  std::istringstream in(text);
  std::string line;
  std::getline(in, line);
  if (line != what) throw InputError(name + ": is of other measurements, options or version: must begin with \"" + what + "\"; remove it to start anew");
  for (std::size_t number = 2; std::getline(in, line); ++number) {
    std::vector<double> x;
    char* at = line.data();
    const unsigned long long place = std::strtoull(at, &at, 10);
    while (*at == ',') x.push_back(std::strtod(at + 1, &at));
    const Eigen::Index p = parameters_of(x.size());
    if (*at != '\0' || p == 0 || place >= members || (!done.empty() && p != done.begin()->second.observation.value.size())) {
      throw InputError(name + ": line " + std::to_string(number) + ": is no member of this checkpoint; remove the file to start anew");
    }
    done[place] = member_of(x, p);
  }
  return done;
}

}  // namespace hysteron::apps
