#include "apps/report/report.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "apps/report/findings.h"
#include "apps/report/fitted.h"
#include "apps/report/netlist_check.h"
#include "apps/report/page.h"
#include "apps/report/plot.h"
#include "apps/report/ramps.h"
#include "apps/report/section.h"
#include "apps/report/step_plot.h"
#include "apps/report/summary.h"
#include "fitters/trace.h"
#include "libmodel/error.h"
#include "libmodel/metrics/definition.h"
#include "spice/deck.h"
#include "spice/ngspice.h"

namespace hysteron::report {
namespace {

using nlohmann::json;

bool spans_decades(const std::vector<double>& y) {
  double low = INFINITY, high = 0.0;
  for (double v : y) {
    if (!std::isfinite(v)) continue;
    if (v <= 0.0) return false;
    low = std::min(low, v), high = std::max(high, v);
  }
  return high > 30.0 * low;
}

bool is_fitted(const data::FitRecord& fit, const std::string& id) {
  return std::find(fit.measurements.begin(), fit.measurements.end(), id) != fit.measurements.end();
}

std::string identity(const data::FitRecord& fit) { return fit.id.empty() ? fit.model : fit.id; }

double percent_off(double a, double b) { return 100.0 * (a / b - 1.0); }

class Writer {
 public:
  Writer(const data::LabFile& file, const std::string& name, const std::vector<data::FitRecord>& fits,
         const ReportOptions& options, const std::function<void(const std::string&)>& note)
      : file_(file), fits_(fits), options_(options), note_(note),
        page_(file.title.empty() ? name : file.title, "Characterisation report of " + name) {
    json_["file"] = {{"name", name}, {"sha256", file.sha256}};
    json_["command"] = options.command;
  }

  Report write() {
    findings_ = findings_of(file_, options_.target);
    summary();
    for (const auto& train : file_.pulse_trains) measured(train);
    for (const auto& sweep : file_.iv_sweeps) measured(sweep);
    const auto sections = [&](const auto& measurements) {
      for (const auto& m : measurements) note_("plotting " + m.id), section_of(page_, m, findings_);
    };
    sections(file_.pv_loops), sections(file_.punds), sections(file_.waveforms), sections(file_.retentions), sections(file_.endurances);
    sections(file_.switching_probabilities), sections(file_.spike_trains), sections(file_.array_maps);
    for (const auto& fit : fits_) fitted(fit);
    provenance();
    return {page_.html(), json_, page_.tables()};
  }

 private:
  void summary() {
    if (!options_.target.requirements.empty()) {
      page_.section("Against the target");
      page_.table(verdict_table(options_.target, findings_));
      json_["target"] = as_json(options_.target, findings_);
    }
    for (const Finding& f : findings_) json_["figures"].push_back(as_json(f));
    Table t{.header = {"measurement", "kind", "rows", "from", "fitted by"}, .rows = {}, .caption = {}};
    const auto models = [&](const std::string& id) {
      std::string names;
      for (const auto& fit : fits_) {
        if (is_fitted(fit, id)) names += (names.empty() ? "" : ", ") + fit.model;
      }
      return names.empty() ? std::string("not fitted") : names;
    };
    each_kind(file_, [&](const auto& measurements, const char* kind) {
      for (const auto& m : measurements) t.rows.push_back({m.id, kind, std::to_string(m.size()), m.source.file, models(m.id)});
    });
    page_.section("Measurements");
    page_.table(t);
    const auto of_file = [&](const Finding& f) { return f.of.starts_with("all "); };
    std::vector<Finding> overall;
    std::copy_if(findings_.begin(), findings_.end(), std::back_inserter(overall), of_file);
    if (!overall.empty()) page_.table(finding_table(overall));
    for (const auto& id : file_.kept) page_.warning(id + " is of a kind that is kept in the file but not reported yet.");
  }

  void measured(const data::PulseTrain& train) {
    note_("plotting " + train.id);
    page_.section(train.id + (train.title.empty() ? "" : ": " + train.title));
    for (const auto& text : train.source.assumptions) page_.warning("Assumed on import: " + text);
    if (!train.source.unreadable.empty()) {
      page_.warning(std::to_string(train.source.unreadable.size()) + " rows could not be read, the first: " +
                    train.source.unreadable.front());
    }
    const auto g = conductances(train);
    std::vector<double> micro(g.size());
    for (std::size_t k = 0; k < g.size(); ++k) micro[k] = 1e6 * g[k];
    const Axes axes{.title = "Measured", .x = "operation", .y = "conductance [uS]", .log_y = spans_decades(g)};
    std::vector<Figure> figures{{plot(axes, {series("read", counted(g.size()), micro, Series::points, 0)}),
                                 std::to_string(g.size()) + " operations, conductance at the read voltage."}};
    if (const auto steps = step_plot(train, g)) figures.push_back(*steps);
    page_.figures(figures);
    const auto clipped = std::count_if(train.compliance_hit.begin(), train.compliance_hit.end(), [](auto hit) { return hit != 0; });
    if (clipped > 0) page_.warning(std::to_string(clipped) + " pulses hit the compliance: what they did is the instrument's, not the device's.");
    train_figures(train);
  }

  void measured(const data::IvSweep& sweep) {
    note_("plotting " + sweep.id);
    page_.section(sweep.id + (sweep.title.empty() ? "" : ": " + sweep.title));
    for (const auto& text : sweep.source.assumptions) page_.warning("Assumed on import: " + text);
    std::vector<double> size(sweep.size());
    for (std::size_t k = 0; k < size.size(); ++k) size[k] = std::abs(sweep.current[k]);
    page_.figures(
        {{plot({.title = "Measured", .x = "voltage [V]", .y = "current [A]"},
               {series("", sweep.voltage, sweep.current, Series::line, 0)}),
          "In the order in which it was taken."},
         {plot({.title = "Measured, decades", .x = "voltage [V]", .y = "|current| [A]", .log_y = true},
               {series("", sweep.voltage, size, Series::line, 0)}),
          "Size of the current."}});
  }

  // Every figure of the measured train, and of each model's answer to its pulses.
  void train_figures(const data::PulseTrain& train) {
    const auto measured = found_of(findings_, train.id);
    if (measured.empty()) return;
    Table t{.header = {"id", "measured", "bounds"}};
    std::vector<std::vector<Finding>> models;
    for (const auto& fit : fits_) {
      if (!is_fitted(fit, train.id)) continue;
      auto model = Fitted(fit).currents(fitters::trace_of(train));
      for (std::size_t k = 0; k < model.size(); ++k) model[k] /= train.read_voltage[k];
      models.push_back(findings_of(train, model));
      t.header.push_back(identity(fit));
      for (const Finding& f : models.back()) json_["figures_of_models"][identity(fit)].push_back(as_json(f));
    }
    t.header.insert(t.header.end(), {"from", "definition"});
    for (const Finding& f : measured) {
      t.rows.push_back({f.id, value_of(f), bounds_of(f.figure)});
      for (const auto& model : models) {
        const auto same = std::find_if(model.begin(), model.end(), [&](const Finding& m) { return m.id == f.id; });
        t.rows.back().push_back(same == model.end() ? "-" : value_of(*same));
      }
      t.rows.back().insert(t.rows.back().end(), {f.basis, std::string(metrics::definition(f.id)->formula)});
    }
    const Ramps ramps = mean_ramps(train, conductances(train));
    t.caption = "Bounds in the unit of the value, each with 95 %; - where nothing was repeated.";
    if (ramps.resampled) t.caption += " The ramps had unlike lengths and are compared at like fractions.";
    if (std::min(ramps.ups, ramps.downs) < 5) {
      t.caption += " Few ramps: noise of single reads lowers LIN.maxdev, LIN.step and SYM.AR as measured; a model's ramps have none.";
    }
    page_.table(t);
  }

  void fitted(const data::FitRecord& fit) {
    note_("reporting the fit of " + fit.model);
    const Fitted device(fit);
    page_.section("Fit of " + fit.model);
    json& out = json_["fits"][identity(fit)];
    out = {{"model", fit.model}, {"rms", fit.rms}, {"rms_unit", fit.rms_unit}, {"cost", fit.cost}, {"points", fit.n_points}};
    parameter_table(fit);
    const data::PulseTrain* first = nullptr;
    for (const auto& train : file_.pulse_trains) {
      if (!is_fitted(fit, train.id)) continue;
      against(device, train, out["measurements"][train.id]);
      if (!first) first = &train;
    }
    for (const auto& sweep : file_.iv_sweeps) {
      if (is_fitted(fit, sweep.id)) against(device, sweep, out["measurements"][sweep.id]);
    }
    if (!first) return;
    if (options_.netlist) netlist(device, *first, out);
    if (options_.array) array(*first, out);
  }

  void parameter_table(const data::FitRecord& fit) {
    const bool compare = !options_.truth.empty();
    Table t{.header = {"parameter", "value", "95 % interval", "unit", "remark"}, .rows = {}, .caption = {}};
    if (compare) t.header.insert(t.header.end() - 1, "truth");
    json& out = json_["fits"][identity(fit)]["parameters"];
    for (const auto& p : fit.parameters) {
      const bool interval = std::isfinite(p.ci_lo) && std::isfinite(p.ci_hi);
      std::string remark = p.at_bound ? "at its bound: no interval" : p.held ? "held" : "";
      std::vector<std::string> row{p.name, number(p.value, 5),
                                   interval ? "[" + number(p.ci_lo) + ", " + number(p.ci_hi) + "]" : "none", p.unit};
      if (compare) {
        const auto truth = options_.truth.find(p.name.substr(p.name.find('/') + 1));
        row.push_back(truth == options_.truth.end() ? "" : number(truth->second, 5));
        if (truth != options_.truth.end() && interval) {
          remark = truth->second >= p.ci_lo && truth->second <= p.ci_hi ? "interval holds the truth" : "truth outside";
        }
      }
      row.push_back(remark);
      t.rows.push_back(row);
      out.push_back({{"name", p.name}, {"value", p.value}, {"unit", p.unit}, {"ci_lo", p.ci_lo}, {"ci_hi", p.ci_hi},
                     {"at_bound", p.at_bound}, {"held", p.held}});
    }
    t.caption = std::to_string(fit.n_points) + " points, " + std::to_string(fit.n_starts) + " starts, seed " +
                std::to_string(fit.seed) + ", residual " + number(fit.rms) + " " + fit.rms_unit + " rms";
    page_.table(t);
    for (const auto& text : fit.weak_directions) page_.warning("Weak direction: " + text);
  }

  void against(const Fitted& device, const data::PulseTrain& train, json& out) {
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
    page_.paragraph(train.id + ": residual " + number(100.0 * rms) + " % of the range" +
                    (positive ? ", " + number(decades) + " decade" : "") + " (rms of " + std::to_string(points) + " reads).");
    page_.figures(
        {{plot({.title = "Measured and fitted", .x = "operation", .y = "conductance [uS]", .log_y = logarithmic},
               {series("measured", n, micro_g, Series::points, 5), series(device.device.name, n, micro_model, Series::line, 1)}),
          train.id},
         {plot({.title = "Residuals", .x = "operation",
                .y = logarithmic ? "log10 model / measured [decade]" : "model - measured [% of range]"},
               {series("", n, residual, Series::points, 0)}),
          "Without structure, the model says all that the data do."}});
  }

  void against(const Fitted& device, const data::IvSweep& sweep, json& out) {
    const auto current = device.currents(fitters::trace_of(sweep));
    double peak = 0.0, sum = 0.0;
    for (std::size_t k = 0; k < current.size(); ++k) {
      if (!std::isfinite(sweep.current[k])) continue;
      peak = std::max(peak, std::abs(sweep.current[k]));
      sum += std::pow(current[k] - sweep.current[k], 2);
    }
    const double rms = std::sqrt(sum / double(current.size())) / peak;
    out = {{"rms_of_peak", rms}};
    page_.paragraph(sweep.id + ": residual " + number(100.0 * rms) + " % of the peak current (rms).");
    page_.figures({{plot({.title = "Measured and fitted", .x = "voltage [V]", .y = "current [A]"},
                         {series("measured", sweep.voltage, sweep.current, Series::points, 5),
                          series(device.device.name, sweep.voltage, current, Series::line, 1)}),
                    sweep.id}});
  }

  void netlist(const Fitted& device, const data::PulseTrain& train, json& out) {
    page_.section("Netlist of " + device.device.name + " against the native model");
    if (!spice::has_ngspice()) {
      page_.warning("ngspice is not installed, so the netlist was not run: apt-get install ngspice");
      return;
    }
    note_("running the netlist in ngspice");
    NetlistCheck check;
    try {
      check = check_netlist(device, fitters::trace_of(train));
    } catch (const InputError& e) {
      page_.warning(std::string("The netlist did not run to its end: ") + e.what());
      return;
    }
    out["netlist_worst_of_full_scale"] = check.worst;
    std::vector<double> native, ngspice, difference;
    for (std::size_t k = 0; k < check.native.size(); ++k) {
      native.push_back(1e6 * check.native[k]);
      ngspice.push_back(1e6 * check.ngspice[k]);
      difference.push_back(1e6 * (check.ngspice[k] - check.native[k]));
    }
    page_.paragraph("One triangle of " + with_unit(check.time.back(), "s") + " between the extreme voltages of " + train.id +
                    ". Largest difference of the current: " + number(check.worst, 2) +
                    " of full scale, where a moment may differ by " + number(spice::moment) + " of the cycle.");
    page_.figures({{plot({.title = "Loop", .x = "voltage [V]", .y = "current [uA]"},
                         {series("native", check.voltage, native, Series::line, 1),
                          series("ngspice", check.voltage, ngspice, Series::dashed, 0)}),
                    "The same parameters and drive in both."},
                   {plot({.title = "Difference", .x = "time [s]", .y = "ngspice - native [uA]"},
                         {series("", check.time, difference, Series::line, 0)}),
                    "Of the sub-circuit from the native run, at the same instants."}});
  }

  void array(const data::PulseTrain& train, json& out) {
    note_("reading an array of the fitted device");
    const auto g = conductances(train);
    double low = INFINITY, high = 0.0;
    for (double x : g) {
      if (std::isfinite(x) && x > 0.0) low = std::min(low, x), high = std::max(high, x);
    }
    if (!(high > low)) return;
    const ArrayOptions& o = options_.array_read;
    const ArrayRead a = read_array(low, high, o);
    const std::string size = std::to_string(o.size) + " x " + std::to_string(o.size);
    out["array"] = {{"size", o.size}, {"line_ohm", o.line}, {"spread", o.spread}, {"seed", o.seed},
                    {"worst_loss", a.worst_loss}, {"mean_loss", a.mean_loss},
                    {"residual", a.read.reading.residual}, {"iterations", a.read.reading.iterations}};
    page_.section("Array of " + size + " cells");
    page_.paragraph("Cells at random levels between " + with_unit(low, "S") + " and " + with_unit(high, "S") +
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
    page_.figures({{plot({.title = "Column currents", .x = "column", .y = "current [uA]"},
                         {series("without line resistance", n, ideal, Series::line, 0),
                          series("with it", n, real, Series::line, 1)}),
                    "Ideal is the matrix-vector product."},
                   {plot({.title = "Loss along the array", .x = "column", .y = "loss [%]"},
                         {series("", n, loss, Series::points, 0)}),
                    "Columns far from the drivers lose more."}});
  }

  void provenance() {
    page_.section("Provenance");
    Table t{.header = {"what", "value"}, .rows = {}, .caption = {}};
    const auto add = [&](const std::string& what, const std::string& value) {
      if (!value.empty()) t.rows.push_back({what, value});
    };
    add("device", file_.sample.name);
    add("class", file_.sample.device_class);
    add("lot, wafer, die", file_.sample.lot + " " + file_.sample.wafer + " " + file_.sample.die);
    add("instrument", file_.instrument.name + " " + file_.instrument.model);
    add("measured", file_.start_time);
    add("SHA-256 of the file", file_.sha256);
    for (const auto& fit : fits_) add("fit of " + fit.model, fit.program_version + "; " + fit.options + "; data " + fit.source_sha256);
    each_kind(file_, [&](const auto& measurements, const char*) {
      for (const auto& m : measurements) add("source of " + m.id, m.source.file + " (" + m.source.format + ") " + m.source.sha256);
    });
    add("command", options_.command);
    page_.table(t);
  }

  const data::LabFile& file_;
  const std::vector<data::FitRecord>& fits_;
  const ReportOptions& options_;
  const std::function<void(const std::string&)>& note_;
  std::vector<Finding> findings_;
  Page page_;
  json json_;
};

}  // namespace

Report make_report(const data::LabFile& file, const std::string& file_name, const std::vector<data::FitRecord>& fits,
                   const ReportOptions& options, const std::function<void(const std::string&)>& note) {
  return Writer(file, file_name, fits, options, note).write();
}

}  // namespace hysteron::report
