#include "data/lab_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "data/hdf5.h"
#include "data/measurement_file.h"
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

// --- reading -------------------------------------------------------------------------------------

Sample read_sample(const h5::Group& group) {
  Sample sample;
  each_text_of_sample(sample, [&](std::string& to, const char* name) { to = group.text(name).value_or(""); });
  each_number_of_sample(sample, [&](double& to, const char* name, const char* si) { to = group.number(name, si).value_or(unknown); });
  each_integer_of_sample(sample, [&](int& to, const char* name, int absent) {
    const auto x = group.number(name, "1");
    to = x ? whole_number<std::int32_t>(*x, group.place(name)) : absent;
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
  if (const auto group = entry.group("measurements")) file.kept = read_measurements(*group, file);
  return file;
}

// --- writing -------------------------------------------------------------------------------------

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
Measurements identified(Measurements all, std::size_t last) {
  std::set<std::string> taken;
  each_kind(all, [&](auto& measurements, const std::string& kind) {
    for (auto& m : measurements) {
      if (m.id.empty()) m.id = fmt::format("{}_{}", ++last, kind);
      if (!m.id.ends_with("_" + kind) || m.id.find('/') != std::string::npos) {
        throw InputError(fmt::format("{}: an id of this kind must end in _{} and hold no '/'", m.id, kind));
      }
      if (!taken.insert(m.id).second) throw InputError(m.id + ": is the id of another measurement");
    }
  });
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
  Measurements renamed = more;
  each_kind(renamed, [&](auto& all, const char* kind) {
    for (auto& m : all) added.ids.push_back(m.id = fmt::format("{}_{}", ++last, kind));
  });
  write_measurements(group, renamed);
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
  write_measurements(entry.group("measurements", "NXcollection"), identified(file, last_number(ids_of(file))));
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
