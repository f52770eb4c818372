#include "apps/report/page.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace hysteron::report {
namespace {

std::string escaped(const std::string& text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      default: out += c;
    }
  }
  return out;
}

// Whether a cell is a number or an interval: these are set to the right.
bool is_numeric(const std::string& cell) {
  return cell.find_first_of("0123456789") != std::string::npos && cell.find_first_not_of("0123456789+-.e[], %") == std::string::npos;
}

std::string opening(const std::string& cell) {
  if (cell == "passes" || cell == "fails") return "<td class=\"" + cell + "\">";
  if (cell == "not shown") return "<td class=\"open\">";
  return is_numeric(cell) ? "<td class=\"number\">" : "<td>";
}

constexpr const char* style = R"(
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; color: #222; background: #fff;
       max-width: 1180px; margin: 2em auto; padding: 0 1.2em; }
h1 { font-size: 1.7em; margin: 0; }
.subtitle { color: #555; margin: .2em 0 1.2em; }
h2 { font-size: 1.2em; margin: 1.8em 0 .5em; border-bottom: 1px solid #ccc; padding-bottom: .15em; }
nav { font-size: .93em; margin: .5em 0 1em; }
nav a { margin-right: 1.2em; color: #0059a0; text-decoration: none; white-space: nowrap; }
table { border-collapse: collapse; margin: .6em 0 1em; font-size: .92em; font-variant-numeric: tabular-nums; }
caption { caption-side: bottom; text-align: left; color: #555; font-size: .95em; padding-top: .3em; }
th, td { padding: .2em .8em .2em 0; border-bottom: 1px solid #e4e4e4; text-align: left; vertical-align: top; }
th { border-bottom: 1px solid #888; font-weight: 600; }
td.passes, td.fails, td.open { font-weight: 600; white-space: nowrap; }
td.passes { color: #00694a; } td.fails { color: #b3261e; } td.open { color: #7a5200; }
td.number { text-align: right; white-space: nowrap; }
.figures { display: flex; flex-wrap: wrap; gap: 1em; }
figure { margin: 0 0 .8em; flex: 1 1 480px; max-width: 580px; break-inside: avoid; }
figure svg { width: 100%; height: auto; }
figcaption { font-size: .9em; color: #444; }
.warning { border-left: 4px solid #d55e00; padding: .2em .8em; background: #fdf3ec; margin: .6em 0; }
@page { size: A4; margin: 14mm; }
@media print { body { font-size: 10.5px; margin: 0; max-width: none; padding: 0; } nav { display: none; }
  figure { flex-basis: 45%; max-width: 48%; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
)";

}  // namespace

Page::Page(std::string title, std::string subtitle) : title_(std::move(title)) {
  body_ = "<h1>" + escaped(title_) + "</h1>\n<p class=\"subtitle\">" + escaped(subtitle) + "</p>\n";
}

void Page::section(const std::string& heading) {
  const std::string id = "s" + std::to_string(++sections_);
  heading_ = heading;
  contents_ += "<a href=\"#" + id + "\">" + escaped(heading) + "</a> ";
  body_ += "<h2 id=\"" + id + "\">" + escaped(heading) + "</h2>\n";
}

void Page::paragraph(const std::string& text) { body_ += "<p>" + escaped(text) + "</p>\n"; }

void Page::warning(const std::string& text) { body_ += "<p class=\"warning\">" + escaped(text) + "</p>\n"; }

void Page::table(const Table& t) {
  tables_.push_back({heading_, t});
  body_ += "<table>\n";
  if (!t.caption.empty()) body_ += "<caption>" + escaped(t.caption) + "</caption>\n";
  body_ += "<thead><tr>";
  for (const auto& cell : t.header) body_ += "<th>" + escaped(cell) + "</th>";
  body_ += "</tr></thead>\n<tbody>\n";
  for (const auto& row : t.rows) {
    body_ += "<tr>";
    for (const auto& cell : row) body_ += opening(cell) + escaped(cell) + "</td>";
    body_ += "</tr>\n";
  }
  body_ += "</tbody></table>\n";
}

void Page::figures(const std::vector<Figure>& figures) {
  body_ += "<div class=\"figures\">\n";
  for (const auto& f : figures) {
    body_ += "<figure>" + f.svg + "<figcaption>" + escaped(f.caption) + "</figcaption></figure>\n";
  }
  body_ += "</div>\n";
}

void Page::links(const std::vector<Link>& links) {
  body_ += "<ul>\n";
  for (const Link& l : links) body_ += "<li><a href=\"" + escaped(l.file) + "\">" + escaped(l.text) + "</a></li>\n";
  body_ += "</ul>\n";
}

std::string Page::html() const {
  return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
         escaped(title_) + "</title>\n<style>" + style + "</style></head>\n<body>\n" +
         body_.substr(0, body_.find("<h2")) + "<nav>" + contents_ + "</nav>\n" +
         (sections_ ? body_.substr(body_.find("<h2")) : "") + "</body></html>\n";
}

std::string number(double x, int digits) {
  if (std::isnan(x)) return "-";
  char text[40];
  std::snprintf(text, sizeof text, "%.*g", digits, x);
  return text;
}

std::string with_unit(double x, const std::string& unit) {
  if (std::isnan(x)) return "-";
  if (unit == "1") return number(x);
  static constexpr const char* prefix[] = {"a", "f", "p", "n", "u", "m", "", "k", "M", "G", "T"};
  // A prefix would stand before a compound unit's first factor only: no prefix there.
  const bool compound = unit.find_first_of("/*^") != std::string::npos;
  if (x == 0.0 || !std::isfinite(x) || compound) return number(x) + " " + unit;
  const int third = std::min(4, std::max(-6, int(std::floor(std::log10(std::abs(x) * (1.0 + 5e-5)) / 3.0))));
  return number(x * std::pow(10.0, -3 * third)) + " " + prefix[third + 6] + unit;
}

}  // namespace hysteron::report
