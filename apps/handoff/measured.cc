#include "apps/handoff/measured.h"

#include <algorithm>
#include <cmath>

namespace hysteron::handoff {
namespace {

double median(std::vector<double> v) {
  const auto middle = v.begin() + std::ptrdiff_t(v.size() / 2);
  std::nth_element(v.begin(), middle, v.end());
  return *middle;
}

struct Runs {
  std::vector<double> voltage, width;  // of every pulse
  std::vector<double> length;          // of every run of three and more
};

bool is_pulse(const data::PulseTrain& train, std::size_t k) {
  return train.voltage[k] != 0.0 && (train.op_type.empty() || train.op_type[k] != data::PulseTrain::read);
}

Runs runs_of(const data::PulseTrain& train, int sign) {
  Runs runs;
  double length = 0.0;
  const auto ends = [&] {
    if (length >= 3.0) runs.length.push_back(length);
    length = 0.0;
  };
  for (std::size_t k = 0; k < train.size(); ++k) {
    if (!is_pulse(train, k)) continue;
    if (train.voltage[k] * sign < 0.0) {
      ends();
      continue;
    }
    runs.voltage.push_back(train.voltage[k]);
    runs.width.push_back(train.pulse_width[k]);
    ++length;
  }
  ends();
  return runs;
}

double first_of(const std::vector<double>& column, double otherwise) {
  return column.empty() || !std::isfinite(column.front()) ? otherwise : column.front();
}

}  // namespace

std::optional<Scheme> scheme_of(const data::PulseTrain& train) {
  const Runs up = runs_of(train, 1), down = runs_of(train, -1);
  if (up.length.empty() || down.length.empty()) return std::nullopt;
  Scheme s{.up = median(up.voltage), .down = median(down.voltage), .width_up = median(up.width), .width_down = median(down.width)};
  s.number_up = int(median(up.length));
  s.number_down = int(median(down.length));
  s.edge = first_of(train.rise_time, 0.0);
  s.delay = first_of(train.delay, 0.0);
  s.read = median(train.read_voltage);
  s.read_width = first_of(train.read_width, s.width_up);
  return s;
}

}  // namespace hysteron::handoff
