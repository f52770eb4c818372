#include "tests/simulator/agreement.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <vector>

#include "spice/circuit.h"

namespace hysteron {
namespace {

struct Columns {
  std::string name;  // of the table, in its marks
  std::vector<std::string> columns;
};
const std::vector<Columns> tables = {
    {"agreement", {"sub-circuit op", "sub-circuit uic", "OSDI op", "OSDI uic", "sub-circuit dc", "OSDI dc", "OSDI ac", "OSDI noise"}},
    {"convergence", {"points", "iterations a point", "rejected"}}};

// Of each model, by column.
std::map<std::string, std::map<std::string, std::string>>& figures() {
  static std::map<std::string, std::map<std::string, std::string>> all;
  return all;
}

std::string cell(const char* form, double x) {
  char text[32];
  std::snprintf(text, sizeof text, form, x);
  return text;
}

// The rows of a table, by model; what is no row of a model of the list is left out.
std::map<std::string, std::string> rows_of(const std::string& table) {
  const std::vector<std::string> models = spice::names();
  std::map<std::string, std::string> rows;
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);) {
    const std::string model = line.substr(0, line.find(" |", 1)).erase(0, 2);
    if (std::count(models.begin(), models.end(), model) > 0) rows[model] = line;
  }
  return rows;
}

// The table with the rows of this run in the place of those that stood there.
std::string text_of(const Columns& table, const std::string& before) {
  std::string text = "| model |", rule = "|---|";
  for (const auto& column : table.columns) text += " " + column + " |", rule += "---|";
  text += "\n" + rule + "\n";
  auto rows = rows_of(before);
  for (const auto& [model, figures] : figures()) {
    const auto has = [&figures = figures](const std::string& column) { return figures.contains(column); };
    if (!std::all_of(table.columns.begin(), table.columns.end(), has)) continue;
    rows[model] = "| " + model + " |";
    for (const auto& column : table.columns) rows[model] += " " + figures.at(column) + " |";
  }
  for (const auto& [model, row] : rows) text += row + "\n";
  return text;
}

}  // namespace

void agree(const std::string& model, const std::string& column, double difference) {
  figures()[model][column] = std::isfinite(difference) ? cell("%.0e", difference) : "fails";
}

void cost(const std::string& model, const spice::Effort& effort) {
  figures()[model]["points"] = cell("%.0f", effort.points);
  figures()[model]["iterations a point"] = cell("%.2f", effort.iterations_a_point());
  figures()[model]["rejected"] = cell("%.1f %%", 100.0 * effort.rejected_share());
}

void write_agreement() {
  const char* file = std::getenv("HYSTERON_AGREEMENT");
  if (!file) return;
  std::ostringstream old;
  old << std::ifstream(file).rdbuf();
  std::string text = old.str();
  for (const Columns& table : tables) {
    const std::string begin = "<!-- " + table.name + " -->\n";
    const auto from = text.find(begin), to = text.find("<!-- end of " + table.name + " -->");
    if (from == std::string::npos || to == std::string::npos) continue;
    const std::size_t rows = from + begin.size();
    text = text.substr(0, rows) + text_of(table, text.substr(rows, to - rows)) + text.substr(to);
  }
  std::ofstream(file) << text;
}

}  // namespace hysteron
