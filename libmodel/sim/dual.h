#pragma once

// A model scalar that carries its own rate of change in time, over any other scalar: what a
// displacement current d(charge)/dt needs, with all the derivatives T carries.

#include <cmath>

#include "libmodel/scalar/math.h"

namespace hysteron {

template <class T>
struct Dual {
  T a, rate;

  Dual() : a(0.0), rate(0.0) {}
  Dual(double value) : a(value), rate(0.0) {}  // NOLINT: literals mix freely with T
  Dual(const T& value, const T& per_second) : a(value), rate(per_second) {}

  friend Dual operator-(const Dual& x) { return {-x.a, -x.rate}; }
  friend Dual operator+(const Dual& x, const Dual& y) { return {x.a + y.a, x.rate + y.rate}; }
  friend Dual operator-(const Dual& x, const Dual& y) { return {x.a - y.a, x.rate - y.rate}; }
  friend Dual operator*(const Dual& x, const Dual& y) { return {x.a * y.a, x.rate * y.a + x.a * y.rate}; }
  friend Dual operator/(const Dual& x, const Dual& y) {
    const T ratio = x.a / y.a;
    return {ratio, (x.rate - ratio * y.rate) / y.a};
  }
  friend bool operator<(const Dual& x, const Dual& y) { return x.a < y.a; }
  friend bool operator>(const Dual& x, const Dual& y) { return x.a > y.a; }

  friend Dual exp(const Dual& x) {
    using std::exp;
    const T e = exp(x.a);
    return {e, e * x.rate};
  }
  friend Dual log(const Dual& x) {
    using std::log;
    return {log(x.a), x.rate / x.a};
  }
  friend Dual sqrt(const Dual& x) {
    using std::sqrt;
    const T root = sqrt(x.a);
    return {root, x.rate / (2.0 * root)};
  }
  friend Dual sinh(const Dual& x) {
    using std::cosh, std::sinh;
    return {sinh(x.a), cosh(x.a) * x.rate};
  }
  friend Dual cosh(const Dual& x) {
    using std::cosh, std::sinh;
    return {cosh(x.a), sinh(x.a) * x.rate};
  }
  friend Dual tanh(const Dual& x) {
    using std::tanh;
    const T y = tanh(x.a);
    return {y, (1.0 - y * y) * x.rate};
  }
  friend Dual abs(const Dual& x) { return x.a < 0.0 ? -x : x; }
  friend Dual select(bool condition, const Dual& yes, const Dual& no) { return condition ? yes : no; }
  friend Dual named(const char*, const Dual& x) { return x; }
};

}  // namespace hysteron
