#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "apps/handoff/exponential.h"
#include "apps/handoff/step_table.h"
#include "apps/handoff/target.h"
#include "apps/handoff/text.h"
#include "libmodel/metrics/distributions.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(Lookup tables for training in CrossSim 2.0 (the tag v2.0; version 3 has none): what a pulse changes over the
conductance, and how often. Copy both files to a folder of data/lookup_tables and name the folder as the lookup table, or
leave them beside the training script and choose "local".

    line 1   where they are from                 line 3   cumulative probability, 0 to 1
    line 2   conductance [S], g_min to g_max     then     change [S]: a row a probability, a column a conductance

Both tables are on one even grid of 501 x 501, which CrossSim takes to the nearest point. A change is the native model's
with the normal noise of a pulse; its tails end at the middle of the outermost cell. CrossSim's mean leaves the last row
out, as in all its tables; the stated loss has that in it.

Tests read both files as CrossSim does, find the grids even and equal, and follow its update along both ramps: the
loss is the stated one. CrossSim itself was not run: it is in no package index.)";

constexpr int points = 501;  // of either grid; tables that are mixed must have as many

double probability(int row) { return double(row) / (points - 1); }

// Deviations from the mean at that row. CrossSim takes the nearest row: the outermost stand for half as much.
const std::vector<double>& tails() {
  static const std::vector<double> z = [] {
    constexpr double outermost = 0.25 / (points - 1);
    std::vector<double> all;
    for (int row = 0; row < points; ++row) all.push_back(metrics::normal_quantile(std::clamp(probability(row), outermost, 1.0 - outermost)));
    return all;
  }();
  return z;
}

struct Table {
  std::vector<double> g, mean, deviation;  // S
};

// Noise of the pulse whose read before it is nearest.
double noise_near(double g, const std::vector<double>& ramp, const std::vector<double>& noise) {
  const auto nearer = [&](double a, double b) { return std::abs(a - g) < std::abs(b - g); };
  return noise[std::size_t(std::min_element(ramp.begin(), ramp.end() - 1, nearer) - ramp.begin())];
}

Table table(const PulseResponse& r, const Steps& steps, const std::vector<double>& ramp, const std::vector<double>& noise) {
  Table t;
  for (int k = 0; k < points; ++k) {
    t.g.push_back(r.g_min() + r.range() * k / (points - 1));
    t.mean.push_back(steps(t.g.back()));
    t.deviation.push_back(noise_near(t.g.back(), ramp, noise));
  }
  return t;
}

std::string text(const Table& t, const std::string& head) {
  std::string out = head + "\n";
  const auto line = [&](const auto& number) {
    for (int k = 0; k < points; ++k) {
      number(std::size_t(k));
      out += k + 1 == points ? '\n' : ',';
    }
  };
  line([&](std::size_t k) { out += exact(t.g[k]); });
  line([&](std::size_t k) { out += exact(probability(int(k))); });
  out += "\n";
  for (const double z : tails()) line([&](std::size_t k) { fmt::format_to(std::back_inserter(out), "{:.7g}", t.mean[k] + z * t.deviation[k]); });
  return out;
}

// A pulse as CrossSim takes it in the mean: over all rows but the last, of the nearest conductance.
std::vector<double> ramp_of(const Table& t, double start, int number) {
  double z = 0.0;
  for (int row = 0; row + 1 < points; ++row) z += tails()[std::size_t(row)] / (points - 1);
  const double low = t.g.front(), high = t.g.back();
  const auto step = [&](double g) {
    const auto k = std::size_t((g - low) / (high - low) * (points - 1) + 0.5);
    return std::clamp(g + t.mean[k] + z * t.deviation[k], low, high) - g;
  };
  return replay(step, std::clamp(start, low, high), number);
}

Handover hand(const PulseResponse& r) {
  check_ramps(r, "crosssim_tables");
  const Table up = table(r, steps_up(r), r.up, r.noise_up), down = table(r, steps_down(r), r.down, r.noise_down);
  const auto head = [&](const char* direction) {
    return fmt::format("{} {}; source {} sha256 {}; written by hysteron {}", r.model, direction, r.origin.file, r.origin.sha256, HYSTERON_VERSION);
  };
  return {.files = {{"dG_increasing.txt", text(up, head("increasing"))}, {"dG_decreasing.txt", text(down, head("decreasing"))}},
          .loss = loss_of(r, ramp_of(up, r.up.front(), r.scheme.number_up), ramp_of(down, r.down.front(), r.scheme.number_down)),
          .lost = {"read noise, decay at rest, energy of a pulse"}};
}

}  // namespace

Target crosssim_tables() { return {"crosssim_tables", "CrossSim 2.0", page, hand}; }

}  // namespace hysteron::handoff
