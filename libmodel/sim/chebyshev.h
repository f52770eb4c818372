#pragma once

// A smooth function of one variable, tabulated with its derivatives where it is asked for.

#include <ceres/jet.h>

#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <vector>

#include "libmodel/sim/radau.h"

namespace hysteron {

/// A value with P derivatives by parameters and then one by the variable.
template <int P>
using Node = ceres::Jet<double, P + 1>;

/// Errors are relative to the largest value on an interval, or to the smallest: for functions that
/// run over decades.
enum class Relative { to_largest, to_smallest };

/// Chebyshev series over one interval.
template <int P>
class Series {
 public:
  /// Samples at 9, then 17 points, until the last two coefficients fall below the tolerance, each
  /// derivative judged by its own size. sample(x) is empty where there is no value.
  template <class Sample>
  Series(const Sample& sample, double lower, double upper, double tolerance, Relative relative)
      : middle_(0.5 * (lower + upper)), half_(0.5 * (upper - lower)) {
    std::vector<Node<P>> at;
    for (int m = 8; m <= 16 && !converged_; m *= 2) {
      std::vector<Node<P>> finer(m + 1);
      for (int j = 0; j <= m; ++j) {
        if (!at.empty() && j % 2 == 0) {
          finer[j] = at[j / 2];
          continue;
        }
        const auto f = sample(middle_ + half_ * std::cos(std::numbers::pi * j / m));
        ++samples_;
        if (!f) return;
        finer[j] = *f;
      }
      at.swap(finer);
      expand(at, tolerance, relative);
    }
  }

  bool converged() const { return converged_; }
  int samples() const { return samples_; }
  bool contains(double x) const { return std::abs(x - middle_) <= half_; }

  Node<P> operator()(double x) const {
    const double u = (x - middle_) / half_;
    Node<P> sum = terms_[0];
    double before = 1.0, t = u;
    for (std::size_t k = 1; k < terms_.size(); ++k) {
      sum.a += terms_[k].a * t;
      if constexpr (P > 0) sum.v += terms_[k].v * t;
      const double next = 2.0 * u * t - before;
      before = t;
      t = next;
    }
    return sum;
  }

 private:
  void expand(const std::vector<Node<P>>& at, double tolerance, Relative relative) {
    const int m = static_cast<int>(at.size()) - 1;
    std::vector<double> cosine(2 * m);
    for (int i = 0; i < 2 * m; ++i) cosine[i] = std::cos(std::numbers::pi * i / m);
    terms_.assign(m + 1, Node<P>(0.0));
    Node<P> size(0.0);
    for (int k = 0; k <= m; ++k) {
      for (int j = 0; j <= m; ++j) {
        const double weight = (j == 0 || j == m ? 1.0 : 2.0) / m * (k == 0 || k == m ? 0.5 : 1.0) * cosine[j * k % (2 * m)];
        terms_[k].a += weight * at[j].a;
        terms_[k].v += weight * at[j].v;
      }
      size.a = std::max(size.a, std::abs(terms_[k].a));
      size.v = size.v.cwiseMax(terms_[k].v.cwiseAbs());
    }
    if (relative == Relative::to_smallest) tolerance *= smallest_over_largest(at);
    const auto below = [&](const Node<P>& c, double limit) {
      return std::abs(c.a) <= limit * size.a && (c.v.array().abs() <= limit * size.v.array()).all();
    };
    converged_ = below(terms_[m], tolerance) && below(terms_[m - 1], tolerance);  // false for NaN
    while (terms_.size() > 2 && below(terms_.back(), 1e-3 * tolerance)) terms_.pop_back();
  }

  static double smallest_over_largest(const std::vector<Node<P>>& at) {
    const auto [least, most] = std::minmax_element(
        at.begin(), at.end(), [](const auto& a, const auto& b) { return std::abs(a.a) < std::abs(b.a); });
    return std::abs(least->a) / std::abs(most->a);
  }

  double middle_, half_;
  bool converged_ = false;
  int samples_ = 0;
  std::vector<Node<P>> terms_;
};

/// Series over the halves of an interval, made on first visit, halved until they converge, as long as
/// the samples granted last.
template <int P>
class Table {
 public:
  Table() = default;
  Table(double lower, double upper, double tolerance, Relative relative, int samples_granted)
      : lower_(lower), upper_(upper), tolerance_(tolerance), relative_(relative), left_(samples_granted) {}

  /// The series that holds at x; null where there is none.
  template <class Sample>
  const Series<P>* find(double x, const Sample& sample) {
    if (here_ && here_->contains(x)) return here_;
    if (!(x >= lower_ && x <= upper_)) return nullptr;
    double lower = lower_, upper = upper_;
    for (int place = 1; place < 1 << 12;) {
      auto at = pieces_.find(place);
      if (at == pieces_.end()) {
        if (left_ < most_samples) return nullptr;
        at = pieces_.try_emplace(place, sample, lower, upper, tolerance_, relative_).first;
        left_ -= at->second.samples();
        samples_ += at->second.samples();
      }
      if (at->second.converged()) return here_ = &at->second;
      const double middle = 0.5 * (lower + upper);
      place = 2 * place + (x > middle);
      (x > middle ? lower : upper) = middle;
    }
    return nullptr;
  }

  int samples() const { return samples_; }

  static constexpr int most_samples = 17;  // of one series

 private:
  double lower_ = 0.0, upper_ = 0.0, tolerance_ = 0.0;
  Relative relative_ = Relative::to_largest;
  int left_ = 0, samples_ = 0;
  std::map<int, Series<P>> pieces_;  // by place in the tree of halvings, the root is 1
  const Series<P>* here_ = nullptr;
};

/// What a series of f says at x of any scalar: f(x) with the chain rule through x.
inline double chain(const Node<0>& f, double) { return f.a; }
template <int P>
ceres::Jet<double, P> chain(const Node<P>& f, const ceres::Jet<double, P>& x) {
  return {f.a, f.v[P] * x.v + f.v.template head<P>()};
}

}  // namespace hysteron
