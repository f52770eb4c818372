#include "data/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace hysteron::data {
namespace {

std::optional<Fault> fault_of_values(const std::vector<double>& values, const Column& c) {
  for (std::size_t k = 0; k < values.size(); ++k) {
    const double x = values[k];
    const std::string value = fmt::format("{} {}", shortest(x), c.si);
    if (std::isnan(x) && !c.may_miss) return Fault{c.name, k, value, "must be a number"};
    if (std::isinf(x)) return Fault{c.name, k, value, "must be finite"};
    if (x < 0.0 && !c.negative) return Fault{c.name, k, value, "must be >= 0"};
  }
  return {};
}
template <class Integer>
std::optional<Fault> fault_of_values(const std::vector<Integer>&, const Column&) {
  return {};
}

template <class Measurement>
std::size_t rows_of(const Measurement& m, const Column& c) {
  if constexpr (std::is_same_v<Measurement, SpikeTrain>) {
    if (c.trace) return m.time.size();
  }
  return m.size();
}

/// Lengths and single values. `empty` says what is wrong with none; null: nothing is.
template <class Measurement>
std::optional<Fault> fault_of_columns(const Measurement& m, const char* empty) {
  const char* leading = nullptr;  // the first column that every measurement of the kind has
  each_column(m, [&](const auto&, const Column& c) {
    if (!leading && c.required) leading = c.name;
  });
  if (m.size() == 0 && empty) return Fault{leading, {}, "", empty};
  std::optional<Fault> fault;
  each_column(m, [&](const auto& values, const Column& c) {
    if (fault || (values.empty() && !c.required)) return;
    const std::size_t n = rows_of(m, c);
    if (values.size() != n) {
      fault = Fault{c.name, {}, fmt::format("{} rows", values.size()), fmt::format("must be {}, as many as of {}", n, c.trace ? "time" : leading)};
    } else {
      fault = fault_of_values(values, c);
    }
  });
  return fault;
}

template <class Measurement>
std::optional<Fault> fault_of_quantities(const Measurement& m) {
  std::optional<Fault> fault;
  each_quantity(m, [&](double x, const Quantity& q) {
    if (fault || (std::isnan(q.absent) && std::isnan(x)) || (x >= q.least && !std::isinf(x))) return;
    const std::string value = shortest(x) + (std::string_view(q.si) == "1" ? "" : std::string(" ") + q.si);
    fault = Fault{q.name, {}, value, q.least < 0.0 ? "must be finite" : q.least > 0.0 ? "must be > 0" : "must be >= 0"};
  });
  return fault;
}

template <class Measurement>
std::optional<Fault> fault_of_period(const Measurement& m) {
  constexpr std::uint32_t most = 1000;  // a fit repeats the record as often
  if (m.periods_before > most) return Fault{"periods_before", {}, std::to_string(m.periods_before), fmt::format("must be <= {}", most)};
  if (m.periods_before > 0 && m.frequency == 0.0) {
    return Fault{"periods_before", {}, std::to_string(m.periods_before), "must be 0 where no frequency is known"};
  }
  return {};
}

template <class Measurement>
std::optional<Fault> fault_of_time(const Measurement& m) {
  for (std::size_t k = 1; k < m.time.size(); ++k) {
    bool same_cycle = true;
    if constexpr (requires { m.cycle; }) same_cycle = m.cycle.empty() || m.cycle[k] == m.cycle[k - 1];
    if (same_cycle && m.time[k] < m.time[k - 1]) {
      return Fault{"time", k, shortest(m.time[k]) + " s", fmt::format("must be >= {} s, the row before", shortest(m.time[k - 1]))};
    }
  }
  return {};
}

std::optional<Fault> fault_of_pulse(const PulseTrain& t, std::size_t k) {
  const int op = t.op_type.empty() ? int{PulseTrain::pulse_read} : t.op_type[k];
  if (op < PulseTrain::read || op > PulseTrain::pulse_read) {
    return Fault{"op_type", k, std::to_string(op), "must be 1 (read), 2 (pulse) or 3 (pulse and read)"};
  }
  const bool pulses = op != PulseTrain::read && t.voltage[k] != 0.0;
  if (pulses && !(t.pulse_width[k] > 0.0)) return Fault{"pulse_width", k, shortest(t.pulse_width[k]) + " s", "must be > 0"};
  const bool has_read = op != PulseTrain::pulse && !std::isnan(t.read_current[k]);
  if (has_read && std::isnan(t.read_voltage[k])) return Fault{"read_voltage", k, "nan V", "must be a number where there is a read_current"};
  if (!t.direction.empty() && std::abs(t.direction[k]) > 1) {
    return Fault{"direction", k, std::to_string(t.direction[k]), "must be 1, 0 or -1"};
  }
  return {};
}

std::optional<Fault> fault_of_phase(const Pund& s, std::size_t k) {
  if (s.phase[k] > Pund::down) {
    return Fault{"phase", k, std::to_string(s.phase[k]), "must be 1 (positive), 2 (up), 3 (negative), 4 (down) or 0 (other)"};
  }
  const std::uint64_t before = k == 0 ? 0 : s.pulse[k - 1];
  if (s.pulse[k] != before && (k == 0 || s.pulse[k] != before + 1)) {
    return Fault{"pulse", k, std::to_string(s.pulse[k]), k == 0 ? "must be 0" : fmt::format("must be {} or {}", before, before + 1)};
  }
  if (k > 0 && s.pulse[k] == before && s.phase[k] != s.phase[k - 1]) {
    return Fault{"phase", k, std::to_string(s.phase[k]), fmt::format("must be {}, as before in the same pulse", s.phase[k - 1])};
  }
  return {};
}

std::optional<Fault> fault_of_status(const char* column, const std::vector<std::uint8_t>& status, std::size_t k) {
  if (status.empty() || status[k] <= std::uint8_t(DeviceStatus::unformed)) return {};
  return Fault{column, k, std::to_string(status[k]), "must be from 0 to 5: works, stuck high, stuck low, open, shorted, unformed"};
}

constexpr std::array<std::string_view, 4> schemes = {"identical", "staircase_V", "staircase_w", "random_pm"};

}  // namespace

std::optional<Fault> first_fault(const PulseTrain& train) {
  if (auto fault = fault_of_columns(train, "holds no pulses")) return fault;
  for (std::size_t k = 0; k < train.size(); ++k) {
    if (auto fault = fault_of_pulse(train, k)) return fault;
  }
  if (std::find(schemes.begin(), schemes.end(), train.scheme) == schemes.end()) {
    return Fault{"scheme", {}, '"' + train.scheme + '"', "must be identical, staircase_V, staircase_w or random_pm"};
  }
  if (auto fault = fault_of_time(train)) return fault;
  return fault_of_quantities(train);
}

std::optional<Fault> first_fault(const IvSweep& sweep) {
  if (auto fault = fault_of_columns(sweep, "holds no points")) return fault;
  if (auto fault = fault_of_quantities(sweep)) return fault;
  if (auto fault = fault_of_period(sweep)) return fault;
  return fault_of_time(sweep);
}

std::optional<Fault> first_fault(const PvLoop& loop) {
  if (auto fault = fault_of_columns(loop, "holds no points")) return fault;
  if (auto fault = fault_of_quantities(loop)) return fault;
  if (auto fault = fault_of_period(loop)) return fault;
  return fault_of_time(loop);
}

std::optional<Fault> first_fault(const Pund& s) {
  if (auto fault = fault_of_columns(s, "holds no points")) return fault;
  for (std::size_t k = 0; k < s.size(); ++k) {
    if (auto fault = fault_of_phase(s, k)) return fault;
  }
  if (auto fault = fault_of_quantities(s)) return fault;
  return fault_of_time(s);
}

std::optional<Fault> first_fault(const Waveform& w) {
  if (auto fault = fault_of_columns(w, "holds no points")) return fault;
  if (auto fault = fault_of_quantities(w)) return fault;
  return fault_of_time(w);
}

std::optional<Fault> first_fault(const Retention& r) {
  if (auto fault = fault_of_columns(r, "holds no reads")) return fault;
  for (std::size_t k = 0; k < r.size(); ++k) {
    if (r.read_voltage[k] == 0.0) return Fault{"read_voltage", k, "0 V", "must not be 0"};
    if (!r.censored.empty() && r.censored[k] > 1) return Fault{"censored", k, std::to_string(r.censored[k]), "must be 0 or 1"};
  }
  return {};
}

std::optional<Fault> first_fault(const Endurance& e) {
  if (auto fault = fault_of_columns(e, "holds no cycles")) return fault;
  for (std::size_t k = 0; k < e.size(); ++k) {
    if (e.read_voltage[k] == 0.0) return Fault{"read_voltage", k, "0 V", "must not be 0"};
    if (!e.failed.empty() && e.failed[k] > 1) return Fault{"failed", k, std::to_string(e.failed[k]), "must be 0 or 1"};
    if (auto fault = fault_of_status("fail_mode", e.fail_mode, k)) return fault;
  }
  return {};
}

std::optional<Fault> first_fault(const SwitchingProbability& s) {
  if (auto fault = fault_of_columns(s, "holds no trials")) return fault;
  for (std::size_t k = 0; k < s.size(); ++k) {
    if (!(s.width[k] > 0.0)) return Fault{"width", k, shortest(s.width[k]) + " s", "must be > 0"};
    if (s.n_trials[k] == 0) return Fault{"n_trials", k, "0", "must be > 0"};
    if (s.n_switched[k] > s.n_trials[k]) {
      return Fault{"n_switched", k, std::to_string(s.n_switched[k]), fmt::format("must be <= n_trials, {}", s.n_trials[k])};
    }
    if (!s.direction.empty() && std::abs(s.direction[k]) != 1) return Fault{"direction", k, std::to_string(s.direction[k]), "must be 1 or -1"};
  }
  return fault_of_quantities(s);
}

std::optional<Fault> first_fault(const SpikeTrain& s) {
  if (auto fault = fault_of_columns(s, nullptr)) return fault;
  for (std::size_t k = 1; k < s.size(); ++k) {
    if (s.spike_time[k] > s.spike_time[k - 1]) continue;
    return Fault{"spike_time", k, shortest(s.spike_time[k]) + " s", fmt::format("must be > {} s, the spike before", shortest(s.spike_time[k - 1]))};
  }
  if (s.size() == 0 && s.time.empty() && std::isnan(s.duration)) return Fault{"spike_time", {}, "", "holds no spike, and no duration is known"};
  if (auto fault = fault_of_quantities(s)) return fault;
  return fault_of_time(s);
}

std::optional<Fault> first_fault(const ArrayMap& m) {
  if (auto fault = fault_of_columns(m, "holds no cells")) return fault;
  if (double(m.rows) * double(m.columns) * double(m.layers) != double(m.size())) {  // whole numbers would wrap round
    return Fault{"conductance", {}, fmt::format("{} cells", m.size()), fmt::format("must be {} x {} x {}", m.rows, m.columns, m.layers)};
  }
  for (std::size_t k = 0; k < m.size(); ++k) {
    if (auto fault = fault_of_status("status", m.status, k)) return fault;
  }
  return fault_of_quantities(m);
}

std::optional<Fault> first_fault(const ResistanceLoop& l) {
  if (auto fault = fault_of_columns(l, "holds no reads")) return fault;
  if (l.field.empty() && l.voltage.empty()) return Fault{"field", {}, "", "is missing, and so is the voltage of the pulses: one of both switches"};
  for (std::size_t k = 0; k < l.size(); ++k) {
    if (l.resistance[k] == 0.0) return Fault{"resistance", k, "0 ohm", "must be > 0"};
    if (l.read_voltage[k] == 0.0) return Fault{"read_voltage", k, "0 V", "must not be 0"};
  }
  return fault_of_quantities(l);
}

std::optional<Fault> first_fault(const SpikePairs& p) {
  if (auto fault = fault_of_columns(p, "holds no pairs")) return fault;
  for (std::size_t k = 0; k < p.size(); ++k) {
    if (p.spike_delay[k] == 0.0) return Fault{"spike_delay", k, "0 s", "must not be 0: which spike came first is not said"};
  }
  return {};
}

std::optional<Fault> first_fault(const PulsePairs& p) {
  if (auto fault = fault_of_columns(p, "holds no pairs")) return fault;
  for (std::size_t k = 0; k < p.size(); ++k) {
    if (p.pulse_interval[k] == 0.0) return Fault{"pulse_interval", k, "0 s", "must be > 0"};
    if (p.first_response[k] == 0.0) return Fault{"first_response", k, "0 A", "must not be 0"};
  }
  return {};
}

void append(const Measurements& from, Measurements& to) {
  each_kind(from, [&]<class Kind>(const Kind& more, const char*) {
    each_kind(to, [&](auto& all, const char*) {
      if constexpr (std::is_same_v<std::decay_t<decltype(all)>, Kind>) all.insert(all.end(), more.begin(), more.end());
    });
  });
}

std::string shortest(double x) { return fmt::format("{}", x); }

}  // namespace hysteron::data
