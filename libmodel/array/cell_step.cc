#include "libmodel/array/cell_step.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hysteron {
namespace {

using Eigen::Index;

// Elimination of 1 - weight df/dx, all cells abreast, without exchange of rows: it is near 1 where the step is
// short enough, and has pivots > 0.
class StepMatrix {
 public:
  StepMatrix(const CellStates& rate_by_state, double weight, std::size_t states) : n_(states), a_(rate_by_state) {
    for (CellMatrix& each : a_) each *= -weight;
    for (std::size_t k = 0; k < n_; ++k) at(k, k).array() += 1.0;
    for (std::size_t k = 0; k < n_ && regular_; ++k) {
      regular_ = (at(k, k).array() > 0.0).all();
      for (std::size_t i = k + 1; i < n_; ++i) {
        at(i, k).array() /= at(k, k).array();
        for (std::size_t j = k + 1; j < n_; ++j) at(i, j) -= at(i, k).cwiseProduct(at(k, j));
      }
    }
  }

  /// Whether no cell has a pivot <= 0.
  bool regular() const { return regular_; }

  void solve_in_place(CellStates& b) const {
    for (std::size_t i = 0; i < n_; ++i)
      for (std::size_t j = 0; j < i; ++j) b[i] -= at(i, j).cwiseProduct(b[j]);
    for (std::size_t i = n_; i-- > 0;) {
      for (std::size_t j = i + 1; j < n_; ++j) b[i] -= at(i, j).cwiseProduct(b[j]);
      b[i].array() /= at(i, i).array();
    }
  }

 private:
  CellMatrix& at(std::size_t i, std::size_t j) { return a_[i * n_ + j]; }
  const CellMatrix& at(std::size_t i, std::size_t j) const { return a_[i * n_ + j]; }

  std::size_t n_;
  CellStates a_;
  bool regular_ = true;
};

double span(const Field& state) { return state.upper - state.lower; }

}  // namespace

CellStep::CellStep(CellMotion cells, Index rows, Index columns) : cells_(std::move(cells)) {
  answer_.resize(rows, columns, cells_.states.size());
  states_ = known_ = cells_.start(rows, columns);
  change_.assign(states_.size(), CellMatrix::Zero(rows, columns));
  by_voltage_ = change_;
  voltage_.setZero(rows, columns);
}

void CellStep::set(CellStates known, double weight, CellStates guess) {
  known_ = std::move(known);
  weight_ = weight;
  states_ = std::move(guess);
}

CellStates CellStep::within(CellStates states) const {
  for (std::size_t k = 0; k < states.size(); ++k)
    states[k] = states[k].cwiseMax(cells_.states[k].lower).cwiseMin(cells_.states[k].upper);
  return states;
}

// One Newton step of every cell's states. Returns the largest, of a state's range; infinite where the
// step is too long.
double CellStep::correct(const CellMatrix& voltage) {
  cells_.answer(voltage, states_, answer_);
  const std::size_t n = states_.size();
  for (std::size_t k = 0; k < n; ++k) {
    change_[k] = known_[k] + weight_ * answer_.rate[k] - states_[k];
    by_voltage_[k] = weight_ * answer_.rate_by_voltage[k];
  }
  const StepMatrix matrix(answer_.rate_by_state, weight_, n);
  if (!matrix.regular()) return INFINITY;
  matrix.solve_in_place(change_);
  matrix.solve_in_place(by_voltage_);
  double largest = 0.0;
  for (std::size_t k = 0; k < n; ++k) change_[k] += states_[k];
  change_ = within(std::move(change_));
  for (std::size_t k = 0; k < n; ++k) {
    change_[k].swap(states_[k]);
    change_[k] = states_[k] - change_[k];
    if (!change_[k].allFinite()) return INFINITY;
    largest = std::max(largest, change_[k].cwiseAbs().maxCoeff() / span(cells_.states[k]));
  }
  return largest;
}

void CellStep::operator()(const CellMatrix& voltage, CellMatrix& current, CellMatrix& slope) {
  const std::size_t n = states_.size();
  for (std::size_t k = 0; k < n; ++k) states_[k] += by_voltage_[k].cwiseProduct(voltage - voltage_);
  states_ = within(std::move(states_));
  voltage_ = voltage;
  constexpr int most = 30;
  constexpr double near = 1e-5;  // of the range: the current, moved along, is then right to its square
  settled_ = false;
  for (int iteration = 0; iteration < most && !settled_; ++iteration) {
    const double moved = correct(voltage);
    if (std::isinf(moved)) break;
    settled_ = moved <= near;
  }
  current = answer_.current, slope = answer_.slope;
  for (std::size_t k = 0; k < n; ++k) {
    current += answer_.current_by_state[k].cwiseProduct(change_[k]);
    slope += answer_.current_by_state[k].cwiseProduct(by_voltage_[k]);
  }
}

CellStates CellStep::rates() const {
  if (weight_ == 0.0) return answer_.rate;
  CellStates out = states_;
  for (std::size_t k = 0; k < out.size(); ++k) out[k] = (states_[k] - known_[k]) / weight_;
  return out;
}

CellStates CellStep::damped(const CellStates& error) const {
  CellStates out = error;
  const StepMatrix matrix(answer_.rate_by_state, weight_, out.size());
  if (matrix.regular()) matrix.solve_in_place(out);
  return out;
}

}  // namespace hysteron
