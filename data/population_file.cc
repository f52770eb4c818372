// Populations in a laboratory file: /entry/results/populations/<id>.

#include "data/lab_file.h"
#include "data/results.h"

namespace hysteron::data {
namespace {

namespace fs = std::filesystem;

constexpr const char* of_coordinates = "1";  // logarithms, and values in their own units

std::string_view words(Scale scale) { return scale == Scale::log ? "log" : "linear"; }

Scale scale_of(const std::string& text, const std::string& place) {
  if (text != "log" && text != "linear") throw InputError(fmt::format("{} = \"{}\": must be log or linear", place, text));
  return text == "log" ? Scale::log : Scale::linear;
}

void same_length(const std::string& name, const char* member, std::size_t size, std::size_t expected) {
  if (size != expected) throw InputError(fmt::format("{}/{} has {} rows: must have {}", name, member, size, expected));
}

// Calls bound(member, values, whether of each pair of parameters).
void each_bound(auto& r, auto&& bound) {
  bound("mean_lo", r.mean_lo, false);
  bound("mean_hi", r.mean_hi, false);
  bound("deviation_lo", r.deviation_lo, false);
  bound("deviation_hi", r.deviation_hi, false);
  bound("correlation_lo", r.correlation_lo, true);
  bound("correlation_hi", r.correlation_hi, true);
}

void check(const PopulationRecord& r, const std::string& name) {
  const std::size_t n = r.population.parameters.size(), m = r.members.size();
  if (n == 0 || m == 0) throw InputError(name + ": has no parameter or no member");
  hysteron::check(r.population, name);
  for (const auto& [member, size] : {std::pair{"value", r.value.size()}, {"se", r.se.size()}}) same_length(name, member, size, m * n);
  same_length(name, "used", r.used.size(), m);
  for (const auto& [member, size] : {std::pair{"lag1", r.lag1.size()}, {"drift", r.drift.size()}, {"drift_lo", r.drift_lo.size()}, {"drift_hi", r.drift_hi.size()}}) {
    same_length(name, member, size, n);
  }
  each_bound(r, [&](const char* member, const std::vector<double>& x, bool is_matrix) {
    if (!x.empty()) same_length(name, member, x.size(), is_matrix ? n * n : n);
  });
}

void write_parameters(const h5::NewGroup& group, const std::vector<Varied>& parameters) {
  std::vector<std::string> name, unit, scale;
  std::vector<double> mean, bounds;
  for (const Varied& v : parameters) {
    name.push_back(v.name), unit.push_back(v.unit), scale.emplace_back(words(v.scale));
    mean.push_back(v.mean), bounds.insert(bounds.end(), {v.lower, v.upper});
  }
  group.texts("name", name);
  group.texts("unit", unit);
  group.texts("scale", scale);
  group.numbers("mean", std::span<const double>(mean), of_coordinates);
  group.numbers("bounds", std::span<const double>(bounds), {name.size(), 2}, each_its_own);
}

// Nothing for a population of one kind.
void write_kinds(const h5::NewGroup& group, const std::vector<Kind>& kinds) {
  if (kinds.empty()) return;
  const std::size_t n = kinds[0].mean.size();
  std::vector<double> weight, mean, covariance;
  for (const Kind& kind : kinds) {
    weight.push_back(kind.weight);
    mean.insert(mean.end(), kind.mean.begin(), kind.mean.end());
    covariance.insert(covariance.end(), kind.covariance.begin(), kind.covariance.end());
  }
  group.numbers("weight", std::span<const double>(weight), "1");
  group.numbers("kind_mean", std::span<const double>(mean), {kinds.size(), n}, of_coordinates);
  group.numbers("kind_covariance", std::span<const double>(covariance), {kinds.size(), n * n}, of_coordinates);
}

void write_record(const h5::NewGroup& group, const PopulationRecord& r) {
  const std::size_t n = r.population.parameters.size(), m = r.members.size();
  group.text("model", r.population.model);
  group.text("each", r.each);
  write_parameters(group, r.population.parameters);
  group.numbers("covariance", std::span<const double>(r.population.covariance), {n, n}, of_coordinates);
  write_kinds(group, r.population.kinds);
  if (!r.bic.empty()) group.numbers("bic", std::span<const double>(r.bic), "1");
  for (const auto& [member, column] : {std::pair{"lag1", &r.lag1}, {"drift", &r.drift}, {"drift_lo", &r.drift_lo}, {"drift_hi", &r.drift_hi}}) {
    group.numbers(member, std::span<const double>(*column), of_coordinates);
  }
  each_bound(r, [&](const char* member, const std::vector<double>& x, bool is_matrix) {
    const std::vector<hsize_t> extent = is_matrix ? std::vector<hsize_t>{n, n} : std::vector<hsize_t>{n};
    if (!x.empty()) group.numbers(member, std::span<const double>(x), extent, of_coordinates);
  });
  group.texts("member", r.members);
  group.numbers("value", std::span<const double>(r.value), {m, n}, each_its_own);
  group.numbers("se", std::span<const double>(r.se), {m, n}, each_its_own);
  group.numbers("used", std::span<const std::uint8_t>(r.used), "1");
  group.number("write_noise", r.write_noise, "1");
  group.number("read_noise", r.read_noise, "1");
  group.count("seed", r.seed);
  group.text("source_sha256", r.source_sha256);
  group.text("program_version", r.program_version);
  group.text("options", r.options);
}

std::vector<Varied> read_parameters(const h5::Group& group) {
  const auto name = group.texts("name"), unit = group.texts("unit"), scale = group.texts("scale");
  const std::size_t n = name.size();
  same_length(group.place(), "unit", unit.size(), n);
  same_length(group.place(), "scale", scale.size(), n);
  const auto mean = column(group, "mean", {n}), bounds = column(group, "bounds", {n, 2});
  std::vector<Varied> all;
  for (std::size_t k = 0; k < n; ++k) all.push_back({name[k], unit[k], scale_of(scale[k], group.place("scale")), mean[k], bounds[2 * k], bounds[2 * k + 1]});
  return all;
}

std::vector<Kind> read_kinds(const h5::Group& group, std::size_t n) {
  std::vector<Kind> kinds;
  const auto weight = group.numbers("weight", "1");
  if (!weight) return kinds;
  const std::size_t count = weight->values.size();
  const auto mean = column(group, "kind_mean", {count, n}), covariance = column(group, "kind_covariance", {count, n * n});
  const auto row = [](const std::vector<double>& all, std::size_t k, std::size_t size) {
    return std::vector<double>(all.begin() + std::ptrdiff_t(k * size), all.begin() + std::ptrdiff_t((k + 1) * size));
  };
  for (std::size_t k = 0; k < count; ++k) kinds.push_back({weight->values[k], row(mean, k, n), row(covariance, k, n * n)});
  return kinds;
}

PopulationRecord read_record(const h5::Group& group, const std::string& id) {
  PopulationRecord r;
  r.id = id;
  r.population.model = required(group.text("model"), group, "model");
  r.each = required(group.text("each"), group, "each");
  r.population.parameters = read_parameters(group);
  r.members = group.texts("member");
  const std::size_t n = r.population.parameters.size(), m = r.members.size();
  r.population.covariance = column(group, "covariance", {n, n});
  r.population.kinds = read_kinds(group, n);
  if (auto bic = group.numbers("bic", "1")) r.bic = std::move(bic->values);
  r.lag1 = column(group, "lag1", {n});
  r.drift = column(group, "drift", {n});
  r.drift_lo = column(group, "drift_lo", {n});
  r.drift_hi = column(group, "drift_hi", {n});
  each_bound(r, [&](const char* member, std::vector<double>& x, bool is_matrix) {
    if (group.numbers(member, "")) x = column(group, member, is_matrix ? std::vector<std::size_t>{n, n} : std::vector<std::size_t>{n});
  });
  r.value = column(group, "value", {m, n});
  r.se = column(group, "se", {m, n});
  for (const double u : column(group, "used", {m})) r.used.push_back(u != 0.0);
  r.write_noise = group.number("write_noise", "1").value_or(unknown);
  r.read_noise = group.number("read_noise", "1").value_or(unknown);
  r.seed = group.count("seed").value_or(0);
  r.source_sha256 = group.text("source_sha256").value_or("");
  r.program_version = group.text("program_version").value_or("");
  r.options = group.text("options").value_or("");
  check(r, group.place());
  return r;
}

}  // namespace

void write_population(const fs::path& path, const PopulationRecord& r) {
  const std::string& id = r.id.empty() ? r.population.model : r.id;
  check(r, "populations/" + id);
  write_result(path, r.program_version, "populations", id, [&](const h5::NewGroup& group) { write_record(group, r); });
}

std::vector<PopulationRecord> read_populations(const fs::path& path) {
  std::vector<PopulationRecord> all;
  read_results(path, "populations", [&](const h5::Group& group, const std::string& id) { all.push_back(read_record(group, id)); });
  return all;
}

}  // namespace hysteron::data
