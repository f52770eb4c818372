#include "apps/array_devices.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "apps/drive.h"
#include "data/lab_file.h"
#include "data/sha256.h"
#include "data/whole_file.h"
#include "libmodel/catalogue/native.h"
#include "libmodel/error.h"
#include "libmodel/sim/random.h"
#include "spice/circuit.h"

namespace hysteron::apps {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t while_writing = 0x40000000u;  // reads, apart from the numbers that make the device

// S, of the device with those values, after each of the first pulses.
std::vector<double> reads(const DrawnDevices& d, const std::vector<double>& values, std::size_t pulses) {
  std::vector<double> all = d.usual;
  for (std::size_t k = 0; k < values.size(); ++k) all[d.place[k]] = values[k];
  const auto start = all.end() - std::ptrdiff_t(d.states);
  const Experiment experiment{.ports = {}, .start = {start, all.end()}, .parameters = {all.begin(), start}};
  const std::vector<Pulse> train(d.train.begin(), d.train.begin() + std::ptrdiff_t(pulses));
  std::vector<double> out;
  for (const auto& row : native(d.record.population.model).pulse(experiment, train)) out.push_back(row[0] / d.train[0].read_voltage);
  return out;
}

std::size_t nearest(const std::vector<double>& course, double wanted) {
  const auto off = [&](double a, double b) { return std::abs(a - wanted) < std::abs(b - wanted); };
  return std::size_t(std::min_element(course.begin(), course.end(), off) - course.begin());
}

data::PopulationRecord record_in(const fs::path& path, const std::string& id) {
  std::string known;
  const auto all = data::read_populations(path);
  for (const auto& record : all) {
    if (record.id == id || (id.empty() && all.size() == 1)) return record;
    known += (known.empty() ? "" : ", ") + record.id;
  }
  if (all.empty()) throw InputError(path.string() + ": holds no population: make one by `hysteron fit --each`");
  throw InputError(path.string() + ": populations are " + known + ": name one by id");
}

void place_parameters(DrawnDevices& d) {
  const spice::Circuit circuit = spice::circuit(d.record.population.model);
  if (circuit.ports.size() != 1) throw InputError(circuit.name + ": cells of an array have two terminals");
  d.states = circuit.states.size();
  for (const Field& f : circuit.parameters) d.usual.push_back(f.value);
  for (const Varied& v : d.record.population.parameters) {
    const auto is_named = [&](const Field& f) { return f.name == v.name; };
    const auto found = std::find_if(circuit.parameters.begin(), circuit.parameters.end(), is_named);
    if (found == circuit.parameters.end()) throw InputError(circuit.name + " has no parameter " + v.name);
    d.place.push_back(std::size_t(found - circuit.parameters.begin()));
  }
}

}  // namespace

double DrawnDevices::written(double wanted, std::uint32_t number) const {
  const std::size_t usual_end = nearest(typical, wanted);
  const auto course = reads(*this, sampler->draw(seed, number), verified ? train.size() : usual_end + 1);
  if (course.empty()) return 0.0;
  if (!verified) return course.back();
  const bool up = typical.back() > typical.front();
  for (std::size_t k = 0; k < course.size(); ++k) {
    const double read = course[k] * (1.0 + read_noise * normal({.seed = seed, .instance = number, .step = std::uint32_t(k), .channel = while_writing}));
    if (up ? read >= wanted : read <= wanted) return course[k];
  }
  return course.back();
}

bool DrawnDevices::reaches(double wanted) const {
  const auto [least, most] = std::minmax_element(typical.begin(), typical.end());
  return wanted >= *least && wanted <= *most;
}

DrawnDevices read_devices(const TomlFile& file, const toml::table& table, std::uint64_t seed) {
  const fs::path path = fs::path(file.path).parent_path() / file.text(table, "file", "");
  DrawnDevices d{.file = path.string(), .verified = file.flag(table, "verified"), .seed = seed};
  try {
    d.record = record_in(path, file.text(table, "id", ""));
    d.sha256 = data::sha256(data::read_whole(path));
    d.sampler.emplace(d.record.population);
    place_parameters(d);
    d.train = pulses_in(file.text(table, "write", ""), {.read = file.text(table, "read", "0.1 V")}).train;
  } catch (const InputError& e) {
    file.refuse(table, std::string("[population] ") + e.what());
  }
  d.typical = reads(d, device_at(kinds_of(d.record.population)[0], {}, {}), d.train.size());
  if (d.typical.size() < d.train.size()) file.refuse(table, "[population] write: the typical device cannot be followed");
  return d;
}

std::string words(const DrawnDevices& d) {
  const auto [least, most] = std::minmax_element(d.typical.begin(), d.typical.end());
  return fmt::format("{} of {} ({} {}s), written by {} {} pulses of {:g} to {:g} S", d.record.id, fs::path(d.file).filename().string(), d.record.members.size(),
                     d.record.each, d.verified ? "up to" : "the typical device's share of", d.train.size() - 1, *least, *most);
}

nlohmann::json described(const DrawnDevices& d) {
  return {{"file", d.file}, {"sha256", d.sha256}, {"population", d.record.id}, {"model", d.record.population.model}, {"members", d.record.members.size()},
          {"each", d.record.each}, {"pulses", d.train.size() - 1}, {"verified", d.verified}, {"typical_S", d.typical}};
}

}  // namespace hysteron::apps
