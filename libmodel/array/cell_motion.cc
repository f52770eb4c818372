#include "libmodel/array/cell_motion.h"

#include <cmath>
#include <utility>

namespace hysteron {
namespace {

using Eigen::Index;

void negate(CellMatrix& x) { x = -x; }

struct Series {
  CellMotion first, second;
  CellMatrix share;   // of the voltage, across the first
  CellMatrix change;  // V, of the last step
  CellAnswer a, b;

  void operator()(const CellMatrix& voltage, const CellStates& state, CellAnswer& to) {
    const std::size_t m = first.states.size(), n = second.states.size();
    const CellStates state_a(state.begin(), state.begin() + static_cast<Index>(m));
    const CellStates state_b(state.begin() + static_cast<Index>(m), state.end());
    divide(voltage, state_a, state_b, !to.rate.empty());
    const auto both = (a.slope + b.slope).array().max(1e-300);
    const CellMatrix share_a = b.slope.array() / both, share_b = a.slope.array() / both;  // of a change of voltage
    to.current = a.current;
    to.slope = a.slope.cwiseProduct(share_a);
    if (to.rate.empty()) return;
    for (std::size_t k = 0; k < m + n; ++k) {
      const bool in_a = k < m;
      to.rate[k] = in_a ? a.rate[k] : b.rate[k - m];
      to.rate_by_voltage[k] = in_a ? a.rate_by_voltage[k].cwiseProduct(share_a) : b.rate_by_voltage[k - m].cwiseProduct(share_b);
      to.current_by_state[k] = in_a ? a.current_by_state[k].cwiseProduct(share_a) : b.current_by_state[k - m].cwiseProduct(share_b);
    }
    // A state that raises the current of one device moves voltage onto the other.
    for (std::size_t k = 0; k < m + n; ++k)
      for (std::size_t l = 0; l < m + n; ++l) {
        const CellMatrix& push = l < m ? a.current_by_state[l] : b.current_by_state[l - m];
        const CellMatrix& by_voltage = k < m ? a.rate_by_voltage[k] : b.rate_by_voltage[k - m];
        const double sign = (k < m) == (l < m) ? -1.0 : 1.0;
        CellMatrix& out = to.rate_by_state[k * (m + n) + l];
        out = sign * by_voltage.array() * push.array() / both;
        if (k < m && l < m) out += a.rate_by_state[k * m + l];
        if (k >= m && l >= m) out += b.rate_by_state[(k - m) * n + (l - m)];
      }
  }

  // Leaves the answers of both at the voltages at which their currents agree.
  void divide(const CellMatrix& voltage, const CellStates& state_a, const CellStates& state_b, bool rates) {
    const Index rows = voltage.rows(), columns = voltage.cols();
    if (share.rows() != rows || share.cols() != columns) share.setConstant(rows, columns, 0.5);
    a.resize(rows, columns, rates ? first.states.size() : 0);
    b.resize(rows, columns, rates ? second.states.size() : 0);
    CellMatrix low = voltage.cwiseMin(0.0), high = voltage.cwiseMax(0.0), across = voltage.cwiseProduct(share);
    constexpr int most = 200;
    for (int iteration = 0; iteration < most; ++iteration) {
      first.answer(across, state_a, a);
      second.answer(voltage - across, state_b, b);
      if (settled(voltage, low, high, across)) break;
    }
    a.current += a.slope.cwiseProduct(change);
    share = (voltage.array() != 0.0).select(across.array() / voltage.array(), share.array());
  }

  // One safeguarded Newton step of every cell; true where the square of none is beyond rounding.
  bool settled(const CellMatrix& voltage, CellMatrix& low, CellMatrix& high, CellMatrix& across) {
    bool all = true;
    change.setZero(voltage.rows(), voltage.cols());
    for (Index k = 0; k < across.size(); ++k) {
      const double excess = a.current(k) - b.current(k), at = across(k);
      if (excess == 0.0) continue;
      (excess > 0.0 ? high(k) : low(k)) = at;
      change(k) = -excess / (a.slope(k) + b.slope(k));
      if (!(std::abs(change(k)) <= 1e-8 * std::abs(voltage(k)))) {
        const double next = at + change(k);
        change(k) = (next > low(k) && next < high(k) ? next : 0.5 * (low(k) + high(k))) - at;
        all = false;
      }
      across(k) += change(k);
    }
    return all;
  }
};

}  // namespace

void CellAnswer::resize(Index rows, Index columns, std::size_t states) {
  current.setZero(rows, columns), slope.setZero(rows, columns);
  for (CellStates* each : {&rate, &rate_by_voltage, &current_by_state}) each->assign(states, current);
  rate_by_state.assign(states * states, current);
}

CellStates CellMotion::start(Index rows, Index columns) const {
  CellStates out;
  for (const Field& state : states) out.push_back(CellMatrix::Constant(rows, columns, state.value));
  return out;
}

CellMotion motionless(CellLaw law) {
  return {.states = {}, .answer = [law = std::move(law)](const CellMatrix& voltage, const CellStates&, CellAnswer& to) {
            law(voltage, to.current, to.slope);
          }};
}

CellLaw held(CellMotion cells, CellStates states) {
  return [cells = std::move(cells), states = std::move(states), to = CellAnswer()](const CellMatrix& voltage, CellMatrix& current,
                                                                                   CellMatrix& slope) mutable {
    if (!to.fits(voltage)) to.resize(voltage.rows(), voltage.cols(), 0);
    cells.answer(voltage, states, to);
    current = to.current, slope = to.slope;
  };
}

CellMotion turned(CellMotion cells) {
  auto answer = [inner = std::move(cells.answer)](const CellMatrix& voltage, const CellStates& state, CellAnswer& to) {
    inner(-voltage, state, to);
    negate(to.current);
    for (CellMatrix& x : to.rate_by_voltage) negate(x);
    for (CellMatrix& x : to.current_by_state) negate(x);
  };
  return {.states = std::move(cells.states), .answer = std::move(answer)};
}

CellMotion in_series(CellMotion first, CellMotion second) {
  std::vector<Field> states = first.states;
  states.insert(states.end(), second.states.begin(), second.states.end());
  return {.states = std::move(states), .answer = Series{std::move(first), std::move(second), {}, {}, {}, {}}};
}

CellLaw in_series(CellLaw first, CellLaw second) {
  return held(in_series(motionless(std::move(first)), motionless(std::move(second))), {});
}

}  // namespace hysteron
