#pragma once

// The columns of a measurement: names, units and limits in one place, for files, importers and checks.

#include <cmath>
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
  column(s.cycle, Column{"cycle", "1"});
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

/// A number as text: the fewest digits that read back as the same number.
std::string shortest(double x);

}  // namespace hysteron::data
