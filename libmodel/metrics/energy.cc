#include "libmodel/metrics/energy.h"

#include "libmodel/metrics/metric.h"

namespace hysteron::metrics {

double static_energy(double v, double g, double t, double line) { return v * v * (g * t + line); }

double transient_energy(std::span<const double> time, std::span<const double> voltage, std::span<const double> current) {
  if (time.size() < 2 || voltage.size() != time.size() || current.size() != time.size()) return not_shown;
  double sum = 0.0;
  for (std::size_t k = 1; k < time.size(); ++k) {
    sum += 0.5 * (time[k] - time[k - 1]) * (voltage[k] * current[k] + voltage[k - 1] * current[k - 1]);
  }
  return sum;
}

double switching_energy(double two_pr, double area, double voltage, double capacitance) {
  return two_pr * area * voltage + capacitance * voltage * voltage;
}

double tops_per_watt(const Product& p) {
  const double operations = 2.0 * p.rows * p.columns;
  const double energy = p.rows * p.columns * p.cell + (p.rows + p.columns) * p.interface + p.columns * p.activity * p.neuron;
  return 1e-12 * operations / energy;
}

}  // namespace hysteron::metrics
