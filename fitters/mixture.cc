#include "fitters/mixture.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "libmodel/sim/random.h"

namespace hysteron::fitters {
namespace {

using Eigen::Index, Eigen::MatrixXd, Eigen::VectorXd;

constexpr int starts = 4, most_kinds = 3;
constexpr double floor_of_variance = 1e-4;  // of that of all members

// What EM goes by: the laws, and what the last step said of them.
struct State {
  std::vector<double> weight;
  std::vector<RandomEffects> kinds;
  double log_likelihood = -HUGE_VAL;
};

// A member seen through the law of a kind: the logarithm of its density, and what is expected of its true values.
struct Seen {
  double log_density;
  VectorXd expected;
  MatrixXd left;  // covariance about it
};

Seen seen(const Observation& member, const std::vector<Index>& places, const RandomEffects& law) {
  const MatrixXd across = law.covariance(Eigen::all, places);
  const Eigen::LDLT<MatrixXd> total((across(places, Eigen::all) + member.covariance(places, places)).eval());
  const VectorXd apart = member.value(places) - law.mean(places), solved = total.solve(apart);
  const double log_determinant = total.vectorD().cwiseMax(1e-300).array().log().sum();
  return {-0.5 * (apart.dot(solved) + log_determinant + double(places.size()) * std::log(2.0 * std::numbers::pi)), law.mean + across * solved,
          law.covariance - across * total.solve(across.transpose())};
}

class Members {
 public:
  explicit Members(const std::vector<Observation>& all) : all_(all), law_(random_effects(all)) {
    for (const Observation& m : all) {
      std::vector<Index>& places = places_.emplace_back();
      for (Index j = 0; j < m.value.size(); ++j) {
        if (!std::isnan(m.value[j])) places.push_back(j);
      }
    }
  }

  std::size_t size() const { return all_.size(); }
  Index values() const { return law_.mean.size(); }

  State one_kind() const { return {{1.0}, {law_}}; }

  // Centres far from each other (k-means++ of D. Arthur, S. Vassilvitskii, SODA 2007), each with half the deviation of all.
  State start(int kinds, Uniforms chance) const {
    State s{std::vector<double>(std::size_t(kinds), 1.0 / kinds), {}};
    std::vector<double> distance(size(), 1.0);
    for (int k = 0; k < kinds; ++k) {
      double left = chance.next() * std::accumulate(distance.begin(), distance.end(), 0.0);
      std::size_t chosen = 0;
      while (chosen + 1 < size() && left >= distance[chosen]) left -= distance[chosen++];
      s.kinds.push_back({centre(chosen), 0.25 * law_.covariance});
      for (std::size_t i = 0; i < size(); ++i) {
        const double there = (centre(i) - s.kinds.back().mean).cwiseQuotient(law_.covariance.diagonal().cwiseMax(1e-300).cwiseSqrt()).squaredNorm();
        distance[i] = k == 0 ? there : std::min(distance[i], there);
      }
    }
    return s;
  }

  // One step of EM; the likelihood is of the laws before it.
  State improved(const State& s) const {
    const std::size_t kinds = s.kinds.size();
    State next{std::vector<double>(kinds, 0.0), {}, 0.0};
    std::vector<MatrixXd> squares(kinds, MatrixXd::Zero(values(), values()));
    std::vector<VectorXd> sums(kinds, VectorXd::Zero(values()));
    for (std::size_t i = 0; i < size(); ++i) {
      std::vector<Seen> by;
      std::vector<double> log_share;
      for (std::size_t k = 0; k < kinds; ++k) {
        by.push_back(seen(all_[i], places_[i], s.kinds[k]));
        log_share.push_back(std::log(s.weight[k]) + by[k].log_density);
      }
      const double most = *std::ranges::max_element(log_share);
      double whole = 0.0;
      for (const double x : log_share) whole += std::exp(x - most);
      next.log_likelihood += most + std::log(whole);
      for (std::size_t k = 0; k < kinds; ++k) {
        const double share = std::exp(log_share[k] - most) / whole;
        next.weight[k] += share;
        sums[k] += share * by[k].expected;
        squares[k] += share * (by[k].left + by[k].expected * by[k].expected.transpose());
      }
    }
    for (std::size_t k = 0; k < kinds; ++k) {
      const double n = std::max(next.weight[k], 1e-9);
      const VectorXd mean = sums[k] / n;
      MatrixXd covariance = squares[k] / n - mean * mean.transpose();
      covariance.diagonal() += floor_of_variance * law_.covariance.diagonal();
      next.kinds.push_back({mean, covariance});
      next.weight[k] = n / double(size());
    }
    return next;
  }

  State converged(State s, double tolerance, int steps) const {
    for (int step = 0; step < steps; ++step) {
      const double before = s.log_likelihood;
      s = improved(s);
      if (s.log_likelihood - before < tolerance && step > 0) break;
    }
    return s;
  }

 private:
  VectorXd centre(std::size_t i) const { return all_[i].value.array().isNaN().select(law_.mean, all_[i].value); }

  const std::vector<Observation>& all_;
  std::vector<std::vector<Index>> places_;  // of the values that were estimated
  RandomEffects law_;                       // of all together
};

bool has_enough(const State& s, const Members& members) {
  const double fewest = fewest_of_a_kind(int(members.values()));
  return std::ranges::all_of(s.weight, [&](double w) { return w * double(members.size()) >= fewest; });
}

double bic(const State& s, const Members& members) {
  const double p = double(members.values()), k = double(s.kinds.size());
  return -2.0 * s.log_likelihood + (k * (p + p * (p + 1.0) / 2.0) + k - 1.0) * std::log(double(members.size()));
}

// The most likely of so many kinds; the likelihood is -inf where no start ends with enough members in each.
State most_likely(const Members& members, int kinds, std::uint64_t seed) {
  State best;
  for (int k = 0; k < starts; ++k) {
    const Uniforms chance({.seed = seed, .instance = std::uint32_t(k), .step = std::uint32_t(kinds), .channel = 0x6b696e64});
    const State s = members.converged(members.start(kinds, chance), 1e-3, 300);
    if (has_enough(s, members) && s.log_likelihood > best.log_likelihood) best = s;
  }
  return best;
}

}  // namespace

int fewest_of_a_kind(int values) { return std::max(8, 2 * values); }

Mixture mixture(const std::vector<Observation>& all, std::uint64_t seed) {
  const Members members(all);
  State chosen = members.converged(members.one_kind(), 1e-3, 300);
  Mixture m{.bic = {bic(chosen, members)}};
  for (int kinds = 2; kinds <= most_kinds; ++kinds) {
    if (double(members.size()) < double(kinds * fewest_of_a_kind(int(members.values())))) break;
    const State more = most_likely(members, kinds, seed);
    if (more.kinds.empty()) break;
    m.bic.push_back(bic(more, members));
    if (!(m.bic[std::size_t(kinds) - 1] < m.bic[std::size_t(kinds) - 2] - strong_evidence)) break;
    chosen = more;
  }
  chosen = members.converged(chosen, 1e-7, 2000);
  std::vector<std::size_t> order(chosen.kinds.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return chosen.weight[a] > chosen.weight[b]; });
  for (const std::size_t k : order) {
    const double n = chosen.weight[k] * double(members.size());
    m.weight.push_back(chosen.weight[k]);
    m.kinds.push_back({chosen.kinds[k].mean, (chosen.kinds[k].covariance + chosen.kinds[k].covariance.transpose()) * (0.5 * n / (n - 1.0))});
  }
  return m;
}

}  // namespace hysteron::fitters
