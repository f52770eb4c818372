#include "libmodel/metrics/quantile_map.h"

#include <algorithm>

#include "libmodel/metrics/bounds.h"

namespace hysteron::metrics {

QuantileMap::QuantileMap(std::span<const Step> steps, int direction) {
  std::vector<Step> taken;
  std::ranges::copy_if(steps, std::back_inserter(taken), [&](const Step& s) { return s.direction == direction; });
  std::ranges::stable_sort(taken, {}, &Step::found);
  const std::size_t n = taken.size(), count = std::clamp<std::size_t>(n / 20, 1, 50);
  for (std::size_t b = 0; n > 0 && b < count; ++b) {
    Bin bin{0.0, 0.0, {}};
    const std::size_t first = b * n / count, end = (b + 1) * n / count;
    for (std::size_t k = first; k < end; ++k) {
      bin.found += taken[k].found / double(end - first), bin.mean += taken[k].change / double(end - first);
      bin.change.push_back(taken[k].change);
    }
    std::ranges::sort(bin.change);
    bins_.push_back(std::move(bin));
  }
}

double QuantileMap::between(double found, auto&& figure) const {
  if (bins_.empty()) return 0.0;
  const auto above = std::ranges::lower_bound(bins_, found, {}, &Bin::found);
  if (above == bins_.begin()) return figure(bins_.front());
  if (above == bins_.end()) return figure(bins_.back());
  const Bin &high = *above, &low = *(above - 1);
  const double share = (found - low.found) / (high.found - low.found);
  return (1.0 - share) * figure(low) + share * figure(high);
}

double QuantileMap::mean(double found) const {
  return between(found, [](const Bin& b) { return b.mean; });
}

double QuantileMap::quantile(double found, double p) const {
  return between(found, [&](const Bin& b) { return metrics::quantile(b.change, p); });
}

}  // namespace hysteron::metrics
