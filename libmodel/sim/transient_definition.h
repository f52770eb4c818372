#pragma once

#include <algorithm>
#include <limits>

#include "libmodel/sim/motion.h"
#include "libmodel/sim/total_current.h"
#include "libmodel/sim/transient.h"

namespace hysteron {

namespace internal {

/// The part of the drive that holds just after t; ends at the next corner, or at `until`.
inline Wave piece_after(const Ramps& ramps, double t, double& until) {
  const auto next = std::upper_bound(ramps.time.begin(), ramps.time.end(), t);
  if (next == ramps.time.begin()) {
    until = std::min(until, *next);
    return {.level = ramps.voltage.front()};
  }
  if (next == ramps.time.end()) return {.level = ramps.voltage.back()};
  until = std::min(until, *next);
  const std::size_t k = next - ramps.time.begin();
  const double slope = (ramps.voltage[k] - ramps.voltage[k - 1]) / (ramps.time[k] - ramps.time[k - 1]);
  return {.level = ramps.voltage[k - 1] + slope * (t - ramps.time[k - 1]), .slope = slope};
}

}  // namespace internal

template <CompactModel M>
std::vector<Instant<M>> transient(const std::array<Ramps, port_count<M>>& drive, StateOf<M> s, const ParametersOf<M>& p,
                                  const Surroundings<double>& around, std::span<const double> times,
                                  double tolerance) {
  const LiftedDevice<M, double> device{.carried = {p, around}};
  const auto wanted = tolerance_of<M>(tolerance);
  std::vector<Instant<M>> trace;
  for (double t = times.empty() ? 0.0 : times[0]; trace.size() < times.size();) {
    double until = std::numeric_limits<double>::infinity();
    typename Stimulus<M, double>::Waves waves;
    for (int k = 0; k < port_count<M>; ++k) waves[k] = internal::piece_after(drive[k], t, until);
    const Stimulus<M, double> piece(waves, device);
    if (t == times[trace.size()]) {
      trace.push_back({t, s, total_current<M, double>(piece.at(0.0), piece.slope_at(0.0), s, p, around)});
      continue;
    }
    until = std::min(until, times[trace.size()]);
    if (!advance<M, double>(device, piece, until - t, wanted, s).reached) return trace;
    t = until;
  }
  return trace;
}

/// The same over `steps` steps of dt for any drive that is smooth enough to be linear over each: drive(t)
/// gives the ports' voltages, drive.slope(t) their slopes just after t.
template <CompactModel M>
std::vector<Instant<M>> transient(const auto& drive, StateOf<M> s, const ParametersOf<M>& p,
                                  const Surroundings<double>& around, double dt, int steps, double tolerance = 1e-8) {
  const LiftedDevice<M, double> device{.carried = {p, around}};
  const auto wanted = tolerance_of<M>(tolerance);
  std::vector<Instant<M>> trace;
  for (int k = 0; k <= steps; ++k) {
    const double t = k * dt;
    const PortsOf<M> v = drive(t), slope = drive.slope(t);
    trace.push_back({t, s, total_current<M, double>(v, slope, s, p, around)});
    typename Stimulus<M, double>::Waves waves;
    for (int i = 0; i < port_count<M>; ++i) waves[i] = {.level = values(v)[i], .slope = values(slope)[i]};
    if (!advance<M, double>(device, Stimulus<M, double>(waves, device), dt, wanted, s).reached) return trace;
  }
  return trace;
}

}  // namespace hysteron
