#include "apps/handoff/level_pairs.h"

#include <fmt/format.h>

#include "apps/handoff/text.h"

namespace hysteron::handoff {
namespace {

const char* const form = R"(LEVELS = np.array(@levels@)  # S
DEVIATION = np.array(@deviation@)  # S, of the pulse that reaches each


def program(conductance, generator):
    """The nearest level to each, as it turns out."""
    k = np.abs(conductance[..., None] - LEVELS).argmin(axis=-1)
    noise = 0.0 if generator is None else DEVIATION[k] * generator.standard_normal(k.shape)
    return LEVELS[k] + noise


def pairs(weight, generator):
    """The weights as pairs of devices have them, and what weight a S is; the largest is the whole range."""
    largest = np.abs(weight).max()
    if largest == 0.0:
        return weight, 0.0
    scale = largest / (LEVELS[-1] - LEVELS[0])
    plus = program(LEVELS[0] + np.maximum(weight, 0.0) / scale, generator)
    minus = program(LEVELS[0] + np.maximum(-weight, 0.0) / scale, generator)
    return scale * (plus - minus), scale
)";

}  // namespace

std::string level_pairs(const Levels& l) { return filled(form, {{"levels", list(l.mean)}, {"deviation", list(l.deviation)}}); }

std::vector<std::string> lost_by_levels(const Levels& l) {
  return {fmt::format("{} levels: a weight is off by at most {:.2g} % of the largest", l.mean.size(), 100.0 * (0.5 + l.inl) / double(l.mean.size() - 1)),
          "read noise, decay at rest"};
}

}  // namespace hysteron::handoff
