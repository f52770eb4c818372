#include "apps/report/step_plot.h"

#include <cmath>

#include "apps/report/plot.h"
#include "apps/report/ramps.h"
#include "libmodel/metrics/step_map.h"

namespace hysteron::report {

std::optional<Figure> step_plot(const data::PulseTrain& train, std::span<const double> conductance) {
  if (!is_of_one_amplitude(train)) return {};
  const auto [g, direction] = sequence_of(train, conductance);
  const metrics::StepMap map = metrics::step_map(g, direction);
  std::vector<Series> all;
  for (const int sign : {+1, -1}) {
    const auto& parabola = sign > 0 ? map.up : map.down;
    if (std::isnan(parabola.deviation)) continue;
    std::vector<double> found, change, middle, smooth;
    for (std::size_t k = 0; k < direction.size(); ++k) {
      if (direction[k] == sign) found.push_back(1e6 * map.course[k]), change.push_back(1e6 * (g[k + 1] - g[k]));
    }
    for (int k = 0; k <= 40; ++k) {
      const double y = 0.1 + 0.02 * k;
      middle.push_back(1e6 * (map.low + y * (map.high - map.low)));
      smooth.push_back(1e6 * parabola.at(y));
    }
    const int colour = sign > 0 ? 0 : 1;
    all.push_back(series(sign > 0 ? "up" : "down", found, change, Series::points, colour));
    all.push_back(series("", middle, smooth, Series::line, 6));
  }
  if (all.empty()) return {};
  return Figure{plot({.title = "Step against conductance", .x = "conductance found [uS]", .y = "step [uS]"}, all),
                "Lines: the steps smoothed over the middle 80 % of the range, from which LIN.map, SYM.map and SP are."};
}

}  // namespace hysteron::report
