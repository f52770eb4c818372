#include "libmodel/metrics/magnetic.h"

#include <cmath>

namespace hysteron::metrics {

double tunnel_magnetoresistance(double antiparallel, double parallel) { return (antiparallel - parallel) / parallel; }

double resistance_area(double parallel, double area) { return parallel * area; }

double flip_time(double delta, double tau_0) { return tau_0 * std::exp(delta); }

double flip_probability(double t, double delta, double tau_0) { return -std::expm1(-t / flip_time(delta, tau_0)); }

double switching_probability(double t, double current_ratio, double delta, double b, double tau_0) {
  return flip_probability(t, delta * std::pow(1.0 - current_ratio, b), tau_0);
}

double stability(double probability, double t, double current_ratio, double b, double tau_0) {
  return std::log(-t / tau_0 / std::log1p(-probability)) / std::pow(1.0 - current_ratio, b);
}

double write_error(double probability) { return 1.0 - probability; }

}  // namespace hysteron::metrics
