#pragma once

// Pulses that repeat, as a map of the state: tabulated where the train goes, with its slope and all
// derivatives, applying it costs tens of nanoseconds whatever the pulse costs.
//
// The map is in one slow state. Every other state must either stay exactly where it is, or be so
// fast that the pause after the pulse brings it back to rest, as a temperature is. Both are found by
// watching a pulse; where it is otherwise, or the repeats do not pay for the samples, pulses are
// integrated. The current of a read is a function of the slow state too, and is tabulated alike.

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "libmodel/sim/chebyshev.h"
#include "libmodel/sim/motion_definition.h"
#include "libmodel/sim/pulse_kinds.h"
#include "libmodel/sim/pulsed_device.h"

namespace hysteron {

/// What a pulse does to each state: leaves it, moves it for a while, moves it for good.
enum class Pace { still, fast, slow };

/// The pulses of a train, each as a map where that pays, else integrated. Holds on to both arguments.
template <CompactModel M, class T>
class PulseMaps {
  static constexpr int n = state_count<M>;
  static constexpr int repeats_that_pay = 3;  // for one sample, which is finer

 public:
  PulseMaps(std::span<const Pulse> train, bool wanted, PulsedDevice<M, T>& device) : train_(train), device_(device) {
    if constexpr (n > 0) {
      if (!wanted || static_cast<int>(train.size()) < repeats_that_pay * Table<T>::most_samples) return;
      kinds_ = kinds_of(train);
      maps_.resize(kinds_.repeats.size());
    }
  }

  Count apply(std::size_t k, StateOf<M, T>& state) {
    if constexpr (n > 0) {
      if (!maps_.empty() && kinds_.repeats[kinds_.of[k]] >= repeats_that_pay * Table<T>::most_samples) {
        return apply_map(train_[k], kinds_.repeats[kinds_.of[k]], maps_[kinds_.of[k]], state);
      }
    }
    return device_.apply(train_[k], state);
  }

  T current(std::size_t k, const StateOf<M, T>& state) {
    if constexpr (n > 0) {
      if (!maps_.empty()) return read_current(train_[k].read_voltage, state);
    }
    return device_.current(train_[k].read_voltage, state);
  }

  int made() const {
    return static_cast<int>(std::count_if(maps_.begin(), maps_.end(), [](const auto& m) { return m && m->slow >= 0; }));
  }
  int samples() const {
    int sum = 0;
    for (const auto& m : maps_) sum += m ? m->table.samples() : 0;
    return sum;
  }

 private:
  struct Map {
    int tries = 0, slow = -1;
    std::array<Pace, std::max(1, n)> pace{};
    StateOf<M, T> rest{};  // the other states, before each pulse and after it
    Table<T> table;
  };
  struct Read {
    double voltage = std::numeric_limits<double>::quiet_NaN();
    int slow = -1;
    StateOf<M, T> rest{};
    Table<T> table;
  };

  Count apply_map(const Pulse& pulse, int repeats, std::unique_ptr<Map>& map, StateOf<M, T>& state) {
    if (!map) map = std::make_unique<Map>();
    if (map->slow >= 0 && rests(*map, state)) {
      T& x = values(state)[map->slow];
      const Series<T>* series = map->table.find(number(x), [&](double at) { return sample(pulse, *map, at); });
      if (series) {
        x = x + (*series)(x);
        return {};
      }
    }
    const StateOf<M, T> before = state;
    const Count count = device_.apply(pulse, state);
    if (map->slow < 0 && map->tries < 3 && count.reached) watch(pulse, repeats, before, state, *map);
    return count;
  }

  /// Finds the one slow state, if it is one.
  void watch(const Pulse& pulse, int repeats, const StateOf<M, T>& before, const StateOf<M, T>& after, Map& map) {
    ++map.tries;
    const Start<n> relaxing = pause_rates(after);
    int slow = -1;
    for (int i = 0; i < n; ++i) {
      map.pace[i] = pace(i, before, after, relaxing[i].v[i] * pulse.delay);
      if (map.pace[i] != Pace::slow) continue;
      if (slow >= 0) return;
      slow = i;
    }
    if (slow < 0) return;
    const Field range = fields<StateOf<M>>()[slow];
    map.rest = before;
    map.table = Table<T>(range.lower, range.upper, relative(), Relative::to_largest, repeats / repeats_that_pay);
    map.slow = slow;
  }

  Pace pace(int i, const StateOf<M, T>& before, const StateOf<M, T>& after, double decays) const {
    if (internal::vanishes(T(values(after)[i] - values(before)[i]))) return Pace::still;
    return decays < -20.0 && returned(i, before, after) ? Pace::fast : Pace::slow;
  }
  template <class A, class B>
  bool returned(int i, const A& before, const B& after) const {
    return std::abs(number(values(after)[i]) - number(values(before)[i])) <= relative() * device_.tolerance().scale[i];
  }
  bool rests(const Map& map, const StateOf<M, T>& state) const {
    for (int i = 0; i < n; ++i) {
      if (i == map.slow) continue;
      if (map.pace[i] == Pace::fast ? !returned(i, map.rest, state)
                                    : !internal::vanishes(T(values(state)[i] - values(map.rest)[i]))) {
        return false;
      }
    }
    return true;
  }

  /// Rates without voltage, and their derivatives by the states.
  Start<n> pause_rates(const StateOf<M, T>& state) {
    std::array<int, n> all;
    States<ceres::Jet<double, n>, n> y;
    for (int i = 0; i < n; ++i) {
      all[i] = i;
      y[i] = ceres::Jet<double, n>(number(values(state)[i]), i);
    }
    return Motion<M, T, n>(device_.device(), device_.pause(), state, all).seeded(0.0, y);
  }

  /// How far a pulse moves the slow state from x; nothing where the others do not come back.
  std::optional<T> sample(const Pulse& pulse, const Map& map, double x) {
    StateOf<M, T> s = map.rest;
    values(s)[map.slow] = T(x);
    if (!fine().apply(pulse, s).reached) return {};
    for (int i = 0; i < n; ++i) {
      if (i != map.slow && !returned(i, map.rest, s)) return {};
    }
    return values(s)[map.slow] - x;
  }

  T read_current(double voltage, const StateOf<M, T>& state) {
    if (!(read_.voltage == voltage)) {
      if (++reads_started_ > 2) return device_.current(voltage, state);
      read_ = Read{.voltage = voltage, .slow = n == 1 ? 0 : -1, .rest = state, .table = {}};
      if (n == 1) read_.table = read_table(0);
    } else if (n > 1 && read_.slow < 0) {
      read_.slow = only_change(state);
      if (read_.slow >= 0) read_.table = read_table(read_.slow);
    }
    if (read_.slow >= 0 && (n == 1 || only_change(state) == read_.slow)) {
      const T& x = values(state)[read_.slow];
      const Series<T>* series = read_.table.find(number(x), [&](double at) {
        StateOf<M, T> s = read_.rest;
        values(s)[read_.slow] = T(at);
        return std::optional<T>(fine().current(voltage, s));
      });
      if (series) return (*series)(x);
    }
    return device_.current(voltage, state);
  }
  Table<T> read_table(int slow) const {
    const Field range = fields<StateOf<M>>()[slow];
    return Table<T>(range.lower, range.upper, 0.1 * relative(), Relative::to_smallest,
                    static_cast<int>(train_.size()) / repeats_that_pay);
  }
  /// The only state that is not as it was at the first read; -1 where there are more or none.
  int only_change(const StateOf<M, T>& state) const {
    int only = -1;
    for (int i = 0; i < n; ++i) {
      if (internal::vanishes(T(values(state)[i] - values(read_.rest)[i]))) continue;
      if (only >= 0) return -1;
      only = i;
    }
    return only;
  }

  double relative() const { return device_.tolerance().relative; }

  /// The device that makes samples: a tenth of the tolerance, lest its noise look like structure.
  PulsedDevice<M, T>& fine() {
    if (!fine_) {
      const auto& d = device_.device().carried;
      fine_ = std::make_unique<PulsedDevice<M, T>>(d.parameters, d.around, 0.1 * relative());
    }
    return *fine_;
  }

  std::span<const Pulse> train_;
  PulsedDevice<M, T>& device_;
  std::unique_ptr<PulsedDevice<M, T>> fine_;
  PulseKinds kinds_;
  std::vector<std::unique_ptr<Map>> maps_;
  Read read_;
  int reads_started_ = 0;
};

}  // namespace hysteron
