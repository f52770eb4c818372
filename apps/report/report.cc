#include "apps/report/report.h"

#include <iterator>
#include <map>
#include <set>
#include <type_traits>

#include "apps/report/draft.h"
#include "apps/report/findings.h"
#include "apps/report/many.h"
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
    if (measurements.size() > most_sections) {
      std::size_t rows = 0;
      std::set<std::string> files;
      for (const auto& m : measurements) rows += m.size(), files.insert(m.source.file);
      t.rows.push_back({measurements.front().id + " .. " + measurements.back().id, std::to_string(measurements.size()) + " of " + kind, std::to_string(rows),
                        files.size() > 1 ? std::to_string(files.size()) + " files" : *files.begin(), "-"});
      return;
    }
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

// A section each, or one of all.
template <class Measurement>
void sections(Draft& d, const std::vector<Measurement>& measurements, const char* kind) {
  constexpr bool is_fitted_to = std::is_same_v<Measurement, data::PulseTrain> || std::is_same_v<Measurement, data::IvSweep>;
  if (measurements.size() <= most_sections) {
    for (const Measurement& m : measurements) {
      if constexpr (is_fitted_to) measured_section(d, m);
      else d.note("plotting " + m.id), section_of(d.page, m, d.findings);
    }
    return;
  }
  d.note("plotting " + std::to_string(measurements.size()) + " of " + kind);
  std::map<std::string, std::vector<Finding>> found;
  for (const Finding& f : d.findings) found[f.of].push_back(f);
  std::vector<Device> each;
  std::vector<Figure> drawings;
  std::vector<const data::Source*> sources;
  const std::size_t stride = (measurements.size() + most_sections - 1) / most_sections;
  for (std::size_t k = 0; k < measurements.size(); ++k) {
    const Measurement& m = measurements[k];
    Device& device = each.emplace_back();
    device.file = m.id, device.name = m.title, device.findings = found[m.id];
    sources.push_back(&m.source);
    if (k % stride == 0) drawings.push_back({drawn(m), m.id + ", " + std::to_string(m.size()) + " rows, as measured: one of " + std::to_string(stride) + "."});
  }
  section_of_many(d, kind, each, drawings, sources);
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
    std::string before;  // measurements of one file follow one another
    for (const auto& m : measurements) {
      if (!m.source.file.empty() && (m.source.sha256.empty() || m.source.sha256 != before)) add("source of " + m.id, m.source.file + " (" + m.source.format + ") " + m.source.sha256);
      before = m.source.sha256;
    }
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
  each_kind(file, [&](const auto& measurements, const char* kind) { sections(d, measurements, kind); });
  for (const auto& fit : fits) fit_section(d, fit);
  if (const Table bias = bias_table(d.findings); !bias.rows.empty()) d.page.section("What chance adds to these figures"), d.page.table(bias);
  provenance(d);
  return {d.page.html(), d.json, d.page.tables()};
}

}  // namespace hysteron::report
