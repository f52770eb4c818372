#include "apps/report/ramps.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace hysteron::report {
namespace {

using Ramp = std::vector<double>;

struct Found {
  std::vector<Ramp> up, down;
};

void keep(Found& found, const Ramp& ramp, int direction) {
  if (ramp.size() >= 4) (direction > 0 ? found.up : found.down).push_back(ramp);
}

Found find(const std::vector<int>& direction, std::span<const double> g) {
  Found found;
  Ramp ramp;
  int now = 0;
  double last = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t k = 0; k < g.size(); ++k) {
    if (!std::isfinite(g[k])) continue;
    if (direction[k] != 0) {
      if (direction[k] != now) {
        keep(found, ramp, now);
        now = direction[k];
        ramp.clear();
        if (std::isfinite(last)) ramp.push_back(last);
      }
      ramp.push_back(g[k]);
    }
    last = g[k];
  }
  keep(found, ramp, now);
  return found;
}

double at(const Ramp& ramp, double x) {
  const double place = x * double(ramp.size() - 1);
  const auto k = std::min<std::size_t>(std::size_t(place), ramp.size() - 2);
  return ramp[k] + (place - double(k)) * (ramp[k + 1] - ramp[k]);
}

// All of the median length: those of another are compared at like fractions.
std::vector<Ramp> of_one_length(const std::vector<Ramp>& ramps, bool& resampled) {
  std::vector<std::size_t> sizes;
  for (const Ramp& r : ramps) sizes.push_back(r.size());
  if (ramps.empty()) return {};
  std::nth_element(sizes.begin(), sizes.begin() + std::ptrdiff_t(sizes.size() / 2), sizes.end());
  const std::size_t size = sizes[sizes.size() / 2];
  std::vector<Ramp> out;
  for (const Ramp& r : ramps) {
    resampled = resampled || r.size() != size;
    Ramp& like = out.emplace_back(size);
    for (std::size_t k = 0; k < size; ++k) like[k] = at(r, double(k) / double(size - 1));
  }
  return out;
}

Ramp mean(const std::vector<Ramp>& ramps) {
  Ramp out(ramps.empty() ? 0 : ramps.front().size(), 0.0);
  for (const Ramp& r : ramps) {
    for (std::size_t k = 0; k < out.size(); ++k) out[k] += r[k] / double(ramps.size());
  }
  return out;
}

}  // namespace

std::vector<int> directions(const data::PulseTrain& train) {
  std::vector<int> out(train.size());
  for (std::size_t k = 0; k < out.size(); ++k) {
    const bool only_read = !train.op_type.empty() && train.op_type[k] == data::PulseTrain::read;
    const int sign = (train.voltage[k] > 0.0) - (train.voltage[k] < 0.0);
    out[k] = only_read || sign == 0 ? 0 : train.direction.empty() ? sign : train.direction[k];
  }
  return out;
}

std::vector<double> conductances(const data::PulseTrain& train) {
  std::vector<double> g(train.size());
  for (std::size_t k = 0; k < g.size(); ++k) g[k] = train.read_current[k] / train.read_voltage[k];
  return g;
}

Ramps mean_ramps(const data::PulseTrain& train, std::span<const double> conductance) {
  const Found found = find(directions(train), conductance);
  Ramps out{.ups = int(found.up.size()), .downs = int(found.down.size())};
  out.each_up = of_one_length(found.up, out.resampled);
  out.each_down = of_one_length(found.down, out.resampled);
  out.up = mean(out.each_up);
  out.down = mean(out.each_down);
  return out;
}

Sequence sequence_of(const data::PulseTrain& train, std::span<const double> conductance) {
  Sequence out;
  const auto all = directions(train);
  for (std::size_t k = 0; k < conductance.size(); ++k) {
    if (all[k] == 0 && !out.g.empty()) continue;  // a read alone changes nothing: the first one is where it begins
    if (!out.g.empty()) out.direction.push_back(all[k]);
    out.g.push_back(conductance[k]);
  }
  return out;
}

bool is_of_one_amplitude(const data::PulseTrain& train) {
  std::set<double> size;
  for (double v : train.voltage) {
    if (v != 0.0) size.insert(std::round(1e6 * v));
  }
  return size.size() <= 2;
}

}  // namespace hysteron::report
