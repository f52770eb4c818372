// How OSDI models meet the simulator's steps: the order of the error, iterations a point, rejected steps.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "spice/deck.h"
#include "spice/equations.h"
#include "spice/verification.h"
#include "tests/simulator/agreement.h"
#include "tests/simulator/experiments.h"
#include "tests/simulator/netlist.h"

using namespace hysteron;

namespace {

Setup setup_of(const Experiment& e, const std::string& analysis) {
  Setup setup{.sources = {}, .start = e.start, .analysis = analysis};
  for (const auto& ramps : e.ports) setup.sources.push_back(spice::pwl(ramps));
  return setup;
}

constexpr int places = 40;  // of a run, where it is compared

// The largest difference of any state from the native model's, of full scale or of a millionth of its range, in a run of
// so many steps: what would choose them, the estimate of the truncation error, is turned off. Infinite where the
// simulator gives up, as it may while steps are too long to follow.
double error_in(const spice::Circuit& c, const Netlist& netlist, const Experiment& e, double end, int steps) {
  const std::string step = spice::plain(end / steps);
  std::string output;
  const auto table = netlist.run(setup_of(e, "option trtol=1e12\noption reltol=1e-9\noption vntol=1e-12\noption abstol=1e-18\ntran " + step + " " +
                                                 spice::plain(end) + " 0 " + step + " uic"), 60.0, output);
  if (table.empty() || table.back()[0] < 0.999 * end) return std::numeric_limits<double>::infinity();
  spice::Table rows = {table.front()};
  std::vector<double> times = {0.0};
  for (const auto& row : table) {
    if (row[0] < end * double(rows.size()) / places) continue;
    rows.push_back(row);
    times.push_back(row[0]);
  }
  const auto truth = native(c.name).follow(e, times);
  REQUIRE(truth.size() == times.size());
  double worst = 0.0;
  for (std::size_t k = 0; k < c.states.size(); ++k) {
    const std::size_t column = 1 + c.ports.size() + k;
    double scale = 1e-6 * (c.states[k].field.upper - c.states[k].field.lower);
    for (const auto& row : truth) scale = std::max(scale, std::abs(row[column]));
    for (std::size_t n = 1; n < rows.size(); ++n) worst = std::max(worst, std::abs(rows[n][column] - truth[n][column]) / scale);
  }
  return worst;
}

// A gap that closes within 1e-5 of its run: no step tried here is short against that.
constexpr std::string_view too_abrupt = "filament";

bool is_second_order(double coarse, double fine) { return coarse < 1e-2 && coarse / fine > 3.0 && coarse / fine < 5.0; }

// Until two halvings in turn divide the error by four, or nothing is left but what the simulator's iterations leave.
void halve_the_step(const spice::Circuit& c, const Netlist& netlist) {
  constexpr int most_steps = 51200;
  constexpr double exact = 1e-8;
  const Experiment e = spice::cycle(c);
  const double end = e.ports[0].time[1];  // a way up: a corner of the drive would be a step of its own
  double before_last = 1.0, last = 1.0, error = 1.0;
  bool seen = false;
  int steps = 50;
  while (!seen && steps < most_steps) {
    steps *= 2;
    before_last = last, last = error, error = error_in(c, netlist, e, end, steps);
    seen = error < exact || (is_second_order(before_last, last) && is_second_order(last, error));
  }
  CHECK(seen == (c.name != too_abrupt));
  MESSAGE(c.name << ": errors " << before_last << ", " << last << ", " << error << " of full scale, at " << steps << " steps the last");
}

}  // namespace

TEST_CASE("halving the step of an OSDI model's run divides its error by four; the steps that the simulator chooses take few iterations and few tries") {
  for_each_model(Form::osdi, [](const spice::Circuit& c, const Netlist& netlist) {
    halve_the_step(c, netlist);
    const std::string options = "option reltol=1e-4\noption trtol=7\noption itl4=10\n";  // the simulator's own, but for reltol and chgtol
    std::string output;
    netlist.run(setup_of(spice::cycle(c), options + "tran " + spice::plain(c.period / 1000) + " " + spice::plain(c.period) + " uic\nrusage traniter tranpoints rejected"), 60.0, output);
    const auto effort = spice::effort(output);
    CHECK_MESSAGE(effort.points > 1000, output);  // to the end
    CHECK(effort.iterations_a_point() < 5.0);  // half of what it gives a step up at
    CHECK(effort.rejected_share() < 0.3);
    cost(c.name, effort);
    MESSAGE(c.name << ": " << effort.points << " points, " << effort.iterations_a_point() << " iterations a point, rejected " << effort.rejected_share());
  });
}
