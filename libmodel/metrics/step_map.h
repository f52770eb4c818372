#pragma once

// The step as a function of the conductance: what a device does under any sequence of pulses of one
// amplitude. A ramp up and down shows one sequence only.

#include <cstdint>
#include <span>
#include <vector>

#include "libmodel/metrics/metric.h"

namespace hysteron::metrics {

/// One pulse: direction +1 or -1, the change [S] it made, and the conductance [S] it found.
struct Step {
  int direction;
  double found, change;
};

/// The steps of a sequence of reads g [S], one before the first pulse and one after each; direction of each
/// pulse. `found` is the read before the pulse's own, carried on by that direction's mean step, so that
/// neither noise of reading nor of writing is on both sides of the regression. NaN reads make no steps.
std::vector<Step> steps(std::span<const double> g, std::span<const int> direction);

/// The step as a parabola in the conductance for each direction, from the course of the whole sequence (pulse_course.h): noise
/// of reading, which one step cannot be told from, takes little from a thousand.
struct StepMap {
  struct Parabola {
    double coefficient[3] = {not_shown, not_shown, not_shown};  // of (g - low) / (high - low)
    double deviation = not_shown;  // S, of one step from it
    std::size_t steps = 0;
    double at(double y) const { return coefficient[0] + y * (coefficient[1] + y * coefficient[2]); }
  };
  double low = not_shown, high = not_shown;  // S, ends of the course
  Parabola up, down;
  double from = 0.0, to = 1.0;  // its ends in (g - low) / (high - low)
  double root[8][8] = {};       // Cholesky factor of the covariance of both parabolas' coefficients, from and to
  Interval write, read;       // S: C2C, the noise that one pulse leaves; READ.noise, of a read about the course. None below 0
  std::vector<double> course;  // S, after each read
};
/// Reads g [S], one before the first pulse and one after each, and the direction of each pulse. NaN for a direction of fewer
/// than ten pulses.
StepMap step_map(std::span<const double> g, std::span<const int> direction);

/// Over the middle 10 to 90 % of the range. Values and bounds by the basic bootstrap (A. Davison, D. Hinkley
/// 1997, 5.2) with 1000 seeded draws from the parabolas' covariance, which takes the bias of extremes away. NaN
/// for a direction whose step at the middle is not told from none, or from one the other way, with 95 %.
struct MapFigures {
  Interval lin_up;      // LIN.map.up: 100 (1 - (max - min) / (2 |mean|)) of the step up [%]
  Interval lin_down;    // LIN.map.down
  Interval sym;         // SYM.map: 100 (1 - max |SF|), SF = (up - |down|) / (up + |down|) [%]
  Interval sf_mean;     // SF.mean: mean |SF|
  Interval balance;     // SP: where up + down = 0, as a fraction of the range; NaN where they never balance
  Interval snr_up;      // SNR.up: |mean step| / its deviation, at the middle of the range
  Interval snr_down;
  Interval count;       // STEPS: range / |step| at the middle of the range, the smaller of up and down
};
MapFigures map_figures(const StepMap& map, std::uint64_t seed = 1);

/// The sequence as a linear device would have answered it, G_k = G_0 + delta (sum of directions), both fitted:
/// REPLAY.R2 and 100 (1 - max |G_linear - G| / range) [%], REPLAY.max. g has one number more than direction.
struct Replay {
  double r2 = not_shown, maxdev = not_shown;
};
Replay replay(std::span<const double> g, std::span<const int> direction);

}  // namespace hysteron::metrics
