#pragma once

// The columns of a measurement: names, units and limits in one place, for files, importers and checks.

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "data/measurement.h"

namespace hysteron::data {

struct Column {
  const char* name;
  const char* si;
  bool required = false;
  bool may_miss = false;  // NaN is a missing value
  bool negative = true;   // may be below 0
  bool trace = false;     // of a trace, which has its own length
};

/// Calls column(vector, Column) for each column, in the order of the schema.
template <class Train>
  requires std::is_same_v<std::remove_const_t<Train>, PulseTrain>
void each_column(Train& t, auto&& column) {
  column(t.time, Column{"time", "s"});
  column(t.voltage, Column{"voltage", "V", true});
  column(t.pulse_width, Column{.name = "pulse_width", .si = "s", .required = true, .negative = false});
  column(t.rise_time, Column{.name = "rise_time", .si = "s", .negative = false});
  column(t.fall_time, Column{.name = "fall_time", .si = "s", .negative = false});
  column(t.delay, Column{.name = "delay", .si = "s", .negative = false});
  column(t.read_voltage, Column{.name = "read_voltage", .si = "V", .required = true, .may_miss = true});
  column(t.read_width, Column{.name = "read_width", .si = "s", .may_miss = true, .negative = false});
  column(t.read_current, Column{.name = "read_current", .si = "A", .required = true, .may_miss = true});
  column(t.read_current_std, Column{.name = "read_current_std", .si = "A", .may_miss = true, .negative = false});
  column(t.compliance_hit, Column{"compliance_hit", "1"});
  column(t.op_type, Column{"op_type", "1"});
  column(t.cycle, Column{"cycle", "1"});
  column(t.direction, Column{"direction", "1"});
  column(t.scheme_id, Column{"scheme_id", "1"});
}

template <class Sweep>
  requires std::is_same_v<std::remove_const_t<Sweep>, IvSweep>
void each_column(Sweep& s, auto&& column) {
  column(s.time, Column{"time", "s"});
  column(s.voltage, Column{"voltage", "V", true});
  column(s.current, Column{.name = "current", .si = "A", .required = true, .may_miss = true});
  column(s.applied_voltage, Column{"applied_voltage", "V"});
  column(s.cycle, Column{"cycle", "1"});
}

template <class Loop>
  requires std::is_same_v<std::remove_const_t<Loop>, PvLoop>
void each_column(Loop& l, auto&& column) {
  column(l.time, Column{"time", "s"});
  column(l.voltage, Column{"voltage", "V", true});
  column(l.charge, Column{.name = "charge", .si = "C", .required = true, .may_miss = true});
  column(l.current, Column{.name = "current", .si = "A", .may_miss = true});
}

template <class Sequence>
  requires std::is_same_v<std::remove_const_t<Sequence>, Pund>
void each_column(Sequence& s, auto&& column) {
  column(s.time, Column{"time", "s", true});
  column(s.voltage, Column{"voltage", "V", true});
  column(s.current, Column{"current", "A", true});
  column(s.charge, Column{.name = "charge", .si = "C", .may_miss = true});
  column(s.pulse, Column{"pulse", "1", true});
  column(s.phase, Column{"phase", "1", true});
}

template <class Trace>
  requires std::is_same_v<std::remove_const_t<Trace>, Waveform>
void each_column(Trace& w, auto&& column) {
  column(w.time, Column{"time", "s", true});
  column(w.voltage, Column{"voltage", "V", true});
  column(w.current, Column{.name = "current", .si = "A", .required = true, .may_miss = true});
  column(w.applied_voltage, Column{"applied_voltage", "V"});
}

template <class Reads>
  requires std::is_same_v<std::remove_const_t<Reads>, Retention>
void each_column(Reads& r, auto&& column) {
  column(r.time, Column{.name = "time", .si = "s", .required = true, .may_miss = true, .negative = false});
  column(r.read_voltage, Column{"read_voltage", "V", true});
  column(r.read_current, Column{.name = "read_current", .si = "A", .required = true, .may_miss = true});
  column(r.temperature, Column{.name = "temperature", .si = "K", .may_miss = true, .negative = false});
  column(r.level, Column{"level", "1"});
  column(r.device, Column{"device", "1"});
  column(r.censored, Column{"censored", "1"});
}

template <class Cycles>
  requires std::is_same_v<std::remove_const_t<Cycles>, Endurance>
void each_column(Cycles& e, auto&& column) {
  column(e.cycle, Column{"cycle", "1", true});
  column(e.read_voltage, Column{"read_voltage", "V", true});
  column(e.read_current_on, Column{.name = "read_current_on", .si = "A", .required = true, .may_miss = true});
  column(e.read_current_off, Column{.name = "read_current_off", .si = "A", .required = true, .may_miss = true});
  column(e.device, Column{"device", "1"});
  column(e.failed, Column{"failed", "1"});
  column(e.fail_mode, Column{"fail_mode", "1"});
}

template <class Trials>
  requires std::is_same_v<std::remove_const_t<Trials>, SwitchingProbability>
void each_column(Trials& s, auto&& column) {
  column(s.amplitude, Column{"amplitude", "V", true});
  column(s.width, Column{.name = "width", .si = "s", .required = true, .negative = false});
  column(s.n_trials, Column{"n_trials", "1", true});
  column(s.n_switched, Column{"n_switched", "1", true});
  column(s.direction, Column{"direction", "1"});
}

template <class Spikes>
  requires std::is_same_v<std::remove_const_t<Spikes>, SpikeTrain>
void each_column(Spikes& s, auto&& column) {
  column(s.spike_time, Column{"spike_time", "s"});
  column(s.time, Column{.name = "time", .si = "s", .trace = true});
  column(s.voltage, Column{.name = "voltage", .si = "V", .trace = true});
  column(s.current, Column{.name = "current", .si = "A", .may_miss = true, .trace = true});
}

template <class Map>
  requires std::is_same_v<std::remove_const_t<Map>, ArrayMap>
void each_column(Map& m, auto&& column) {
  column(m.conductance, Column{.name = "conductance", .si = "S", .required = true, .may_miss = true});
  column(m.status, Column{"status", "1"});
}

template <class Loop>
  requires std::is_same_v<std::remove_const_t<Loop>, ResistanceLoop>
void each_column(Loop& l, auto&& column) {
  column(l.field, Column{"field", "T"});
  column(l.voltage, Column{"voltage", "V"});
  column(l.resistance, Column{.name = "resistance", .si = "ohm", .required = true, .may_miss = true, .negative = false});
  column(l.read_voltage, Column{"read_voltage", "V", true});
  column(l.cycle, Column{"cycle", "1"});
}

template <class Pairs>
  requires std::is_same_v<std::remove_const_t<Pairs>, SpikePairs>
void each_column(Pairs& p, auto&& column) {
  column(p.spike_delay, Column{"spike_delay", "s", true});
  column(p.weight_change, Column{.name = "weight_change", .si = "1", .required = true, .may_miss = true});
  column(p.conductance_before, Column{.name = "conductance_before", .si = "S", .may_miss = true, .negative = false});
  column(p.conductance_after, Column{.name = "conductance_after", .si = "S", .may_miss = true, .negative = false});
  column(p.device, Column{"device", "1"});
}

template <class Pairs>
  requires std::is_same_v<std::remove_const_t<Pairs>, PulsePairs>
void each_column(Pairs& p, auto&& column) {
  column(p.pulse_interval, Column{.name = "pulse_interval", .si = "s", .required = true, .negative = false});
  column(p.first_response, Column{.name = "first_response", .si = "A", .required = true, .may_miss = true});
  column(p.second_response, Column{.name = "second_response", .si = "A", .required = true, .may_miss = true});
  column(p.device, Column{"device", "1"});
}

/// A number that belongs to a measurement as a whole.
struct Quantity {
  const char* name;
  const char* si;
  double absent;           // what stands where it is not known
  double least = 0.0;      // closed
  bool attribute = false;  // of the group, else a dataset in it
};

/// Calls quantity(number, Quantity) for each that a measurement has.
void each_quantity(auto& m, auto&& quantity) {
  constexpr double any = std::numeric_limits<double>::lowest(), above_0 = std::numeric_limits<double>::min();
  if constexpr (requires { m.sweep_rate; }) quantity(m.sweep_rate, Quantity{"sweep_rate", "V/s", 0.0, any});
  if constexpr (requires { m.compliance; }) quantity(m.compliance, Quantity{"compliance", "A", 0.0, 0.0, true});
  if constexpr (requires { m.r_series; }) quantity(m.r_series, Quantity{"r_series", "ohm", 0.0, 0.0, true});
  if constexpr (requires { m.frequency; }) quantity(m.frequency, Quantity{"frequency", "Hz", 0.0});
  if constexpr (requires { m.area; }) quantity(m.area, Quantity{"area", "m^2", unknown, above_0});
  if constexpr (requires { m.thickness; }) quantity(m.thickness, Quantity{"thickness", "m", unknown, above_0});
  if constexpr (requires { m.sample_rate; }) quantity(m.sample_rate, Quantity{"sample_rate", "Hz", 0.0, 0.0, true});
  if constexpr (requires { m.temperature - 0.0; }) quantity(m.temperature, Quantity{"temperature", "K", unknown});
  if constexpr (requires { m.duration; }) quantity(m.duration, Quantity{"duration", "s", unknown});
  if constexpr (requires { m.drive_voltage; }) quantity(m.drive_voltage, Quantity{"drive_voltage", "V", unknown, any});
  if constexpr (requires { m.drive_current; }) quantity(m.drive_current, Quantity{"drive_current", "A", unknown, any});
  if constexpr (requires { m.capacitance; }) quantity(m.capacitance, Quantity{"capacitance", "F", unknown, above_0});
  if constexpr (requires { m.read_voltage - 0.0; }) quantity(m.read_voltage, Quantity{"read_voltage", "V", unknown, any, true});
  if constexpr (requires { m.cycles_before; }) quantity(m.cycles_before, Quantity{"cycles_before", "1", unknown});
}

/// What no instrument can have measured, or no model can follow.
struct Fault {
  std::string column;
  std::optional<std::size_t> row;  // none: the column or the measurement as a whole
  std::string value;               // with its unit
  std::string limit;               // "must be > 0"
};

/// The first fault of a measurement, if any.
std::optional<Fault> first_fault(const PulseTrain& train);
std::optional<Fault> first_fault(const IvSweep& sweep);
std::optional<Fault> first_fault(const PvLoop& loop);
std::optional<Fault> first_fault(const Pund& sequence);
std::optional<Fault> first_fault(const Waveform& trace);
std::optional<Fault> first_fault(const Retention& reads);
std::optional<Fault> first_fault(const Endurance& cycles);
std::optional<Fault> first_fault(const SwitchingProbability& trials);
std::optional<Fault> first_fault(const SpikeTrain& spikes);
std::optional<Fault> first_fault(const ArrayMap& map);
std::optional<Fault> first_fault(const ResistanceLoop& loop);
std::optional<Fault> first_fault(const SpikePairs& pairs);
std::optional<Fault> first_fault(const PulsePairs& pairs);

/// A number as text: the fewest digits that read back as the same number.
std::string shortest(double x);

}  // namespace hysteron::data
