#pragma once

// Decks that write one row of numbers, run by ngspice.

#include <string>
#include <vector>

namespace hysteron::array_tests {

/// The numbers of out.txt, which the deck writes. `name` is that of a folder for its files.
std::vector<double> run_ngspice(const std::string& deck, const std::string& name);

}  // namespace hysteron::array_tests
