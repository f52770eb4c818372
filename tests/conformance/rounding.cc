#include "tests/conformance/rounding.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hysteron {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double unit = 0.5 * std::numeric_limits<double>::epsilon();  // relative, of one rounding

// |a b| with 0 inf = 0: what is exact stays exact however steep the function.
double product(double a, double b) { return a == 0.0 || b == 0.0 ? 0.0 : std::abs(a * b); }

double of_quotient(const Rounded& a, const Rounded& b, double value) {
  if (a.error == 0.0 && b.error == 0.0) return 0.0;
  if (b.error >= std::abs(b.value)) return infinite;
  return (a.error + product(value, b.error)) / (std::abs(b.value) - b.error);
}

// What the errors of the arguments do to the result.
double inherited(const Step& step, const std::vector<Rounded>& of, double value) {
  const auto arg = [&](int k) -> const Rounded& { return of[step.args[k]]; };
  const auto size = [&] { return std::abs(arg(0).value); };
  const auto e = [&] { return arg(0).error; };
  switch (step.node->op) {
    case Op::constant: case Op::input: return 0.0;
    case Op::named: case Op::negate: case Op::abs: return e();
    case Op::add: case Op::subtract: return e() + arg(1).error;
    case Op::multiply: return product(arg(0).value, arg(1).error) + product(arg(1).value, e()) + product(e(), arg(1).error);
    case Op::divide: return of_quotient(arg(0), arg(1), value);
    case Op::exp: return product(value, std::expm1(e()));
    case Op::log: return e() < size() ? -std::log1p(-e() / size()) : infinite;
    case Op::sqrt: return e() == 0.0 ? 0.0 : std::min(std::sqrt(e()), e() / value);
    case Op::sinh: return product(std::cosh(size() + e()), e());
    case Op::cosh: return product(std::sinh(size() + e()), e());
    case Op::tanh: {
      const double least = std::cosh(std::max(size() - e(), 0.0));
      return e() / (least * least);
    }
    case Op::less: case Op::greater: {
      const double doubt = e() + arg(1).error;
      return doubt > 0.0 && std::abs(arg(0).value - arg(1).value) <= doubt ? 1.0 : 0.0;
    }
    case Op::select:
      if (arg(0).error > 0.0) {
        return std::abs(arg(1).value - arg(2).value) + std::max(arg(1).error, arg(2).error);
      }
      return arg(0).value != 0.0 ? arg(1).error : arg(2).error;
  }
  return infinite;
}

// What the step itself rounds.
double own(Op op, double value, const Precision& precision) {
  constexpr double smallest = std::numeric_limits<double>::denorm_min();
  switch (op) {
    case Op::constant: case Op::input: case Op::named: case Op::negate: case Op::abs:
    case Op::less: case Op::greater: case Op::select: return 0.0;
    case Op::add: case Op::subtract: return precision.operation * unit * std::abs(value);
    case Op::multiply: case Op::divide: case Op::sqrt:
      return precision.operation * (unit * std::abs(value) + smallest);
    case Op::exp: case Op::log: case Op::sinh: case Op::cosh: case Op::tanh:
      return precision.function * (2.0 * unit * std::abs(value) + smallest);
  }
  return infinite;
}

}  // namespace

std::vector<Rounded> evaluate(const Graph& graph, const std::map<std::string, double>& inputs,
                              const Precision& precision) {
  const std::vector<double> value = evaluate(graph, inputs);
  std::vector<Rounded> of;
  for (std::size_t k = 0; k < value.size(); ++k) {
    const double error = inherited(graph.steps[k], of, value[k]) + own(graph.steps[k].node->op, value[k], precision);
    of.push_back({value[k], std::isnan(error) ? infinite : error});
  }
  return of;
}

}  // namespace hysteron
