// The decks of `hysteron decks`: they run as they are, and measure what the native model says.

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>

#include "libmodel/error.h"
#include "spice/array_decks.h"
#include "spice/cell_decks.h"
#include "spice/population_deck.h"
#include "spice/verification.h"
#include "tests/simulator/agreement.h"
#include "tests/simulator/experiments.h"
#include "tests/simulator/netlist.h"

using namespace hysteron;

namespace {

// Of full scale; what the run cost is in `effort`.
spice::Agreement worst_of(const spice::Circuit& c, const Netlist& netlist, spice::Deck deck, double limit, std::string& output, spice::Effort& effort) {
  const auto run = spice::run_ngspice(netlist.folder(), deck.text, limit);
  output = run.output;
  effort = spice::effort(run.output);
  const auto found = spice::measured(deck.measures, run.output);
  for (const double x : found) {
    if (std::isnan(x)) return {x, "a measure failed"};
  }
  spice::take_waveforms(deck, netlist.folder());
  return spice::agreement(deck.measures, spice::native_measures(c.name, deck), found);
}

void run(const spice::Circuit& c, const Netlist& netlist, const spice::Deck& deck, bool solved) {
  std::string output;
  spice::Effort effort;
  const auto [worst, measure] = worst_of(c, netlist, deck, solved ? 240.0 : 20.0, output, effort);
  CAPTURE(deck.name);
  CHECK_MESSAGE((worst < 1e-3) == solved, output);
  MESSAGE(c.name << " " << deck.name << ": worst of " << deck.measures.size() << " measures " << worst << " of full scale, " << measure << "; "
                 << effort.points << " points, " << effort.iterations_a_point() << " iterations a point, rejected " << effort.rejected_share());
  if (deck.name == "array_write") CHECK(effort.rejected_share() < 0.05);
}

void run_decks(Form form) {
  for_each_model(form, [form](const spice::Circuit& c, const Netlist& netlist) {
    for (const auto& deck : {spice::cycle_deck(c, form), spice::potentiation_deck(c, form)}) {
      run(c, netlist, deck, form == Form::osdi || !is_unsolved(c.name, deck.name));
    }
  });
}

}  // namespace

TEST_CASE("decks of every OSDI model measure what the native model says") { run_decks(Form::osdi); }

TEST_CASE("decks of every sub-circuit measure what the native model says") { run_decks(Form::subcircuit); }

TEST_CASE("decks of OSDI models in cells, arrays, heat and cold, and over retention, measure what the native model says") {
  for_each_model(Form::osdi, [](const spice::Circuit& c, const Netlist& netlist) {
    const bool in_cells = c.ports.size() == 1 && c.states[0].name != "v_m";
    if (in_cells) run(c, netlist, spice::array_read_deck(c, Form::osdi, {}), true);
    // The rest takes minutes: abrupt, with a charge, with an oscillator, of several ports; on demand all.
    if (!std::getenv("HYSTERON_ALL_DECKS") && c.name != "cbram" && c.name != "ferroelectric" && c.name != "mott" && c.name != "ecram") return;
    run(c, netlist, spice::cycle_deck(c, Form::osdi, 233.15), true);
    run(c, netlist, spice::cycle_deck(c, Form::osdi, 398.15), true);
    run(c, netlist, spice::retention_deck(c, Form::osdi), true);
    if (!in_cells) return;
    run(c, netlist, spice::transistor_deck(c, Form::osdi), true);
    run(c, netlist, spice::selector_deck(c, Form::osdi), true);
    run(c, netlist, spice::array_write_deck(c, Form::osdi, {}), true);
    if (const auto oscillator = spice::oscillator_deck(c, Form::osdi)) run(c, netlist, *oscillator, true);
  });
}

TEST_CASE("devices that differ, side by side, each carry what the native model says at their own values") {
  for_each_model(Form::osdi, [](const spice::Circuit& c, const Netlist& netlist) {
    if (c.name != "vteam" && c.name != "fefet") return;
    std::vector<spice::Sample> samples{{"nominal", {}}, {"changed", {}}};
    for (const Field& f : c.parameters) {
      const double value = 1.1 * f.value;
      if (value >= f.lower && value <= f.upper) samples[1].values[f.name] = value;
    }
    const auto deck = spice::population_deck(c, Form::osdi, samples);
    run(c, netlist, deck, true);
    const auto native = spice::native_measures(c.name, deck);
    CHECK(native[0].value != native[native.size() / 5 / 2].value);  // the two differ
  });
}

TEST_CASE("an array's shape out of range is refused in words") {
  const auto c = spice::circuit("vteam");
  CHECK_THROWS_WITH_AS(spice::array_read_deck(c, Form::osdi, {.rows = 1}), "array of 1 x 4: must be 2 x 2 to 256 x 256", InputError);
  CHECK_THROWS_AS(spice::array_write_deck(c, Form::osdi, {.segment = 0.0}), InputError);
}

TEST_CASE("a measure that failed, or is off, is not taken for agreement") {
  const std::vector<spice::Measure> measures = {{"x_1", 0.1, 2, 2}, {"x_2", 0.2, 2, 2}};
  const std::vector<spice::Expected> native = {{1.0, 1.0, 1.0}, {2.0, 1.9, 2.1}};
  CHECK(spice::agreement(measures, native, spice::measured(measures, "x_1 = 1.0\nx_2 = 2.1\n")).worst == 0.0);  // it jumps there
  const auto off = spice::agreement(measures, native, spice::measured(measures, "x_1  =  1.01e+00\nx_2=  2.0\n"));
  CHECK(off.worst == doctest::Approx(0.005));
  CHECK(off.measure == "x_1");
  const auto missing = spice::agreement(measures, native, spice::measured(measures, "x_1 = 1.0\nError: measure x_2 find(AT) : out of interval\n"));
  CHECK(std::isnan(missing.worst));
  CHECK(missing.measure == "x_2");
}
