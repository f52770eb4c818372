// Fits in a laboratory file: /entry/results/fits/<id>.

#include <algorithm>

#include "data/lab_file.h"
#include "data/results.h"

namespace hysteron::data {
namespace {

namespace fs = std::filesystem;

void write_parameters(const h5::NewGroup& group, const std::vector<FittedParameter>& parameters) {
  std::vector<std::string> name, unit, reason;
  std::vector<double> value, se, ci_lo, ci_hi, bounds;
  std::vector<std::uint8_t> at_bound, held, by_profile;
  for (const FittedParameter& p : parameters) {
    name.push_back(p.name);
    unit.push_back(p.unit);
    value.push_back(p.value);
    se.push_back(p.se);
    ci_lo.push_back(p.ci_lo);
    ci_hi.push_back(p.ci_hi);
    bounds.insert(bounds.end(), {p.lower, p.upper});
    at_bound.push_back(p.at_bound);
    held.push_back(p.held);
    by_profile.push_back(p.by_profile);
    reason.push_back(p.reason);
  }
  if (name.empty()) return;
  group.texts("name", name);
  group.texts("unit", unit);
  group.texts("reason", reason);
  const auto column = [&](const char* member, const std::vector<double>& x) {
    group.numbers(member, std::span<const double>(x), each_its_own);
  };
  column("value", value);
  column("se", se);
  column("ci_lo", ci_lo);
  column("ci_hi", ci_hi);
  group.numbers("bounds", std::span<const double>(bounds), {name.size(), 2}, each_its_own);
  group.numbers("at_bound", std::span<const std::uint8_t>(at_bound), "1");
  group.numbers("held", std::span<const std::uint8_t>(held), "1");
  group.numbers("by_profile", std::span<const std::uint8_t>(by_profile), "1");
}

void write_profiles(const h5::NewGroup& group, const FitRecord& fit) {
  if (fit.profiles.empty()) return;
  std::vector<std::string> of;
  std::vector<double> excess, value;
  for (const ProfilePoint& p : fit.profiles) {
    if (p.value.size() != fit.free.size()) {
      throw InputError(fmt::format("profile of {} of {}: a point has {} values: must have {}", p.of, fit.model, p.value.size(), fit.free.size()));
    }
    of.push_back(p.of);
    excess.push_back(p.excess);
    value.insert(value.end(), p.value.begin(), p.value.end());
  }
  group.texts("free", fit.free);
  group.texts("profile_of", of);
  group.numbers("profile_excess", std::span<const double>(excess), "1");
  group.numbers("profile_value", std::span<const double>(value), {of.size(), fit.free.size()}, each_its_own);
  group.number("profile_level", fit.profile_level, "1");
}

void write_optima(const h5::NewGroup& group, const std::vector<FoundOptimum>& optima) {
  if (optima.empty()) return;
  std::vector<double> cost, starts;
  for (const FoundOptimum& o : optima) cost.push_back(o.cost), starts.push_back(double(o.starts));
  group.numbers("optimum_cost", std::span<const double>(cost), "1");
  group.numbers("optimum_starts", std::span<const double>(starts), "1");
}

void write_record(const h5::NewGroup& group, const FitRecord& fit) {
  const std::size_t n = fit.covariance_names.size();
  if (fit.covariance.size() != n * n) {
    throw InputError(fmt::format("covariance of {}: has {} values: must be {} x {}", fit.model, fit.covariance.size(), n, n));
  }
  group.text("model", fit.model);
  group.texts("measurements", fit.measurements);
  write_parameters(group, fit.parameters);
  if (n > 0) {
    group.texts("covariance_name", fit.covariance_names);
    group.numbers("covariance", std::span<const double>(fit.covariance), {n, n}, each_its_own);
  }
  write_profiles(group, fit);
  write_optima(group, fit.optima);
  group.number("cost", fit.cost, "1");
  group.number("rms", fit.rms, fit.rms_unit);
  group.count("n_points", fit.n_points);
  group.count("n_starts", fit.n_starts);
  group.count("seed", fit.seed);
  group.text("source_sha256", fit.source_sha256);
  group.text("program_version", fit.program_version);
  group.text("options", fit.options);
  group.texts("weak_directions", fit.weak_directions);
  group.texts("warnings", fit.warnings);
}

std::vector<FittedParameter> read_parameters(const h5::Group& group) {
  const auto name = group.texts("name"), unit = group.texts("unit");
  const std::size_t n = name.size();
  if (unit.size() != n) throw InputError(fmt::format("{}: has {} texts: must be {}", group.place("unit"), unit.size(), n));
  const auto value = column(group, "value", {n}), se = column(group, "se", {n});
  const auto ci_lo = column(group, "ci_lo", {n}), ci_hi = column(group, "ci_hi", {n});
  const auto bounds = column(group, "bounds", {n, 2});
  const auto at_bound = column(group, "at_bound", {n}), held = column(group, "held", {n});
  const bool known = group.numbers("by_profile", "").has_value();  // files of version 0.1 may lack it
  const auto by_profile = known ? column(group, "by_profile", {n}) : std::vector<double>(n, 0.0);
  auto reason = group.texts("reason");
  if (reason.empty()) reason.resize(n);
  if (reason.size() != n) throw InputError(fmt::format("{}: has {} texts: must be {}", group.place("reason"), reason.size(), n));
  std::vector<FittedParameter> all(n);
  for (std::size_t k = 0; k < n; ++k) {
    all[k] = {name[k], unit[k], value[k], se[k], ci_lo[k], ci_hi[k], bounds[2 * k], bounds[2 * k + 1], at_bound[k] != 0.0, held[k] != 0.0, by_profile[k] != 0.0, reason[k]};
  }
  return all;
}

void read_profiles(const h5::Group& group, FitRecord& fit) {
  fit.free = group.texts("free");
  const auto of = group.texts("profile_of");
  const std::size_t n = of.size(), p = fit.free.size();
  const auto excess = column(group, "profile_excess", {n}), value = column(group, "profile_value", {n, p});
  for (std::size_t k = 0; k < n; ++k) {
    fit.profiles.push_back({of[k], excess[k], {value.begin() + std::ptrdiff_t(k * p), value.begin() + std::ptrdiff_t((k + 1) * p)}});
    if (std::ranges::count(fit.free, of[k]) == 0) throw InputError(fmt::format("{}[{}] = {}: must be one of free", group.place("profile_of"), k, of[k]));
  }
  fit.profile_level = group.number("profile_level", "1").value_or(fit.profile_level);
}

std::vector<FoundOptimum> read_optima(const h5::Group& group) {
  const auto cost = group.numbers("optimum_cost", "");
  if (!cost) return {};
  const auto starts = column(group, "optimum_starts", {cost->values.size()});
  std::vector<FoundOptimum> all;
  for (std::size_t k = 0; k < starts.size(); ++k) all.push_back({cost->values[k], std::uint64_t(std::max(0.0, starts[k]))});
  return all;
}

FitRecord read_record(const h5::Group& group, const std::string& id) {
  FitRecord fit;
  fit.id = id;
  fit.model = required(group.text("model"), group, "model");
  fit.measurements = group.texts("measurements");
  fit.parameters = read_parameters(group);
  fit.covariance_names = group.texts("covariance_name");
  fit.covariance = column(group, "covariance", {fit.covariance_names.size(), fit.covariance_names.size()});
  read_profiles(group, fit);
  fit.optima = read_optima(group);
  fit.cost = required(group.number("cost", ""), group, "cost");
  fit.rms = required(group.number("rms", ""), group, "rms");
  fit.rms_unit = group.units("rms").value_or("1");
  fit.n_points = group.count("n_points").value_or(0);
  fit.n_starts = group.count("n_starts").value_or(0);
  fit.seed = group.count("seed").value_or(0);
  fit.source_sha256 = group.text("source_sha256").value_or("");
  fit.program_version = group.text("program_version").value_or("");
  fit.options = group.text("options").value_or("");
  fit.weak_directions = group.texts("weak_directions");
  fit.warnings = group.texts("warnings");
  return fit;
}

}  // namespace

void write_fit(const fs::path& path, const FitRecord& fit) {
  write_result(path, fit.program_version, "fits", fit.id.empty() ? fit.model : fit.id, [&](const h5::NewGroup& group) { write_record(group, fit); });
}

std::vector<FitRecord> read_fits(const fs::path& path) {
  std::vector<FitRecord> all;
  read_results(path, "fits", [&](const h5::Group& group, const std::string& id) { all.push_back(read_record(group, id)); });
  return all;
}

}  // namespace hysteron::data
