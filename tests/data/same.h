#pragma once

#include <doctest/doctest.h>

#include <string>
#include <type_traits>
#include <vector>

#include "data/columns.h"
#include "data/measurement.h"

namespace hysteron::test {

template <class T>
bool same(const std::vector<T>& a, const std::vector<T>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t k = 0; k < a.size(); ++k) {
    const bool both_missing = a[k] != a[k] && b[k] != b[k];
    if (a[k] != b[k] && !both_missing) return false;
  }
  return true;
}

template <class Measurement>
void check_same(const Measurement& a, const Measurement& b) {
  CHECK(a.title == b.title);
  CHECK(a.source.file == b.source.file);
  CHECK(a.source.sha256 == b.source.sha256);
  CHECK(a.source.format == b.source.format);
  CHECK(a.source.assumptions == b.source.assumptions);
  CHECK(a.source.unreadable == b.source.unreadable);
  std::vector<double> of_a, of_b;
  data::each_quantity(a, [&](double x, const data::Quantity&) { of_a.push_back(x); });
  data::each_quantity(b, [&](double x, const data::Quantity&) { of_b.push_back(x); });
  CHECK(same(of_a, of_b));
  if constexpr (requires { a.periods_before; }) CHECK(a.periods_before == b.periods_before);
  if constexpr (requires { a.reported; }) {
    REQUIRE(a.reported.size() == b.reported.size());
    for (std::size_t k = 0; k < a.reported.size(); ++k) {
      CHECK(a.reported[k].name == b.reported[k].name);
      CHECK(a.reported[k].value == b.reported[k].value);
      CHECK(a.reported[k].unit == b.reported[k].unit);
    }
  }
  std::size_t columns = 0;
  data::each_column(a, [&]<class T>(const std::vector<T>& of_a, const data::Column& c) {
    CAPTURE(c.name);
    data::each_column(b, [&]<class U>(const std::vector<U>& of_b, const data::Column& d) {
      if constexpr (std::is_same_v<T, U>) {
        if (std::string(c.name) == d.name) CHECK(same(of_a, of_b));
      }
    });
    ++columns;
  });
  CHECK(columns > 1);
}

}  // namespace hysteron::test
