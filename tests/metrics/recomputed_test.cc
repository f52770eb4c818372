// Figures against an independent recomputation with NumPy and SciPy: recomputed.py.

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "libmodel/metrics/bounds.h"
#include "libmodel/metrics/energy.h"
#include "libmodel/metrics/life.h"
#include "libmodel/metrics/retention.h"
#include "libmodel/metrics/states.h"
#include "libmodel/metrics/step_map.h"
#include "libmodel/metrics/update.h"
#include "libmodel/sim/random.h"

using namespace hysteron;
using namespace hysteron::metrics;

namespace {

const char* python = "/usr/bin/python3";

bool has_scipy() { return std::system((std::string(python) + " -c 'import numpy, scipy' > /dev/null 2>&1").c_str()) == 0; }

void give(std::FILE* to, const char* name, const std::vector<double>& x) {
  std::fprintf(to, "%s", name);
  for (double v : x) std::fprintf(to, " %.17g", v);
  std::fprintf(to, "\n");
}

void result(std::FILE* to, const char* id, double x) { std::fprintf(to, "= %s %.17g\n", id, x); }

std::vector<double> noisy_ramp(double from, double to, double a, std::uint32_t instance) {
  Uniforms random({.seed = 77, .instance = instance});
  std::vector<double> g;
  for (int n = 0; n <= 60; ++n) g.push_back(from + (to - from) * (std::expm1(-n / (60.0 * a)) / std::expm1(-1.0 / a) + 0.01 * random.next()));
  return g;
}

void ramps(std::FILE* to) {
  const auto up = noisy_ramp(1e-6, 9e-6, 0.7, 1), down = noisy_ramp(9e-6, 1e-6, 0.6, 2);
  give(to, "up", up);
  give(to, "down", down);
  result(to, "LIN.maxdev", lin_maxdev(up));
  result(to, "LIN.rms", lin_rms(up));
  result(to, "LIN.R2", lin_r2(up));
  result(to, "LIN.R2diag", lin_r2diag(up));
  result(to, "LIN.step", lin_step(up));
  result(to, "NL.neurosim", nl_neurosim(up));
  result(to, "ALPHA", curvature(up));
  result(to, "ECS", effective_states(up));
  result(to, "AR", asymmetry_ratio(up, down));
  result(to, "SYM.mean", sym_mean(up, down));
  double low = INFINITY, high = 0.0;
  for (double g : up) low = std::min(low, g), high = std::max(high, g);
  std::vector<double> step;
  for (std::size_t n = 1; n < up.size(); ++n) step.push_back(up[n] - up[n - 1]);
  result(to, "DR", dynamic_range(low, high));
  result(to, "ENOB", effective_bits(high - low, deviation_interval(step).value));
}

void walk(std::FILE* to) {
  Uniforms random({.seed = 78});
  std::vector<double> g{1.0}, signs;
  std::vector<int> direction;
  for (int k = 0; k < 200; ++k) {
    direction.push_back(random.next() < 0.5 ? 1 : -1);
    signs.push_back(direction.back());
    g.push_back(g.back() + 0.01 * direction.back() + 0.004 * random.next());
  }
  give(to, "direction", signs);
  give(to, "walk", g);
  result(to, "REPLAY.R2", replay(g, direction).r2);
  result(to, "REPLAY.max", replay(g, direction).maxdev);
}

void counts(std::FILE* to) {
  Uniforms random({.seed = 79});
  std::vector<double> sample, life, failed;
  std::vector<Life> lives;
  for (int k = 0; k < 37; ++k) {
    sample.push_back(2.0 + random.next());
    life.push_back(1e6 * std::pow(-std::log(random.next()), 0.4));
    failed.push_back(life.back() < 1.2e6);
    life.back() = std::min(life.back(), 1.2e6);
    lives.push_back({life.back(), failed.back() > 0.0});
  }
  give(to, "sample", sample);
  give(to, "life", life);
  give(to, "failed", failed);
  result(to, "YIELD.lower", clopper_pearson(938, 1024).lower);
  result(to, "YIELD.upper", clopper_pearson(938, 1024).upper);
  result(to, "MEAN.lower", mean_interval(sample).lower);
  result(to, "DEVIATION.upper", deviation_interval(sample).upper);
  result(to, "QUANTILE", quantile(sample, 0.05));
  result(to, "END.beta", weibull(lives).beta.value);
  result(to, "END.eta", weibull(lives).eta.value);
  result(to, "END.n1", weibull_quantile(lives, 0.01).value);
}

void bakes(std::FILE* to) {
  Uniforms random({.seed = 80});
  std::vector<double> temperature, time, t, g;
  std::vector<Bake> all;
  for (int k = 0; k < 30; ++k) {
    temperature.push_back(423.15 + 25.0 * (k % 3));
    time.push_back(1e-9 * std::exp(1.1 / (boltzmann_ev * temperature.back()) + random.next()));
    all.push_back({temperature.back(), time.back(), true});
    t.push_back(std::pow(10.0, 0.2 * k));
    g.push_back(1e-5 * std::pow(t.back(), -0.06) * (1.0 + 0.01 * random.next()));
  }
  give(to, "temperature", temperature);
  give(to, "time", time);
  give(to, "t", t);
  give(to, "g", g);
  const Extrapolation line = extrapolate(all, Law::arrhenius);
  result(to, "RET.Ea", line.slope.value);
  result(to, "RET.Ea.lower", line.slope.lower);
  result(to, "RET.arrhenius", life_at(line, 298.15).value);
  result(to, "RET.tmodel", life_at(extrapolate(all, Law::t_model), 298.15).value);
  result(to, "DRIFT.nu", power_law(t, g).exponent.value);
  result(to, "AF", acceleration(1.1, 358.15, 398.15));
}

void energies(std::FILE* to) {
  Uniforms random({.seed = 81});
  std::vector<double> t{0.0}, v{0.1}, i{1e-6};
  for (int k = 0; k < 50; ++k) t.push_back(t.back() + 1e-9 * random.next()), v.push_back(random.next()), i.push_back(1e-6 * random.next());
  give(to, "v_t", t);
  give(to, "v", v);
  give(to, "i", i);
  result(to, "E.transient", transient_energy(t, v, i));
  result(to, "TOPSW", tops_per_watt({32, 32, 1e-15, 10e-15}));
}

}  // namespace

TEST_CASE("figures agree with NumPy and SciPy: twenty-eight to 1e-9, the label and curvature of a fitted curve to 1e-7") {
  if (!has_scipy()) {
    MESSAGE("skipped: NumPy and SciPy are not installed");
    return;
  }
  std::FILE* to = popen((std::string(python) + " '" HYSTERON_RECOMPUTED "'").c_str(), "w");
  REQUIRE(to != nullptr);
  ramps(to);
  walk(to);
  counts(to);
  bakes(to);
  energies(to);
  const int status = pclose(to);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}
