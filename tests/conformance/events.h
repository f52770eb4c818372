#pragma once

// Laws of what is random about states: events, jumps and kicks say together what rates and diffusion say.

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <type_traits>

#include "tests/sample.h"

namespace hysteron {

/// A state that events move is moved by nothing else, each by one step of one size; no other state of
/// such a model diffuses.
template <class M>
void events_are_the_whole_motion() {
  if constexpr (NoisyModel<M>) {
    using Events =
        decltype(M::template noise<double>(PortsOf<M>{}, StateOf<M>{}, ParametersOf<M>{}, Surroundings<double>{})
                     .events);
    CHECK(JumpingModel<M> == !std::is_empty_v<Events>);
  }
  if constexpr (JumpingModel<M>) {
    constexpr double least = std::numeric_limits<double>::min();  // below, numbers have fewer digits
    std::mt19937 random(8);
    for (int trial = 0; trial < 500; ++trial) {
      const auto s = draw<M>(random);
      const auto noise = M::template noise<double>(s.ports, s.state, s.parameters, s.around);
      const auto all = M::template jumps<double>(s.parameters);
      const auto jumps = values(all);
      const auto rates = values(noise.events);
      REQUIRE(jumps.size() == rates.size());
      const auto rate = s.respond().rate;
      for (int i = 0; i < static_cast<int>(values(s.state).size()); ++i) {
        CAPTURE(fields<StateOf<M>>()[i].name);
        double mean = 0.0, gross = 0.0, variance = 0.0, step = 0.0;
        for (std::size_t k = 0; k < jumps.size(); ++k) {
          const double jump = values(jumps[k])[i];
          if (jump == 0.0) continue;
          CHECK((step == 0.0 || std::abs(jump) == step));
          step = std::abs(jump);
          mean += rates[k] * jump;
          gross += rates[k] * step;
          variance += rates[k] * jump * jump;
        }
        const double diffusion = values(noise.diffusion)[i];
        if (step == 0.0) CHECK(diffusion == 0.0);
        else CHECK(std::abs(mean - values(rate)[i]) <= 1e-9 * gross + least);
        CHECK(std::abs(variance - diffusion) <= 1e-9 * diffusion + least);
      }
    }
  }
}

template <class M>
void kicks_have_the_variance_of_the_diffusion() {
  if constexpr (KickedModel<M>) {
    std::mt19937 random(9);
    for (int trial = 0; trial < 500; ++trial) {
      const auto s = draw<M>(random);
      const auto noise = M::template noise<double>(s.ports, s.state, s.parameters, s.around);
      const auto kicks = M::template kicks<double>(s.ports, s.state, s.parameters, s.around);
      for (int i = 0; i < static_cast<int>(values(s.state).size()); ++i) {
        double variance = 0.0;
        for (const auto& kick : kicks) variance += values(kick)[i] * values(kick)[i];
        CHECK(difference(variance, values(noise.diffusion)[i]) < 1e-9);
      }
    }
  }
}

}  // namespace hysteron
