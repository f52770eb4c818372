#include "fitters/population.h"

#include <Eigen/Dense>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>

#include "fitters/parallel.h"
#include "fitters/what_varies.h"
#include "libmodel/coordinate.h"
#include "libmodel/error.h"

namespace hysteron::fitters {
namespace {

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
  for (std::size_t k = 0; r.mixture.kinds.size() > 1 && k < r.mixture.kinds.size(); ++k) {
    Kind kind{r.mixture.weight[k], {}, std::vector<double>(n * n, 0.0)};
    for (const Varied& v : p.parameters) kind.mean.push_back(v.mean);
    for (std::size_t i = 0; i < r.varied.size(); ++i) {
      kind.mean[place(r.varied[i])] = r.mixture.kinds[k].mean[Eigen::Index(i)];
      for (std::size_t j = 0; j < r.varied.size(); ++j) kind.covariance[place(r.varied[i]) * n + place(r.varied[j])] = r.mixture.kinds[k].covariance(Eigen::Index(i), Eigen::Index(j));
    }
    p.kinds.push_back(std::move(kind));
  }
  return p;
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
  if (r.varied.empty()) r.varied = what_varies(device, members, r.pooled, options.fit);
  const FitOptions each = options_of_member(r.pooled, r.varied, options.fit);
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
  if (!options.in_order) r.mixture = mixture(used, options.fit.seed);
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
    value.push_back(told ? m.observation.value[j] : std::nan(""));
    variance.push_back(told ? m.observation.covariance(j, j) : std::nan(""));
  }
  return course(value, variance);
}

}  // namespace hysteron::fitters
