#pragma once

// Figures of a neuron, from its membrane in time and its rate over drive. A spike is the moment at which
// the membrane, once charged, falls: a simulated cell, an oscilloscope's record and a list of times are
// read alike.

#include <optional>
#include <span>
#include <vector>

namespace hysteron::metrics {

/// The times at which the signal falls through `fire` after having been above `arm`, by straight lines
/// between the samples. arm >= fire; a hysteresis between them keeps noise from being counted.
std::vector<double> spike_times(std::span<const double> time, std::span<const double> signal, double arm, double fire);

/// What a train of spikes is like. NaN where there are too few spikes to tell.
struct SpikeTrain {
  double rate;      // 1/s, of the mean interval
  double interval;  // s, mean
  double jitter;    // standard deviation of the intervals over their mean
  double shortest;  // s, the shortest interval
};
SpikeTrain spike_train(std::span<const double> spikes);

/// The integral of the power [W] from the first spike to the last over the intervals between [J]; NaN with
/// fewer than two spikes. Trapezia: the samples must resolve the spike.
double energy_per_spike(std::span<const double> time, std::span<const double> power, std::span<const double> spikes);

/// Where the signal turns: its lowest between two spikes, its highest between two of these, and the time from each
/// highest to the lowest that follows, in which the cell is deaf. As many as there are spikes less two.
struct Turns {
  std::vector<double> top, bottom;  // as the signal
  std::vector<double> fall;         // s
};
Turns turns(std::span<const double> time, std::span<const double> signal, std::span<const double> spikes);

/// The probability to fire at a drive, 1 / (1 + exp(-(drive - half) / width)), of the greatest likelihood for
/// `fired` of `tried` at each; nothing where a drive parts those that fire from those that do not, for then
/// there is no width to tell.
struct FiringCurve {
  double half, width;  // V

  double probability(double drive) const;
};
std::optional<FiringCurve> firing_curve(std::span<const double> drive, std::span<const double> fired, std::span<const double> tried);

/// A leaky integrate-and-fire neuron under a constant drive v behind a load:
///
///     1 / rate = t_ref + tau ln((gain v - reset) / (gain v - threshold)),  gain v > threshold
///
/// gain v is where the membrane would rest, so gain is R / (R + load) with R the leak of the cell.
struct IntegrateAndFire {
  double gain;              // 1
  double tau, t_ref;        // s
  double threshold, reset;  // V

  double rate(double drive) const;  // 1/s, 0 below the threshold
  double rheobase() const { return threshold / gain; }  // V
};

/// The neuron of given threshold and reset whose intervals come closest to those measured, by least squares
/// relative to each interval, with tau > 0 and t_ref >= 0; nothing with fewer than three points.
struct Reduction {
  IntegrateAndFire neuron;
  double rms, worst;  // of rate / rate measured - 1, over the points
};
std::optional<Reduction> reduced(std::span<const double> drive, std::span<const double> rate, double threshold,
                                 double reset);

}  // namespace hysteron::metrics
