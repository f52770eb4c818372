#include "libmodel/metrics/distributions.h"

#include <doctest/doctest.h>

using namespace hysteron::metrics;

TEST_CASE("quantiles are those of the tables") {
  CHECK(normal_quantile(0.975) == doctest::Approx(1.959964).epsilon(1e-6));
  CHECK(student_quantile(0.975, 1.0) == doctest::Approx(12.7062).epsilon(1e-5));
  CHECK(student_quantile(0.975, 10.0) == doctest::Approx(2.228139).epsilon(1e-6));
  CHECK(chi_squared_quantile(0.95, 1.0) == doctest::Approx(3.841459).epsilon(1e-6));
  CHECK(beta_quantile(0.5, 1.0, 2.0) == doctest::Approx(0.2928932));  // 1 - sqrt(1/2)
  CHECK(more_heads(4.0, 2.0) == doctest::Approx(5.0 / 16.0));
}
