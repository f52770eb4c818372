#pragma once

// Which model need not obey which law, and why. A law tests that an exempted model breaks it, so
// that no row outlives its reason.

#include <algorithm>
#include <array>
#include <string_view>

namespace hysteron {

struct Exemption {
  std::string_view model, law, reason;
};

inline constexpr std::array exemptions = {
    Exemption{"vteam", "smooth", "ramp_power: at the threshold the derivative of order alpha jumps, as published"},
    Exemption{"ecram", "holds", "ions cross an unbiased interface until the channel is half full"},
    Exemption{"ferroelectric", "holds", "v_rest keeps the switching rate of a domain at rest above zero"},
    Exemption{"filament", "holds", "thermal hopping never stops"},
};

constexpr bool exempt(std::string_view model, std::string_view law) {
  return std::any_of(exemptions.begin(), exemptions.end(),
                     [&](const Exemption& e) { return e.model == model && e.law == law; });
}

}  // namespace hysteron
