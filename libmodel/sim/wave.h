#pragma once

// What a port is driven with over one smooth stretch of time.

#include <cmath>
#include <numbers>

namespace hysteron {

/// level + slope t + amplitude sin(2 pi frequency t + phase), t from the start of the stretch.
struct Wave {
  double level = 0.0;      // V
  double slope = 0.0;      // V/s
  double amplitude = 0.0;  // V
  double frequency = 0.0;  // Hz
  double phase = 0.0;      // rad

  bool held() const { return slope == 0.0 && (amplitude == 0.0 || frequency == 0.0); }
  double angle(double t) const { return 2.0 * std::numbers::pi * frequency * t + phase; }

  /// The voltage at t [V], and how fast it changes [V/s].
  double at(double t) const {
    const double straight = level + slope * t;
    return amplitude == 0.0 ? straight : straight + amplitude * std::sin(angle(t));
  }
  double slope_at(double t) const {
    return amplitude == 0.0 ? slope : slope + amplitude * 2.0 * std::numbers::pi * frequency * std::cos(angle(t));
  }
};

}  // namespace hysteron
