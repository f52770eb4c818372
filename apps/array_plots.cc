#include "apps/array_plots.h"

#include <algorithm>
#include <vector>

#include "apps/report/plot.h"
#include "data/whole_file.h"

namespace hysteron::apps {
namespace {

std::vector<std::vector<double>> reduced(const CellMatrix& cells) {
  using Eigen::Index;
  const Index step = (std::max(cells.rows(), cells.cols()) + 127) / 128;
  std::vector<std::vector<double>> out;
  for (Index i = 0; i < cells.rows(); i += step) {
    out.emplace_back();
    for (Index j = 0; j < cells.cols(); j += step)
      out.back().push_back(cells.block(i, j, std::min(step, cells.rows() - i), std::min(step, cells.cols() - j)).mean());
  }
  return out;
}

}  // namespace

void draw_cells(const std::filesystem::path& file, const std::string& title, const CellMatrix& cells, const std::string& unit) {
  data::replace_whole(file, report::map({.title = title, .x = "bit line", .y = "word line"}, reduced(cells), unit));
}

const char* words(Outcome outcome) {
  switch (outcome) {
    case Outcome::solved: return "solved";
    case Outcome::not_converged: return "not converged";
    case Outcome::floating: return "floating: no terminal conducts";
  }
  return "";
}

}  // namespace hysteron::apps
