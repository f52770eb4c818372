#include "data/measurement_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>
#include <type_traits>
#include <utility>

#include "data/columns.h"
#include "data/schema.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

std::string described(const Fault& fault, const std::string& place) {
  const std::string row = fault.row ? fmt::format("[{}]", *fault.row) : "";
  const std::string value = fault.value.empty() ? "" : " = " + fault.value;
  return fmt::format("{}/{}{}{}: {}", place, fault.column, row, value, fault.limit);
}

template <class Integer>
std::vector<Integer> integers(const std::vector<double>& values, const std::string& place) {
  std::vector<Integer> out;
  out.reserve(values.size());
  for (std::size_t k = 0; k < values.size(); ++k) out.push_back(whole_number<Integer>(values[k], fmt::format("{}[{}]", place, k)));
  return out;
}

void assign(std::vector<double>& to, std::vector<double> from, const std::string&) { to = std::move(from); }
template <class Integer>
void assign(std::vector<Integer>& to, const std::vector<double>& from, const std::string& place) {
  to = integers<Integer>(from, place);
}

Source read_source(const h5::Group& measurement) {
  const auto group = measurement.group("source");
  if (!group) return {};
  return {.file = group->text("file_name").value_or(""),
          .sha256 = group->text("sha256").value_or(""),
          .format = group->text("format").value_or(""),
          .assumptions = group->texts("assumptions"),
          .unreadable = group->texts("unreadable")};
}

std::vector<ReportedFigure> read_reported(const h5::Group& measurement) {
  const auto group = measurement.group("reported");
  if (!group) return {};
  const std::vector<std::string> name = group->texts("name"), unit = group->texts("unit");
  const auto value = group->numbers("value", "");
  const std::size_t n = value ? value->values.size() : 0;
  if (name.size() != n || unit.size() != n) {
    throw InputError(fmt::format("{} = {} rows: must be as many as of name and unit, {} and {}", group->place("value"), n, name.size(), unit.size()));
  }
  std::vector<ReportedFigure> all;
  for (std::size_t k = 0; k < n; ++k) all.push_back({name[k], value->values[k], unit[k]});
  return all;
}

template <class Measurement>
void check_extent(Measurement& m, const std::vector<std::size_t>& extent, const std::string& place) {
  if constexpr (std::is_same_v<Measurement, ArrayMap>) {
    if (extent.size() < 2 || extent.size() > 3) throw InputError(place + ": must have two or three dimensions: rows, columns, layers");
    m.rows = extent[0], m.columns = extent[1], m.layers = extent.size() > 2 ? extent[2] : 1;
  } else {
    if (extent.size() != 1) throw InputError(place + ": must have one dimension");
  }
}

template <class Measurement>
Measurement read_measurement(const h5::Group& group, const std::string& id) {
  Measurement m;
  m.id = id;
  m.title = group.text("title").value_or("");
  m.source = read_source(group);
  each_column(m, [&](auto& to, const Column& c) {
    auto column = group.numbers(c.name, c.si);
    if (!column) {
      if (c.required) throw InputError(group.place(c.name) + ": is missing");
      return;
    }
    check_extent(m, column->extent, group.place(c.name));
    assign(to, std::move(column->values), group.place(c.name));
  });
  each_quantity(m, [&](double& to, const Quantity& q) {
    to = (q.attribute ? group.number_attribute(q.name, q.si) : group.number(q.name, q.si)).value_or(q.absent);
  });
  if constexpr (requires { m.periods_before; }) {
    const auto x = group.number("periods_before", "1");
    if (x) m.periods_before = whole_number<std::uint32_t>(*x, group.place("periods_before"));
  }
  if constexpr (requires { m.reported; }) m.reported = read_reported(group);
  if constexpr (std::is_same_v<Measurement, PulseTrain>) {
    m.scheme = group.text_attribute("scheme").value_or("identical");
    const std::string convention = group.text_attribute("polarity_convention").value_or(polarity_convention);
    if (convention != polarity_convention) {
      throw InputError(fmt::format("{}@polarity_convention = \"{}\": must be \"{}\"", group.place(), convention, polarity_convention));
    }
  }
  if (const auto fault = first_fault(m)) throw InputError(described(*fault, group.place()));
  return m;
}

void write_source(const h5::NewGroup& measurement, const Source& source) {
  const h5::NewGroup group = measurement.group("source", "NXnote");
  group.text("file_name", source.file);
  group.text("sha256", source.sha256);
  group.text("format", source.format);
  group.texts("assumptions", source.assumptions);
  group.texts("unreadable", source.unreadable);
}

void write_reported(const h5::NewGroup& measurement, const std::vector<ReportedFigure>& reported) {
  if (reported.empty()) return;
  std::vector<std::string> name, unit;
  std::vector<double> value;
  for (const ReportedFigure& r : reported) {
    name.push_back(r.name);
    value.push_back(r.value);
    unit.push_back(r.unit);
  }
  const h5::NewGroup group = measurement.group("reported", "NXcollection");
  group.texts("name", name);
  group.texts("unit", unit);
  group.numbers("value", std::span<const double>(value), "as in unit");
}

template <class Measurement>
std::vector<hsize_t> extent(const Measurement& m, std::size_t n) {
  if constexpr (std::is_same_v<Measurement, ArrayMap>) return {m.rows, m.columns, m.layers};
  else return {n};
}

/// What a viewer draws, and over what.
template <class Measurement>
constexpr std::pair<const char*, const char*> signal_of = {"current", "voltage"};
template <>
constexpr std::pair<const char*, const char*> signal_of<PvLoop> = {"charge", "voltage"};
template <>
constexpr std::pair<const char*, const char*> signal_of<Pund> = {"current", "time"};
template <>
constexpr std::pair<const char*, const char*> signal_of<Waveform> = {"current", "time"};
template <>
constexpr std::pair<const char*, const char*> signal_of<Retention> = {"read_current", "time"};
template <>
constexpr std::pair<const char*, const char*> signal_of<Endurance> = {"read_current_on", "cycle"};
template <>
constexpr std::pair<const char*, const char*> signal_of<SwitchingProbability> = {"n_switched", "amplitude"};
template <>
constexpr std::pair<const char*, const char*> signal_of<SpikeTrain> = {"voltage", "time"};
template <>
constexpr std::pair<const char*, const char*> signal_of<ArrayMap> = {"conductance", ".,.,."};
template <>
constexpr std::pair<const char*, const char*> signal_of<ResistanceLoop> = {"resistance", "."};  // over field or voltage
template <>
constexpr std::pair<const char*, const char*> signal_of<SpikePairs> = {"weight_change", "spike_delay"};
template <>
constexpr std::pair<const char*, const char*> signal_of<PulsePairs> = {"second_response", "pulse_interval"};

template <class Measurement>
void write_one(const h5::NewGroup& measurements, const Measurement& m) {
  if (const auto fault = first_fault(m)) throw InputError(described(*fault, m.id));
  const h5::NewGroup group = measurements.group(m.id, "NXdata");
  group.text("title", m.title);
  write_source(group, m.source);
  each_column(m, [&]<class T>(const std::vector<T>& from, const Column& c) {
    if (!from.empty()) group.numbers(c.name, std::span<const T>(from), extent(m, from.size()), c.si);
  });
  each_quantity(m, [&](double x, const Quantity& q) {
    if (q.attribute) group.attribute(q.name, x, q.si);
    else if (!std::isnan(x) && x != q.absent) group.number(q.name, x, q.si);
  });
  if constexpr (requires { m.periods_before; }) {
    if (m.periods_before > 0) group.number("periods_before", m.periods_before, "1");
  }
  if constexpr (requires { m.reported; }) write_reported(group, m.reported);
  if constexpr (std::is_same_v<Measurement, PulseTrain>) {
    std::vector<std::uint64_t> index(m.size());
    for (std::size_t k = 0; k < index.size(); ++k) index[k] = k;
    group.numbers("pulse_index", std::span<const std::uint64_t>(index), "1");
    group.attribute("signal", "read_current");
    group.attribute("axes", "pulse_index");
    group.attribute("scheme", m.scheme);
    group.attribute("polarity_convention", polarity_convention);
  } else {
    group.attribute("signal", signal_of<Measurement>.first);
    group.attribute("axes", signal_of<Measurement>.second);
  }
}

std::vector<std::string> in_order(std::vector<std::string> ids) {
  std::stable_sort(ids.begin(), ids.end(), [](const auto& a, const auto& b) { return leading_number(a) < leading_number(b); });
  return ids;
}

}  // namespace

std::vector<std::string> read_measurements(const h5::Group& group, Measurements& into) {
  std::vector<std::string> kept;
  for (const std::string& id : in_order(group.members())) {
    bool known = false;
    each_kind(into, [&]<class M>(std::vector<M>& all, const std::string& kind) {
      if (!id.ends_with("_" + kind)) return;
      all.push_back(read_measurement<M>(*group.group(id), id));
      known = true;
    });
    if (!known) kept.push_back(id);
  }
  return kept;
}

void write_measurements(const h5::NewGroup& group, const Measurements& all) {
  each_kind(all, [&](const auto& measurements, const char*) {
    for (const auto& m : measurements) write_one(group, m);
  });
}

std::size_t leading_number(const std::string& id) {
  std::size_t n = 0;
  std::from_chars(id.data(), id.data() + id.size(), n);
  return std::min<std::size_t>(n, 1'000'000'000);
}

}  // namespace hysteron::data
