#include "apps/report/summary.h"

#include <algorithm>
#include <cmath>

#include "libmodel/metrics/definition.h"

namespace hysteron::report {
namespace {

const metrics::Definition& defined(const std::string& id) { return *metrics::definition(id); }

// JSON has no number for NaN and infinity.
nlohmann::json finite_or_null(double x) { return std::isfinite(x) ? nlohmann::json(x) : nlohmann::json(); }

std::string with_its_unit(double x, std::string_view unit) {
  constexpr double year = 31557600.0;  // s
  if (unit == "1") return number(x);
  if (unit == "s" && x >= 0.01 * year) return number(x / year) + " years";
  if (unit == "%" || unit == "dB" || unit == "bit" || unit == "TOPS/W") return number(x) + " " + std::string(unit);
  return with_unit(x, std::string(unit));
}

std::string cell_of(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string out = "\"";
  for (char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

std::string line_of(const std::vector<std::string>& cells) {
  std::string out;
  for (std::size_t k = 0; k < cells.size(); ++k) out += (k ? "," : "") + cell_of(cells[k]);
  return out + "\n";
}

}  // namespace

std::string value_of(const Finding& f) { return with_its_unit(f.figure.value, defined(f.id).unit); }

std::string bounds_with_unit(const Finding& f) {
  const std::string_view unit = defined(f.id).unit;
  if (!std::isfinite(f.figure.lower) && !std::isfinite(f.figure.upper)) return "none";
  const auto side = [&](double x, const char* open) { return std::isfinite(x) ? with_its_unit(x, unit) : std::string(open); };
  return side(f.figure.lower, "open") + " .. " + side(f.figure.upper, "open");
}

std::string required_of(const Requirement& r) {
  return (r.at_least ? "at least " : "at most ") + with_its_unit(r.limit, defined(r.id).unit);
}

Table verdict_table(const Target& target, const std::vector<Finding>& findings) {
  Table t{.header = {"asked for", "value", "bounds", "id", "required", "verdict", "why, and what would show it"}};
  for (const Requirement& r : target.requirements) {
    const Verdict v = judge(r, findings);
    const bool found = !v.worst.id.empty();
    const std::string from = found ? v.worst.of + ": " + v.worst.basis + (v.reason.empty() ? "" : "; ") : "";
    t.rows.push_back({r.name, found ? value_of(v.worst) : "-", found ? bounds_with_unit(v.worst) : "-", found ? v.worst.id : r.id,
                      required_of(r), in_words(v.outcome), from + v.reason});
  }
  t.caption = target.title + ". A requirement passes if the bound on the safe side keeps it, and fails if the whole interval is on the "
              "other side. Each bound holds with 95 %. Of several figures of one id the worst is shown.";
  return t;
}

Table finding_table(const std::vector<Finding>& findings) {
  Table t{.header = {"id", "value", "bounds", "of", "from", "definition", "source"}};
  for (const Finding& f : findings) {
    const metrics::Definition& d = defined(f.id);
    t.rows.push_back({f.id, value_of(f), bounds_with_unit(f), f.of, f.basis, std::string(d.formula), std::string(d.source)});
  }
  t.caption = "Each bound holds with 95 % by itself. \"none\": the measurement was not repeated.";
  return t;
}

Table bias_table(const std::vector<Finding>& findings) {
  Table t{.header = {"id", "chance adds, in the mean", "measured on made data of known truth"}};
  std::vector<const metrics::Definition*> seen;
  for (const Finding& f : findings) {
    const metrics::Definition& d = defined(f.id);
    if (std::isnan(d.bias.value) || std::find(seen.begin(), seen.end(), &d) != seen.end()) continue;
    seen.push_back(&d);
    t.rows.push_back({std::string(d.id), d.bias.value == 0.0 ? "none seen" : with_its_unit(d.bias.value, d.unit), std::string(d.bias.of)});
  }
  t.caption = "Bounds on the page are of the figure as it is, with what chance added to it.";
  return t;
}

nlohmann::json as_json_without_definition(const Finding& f) {
  return {{"id", f.id}, {"value", finite_or_null(f.figure.value)}, {"lower", finite_or_null(f.figure.lower)},
          {"upper", finite_or_null(f.figure.upper)}, {"of", f.of}, {"from", f.basis}};
}

nlohmann::json as_json(const Finding& f) {
  const metrics::Definition& d = defined(f.id);
  nlohmann::json out = as_json_without_definition(f);
  out.update({{"unit", d.unit}, {"confidence", metrics::confidence}, {"definition", d.formula}, {"source", d.source}});
  if (!std::isnan(d.bias.value)) out["bias"] = {{"value", d.bias.value}, {"of", d.bias.of}};
  return out;
}

nlohmann::json as_json(const Target& target, const std::vector<Finding>& findings) {
  nlohmann::json out = {{"title", target.title}, {"source", target.source}, {"sha256", target.sha256}};
  for (const Requirement& r : target.requirements) {
    const Verdict v = judge(r, findings);
    nlohmann::json row = {{"name", r.name}, {"id", r.id}, {r.at_least ? "at_least" : "at_most", r.limit},
                          {"verdict", in_words(v.outcome)}, {"reason", v.reason}};
    if (!v.worst.id.empty()) row["finding"] = as_json(v.worst);
    out["requirements"].push_back(row);
  }
  return out;
}

std::string as_csv(const Table& table) {
  std::string out = line_of(table.header);
  for (const auto& row : table.rows) out += line_of(row);
  return out;
}

}  // namespace hysteron::report
