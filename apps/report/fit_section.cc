#include <algorithm>
#include <cmath>

#include "apps/report/draft.h"
#include "apps/report/fit_plots.h"
#include "apps/report/many.h"
#include "apps/report/plot.h"
#include "apps/report/ramps.h"
#include "apps/report/signal_axis.h"
#include "fitters/traces.h"

namespace hysteron::report {
namespace {

constexpr std::size_t most_starts = 24;  // of traces, in the table

void parameter_table(Draft& d, const data::FitRecord& fit) {
  const bool compare = !d.options.truth.empty();
  Table t{.header = {"parameter", "value", "95 % interval", "unit", "remark"}, .rows = {}, .caption = {}};
  if (compare) t.header.insert(t.header.end() - 1, "truth");
  nlohmann::json& out = d.json["fits"][identity(fit)]["parameters"];
  std::size_t of_traces = 0;
  for (const auto& p : fit.parameters) {
    const bool interval = std::isfinite(p.ci_lo) && std::isfinite(p.ci_hi);
    std::string remark = p.held ? (p.reason.empty() ? "held" : "held: " + p.reason) : p.at_bound ? (interval ? "at its bound; interval by profile" : "at its bound: no interval")
                         : p.by_profile ? "interval by profile" : "";
    std::vector<std::string> row{p.name, number(p.value, 5),
                                 interval ? "[" + number(p.ci_lo) + ", " + number(p.ci_hi) + "]" : "none", p.unit};
    if (compare) {
      const auto truth = d.options.truth.find(p.name.substr(p.name.find('/') + 1));
      row.push_back(truth == d.options.truth.end() ? "" : number(truth->second, 5));
      if (truth != d.options.truth.end() && interval) {
        remark = truth->second >= p.ci_lo && truth->second <= p.ci_hi ? "interval holds the truth" : "truth outside";
      }
    }
    row.push_back(remark);
    const bool shown = p.name.find('/') == std::string::npos || ++of_traces <= most_starts;
    if (shown) t.rows.push_back(row);
    out.push_back({{"name", p.name}, {"value", p.value}, {"unit", p.unit}, {"ci_lo", p.ci_lo}, {"ci_hi", p.ci_hi},
                   {"at_bound", p.at_bound}, {"held", p.held}, {"by_profile", p.by_profile}, {"reason", p.reason}});
  }
  t.caption = std::to_string(fit.n_points) + " points, " + std::to_string(fit.n_starts) + " starts, seed " +
              std::to_string(fit.seed) + ", residual " + number(fit.rms) + " " + fit.rms_unit + " rms";
  if (of_traces > most_starts) t.caption += "; " + std::to_string(of_traces - most_starts) + " more states at the start are in the JSON beside this page";
  d.page.table(t);
  for (const auto& text : fit.warnings) d.page.warning(text);
  for (const auto& text : fit.weak_directions) d.page.warning("Weak direction: " + text);
}

Figure normal_figure(const std::vector<double>& residual) {
  return {normal_plot("Residuals against a normal law", residual), "On the line, intervals mean what they say; ends that turn away are outliers or a lack of the model."};
}

void how_well_known(Draft& d, const data::FitRecord& fit) {
  std::vector<Figure> figures;
  for (const FitPlot& p : fit_plots(fit)) figures.push_back({p.svg, p.caption});
  d.page.figures(figures);
}

void against(Draft& d, const Fitted& device, const data::PulseTrain& train, nlohmann::json& out) {
  const fitters::Trace trace = fitters::trace_of(train);
  const auto current = device.currents(trace);
  const auto g = conductances(train);
  std::vector<double> model(g.size()), micro_g(g.size()), micro_model(g.size()), residual(g.size());
  double low = INFINITY, high = -INFINITY, sum = 0.0, decades = 0.0;
  std::size_t points = 0;
  bool positive = true;
  for (std::size_t k = 0; k < g.size(); ++k) {
    model[k] = current[k] / train.read_voltage[k];
    micro_g[k] = 1e6 * g[k];
    micro_model[k] = 1e6 * model[k];
    if (!std::isfinite(g[k])) continue;
    low = std::min(low, g[k]), high = std::max(high, g[k]);
    sum += (model[k] - g[k]) * (model[k] - g[k]);
    positive = positive && g[k] > 0.0 && model[k] > 0.0;
    if (positive) decades += std::pow(std::log10(model[k] / g[k]), 2);
    ++points;
  }
  const double rms = std::sqrt(sum / double(points)) / (high - low);
  decades = positive ? std::sqrt(decades / double(points)) : NAN;
  const bool logarithmic = positive && spans_decades(g);
  for (std::size_t k = 0; k < g.size(); ++k) {
    residual[k] = logarithmic ? std::log10(model[k] / g[k]) : 100.0 * (model[k] - g[k]) / (high - low);
  }
  out = {{"rms_of_range", rms}, {"rms_decades", decades}};
  const auto n = counted(g.size());
  d.page.paragraph(train.id + ": residual " + number(100.0 * rms) + " % of the range" +
                  (positive ? ", " + number(decades) + " decade" : "") + " (rms of " + std::to_string(points) + " reads).");
  d.page.figures(
      {{plot({.title = "Measured and fitted", .x = "operation", .y = "conductance [uS]", .log_y = logarithmic},
             {series("measured", n, micro_g, Series::points, 5), series(device.device.name, n, micro_model, Series::line, 1)}),
        train.id},
       {plot({.title = "Residuals", .x = "operation",
              .y = logarithmic ? "log10 model / measured [decade]" : "model - measured [% of range]"},
             {series("", n, residual, Series::points, 0)}),
        "Without structure, the model says all that the data do."},
       normal_figure(residual)});
}

void against(Draft& d, const Fitted& device, const data::IvSweep& sweep, nlohmann::json& out) {
  const auto current = device.currents(fitters::trace_of(sweep));
  double peak = 0.0, sum = 0.0;
  std::vector<double> residual(current.size(), NAN);
  for (std::size_t k = 0; k < current.size(); ++k) {
    if (!std::isfinite(sweep.current[k])) continue;
    residual[k] = current[k] - sweep.current[k];
    peak = std::max(peak, std::abs(sweep.current[k]));
    sum += std::pow(current[k] - sweep.current[k], 2);
  }
  const double rms = std::sqrt(sum / double(current.size())) / peak;
  out = {{"rms_of_peak", rms}};
  d.page.paragraph(sweep.id + ": residual " + number(100.0 * rms) + " % of the peak current (rms).");
  d.page.figures({{plot({.title = "Measured and fitted", .x = "voltage [V]", .y = "current [A]"},
                       {series("measured", sweep.voltage, sweep.current, Series::points, 5),
                        series(device.device.name, sweep.voltage, current, Series::line, 1)}),
                  sweep.id},
                 {plot({.title = "Residuals", .x = "row", .y = "model - measured [A]"}, {series("", counted(residual.size()), residual, Series::points, 0)}),
                  "Without structure, the model says all that the data do."},
                 normal_figure(residual)});
}

// Points of traces and of the model, a gap between two courses.
struct Courses {
  std::vector<double> x, measured, model;

  void gap() {
    for (auto* column : {&x, &measured, &model}) column->push_back(NAN);
  }
};

// The zero of a charge is the instrument's: the model's is moved there.
void move_zero(const std::vector<double>& measured, std::vector<double>& model) {
  double sum = 0.0, n = 0.0;
  for (std::size_t k = 0; k < measured.size(); ++k) {
    if (std::isfinite(measured[k])) sum += model[k] - measured[k], n += 1.0;
  }
  for (double& y : model) y -= sum / n;
}

void append(const fitters::Trace& t, const Fitted& device, Courses& to) {
  auto measured = fitters::signal(t, t.current), model = fitters::signal(t, device.currents(t));
  measured.erase(measured.begin(), measured.begin() + std::ptrdiff_t(t.lead));
  if (t.is_charge) move_zero(measured, model);
  for (std::size_t k = 0; k < measured.size(); ++k) {
    if (t.is_trials() && k > 0 && t.train[k].voltage < t.train[k - 1].voltage) to.gap();  // the next width
    to.x.push_back(t.is_rest() ? t.time[k] : t.is_trials() ? t.train[k].voltage : t.voltage[t.lead + k]);
    to.measured.push_back(measured[k]), to.model.push_back(model[k]);
  }
  to.gap();
}

// Any measurement but pulses one after the other: over time, amplitude or voltage.
void against(Draft& d, const Fitted& device, const std::string& id, const std::vector<fitters::Trace>& traces, nlohmann::json& out) {
  Courses all;
  for (const fitters::Trace& t : traces) append(t, device, all);
  double sum = 0.0, low = INFINITY, high = -INFINITY;
  std::size_t points = 0;
  for (std::size_t k = 0; k < all.x.size(); ++k) {
    const double y = all.measured[k];
    if (!std::isfinite(y)) continue;
    low = std::min(low, y), high = std::max(high, y);
    sum += std::pow(all.model[k] - y, 2);
    ++points;
  }
  const double rms = std::sqrt(sum / double(points)) / (high - low);
  out = {{"rms_of_range", rms}, {"courses", traces.size()}};
  d.page.paragraph(id + ": residual " + number(100.0 * rms) + " % of the range (rms of " + std::to_string(points) + " points" +
                   (traces.size() == 1 ? ")." : " in " + std::to_string(traces.size()) + " courses)."));
  const bool rests = traces.front().is_rest();
  const bool log_x = rests && 3 * std::ranges::count(all.x, 0.0) < std::ptrdiff_t(all.x.size());  // which reads at 0 s leave
  const bool decades = rests && low > 0.0 && spans_decades(all.measured);
  const std::string signal = signal_axis(fitters::unit_of_signal(traces.front()));
  std::vector<double> residual;
  for (std::size_t k = 0; k < all.x.size(); ++k) residual.push_back(decades ? std::log10(all.model[k] / all.measured[k]) : all.model[k] - all.measured[k]);
  d.page.figures({{plot({.title = "Measured and fitted", .x = rests ? "time since programming [s]" : "voltage [V]", .y = signal, .log_x = log_x, .log_y = decades},
                        {series("measured", all.x, all.measured, Series::points, 5), series(device.device.name, all.x, all.model, Series::line, 1)}),
                   id},
                  {plot({.title = "Residuals", .x = "row", .y = decades ? "log10 model / measured [decade]" : "model - measured: " + signal},
                        {series("", counted(residual.size()), residual, Series::points, 0)}),
                   "Without structure, the model says all that the data do."},
                  normal_figure(residual)});
}

// Those courses of a measurement that the fit took: where it took several, it says of each where it starts.
template <class Measurement>
void against_taken(Draft& d, const Fitted& device, const data::FitRecord& fit, const std::vector<Measurement>& all, nlohmann::json& out) {
  const double temperature = d.file.sample.temperature > 0.0 ? d.file.sample.temperature : fitters::Trace{}.temperature;
  const auto starts = [&](const std::string& of) {
    return std::ranges::any_of(fit.parameters, [&](const data::FittedParameter& p) { return p.name.starts_with(of); });
  };
  for (const Measurement& m : all) {
    if (!is_fitted(fit, m.id)) continue;
    auto traces = fitters::traces_of(m, temperature);
    if (traces.size() > 1) std::erase_if(traces, [&](const fitters::Trace& t) { return !starts(t.name + "/"); });
    if (!traces.empty()) against(d, device, m.id, traces, out[m.id]);
  }
}

}  // namespace

void fit_section(Draft& d, const data::FitRecord& fit) {
  d.note("reporting the fit of " + fit.model);
  const Fitted device(fit);
  d.page.section("Fit of " + fit.model);
  nlohmann::json& out = d.json["fits"][identity(fit)];
  out = {{"model", fit.model}, {"rms", fit.rms}, {"rms_unit", fit.rms_unit}, {"cost", fit.cost}, {"points", fit.n_points}};
  parameter_table(d, fit);
  how_well_known(d, fit);
  const data::PulseTrain* first = nullptr;
  std::size_t shown = 0;
  for (const auto& train : d.file.pulse_trains) {
    if (!is_fitted(fit, train.id)) continue;
    if (++shown > most_sections) continue;
    against(d, device, train, out["measurements"][train.id]);
    if (!first) first = &train;
  }
  for (const auto& sweep : d.file.iv_sweeps) {
    if (is_fitted(fit, sweep.id)) against(d, device, sweep, out["measurements"][sweep.id]);
  }
  against_taken(d, device, fit, d.file.pv_loops, out["measurements"]);
  against_taken(d, device, fit, d.file.punds, out["measurements"]);
  against_taken(d, device, fit, d.file.waveforms, out["measurements"]);
  against_taken(d, device, fit, d.file.retentions, out["measurements"]);
  against_taken(d, device, fit, d.file.switching_probabilities, out["measurements"]);
  if (shown > most_sections) d.page.paragraph("And " + std::to_string(shown - most_sections) + " more, not drawn.");
  if (!first) return;
  if (d.options.netlist) netlist_section(d, device, *first, out);
  if (d.options.array) array_section(d, *first, out);
}

}  // namespace hysteron::report
