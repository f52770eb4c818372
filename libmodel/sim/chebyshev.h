#pragma once

// A smooth function of one variable, tabulated where it is asked for, with what derivatives by
// parameters its values carry; the derivative by the variable is that of the series.

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <tuple>
#include <type_traits>
#include <vector>

#include "libmodel/sim/radau.h"

namespace hysteron {

/// Errors are relative to the largest value on an interval, or to the smallest: for functions that
/// run over decades.
enum class Relative { to_largest, to_smallest };

/// Chebyshev series over one interval, at T.
template <class T>
class Series {
 public:
  /// Samples at 9, then 17 points, until the last two coefficients fall below the tolerance, each
  /// derivative judged by its own size. sample(x) is empty where there is no value.
  template <class Sample>
  Series(const Sample& sample, double lower, double upper, double tolerance, Relative relative)
      : middle_(0.5 * (lower + upper)), half_(0.5 * (upper - lower)) {
    std::vector<T> at;
    for (int m = 8; m <= 16 && !converged_; m *= 2) {
      std::vector<T> finer(m + 1);
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

  T operator()(const T& x) const {
    const double u = (number(x) - middle_) / half_;
    T sum = terms_[0];
    double slope = 0.0, before = 1.0, t = u, second_before = 0.0, second = 1.0;  // T_k and U_(k-1) at u
    for (std::size_t k = 1; k < terms_.size(); ++k) {
      add(sum, terms_[k], t);
      slope += double(k) * number(terms_[k]) * second;
      std::tie(before, t) = std::pair(t, 2.0 * u * t - before);
      std::tie(second_before, second) = std::pair(second, 2.0 * u * second - second_before);
    }
    if constexpr (!std::is_same_v<T, double>) sum.v += slope / half_ * x.v;
    return sum;
  }

 private:
  static void add(T& sum, const T& term, double weight) {
    if constexpr (std::is_same_v<T, double>) {
      sum += weight * term;
    } else {
      sum.a += weight * term.a;
      sum.v += weight * term.v;
    }
  }
  static void enlarge(T& size, const T& term) {
    if constexpr (std::is_same_v<T, double>) {
      size = std::max(size, std::abs(term));
    } else {
      size.a = std::max(size.a, std::abs(term.a));
      size.v = size.v.cwiseMax(term.v.cwiseAbs());
    }
  }
  static bool below(const T& term, double limit, const T& size) {
    if constexpr (std::is_same_v<T, double>) return std::abs(term) <= limit * size;
    else return std::abs(term.a) <= limit * size.a && (term.v.array().abs() <= limit * size.v.array()).all();
  }

  void expand(const std::vector<T>& at, double tolerance, Relative relative) {
    const int m = static_cast<int>(at.size()) - 1;
    std::vector<double> cosine(2 * m);
    for (int i = 0; i < 2 * m; ++i) cosine[i] = std::cos(std::numbers::pi * i / m);
    terms_.assign(m + 1, T(0.0));
    T size(0.0);
    for (int k = 0; k <= m; ++k) {
      for (int j = 0; j <= m; ++j) {
        const double weight = (j == 0 || j == m ? 1.0 : 2.0) / m * (k == 0 || k == m ? 0.5 : 1.0) * cosine[j * k % (2 * m)];
        add(terms_[k], at[j], weight);
      }
      enlarge(size, terms_[k]);
    }
    if (relative == Relative::to_smallest) tolerance *= smallest_over_largest(at);
    converged_ = below(terms_[m], tolerance, size) && below(terms_[m - 1], tolerance, size);  // false for NaN
    while (terms_.size() > 2 && below(terms_.back(), 1e-3 * tolerance, size)) terms_.pop_back();
  }

  static double smallest_over_largest(const std::vector<T>& at) {
    const auto [least, most] = std::minmax_element(
        at.begin(), at.end(), [](const T& a, const T& b) { return std::abs(number(a)) < std::abs(number(b)); });
    return std::abs(number(*least)) / std::abs(number(*most));
  }

  double middle_, half_;
  bool converged_ = false;
  int samples_ = 0;
  std::vector<T> terms_;
};

/// Series over the halves of an interval, made on first visit, halved until they converge, as long as
/// the samples granted last.
template <class T>
class Table {
 public:
  Table() = default;
  Table(double lower, double upper, double tolerance, Relative relative, int samples_granted)
      : lower_(lower), upper_(upper), tolerance_(tolerance), relative_(relative), left_(samples_granted) {}

  /// The series that holds at x; null where there is none.
  template <class Sample>
  const Series<T>* find(double x, const Sample& sample) {
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
  std::map<int, Series<T>> pieces_;  // by place in the tree of halvings, the root is 1
  const Series<T>* here_ = nullptr;
};

}  // namespace hysteron
