#include "data/measurement_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "data/columns.h"

namespace hysteron::data {
namespace {

// One cell of one line, in quotes where a comma or a quote would end it.
std::string cell(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '"' ? "\"\"" : c == '\n' || c == '\r' ? " " : std::string(1, c);
  return text.find_first_of(",\"") == std::string::npos ? out : "\"" + out + "\"";
}

std::string said(const std::string& what, const std::string& value) { return value.empty() ? "" : cell("# " + what + ": " + value) + "\n"; }
std::string number(double x) { return std::isnan(x) ? "nan" : shortest(x); }  // fmt knows a -nan

std::string in_unit(const std::string& name, const std::string& unit) { return unit == "1" ? name : name + " [" + unit + "]"; }

// What belongs to the measurement as a whole, and how long columns are that are shorter than others.
std::string about(const auto& m, std::size_t rows) {
  std::string text = said("title", m.title);
  each_quantity(m, [&](double x, const Quantity& q) {
    if (!std::isnan(x) && x != q.absent) text += said(in_unit(q.name, q.si), number(x));
  });
  if constexpr (requires { m.scheme; }) text += said("scheme", m.scheme);
  if constexpr (requires { m.periods_before; }) text += said("periods_before", std::to_string(m.periods_before));
  if constexpr (requires { m.layers; }) text += said("cells", fmt::format("{} x {} x {}", m.rows, m.columns, m.layers));
  if constexpr (requires { m.reported; }) {
    for (const ReportedFigure& r : m.reported) text += said("reported " + in_unit(r.name, r.unit), number(r.value));
  }
  each_column(m, [&](const auto& values, const Column& c) {
    if (!values.empty() && values.size() < rows) text += said("rows of " + std::string(c.name), std::to_string(values.size()));
  });
  if (!m.source.file.empty()) text += said("source", fmt::format("{} ({}) {}", m.source.file, m.source.format, m.source.sha256));
  for (const std::string& a : m.source.assumptions) text += said("assumed", a);
  if (!m.source.unreadable.empty()) text += said("assumed", fmt::format("{} rows of the source could not be read", m.source.unreadable.size()));
  return text;
}

template <class Measurement>
std::string text_of(const Measurement& m, const char* kind) {
  std::vector<std::pair<std::string, std::function<std::string(std::size_t)>>> columns;
  std::size_t rows = 0;
  if constexpr (requires { m.layers; }) {
    columns.push_back({"row", [&m](std::size_t k) { return std::to_string(k / m.layers / m.columns); }});
    columns.push_back({"column", [&m](std::size_t k) { return std::to_string(k / m.layers % m.columns); }});
    columns.push_back({"layer", [&m](std::size_t k) { return std::to_string(k % m.layers); }});
  }
  each_column(m, [&]<class T>(const std::vector<T>& values, const Column& c) {
    if (values.empty()) return;
    rows = std::max(rows, values.size());
    columns.push_back({in_unit(c.name, c.si), [&values](std::size_t k) -> std::string {
                         if (k >= values.size()) return "";
                         if constexpr (std::is_same_v<T, double>) return number(values[k]);
                         else return std::to_string(values[k]);
                       }});
  });
  std::string text = csv_mark + std::string(kind) + "\n" + about(m, rows);
  for (std::size_t j = 0; j < columns.size(); ++j) text += (j ? "," : "") + columns[j].first;
  if (!columns.empty()) text += "\n";
  for (std::size_t k = 0; k < rows; ++k) {
    for (std::size_t j = 0; j < columns.size(); ++j) text += (j ? "," : "") + columns[j].second(k);
    text += "\n";
  }
  return text;
}

}  // namespace

// The name of a kind stands beside its vector, once.
template <class Measurement>
std::string csv_of(const Measurement& m) {
  std::string text;
  const Measurements none;
  each_kind(none, [&]<class M>(const std::vector<M>&, const char* kind) {
    if constexpr (std::is_same_v<M, Measurement>) text = text_of(m, kind);
  });
  return text;
}

template std::string csv_of(const PulseTrain&);
template std::string csv_of(const IvSweep&);
template std::string csv_of(const PvLoop&);
template std::string csv_of(const Pund&);
template std::string csv_of(const Waveform&);
template std::string csv_of(const Retention&);
template std::string csv_of(const Endurance&);
template std::string csv_of(const SwitchingProbability&);
template std::string csv_of(const SpikeTrain&);
template std::string csv_of(const ArrayMap&);
template std::string csv_of(const ResistanceLoop&);
template std::string csv_of(const SpikePairs&);
template std::string csv_of(const PulsePairs&);

}  // namespace hysteron::data
