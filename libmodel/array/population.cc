#include "libmodel/array/population.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "libmodel/array/reader.h"
#include "libmodel/error.h"
#include "libmodel/sim/random.h"

namespace hysteron {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

enum Channel : std::uint32_t { device, defect, read, word_line, bit_line };

void check_between(const char* name, double x, double most) {
  if (x >= 0.0 && x <= most && std::isfinite(x)) return;
  char text[96];
  std::snprintf(text, sizeof text, "%s = %.6g: must be from 0 to %.6g", name, x, most);
  throw InputError(text);
}

Draw draw(const Population& p, std::uint32_t array, Index at, Channel channel) {
  return {.seed = p.seed, .instance = array, .step = static_cast<std::uint32_t>(at), .channel = channel};
}

Cause struck(const Population& p, double u) {
  for (const auto& [cause, share] : {std::pair{Cause::open, p.open}, {Cause::stuck_on, p.stuck_on},
                                     {Cause::stuck_off, p.stuck_off}}) {
    if (u < share) return cause;
    u -= share;
  }
  return Cause::none;
}

double made(const Population& p, Cause cause, double designed, std::uint32_t array, Index at) {
  if (cause == Cause::open) return 0.0;
  if (cause == Cause::stuck_on) return p.on;
  if (cause == Cause::stuck_off) return p.off;
  double g = p.written ? p.written(designed, array, static_cast<std::uint32_t>(at)) : designed;
  if (!p.written && p.spread > 0.0) {
    const double sigma = std::sqrt(std::log1p(p.spread * p.spread));
    g *= std::exp(sigma * normal(draw(p, array, at, device)) - 0.5 * sigma * sigma);
  }
  if (p.read_noise > 0.0) g *= std::max(0.0, 1.0 + p.read_noise * normal(draw(p, array, at, read)));
  return g;
}

}  // namespace

const char* words(Cause cause) {
  constexpr const char* names[cause_count] = {"serves",      "open",           "stuck on", "stuck off",
                                              "word driver", "bit line sense", "spread",   "line resistance"};
  return names[static_cast<int>(cause)];
}

void check(const Population& p) {
  check_between("spread", p.spread, 10.0);
  check_between("read_noise", p.read_noise, 10.0);
  check_between("open", p.open, 1.0);
  check_between("stuck_on", p.stuck_on, 1.0);
  check_between("stuck_off", p.stuck_off, 1.0);
  check_between("open + stuck_on + stuck_off", p.open + p.stuck_on + p.stuck_off, 1.0);
  check_between("on", p.on, 1e6);
  check_between("off", p.off, 1e6);
  check_between("word_driver", p.word_driver, 1.0);
  check_between("bit_sense", p.bit_sense, 1.0);
}

namespace {

// Cells from number `first` on as made, and what struck them.
void make_cells(const Population& p, std::uint32_t array, Index first, CellMatrix& conductance, DefectMap& struck_by) {
  struck_by.setConstant(conductance.rows(), conductance.cols(), Cause::none);
  for (Index k = 0; k < conductance.size(); ++k) {
    struck_by(k) = struck(p, uniform(draw(p, array, first + k, defect)));
    conductance(k) = made(p, struck_by(k), conductance(k), array, first + k);
  }
}

void blame(auto&& cells, Cause cause) {
  for (Index k = 0; k < cells.size(); ++k)
    if (cells(k) == Cause::none) cells(k) = cause;
}

// Why a cell of conductance g does not carry its designed current; none where it does.
Cause cause_of(Cause defect, double designed, double volts, double g, double current, double limit) {
  const double most = limit * std::abs(designed);
  if (std::abs(current - designed) <= most) return Cause::none;
  if (defect != Cause::none) return defect;
  return std::abs(g * volts - designed) > most ? Cause::spread : Cause::lines;
}

}  // namespace

Sample sample(const Crossbar& design, const Population& p, std::uint32_t array) {
  Sample out{.array = design, .defect = {}};
  make_cells(p, array, 0, out.array.conductance, out.defect);
  Ends& g = out.array.terminal;
  for (Index i = 0; i < design.rows(); ++i) {
    if (uniform(draw(p, array, i, word_line)) >= p.word_driver) continue;
    g.left[i] = g.right[i] = 0.0;
    blame(out.defect.row(i), Cause::word_driver);
  }
  for (Index j = 0; j < design.columns(); ++j) {
    if (uniform(draw(p, array, j, bit_line)) >= p.bit_sense) continue;
    g.top[j] = g.bottom[j] = 0.0;
    blame(out.defect.col(j), Cause::bit_sense);
  }
  return out;
}

CellCount count_cells(const Crossbar& design, const Sample& sample, const Ends& voltage, double limit) {
  CellCount out;
  CrossbarReader reader(sample.array);
  const Reading reading = reader.read(voltage);
  out.solved = reading.outcome == Outcome::solved;
  const CellMatrix across = reader.word_voltage() - reader.bit_voltage();
  const Index rows = design.rows(), columns = design.columns();
  VectorXd expected = VectorXd::Zero(columns);
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < columns; ++j) {
      const double volts = voltage.left[i] - voltage.bottom[j], designed = design.conductance(i, j) * volts;
      const double g = sample.array.conductance(i, j);
      expected[j] += designed;
      ++out.cells[static_cast<int>(cause_of(sample.defect(i, j), designed, volts, g, g * across(i, j), limit))];
    }
  const double largest = expected.cwiseAbs().maxCoeff();
  const VectorXd gap = expected + reading.current.bottom + reading.current.top;
  out.worst_column = largest > 0.0 ? gap.cwiseAbs().maxCoeff() / largest : 0.0;
  return out;
}

StackSample sample(const Stack& design, const Population& p, std::uint32_t array) {
  StackSample out{.stack = design, .defect = std::vector<DefectMap>(design.conductance.size())};
  for (std::size_t layer = 0; layer < out.defect.size(); ++layer)
    make_cells(p, array, static_cast<Index>(layer) * design.rows() * design.columns(), out.stack.conductance[layer], out.defect[layer]);
  for (std::size_t plane = 0; plane < design.planes(); ++plane) {
    const bool word = design.is_word(plane);
    PlaneEnds& g = out.stack.terminal[plane];
    for (Index line = 0; line < g.first.size(); ++line) {
      const Index number = static_cast<Index>(plane / 2) * g.first.size() + line;
      if (uniform(draw(p, array, number, word ? word_line : bit_line)) >= (word ? p.word_driver : p.bit_sense)) continue;
      g.first[line] = g.last[line] = 0.0;
      for (const std::size_t layer : {plane - 1, plane}) {  // beneath and above; plane 0 has none beneath
        if (layer >= out.defect.size()) continue;
        if (word) blame(out.defect[layer].row(line), Cause::word_driver);
        if (!word) blame(out.defect[layer].col(line), Cause::bit_sense);
      }
    }
  }
  return out;
}

CellCount count_cells(const Stack& design, const StackSample& sample, const std::vector<PlaneEnds>& voltage, double limit) {
  CellCount out;
  const StackReading reading = read_stack(sample.stack, voltage);
  out.solved = reading.outcome == Outcome::solved;
  std::vector<VectorXd> expected(design.planes(), VectorXd::Zero(design.columns()));
  for (std::size_t layer = 0; layer < design.conductance.size(); ++layer) {
    const std::size_t word = layer + layer % 2, bit = layer + 1 - layer % 2;
    const CellMatrix across = reading.voltage[word] - reading.voltage[bit];
    for (Index i = 0; i < design.rows(); ++i)
      for (Index j = 0; j < design.columns(); ++j) {
        const double volts = voltage[word].first[i] - voltage[bit].last[j], designed = design.conductance[layer](i, j) * volts;
        const double g = sample.stack.conductance[layer](i, j);
        expected[bit][j] += designed;
        ++out.cells[static_cast<int>(cause_of(sample.defect[layer](i, j), designed, volts, g, g * across(i, j), limit))];
      }
  }
  double largest = 0.0, gap = 0.0;
  for (std::size_t bit = 1; bit < design.planes(); bit += 2) {
    largest = std::max(largest, expected[bit].cwiseAbs().maxCoeff());
    gap = std::max(gap, (expected[bit] + reading.current[bit].first + reading.current[bit].last).cwiseAbs().maxCoeff());
  }
  out.worst_column = largest > 0.0 ? gap / largest : 0.0;
  return out;
}

}  // namespace hysteron
