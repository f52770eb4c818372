#include "fitters/record.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace hysteron::fitters {
namespace {

using nlohmann::json;

json numbers(const Eigen::MatrixXd& m) {
  json rows = json::array();
  for (Eigen::Index i = 0; i < m.rows(); ++i) {
    rows.push_back(json::array());
    for (Eigen::Index k = 0; k < m.cols(); ++k) rows.back().push_back(m(i, k));
  }
  return rows;
}

json describe(const FitResult& r, const Estimate& e) {
  return {{"name", filed_name(r, e)}, {"unit", e.unit}, {"meaning", e.meaning}, {"role", words(e.role)},
          {"value", e.value}, {"se", e.standard_error}, {"ci_lo", e.lower95}, {"ci_hi", e.upper95},
          {"linear_ci_lo", e.linear_lower95}, {"linear_ci_hi", e.linear_upper95}, {"bend", e.bend},
          {"bounds", {e.lower, e.upper}}, {"reason", e.reason}};
}

std::string_view words(Walked how) {
  switch (how) {
    case Walked::beyond: return "closed";
    case Walked::to_bound: return "open at the bound";
    case Walked::lost: return "open: the model could not be followed";
  }
  return "";
}

std::vector<std::string> names_of_free(const FitResult& r) {
  std::vector<std::string> names;
  for (const std::size_t place : r.free) names.push_back(filed_name(r, r.estimates[place]));
  return names;
}

json profiles_of(const FitResult& r) {
  json all = json::array();
  for (const Profile& p : r.profiles) {
    all.push_back({{"of", filed_name(r, r.estimates[p.estimate])}, {"excess", p.excess}, {"points", p.points}, {"ci_lo", p.lower95},
                   {"ci_hi", p.upper95}, {"lower_end", words(p.below)}, {"upper_end", words(p.above)}});
  }
  return {{"free", names_of_free(r)}, {"level", r.profile_level}, {"of", all}};
}

json describe(const TraceFit& t) {
  json residual = json::array();
  for (std::size_t k = 0; k < t.measured.size(); ++k) residual.push_back(t.response[k] - t.measured[k]);
  return {{"name", t.name}, {"unit", t.unit}, {"measured", t.measured}, {"response", t.response}, {"residual", residual},
          {"points", t.points}, {"skipped", t.skipped}, {"range", t.range}, {"rms", t.rms},
          {"rms_of_range", t.rms_of_range}, {"rms_decades", t.rms_decades}, {"autocorrelation", t.autocorrelation},
          {"runs", t.runs}, {"deviance", t.deviance}, {"write_noise", t.write_noise}, {"read_noise", t.read_noise}, {"structured", t.structured}};
}

}  // namespace

std::string filed_name(const FitResult& result, const Estimate& e) {
  return e.trace.empty() || result.traces.size() <= 1 ? e.name : e.trace + "/" + e.name;
}

data::FitRecord record(const FitResult& r) {
  data::FitRecord f;
  f.model = r.model;
  for (const TraceFit& t : r.traces) {
    if (std::ranges::count(f.measurements, t.measurement) == 0) f.measurements.push_back(t.measurement);
  }
  for (const Estimate& e : r.estimates) {
    const bool bound = e.role == Role::at_lower || e.role == Role::at_upper;
    f.parameters.push_back({filed_name(r, e), e.unit, e.value, e.standard_error, e.lower95, e.upper95, e.lower, e.upper,
                            bound, e.role == Role::held || e.role == Role::given, r.profile_of(e) != nullptr, e.reason});
    if (e.role == Role::estimated) f.covariance_names.push_back(filed_name(r, e));
  }
  // Estimates list parameters before initial states, the matrix the order in which they were judged.
  for (const std::string& row : f.covariance_names) {
    for (const std::string& column : f.covariance_names) {
      const auto at = [&](const std::string& name) { return std::ranges::find(r.correlated, name) - r.correlated.begin(); };
      f.covariance.push_back(r.covariance(at(row), at(column)));
    }
  }
  if (!r.profiles.empty()) f.free = names_of_free(r), f.profile_level = r.profile_level;
  for (const Profile& p : r.profiles) {
    for (std::size_t k = 0; k < p.points.size(); ++k) f.profiles.push_back({filed_name(r, r.estimates[p.estimate]), p.excess[k], p.points[k]});
  }
  for (const Optimum& o : r.optima) f.optima.push_back({o.cost, std::uint64_t(o.found)});
  double squares = 0.0;
  for (const TraceFit& t : r.traces) squares += t.rms_of_range * t.rms_of_range * double(t.points);
  f.cost = r.cost;
  f.rms = std::sqrt(squares / double(r.points));
  f.n_points = r.points;
  f.n_starts = std::uint64_t(r.starts);
  f.seed = r.seed;
  f.weak_directions = r.weak_directions;
  f.warnings = r.warnings;
  return f;
}

nlohmann::json json_of(const FitResult& r) {
  nlohmann::json j{{"model", r.model}, {"residual", words(r.residual)}, {"loss", words(r.loss)}, {"loss_scale", r.loss_scale},
                   {"deviation", r.deviation}, {"cost", r.cost}, {"points", r.points}, {"skipped", r.skipped},
                   {"explained", r.explained}, {"converged", r.converged}, {"cancelled", r.cancelled},
                   {"describes", r.describes()}, {"termination", r.termination}, {"starts", r.starts}, {"seed", r.seed},
                   {"evaluations", r.evaluations}, {"rounds", r.rounds}, {"correlated", r.correlated},
                   {"correlation", numbers(r.correlation)}, {"covariance", numbers(r.covariance)},
                   {"weak_directions", r.weak_directions}, {"warnings", r.warnings}};
  j["parameters"] = nlohmann::json::array();
  for (const Estimate& e : r.estimates) j["parameters"].push_back(describe(r, e));
  j["profiles"] = profiles_of(r);
  j["optima"] = nlohmann::json::array();
  for (const Optimum& o : r.optima) j["optima"].push_back({{"cost", o.cost}, {"found", o.found}});
  j["traces"] = nlohmann::json::array();
  for (const TraceFit& t : r.traces) j["traces"].push_back(describe(t));
  return j;
}

std::string_view words(Role role) {
  switch (role) {
    case Role::estimated: return "estimated";
    case Role::at_lower: return "at lower bound";
    case Role::at_upper: return "at upper bound";
    case Role::held: return "held";
    case Role::given: return "given";
  }
  return "";
}

std::string_view words(Residual residual) {
  switch (residual) {
    case Residual::automatic: return "auto";
    case Residual::linear: return "linear";
    case Residual::logarithmic: return "log";
    case Residual::mixed: return "mixed";
  }
  return "";
}

std::string_view words(Loss loss) {
  switch (loss) {
    case Loss::none: return "none";
    case Loss::huber: return "huber";
    case Loss::soft_l_one: return "soft-l1";
    case Loss::cauchy: return "cauchy";
  }
  return "";
}

}  // namespace hysteron::fitters
