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
  double g = designed;
  if (p.spread > 0.0) {
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

Sample sample(const Crossbar& design, const Population& p, std::uint32_t array) {
  const Index rows = design.rows(), columns = design.columns();
  Sample out{.array = design, .defect = {}};
  out.defect.setConstant(rows, columns, Cause::none);
  for (Index k = 0; k < rows * columns; ++k) {
    out.defect(k) = struck(p, uniform(draw(p, array, k, defect)));
    out.array.conductance(k) = made(p, out.defect(k), design.conductance(k), array, k);
  }
  const auto blame = [](Cause& each, Cause cause) {
    if (each == Cause::none) each = cause;
  };
  Ends& g = out.array.terminal;
  for (Index i = 0; i < rows; ++i) {
    if (uniform(draw(p, array, i, word_line)) >= p.word_driver) continue;
    g.left[i] = g.right[i] = 0.0;
    for (Index j = 0; j < columns; ++j) blame(out.defect(i, j), Cause::word_driver);
  }
  for (Index j = 0; j < columns; ++j) {
    if (uniform(draw(p, array, j, bit_line)) >= p.bit_sense) continue;
    g.top[j] = g.bottom[j] = 0.0;
    for (Index i = 0; i < rows; ++i) blame(out.defect(i, j), Cause::bit_sense);
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
      const double g = sample.array.conductance(i, j), current = g * across(i, j), most = limit * std::abs(designed);
      expected[j] += designed;
      Cause cause = Cause::none;
      if (!(std::abs(current - designed) <= most)) {
        cause = sample.defect(i, j);
        if (cause == Cause::none) cause = std::abs(g * volts - designed) > most ? Cause::spread : Cause::lines;
      }
      ++out.cells[static_cast<int>(cause)];
    }
  const double largest = expected.cwiseAbs().maxCoeff();
  const VectorXd gap = expected + reading.current.bottom + reading.current.top;
  out.worst_column = largest > 0.0 ? gap.cwiseAbs().maxCoeff() / largest : 0.0;
  return out;
}

}  // namespace hysteron
