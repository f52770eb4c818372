#pragma once

// What estimates of many members of a kind say about the kind, each estimate with an error of its own.

#include <Eigen/Core>
#include <span>
#include <vector>

namespace hysteron::fitters {

/// The estimates of one member and their covariance. A value that is NaN was not estimated.
struct Observation {
  Eigen::VectorXd value;
  Eigen::MatrixXd covariance;
};

/// The law of the members themselves: what the errors of their estimates add to the spread is not in it.
struct RandomEffects {
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;
};

/// Normal members with normal errors by maximum likelihood: the EM algorithm of N. M. Laird and J. H. Ware, Biometrics
/// 38 (1982) 963, with n/(n - 1) for the mean that is estimated too. Needs two members for each value.
RandomEffects random_effects(const std::vector<Observation>& members);

/// The same of a sample in which each member is so many times, 0 too; to a tolerance in standard deviations of the members.
RandomEffects random_effects(const std::vector<Observation>& members, std::span<const int> times, double tolerance);

/// How one value goes from member to member, in order.
struct Course {
  double slope, lower95, upper95;  // a member; the bounds allow for neighbours that resemble each other
  double lag1;                     // correlation of neighbours about the slope, without the errors of estimation
};

/// NaN for fewer than ten members. `variance` is that of each estimate; NaN values are left out.
Course course(const std::vector<double>& value, const std::vector<double>& variance);

}  // namespace hysteron::fitters
