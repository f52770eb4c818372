#include "libmodel/array/array_transient.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <utility>

namespace hysteron {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

constexpr double kGamma = 2.0 - std::numbers::sqrt2;  // where in the step the first stage ends
constexpr double kOwn = kGamma / 2.0;                 // weight of a stage's own rate
constexpr double kBefore = std::numbers::sqrt2 / 4.0; // of the rates at the start and after the first stage

CellStates moved(const CellStates& from, double time, const CellStates& rate) {
  CellStates out = from;
  for (std::size_t k = 0; k < out.size(); ++k) out[k] += time * rate[k];
  return out;
}

VectorXd lost_in(const VectorXd& conductance, const VectorXd& current) {
  return VectorXd::NullaryExpr(current.size(), [&](Index i) { return conductance[i] > 0.0 ? current[i] * current[i] / conductance[i] : 0.0; });
}

template <class F>
Ends each_end(const Ends& a, const Ends& b, const F& f) {
  return {f(a.left, b.left), f(a.right, b.right), f(a.top, b.top), f(a.bottom, b.bottom)};
}

void add_to(Ends& sum, double factor, const Ends& more) {
  sum.left += factor * more.left, sum.right += factor * more.right, sum.top += factor * more.top, sum.bottom += factor * more.bottom;
}

double sum_of(const Ends& x) { return x.left.sum() + x.right.sum() + x.top.sum() + x.bottom.sum(); }

// Of the tolerance, the largest of any state of any cell.
double largest(const CellStates& error, const std::vector<Field>& fields, double tolerance) {
  double out = 0.0;
  for (std::size_t k = 0; k < error.size(); ++k)
    out = std::max(out, error[k].cwiseAbs().maxCoeff() / (tolerance * (fields[k].upper - fields[k].lower)));
  return out;
}

}  // namespace

void Dissipation::add(double factor, const Dissipation& more) {
  cell += factor * more.cell, word_line += factor * more.word_line, bit_line += factor * more.bit_line;
  add_to(terminal, factor, more.terminal);
  add_to(driver, factor, more.driver);
}

double Dissipation::taken() const { return cell.sum() + word_line.sum() + bit_line.sum() + sum_of(terminal); }
double Dissipation::delivered() const { return sum_of(driver); }

Dissipation no_dissipation(Index rows, Index columns) {
  return {CellMatrix::Zero(rows, columns), VectorXd::Zero(rows), VectorXd::Zero(columns), zero_ends(rows, columns), zero_ends(rows, columns)};
}

ArrayTransient::ArrayTransient(const Crossbar& lines, CellMotion cells)
    : lines_(lines), solver_(lines), step_(std::move(cells), lines.rows(), lines.columns()), states_(step_.states()) {}

void ArrayTransient::set_states(CellStates states) { states_ = std::move(states); }

OperatingPoint ArrayTransient::read(const Ends& voltage) {
  step_.set(states_, 0.0, states_);
  return solver_.solve(std::ref(step_), voltage);
}

ArrayTransient::Moment ArrayTransient::solve(double time, const Drive& drive, const TransientOptions& options, TransientResult& out) {
  Moment now{.time = time, .voltage = drive.at(time), .point = {}, .word = {}, .bit = {}, .rate = {}, .power = {}};
  now.point = solver_.solve(std::ref(step_), now.voltage, {.tolerance = options.balance});
  now.word = solver_.word_voltage(), now.bit = solver_.bit_voltage();
  now.rate = step_.rates();
  now.power = power(now.voltage, now.point.current);
  now.solved = now.point.outcome == Outcome::solved && step_.settled();
  out.newton_iterations += now.point.newton_iterations;
  out.linear_iterations += now.point.linear_iterations;
  return now;
}

Dissipation ArrayTransient::power(const Ends& voltage, const Ends& current) const {
  const Index rows = lines_.rows(), columns = lines_.columns();
  const CellMatrix &word = solver_.word_voltage(), &bit = solver_.bit_voltage();
  Dissipation out{.cell = (word - bit).cwiseProduct(solver_.cell_current()),
                  .word_line = (word.rightCols(columns - 1) - word.leftCols(columns - 1)).rowwise().squaredNorm() / lines_.word_resistance,
                  .bit_line = (bit.bottomRows(rows - 1) - bit.topRows(rows - 1)).colwise().squaredNorm().transpose() / lines_.bit_resistance,
                  .terminal = each_end(lines_.terminal, current, lost_in),
                  .driver = each_end(voltage, current, [](const VectorXd& v, const VectorXd& i) { return VectorXd(v.cwiseProduct(i)); })};
  return out;
}

// The voltages to start from, along the straight line through two moments.
void ArrayTransient::extrapolate(const Moment& before, const Moment& now, double time) {
  const double part = now.time > before.time ? (time - now.time) / (now.time - before.time) : 0.0;
  solver_.start_from(now.word + part * (now.word - before.word), now.bit + part * (now.bit - before.bit));
}

ArrayTransient::Step ArrayTransient::attempt(const Moment& past, const Moment& now, double end, const Drive& drive,
                                             const TransientOptions& options, TransientResult& out) {
  const double length = end - now.time, own = kOwn * length, before = kBefore * length;
  Step step;
  step_.set(moved(states_, own, now.rate), own, moved(states_, kGamma * length, now.rate));
  extrapolate(past, now, now.time + kGamma * length);
  step.half = solve(now.time + kGamma * length, drive, options, out);
  if (!step.half.solved) return step;
  const CellStates known = moved(moved(states_, before, now.rate), before, step.half.rate);
  step_.set(known, own, moved(step_.states(), (1.0 - kGamma) * length, step.half.rate));
  extrapolate(now, step.half, end);
  step.full = solve(end, drive, options, out);
  step.solved = step.full.solved;
  CellStates error = now.rate;
  for (std::size_t k = 0; k < error.size(); ++k)
    error[k] = length / 3.0 * ((1.0 - 4.0 * kBefore) * now.rate[k] + step.half.rate[k] - 2.0 * kOwn * step.full.rate[k]);
  step.error = step_.damped(error);
  step.excess = largest(step.error, fields(), options.tolerance);
  return step;
}

TransientResult ArrayTransient::run(const Drive& drive, const TransientOptions& options, const Watch& watch) {
  check(drive, rows(), columns());
  const CellStates start = states_;
  TransientResult out{.energy = no_dissipation(rows(), columns())};
  step_.set(states_, 0.0, states_);
  Moment now = solve(0.0, drive, options, out);
  if (watch && now.solved) watch(0.0, now.voltage, now.point.current);

  Moment past = now;
  double wished = drive.time[1] / 4.0;  // s, of the next step
  struct Accepted {
    double length = 0.0, excess = 0.0;
  } accepted;          // since the last kink
  bool again = false;  // the last attempt was rejected
  for (std::size_t kink = 1; now.solved && kink < drive.time.size();) {
    const double end = drive.time[kink];
    const bool last = now.time + 1.1 * wished >= end;
    Step step = attempt(past, now, last ? end : now.time + wished, drive, options, out);
    const double length = (last ? end : now.time + wished) - now.time;
    if (!step.solved || !(step.excess <= 1.0)) {
      ++out.rejected;
      wished = length * (step.solved ? std::clamp(0.9 * std::cbrt(1.0 / step.excess), 0.1, again ? 0.5 : 0.9) : 0.25);
      again = true;
      now.solved = out.steps + out.rejected < options.steps && wished > 1e-12 * drive.duration();
      continue;
    }
    const double excess = std::max(step.excess, 1e-9);
    const double growth = accepted.length > 0.0 ? length / accepted.length * std::cbrt(accepted.excess / excess) : 1.0;  // as it grew before
    const double longer = length * std::min(0.9 * std::cbrt(1.0 / excess) * std::min(growth, 1.0), 5.0);
    wished = last ? std::max(wished, longer) : longer;
    accepted = last ? Accepted{} : Accepted{length, excess};
    again = false;
    kink += last;
    ++out.steps;
    out.energy.add(kBefore * length, now.power);
    out.energy.add(kBefore * length, step.half.power);
    out.energy.add(kOwn * length, step.full.power);
    out.residual = std::max({out.residual, step.half.point.residual, step.full.point.residual});
    states_ = step_.within(moved(step_.states(), 1.0, step.error));
    past = std::move(step.half);
    now = std::move(step.full);
    if (watch) watch(now.time, now.voltage, now.point.current);
  }
  if (!now.solved) out.outcome = Outcome::not_converged, states_ = start;
  return out;
}

}  // namespace hysteron
