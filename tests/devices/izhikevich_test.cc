#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "libmodel/devices/izhikevich.h"
#include "tests/devices/course.h"

using namespace hysteron;

namespace {

using M = Izhikevich;
using Cell = M::Parameters<double>;
const auto p = defaults<Cell>();

// The source's own rule: at the peak the membrane jumps to v_reset and the recovery current up by d. Spike times [s].
std::vector<double> jumping(const Cell& cell, double current, double end) {
  struct Membrane {
    double v, u;
  };
  const auto rate = [&](const Membrane& m) {
    return Membrane{(cell.k * (m.v - cell.v_r) * (m.v - cell.v_t) - m.u + current) / cell.c_m,
                    cell.a * (cell.b * (m.v - cell.v_r) - m.u)};
  };
  const auto moved = [](const Membrane& m, double h, const Membrane& r) { return Membrane{m.v + h * r.v, m.u + h * r.u}; };
  std::vector<double> spikes;
  Membrane m{cell.v_r, 0.0};
  constexpr double h = 2e-6;
  for (double t = 0.0; t < end; t += h) {
    const Membrane a = rate(m), b = rate(moved(m, h / 2, a)), c = rate(moved(m, h / 2, b)), d = rate(moved(m, h, c));
    m = moved(moved(moved(moved(m, h / 6, a), h / 3, b), h / 3, c), h / 6, d);
    if (m.v >= cell.v_peak) {
      spikes.push_back(t + h);
      m = {cell.v_reset, m.u + cell.d};
    }
  }
  return spikes;
}

std::vector<double> spikes(Cell cell, double current, double end) {
  cell.t_reset = 2e-6;
  return spikes_of(course<M>({current / cell.gain}, cell, end, 20000));
}

}  // namespace

TEST_CASE("izhikevich: fires from the current on at which its resting state is lost") {
  const double b = p.k * (p.v_t - p.v_r) + p.b, rheobase = b * b / (4.0 * p.k);
  CHECK(rheobase == doctest::Approx(51.4e-12).epsilon(1e-3));
  CHECK(spikes(p, 0.99 * rheobase, 5.0).empty());
  CHECK(spikes(p, 1.01 * rheobase, 5.0).size() > 3);
}

TEST_CASE("izhikevich: cells of the cortex spike, adapt and burst as with the source's jumps") {
  struct Kind {
    std::string name;
    Cell cell;
    double current;  // A
    double apart;    // of an interval: the end of a burst feels a reset that is 0.1 mV off
  };
  const auto kind = [](double c, double k, double v_r, double v_t, double v_peak, double a, double b, double v_reset, double d) {
    Cell cell = p;
    cell.c_m = c * 1e-12, cell.k = k * 1e-6, cell.v_r = v_r * 1e-3, cell.v_t = v_t * 1e-3, cell.v_peak = v_peak * 1e-3;
    cell.a = a * 1e3, cell.b = b * 1e-9, cell.v_reset = v_reset * 1e-3, cell.d = d * 1e-12;
    return cell;
  };
  // Tables of the source, in pF, nS/mV, mV, 1/ms, nS, pA.
  const std::vector<Kind> kinds = {{"regular spiking", kind(100, 0.7, -60, -40, 35, 0.03, -2, -50, 100), 100e-12, 0.01},
                                   {"intrinsically bursting", kind(150, 1.2, -75, -45, 50, 0.01, 5, -56, 130), 500e-12, 0.02},
                                   {"chattering", kind(50, 1.5, -60, -40, 25, 0.03, 1, -40, 150), 300e-12, 0.15}};
  for (const Kind& k : kinds) {
    CAPTURE(k.name);
    const auto own = spikes(k.cell, k.current, 0.5), source = jumping(k.cell, k.current, 0.5);
    REQUIRE(own.size() > 5);
    CHECK(own.size() == source.size());
    double worst = 0.0, shortest = 1.0, longest = 0.0;
    for (std::size_t j = 1; j < std::min(own.size(), source.size()); ++j) {
      const double ours = own[j] - own[j - 1], theirs = source[j] - source[j - 1];
      worst = std::max(worst, std::abs(ours / theirs - 1.0));
      shortest = std::min(shortest, ours), longest = std::max(longest, ours);
    }
    MESSAGE(k.name << ": " << own.size() << " spikes, intervals " << shortest << " to " << longest << " s, at most " << worst << " off");
    CHECK(worst < k.apart);
  }
}
