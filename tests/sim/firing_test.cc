// Cells that fire by chance: how often, against closed forms.
//
// HYSTERON_TRIALS in the environment sets how many pulses each share is counted in, tens to hundreds without: 100000 take
// minutes.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <numbers>
#include <vector>

#include "libmodel/devices/ferroelectric_neuron.h"
#include "libmodel/devices/magnetoelectric.h"
#include "libmodel/devices/phase_change_neuron.h"
#include "tests/sim/trials.h"

using namespace hysteron;

namespace {

const auto around = defaults<Surroundings<double>>();

int number_of_trials(int usual) {
  const char* const asked = std::getenv("HYSTERON_TRIALS");
  return asked ? std::atoi(asked) : usual;
}

// The chance that y is below y_th after decaying from y_0 at a rate k for a time t by quanta, dy = -k y dt + sqrt(quantum k y) dW:
// W. Feller, Ann. Math. 54 (1951) 173. y is a sum of N ~ Poisson(y_0 e^(-k t) / theta) exponential numbers of mean
// theta = quantum (1 - e^(-k t)) / 2; it is below y_th where a Poisson number of mean y_th / theta is not below N.
double decayed_below(double y_th, double y_0, double kt, double quantum) {
  const double theta = -0.5 * quantum * std::expm1(-kt);
  const auto share = [](double k, double mean) { return std::exp(k * std::log(mean) - mean - std::lgamma(k + 1.0)); };
  double chance = 0.0, up_to = 0.0;
  for (int k = 0; k < 3000; ++k) {
    up_to += share(k, y_0 * std::exp(-kt) / theta);
    chance += share(k, y_th / theta) * up_to;
  }
  return chance;
}

/// Of trials at each of some drives, the share that ends as `fires` says, against the chance expected(drive).
template <class M>
void check_firing(const std::vector<double>& drives, Trial<M> trial, int number, auto&& fires, auto&& expected) {
  Agreement all;
  for (std::size_t j = 0; j < drives.size(); ++j) {
    trial.pulse.voltage = drives[j];
    const auto ends = trial.run(number, 40 + j, 2);
    const double found = double(std::count_if(ends.begin(), ends.end(), fires)) / number, chance = expected(drives[j]);
    MESSAGE(M::name << " at " << drives[j] << " V: " << found << " fire, " << chance << " in closed form");
    CHECK((chance > 0.005 && chance < 0.995));
    all.add(found, chance, number);
  }
  all.check();
  trial.check_threads(40);
}

std::vector<double> drives(double from, double step, int count) {
  std::vector<double> all;
  for (int j = 0; j < count; ++j) all.push_back(from + j * step);
  return all;
}

}  // namespace

// A dome whose conduction does not depend on its glass crystallises at one rate in a pulse.
TEST_CASE("phase_change_neuron: the chance that one pulse fires it is in closed form where its rate is one, on one thread or two") {
  using M = PhaseChangeNeuron;
  auto p = defaults<ParametersOf<M>>();
  p.device.g_a = p.device.g_c;
  p.device.v_a = p.device.v_c = 2.0;
  p.device.e_g = p.device.nu_a = p.device.nu_c = 0.0;
  p.device.c_th = 1e-18;  // hot at once
  p.device.quantum = 0.01;
  p.tau_read = 1e-5;  // reads what the pulse has left
  const double width = 1e-7, a_0 = 0.8, a_th = 1.0 - p.v_th / p.v_read;
  const auto chance = [&](double v) {
    StateOf<PhaseChange> hot{.a = 0.5, .z = 0.0, .rise = 0.0};
    for (int k = 0; k < 100; ++k) {  // 300 K off at first, a tenth of it after each
      const auto now = PhaseChange::cell(v, hot, p.device, around);
      hot.rise = p.device.r_th * now.i * now.u * (1.0 - std::pow(hot.rise / p.device.rise_max, 4.0));
    }
    return decayed_below(a_th, a_0, width * PhaseChange::cell(v, hot, p.device, around).crystallise, p.device.quantum);
  };
  const Trial<M> trial{{.width = width, .delay = 100.0 * p.tau_read}, {p.v_read * (1.0 - a_0), 0.0, {a_0, 0.0, 0.0}}, p};
  check_firing<M>(drives(1.535, 0.005, 4), trial, number_of_trials(40), [](const auto& s) { return s.w > 0.5; }, chance);
}

// Of domains that turn up only, those still down decay at the rate of Merz' law.
TEST_CASE("ferroelectric_neuron: the chance that one pulse fires it is in closed form where no domain turns back, on one thread or two") {
  using M = FerroelectricNeuron;
  auto p = defaults<ParametersOf<M>>();
  p.device.v_rest = 0.1;
  p.device.n_domains = 200.0;  // many enough for the limit that is drawn
  p.tau_read = 1e-4;  // reads what the pulse has left
  const double width = 1e-5, p_th = p.device.p_on - p.device.p_w * std::log(p.v_read / p.v_th - 1.0);
  const auto chance = [&](double v) {
    return decayed_below(1.0 - p_th, 2.0, width * SmallGate::switching(v, p.device, around).rate[0], 2.0 / p.device.n_domains);
  };
  const Trial<M> trial{{.width = width, .delay = 100.0 * p.tau_read}, {0.0, 0.0, {-1.0}}, p};
  check_firing<M>(drives(3.24, 0.006, 8), trial, number_of_trials(600), [](const auto& s) { return s.w > 0.5; }, chance);
}

// With a low barrier the magnet wanders over the sphere: Boltzmann's law of its energy in the field of the membrane. A pulse
// as long as ten times what W. F. Brown, PR 130 (1963) 1677, has for the way over the barrier.
TEST_CASE("magnetoelectric: the chance to find it turned over the drive is Boltzmann's, on one thread or two") {
  using M = Magnetoelectric;
  constexpr double height = 2.5;
  auto p = defaults<ParametersOf<M>>();
  p.e_b = height * around.boltzmann * around.temperature;
  p.alpha = 0.5;
  p.r_reset = 1e12;  // turned, it stays so
  p.r_in = 1e5;      // the membrane is at the drive
  p.c_me = 1e-14;
  const double relaxation = (1.0 + p.alpha * p.alpha) / (p.alpha * p.omega), over = 4.0 * relaxation;
  const double gain = p.r_leak / (p.r_in + p.r_leak);
  const auto chance = [&](double v) {
    double whole = 0.0, turned = 0.0;
    for (int i = 0; i < 400; ++i) {
      for (int k = 0; k < 400; ++k) {
        const double z = -1.0 + (i + 0.5) / 200.0, x = std::sqrt(1.0 - z * z) * std::cos(2.0 * std::numbers::pi * (k + 0.5) / 400.0);
        const double weight = std::exp(height * (z * z + 2.0 * p.h_x * x - 2.0 * gain * v / p.v_k * z));
        whole += weight;
        if (z < 0.0) turned += weight;
      }
    }
    return turned / whole;
  };
  const Trial<M> trial{{.width = 10.0 * over}, {0.0, 0.0, 1.0, 0.0, 0.0}, p, {.drift = 1e-4}};
  check_firing<M>({-0.1, -0.05, 0.0, 0.05, 0.1}, trial, number_of_trials(300), [](const auto& s) { return s.m_z < 0.0; }, chance);
}
