#include "fitters/solve.h"

#include <ceres/ceres.h>

#include <algorithm>

namespace hysteron::fitters {
namespace {

// Ceres asks for the values at a trial point and, if it takes the step, for the Jacobian at the
// same point. Slopes come with the values at half their price again, so both are made at once and
// kept for the second question.
class Cost : public ceres::CostFunction {
 public:
  Cost(const Assembly& assembly, const Robust& robust, std::span<const Coordinate> free, const Unknowns& rest,
       const std::function<bool()>& stop)
      : assembly_(assembly), robust_(robust), free_(free), rest_(rest), stop_(stop) {
    set_num_residuals(int(assembly.weighting.rows.size()));
    mutable_parameter_block_sizes()->push_back(int(free.size()));
  }

  bool Evaluate(double const* const* z, double* residuals, double** jacobians) const override {
    const Eigen::Map<const Eigen::VectorXd> at(z[0], free_.size());
    if (at_.size() != at.size() || at != at_) {
      if (stop_() || !compute(at)) {
        at_.resize(0);
        return false;
      }
      at_ = at;
    }
    std::copy(r_.begin(), r_.end(), residuals);
    if (jacobians && jacobians[0]) std::copy_n(jacobian_.data(), jacobian_.size(), jacobians[0]);
    return true;
  }

  long evaluations() const { return evaluations_; }

 private:
  bool compute(const Eigen::VectorXd& at) const {
    Unknowns x = rest_;
    for (std::size_t j = 0; j < free_.size(); ++j) x[free_[j].index] = decode(free_[j], at[j]);
    ++evaluations_;
    if (!assembly_.residuals(x, free_, r_, &jacobian_)) return false;
    robustify(robust_, r_, &jacobian_);
    return true;
  }

  const Assembly& assembly_;
  const Robust robust_;
  const std::span<const Coordinate> free_;
  const Unknowns& rest_;
  const std::function<bool()>& stop_;
  mutable Eigen::VectorXd at_, r_;
  mutable Jacobian jacobian_;
  mutable long evaluations_ = 0;
};

class Stop : public ceres::IterationCallback {
 public:
  explicit Stop(const std::function<bool()>& stop) : stop_(stop) {}
  ceres::CallbackReturnType operator()(const ceres::IterationSummary&) override {
    return stop_() ? ceres::SOLVER_ABORT : ceres::SOLVER_CONTINUE;
  }

 private:
  const std::function<bool()>& stop_;
};

}  // namespace

Solution solve(const Assembly& assembly, const Robust& robust, std::span<const Coordinate> free, Unknowns start,
               int max_iterations, const std::function<bool()>& stop, double function_tolerance) {
  std::vector<double> z;
  for (const Coordinate& c : free) z.push_back(std::clamp(encode(c, start[c.index]), lower(c), upper(c)));
  Solution s{start, HUGE_VAL, false, "", 0, 0};
  const Cost cost(assembly, robust, free, start, stop);
  Stop on_iteration(stop);
  ceres::Problem::Options ownership;
  ownership.cost_function_ownership = ceres::DO_NOT_TAKE_OWNERSHIP;
  ceres::Problem problem(ownership);
  problem.AddResidualBlock(const_cast<Cost*>(&cost), nullptr, z.data());
  for (std::size_t j = 0; j < free.size(); ++j) {
    problem.SetParameterLowerBound(z.data(), int(j), lower(free[j]));
    problem.SetParameterUpperBound(z.data(), int(j), upper(free[j]));
  }
  ceres::Solver::Options options;
  options.linear_solver_type = ceres::DENSE_QR;
  options.max_num_iterations = max_iterations;
  options.function_tolerance = function_tolerance;
  options.parameter_tolerance = 1e-9;
  options.gradient_tolerance = 1e-10;
  options.max_num_consecutive_invalid_steps = 20;
  options.logging_type = ceres::SILENT;
  options.callbacks.push_back(&on_iteration);
  ceres::Solver::Summary summary;
  ceres::Solve(options, &problem, &summary);
  s.evaluations = cost.evaluations();
  s.iterations = int(summary.iterations.size());
  s.termination = summary.message;
  s.converged = summary.termination_type == ceres::CONVERGENCE;
  if (!summary.IsSolutionUsable() && summary.termination_type != ceres::USER_FAILURE) return s;
  for (std::size_t j = 0; j < free.size(); ++j) {
    s.x[free[j].index] = std::clamp(decode(free[j], z[j]), free[j].field.lower, free[j].field.upper);
  }
  s.cost = summary.final_cost;
  return s;
}

}  // namespace hysteron::fitters
