#include "tests/array/run_ngspice.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace hysteron::array_tests {

std::vector<double> run_ngspice(const std::string& deck, const std::string& name) {
  const auto folder = std::filesystem::temp_directory_path() / "hysteron_tests" / ("array_" + name);
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "deck.sp") << deck;
  const std::string command = "cd '" + folder.string() + "' && timeout 300 ngspice -b deck.sp > log.txt 2>&1";
  REQUIRE(std::system(command.c_str()) == 0);
  std::ifstream in(folder / "out.txt");
  std::vector<double> row;
  for (double x; in >> x;) row.push_back(x);
  return row;
}

}  // namespace hysteron::array_tests
