#pragma once

// Decks that write one row of numbers, run by ngspice.

#include <string>
#include <vector>

namespace hysteron::array_tests {

/// The numbers of the file that the deck writes.
std::vector<double> run_ngspice(const std::string& deck, const std::string& file = "out.txt");

}  // namespace hysteron::array_tests
