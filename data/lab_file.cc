#include "data/lab_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <utility>

#include "data/columns.h"
#include "data/hdf5.h"
#include "data/schema.h"
#include "data/sha256.h"
#include "data/trial.h"
#include "data/whole_file.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

namespace fs = std::filesystem;

// --- what both directions share: names and units -------------------------------------------------

void each_text(auto& file, auto&& text) {
  text(file.definition, "definition");
  text(file.title, "title");
  text(file.start_time, "start_time");
  text(file.end_time, "end_time");
  text(file.experiment_description, "experiment_description");
}

void each_text_of_sample(auto& sample, auto&& text) {
  text(sample.name, "name");
  text(sample.atom_types, "atom_types");
  text(sample.device_class, "device_class");
  text(sample.lot, "lot");
  text(sample.wafer, "wafer");
  text(sample.die, "die");
  text(sample.array, "array");
}

void each_number_of_sample(auto& sample, auto&& number) {
  number(sample.area, "area", "m^2");
  number(sample.thickness, "thickness", "m");
  number(sample.temperature, "temperature", "K");
}

void each_integer_of_sample(auto& sample, auto&& integer) {
  integer(sample.row, "row", -1);
  integer(sample.column, "column", -1);
  integer(sample.layer, "layer", -1);
  integer(sample.n_terminals, "n_terminals", 0);
}

void each_text_of_instrument(auto& instrument, auto&& text) {
  text(instrument.name, "name");
  text(instrument.model, "model");
  text(instrument.serial_number, "serial_number");
  text(instrument.calibration_date, "calibration_date");
}

constexpr const char* device_classes[] = {"memristor", "fefet",    "fecap", "ftj",  "mtj",
                                          "sot_mtj",   "skyrmion", "mott",  "threshold_switch", "pcm"};

std::string described(const Fault& fault, const std::string& place) {
  const std::string row = fault.row ? fmt::format("[{}]", *fault.row) : "";
  const std::string value = fault.value.empty() ? "" : " = " + fault.value;
  return fmt::format("{}/{}{}{}: {}", place, fault.column, row, value, fault.limit);
}

// --- reading -------------------------------------------------------------------------------------

template <class Integer>
std::vector<Integer> integers(const std::vector<double>& values, const std::string& place) {
  std::vector<Integer> out;
  out.reserve(values.size());
  for (std::size_t k = 0; k < values.size(); ++k) {
    constexpr double lowest = std::numeric_limits<Integer>::lowest(), highest = std::numeric_limits<Integer>::max();
    const double x = values[k];
    if (!(x >= lowest && x <= highest && x == std::floor(x))) {
      throw InputError(fmt::format("{}[{}] = {}: must be a whole number from {} to {}", place, k, shortest(x), lowest, highest));
    }
    out.push_back(static_cast<Integer>(x));
  }
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
    if (column->extent.size() != 1) throw InputError(group.place(c.name) + ": must have one dimension");
    assign(to, std::move(column->values), group.place(c.name));
  });
  each_quantity(m, [&](double& to, const Quantity& q) {
    to = (q.attribute ? group.number_attribute(q.name, q.si) : group.number(q.name, q.si)).value_or(q.absent);
  });
  if constexpr (requires { m.periods_before; }) {
    const auto x = group.number("periods_before", "1");
    if (x) m.periods_before = integers<std::uint32_t>({*x}, group.place("periods_before"))[0];
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

Sample read_sample(const h5::Group& group) {
  Sample sample;
  each_text_of_sample(sample, [&](std::string& to, const char* name) { to = group.text(name).value_or(""); });
  each_number_of_sample(sample, [&](double& to, const char* name, const char* si) { to = group.number(name, si).value_or(unknown); });
  each_integer_of_sample(sample, [&](int& to, const char* name, int absent) {
    const auto x = group.number(name, "1");
    to = x ? integers<std::int32_t>({*x}, group.place(name))[0] : absent;
  });
  if (!sample.device_class.empty() && std::find(std::begin(device_classes), std::end(device_classes), sample.device_class) == std::end(device_classes)) {
    throw InputError(fmt::format("{} = \"{}\": must be one of {}", group.place("device_class"), sample.device_class, fmt::join(device_classes, ", ")));
  }
  return sample;
}

Instrument read_instrument(const h5::Group& group) {
  Instrument instrument;
  each_text_of_instrument(instrument, [&](std::string& to, const char* name) { to = group.text(name).value_or(""); });
  if (const auto sensor = group.group("current_sensor")) {
    instrument.current_range = sensor->number("range", "A").value_or(unknown);
    instrument.current_bandwidth = sensor->number("bandwidth", "Hz").value_or(unknown);
    instrument.current_noise_rms = sensor->number("noise_rms", "A").value_or(unknown);
  }
  if (const auto source = group.group("voltage_source")) instrument.voltage_range = source->number("range", "V").value_or(unknown);
  return instrument;
}

std::size_t leading_number(const std::string& id) {
  std::size_t n = 0;
  std::from_chars(id.data(), id.data() + id.size(), n);
  return std::min<std::size_t>(n, 1'000'000'000);
}

std::vector<std::string> in_order(std::vector<std::string> ids) {
  std::stable_sort(ids.begin(), ids.end(), [](const auto& a, const auto& b) { return leading_number(a) < leading_number(b); });
  return ids;
}

void read_measurements(const h5::Group& group, LabFile& file) {
  for (const std::string& id : in_order(group.members())) {
    bool known = false;
    each_kind(file, [&]<class M>(std::vector<M>& all, const std::string& kind) {
      if (!id.ends_with("_" + kind)) return;
      all.push_back(read_measurement<M>(*group.group(id), id));
      known = true;
    });
    if (!known) file.kept.push_back(id);
  }
}

LabFile read_bytes(std::string_view bytes, const std::string& name) {
  LabFile file;
  file.sha256 = sha256(bytes);
  const h5::File h5 = h5::File::read(bytes, name);
  h5::Budget budget;
  const h5::Group entry = checked_entry(h5, &budget);
  each_text(file, [&](std::string& to, const char* member) { to = entry.text(member).value_or(""); });
  file.program_name = entry.text("program_name").value_or("");
  file.program_version = entry.text("program_version").value_or("");
  if (const auto user = entry.group("user")) file.user = {user->text("name").value_or(""), user->text("affiliation").value_or("")};
  if (const auto group = entry.group("instrument")) file.instrument = read_instrument(*group);
  if (const auto group = entry.group("sample")) file.sample = read_sample(*group);
  if (const auto group = entry.group("measurements")) read_measurements(*group, file);
  return file;
}

// --- writing -------------------------------------------------------------------------------------

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
void write_measurement(const h5::NewGroup& measurements, const Measurement& m) {
  if (const auto fault = first_fault(m)) throw InputError(described(*fault, m.id));
  const h5::NewGroup group = measurements.group(m.id, "NXdata");
  group.text("title", m.title);
  write_source(group, m.source);
  each_column(m, [&]<class T>(const std::vector<T>& from, const Column& c) {
    if (!from.empty()) group.numbers(c.name, std::span<const T>(from), c.si);
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
    group.attribute("signal", std::is_same_v<Measurement, PvLoop> ? "charge" : "current");
    group.attribute("axes", std::is_same_v<Measurement, Pund> ? "time" : "voltage");
  }
}

void write_user(const h5::NewGroup& entry, const User& user) {
  if (user.name.empty() && user.affiliation.empty()) return;
  const h5::NewGroup group = entry.group("user", "NXuser");
  group.text("name", user.name);
  group.text("affiliation", user.affiliation);
}

void write_known(const h5::NewGroup& group, const char* name, double x, const char* unit) {
  if (!std::isnan(x)) group.number(name, x, unit);
}

void write_instrument(const h5::NewGroup& entry, const Instrument& instrument) {
  const h5::NewGroup group = entry.group("instrument", "NXinstrument");
  each_text_of_instrument(instrument, [&](const std::string& from, const char* name) { group.text(name, from); });
  const h5::NewGroup sensor = group.group("current_sensor", "NXsensor");
  write_known(sensor, "range", instrument.current_range, "A");
  write_known(sensor, "bandwidth", instrument.current_bandwidth, "Hz");
  write_known(sensor, "noise_rms", instrument.current_noise_rms, "A");
  write_known(group.group("voltage_source", "NXsensor"), "range", instrument.voltage_range, "V");
}

void write_sample(const h5::NewGroup& entry, const Sample& sample) {
  const h5::NewGroup group = entry.group("sample", "NXsample");
  each_text_of_sample(sample, [&](const std::string& from, const char* name) { group.text(name, from); });
  each_number_of_sample(sample, [&](double from, const char* name, const char* si) { write_known(group, name, from, si); });
  each_integer_of_sample(sample, [&](int from, const char* name, int absent) {
    const std::int32_t value = from;
    if (from != absent) group.numbers(name, std::span<const std::int32_t>(&value, 1), {}, "1");
  });
}

/// Gives an id to measurements without one, and refuses an id that no reader would find.
template <class Measurement>
std::vector<Measurement> identified(std::vector<Measurement> all, const std::string& kind, std::set<std::string>& taken, std::size_t& last) {
  for (Measurement& m : all) {
    if (m.id.empty()) m.id = fmt::format("{}_{}", ++last, kind);
    if (!m.id.ends_with("_" + kind) || m.id.find('/') != std::string::npos) {
      throw InputError(fmt::format("{}: an id of this kind must end in _{} and hold no '/'", m.id, kind));
    }
    if (!taken.insert(m.id).second) throw InputError(m.id + ": is the id of another measurement");
  }
  return all;
}

std::size_t last_number(const std::set<std::string>& ids) {
  std::size_t last = 0;
  for (const auto& id : ids) last = std::max(last, leading_number(id));
  return last;
}

std::set<std::string> ids_of(const Measurements& all) {
  std::set<std::string> ids;
  each_kind(all, [&](const auto& kind, const char*) {
    for (const auto& m : kind) ids.insert(m.id);
  });
  return ids;
}

struct Added {
  std::string bytes;
  std::vector<std::string> ids;
};

Added with_measurements(const std::string& bytes, const std::string& name, const Measurements& more) {
  const LabFile old = read_bytes(bytes, name);
  std::set<std::string> taken = ids_of(old);
  taken.insert(old.kept.begin(), old.kept.end());
  std::size_t last = last_number(taken);
  h5::File h5 = h5::File::edit(bytes, name);
  const h5::NewGroup group = h5.new_root().group("entry", "NXentry").group("measurements", "NXcollection");
  Added added;
  each_kind(more, [&](const auto& all, const char* kind) {
    for (auto m : all) {
      m.id = fmt::format("{}_{}", ++last, kind);
      write_measurement(group, m);
      added.ids.push_back(m.id);
    }
  });
  added.bytes = std::move(h5).bytes();
  return added;
}

}  // namespace

LabFile read_lab_file(const fs::path& path) {
  const std::string bytes = read_whole(path);
  return tried(path.string(), bytes.size(), [&] { return read_bytes(bytes, path.string()); });
}

void write_lab_file(const fs::path& path, const LabFile& file) {
  h5::File h5 = new_schema_file(file.program_version);
  const h5::NewGroup entry = h5.new_root().group("entry", "NXentry");
  each_text(file, [&](const std::string& from, const char* member) { entry.text(member, from); });
  write_user(entry, file.user);
  write_instrument(entry, file.instrument);
  write_sample(entry, file.sample);
  std::set<std::string> taken;
  std::size_t last = last_number(ids_of(file));
  const h5::NewGroup group = entry.group("measurements", "NXcollection");
  each_kind(file, [&](const auto& all, const char* kind) {
    for (const auto& m : identified(all, kind, taken, last)) write_measurement(group, m);
  });
  create_whole(path, std::move(h5).bytes());
}

std::vector<std::string> add_measurements(const fs::path& path, const Measurements& more) {
  std::vector<std::string> ids;
  edit_whole(path, [&](const std::string& bytes) {
    if (bytes.empty()) throw InputError(path.string() + ": is empty or missing");
    Added added = tried(path.string(), bytes.size(), [&] { return with_measurements(bytes, path.string(), more); });
    ids = std::move(added.ids);
    return std::move(added.bytes);
  });
  return ids;
}

}  // namespace hysteron::data
