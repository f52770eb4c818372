#include "apps/report/report.h"

#include <iterator>

#include "apps/report/draft.h"
#include "apps/report/findings.h"
#include "apps/report/section.h"
#include "apps/report/summary.h"

namespace hysteron::report {
namespace {

void summary(Draft& d) {
  if (!d.options.target.requirements.empty()) {
    d.page.section("Against the target");
    d.page.table(verdict_table(d.options.target, d.findings));
    d.json["target"] = as_json(d.options.target, d.findings);
  }
  for (const Finding& f : d.findings) d.json["figures"].push_back(as_json(f));
  Table t{.header = {"measurement", "kind", "rows", "from", "fitted by"}, .rows = {}, .caption = {}};
  const auto models = [&](const std::string& id) {
    std::string names;
    for (const auto& fit : d.fits) {
      if (is_fitted(fit, id)) names += (names.empty() ? "" : ", ") + fit.model;
    }
    return names.empty() ? std::string("not fitted") : names;
  };
  each_kind(d.file, [&](const auto& measurements, const char* kind) {
    for (const auto& m : measurements) t.rows.push_back({m.id, kind, std::to_string(m.size()), m.source.file, models(m.id)});
  });
  d.page.section("Measurements");
  d.page.table(t);
  const auto of_file = [&](const Finding& f) { return f.of.starts_with("all "); };
  std::vector<Finding> overall;
  std::copy_if(d.findings.begin(), d.findings.end(), std::back_inserter(overall), of_file);
  if (!overall.empty()) d.page.table(finding_table(overall));
  for (const auto& id : d.file.kept) d.page.warning(id + " is of a kind that is kept in the file but not reported yet.");
}

void provenance(Draft& d) {
  d.page.section("Provenance");
  Table t{.header = {"what", "value"}, .rows = {}, .caption = {}};
  const auto add = [&](const std::string& what, const std::string& value) {
    if (value.find_first_not_of(' ') != std::string::npos) t.rows.push_back({what, value});
  };
  add("device", d.file.sample.name);
  add("class", d.file.sample.device_class);
  add("lot, wafer, die", d.file.sample.lot + " " + d.file.sample.wafer + " " + d.file.sample.die);
  add("instrument", d.file.instrument.name + " " + d.file.instrument.model);
  add("measured", d.file.start_time);
  add("SHA-256 of the file", d.file.sha256);
  for (const auto& fit : d.fits) add("fit of " + fit.model, fit.program_version + "; " + fit.options + "; data " + fit.source_sha256);
  each_kind(d.file, [&](const auto& measurements, const char*) {
    for (const auto& m : measurements) add("source of " + m.id, m.source.file + " (" + m.source.format + ") " + m.source.sha256);
  });
  add("command", d.options.command);
  d.page.table(t);
}

}  // namespace

Report make_report(const data::LabFile& file, const std::string& file_name, const std::vector<data::FitRecord>& fits,
                   const ReportOptions& options, const std::function<void(const std::string&)>& note) {
  Draft d{.file = file, .fits = fits, .options = options, .note = note, .findings = findings_of(file, options.target),
          .page = Page(file.title.empty() ? file_name : file.title, "Characterisation report of " + file_name)};
  d.json["file"] = {{"name", file_name}, {"sha256", file.sha256}};
  d.json["command"] = options.command;
  summary(d);
  for (const auto& train : file.pulse_trains) measured_section(d, train);
  for (const auto& sweep : file.iv_sweeps) measured_section(d, sweep);
  const auto sections = [&](const auto& measurements) {
    for (const auto& m : measurements) note("plotting " + m.id), section_of(d.page, m, d.findings);
  };
  sections(file.pv_loops), sections(file.punds), sections(file.waveforms), sections(file.retentions), sections(file.endurances);
  sections(file.switching_probabilities), sections(file.spike_trains), sections(file.array_maps), sections(file.resistance_loops);
  sections(file.spike_pairs), sections(file.pulse_pairs);
  for (const auto& fit : fits) fit_section(d, fit);
  provenance(d);
  return {d.page.html(), d.json, d.page.tables()};
}

}  // namespace hysteron::report
