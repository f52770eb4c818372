#pragma once

// States that are whole numbers, moved by events.
//
// A state that events move counts units: of `places` some are taken. The events of a model say how fast
// places are taken and freed in all; per place and per taken one these are the rates of one unit. Units
// whose rates do not depend on the others' states are each a Markov chain of two states, and any stretch of
// time is two binomial draws, exactly. Where rates depend on the states a stretch is cut until they hardly
// change (the leap condition of D. Gillespie, J. Chem. Phys. 115 (2001) 1716, with the binomial numbers of
// T. Tian and K. Burrage, J. Chem. Phys. 121 (2004) 10356, so that no place is taken twice); where that
// leaves about one event, the next one is drawn by his direct method (J. Phys. Chem. 81 (1977) 2340).

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include "libmodel/sim/counted.h"
#include "libmodel/sim/drift.h"
#include "libmodel/sim/random.h"

namespace hysteron {

/// The random motion of a model whose states are moved by events, along one stimulus.
template <JumpingModel M>
class EventMotion {
  static constexpr int n = state_count<M>;
  using Events = decltype(M::template jumps<double>(ParametersOf<M>{}));
  static constexpr int event_count = sizeof(Events) / sizeof(StateOf<M>);
  using Rates = std::array<double, event_count>;
  using Turnings = std::array<internal::Turning, n>;

 public:
  EventMotion(const LiftedDevice<M, double>& device, const Stimulus<M, double>& stimulus,
              const Tolerance<n>& drift, double tolerance)
      : device_(device.plain),
        stimulus_(stimulus),
        tolerance_(tolerance),
        counted_(counted_of(device.plain.parameters)),
        jumps_(M::template jumps<double>(device.plain.parameters)),
        drift_(device, stimulus, drift, mask(counted_)),
        moving_(!std::all_of(counted_.begin(), counted_.end(), [](const Counted& c) { return c.counts(); })) {}

  /// Moves s over the first `duration` [s] of the stimulus; draw.step counts on.
  Count advance(double duration, StateOf<M>& s, Draw& draw) {
    Count count{.reached = duration >= 0.0};
    settle(s, draw);
    const double longest = stimulus_.held() ? duration : std::min(stimulus_.longest_step(), 0.25 * duration);
    busy_ = stimulus_.held() ? 0.0 : std::min(1.0, turned_over(duration, s)) / duration;
    double t = 0.0, h = longest;
    while (t < duration && count.reached) {
      const double left = duration - t;
      h = std::min({h, longest, left});
      const Leap leap = consider(t, h, s, count);
      if (!std::isfinite(leap.error) || count.steps + count.rejected >= most_random_steps || !(t + h > t)) {
        count.reached = false;
      } else if (leap.error <= 1.0) {
        take(leap, t, h, s, draw, count);
        t = h == left ? duration : t + h;
        h *= 2.0;
        ++count.steps;
      } else if (leap.too_far && leap.expected <= 1.0) {
        t += next_event(t, std::min(longest, left), s, draw, count);
        ++count.steps;
      } else {
        h *= 0.5;
        ++count.rejected;
      }
    }
    return count;
  }

 private:
  /// A stretch as it would be taken in one draw a state.
  struct Leap {
    std::array<internal::Turnover, n> turns{};
    double error = 0.0;     // against the tolerance
    double expected = 0.0;  // events
    bool too_far = false;   // the rates change with the states, not with time alone
  };

  static std::array<Counted, n> counted_of(const ParametersOf<M>& p) {
    std::array<Counted, n> counted{};
    const auto jumps = M::template jumps<double>(p);
    const std::vector<Field> declared = fields<StateOf<M>>();
    for (const StateOf<M>& jump : values(jumps)) {
      for (int i = 0; i < n; ++i) {
        if (values(jump)[i] != 0.0) counted[i] = Counted(declared[i], std::abs(values(jump)[i]));
      }
    }
    return counted;
  }
  static typename Drift<M>::Mask mask(const std::array<Counted, n>& counted) {
    typename Drift<M>::Mask resting;
    for (int i = 0; i < n; ++i) resting[i] = counted[i].counts();
    return resting;
  }

  double taken(const StateOf<M>& s, int i) const { return counted_[i].taken_at(values(s)[i]); }
  double free(const StateOf<M>& s, int i) const { return counted_[i].places - taken(s, i); }
  /// What the rate of a place is per: free places, or all where there is no end of them.
  double open(const StateOf<M>& s, int i) const { return counted_[i].endless() ? 1.0 : free(s, i); }
  double& at(StateOf<M>& s, int i) const { return values(s)[i]; }

  /// Where a state is between two whole numbers it becomes one of them, in the mean itself.
  void settle(StateOf<M>& s, Draw& draw) const {
    for (int i = 0; i < n; ++i) {
      const Counted& c = counted_[i];
      if (!c.counts()) continue;
      const double q = (at(s, i) - c.lower) / c.step;
      draw.channel = i;
      const bool is_whole = std::abs(q - std::round(q)) < 1e-3;
      const double whole = is_whole ? std::round(q) : std::floor(q) + (uniform(draw) < q - std::floor(q));
      at(s, i) = c.at(std::clamp(whole, 0.0, c.places));
    }
    ++draw.step;
  }

  /// Of each event [1/s].
  Rates rates(double t, const StateOf<M>& s) const {
    const auto noise = M::template noise<double>(stimulus_.at(t), s, device_.parameters, device_.around);
    Rates r;
    const auto all = values(noise.events);
    std::copy(all.begin(), all.end(), r.begin());
    return r;
  }

  /// Rates of the states, up and down, in all.
  Turnings in_all(double t, const StateOf<M>& s) const {
    const Rates r = rates(t, s);
    const auto jumps = values(jumps_);
    Turnings sum{};
    for (int k = 0; k < event_count; ++k) {
      for (int i = 0; i < n; ++i) {
        const double jump = values(jumps[k])[i];
        if (jump > 0.0) sum[i].taken += r[k];
        if (jump < 0.0) sum[i].freed += r[k];
      }
    }
    return sum;
  }

  /// Rates of one unit. Where no place is free, or none taken, the rate is that of a state one step in.
  Turnings of_one(double t, const StateOf<M>& s) const {
    StateOf<M> inside = s;
    bool at_end = false;
    for (int i = 0; i < n; ++i) {
      if (!counted_[i].counts()) continue;
      const bool none_free = free(s, i) == 0.0, none_taken = taken(s, i) == 0.0;
      if (none_taken) at(inside, i) = counted_[i].at(1.0);
      if (none_free) at(inside, i) = counted_[i].at(counted_[i].places - 1.0);
      at_end = at_end || none_free || none_taken;
    }
    const Turnings here = in_all(t, s), there = at_end ? in_all(t, inside) : here;
    Turnings one{};
    for (int i = 0; i < n; ++i) {
      if (!counted_[i].counts() || !(counted_[i].places > 0.0)) continue;
      const double up = open(s, i), down = taken(s, i);
      one[i].taken = up > 0.0 ? here[i].taken / up : there[i].taken;
      one[i].freed = down > 0.0 ? here[i].freed / down : there[i].freed;
    }
    return one;
  }

  /// How often the quickest unit turns over the stretch, the states held; roughly.
  double turned_over(double duration, const StateOf<M>& s) const {
    constexpr int samples = 32;
    double most = 0.0;
    std::array<double, n> sum{};
    for (int k = 0; k < samples; ++k) {
      const Turnings one = of_one((k + 0.5) / samples * duration, s);
      for (int i = 0; i < n; ++i) {
        sum[i] += duration / samples * (one[i].taken + one[i].freed);
        most = std::max(most, sum[i]);
      }
    }
    return most;
  }

  void drift(double t, double h, StateOf<M>& s, Count& count) {
    if (moving_) count.reached = count.reached && drift_.advance(t, h, s).reached;
  }

  Leap consider(double t, double h, const StateOf<M>& s, Count& count) {
    const Turnings first = of_one(t, s);
    const Turnings middle = stimulus_.held() ? first : of_one(t + 0.5 * h, s);
    const Turnings last = stimulus_.held() ? first : of_one(t + h, s);
    Leap leap;
    StateOf<M> beyond = s;  // where the states may well be at the end
    drift(t, h, beyond, count);
    double moved = 0.0;
    for (int i = 0; i < n; ++i) {
      const Counted& c = counted_[i];
      if (!c.counts()) continue;
      const double here = taken(s, i), there = open(s, i);
      const internal::Turnover turn = internal::turnover(first[i], middle[i], last[i], h, busy_ * h, c.endless());
      leap.turns[i] = turn;
      leap.error = internal::worse(leap.error, turn.error / tolerance_);
      leap.expected += h * (first[i].taken * there + first[i].freed * here);
      const double gain = c.endless() ? turn.arriving : there * turn.taken;
      const double shift = gain - here * turn.freed;
      const double spread = std::sqrt(gain + here * turn.freed);
      at(beyond, i) = c.at(std::clamp(std::round(here + shift + std::copysign(spread, shift)), 0.0, c.places));
      if (!c.endless()) moved = std::max(moved, std::abs(shift) / c.places);
    }
    const Turnings then = of_one(t + h, beyond);
    double change = 0.0, turning = 0.0;
    for (int i = 0; i < n; ++i) {
      if (!counted_[i].counts()) continue;
      const double here = taken(s, i), there = open(s, i);
      change += std::abs(then[i].taken - last[i].taken) * there + std::abs(then[i].freed - last[i].freed) * here;
      turning += last[i].taken * there + last[i].freed * here;
    }
    double far = turning == 0.0 ? 0.0 : change / turning / tolerance_;
    if (moving_) far = std::max(far, moved * moved / tolerance_);  // what drifts sees the counts of both ends
    leap.too_far = far > 1.0;
    leap.error = internal::worse(leap.error, far);
    return leap;
  }

  void take(const Leap& leap, double t, double h, StateOf<M>& s, Draw& draw, Count& count) {
    drift(t, 0.5 * h, s, count);
    for (int i = 0; i < n; ++i) {
      if (!counted_[i].counts()) continue;
      const double here = taken(s, i);
      draw.channel = 2 * i;
      const double left = here - binomial(draw, here, leap.turns[i].freed);
      draw.channel = 2 * i + 1;
      const double come = counted_[i].endless() ? poisson(draw, leap.turns[i].arriving)
                                                : binomial(draw, free(s, i), leap.turns[i].taken);
      at(s, i) = counted_[i].at(left + come);
    }
    ++draw.step;
    drift(t + 0.5 * h, 0.5 * h, s, count);
  }

  /// Of events that can happen: none takes a place that is not there.
  Rates possible(double t, const StateOf<M>& s) const {
    Rates r = rates(t, s);
    const auto jumps = values(jumps_);
    for (int k = 0; k < event_count; ++k) {
      for (int i = 0; i < n; ++i) {
        const double jump = values(jumps[k])[i];
        if ((jump > 0.0 && !(free(s, i) > 0.0)) || (jump < 0.0 && !(taken(s, i) > 0.0))) r[k] = 0.0;
      }
    }
    return r;
  }

  /// Moves s to its next event, or as far as the rates are known; the time that took [s].
  double next_event(double t, double h, StateOf<M>& s, Draw& draw, Count& count) {
    const auto sum = [](const Rates& r) { return std::accumulate(r.begin(), r.end(), 0.0); };
    double first = 0.0, middle = 0.0, last = 0.0;
    for (;; h *= 0.5) {
      StateOf<M> half = s, end = s;
      drift(t, 0.5 * h, half, count);
      drift(t, h, end, count);
      first = sum(possible(t, s)), middle = sum(possible(t + 0.5 * h, half)), last = sum(possible(t + h, end));
      const double all = h / 6.0 * (first + 4.0 * middle + last);
      const double apart = std::abs(all - 0.5 * h * (first + last));
      const double whole = std::max(std::min(1.0, all), busy_ * h);
      if (!(internal::missed(apart, whole) > tolerance_) || !count.reached) break;
    }
    // The hazard, by the parabola through the three.
    const double slope = 4.0 * middle - 3.0 * first - last, bend = 2.0 * (first - 2.0 * middle + last);
    const auto hazard = [&](double part) {
      return h * part * (first + part * (slope / 2.0 + part * bend / 3.0));
    };
    draw.channel = 0;
    const double wait = exponential(draw);
    const bool happens = hazard(1.0) > wait;
    double low = 0.0, high = 1.0;
    for (int k = 0; happens && k < 60; ++k) {
      const double part = 0.5 * (low + high);
      (hazard(part) > wait ? high : low) = part;
    }
    const double spent = high * h;
    drift(t, spent, s, count);
    draw.channel = 1;
    if (happens) happen(possible(t + spent, s), uniform(draw), s);
    ++draw.step;
    return spent;
  }

  void happen(const Rates& r, double share, StateOf<M>& s) const {
    double left = share * std::accumulate(r.begin(), r.end(), 0.0);
    int chosen = 0;
    for (int k = 0; k < event_count && left >= 0.0; ++k) {
      if (r[k] > 0.0) chosen = k;
      left -= r[k];
    }
    const StateOf<M>& jump = values(jumps_)[chosen];
    for (int i = 0; i < n; ++i) {
      const double j = values(jump)[i];
      if (j != 0.0) at(s, i) = counted_[i].at(taken(s, i) + (j > 0.0 ? 1.0 : -1.0));
    }
  }

  const Device<M, double>& device_;
  const Stimulus<M, double>& stimulus_;
  double tolerance_;
  std::array<Counted, n> counted_;
  Events jumps_;
  Drift<M> drift_;
  bool moving_;        // some state is not counted
  double busy_ = 0.0;  // turnings of a unit per second over the stretch, for errors to be measured by
};

}  // namespace hysteron
