#include "fitters/what_varies.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "fitters/assembly.h"
#include "fitters/parallel.h"
#include "fitters/unknowns.h"
#include "libmodel/error.h"

namespace hysteron::fitters {
namespace {

constexpr std::size_t sampled = 16;

std::vector<Member> sample(const std::vector<Member>& members) {
  std::vector<Member> some;
  const std::size_t n = std::min(members.size(), sampled);
  for (std::size_t i = 0; i < n; ++i) some.push_back(members[i * members.size() / n]);
  return some;
}

bool is_told(const FitResult& pooled, const std::string& name) {
  const auto told = [&](const Estimate& e) { return e.name == name && (e.role == Role::estimated || !e.trace.empty()); };
  return std::ranges::any_of(pooled.estimates, told);
}

// What the pooled values leave of a member, and how it changes with what may vary.
struct Left {
  std::vector<Coordinate> by;
  Eigen::VectorXd residual;  // empty where the model could not be followed
  Jacobian slopes;
};

Left left_of(const Device& device, const Member& member, const FitResult& pooled, const FitOptions& asked) {
  const FitOptions options = options_of_member(pooled, {}, asked);
  const FitProblem problem = met_by(device, {{member.trace}}, options);
  FitOptions open = options;
  open.set = asked.set;
  open.start.insert(options.set.begin(), options.set.end());
  Setup setup = set_up(device, problem, open);
  std::erase_if(setup.candidates, [&](const Coordinate& c) { return !is_told(pooled, c.field.name); });
  const Weighting weighting = weigh(problem, asked.residual, asked.noise);
  const Assembly assembly{device, problem, weighting, asked.tolerance};
  FitOptions states = options;
  for (const Coordinate& c : setup.candidates) {
    if (c.trace != shared) states.free.push_back(c.field.name);
  }
  if (!states.free.empty()) {
    const FitResult started = fit(device, problem, states);
    for (const Coordinate& c : setup.candidates) {
      if (c.trace != shared) setup.start[c.index] = started.at(c.field.name).value;
    }
  }
  Left left{.by = setup.candidates, .residual = {}, .slopes = {}};
  if (!assembly.residuals(setup.start, setup.candidates, left.residual, &left.slopes)) left.residual.resize(0);
  return left;
}

// Takes from the residual and from the other slopes what goes with column j.
void take(Left& left, Eigen::Index j) {
  const double length = left.slopes.col(j).norm();
  if (!(length > 0.0)) return;
  const Eigen::VectorXd along = left.slopes.col(j) / length;
  left.residual -= along * along.dot(left.residual);
  left.slopes -= along * (along.transpose() * left.slopes).eval();
}

// Forward selection by orthogonal least squares (S. Chen, S. A. Billings, W. Luo, Int. J. Control 50 (1989) 1873), a value of
// each parameter for each member, until the information criterion of G. Schwarz, Ann. Statist. 6 (1978) 461 asks for no more.
std::vector<std::string> in_turn(std::vector<Left> left) {
  constexpr double mimicked = 1e-4;  // of its squared length: so little of it is its own
  const std::vector<Coordinate> by = left.front().by;
  std::vector<Eigen::VectorXd> whole;
  double rows = 0.0;
  for (const Left& l : left) whole.push_back(l.slopes.colwise().squaredNorm()), rows += double(l.residual.size());
  const double members = double(left.size());
  std::vector<std::string> names;
  std::vector<bool> out(by.size());
  const auto choose = [&](std::size_t j) {
    names.push_back(by[j].field.name);
    out[j] = true;
    for (Left& l : left) take(l, Eigen::Index(j));
  };
  for (std::size_t j = 0; j < by.size(); ++j) {
    if (by[j].trace != shared) choose(j);
  }
  while (true) {
    double most = 0.0, sum = 0.0;
    std::size_t best = by.size();
    for (const Left& l : left) sum += l.residual.squaredNorm();
    for (std::size_t j = 0; j < by.size(); ++j) {
      double taken = 0.0, own = 0.0;
      for (std::size_t i = 0; i < left.size(); ++i) {
        const double length = left[i].slopes.col(Eigen::Index(j)).squaredNorm();
        own += length / whole[i][Eigen::Index(j)] / members;
        if (length > 0.0) taken += std::pow(left[i].slopes.col(Eigen::Index(j)).dot(left[i].residual), 2) / length;
      }
      if (!out[j] && own > mimicked && taken > most) most = taken, best = j;
    }
    if (best == by.size() || rows * std::log(sum / (sum - most)) < members * std::log(rows / members)) return names;
    choose(best);
  }
}

// What a member tells with an error of less than half the spread between the estimates: the rest would widen the population
// along what the measurements do not constrain. A reliability of 0.8: J. C. Nunnally, Psychometric Theory, 2nd ed. (1978) 245.
// Initial states stay.
std::vector<std::string> reliable(const Device& device, const std::vector<Member>& members, const FitResult& pooled,
                                  std::vector<std::string> names, const FitOptions& asked) {
  constexpr double reliability = 0.8;
  while (names.size() > 1 && members.size() >= sampled) {
    const FitOptions each = options_of_member(pooled, names, asked);
    std::vector<MemberFit> fits(members.size());
    for_each_index(int(members.size()), asked.threads, [&](int i) { fits[i] = member_fit(fit(device, {{members[i].trace}}, each), names); });
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
      if (pooled.at(names[j]).trace.empty()) known[j] = n > 2.0 ? 1.0 - errors / n / spread : -HUGE_VAL;
    }
    const auto worst = std::ranges::min_element(known);
    if (*worst >= reliability) break;
    names.erase(names.begin() + (worst - known.begin()));
  }
  return names;
}

}  // namespace

std::vector<std::string> what_varies(const Device& device, const std::vector<Member>& members, const FitResult& pooled,
                                     const FitOptions& asked) {
  const std::vector<Member> some = sample(members);
  std::vector<Left> left(some.size());
  for_each_index(int(some.size()), asked.threads, [&](int i) { left[i] = left_of(device, some[i], pooled, asked); });
  std::erase_if(left, [](const Left& l) { return l.residual.size() == 0; });
  const std::vector<std::string> names = left.empty() ? std::vector<std::string>{} : in_turn(std::move(left));
  if (names.empty()) throw InputError("no parameter of " + device.name + " differs between the members as far as they tell: name what varies with --free");
  return reliable(device, some, pooled, names, asked);
}

}  // namespace hysteron::fitters
