#include "data/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

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

/// Lengths and single values.
template <class Measurement>
std::optional<Fault> fault_of_columns(const Measurement& m, const char* empty) {
  if (m.size() == 0) return Fault{"voltage", {}, "", empty};
  std::optional<Fault> fault;
  each_column(m, [&](const auto& values, const Column& c) {
    if (fault || (values.empty() && !c.required)) return;
    if (values.size() != m.size()) {
      fault = Fault{c.name, {}, fmt::format("{} rows", values.size()), fmt::format("must be {}, as many as of voltage", m.size())};
    } else {
      fault = fault_of_values(values, c);
    }
  });
  return fault;
}

template <class Measurement>
std::optional<Fault> fault_of_circuit(const Measurement& m) {
  if (!(m.compliance >= 0.0) || std::isinf(m.compliance)) return Fault{"compliance", {}, shortest(m.compliance) + " A", "must be >= 0"};
  if (!(m.r_series >= 0.0) || std::isinf(m.r_series)) return Fault{"r_series", {}, shortest(m.r_series) + " ohm", "must be >= 0"};
  return {};
}

template <class Measurement>
std::optional<Fault> fault_of_time(const Measurement& m) {
  for (std::size_t k = 1; k < m.time.size(); ++k) {
    const bool same_cycle = m.cycle.empty() || m.cycle[k] == m.cycle[k - 1];
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
  return fault_of_circuit(train);
}

std::optional<Fault> first_fault(const IvSweep& sweep) {
  if (auto fault = fault_of_columns(sweep, "holds no points")) return fault;
  if (!std::isfinite(sweep.sweep_rate)) return Fault{"sweep_rate", {}, shortest(sweep.sweep_rate) + " V/s", "must be finite"};
  if (auto fault = fault_of_time(sweep)) return fault;
  return fault_of_circuit(sweep);
}

std::string shortest(double x) { return fmt::format("{}", x); }

}  // namespace hysteron::data
