#pragma once

// Decks that write one row of numbers, run by ngspice.

#include <string>
#include <vector>

namespace hysteron::array_tests {

/// The numbers of out.txt, which the deck writes.
std::vector<double> run_ngspice(const std::string& deck);

}  // namespace hysteron::array_tests
