// What noise adds to each figure in the mean, on devices whose truth is known, against what its definition states.

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "apps/report/findings.h"
#include "apps/report/ramps.h"
#include "libmodel/metrics/definition.h"
#include "libmodel/metrics/magnetic.h"
#include "tests/report/made.h"

using namespace hysteron;
using namespace hysteron::report;

namespace {

using Truth = std::map<std::string, double>;

// Of `devices` made devices: the mean of each figure less its truth, as the definition has it but for chance. All stated ones are asked for.
void check_bias(int devices, const Truth& truth, const std::function<std::vector<Finding>(std::uint32_t)>& made) {
  std::map<std::string, std::vector<double>> figures;
  for (int k = 0; k < devices; ++k) {
    for (const Finding& f : made(std::uint32_t(k))) figures[f.id].push_back(f.figure.value);
  }
  for (const auto& [id, true_value] : truth) {
    CAPTURE(id);
    const auto& x = figures[id];
    REQUIRE(x.size() > 0.9 * devices);
    double mean = 0.0, squares = 0.0;
    for (const double v : x) mean += v / double(x.size());
    for (const double v : x) squares += (v - mean) * (v - mean);
    const double error = std::sqrt(squares) / double(x.size()), bias = mean - true_value;
    const double stated = metrics::definition(id)->bias.value;
    MESSAGE(id << ": " << true_value << ", found " << bias << " +- " << error << " more, stated " << stated);
    CHECK(std::abs(bias - stated) < 3.0 * error + 0.06 * std::abs(stated));  // stated with two digits
  }
}

std::vector<Finding> of_straight_device(std::uint32_t k) {
  const auto train = test::ramps(10, 50, 1e6, 0.01, 1000 + k);
  return findings_of(train, conductances(train));
}

}  // namespace

TEST_CASE("what noise adds to the figures of a straight device is as stated") {
  check_bias(150,
             {{"LIN.maxdev.up", 100}, {"LIN.rms.up", 100}, {"LIN.R2.up", 1}, {"LIN.R2diag.up", 1}, {"LIN.fit.up", 100}, {"LIN.step.up", 100},
              {"NL.neurosim.up", 0}, {"ALPHA.up", 0}, {"ECS.up", 50}, {"STEPS", 50}, {"AR", 0}, {"SYM.AR", 100}, {"SYM.mean", 100},
              {"LIN.map.up", 100}, {"SYM.map", 100}, {"SF.mean", 0}, {"REPLAY.R2", 1}, {"REPLAY.max", 100}, {"ONOFF", 10}, {"DR", 20},
              {"SNR.up", 0.02 / (0.01 * std::sqrt(2.0))}, {"C2C", 0}, {"READ.noise", 1}, {"CCV.up", 1}, {"STATES.range.up", 100.0 / 6.0},
              {"ENOB.up", std::log2(100.0 / std::sqrt(12.0))}},
             of_straight_device);
}

TEST_CASE("what noise adds to the energies of a straight device is as stated") {
  Truth truth;
  const auto quiet = test::ramps(10, 50, 1e6, 0.0, 1);
  for (const Finding& f : findings_of(quiet, conductances(quiet))) {
    if (f.id.starts_with("E.")) truth[f.id] = f.figure.value;
  }
  REQUIRE(truth.size() == 3);
  check_bias(150, truth, of_straight_device);
}

TEST_CASE("what the few failures there are add to the figures of lives is as stated") {
  check_bias(400, {{"END.beta", 2.0}, {"END.eta", 1e6}, {"END.n1", 1e6 * std::sqrt(-std::log(0.99))}}, [](std::uint32_t k) {
    std::vector<metrics::Life> lives;
    Uniforms random({.seed = 71, .instance = k});
    for (int i = 0; i < 22; ++i) lives.push_back({1e6 * std::sqrt(-std::log(random.next())), true});
    return findings_of(lives, "lives");
  });
  const double median_life = 1e-9 * std::exp(1.1 / (8.617333262145179e-5 * 398.15));
  check_bias(200, {{"RET.Ea", 1.1}, {"RET.arrhenius", median_life}, {"DRIFT.nu", 0.05}}, [](std::uint32_t k) {
    data::Retention m;
    Uniforms random({.seed = 72, .instance = k});
    std::uint32_t device = 0;
    for (const double kelvin : {423.15, 448.15, 473.15}) {
      for (int i = 0; i < 10; ++i, ++device) {
        const double life = 1e-9 * std::exp(1.1 / (8.617333262145179e-5 * kelvin) + 0.3 * test::normal(random));
        for (double t = 10.0; t < 1e7; t *= 2.0) {
          const double g = t < life ? 1e-6 * std::pow(t / 10.0, -1e-3) : 5e-7;
          m.time.push_back(t), m.temperature.push_back(kelvin), m.device.push_back(device);
          m.read_voltage.push_back(0.1), m.read_current.push_back(0.1 * g * (1.0 + 0.01 * test::normal(random)));
        }
      }
    }
    auto all = findings_of(m, 398.15);
    std::erase_if(all, [](const Finding& f) { return f.id == "DRIFT.nu"; });
    data::Retention drift;
    for (double t = 1.0; t < 2e3; t *= 2.0) {
      drift.time.push_back(t), drift.read_voltage.push_back(0.1);
      drift.read_current.push_back(1e-7 * std::pow(t, -0.05) * (1.0 + 0.01 * test::normal(random)));
    }
    for (const Finding& f : findings_of(drift, 298.15)) all.push_back(f);
    return all;
  });
}

TEST_CASE("what chance adds to the figures of reads, loops, junctions and pairs is as stated") {
  check_bias(100, {{"RTN.amplitude", 10.0}, {"RTN.high", 1.0}, {"RTN.low", 0.5}}, [](std::uint32_t k) {
    data::Retention m;
    Uniforms random({.seed = 73, .instance = k});
    bool high = true;
    for (int i = 0; i < 1000; ++i) {
      if (random.next() < -std::expm1(-0.05 / (high ? 1.0 : 0.5))) high = !high;
      m.time.push_back(0.05 * i), m.read_voltage.push_back(0.1);
      m.read_current.push_back(1e-7 * ((high ? 1.05 : 0.95) + 0.01 * test::normal(random)));
    }
    return findings_of(m, 298.15);
  });
  check_bias(200, {{"FE.2Pr", 0.2}, {"FE.Vc+", 1.0}, {"FE.imprint", 0.0}, {"FE.window", 2.0}}, [](std::uint32_t k) {
    data::PvLoop loop;
    loop.area = 1e-8;
    Uniforms random({.seed = 74, .instance = k});
    for (int i = 0; i < 400; ++i) {
      const double v = 2.5 * std::sin(2.0 * std::acos(-1.0) * i / 400.0), branch = i >= 100 && i < 300 ? -1.0 : 1.0;
      loop.voltage.push_back(v);
      loop.charge.push_back(1e-8 * 0.1 * (std::tanh(4.0 * (v - branch)) / std::tanh(4.0) + 0.01 * test::normal(random)));
    }
    return findings_of(loop);
  });
  check_bias(100, {{"DELTA.up", 42.0}}, [](std::uint32_t k) {
    data::SwitchingProbability m;
    Uniforms random({.seed = 75, .instance = k});
    for (double v = 0.5; v < 0.9; v += 0.02) {
      const double p = metrics::switching_probability(1e-6, v / 0.9, 42.0, 1.0);
      std::uint32_t switched = 0;
      for (int i = 0; i < 1000; ++i) switched += random.next() < p;
      m.amplitude.push_back(v), m.width.push_back(1e-6), m.n_trials.push_back(1000), m.n_switched.push_back(switched);
    }
    return findings_of(m);
  });
  check_bias(100, {{"TMR", 150.0}}, [](std::uint32_t k) {
    data::ResistanceLoop m;
    Uniforms random({.seed = 76, .instance = k});
    for (int i = 0; i < 200; ++i) {
      m.field.push_back(0.01 * (i < 100 ? i - 50 : 150 - i));
      m.read_voltage.push_back(0.01), m.resistance.push_back((i >= 75 && i < 175 ? 1000.0 : 2500.0) * (1.0 + 0.01 * test::normal(random)));
    }
    return findings_of(m, metrics::not_shown);
  });
  check_bias(200, {{"STDP.A.up", 0.8}, {"STDP.tau.up", 0.02}, {"STDP.balance", 2.0}, {"PPF", 90.0 * std::exp(-0.125)}, {"PPF.A", 90.0}, {"PPF.tau", 0.08}},
             [](std::uint32_t k) {
               data::SpikePairs spikes;
               data::PulsePairs pulses;
               Uniforms random({.seed = 77, .instance = k});
               for (int i = 1; i <= 20; ++i) {
                 const double delay = 0.005 * i;
                 spikes.spike_delay.push_back(delay), spikes.weight_change.push_back(0.8 * std::exp(-delay / 0.02) + 0.08 * test::normal(random));
                 spikes.spike_delay.push_back(-delay), spikes.weight_change.push_back(-0.4 * std::exp(-delay / 0.02) + 0.04 * test::normal(random));
               }
               for (const double interval : {0.01, 0.02, 0.05, 0.1, 0.2, 0.5}) {
                 for (int i = 0; i < 5; ++i) {
                   pulses.pulse_interval.push_back(interval), pulses.first_response.push_back(1.0 + 0.02 * test::normal(random));
                   pulses.second_response.push_back(1.0 + 0.9 * std::exp(-interval / 0.08) + 0.02 * test::normal(random));
                 }
               }
               auto all = findings_of(spikes);
               for (const Finding& f : findings_of(pulses)) all.push_back(f);
               return all;
             });
}

TEST_CASE("what jitter adds to the rate and the energy of spikes is as stated") {
  constexpr double period = 1e-6, peak = 1e-9, wide = 1e-7;  // s, A, s
  check_bias(200, {{"NEURON.rate", 1.0 / period}, {"NEURON.energy", 0.5 * peak * wide}}, [](std::uint32_t k) {
    data::SpikeTrain m;
    Uniforms random({.seed = 78, .instance = k});
    double at = 0.0;
    for (int i = 0; i < 100; ++i) {
      at += period * (1.0 + 0.1 * test::normal(random));
      m.spike_time.push_back(at);
      for (int j = 0; j <= 20; ++j) {  // a triangle of current
        m.time.push_back(at + j * wide / 20.0);
        m.voltage.push_back(1.0 + 0.01 * test::normal(random));
        m.current.push_back(peak * ((j <= 10 ? j : 20 - j) / 10.0 + 0.01 * test::normal(random)));
      }
    }
    m.duration = at + period;
    return findings_of(m);
  });
}

TEST_CASE("what a short record adds to the strength of 1/f noise is as stated") {
  constexpr double strength = 1e-4;
  check_bias(100, {{"FLICKER", strength}}, [](std::uint32_t k) {
    // Relaxing levels, evenly in the logarithm of their times, have the density strength / f between those (van der Ziel, Physica 16 (1950) 359).
    constexpr double dt = 0.1, per_decade = 4.0;
    data::Retention m;
    Uniforms random({.seed = 79, .instance = k});
    std::vector<double> level, kept;
    const double deviation = std::sqrt(strength * std::log(10.0) / per_decade);
    for (double tau = 0.01; tau < 1e6; tau *= std::pow(10.0, 1.0 / per_decade)) {
      level.push_back(deviation * test::normal(random));
      kept.push_back(std::exp(-dt / tau));
    }
    for (int i = 0; i < 1000; ++i) {
      double g = 1.0;
      for (std::size_t j = 0; j < level.size(); ++j) {
        level[j] = kept[j] * level[j] + deviation * std::sqrt(1.0 - kept[j] * kept[j]) * test::normal(random);
        g += level[j];
      }
      m.time.push_back(dt * i), m.read_voltage.push_back(0.1), m.read_current.push_back(0.1 * 1e-6 * g);
    }
    return findings_of(m, 298.15);
  });
}

TEST_CASE("what noise adds to the medians of endurance is as stated") {
  check_bias(200, {{"END.R_on", 1e4}, {"END.R_off", 1e5}, {"END.on", 20.0}}, [](std::uint32_t k) {
    data::Endurance m;
    Uniforms random({.seed = 80, .instance = k});
    for (int i = 0; i < 200; ++i) {
      const double wear = i < 100 ? 1.0 : 1.2;
      m.cycle.push_back(1000 * std::uint64_t(i)), m.read_voltage.push_back(0.1);
      m.read_current_on.push_back(0.1 / (1e4 * wear * std::exp(0.1 * test::normal(random))));
      m.read_current_off.push_back(0.1 / (1e5 * std::exp(0.1 * test::normal(random))));
    }
    std::vector<Finding> first;
    for (const Finding& f : findings_of(m)) {
      if (std::none_of(first.begin(), first.end(), [&](const Finding& g) { return g.id == f.id; })) first.push_back(f);
    }
    return first;
  });
}
