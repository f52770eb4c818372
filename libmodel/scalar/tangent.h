#pragma once

// A value and its slope along one direction, over any scalar of the vocabulary: what ceres::Jet is to
// double, where Eigen cannot follow. Rules and comparisons are those of ceres::Jet.

#include <cmath>

#include "libmodel/scalar/math.h"

namespace hysteron {

template <class T>
struct Tangent {
  T value, slope;

  Tangent(double x = 0.0) : value(x), slope(0.0) {}  // NOLINT: literals mix freely with T
  Tangent(const T& x, const T& dx) : value(x), slope(dx) {}

  friend Tangent operator-(const Tangent& a) { return {-a.value, -a.slope}; }
  friend Tangent operator+(const Tangent& a, const Tangent& b) { return {a.value + b.value, a.slope + b.slope}; }
  friend Tangent operator-(const Tangent& a, const Tangent& b) { return {a.value - b.value, a.slope - b.slope}; }
  friend Tangent operator*(const Tangent& a, const Tangent& b) {
    return {a.value * b.value, a.value * b.slope + a.slope * b.value};
  }
  friend Tangent operator/(const Tangent& a, const Tangent& b) {
    const T ratio = a.value / b.value;
    return {ratio, (a.slope - ratio * b.slope) / b.value};
  }
  friend auto operator<(const Tangent& a, const Tangent& b) { return a.value < b.value; }
  friend auto operator>(const Tangent& a, const Tangent& b) { return a.value > b.value; }

  friend Tangent exp(const Tangent& a) {
    using std::exp;
    const T e = exp(a.value);
    return {e, e * a.slope};
  }
  friend Tangent log(const Tangent& a) {
    using std::log;
    return {log(a.value), a.slope / a.value};
  }
  friend Tangent sqrt(const Tangent& a) {
    using std::sqrt;
    const T root = sqrt(a.value);
    return {root, a.slope / (2.0 * root)};
  }
  friend Tangent sinh(const Tangent& a) {
    using std::cosh, std::sinh;
    return {sinh(a.value), cosh(a.value) * a.slope};
  }
  friend Tangent cosh(const Tangent& a) {
    using std::cosh, std::sinh;
    return {cosh(a.value), sinh(a.value) * a.slope};
  }
  friend Tangent tanh(const Tangent& a) {
    using std::tanh;
    const T t = tanh(a.value);
    return {t, (1.0 - t * t) * a.slope};
  }
  friend Tangent abs(const Tangent& a) {
    using std::abs;
    return {abs(a.value), select(a.value < 0.0, -a.slope, a.slope)};
  }
  friend Tangent named(const char*, const Tangent& a) { return a; }
  friend Tangent select(const auto& condition, const Tangent& yes, const Tangent& no) {
    return {select(condition, yes.value, no.value), select(condition, yes.slope, no.slope)};
  }
};

}  // namespace hysteron
