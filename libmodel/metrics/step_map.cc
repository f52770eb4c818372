#include "libmodel/metrics/step_map.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "libmodel/metrics/bounds.h"
#include "libmodel/metrics/distributions.h"
#include "libmodel/sim/random.h"

namespace hysteron::metrics {
namespace {

constexpr int grid = 41;  // over the middle of the range
constexpr std::uint32_t draws = 1000;

double place(int i) { return 0.1 + 0.8 * i / (grid - 1); }

StepMap::Parabola parabola(std::span<const Step> steps, int direction, double low, double high) {
  StepMap::Parabola out;
  const auto n = std::count_if(steps.begin(), steps.end(), [&](const Step& s) { return s.direction == direction; });
  out.steps = std::size_t(n);
  if (n < 10 || !(high > low)) return out;
  Eigen::MatrixXd a(n, 3);
  Eigen::VectorXd b(n);
  Eigen::Index row = 0;
  for (const Step& s : steps) {
    if (s.direction != direction) continue;
    const double y = (s.found - low) / (high - low);
    a.row(row) << 1.0, y, y * y;
    b[row++] = s.change;
  }
  const Eigen::Vector3d c = a.colPivHouseholderQr().solve(b);
  const double variance = (b - a * c).squaredNorm() / double(n - 3);
  const Eigen::Matrix3d normal = a.transpose() * a;
  const Eigen::Matrix3d root = (normal.inverse() * variance).llt().matrixL();
  out.deviation = std::sqrt(variance);
  for (int i = 0; i < 3; ++i) {
    out.coefficient[i] = c[i];
    for (int j = 0; j <= i; ++j) out.root[i][j] = std::isfinite(root(i, j)) ? root(i, j) : 0.0;
  }
  return out;
}

double lin(const StepMap::Parabola& p) {
  double low = INFINITY, high = -INFINITY, mean = 0.0;
  for (int i = 0; i < grid; ++i) {
    const double step = p.at(place(i));
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
    const double up = map.up.at(place(i)), down = map.down.at(place(i));
    const double sf = std::abs(up + down) / std::abs(up - down);
    out.worst = std::max(out.worst, sf), out.mean += sf / grid;
    const double sum = up + down;
    if (std::isnan(out.balance) && before * sum <= 0.0) out.balance = place(i - 1) + (place(i) - place(i - 1)) * before / (before - sum);
    before = sum;
  }
  return out;
}

StepMap::Parabola drawn(StepMap::Parabola p, Uniforms& random) {
  for (int j = 0; j < 3; ++j) {
    const double z = std::sqrt(-2.0 * std::log(random.next())) * std::cos(2.0 * std::numbers::pi * random.next());
    for (int i = j; i < 3; ++i) p.coefficient[i] += p.root[i][j] * z;
  }
  return p;
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

StepMap step_map(std::span<const Step> steps) {
  StepMap map;
  if (steps.empty()) return map;
  std::vector<double> found;
  for (const Step& s : steps) found.push_back(s.found);
  const auto [low, high] = std::minmax_element(found.begin(), found.end());
  map.low = *low, map.high = *high;
  map.up = parabola(steps, +1, map.low, map.high);
  map.down = parabola(steps, -1, map.low, map.high);
  return map;
}

MapFigures map_figures(const StepMap& map, std::uint64_t seed) {
  std::vector<double> up, down, sym, sf, balance, snr_up, snr_down, count;
  const auto snr = [](const StepMap::Parabola& p) { return std::abs(p.at(0.5)) / p.deviation; };
  const double range = map.high - map.low;
  const auto number_of = [range](const StepMap& m) { return range / std::max(std::abs(m.up.at(0.5)), std::abs(m.down.at(0.5))); };
  double wrong_up = 0.0, wrong_down = 0.0;
  for (std::uint32_t k = 0; k < draws; ++k) {
    Uniforms random({.seed = seed, .step = k});
    StepMap m = map;
    m.up = drawn(map.up, random), m.down = drawn(map.down, random);
    wrong_up += !(m.up.at(0.5) > 0.0) / double(draws), wrong_down += !(m.down.at(0.5) < 0.0) / double(draws);
    const Symmetry s = symmetry(m);
    up.push_back(lin(m.up)), down.push_back(lin(m.down));
    sym.push_back(100.0 * (1.0 - s.worst)), sf.push_back(s.mean), balance.push_back(s.balance);
    snr_up.push_back(snr(m.up)), snr_down.push_back(snr(m.down));
    count.push_back(number_of(m));
  }
  const bool has_up = wrong_up < 1.0 - confidence, has_down = wrong_down < 1.0 - confidence, both = has_up && has_down;
  const Symmetry s = both ? symmetry(map) : Symmetry{not_shown, not_shown, not_shown};
  return {.lin_up = of_draws(has_up ? lin(map.up) : not_shown, up, -INFINITY, 100.0),
          .lin_down = of_draws(has_down ? lin(map.down) : not_shown, down, -INFINITY, 100.0),
          .sym = of_draws(100.0 * (1.0 - s.worst), sym, -INFINITY, 100.0),
          .sf_mean = of_draws(s.mean, sf, 0.0, INFINITY),
          .balance = of_draws(s.balance, balance, 0.0, 1.0),
          .snr_up = of_ratios(has_up ? snr(map.up) : not_shown, snr_up),
          .snr_down = of_ratios(has_down ? snr(map.down) : not_shown, snr_down),
          .count = of_ratios(both ? number_of(map) : not_shown, count)};
}

Noise noise(const StepMap& map, std::span<const Step> steps) {
  std::vector<double> r;
  for (const Step& s : steps) {
    const StepMap::Parabola& p = s.direction > 0 ? map.up : map.down;
    if (std::isfinite(p.deviation)) r.push_back(s.change - p.at((s.found - map.low) / (map.high - map.low)));
  }
  if (r.size() < 10) return {};
  double variance = 0.0, covariance = 0.0;
  for (std::size_t k = 0; k < r.size(); ++k) {
    variance += r[k] * r[k] / double(r.size());
    if (k > 0) covariance += r[k] * r[k - 1] / double(r.size() - 1);
  }
  const double z = normal_quantile(confidence), error = z * variance / std::sqrt(double(r.size()));
  if (covariance > error) return {};  // neighbours err alike: the map does not describe the steps
  const auto root = [](double x) { return std::sqrt(std::max(x, 0.0)); };
  // The share of reading adds to the variance twice.
  const double written = variance + 2.0 * covariance;
  return {.write = {root(written), root(written - 2.0 * error), root(written + 2.0 * error)},
          .read = {root(-covariance), root(-covariance - error), root(-covariance + error)}};
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
