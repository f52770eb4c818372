// The decks of `hysteron decks`: they run as they are, and measure what the native model says.

#include <doctest/doctest.h>

#include <cmath>

#include "spice/drive_deck.h"
#include "tests/simulator/netlist.h"

using namespace hysteron;

TEST_CASE("decks of every OSDI model measure what the native model says") {
  for_each_model(Form::osdi, [](const spice::Circuit& c, const Netlist& netlist) {
    for (const auto& deck : {spice::cycle_deck(c, Form::osdi), spice::potentiation_deck(c, Form::osdi)}) {
      const auto run = spice::run_ngspice(netlist.folder(), deck.text, 240.0);
      const auto [worst, measure] = spice::agreement(deck.measures, spice::native_measures(c, deck), spice::measured(deck, run.output));
      CHECK_MESSAGE(worst < 1e-3, run.output);
      MESSAGE(c.name << " " << deck.name << ": worst of " << deck.measures.size() << " measures " << worst << " of full scale, " << measure);
    }
  });
}

TEST_CASE("a measure that failed, or is off, is not taken for agreement") {
  const std::vector<spice::Measure> measures = {{"x_1", 0.1, 2, 2}, {"x_2", 0.2, 2, 2}};
  const std::vector<spice::Expected> native = {{1.0, 1.0, 1.0}, {2.0, 1.9, 2.1}};
  const spice::DriveDeck deck{.name = "d", .text = {}, .experiment = {}, .measures = measures};
  CHECK(spice::agreement(measures, native, spice::measured(deck, "x_1 = 1.0\nx_2 = 2.1\n")).worst == 0.0);
  const auto off = spice::agreement(measures, native, spice::measured(deck, "x_1  =  1.01e+00\nx_2 = 2.0\n"));
  CHECK(off.worst == doctest::Approx(0.005));
  CHECK(off.measure == "x_1");
  const auto missing = spice::agreement(measures, native, spice::measured(deck, "x_1 = 1.0\nError: measure x_2 find(AT) : out of interval\n"));
  CHECK(std::isnan(missing.worst));
  CHECK(missing.measure == "x_2");
}
