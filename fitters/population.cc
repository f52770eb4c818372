#include "fitters/population.h"

#include <Eigen/Dense>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>

#include "fitters/parallel.h"
#include "fitters/statistics.h"
#include "libmodel/coordinate.h"
#include "libmodel/error.h"

namespace hysteron::fitters {
namespace {

const double nan = std::nan("");

FitResult pooled(const Device& device, const std::vector<Member>& members, const PopulationOptions& options) {
  const std::size_t n = members.size(), taken = std::min<std::size_t>(n, std::max(options.pooled, 1));
  FitProblem problem;
  for (std::size_t i = 0; i < taken; ++i) problem.traces.push_back(members[(n - taken) / 2 + i].trace);
  FitOptions all = options.fit;  // what is to vary is one of many here
  all.free.clear();
  for (const std::string& name : options.fit.free) {
    if (const auto node = all.set.extract(name)) all.start[name] = node.mapped();
  }
  return fit(device, problem, all);
}

std::vector<std::string> estimated(const FitResult& r) {
  std::vector<std::string> names;
  for (const Estimate& e : r.estimates) {
    if (e.role == Role::estimated && std::ranges::count(names, e.name) == 0) names.push_back(e.name);
  }
  return names;
}

// The pooled values, which nothing but the measurement of a member knows better.
std::map<std::string, double> shared_values(const FitResult& r) {
  std::map<std::string, double> values;
  for (const Estimate& e : r.estimates) {
    if (e.trace.empty() && e.role != Role::given) values[e.name] = e.value;
  }
  return values;
}

// Leaves out, one at a time, the parameter that the others can mimic best: where that makes its variance more than ten times
// what it is alone (D. W. Marquardt, Technometrics 12 (1970) 591). Initial states are each member's own and stay.
std::vector<std::string> without_mimicked(const FitResult& r) {
  std::vector<std::string> names = r.correlated;
  Eigen::MatrixXd information = r.correlation.inverse();
  const auto is_state = [&](const std::string& name) { return !r.at(name).trace.empty(); };
  while (names.size() > 1) {
    const Eigen::MatrixXd inverse = information.inverse();
    Eigen::Index worst = -1;
    double most = 10.0;
    for (Eigen::Index j = 0; j < information.rows(); ++j) {
      const double inflated = inverse(j, j) * information(j, j);
      if (!is_state(names[std::size_t(j)]) && !(inflated <= most)) most = inflated, worst = j;
    }
    if (worst < 0) break;
    names.erase(names.begin() + worst);
    std::vector<Eigen::Index> kept;
    for (Eigen::Index j = 0; j < information.rows(); ++j) {
      if (j != worst) kept.push_back(j);
    }
    information = information(kept, kept).eval();
  }
  return names;
}

// What one member alone can tell, of what the pooled ones tell.
std::vector<std::string> told_by_one(const Device& device, const Member& member, const FitResult& all, const FitOptions& asked) {
  FitOptions options = asked;
  const std::vector<std::string> known = estimated(all);
  for (const auto& [name, value] : shared_values(all)) {
    options.start.insert({name, value});
    const bool free = std::ranges::count(known, name) > 0;
    if (!free && !options.set.contains(name) && std::ranges::count(options.hold, name) == 0) options.hold.push_back(name);
  }
  options.starts = 1;
  options.progress = {};
  const std::vector<std::string> names = without_mimicked(fit(device, {{member.trace}}, options));
  if (names.empty()) throw InputError(member.name + " alone tells no parameter of " + device.name + ": name what varies with --free");
  return names;
}

FitOptions of_member(const FitResult& all, const std::vector<std::string>& varied, const FitOptions& asked) {
  FitOptions options = asked;
  options.free = varied;
  for (const auto& [name, value] : shared_values(all)) options.set.insert({name, value});
  options.starts = 1;
  options.threads = 1;
  options.progress = {};
  return options;
}

std::vector<double> relative_misses(const FitResult& r) {
  std::vector<double> misses;
  for (const TraceFit& t : r.traces) {
    for (std::size_t k = 0; k < t.measured.size(); ++k) {
      if (t.unit == "S" && t.measured[k] > 0.0) misses.push_back(t.response[k] / t.measured[k] - 1.0);
    }
  }
  return misses;
}

MemberFit member_fit(const FitResult& r, const std::vector<std::string>& varied) {
  const Eigen::Index p = Eigen::Index(varied.size());
  MemberFit out{{Eigen::VectorXd::Constant(p, nan), Eigen::MatrixXd::Constant(p, p, nan)}, {}, nan, nan, r.describes()};
  std::vector<Eigen::Index> row;  // of the covariance; -1: not estimated
  std::vector<double> rate;
  for (const std::string& name : varied) {
    const Estimate& e = r.at(name);
    const auto at = std::ranges::find(r.correlated, name);
    row.push_back(at == r.correlated.end() ? -1 : at - r.correlated.begin());
    rate.push_back(slope(e.scale, e.value));
    out.coordinate.push_back(encode(e.scale, e.value));
  }
  for (Eigen::Index i = 0; i < p; ++i) {
    if (row[i] < 0 || !std::isfinite(r.covariance(row[i], row[i]))) continue;
    out.observation.value[i] = out.coordinate[i];
    for (Eigen::Index j = 0; j < p; ++j) {
      if (row[j] >= 0) out.observation.covariance(i, j) = r.covariance(row[i], row[j]) / (rate[i] * rate[j]);
    }
  }
  const NoiseSplit noise = noise_split(relative_misses(r));
  out.write_noise = noise.write, out.read_noise = noise.read;
  return out;
}

// The members that are described, each varied parameter told by two of them at least.
std::vector<Observation> described(const PopulationFit& r) {
  std::vector<Observation> used;
  for (const auto& [place, m] : r.members) {
    if (m.describes) used.push_back(m.observation);
  }
  for (std::size_t j = 0; j < r.varied.size(); ++j) {
    const auto told = std::ranges::count_if(used, [&](const Observation& o) { return !std::isnan(o.value[Eigen::Index(j)]); });
    if (told < 3) throw InputError(r.pooled.model + ": " + std::to_string(told) + " of " + std::to_string(r.members.size()) + " fits tell " + r.varied[j] + ": must be 3 or more; leave it out of --free");
  }
  return used;
}

DevicePopulation population(const Device& device, const PopulationFit& r, const RandomEffects& law) {
  DevicePopulation p{.model = device.name};
  for (const Estimate& e : r.pooled.estimates) {
    if (std::ranges::count(p.parameters, e.name, &Varied::name) > 0) continue;  // a state of another trace
    p.parameters.push_back({e.name, e.unit, e.scale, encode(e.scale, e.value), e.lower, e.upper});
  }
  const std::size_t n = p.parameters.size();
  p.covariance.assign(n * n, 0.0);
  const auto place = [&](const std::string& name) { return std::size_t(std::ranges::find(p.parameters, name, &Varied::name) - p.parameters.begin()); };
  for (std::size_t i = 0; i < r.varied.size(); ++i) {
    p.parameters[place(r.varied[i])].mean = law.mean[Eigen::Index(i)];
    for (std::size_t j = 0; j < r.varied.size(); ++j) p.covariance[place(r.varied[i]) * n + place(r.varied[j])] = law.covariance(Eigen::Index(i), Eigen::Index(j));
  }
  return p;
}

// What a member tells with an error of less than a third of the spread between members, of what it tells at all: the rest
// would widen the population along what the measurements do not constrain. A reliability of 0.9: W. A. Fuller, Measurement
// Error Models (1987) 5. Initial states stay.
std::vector<std::string> reliable(const Device& device, const std::vector<Member>& members, const FitResult& all,
                                  std::vector<std::string> names, const FitOptions& asked) {
  constexpr std::size_t sampled = 16;
  constexpr double reliability = 0.9;
  while (names.size() > 1 && members.size() >= sampled) {
    const FitOptions each = of_member(all, names, asked);
    std::vector<MemberFit> fits(sampled);
    for_each_index(int(sampled), asked.threads, [&](int i) {
      fits[i] = member_fit(fit(device, {{members[i * members.size() / sampled].trace}}, each), names);
    });
    std::vector<double> known(names.size(), 1.0);
    for (std::size_t j = 0; j < names.size(); ++j) {
      const Eigen::Index k = Eigen::Index(j);
      double sum = 0.0, squares = 0.0, errors = 0.0, n = 0.0;
      for (const MemberFit& m : fits) {
        if (!m.describes || std::isnan(m.observation.value[k])) continue;
        const double z = m.observation.value[k];
        sum += z, squares += z * z, errors += m.observation.covariance(k, k), n += 1.0;
      }
      const double spread = (squares - sum * sum / n) / (n - 1.0);
      if (all.at(names[j]).trace.empty()) known[j] = n > 2.0 ? 1.0 - errors / n / spread : -HUGE_VAL;
    }
    const auto worst = std::ranges::min_element(known);
    if (*worst >= reliability) break;
    names.erase(names.begin() + (worst - known.begin()));
  }
  return names;
}

}  // namespace

std::size_t PopulationFit::place(const std::string& name) const {
  return std::size_t(std::ranges::find(population.parameters, name, &Varied::name) - population.parameters.begin());
}

PopulationFit fit_population(const Device& device, const std::vector<Member>& members, const PopulationOptions& options) {
  if (members.size() < 3) throw InputError(std::to_string(members.size()) + " members to fit: a population needs 3 or more");
  PopulationFit r;
  r.pooled = pooled(device, members, options);
  r.cancelled = r.pooled.cancelled;
  if (r.cancelled) return r;
  r.varied = options.fit.free;
  if (r.varied.empty()) r.varied = reliable(device, members, r.pooled, told_by_one(device, members[members.size() / 2], r.pooled, options.fit), options.fit);
  const FitOptions each = of_member(r.pooled, r.varied, options.fit);
  r.members = options.done;
  std::mutex mutex;
  std::atomic<bool> cancelled = false;
  for_each_index(int(members.size()), options.fit.threads, [&](int i) {
    if (cancelled || options.done.contains(std::size_t(i))) return;
    const MemberFit fitted = member_fit(fit(device, {{members[std::size_t(i)].trace}}, each), r.varied);
    const std::lock_guard lock(mutex);
    r.members[std::size_t(i)] = fitted;
    if (options.progress && !options.progress(r.members)) cancelled = true;
  });
  r.cancelled = cancelled;
  if (r.cancelled) return r;
  r.described = int(std::ranges::count_if(r.members, [](const auto& m) { return m.second.describes; }));
  const std::vector<Observation> used = described(r);
  const RandomEffects law = random_effects(used);
  r.population = population(device, r, law);
  const int block = options.in_order ? int(std::ceil(std::cbrt(double(used.size())))) : 1;
  r.bounds = bootstrap(used, law, {.block = block, .seed = options.fit.seed, .threads = options.fit.threads});
  return r;
}

Course course(const PopulationFit& fit, const std::string& name) {
  const auto j = std::ranges::find(fit.varied, name) - fit.varied.begin();
  std::vector<double> value, variance;
  for (const auto& [place, m] : fit.members) {
    const bool told = m.describes && !std::isnan(m.observation.value[j]);
    value.push_back(told ? m.observation.value[j] : nan);
    variance.push_back(told ? m.observation.covariance(j, j) : nan);
  }
  return course(value, variance);
}

}  // namespace hysteron::fitters
