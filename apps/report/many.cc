#include "apps/report/many.h"

#include <algorithm>
#include <set>

#include "apps/report/plot.h"
#include "apps/report/summary.h"
#include "libmodel/metrics/bounds.h"
#include "libmodel/metrics/definition.h"

namespace hysteron::report {
namespace {

constexpr std::size_t most_rows = 60, most_columns = 6;  // of a table that is read on paper

std::vector<double> values_of(const std::vector<Device>& devices, const std::string& id) {
  std::vector<double> out;
  for (const Device& d : devices) {
    if (const Finding* f = first_of(d, id)) out.push_back(f->figure.value);
  }
  return out;
}

Table distribution_table(const std::vector<Device>& devices) {
  Table t{.header = {"id", "unit", "devices", "median", "bounds of the median", "5 %", "95 %", "definition"},
          .caption = "One number a device; bounds of the median from order statistics, each with 95 %."};
  for (const std::string& id : ids_of(devices)) {
    const auto x = values_of(devices, id);
    const metrics::Interval median = metrics::median_interval(x);
    const std::string_view unit = metrics::definition(id)->unit;
    t.rows.push_back({id, unit == "1" ? "" : std::string(unit), std::to_string(x.size()), number(median.value), bounds_of(median),
                      number(metrics::quantile(x, 0.05)), number(metrics::quantile(x, 0.95)), std::string(metrics::definition(id)->formula)});
  }
  return t;
}

Figure curve_of(const std::vector<Device>& devices, const std::string& id) {
  auto x = values_of(devices, id);
  std::sort(x.begin(), x.end());
  std::vector<double> share(x.size());
  for (std::size_t k = 0; k < x.size(); ++k) share[k] = 100.0 * (double(k) + 0.5) / double(x.size());
  const std::string unit(metrics::definition(id)->unit);
  return {plot({.title = id, .x = id + (unit == "1" ? "" : " [" + unit + "]"), .y = "devices below [%]"}, {series("", x, share, Series::points, 0)}),
          std::string(metrics::definition(id)->formula)};
}

// A row a measurement, a column a figure.
Table table_of_each(const std::vector<Device>& each, const std::vector<std::string>& ids) {
  Table t{.header = {"measurement", "of"}, .caption = "Bounds where a measurement was repeated; definitions: "};
  for (const std::string& id : ids) {
    t.header.push_back(id);
    t.caption += (&id == &ids.front() ? "" : "; ") + id + ", " + std::string(metrics::definition(id)->formula);
  }
  for (const Device& d : each) {
    t.rows.push_back({d.file, d.name});
    for (const std::string& id : ids) {
      const Finding* f = first_of(d, id);
      const std::string bounds = f ? bounds_of(f->figure) : "-";
      t.rows.back().push_back(f ? value_of(*f) + (bounds == "-" ? "" : " " + bounds) : "-");
    }
  }
  return t;
}

}  // namespace

const Finding* first_of(const Device& device, const std::string& id) {
  const auto f = std::find_if(device.findings.begin(), device.findings.end(), [&](const Finding& x) { return x.id == id; });
  return f == device.findings.end() ? nullptr : &*f;
}

std::vector<std::string> ids_of(const std::vector<Device>& devices) {
  std::vector<std::string> ids;
  std::set<std::string> seen;
  for (const Device& d : devices) {
    for (const Finding& f : d.findings) {
      if (seen.insert(f.id).second) ids.push_back(f.id);
    }
  }
  return ids;
}

void distribution(Page& page, const std::vector<Device>& devices, const std::vector<std::string>& drawn) {
  page.table(distribution_table(devices));
  std::vector<Figure> figures;
  for (const std::string& id : drawn) {
    if (values_of(devices, id).size() > 2) figures.push_back(curve_of(devices, id));
  }
  page.figures(figures);
}

void section_of_many(Draft& d, const std::string& kind, const std::vector<Device>& each, const std::vector<Figure>& drawings,
                     const std::vector<const data::Source*>& sources) {
  d.page.section(std::to_string(each.size()) + " of " + kind);
  std::set<std::string> assumed;
  std::size_t unreadable = 0;
  for (const data::Source* source : sources) {
    assumed.insert(source->assumptions.begin(), source->assumptions.end());
    unreadable += source->unreadable.size();
  }
  std::size_t shown = 0;
  for (const std::string& text : assumed) {
    if (++shown <= most_sections) d.page.warning("Assumed on import: " + text);
  }
  if (assumed.size() > most_sections) d.page.warning("And " + std::to_string(assumed.size() - most_sections) + " assumptions more, kept in the file beside each measurement.");
  if (unreadable > 0) d.page.warning(std::to_string(unreadable) + " rows could not be read; they are kept in the file beside each measurement.");
  d.page.figures(drawings);
  const std::vector<std::string> ids = ids_of(each);
  if (ids.empty()) return;
  if (each.size() <= most_rows && ids.size() <= most_columns) d.page.table(table_of_each(each, ids));
  else distribution(d.page, each, {ids.begin(), ids.begin() + std::ptrdiff_t(std::min<std::size_t>(ids.size(), 4))});
}

}  // namespace hysteron::report
