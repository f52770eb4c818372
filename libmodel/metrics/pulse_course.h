#pragma once

// What pulses of one amplitude do to a conductance, found through noise that stays, noise that comes back soon and noise
// that does not outlast a read.

#include <span>
#include <vector>

#include "libmodel/metrics/metric.h"

namespace hysteron::metrics {

/// In units of the range of the reads: y = (g - low) / (high - low). A pulse of either direction takes
///
///     x := x + f(x),  f a parabola for each direction;  a := memory a
///
/// and a read that finds e more than x + a adds kept e to x and fluctuating e to a: the innovations form of a state that
/// walks by what is written, beside one that forgets (L. Ljung, System Identification, 2nd ed. 1999, 4.3). All of it by
/// least squares of e; a fluctuation only where Schwarz' criterion asks for one.
struct PulseCourse {
  struct Step {
    double coefficient[3] = {not_shown, not_shown, not_shown};  // of 1, y, y^2, in units of the range
    std::size_t pulses = 0;
  };
  double low = not_shown, high = not_shown;  // S, of the reads
  Step up, down;
  double lowest = not_shown, highest = not_shown;  // of x, in units of the range
  double covariance[8][8] = {};  // of the coefficients up and down, lowest and highest
  double kept = not_shown, kept_error = not_shown;  // 0: nothing that was written by chance stays; 1: all of it does
  double fluctuating = 0.0, memory = 0.0;
  double noise = not_shown;     // rms of e, in units of the range
  std::vector<double> x;        // after each read
};

/// Reads g [S], one before the first pulse and one after each; direction of each, 0 for none. NaN reads are followed, not
/// fitted. A direction of fewer than ten pulses has no parabola, and does nothing; NaN without either, or without a range.
PulseCourse pulse_course(std::span<const double> g, std::span<const int> direction);

}  // namespace hysteron::metrics
