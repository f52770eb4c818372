#include "libmodel/metrics/distributions.h"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace hysteron::metrics {
namespace {

using namespace boost::math;
using Double = policies::policy<policies::promote_double<false>>;  // long double only costs time here

}  // namespace

double normal_quantile(double p) { return quantile(normal_distribution<double, Double>(), p); }

double student_quantile(double p, double degrees) { return quantile(students_t_distribution<double, Double>(degrees), p); }

double chi_squared_quantile(double p, double degrees) { return quantile(chi_squared_distribution<double, Double>(degrees), p); }

double beta_quantile(double p, double a, double b) { return quantile(beta_distribution<double, Double>(a, b), p); }

double more_heads(double n, double k) { return cdf(complement(binomial_distribution<double, Double>(n, 0.5), k)); }

}  // namespace hysteron::metrics
