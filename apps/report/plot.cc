#include "apps/report/plot.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <sstream>

#include "libmodel/error.h"

namespace hysteron::report {
namespace {

namespace fs = std::filesystem;

// Told apart in print and by the colour-blind (Okabe and Ito).
constexpr const char* palette[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#333333"};

// In double quotes gnuplot reads backslashes; in enhanced mode also _ ^ { } @ &.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"') {
      out += "''";
    } else {
      if (c == '\\' || c == '\n') continue;
      if (c == '_' || c == '^' || c == '{' || c == '}' || c == '@' || c == '&' || c == '~') out += "\\\\";
      out += c;
    }
  }
  return out + "\"";
}

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "hysteron-plot-XXXXXX").string();
    if (!mkdtemp(name.data())) throw InputError("no folder for temporary files in " + fs::temp_directory_path().string());
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string draw(const std::string& script) {
  const Folder folder;
  const fs::path in = folder.path() / "plot.gp", out = folder.path() / "plot.svg";
  std::ofstream(in) << "set output '" << out.string() << "'\n" << script;
  const std::string command = "gnuplot '" + in.string() + "' > /dev/null 2>&1";
  if (std::system(command.c_str()) != 0) {
    if (!can_plot()) throw InputError("gnuplot is not installed: apt-get install gnuplot-nox");
    throw std::logic_error("gnuplot refused a plot:\n" + script.substr(0, 400));
  }
  std::ifstream svg(out);
  std::string text(std::istreambuf_iterator<char>(svg), {});
  const auto start = text.find("<svg");  // without the XML prologue it can stand in HTML
  return start == std::string::npos ? text : text.substr(start);
}

void name_tics(std::ostream& out, const char* axis, const std::vector<std::string>& names) {
  if (names.empty()) return;
  out << "set " << axis << "tics (";
  for (std::size_t k = 0; k < names.size(); ++k) out << (k ? ", " : "") << quoted(names[k]) << " " << k;
  out << ")" << (*axis == 'x' && names.size() > 4 ? " rotate by -30" : "") << "\n";
  const double last = double(names.size()) - 0.5;  // the first at the left, or at the top
  if (*axis == 'x') out << "set xrange [-0.5:" << last << "]\n";
  else out << "set yrange [" << last << ":-0.5]\n";
}

void write_matrix(std::ostream& out, const std::vector<std::vector<double>>& rows) {
  out << "$m << EOD\n";
  for (const auto& row : rows) {
    for (double x : row) out << x << " ";
    out << "\n";
  }
  out << "EOD\n";
}

std::string frame(const Axes& a) {
  std::ostringstream out;
  out << "set terminal svg size " << a.width << "," << a.height << " dynamic enhanced font 'Helvetica,12' linewidth 1.2\n"
      << "set encoding utf8\nset border lc rgb '#555555'\nset grid lc rgb '#dddddd'\nset key above horizontal left font ',11'\n"
      << "set title " << quoted(a.title) << " font ',13'\nset xlabel " << quoted(a.x) << "\nset ylabel " << quoted(a.y) << "\n";
  if (a.log_x) out << "set logscale x\nset format x '10^{%L}'\n";
  if (a.log_y) out << "set logscale y\nset format y '10^{%L}'\n";
  if (a.margin) out << "set offsets graph 0.04, graph 0.04, graph 0.08, graph 0.08\n";
  name_tics(out, "x", a.x_names);
  name_tics(out, "y", a.y_names);
  return out.str();
}

const char* form(Series::Style style) {
  switch (style) {
    case Series::points: return "points pt 7 ps 0.35";
    case Series::line: return "lines lw 1.6";
    case Series::steps: return "steps lw 1.2";
    case Series::dashed: return "lines lw 1.4 dt 2";
  }
  return "";
}

}  // namespace

std::vector<double> counted(std::size_t n) {
  std::vector<double> x(n);
  std::iota(x.begin(), x.end(), 0.0);
  return x;
}

Series series(std::string title, const std::vector<double>& x, const std::vector<double>& y, Series::Style style, int colour) {
  constexpr std::size_t shown = 4000;  // the figures are of all
  const std::size_t stride = std::max<std::size_t>((x.size() + shown - 1) / shown, 1);
  Series s{.title = std::move(title), .x = {}, .y = {}, .style = style, .colour = colour};
  for (std::size_t k = 0; k < x.size(); k += stride) s.x.push_back(x[k]), s.y.push_back(y[k]);
  return s;
}

std::string plot(const Axes& axes, const std::vector<Series>& series) {
  std::ostringstream out;
  out.precision(7);
  out << frame(axes);
  double largest = 0.0;
  for (const Series& s : series) {
    for (const double y : s.y) largest = std::isfinite(y) ? std::max(largest, std::abs(y)) : largest;
  }
  if (!axes.log_y && largest < 0.01) out << "set format y '%.1s%c'\n";  // 350.0u, where digits after the point run out of room
  for (std::size_t k = 0; k < series.size(); ++k) {
    out << "$d" << k << " << EOD\n";
    for (std::size_t i = 0; i < series[k].x.size(); ++i) {
      if (std::isfinite(series[k].x[i]) && std::isfinite(series[k].y[i])) {
        out << series[k].x[i] << " " << series[k].y[i] << "\n";
      } else {
        out << "\n";
      }
    }
    out << "EOD\n";
  }
  out << "plot";
  for (std::size_t k = 0; k < series.size(); ++k) {
    const Series& s = series[k];
    out << (k ? ", " : " ") << "$d" << k << " using 1:2 with " << form(s.style) << " lc rgb '"
        << palette[s.colour % std::size(palette)] << "' "
        << (s.title.empty() ? std::string("notitle") : "title " + quoted(s.title));
  }
  out << "\n";
  return draw(out.str());
}

std::string map(const Axes& axes, const std::vector<std::vector<double>>& rows, const std::string& unit) {
  std::ostringstream out;
  out.precision(6);
  out << frame(axes) << "unset grid\nset palette defined (0 '#f7fbff', 0.5 '#6baed6', 1 '#08306b')\nset cblabel " << quoted(unit)
      << "\nset yrange [*:*] reverse\nset autoscale xfix\nset autoscale yfix\n";
  write_matrix(out, rows);
  out << "plot $m matrix with image notitle\n";
  return draw(out.str());
}

std::string signed_map(const Axes& axes, const std::vector<std::vector<double>>& rows, const std::string& meaning) {
  std::ostringstream out;
  out.precision(6);
  out << frame(axes) << "unset grid\nset palette defined (-1 '#d55e00', 0 '#ffffff', 1 '#0072b2')\nset cbrange [-1:1]\nset cblabel "
      << quoted(meaning) << "\n";
  write_matrix(out, rows);
  out << "plot $m matrix with image pixels notitle, $m matrix using 1:2:(sprintf('%.2f', $3)) with labels font ',10' notitle\n";
  return draw(out.str());
}

bool can_plot() { return std::system("gnuplot --version > /dev/null 2>&1") == 0; }

}  // namespace hysteron::report
