#pragma once

// Whether members are of one kind, or a mixture of two or three.

#include <cstdint>
#include <vector>

#include "fitters/random_effects.h"

namespace hysteron::fitters {

/// Of BIC, by which more kinds must be better than fewer: "very strong" in R. E. Kass, A. E. Raftery, J. Am. Stat. Assoc. 90
/// (1995) 773.
inline constexpr double strong_evidence = 10.0;

struct Mixture {
  std::vector<double> weight = {};        // of each kind, the largest first
  std::vector<RandomEffects> kinds = {};  // without the errors of the estimates
  std::vector<double> bic = {};           // of 1, 2, ... kinds, as many as were tried
};

/// Members of which a kind must have so many to be one: as many as there are values to tell its mean and deviations from, and
/// eight.
int fewest_of_a_kind(int values);

/// Normal kinds with normal errors by maximum likelihood, from seeded starts: the EM algorithm of J. Bovy, D. W. Hogg,
/// S. T. Roweis, Ann. Appl. Stat. 5 (2011) 1657, with n/(n - 1) for the means that are estimated too. A deviation of a kind is
/// 1 % of that of all members at least. One kind more is taken where its BIC is better by strong_evidence and each kind has
/// fewest_of_a_kind; three at most.
Mixture mixture(const std::vector<Observation>& members, std::uint64_t seed);

}  // namespace hysteron::fitters
