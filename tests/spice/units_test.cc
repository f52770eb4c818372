#include <doctest/doctest.h>

#include <stdexcept>

#include "spice/units.h"

using namespace hysteron;
using spice::text;
using spice::unit;

TEST_CASE("a unit is said by its shortest name") {
  CHECK(text(unit("V/ohm")) == "A");
  CHECK(text(unit("A*s")) == "C");
  CHECK(text(unit("J/C")) == "V");
  CHECK(text(unit("V/V")) == "1");
  CHECK(text(unit("C/s/V")) == "S");
  CHECK(text(unit("A^2*s")) == "A^2/Hz");
  CHECK(text(unit("m^2*K^3")) == "m^2*K^3");
  CHECK(text(unit("1/kg/s^4")) == "1/kg/s^4");
}

TEST_CASE("a unit that is not known is refused") {
  CHECK_THROWS_AS(unit("furlong"), std::invalid_argument);
  CHECK_THROWS_AS(unit("V^x"), std::invalid_argument);
}

TEST_CASE("a recorded quantity has the unit that its equation gives it") {
  const auto v = Expr::input("v"), r = Expr::input("r"), t = Expr::input("t");
  const Graph graph({v / r, v * v / r * t, sqrt(v * v), exp(v / v), select(v > 0.0, v / r, 0.0)});
  const auto of = spice::units(graph, {{"v", unit("V")}, {"r", unit("ohm")}, {"t", unit("s")}});
  const char* expected[] = {"A", "J", "V", "1", "A"};
  for (std::size_t k = 0; k < graph.roots.size(); ++k) {
    CAPTURE(k);
    REQUIRE(of[graph.roots[k]].has_value());
    CHECK(text(*of[graph.roots[k]]) == expected[k]);
  }
}

TEST_CASE("unlike units may not meet") {
  const auto v = Expr::input("v"), r = Expr::input("r");
  const std::map<std::string, spice::Unit> inputs = {{"v", unit("V")}, {"r", unit("ohm")}};
  CHECK_THROWS_AS(spice::units(Graph({v + r}), inputs), std::domain_error);
  CHECK_THROWS_AS(spice::units(Graph({exp(v)}), inputs), std::domain_error);
  CHECK_THROWS_AS(spice::units(Graph({sqrt(v)}), inputs), std::domain_error);
  CHECK_NOTHROW(spice::units(Graph({v + 0.0, exp(v / v), sqrt(v * v)}), inputs));
}
