// Sections of what was measured: pulse trains and sweeps, which models are fitted to.

#include <cmath>
#include <iterator>

#include "apps/report/draft.h"
#include "apps/report/findings.h"
#include "apps/report/plot.h"
#include "apps/report/ramps.h"
#include "apps/report/section.h"
#include "apps/report/step_plot.h"
#include "fitters/traces.h"
#include "libmodel/metrics/definition.h"

namespace hysteron::report {
namespace {

// Every figure of a measurement, and of each model's answer to the same voltages: answer(model) is as long as its rows.
template <class Measurement, class Answer>
void figures_beside_models(Draft& d, const Measurement& m, const std::string& caption, const Answer& answer) {
  const auto measured = found_of(d.findings, m.id);
  if (measured.empty()) return;
  Table t{.header = {"id", "measured", "bounds"}, .rows = {}, .caption = "Each bound holds with 95 % by itself; none where nothing was repeated." + caption};
  std::vector<std::vector<Finding>> models;
  for (const auto& fit : d.fits) {
    if (!is_fitted(fit, m.id)) continue;
    models.push_back(findings_of(m, answer(Fitted(fit))));
    t.header.push_back(identity(fit));
    for (const Finding& f : models.back()) d.json["figures_of_models"][identity(fit)].push_back(as_json(f));
  }
  t.header.insert(t.header.end(), {"from", "definition"});
  for (const Finding& f : measured) {
    t.rows.push_back({f.id, value_of(f), bounds_with_unit(f)});
    for (const auto& model : models) {
      const auto same = std::find_if(model.begin(), model.end(), [&](const Finding& x) { return x.id == f.id; });
      t.rows.back().push_back(same == model.end() ? "-" : value_of(*same));
    }
    t.rows.back().insert(t.rows.back().end(), {f.basis, std::string(metrics::definition(f.id)->formula)});
  }
  d.page.table(t);
}

void train_figures(Draft& d, const data::PulseTrain& train) {
  const Ramps ramps = mean_ramps(train, conductances(train));
  std::string caption;
  if (ramps.resampled) caption += " The ramps had unlike lengths and are compared at like fractions.";
  if (std::min(ramps.ups, ramps.downs) < 5) {
    caption += " Few ramps: noise of single reads lowers LIN.maxdev, LIN.step and SYM.AR as measured; a model's ramps have none.";
  }
  figures_beside_models(d, train, caption, [&](const Fitted& model) {
    auto g = model.currents(fitters::trace_of(train));
    for (std::size_t k = 0; k < g.size(); ++k) g[k] /= train.read_voltage[k];
    return g;
  });
}

}  // namespace

bool spans_decades(const std::vector<double>& y) {
  double low = INFINITY, high = 0.0;
  for (double v : y) {
    if (!std::isfinite(v)) continue;
    if (v <= 0.0) return false;
    low = std::min(low, v), high = std::max(high, v);
  }
  return high > 30.0 * low;
}

void measured_section(Draft& d, const data::PulseTrain& train) {
  d.note("plotting " + train.id);
  d.page.section(train.id + (train.title.empty() ? "" : ": " + train.title));
  for (const auto& text : train.source.assumptions) d.page.warning("Assumed on import: " + text);
  if (!train.source.unreadable.empty()) {
    d.page.warning(std::to_string(train.source.unreadable.size()) + " rows could not be read, the first: " +
                  train.source.unreadable.front());
  }
  const auto g = conductances(train);
  std::vector<double> micro(g.size());
  for (std::size_t k = 0; k < g.size(); ++k) micro[k] = 1e6 * g[k];
  const Axes axes{.title = "Measured", .x = "operation", .y = "conductance [uS]", .log_y = spans_decades(g)};
  std::vector<Figure> figures{{plot(axes, {series("read", counted(g.size()), micro, Series::points, 0)}),
                               std::to_string(g.size()) + " operations, conductance at the read voltage."}};
  if (const auto steps = step_plot(train, g)) figures.push_back(*steps);
  d.page.figures(figures);
  const auto clipped = std::count_if(train.compliance_hit.begin(), train.compliance_hit.end(), [](auto hit) { return hit != 0; });
  if (clipped > 0) d.page.warning(std::to_string(clipped) + " pulses hit the compliance: what they did is the instrument's, not the device's.");
  train_figures(d, train);
}

void measured_section(Draft& d, const data::IvSweep& sweep) {
  d.note("plotting " + sweep.id);
  d.page.section(sweep.id + (sweep.title.empty() ? "" : ": " + sweep.title));
  for (const auto& text : sweep.source.assumptions) d.page.warning("Assumed on import: " + text);
  std::vector<double> size(sweep.size());
  for (std::size_t k = 0; k < size.size(); ++k) size[k] = std::abs(sweep.current[k]);
  d.page.figures(
      {{plot({.title = "Measured", .x = "voltage [V]", .y = "current [A]"},
             {series("", sweep.voltage, sweep.current, Series::line, 0)}),
        "In the order in which it was taken."},
       {plot({.title = "Measured, decades", .x = "voltage [V]", .y = "|current| [A]", .log_y = true},
             {series("", sweep.voltage, size, Series::line, 0)}),
        "Size of the current."}});
  if (!fitters::why_not_fitted(sweep).empty()) return;
  figures_beside_models(d, sweep, "", [&](const Fitted& model) { return model.currents(fitters::trace_of(sweep)); });
}

}  // namespace hysteron::report
