#include "fitters/profile.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>

#include "fitters/parallel.h"
#include "fitters/record.h"
#include "fitters/start.h"
#include "fitters/statistics.h"
#include "fitters/walks.h"
#include "libmodel/metrics/distributions.h"

namespace hysteron::fitters {
namespace {

const double nan = std::nan("");

/// Everything that a walk stands on.
struct Ground {
  const Assembly& assembly;
  const Robust& robust;
  std::span<const Coordinate> free;
  const Solution& best;
  const FitOptions& options;
  const std::function<bool()>& stop;
};

/// What the parabola at the optimum says of one coordinate and of the path of the others along it.
struct Parabola {
  double error;          // standard error of the coordinate
  double per_square;     // Spread::per_square
  double degrees;
  Eigen::VectorXd path;  // by which all free coordinates move with this one; 0 for those at a bound
};

Parabola parabola(const Ground& g, const Jacobian& jacobian, const Eigen::VectorXd& r, std::size_t j) {
  std::vector<Eigen::Index> inside;  // what can move, and the coordinate itself
  Eigen::Index self = 0;
  for (std::size_t k = 0; k < g.free.size(); ++k) {
    if (k != j && at_bound(g.free[k], g.best.x[g.free[k].index])) continue;
    if (k == j) self = Eigen::Index(inside.size());
    inside.push_back(Eigen::Index(k));
  }
  const Spread s = spread(jacobian(Eigen::all, inside), r, g.assembly.weighting, g.robust);
  Parabola p{std::sqrt(s.covariance(self, self)), s.per_square[self], s.degrees, Eigen::VectorXd::Zero(Eigen::Index(g.free.size()))};
  p.path(inside) = s.covariance.col(self) / s.covariance(self, self);
  return p;
}

double excess(const Ground& g, const Parabola& p, double cost) { return 2.0 * (cost - g.best.cost) / p.per_square; }

Unknowns shifted(const Ground& g, Unknowns x, const Eigen::VectorXd& path, double step) {
  for (std::size_t k = 0; k < g.free.size(); ++k) {
    const Coordinate& c = g.free[k];
    x[c.index] = std::clamp(decode(c, encode(c, x[c.index]) + step * path[Eigen::Index(k)]), c.field.lower, c.field.upper);
  }
  return x;
}

// Of a refit: costs nearer than this share are one, a thousandth of the level of a thousand points; from a point near by more
// iterations mean a valley without a floor.
constexpr double told_apart = 1e-7;
constexpr int most_iterations = 60;

// The least cost with coordinate j held at z, from where the last step points.
Point refitted(const Ground& g, const Parabola& p, std::size_t j, double z, const Unknowns& from, long& evaluations) {
  std::vector<Coordinate> others(g.free.begin(), g.free.end());
  others.erase(others.begin() + std::ptrdiff_t(j));
  Unknowns x = from;
  x[g.free[j].index] = decode(g.free[j], z);
  const Solution s = others.empty() ? Solution{.x = x, .cost = costs(g.assembly, g.robust, {x}, 1, g.stop)[0], .evaluations = 1}
                                    : solve(g.assembly, g.robust, others, x, most_iterations, g.stop, told_apart);
  evaluations += s.evaluations;
  const double rise = excess(g, p, s.cost);
  return {z, rise < 0.0 ? -std::sqrt(-rise) : std::sqrt(rise), s.x};
}

// Within this of the optimum, in standard deviations, costs are not told apart.
constexpr double resolved = 0.1;

// Walks from the optimum until the root of the excess is `level`, in so many steps where the model is linear; the more of them the
// finer the end.
Side walk(const Ground& g, const Parabola& p, std::size_t j, double direction, double level, int steps) {
  constexpr int most_points = 60;
  const Coordinate& c = g.free[j];
  const double bound = direction > 0.0 ? upper(c) : lower(c);
  Side s;
  s.points.push_back({encode(c, g.best.x[c.index]), 0.0, g.best.x});
  s.end = s.points[0].z;
  const auto next = [&](double z) {
    const Point& last = s.points.back();
    if (s.points.size() == 1) return refitted(g, p, j, z, shifted(g, last.x, p.path, z - last.z), s.evaluations);
    const Point& before = s.points[s.points.size() - 2];
    Unknowns from = last.x;
    const double share = (z - last.z) / (last.z - before.z);
    for (const Coordinate& o : g.free) {
      const double now = encode(o, last.x[o.index]);
      from[o.index] = std::clamp(decode(o, now + share * (now - encode(o, before.x[o.index]))), o.field.lower, o.field.upper);
    }
    return refitted(g, p, j, z, from, s.evaluations);
  };
  double stride = p.error * level / steps;
  while (int(s.points.size()) < most_points && !g.stop()) {
    const Point& last = s.points.back();
    const bool at_end = stride >= direction * (bound - last.z);
    if (at_end && last.z == bound) return s.how = Walked::to_bound, s;
    const Point to = next(at_end ? bound : last.z + direction * stride);
    if (!std::isfinite(to.root)) {
      stride = 0.25 * std::min(stride, direction * (bound - last.z));
      if (!(stride >= 1e-3 * p.error)) return s;
      continue;
    }
    const double gained = (to.root - last.root) * steps / level, went = direction * (to.z - last.z);
    s.points.push_back(to);
    s.end = to.z;
    if (to.root < -resolved) return s;  // a better optimum
    if (to.root >= level) break;
    if (at_end) return s.how = Walked::to_bound, s;
    stride = went / std::clamp(gained, 0.5, 4.0);
  }
  if (s.points.back().root < level) return s;
  const std::size_t outer = s.points.size() - 1;
  const Point in = s.points[outer - 1], out = s.points[outer];
  double miss = out.root - level;
  const auto beyond = [&](double z) {
    // Between two points the others are near the line from one to the other.
    const double share = (z - in.z) / (out.z - in.z);
    Unknowns from = in.x;
    for (const Coordinate& o : g.free) from[o.index] = decode(o, encode(o, in.x[o.index]) + share * (encode(o, out.x[o.index]) - encode(o, in.x[o.index])));
    s.points.push_back(refitted(g, p, j, z, from, s.evaluations));
    s.end = z;
    return miss = s.points.back().root - level;
  };
  const auto close = [&](double, double) { return std::abs(miss) < 0.02 / steps * level; };
  std::uintmax_t most = 24;
  s.how = Walked::beyond;
  if (!close(0.0, 0.0)) {
    if (in.z < out.z) boost::math::tools::toms748_solve(beyond, in.z, out.z, in.root - level, out.root - level, close, most);
    else boost::math::tools::toms748_solve(beyond, out.z, in.z, out.root - level, in.root - level, close, most);
  }
  return s;
}

// Estimate::bend: along the path that the parabola expects, without a new fit.
double bend(const Ground& g, const Parabola& p, double level) {
  double most = 0.0;
  for (const double direction : {-1.0, 1.0}) {
    const double cost = costs(g.assembly, g.robust, {shifted(g, g.best.x, p.path, direction * level * p.error)}, 1, g.stop)[0];
    most = std::max(most, std::isfinite(cost) ? std::abs(std::sqrt(std::max(0.0, excess(g, p, cost))) / level - 1.0) : HUGE_VAL);
  }
  return most;
}

bool asks_for(const FitOptions& options, const std::string& name) { return std::ranges::count(options.profile, name) > 0; }

Profile joined(const Ground& g, std::size_t j, const Side& below, const Side& above) {
  const Coordinate& c = g.free[j];
  Profile out{.estimate = c.index, .lower95 = decode(c, below.end), .upper95 = decode(c, above.end), .below = below.how, .above = above.how};
  std::vector<const Point*> order;
  for (const Point& at : below.points) order.push_back(&at);
  for (const Point& at : std::span(above.points).subspan(1)) order.push_back(&at);
  std::ranges::stable_sort(order, {}, &Point::z);
  for (const Point* at : order) {
    out.points.emplace_back();
    for (const Coordinate& f : g.free) out.points.back().push_back(at->x[f.index]);
    out.excess.push_back(at->root * at->root);
  }
  return out;
}

// One round about one optimum; the walks end where they come upon a lower cost.
Profiles round_about(const Ground& g, int round, Walks& walks, const std::function<void(int)>& report) {
  Profiles found{.best = g.best, .bend = std::vector<double>(g.free.size(), nan)};
  Eigen::VectorXd r;
  Jacobian jacobian;
  if (!g.assembly.residuals(g.best.x, g.free, r, &jacobian)) return found;
  std::vector<Parabola> parabolas;
  std::vector<int> steps(g.free.size(), 0);  // 0: no walk
  for (std::size_t j = 0; j < g.free.size(); ++j) {
    const Coordinate& c = g.free[j];
    parabolas.push_back(parabola(g, jacobian, r, j));
    const double level = metrics::student_quantile(0.975, parabolas[j].degrees);
    if (!at_bound(c, g.best.x[c.index])) found.bend[j] = bend(g, parabolas[j], level);
    found.level = level * level;
    steps[j] = asks_for(g.options, "all") || asks_for(g.options, c.field.name) ? 8 : asks_for(g.options, "bent") && found.bend[j] > bent ? 1 : 0;
  }
  std::vector<std::pair<std::size_t, double>> sides;
  for (std::size_t j = 0; j < g.free.size(); ++j) {
    if (steps[j] > 0) sides.insert(sides.end(), {{j, -1.0}, {j, 1.0}});
  }
  std::vector<Side> walked(sides.size());
  for_each_index(int(sides.size()), g.options.threads, [&](int i) {
    if (g.stop()) return;
    const auto [j, direction] = sides[std::size_t(i)];
    const std::string name = fmt::format("{} {} {}", round, g.free[j].index, direction > 0.0 ? "up" : "down");
    const auto before = walks.before(name, g.best.x);
    walked[std::size_t(i)] = before ? *before : walk(g, parabolas[j], j, direction, std::sqrt(found.level), steps[j]);
    if (!before && !g.stop()) walks.add(name, walked[std::size_t(i)]);
    report(int(sides.size()));
  });
  double least = -resolved;
  for (std::size_t i = 0; i < walked.size(); ++i) {
    found.evaluations += walked[i].evaluations;
    const double root = walked[i].points.empty() ? 0.0 : walked[i].points.back().root;
    if (root < least) least = root, found.best.x = walked[i].points.back().x;
  }
  for (std::size_t i = 0; i < sides.size() && !g.stop(); i += 2) found.all.push_back(joined(g, sides[i].first, walked[i], walked[i + 1]));
  std::ranges::sort(found.all, {}, &Profile::estimate);
  return found;
}

std::string open_end(const FitResult& r, const Estimate& e, Walked how, bool below, double end) {
  const std::string side = below ? "lower" : "upper", name = filed_name(r, e);
  if (how == Walked::to_bound) return fmt::format("{}: the data exclude nothing up to its {} bound: its interval is open there", name, side);
  return fmt::format("{}: the model could be followed {} to {:.4g} only: its interval may be wider", name, below ? "down" : "up", end);
}

}  // namespace

Profiles profiles(const Assembly& assembly, const Robust& robust, std::span<const Coordinate> free, const Solution& best,
                  const FitOptions& options, const std::function<bool()>& stop, const std::function<void(int)>& report) {
  Profiles found{.best = best, .bend = std::vector<double>(free.size(), nan)};
  if (options.profile.empty() && !options.measure_bend) return found;
  Walks walks(options);
  for (int round = 0; round < 3; ++round) {
    const Solution about = found.best;
    const long before = found.evaluations;
    found = round_about({assembly, robust, free, about, options, stop}, round, walks, report);
    found.evaluations += before;
    if (found.best.x == about.x || stop()) break;
    found.best = solve(assembly, robust, free, found.best.x, options.max_iterations, stop);
    found.evaluations += found.best.evaluations;
  }
  return found;
}

void adopt(const Profiles& profiles, std::span<const Coordinate> free, const FitOptions& options, FitResult& result) {
  result.profiles = profiles.all;
  result.profile_level = profiles.level;
  result.evaluations += profiles.evaluations;
  for (std::size_t j = 0; j < free.size(); ++j) {
    result.free.push_back(free[j].index);
    result.estimates[free[j].index].bend = profiles.bend[j];
  }
  for (const Profile& p : profiles.all) {
    Estimate& e = result.estimates[p.estimate];
    e.lower95 = p.lower95, e.upper95 = p.upper95;
    const bool starts_there = e.role == Role::at_lower, ends_there = e.role == Role::at_upper;
    if (p.below != Walked::beyond && !starts_there) result.warnings.push_back(open_end(result, e, p.below, true, p.lower95));
    if (p.above != Walked::beyond && !ends_there) result.warnings.push_back(open_end(result, e, p.above, false, p.upper95));
  }
  std::string parabolic;
  for (const Estimate& e : result.estimates) {
    if (e.bend > bent && !result.profile_of(e)) parabolic += (parabolic.empty() ? "" : ", ") + filed_name(result, e);
  }
  if (!parabolic.empty()) result.warnings.push_back("the cost is no parabola along " + parabolic + ": a profile gives the interval, by --profile bent");
  for (const std::string& name : options.profile) {
    const bool walked = std::ranges::any_of(profiles.all, [&](const Profile& p) { return result.estimates[p.estimate].name == name; });
    if (name != "all" && name != "bent" && !walked) result.warnings.push_back(name + " is not fitted: it has no profile");
  }
}

}  // namespace hysteron::fitters
