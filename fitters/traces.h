#pragma once

// Measurements of every kind as traces, or why a kind is none.

#include <cmath>
#include <string_view>
#include <type_traits>

#include "data/measurement.h"
#include "fitters/trace.h"

namespace hysteron::fitters {

/// Why no model is fitted to measurements of a kind, and what tells their figures; empty where one is.
template <class Measurement>
inline constexpr std::string_view not_fitted = "";
template <>
inline constexpr std::string_view not_fitted<data::Endurance> =
    "does not say which pulses its cycles are made of: `hysteron report` tells window, life and their bounds; a train of the cycles can be fitted";
template <>
inline constexpr std::string_view not_fitted<data::SpikeTrain> =
    "times of spikes are no course that a model can be held against: `hysteron neuron` tells rates and jitter; a waveform of the spikes can be fitted";
template <>
inline constexpr std::string_view not_fitted<data::ArrayMap> = "one read of each cell has no course in time: `hysteron report` tells yield and spread";
template <>
inline constexpr std::string_view not_fitted<data::ResistanceLoop> =
    "does not say how long its fields and pulses last: `hysteron report` tells magnetoresistance and where it switches";
template <>
inline constexpr std::string_view not_fitted<data::SpikePairs> = "does not say the shape of its spikes: `hysteron report` tells the window of plasticity";
template <>
inline constexpr std::string_view not_fitted<data::PulsePairs> = "does not say the pulses: `hysteron report` tells facilitation and its time";

/// The same of one measurement.
template <class Measurement>
std::string_view why_not_fitted(const Measurement& m) {
  if constexpr (std::is_same_v<Measurement, data::IvSweep>) {
    if (!std::isnan(m.read_voltage)) return "is a transfer curve, of the current at another port than the one swept, which fits do not follow";
  }
  return not_fitted<Measurement>;
}

/// The traces of a measurement, at `temperature` [K] where it does not say its own.
///
/// Retention: the device at rest, one trace a device, level and temperature that was read more than once, its time
/// from programming; reads after that at which a device left the test are not compared. Switching: one
/// trace a direction, its pulses by width and amplitude. PUND and waveforms: sweeps of current. Throws InputError where
/// a time was not noted, or a device was kept at two temperatures since it was programmed.
std::vector<Trace> traces_of(const data::PulseTrain& train, double temperature);
std::vector<Trace> traces_of(const data::IvSweep& sweep, double temperature);
std::vector<Trace> traces_of(const data::PvLoop& loop, double temperature);
std::vector<Trace> traces_of(const data::Pund& sequence, double temperature);
std::vector<Trace> traces_of(const data::Waveform& course, double temperature);
std::vector<Trace> traces_of(const data::Retention& reads, double temperature);
std::vector<Trace> traces_of(const data::SwitchingProbability& trials, double temperature);

/// So many devices of a retention, evenly taken in the order of their numbers; all where it has no more.
data::Retention some_devices(const data::Retention& reads, std::size_t devices);

}  // namespace hysteron::fitters
