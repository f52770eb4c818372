#include "apps/report/loops.h"

#include <cmath>

#include "apps/report/plot.h"
#include "apps/report/summary.h"

namespace hysteron::report {
namespace {

std::vector<Finding> of_measurement(const std::vector<Finding>& findings, const std::string& id) {
  std::vector<Finding> out;
  for (const Finding& f : findings) {
    if (f.of == id) out.push_back(f);
  }
  return out;
}

void figures_and_reported(Page& page, const std::vector<Finding>& findings, const std::string& id,
                          const std::vector<data::ReportedFigure>& reported) {
  const auto found = of_measurement(findings, id);
  if (!found.empty()) page.table(finding_table(found));
  if (reported.empty()) return;
  Table t{.header = {"reported by the instrument", "value", "unit"}, .caption = "As the instrument wrote it."};
  for (const auto& r : reported) t.rows.push_back({r.name, number(r.value, 6), r.unit});
  page.table(t);
}

// Charge over the area where it is known [uC/cm^2], else charge [pC].
std::vector<double> polarisation(const std::vector<double>& charge, double area) {
  std::vector<double> out;
  for (double q : charge) out.push_back(std::isfinite(area) ? 100.0 * q / area : 1e12 * q);
  return out;
}

const char* polarisation_axis(double area) { return std::isfinite(area) ? "polarisation [uC/cm^2]" : "charge [pC]"; }

}  // namespace

void section_of(Page& page, const data::PvLoop& loop, const std::vector<Finding>& findings) {
  page.section(loop.id + (loop.title.empty() ? "" : ": " + loop.title));
  for (const auto& text : loop.source.assumptions) page.warning("Assumed on import: " + text);
  if (!std::isfinite(loop.area)) page.warning("The capacitor's area is not known: charge, not polarisation.");
  const std::string frequency = loop.frequency > 0.0 ? " at " + with_unit(loop.frequency, "Hz") : "";
  page.figures({{plot({.title = "Measured", .x = "voltage [V]", .y = polarisation_axis(loop.area)},
                      {series("", loop.voltage, polarisation(loop.charge, loop.area), Series::line, 0)}),
                 "One period" + frequency + ". The zero of the charge is the instrument's."}});
  figures_and_reported(page, findings, loop.id, loop.reported);
}

void section_of(Page& page, const data::Pund& pund, const std::vector<Finding>& findings) {
  page.section(pund.id + (pund.title.empty() ? "" : ": " + pund.title));
  for (const auto& text : pund.source.assumptions) page.warning("Assumed on import: " + text);
  if (!std::isfinite(pund.area)) page.warning("The capacitor's area is not known: no polarisation.");
  std::vector<double> ms, micro;
  for (double t : pund.time) ms.push_back(1e3 * t);
  for (double i : pund.current) micro.push_back(1e6 * i);
  page.figures({{plot({.title = "Voltage", .x = "time [ms]", .y = "voltage [V]"}, {series("", ms, pund.voltage, Series::line, 0)}),
                 "Pulses that switch and pulses that do not."},
                {plot({.title = "Current", .x = "time [ms]", .y = "current [uA]"}, {series("", ms, micro, Series::line, 1)}),
                 "What a switching pulse has beyond the other of its sign is switched charge."}});
  figures_and_reported(page, findings, pund.id, pund.reported);
}

}  // namespace hysteron::report
