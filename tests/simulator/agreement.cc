#include "tests/simulator/agreement.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "spice/circuit.h"

namespace hysteron {
namespace {

constexpr std::array columns = {"sub-circuit op", "sub-circuit uic", "OSDI op", "OSDI uic", "sub-circuit dc", "OSDI dc", "OSDI ac", "OSDI noise"};
constexpr const char* begin = "<!-- agreement -->\n";
constexpr const char* end = "<!-- end of agreement -->\n";

std::map<std::string, std::map<std::string, double>>& figures() {
  static std::map<std::string, std::map<std::string, double>> all;
  return all;
}

std::string cell(double difference) {
  char text[16];
  std::snprintf(text, sizeof text, "%.0e", difference);
  return std::isfinite(difference) ? text : "fails";
}

std::string table() {
  std::string text = "| model |";
  for (const char* column : columns) text += std::string(" ") + column + " |";
  text += "\n|---|";
  for (std::size_t k = 0; k < columns.size(); ++k) text += "---|";
  text += "\n";
  for (const auto& [model, row] : figures()) {
    text += "| " + model + " |";
    for (const char* column : columns) text += " " + cell(row.at(column)) + " |";
    text += "\n";
  }
  return text;
}

}  // namespace

void agree(const std::string& model, const std::string& column, double difference) { figures()[model][column] = difference; }

void write_agreement() {
  const char* file = std::getenv("HYSTERON_AGREEMENT");
  if (!file || figures().size() != spice::names().size()) return;
  std::ostringstream old;
  old << std::ifstream(file).rdbuf();
  const std::string text = old.str();
  const auto from = text.find(begin), to = text.find(end);
  if (from == std::string::npos || to == std::string::npos) return;
  std::ofstream(file) << text.substr(0, from) << begin << table() << text.substr(to);
}

}  // namespace hysteron
