#pragma once

// Whether a population, drawn back, does what its members did.

#include <optional>
#include <string>
#include <vector>

#include "fitters/population.h"

namespace hysteron::fitters {

/// Pulses of one sign without a break, with the read before them. Places are rows of the trace.
struct Run {
  std::size_t before, first, end;  // `end` is one past the last pulse
};

/// The runs of a train, each with a read before its first pulse.
std::vector<Run> runs_of(const Trace& trace);

/// A conductance [S] at which pulses end.
struct StopLevel {
  double conductance;
  bool from_below;  // at the first read above it
};

/// The level at which this run of pulses was ended, where every member's ended at the first read beyond one; nothing where
/// they ended after a number of pulses.
std::optional<StopLevel> stop_level(const std::vector<Member>& members, std::size_t run);

/// A figure with its 95 % interval, two-sided.
struct Bounded {
  double value, lower95, upper95;
};

/// The mean with Student's bounds; the standard deviation with those of its fourth moment, for many of any law.
Bounded mean_of(const std::vector<double>& x);
Bounded deviation_of(const std::vector<double>& x);

/// Mean and standard deviation [S] of one read over the members, and over devices drawn.
struct Reproduced {
  std::string read;  // "run 1 start", "run 1 half-way", "run 1 end"
  Bounded mean, deviation;  // measured
  double drawn_mean, drawn_deviation;
  bool mean_within() const { return drawn_mean >= mean.lower95 && drawn_mean <= mean.upper95; }
  bool deviation_within() const { return drawn_deviation >= deviation.lower95 && drawn_deviation <= deviation.upper95; }
};

/// Draws devices, ten for each member, and pulses each as a member was: to the level where the runs were ended at one, else
/// as often. Reads have the read noise given, relative. Empty unless all members are trains of the same runs.
std::vector<Reproduced> drawn_back(const Device& device, const DevicePopulation& population, const std::vector<Member>& members,
                                   double read_noise, std::uint64_t seed, int threads);

}  // namespace hysteron::fitters
