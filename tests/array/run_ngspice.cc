#include "tests/array/run_ngspice.h"

#include <doctest/doctest.h>

#include <fstream>

#include "spice/ngspice.h"

namespace hysteron::array_tests {

std::vector<double> run_ngspice(const std::string& deck, const std::string& file) {
  const spice::Workspace workspace;
  const spice::Run run = spice::run_ngspice(workspace.folder(), deck, 300.0);
  REQUIRE_MESSAGE(run.finished(), run.output);
  std::ifstream in(workspace.folder() / file);
  std::vector<double> row;
  for (double x; in >> x;) row.push_back(x);
  return row;
}

}  // namespace hysteron::array_tests
