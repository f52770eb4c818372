#pragma once

// Plots as SVG text, drawn by gnuplot. A page embeds them as they are.

#include <string>
#include <vector>

namespace hysteron::report {

struct Series {
  enum Style { points, line, steps, dashed };
  std::string title;          // empty: not in the key
  std::vector<double> x, y;   // of equal length; NaN breaks a line
  Style style = points;
  int colour = 0;             // place in the palette
};

/// A series of at most 4000 of the points, evenly taken.
Series series(std::string title, const std::vector<double>& x, const std::vector<double>& y, Series::Style style, int colour);

/// 0, 1, ... n - 1, as an axis.
std::vector<double> counted(std::size_t n);

struct Axes {
  std::string title, x, y;  // with units, "time [s]"
  bool log_x = false, log_y = false;
  int width = 560, height = 360;  // px
  bool margin = false;            // between the points and the frame
  std::vector<std::string> x_names = {}, y_names = {};  // at 0, 1, ... in place of numbers
};

/// One frame with its series. Throws InputError if gnuplot is not installed.
std::string plot(const Axes& axes, const std::vector<Series>& series);

/// A matrix as colours, row 0 at the top; rows are equally long.
std::string map(const Axes& axes, const std::vector<std::vector<double>>& rows, const std::string& unit);

/// A matrix of numbers from -1 to 1 in two colours, each number written into its place; rows and columns have names.
std::string signed_map(const Axes& axes, const std::vector<std::vector<double>>& rows, const std::string& meaning);

/// Whether gnuplot can be run.
bool can_plot();

}  // namespace hysteron::report
