#include "apps/report/compare.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "apps/report/findings.h"
#include "apps/report/many.h"
#include "apps/report/plot.h"
#include "apps/report/ramps.h"
#include "apps/report/summary.h"
#include "libmodel/metrics/bounds.h"
#include "libmodel/metrics/definition.h"
#include "libmodel/metrics/states.h"

namespace hysteron::report {
namespace {

// The spread between devices of the range of conductance, less what the cycles of each explain.
Finding spread_between(const std::vector<Device>& devices) {
  std::vector<double> theta, se;
  for (const Device& d : devices) {
    const Finding* f = first_of(d, "ONOFF");
    if (!f || !(f->figure.value > 1.0)) continue;
    theta.push_back(f->figure.value - 1.0);
    se.push_back(std::isfinite(f->figure.upper) ? (f->figure.upper - f->figure.value) / 1.645 : 0.0);
  }
  const double n = double(theta.size());
  double mean = 0.0;
  for (double x : theta) mean += x / n;
  const metrics::Interval all = metrics::deviation_interval(theta);
  if (!std::isfinite(all.value) || !(mean > 0.0)) return {};
  const double spread = metrics::between_devices(theta, se), factor = 100.0 / mean;
  return {"D2D", {factor * spread, factor * std::max(0.0, spread - (all.value - all.lower)), factor * (spread + all.upper - all.value)},
          "all devices", std::to_string(theta.size()) + " devices, (G_max - G_min) / G_min"};
}

struct Yield {
  Finding share;
  std::map<std::string, int> reasons;  // by what a device does not keep, first reason only
};

Yield yield_of(const std::vector<Device>& devices, const Target& target) {
  Yield out;
  if (target.good_device.empty()) return out;
  const double asked = target.rows * target.columns;
  int good = 0;
  for (const Device& d : devices) {
    const auto broken = std::find_if(target.good_device.begin(), target.good_device.end(), [&](const Requirement& r) {
      const Verdict v = judge(r, d.findings);
      const double x = v.worst.figure.value;
      return v.worst.id.empty() || !(r.at_least ? x >= r.limit : x <= r.limit);
    });
    if (broken == target.good_device.end()) ++good;
    else ++out.reasons[broken->id + " " + required_of(*broken)];
  }
  metrics::Interval share = metrics::clopper_pearson(good, double(devices.size()));
  std::string basis = std::to_string(good) + " good of " + std::to_string(devices.size());
  if (double(devices.size()) < asked) {
    share.lower = metrics::not_shown;
    basis += "; the array has " + number(asked, 6) + ", and devices left out count as bad";
  }
  out.share = {"YIELD", {100.0 * share.value, 100.0 * share.lower, 100.0 * share.upper}, "all devices", basis};
  return out;
}

Table side_by_side_table(const std::vector<Device>& devices) {
  Table t{.header = {"id"}, .caption = "Of several measurements of a device the first that shows the figure."};
  for (const Device& d : devices) t.header.push_back(d.file);
  t.header.push_back("definition");
  for (const std::string& id : ids_of(devices)) {
    t.rows.push_back({id});
    for (const Device& d : devices) {
      const Finding* f = first_of(d, id);
      t.rows.back().push_back(f ? value_of(*f) + (bounds_of(f->figure) == "-" ? "" : " " + bounds_of(f->figure)) : "-");
    }
    t.rows.back().push_back(std::string(metrics::definition(id)->formula));
  }
  return t;
}

Figure ramps_of(const std::vector<Device>& devices, bool up) {
  std::vector<Series> all;
  const std::size_t step = std::max<std::size_t>(1, devices.size() / most_sections);
  for (std::size_t k = 0; k < devices.size() && all.size() < most_sections; k += step) {
    auto ramp = up ? devices[k].up : devices[k].down;
    for (double& g : ramp) g *= 1e6;
    if (!ramp.empty()) all.push_back(series(devices[k].file, counted(ramp.size()), ramp, Series::line, int(all.size())));
  }
  if (all.empty()) return {};
  return {plot({.title = up ? "Potentiation" : "Depression", .x = "pulse", .y = "conductance [uS]"}, all),
          "Mean ramps" + std::string(devices.size() > most_sections ? " of some of the devices, evenly taken." : ".")};
}

}  // namespace

Device device_of(const data::LabFile& file, const std::string& file_name, const Target& target) {
  Device out{.file = file_name, .name = file.sample.name, .lot = file.sample.lot, .sha256 = file.sha256};
  out.findings = findings_of(file, target);
  for (const auto& train : file.pulse_trains) {
    const Ramps ramps = mean_ramps(train, conductances(train));
    if (ramps.up.empty() && ramps.down.empty()) continue;
    out.up = ramps.up, out.down = ramps.down;
    break;
  }
  return out;
}

Report compare(const std::vector<Device>& devices, const ReportOptions& options, const std::function<void(const std::string&)>& note) {
  const std::string count = std::to_string(devices.size()) + " devices";
  Page page("Comparison of " + count, options.target.title);
  nlohmann::json json = {{"command", options.command}};
  const Yield yield = yield_of(devices, options.target);
  std::vector<Finding> together;
  for (const Device& d : devices) {
    for (Finding f : d.findings) f.of = d.file + " " + f.of, together.push_back(f);
  }
  std::vector<Finding> of_all;
  for (const Finding& f : {spread_between(devices), yield.share}) {
    if (!f.id.empty()) of_all.push_back(f);
  }
  together.insert(together.end(), of_all.begin(), of_all.end());
  if (!options.target.requirements.empty()) {
    page.section("Against the target, the worst device");
    page.table(verdict_table(options.target, together));
    json["target"] = as_json(options.target, together);
  }
  if (!of_all.empty()) {
    page.section("Of all devices");
    page.table(finding_table(of_all));
    Table reasons{.header = {"not good for", "devices"}};
    for (const auto& [reason, n] : yield.reasons) reasons.rows.push_back({reason, std::to_string(n)});
    if (!reasons.rows.empty()) page.table(reasons);
  }
  page.section("Figures");
  note("plotting");
  if (devices.size() <= most_sections) page.table(side_by_side_table(devices));
  else distribution(page, devices, {"ONOFF", "LIN.maxdev.up", "SYM.AR", "C2C"});
  std::vector<Figure> figures;
  for (const bool up : {true, false}) {
    if (Figure f = ramps_of(devices, up); !f.svg.empty()) figures.push_back(f);
  }
  page.figures(figures);
  page.section("Provenance");
  Table provenance{.header = {"file", "device", "lot", "SHA-256"}, .caption = options.command};
  for (const Device& d : devices) provenance.rows.push_back({d.file, d.name, d.lot, d.sha256});
  page.table(provenance);
  for (const Device& d : devices) {
    nlohmann::json one = {{"file", d.file}, {"name", d.name}, {"lot", d.lot}, {"sha256", d.sha256}};
    for (const Finding& f : d.findings) one["figures"].push_back(as_json_without_definition(f));
    json["devices"].push_back(one);
  }
  for (const std::string& id : ids_of(devices)) {
    const auto& d = *metrics::definition(id);
    json["definitions"][id] = {{"unit", d.unit}, {"definition", d.formula}, {"source", d.source}};
  }
  for (const Finding& f : of_all) json["of_all"].push_back(as_json(f));
  return {page.html(), json, page.tables()};
}

}  // namespace hysteron::report
