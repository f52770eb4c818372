#include "libmodel/metrics/step_map.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "libmodel/metrics/bounds.h"
#include "libmodel/metrics/distributions.h"
#include "libmodel/metrics/pulse_course.h"
#include "libmodel/sim/random.h"

namespace hysteron::metrics {
namespace {

constexpr int grid = 41;  // over the middle of the range
constexpr std::uint32_t draws = 1000;

double place(int i) { return 0.1 + 0.8 * i / (grid - 1); }

using Vector8 = Eigen::Matrix<double, 8, 1>;
using Matrix8 = Eigen::Matrix<double, 8, 8>;

// Both parabolas' coefficients, from and to, as one normal vector.
Vector8 vector_of(const StepMap& map) {
  const double *u = map.up.coefficient, *d = map.down.coefficient;
  return Vector8{{u[0], u[1], u[2], d[0], d[1], d[2], map.from, map.to}};
}

void set(StepMap& map, const Vector8& v) {
  for (int i = 0; i < 3; ++i) map.up.coefficient[i] = v[i], map.down.coefficient[i] = v[3 + i];
  map.from = v[6], map.to = v[7];
}

// From y = (g - low) / (high - low) of the reads to that of the course's own ends, and from that range to S.
void add_parabolas(StepMap& map, const PulseCourse& course) {
  const double span = course.high - course.low, from = course.lowest, share = course.highest - course.lowest;
  map.low = course.low + span * from, map.high = map.low + span * share;
  map.up.steps = course.up.pulses, map.down.steps = course.down.pulses;
  Matrix8 turn = Matrix8::Zero();
  for (const int f : {0, 3}) {
    turn.block<3, 3>(f, f) << 1.0, from, from * from, 0.0, share, 2.0 * share * from, 0.0, 0.0, share * share;
    turn.block<3, 3>(f, f) *= span;
  }
  turn(6, 6) = turn(7, 7) = 1.0 / share;
  Vector8 v = Vector8::Zero();
  for (int i = 0; i < 3; ++i) {
    v[i] = std::isnan(course.up.coefficient[i]) ? 0.0 : course.up.coefficient[i];
    v[3 + i] = std::isnan(course.down.coefficient[i]) ? 0.0 : course.down.coefficient[i];
  }
  v = turn * v;
  for (int i = 0; i < 3; ++i) {
    if (!std::isnan(course.up.coefficient[i])) map.up.coefficient[i] = v[i];
    if (!std::isnan(course.down.coefficient[i])) map.down.coefficient[i] = v[3 + i];
  }
  const Matrix8 covariance = turn * Eigen::Map<const Matrix8>(&course.covariance[0][0]) * turn.transpose();
  const Eigen::LDLT<Matrix8> factors(covariance);  // of a matrix that may be singular
  const Matrix8 root = factors.transpositionsP().transpose() * Matrix8(factors.matrixL()) * Vector8(factors.vectorD().cwiseMax(0.0).cwiseSqrt()).asDiagonal();
  for (int i = 0; i < 8; ++i) {
    for (int j = 0; j < 8; ++j) map.root[i][j] = std::isfinite(root(i, j)) ? root(i, j) : 0.0;
  }
}

// rms of measured changes about the map's, over pulses of one direction.
double deviation(const StepMap& map, std::span<const double> g, std::span<const int> direction, int sign) {
  const StepMap::Parabola& p = sign > 0 ? map.up : map.down;
  double squares = 0.0, n = 0.0;
  for (std::size_t k = 0; k + 1 < g.size(); ++k) {
    const double off = g[k + 1] - g[k] - p.at((map.course[k] - map.low) / (map.high - map.low));
    if (direction[k] == sign && std::isfinite(off)) squares += off * off, n += 1.0;
  }
  return n > 3.0 ? std::sqrt(squares / (n - 3.0)) : not_shown;
}

// Of the innovations e: kept e stays, and of the rest e (1 - kept) is gone at once and a fluctuation forgotten.
void add_noise(StepMap& map, const PulseCourse& course) {
  const double z = normal_quantile(confidence), size = course.noise * (course.high - course.low);
  const auto bounded = [](double x) { return std::max(x, 0.0); };
  map.write = {size * course.kept, size * bounded(course.kept - z * course.kept_error), size * (course.kept + z * course.kept_error)};
  const double memory = course.memory, again = std::pow(course.fluctuating * memory, 2) / (1.0 - memory * memory);
  const auto read = [&](double kept) { return size * std::sqrt(bounded(1.0 - kept) + again); };
  const double few = z / std::sqrt(2.0 * double(course.x.size()));  // of a deviation from as many numbers
  map.read = {read(course.kept), (1.0 - few) * read(course.kept + z * course.kept_error), (1.0 + few) * read(bounded(course.kept - z * course.kept_error))};
}

double at_place(const StepMap& map, double share) { return map.from + share * (map.to - map.from); }

double lin(const StepMap& map, const StepMap::Parabola& p) {
  double low = INFINITY, high = -INFINITY, mean = 0.0;
  for (int i = 0; i < grid; ++i) {
    const double step = p.at(at_place(map, place(i)));
    low = std::min(low, step), high = std::max(high, step), mean += step / grid;
  }
  return 100.0 * (1.0 - (high - low) / (2.0 * std::abs(mean)));
}

struct Symmetry {
  double worst = 0.0, mean = 0.0, balance = not_shown;
};

// Where a smoothed step goes the wrong way, SF exceeds 1 in size: the figure is then below zero.
Symmetry symmetry(const StepMap& map) {
  Symmetry out;
  double before = not_shown;
  for (int i = 0; i < grid; ++i) {
    const double y = at_place(map, place(i)), up = map.up.at(y), down = map.down.at(y);
    const double sf = std::abs(up + down) / std::abs(up - down);
    out.worst = std::max(out.worst, sf), out.mean += sf / grid;
    const double sum = up + down;
    if (std::isnan(out.balance) && before * sum <= 0.0) out.balance = place(i - 1) + (place(i) - place(i - 1)) * before / (before - sum);
    before = sum;
  }
  return out;
}

StepMap drawn(const StepMap& map, Uniforms& random) {
  StepMap out;
  out.low = map.low, out.high = map.high, out.up = map.up, out.down = map.down;
  Vector8 v = vector_of(map);
  for (int j = 0; j < 8; ++j) {
    const double z = std::sqrt(-2.0 * std::log(random.next())) * std::cos(2.0 * std::numbers::pi * random.next());
    for (int i = 0; i < 8; ++i) v[i] += map.root[i][j] * z;
  }
  set(out, v);
  return out;
}

// The basic bootstrap: noise shifts a figure as it shifts the draws of it, so both are turned about it.
Interval of_draws(double value, std::span<const double> x, double least, double most) {
  if (std::isnan(value)) return {};
  const auto turned = [&](double p) { return std::clamp(2.0 * value - quantile(x, p), least, most); };
  return {turned(0.5), turned(confidence), turned(1.0 - confidence)};
}

// The same for a ratio, which is turned on a logarithmic scale.
Interval of_ratios(double value, std::span<const double> x) {
  if (std::isnan(value)) return {};
  const auto turned = [&](double p) { return value * value / quantile(x, p); };
  return {turned(0.5), turned(confidence), turned(1.0 - confidence)};
}

}  // namespace

std::vector<Step> steps(std::span<const double> g, std::span<const int> direction) {
  double mean[2] = {0.0, 0.0}, count[2] = {0.0, 0.0};
  for (std::size_t k = 0; k + 1 < g.size() && k < direction.size(); ++k) {
    const double change = g[k + 1] - g[k];
    if (direction[k] == 0 || !std::isfinite(change)) continue;
    mean[direction[k] > 0] += change, count[direction[k] > 0] += 1.0;
  }
  for (int d : {0, 1}) mean[d] /= std::max(count[d], 1.0);
  std::vector<Step> out;
  for (std::size_t k = 1; k + 1 < g.size() && k < direction.size(); ++k) {
    const double carried = direction[k - 1] == 0 ? 0.0 : mean[direction[k - 1] > 0];
    const Step s{direction[k], g[k - 1] + carried, g[k + 1] - g[k]};
    if (s.direction != 0 && std::isfinite(s.found) && std::isfinite(s.change)) out.push_back(s);
  }
  return out;
}

StepMap step_map(std::span<const double> g, std::span<const int> direction) {
  StepMap map;
  const PulseCourse course = pulse_course(g, direction);
  if (course.x.empty()) return map;
  for (const double x : course.x) map.course.push_back(course.low + x * (course.high - course.low));
  add_parabolas(map, course);
  map.up.deviation = deviation(map, g, direction, +1);
  map.down.deviation = deviation(map, g, direction, -1);
  add_noise(map, course);
  return map;
}

MapFigures map_figures(const StepMap& map, std::uint64_t seed) {
  std::vector<double> up, down, sym, sf, balance, snr_up, snr_down, count;
  const auto middle = [](const StepMap& m, const StepMap::Parabola& p) { return p.at(at_place(m, 0.5)); };
  const auto snr = [&](const StepMap& m, const StepMap::Parabola& p) { return std::abs(middle(m, p)) / p.deviation; };
  const auto number_of = [&](const StepMap& m) {
    return (m.high - m.low) * (m.to - m.from) / std::max(std::abs(middle(m, m.up)), std::abs(middle(m, m.down)));
  };
  double wrong_up = 0.0, wrong_down = 0.0;
  for (std::uint32_t k = 0; k < draws; ++k) {
    Uniforms random({.seed = seed, .step = k});
    const StepMap m = drawn(map, random);
    wrong_up += !(middle(m, m.up) > 0.0) / double(draws), wrong_down += !(middle(m, m.down) < 0.0) / double(draws);
    const Symmetry s = symmetry(m);
    up.push_back(lin(m, m.up)), down.push_back(lin(m, m.down));
    sym.push_back(100.0 * (1.0 - s.worst)), sf.push_back(s.mean), balance.push_back(s.balance);
    snr_up.push_back(snr(m, m.up)), snr_down.push_back(snr(m, m.down));
    count.push_back(number_of(m));
  }
  const bool has_up = wrong_up < 1.0 - confidence, has_down = wrong_down < 1.0 - confidence, both = has_up && has_down;
  const Symmetry s = both ? symmetry(map) : Symmetry{not_shown, not_shown, not_shown};
  return {.lin_up = of_draws(has_up ? lin(map, map.up) : not_shown, up, -INFINITY, 100.0),
          .lin_down = of_draws(has_down ? lin(map, map.down) : not_shown, down, -INFINITY, 100.0),
          .sym = of_draws(100.0 * (1.0 - s.worst), sym, -INFINITY, 100.0),
          .sf_mean = of_draws(s.mean, sf, 0.0, INFINITY),
          .balance = of_draws(s.balance, balance, 0.0, 1.0),
          .snr_up = of_ratios(has_up ? snr(map, map.up) : not_shown, snr_up),
          .snr_down = of_ratios(has_down ? snr(map, map.down) : not_shown, snr_down),
          .count = of_ratios(both ? number_of(map) : not_shown, count)};
}

Replay replay(std::span<const double> g, std::span<const int> direction) {
  if (g.size() != direction.size() + 1) return {};
  std::vector<double> x, y;
  double sum = 0.0;
  for (std::size_t k = 0; k < g.size(); ++k) {
    if (k > 0) sum += direction[k - 1];
    if (std::isfinite(g[k])) x.push_back(sum), y.push_back(g[k]);
  }
  if (x.size() < 3) return {};
  double mx = 0.0, my = 0.0, xx = 0.0, xy = 0.0, yy = 0.0;
  const double n = double(x.size());
  for (std::size_t k = 0; k < x.size(); ++k) mx += x[k] / n, my += y[k] / n;
  for (std::size_t k = 0; k < x.size(); ++k) {
    xx += (x[k] - mx) * (x[k] - mx), xy += (x[k] - mx) * (y[k] - my), yy += (y[k] - my) * (y[k] - my);
  }
  if (!(xx > 0.0) || !(yy > 0.0)) return {};
  const auto [low, high] = std::minmax_element(y.begin(), y.end());
  double worst = 0.0;
  for (std::size_t k = 0; k < x.size(); ++k) worst = std::max(worst, std::abs(my + xy / xx * (x[k] - mx) - y[k]));
  return {xy * xy / (xx * yy), 100.0 * (1.0 - worst / (*high - *low))};
}

}  // namespace hysteron::metrics
