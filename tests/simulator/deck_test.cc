// The decks of `hysteron decks`: they run as they are, and measure what the native model says.

#include <doctest/doctest.h>

#include <cmath>

#include "spice/deck.h"
#include "tests/simulator/experiments.h"
#include "tests/simulator/netlist.h"

using namespace hysteron;

namespace {

void run_decks(Form form) {
  for_each_model(form, [form](const spice::Circuit& c, const Netlist& netlist) {
    for (const auto& deck : {spice::cycle_deck(c, form), spice::potentiation_deck(c, form)}) {
      const bool solved = form == Form::osdi || !is_unsolved(c.name, deck.name);
      const auto run = spice::run_ngspice(netlist.folder(), deck.text, solved ? 240.0 : 20.0);
      const auto [worst, measure] = spice::agreement(deck.measures, spice::native_measures(c, deck), spice::measured(deck, run.output));
      CHECK_MESSAGE((worst < 1e-3) == solved, run.output);
      MESSAGE(c.name << " " << deck.name << ": worst of " << deck.measures.size() << " measures " << worst << " of full scale, " << measure);
    }
  });
}

}  // namespace

TEST_CASE("decks of every OSDI model measure what the native model says") { run_decks(Form::osdi); }

TEST_CASE("decks of every sub-circuit measure what the native model says") { run_decks(Form::subcircuit); }

TEST_CASE("a measure that failed, or is off, is not taken for agreement") {
  const std::vector<spice::Measure> measures = {{"x_1", 0.1, 2, 2}, {"x_2", 0.2, 2, 2}};
  const std::vector<spice::Expected> native = {{1.0, 1.0, 1.0}, {2.0, 1.9, 2.1}};
  const spice::Deck deck{.name = "d", .text = {}, .experiment = {}, .measures = measures};
  CHECK(spice::agreement(measures, native, spice::measured(deck, "x_1 = 1.0\nx_2 = 2.1\n")).worst == 0.0);  // it jumps there
  const auto off = spice::agreement(measures, native, spice::measured(deck, "x_1  =  1.01e+00\nx_2 = 2.0\n"));
  CHECK(off.worst == doctest::Approx(0.005));
  CHECK(off.measure == "x_1");
  const auto missing = spice::agreement(measures, native, spice::measured(deck, "x_1 = 1.0\nError: measure x_2 find(AT) : out of interval\n"));
  CHECK(std::isnan(missing.worst));
  CHECK(missing.measure == "x_2");
}
