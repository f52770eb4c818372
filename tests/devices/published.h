#pragma once

// Figures printed in papers, from data/published/<model>.csv, and what a test does with them.
//
//     quantity,value,unit,low,high,citation
//
// [low, high] is the range the paper itself leaves open: its error bar, the spread of its
// devices, or the reading accuracy of its plot.

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>

namespace hysteron {

struct PublishedFigure {
  double value, low, high;
  std::string unit, citation;
};

/// The figures of one model by quantity; fails the test where the file cannot be read.
inline std::map<std::string, PublishedFigure> published_figures(const std::string& model) {
  const std::string path = HYSTERON_SOURCE_DIR "/data/published/" + model + ".csv";
  std::ifstream file(path);
  REQUIRE_MESSAGE(file, path);
  std::map<std::string, PublishedFigure> figures;
  std::string line;
  std::getline(file, line);
  REQUIRE(line == "quantity,value,unit,low,high,citation");
  while (std::getline(file, line)) {
    std::istringstream row(line);
    std::string quantity, value, unit, low, high, citation;
    for (std::string* cell : {&quantity, &value, &unit, &low, &high}) std::getline(row, *cell, ',');
    std::getline(row, citation);
    CAPTURE(line);
    REQUIRE_FALSE(citation.empty());
    figures[quantity] = {std::stod(value), std::stod(low), std::stod(high), unit, citation};
  }
  return figures;
}

inline void check_figure(const std::map<std::string, PublishedFigure>& figures, const std::string& quantity, double found) {
  const PublishedFigure& f = figures.at(quantity);
  INFO(quantity << " = " << found << " " << f.unit << ", published " << f.low << " .. " << f.high << ": " << f.citation);
  CHECK(found >= f.low);
  CHECK(found <= f.high);
}

}  // namespace hysteron
