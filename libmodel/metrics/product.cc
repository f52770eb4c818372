#include "libmodel/metrics/product.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hysteron::metrics {

ProductQuality product_quality(std::span<const double> ideal, std::span<const double> real) {
  const std::size_t n = ideal.size();
  if (n < 2 || real.size() != n) return {};
  const auto mean = [n](std::span<const double> x) { return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(n); };
  const double x0 = mean(ideal), y0 = mean(real);
  double xx = 0.0, xy = 0.0, yy = 0.0, size = 0.0, missed = 0.0;
  for (std::size_t k = 0; k < n; ++k) {
    const double x = ideal[k] - x0, y = real[k] - y0, gap = real[k] - ideal[k];
    xx += x * x, xy += x * y, yy += y * y;
    size += ideal[k] * ideal[k], missed += gap * gap;
  }
  if (!(xx > 0.0)) return {};
  ProductQuality out{.error = 100.0 * std::sqrt(missed / size), .gain = xy / xx, .offset = y0 - xy / xx * x0};
  out.correlation = yy > 0.0 ? xy / std::sqrt(xx * yy) : 0.0;
  double noise = 0.0;
  for (std::size_t k = 0; k < n; ++k) noise += std::pow(real[k] - out.gain * ideal[k] - out.offset, 2);
  const auto [least, most] = std::minmax_element(ideal.begin(), ideal.end());
  const double range = std::abs(out.gain) * (*most - *least);
  out.bits = std::log2(range / std::sqrt(12.0 * noise / static_cast<double>(n)));
  return out;
}

RampQuality ramp_quality(std::span<const double> ideal, std::span<const double> real) {
  if (ideal.size() < 2 || real.size() != ideal.size() || ideal.front() == ideal.back() || real.front() == real.back()) return {};
  const double span = real.back() - real.front(), gain = span / (ideal.back() - ideal.front());
  const double bit = std::abs(span) / static_cast<double>(real.size() - 1);
  const auto off_the_line = [&](std::size_t k) { return real[k] - real.front() - gain * (ideal[k] - ideal.front()); };
  RampQuality out{.inl = 0.0, .dnl = 0.0};
  for (std::size_t k = 1; k < real.size(); ++k) {
    out.inl = std::max(out.inl, std::abs(off_the_line(k)) / bit);
    out.dnl = std::max(out.dnl, std::abs(off_the_line(k) - off_the_line(k - 1)) / bit);
  }
  return out;
}

double read_margin(double on_current, double off_current) { return (on_current - off_current) / on_current; }

}  // namespace hysteron::metrics
