// The decks that are written for a user run as they are, and show what the model does.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "libmodel/error.h"
#include "spice/deck.h"
#include "spice/ngspice.h"
#include "spice/writers.h"
#include "tests/simulator/experiments.h"

using namespace hysteron;

namespace {

// Empty where the simulator gives up.
spice::Table run(const spice::Circuit& c, const std::string& deck, bool solved) {
  std::ostringstream subcircuit;
  spice::write_subcircuit(subcircuit, c);
  try {
    return spice::simulate(deck, {{c.name + ".sub", subcircuit.str()}}, solved ? 120.0 : 20.0);
  } catch (const InputError& e) {
    CHECK_MESSAGE(!solved, e.what());
    return {};
  }
}

std::vector<std::string> one_ports() {
  std::vector<std::string> all = spice::names();
  std::erase_if(all, [](const std::string& name) { return spice::circuit(name).ports.size() != 1; });
  return all;
}

// The deck's own drive in the native model's terms, from the default start.
Experiment replay(const spice::Circuit& c, const spice::Table& table) {
  Experiment e{.ports = {{}}, .start = {}};
  for (const auto& row : table) {
    e.ports[0].time.push_back(row[0]);
    e.ports[0].voltage.push_back(row[1]);
  }
  for (const auto& s : c.states) e.start.push_back(s.field.value);
  return e;
}

// The largest difference of a state to the native one, relative to its full scale.
double worst_state(const spice::Circuit& c, const spice::Table& table) {
  const Experiment e = replay(c, table);
  const Truth truth = truth_at(c.name, e, e.ports[0].time);
  double worst = 0.0;
  for (std::size_t k = 0; k < c.states.size(); ++k) {
    const double scale = truth.full_scale(2 + k);
    for (std::size_t n = 0; n < table.size(); ++n) worst = std::max(worst, truth.distance(n, 2 + k, table[n][3 + k], scale));
  }
  return worst;
}

}  // namespace

TEST_CASE("the loop deck of every one-port model runs as it is and draws the model's loop") {
  for (const auto& model : one_ports()) {
    CAPTURE(model);
    const bool solved = !is_unsolved(model, "loop uic");
    const spice::Circuit c = spice::circuit(model);
    const double up = c.ports[0].up, down = c.ports[0].down;
    const auto table = run(c, spice::loop_deck(c, {.up = up, .down = down, .period = c.period}, {.points = std::min(points(model), 50000)}), solved);
    CHECK((table.size() >= 20000) == solved);
    if (!solved) continue;
    CHECK(table.back()[0] == doctest::Approx(c.period));
    const auto [low, high] = std::minmax_element(table.begin(), table.end(), [](const auto& a, const auto& b) { return a[1] < b[1]; });
    CHECK((*high)[1] == doctest::Approx(up).epsilon(1e-2));
    CHECK((*low)[1] == doctest::Approx(down).epsilon(1e-2));
    const double worst = worst_state(c, table);
    CHECK(worst < 1e-3);
    MESSAGE(model << ": " << table.size() << " points, worst state " << worst << " of full scale");
  }
}

TEST_CASE("the pulse-train deck of every one-port model runs as it is and reads what the model would") {
  for (const auto& model : one_ports()) {
    CAPTURE(model);
    const bool solved = !is_unsolved(model, "pulse train");
    const spice::Circuit c = spice::circuit(model);
    const double period = c.period;
    const Pulse pulse{.voltage = c.ports[0].up, .width = 0.05 * period, .rise = 1e-3 * period, .fall = 1e-3 * period, .delay = 0.05 * period, .read_voltage = 0.1};
    const std::vector<Pulse> train(4, pulse);
    const spice::Reads reads{.width = 0.05 * period, .edge = 1e-3 * period};
    const auto table = run(c, spice::pulse_train_deck(c, train, reads, {.points = points(model) / 2}), solved);
    const bool finished = table.size() >= 1000;
    CHECK((finished && worst_state(c, table) < 1e-3) == solved);
    if (!finished) continue;
    for (const double t : spice::read_times(train, reads)) {
      const auto at = std::lower_bound(table.begin(), table.end(), t, [](const auto& row, double time) { return row[0] < time; });
      REQUIRE(at != table.end());
      CHECK((*at)[1] == doctest::Approx(0.1));
    }
  }
}

TEST_CASE("a deck that cannot be is refused with the place and the limit") {
  const auto message_of = [](auto&& f) {
    try {
      f();
    } catch (const InputError& e) {
      return std::string(e.what());
    }
    return std::string();
  };
  const auto vteam = spice::circuit("vteam");
  const std::vector<Pulse> train = {{.voltage = 1.0, .width = 1e-3}, {.voltage = 1.0, .width = -1e-3}};
  CHECK(message_of([&] { spice::pulse_train_deck(vteam, train); }) == "deck: pulse 1: width = -0.001: must be > 0 s");
  CHECK(message_of([&] { spice::loop_deck(vteam, {.period = 0.0}); }) == "deck: period = 0.0: must be > 0 s");
  CHECK(message_of([&] { spice::loop_deck(vteam, {.up = 1.0, .down = 0.5}); }).find("opposite sides") != std::string::npos);
  CHECK(message_of([&] { spice::loop_deck(spice::circuit("ecram"), {}); }).find("more than one port") != std::string::npos);
}
