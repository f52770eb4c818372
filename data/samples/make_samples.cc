// Writes the samples beside this file: measurements of devices whose truth is known.
//
//     cmake --build build/release --target hysteron_samples && build/release/data/hysteron_samples data/samples
//
// Each file holds what a laboratory would have measured - the model's response with 2 % Gaussian
// noise on every read, seed below - and, as the fit of id "truth", what it was made with.

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <random>

#include "data/lab_file.h"
#include "libmodel/devices/analog_synapse.h"
#include "libmodel/devices/filament.h"
#include "libmodel/sim/train.h"

using namespace hysteron;

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t seed = 20180524;
constexpr double noise = 0.02;  // relative, of a read
constexpr double read_voltage = 0.1;

struct Noise {
  std::mt19937_64 random{seed};
  std::normal_distribution<> normal{0.0, noise};
  double operator()(double x) { return x * (1.0 + normal(random)); }
};

void add(std::vector<Pulse>& train, int times, double voltage, double width) {
  for (int k = 0; k < times; ++k) {
    train.push_back({.voltage = voltage, .width = width, .delay = 1e-6, .read_voltage = read_voltage});
  }
}

template <class M>
data::PulseTrain measure(const std::string& title, const std::vector<Pulse>& train, StateOf<M> state,
                         const ParametersOf<M>& p, Noise& noisy) {
  std::vector<double> current(train.size());
  follow_train<M, double>(train, state, p, defaults<Surroundings<double>>(), {.tolerance = 1e-10}, current);
  data::PulseTrain m;
  m.title = title;
  m.scheme = "identical";
  std::uint32_t cycle = 0;
  for (std::size_t k = 0; k < train.size(); ++k) {
    if (k > 0 && train[k].voltage > 0.0 && train[k - 1].voltage < 0.0) ++cycle;
    m.voltage.push_back(train[k].voltage);
    m.pulse_width.push_back(train[k].width);
    m.delay.push_back(train[k].delay);
    m.read_voltage.push_back(read_voltage);
    m.read_current.push_back(noisy(current[k]));
    m.cycle.push_back(cycle);
  }
  return m;
}

template <class M>
data::IvSweep sweep(const std::string& title, double up, double down, double rate, StateOf<M> state,
                    const ParametersOf<M>& p, Noise& noisy) {
  constexpr int points = 40;  // a leg
  const double corner[] = {0.0, up, 0.0, down, 0.0};
  data::IvSweep m;
  m.title = title;
  m.sweep_rate = rate;
  double time = 0.0;
  for (int leg = 0; leg < 4; ++leg) {
    for (int k = leg == 0 ? 0 : 1; k <= points; ++k) {
      const double v = corner[leg] + (corner[leg + 1] - corner[leg]) * k / points;
      if (!m.voltage.empty()) time += std::abs(v - m.voltage.back()) / rate;
      m.time.push_back(time);
      m.voltage.push_back(v);
    }
  }
  std::vector<double> current(m.voltage.size());
  follow_sweep<M, double>(m.time, m.voltage, state, p, defaults<Surroundings<double>>(), {.tolerance = 1e-10}, current);
  for (double i : current) m.current.push_back(noisy(i));
  return m;
}

template <class M>
data::FitRecord truth(const ParametersOf<M>& p, const StateOf<M>& state) {
  data::FitRecord record{.model = std::string(M::name), .id = "truth"};
  record.options = "seed " + std::to_string(seed) + ", 2 % Gaussian noise on every read";
  record.seed = seed;
  const auto keep = [&](auto list, const std::string& suffix) {
    list.describe(list, [&](double& x, const Field& f) {
      record.parameters.push_back({.name = f.name + suffix, .unit = std::string(f.unit), .value = x, .lower = f.lower, .upper = f.upper});
    });
  };
  keep(p, "");
  keep(state, "_0");
  return record;
}

void write(const fs::path& path, const data::LabFile& lab, const data::FitRecord& record) {
  fs::remove(path);
  data::write_lab_file(path, lab);
  data::write_fit(path, record);
  std::printf("%s\n", path.c_str());
}

data::LabFile laboratory(const std::string& title, const std::string& name) {
  data::LabFile lab;
  lab.title = title;
  lab.start_time = "2025-01-01T00:00:00+00:00";
  lab.experiment_description = "Made, not measured: data/samples/make_samples.cc";
  lab.sample = {.name = name, .device_class = "memristor", .n_terminals = 2, .temperature = 300.15};
  return lab;
}

void write_analog_synapse(const fs::path& folder) {
  auto p = defaults<ParametersOf<AnalogSynapse>>();
  p.g_min = 2e-6, p.g_max = 24e-6, p.k_up = 5e5, p.k_down = 4e6;
  p.gamma_up = 1.8, p.gamma_down = 2.6, p.v_up = 0.7, p.v_down = 0.8, p.a_up = 2.5, p.a_down = 3.0;
  const StateOf<AnalogSynapse> start{.x = 0.05, .w = 0.0};
  Noise noisy;
  auto lab = laboratory("A gradual synapse of known truth", "sample, analog_synapse");
  std::vector<Pulse> identical, rising;
  add(identical, 200, 1.2, 1e-7), add(identical, 200, -1.3, 1e-7);
  for (int k = 0; k < 80; ++k) add(rising, 1, 0.8 + 0.01 * k, 1e-7);
  for (int k = 0; k < 80; ++k) add(rising, 1, -0.9 - 0.01 * k, 1e-7);
  lab.pulse_trains.push_back(measure<AnalogSynapse>("200 identical pulses up, 200 down", identical, start, p, noisy));
  lab.pulse_trains.push_back(measure<AnalogSynapse>("rising amplitude, 80 up and 80 down", rising, start, p, noisy));
  lab.pulse_trains.back().scheme = "staircase_V";
  write(folder / "analog_synapse.h5", lab, truth<AnalogSynapse>(p, start));
}

void write_filament(const fs::path& folder) {
  auto p = defaults<ParametersOf<Filament>>();
  p.i_0 = 50e-6, p.g_0 = 0.3e-9, p.r_s = 2e3, p.nu_0 = 200.0;
  const StateOf<Filament> start{.x = 0.1, .rise = 0.0};
  Noise noisy;
  auto lab = laboratory("An oxide filament of known truth", "sample, filament");
  std::vector<Pulse> train;
  for (const double width : {1e-7, 1e-5}) {
    for (int k = 0; k < 25; ++k) add(train, 1, 1.5 + 0.04 * k, width);
    for (int k = 0; k < 40; ++k) add(train, 1, -1.2 - 0.04 * k, width);
  }
  lab.pulse_trains.push_back(measure<Filament>("rising set and reset pulses of two widths", train, start, p, noisy));
  lab.pulse_trains.back().scheme = "staircase_V";
  lab.iv_sweeps.push_back(sweep<Filament>("loop at 1 V/s", 1.7, -1.9, 1.0, start, p, noisy));
  write(folder / "filament.h5", lab, truth<Filament>(p, start));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: hysteron_samples FOLDER\n");
    return 2;
  }
  write_analog_synapse(argv[1]);
  write_filament(argv[1]);
}
