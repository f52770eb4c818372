// Sections of what a fitted device does elsewhere: in a circuit simulator, in an array.

#include <cmath>

#include "apps/report/draft.h"
#include "apps/report/netlist_check.h"
#include "apps/report/plot.h"
#include "apps/report/ramps.h"
#include "fitters/trace.h"
#include "libmodel/error.h"
#include "spice/verification.h"
#include "spice/ngspice.h"

namespace hysteron::report {
namespace {

double percent_off(double a, double b) { return 100.0 * (a / b - 1.0); }

}  // namespace

void netlist_section(Draft& d, const Fitted& device, const data::PulseTrain& train, nlohmann::json& out) {
  d.page.section("Netlist of " + device.device.name + " against the native model");
  if (!spice::has_ngspice()) {
    d.page.warning("ngspice is not installed, so the netlist was not run: apt-get install ngspice");
    return;
  }
  d.note("running the netlist in ngspice");
  NetlistCheck check;
  try {
    check = check_netlist(device, fitters::trace_of(train));
  } catch (const InputError& e) {
    d.page.warning(std::string("The netlist did not run to its end: ") + e.what());
    return;
  }
  out["netlist_worst_of_full_scale"] = check.worst;
  std::vector<double> native, ngspice, difference;
  for (std::size_t k = 0; k < check.native.size(); ++k) {
    native.push_back(1e6 * check.native[k]);
    ngspice.push_back(1e6 * check.ngspice[k]);
    difference.push_back(1e6 * (check.ngspice[k] - check.native[k]));
  }
  d.page.paragraph("One triangle of " + with_unit(check.time.back(), "s") + " between the extreme voltages of " + train.id +
                  ". Largest difference of the current: " + number(check.worst, 2) +
                  " of full scale, where a moment may differ by " + number(spice::moment) + " of the cycle.");
  d.page.figures({{plot({.title = "Loop", .x = "voltage [V]", .y = "current [uA]"},
                       {series("native", check.voltage, native, Series::line, 1),
                        series("ngspice", check.voltage, ngspice, Series::dashed, 0)}),
                  "The same parameters and drive in both."},
                 {plot({.title = "Difference", .x = "time [s]", .y = "ngspice - native [uA]"},
                       {series("", check.time, difference, Series::line, 0)}),
                  "Of the sub-circuit from the native run, at the same instants."}});
}

void array_section(Draft& d, const data::PulseTrain& train, nlohmann::json& out) {
  d.note("reading an array of the fitted device");
  const auto g = conductances(train);
  double low = INFINITY, high = 0.0;
  for (double x : g) {
    if (std::isfinite(x) && x > 0.0) low = std::min(low, x), high = std::max(high, x);
  }
  if (!(high > low)) return;
  const ArrayOptions& o = d.options.array_read;
  const ArrayRead a = read_array(low, high, o);
  const std::string size = std::to_string(o.size) + " x " + std::to_string(o.size);
  out["array"] = {{"size", o.size}, {"line_ohm", o.line}, {"spread", o.spread}, {"seed", o.seed},
                  {"worst_loss", a.worst_loss}, {"mean_loss", a.mean_loss},
                  {"residual", a.read.reading.residual}, {"iterations", a.read.reading.iterations}};
  d.page.section("Array of " + size + " cells");
  d.page.paragraph("Cells at random levels between " + with_unit(low, "S") + " and " + with_unit(high, "S") +
                  ", with a spread of " + number(100.0 * o.spread) + " % between cells (assumed, log-normal, seed " +
                  std::to_string(o.seed) + "), " + number(o.line) + " ohm a segment on both lines, all rows at " +
                  with_unit(o.read_voltage, "V") + ". The column currents lose " + number(100.0 * a.mean_loss) +
                  " % to the lines in the mean, " + number(100.0 * a.worst_loss) + " % at worst. Residual of the full system " +
                  number(a.read.reading.residual, 2) + " after " + std::to_string(a.read.reading.iterations) + " iterations.");
  std::vector<double> ideal, real, loss;
  for (Eigen::Index j = 0; j < a.read.ideal.size(); ++j) {
    ideal.push_back(1e6 * a.read.ideal[j]);
    real.push_back(1e6 * a.read.real[j]);
    loss.push_back(-percent_off(real.back(), ideal.back()));
  }
  const auto n = counted(ideal.size());
  d.page.figures({{plot({.title = "Column currents", .x = "column", .y = "current [uA]"},
                       {series("without line resistance", n, ideal, Series::line, 0),
                        series("with it", n, real, Series::line, 1)}),
                  "Ideal is the matrix-vector product."},
                 {plot({.title = "Loss along the array", .x = "column", .y = "loss [%]"},
                       {series("", n, loss, Series::points, 0)}),
                  "Columns far from the drivers lose more."}});
}

}  // namespace hysteron::report
