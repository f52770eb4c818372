// The decks of `hysteron decks`: they run as they are, and measure what the native model says.

#include <doctest/doctest.h>

#include <fstream>

#include "spice/drive_deck.h"
#include "spice/ngspice.h"
#include "spice/osdi.h"
#include "spice/writers.h"

using namespace hysteron;

TEST_CASE("decks of every OSDI model measure what the native model says") {
  if (!spice::has_osdi()) {
    MESSAGE("skipped: this ngspice loads no OSDI models");
    return;
  }
  for (const auto& model : spice::names()) {
    SUBCASE(model.c_str()) {
      const spice::Circuit c = spice::circuit(model);
      const spice::Workspace workspace;
      std::ofstream out(workspace.folder() / (model + ".c"));
      spice::write_osdi_c(out, c);
      out.close();
      spice::compile_osdi(workspace.folder(), model);
      for (const auto& deck : {spice::cycle_deck(c, spice::Form::osdi), spice::potentiation_deck(c, spice::Form::osdi)}) {
        const auto run = spice::run_ngspice(workspace.folder(), deck.text, 240.0);
        const auto [worst, measure] = spice::agreement(deck.measures, spice::native_measures(c, deck), spice::measured(deck, run.output));
        CHECK_MESSAGE(worst < 1e-3, run.output);
        MESSAGE(model << " " << deck.name << ": worst of " << deck.measures.size() << " measures " << worst << " of full scale, " << measure);
      }
    }
  }
}
