#include "libmodel/metrics/binomial_bound.h"

#include <boost/math/special_functions/beta.hpp>

namespace hysteron {

double lower_bound(std::int64_t successes, std::int64_t trials, double confidence) {
  if (successes <= 0) return 0.0;
  const auto k = static_cast<double>(successes), n = static_cast<double>(trials);
  return boost::math::ibeta_inv(k, n - k + 1.0, 1.0 - confidence);
}

double upper_bound(std::int64_t successes, std::int64_t trials, double confidence) {
  return 1.0 - lower_bound(trials - successes, trials, confidence);
}

}  // namespace hysteron
