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

bool is_complete(const Columns& table) {
  const auto has_all = [&](const auto& row) {
    return std::all_of(table.columns.begin(), table.columns.end(), [&](const auto& c) { return row.second.contains(c); });
  };
  return figures().size() == spice::names().size() && std::all_of(figures().begin(), figures().end(), has_all);
}

std::string text_of(const Columns& table) {
  std::string text = "| model |", rule = "|---|";
  for (const auto& column : table.columns) text += " " + column + " |", rule += "---|";
  text += "\n" + rule + "\n";
  for (const auto& [model, row] : figures()) {
    text += "| " + model + " |";
    for (const auto& column : table.columns) text += " " + row.at(column) + " |";
    text += "\n";
  }
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
    if (!is_complete(table) || from == std::string::npos || to == std::string::npos) continue;
    text = text.substr(0, from) + begin + text_of(table) + text.substr(to);
  }
  std::ofstream(file) << text;
}

}  // namespace hysteron
