#include "data/segments.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "libmodel/error.h"

namespace hysteron::data {
namespace {

double median(std::vector<double> x) {
  const auto middle = x.begin() + std::ptrdiff_t(x.size() / 2);
  std::nth_element(x.begin(), middle, x.end());
  return *middle;
}

/// Where |v - rest| crosses `level` between samples k and k + 1 [s].
double crossing(const Waveform& w, std::size_t k, double rest, double level) {
  const double a = std::abs(w.voltage[k] - rest), b = std::abs(w.voltage[k + 1] - rest);
  return a == b ? w.time[k] : w.time[k] + (level - a) / (b - a) * (w.time[k + 1] - w.time[k]);
}

/// The samples from `first` to `last` are off the rest.
Segment segment(const Waveform& w, double rest, std::size_t first, std::size_t last) {
  const auto height = [&](std::size_t k) { return std::abs(w.voltage[k] - rest); };
  double peak = 0.0;
  for (std::size_t k = first; k <= last; ++k) peak = std::max(peak, height(k));
  std::vector<double> top;
  for (std::size_t k = first; k <= last; ++k) {
    if (height(k) >= 0.9 * peak) top.push_back(w.voltage[k]);
  }
  Segment s{};
  s.voltage = median(top);
  const double plateau = std::abs(s.voltage - rest);
  const auto rises = [&](double share) {
    std::size_t k = first > 0 ? first - 1 : 0;
    while (k + 1 < last && height(k + 1) < share * plateau) ++k;
    return crossing(w, k, rest, share * plateau);
  };
  const auto falls = [&](double share) {
    std::size_t k = std::min(last, w.size() - 2);
    while (k > first && height(k) < share * plateau) --k;
    return crossing(w, k, rest, share * plateau);
  };
  s.rise = std::max(0.0, 1.25 * (rises(0.9) - rises(0.1)));
  s.fall = std::max(0.0, 1.25 * (falls(0.1) - falls(0.9)));
  s.start = rises(0.5);
  const double from = rises(0.9), to = falls(0.9);
  s.width = std::max(to - from, 0.0);
  double sum = 0.0, squares = 0.0, n = 0.0;
  for (std::size_t k = first; k <= last; ++k) {
    if (w.time[k] < from + 0.25 * s.width || w.time[k] > to - 0.25 * s.width || std::isnan(w.current[k])) continue;
    sum += w.current[k], squares += w.current[k] * w.current[k], n += 1.0;
  }
  s.current = n > 0.0 ? sum / n : unknown;
  s.current_std = n > 1.0 ? std::sqrt(std::max(0.0, squares / n - s.current * s.current)) : unknown;
  return s;
}

void add(PulseTrain& t, const Segment& s, bool pulse) {
  t.time.push_back(s.start);
  t.voltage.push_back(pulse ? s.voltage : 0.0);
  t.pulse_width.push_back(pulse ? s.width : 0.0);
  t.rise_time.push_back(pulse ? s.rise : 0.0);
  t.fall_time.push_back(pulse ? s.fall : 0.0);
  t.delay.push_back(0.0);
  t.read_voltage.push_back(pulse ? unknown : s.voltage);
  t.read_width.push_back(pulse ? unknown : s.width);
  t.read_current.push_back(pulse ? unknown : s.current);
  t.read_current_std.push_back(pulse ? unknown : s.current_std);
  t.op_type.push_back(pulse ? PulseTrain::pulse : PulseTrain::read);
}

void read_after(PulseTrain& t, const Segment& s, double end_of_pulse) {
  t.delay.back() = std::max(0.0, s.start - end_of_pulse);
  t.read_voltage.back() = s.voltage;
  t.read_width.back() = s.width;
  t.read_current.back() = s.current;
  t.read_current_std.back() = s.current_std;
  t.op_type.back() = PulseTrain::pulse_read;
}

}  // namespace

std::vector<Segment> segments(const Waveform& w) {
  std::vector<Segment> all;
  if (w.size() < 2) return all;
  const double rest = median(w.voltage);
  double largest = 0.0;
  for (double v : w.voltage) largest = std::max(largest, std::abs(v - rest));
  if (largest == 0.0) return all;
  const auto off = [&](std::size_t k) { return std::abs(w.voltage[k] - rest) > 0.05 * largest; };
  for (std::size_t k = 0; k < w.size(); ++k) {
    if (!off(k)) continue;
    const std::size_t first = k;
    const bool up = w.voltage[k] > rest;
    while (k + 1 < w.size() && off(k + 1) && (w.voltage[k + 1] > rest) == up) ++k;
    if (k > first) all.push_back(segment(w, rest, first, k));  // a single sample is a glitch
  }
  return all;
}

PulseTrain pulses_of(const Waveform& w) {
  const std::vector<Segment> all = segments(w);
  if (all.empty()) throw InputError(fmt::format("{}: holds no pulse: the voltage never leaves its rest for two samples", w.title));
  double largest = 0.0;
  for (const Segment& s : all) largest = std::max(largest, std::abs(s.voltage));
  PulseTrain t;
  t.title = w.title;
  t.r_series = w.r_series;
  t.compliance = w.compliance;
  double end_of_pulse = unknown;  // not a number: the last one has its read
  for (const Segment& s : all) {
    const bool pulse = std::abs(s.voltage) >= 0.5 * largest;
    if (pulse || std::isnan(end_of_pulse)) add(t, s, pulse);
    else read_after(t, s, end_of_pulse);
    end_of_pulse = pulse ? s.start + s.width + 0.5 * (s.rise + s.fall) : unknown;
  }
  return t;
}

}  // namespace hysteron::data
