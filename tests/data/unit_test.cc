#include <doctest/doctest.h>

#include "data/unit.h"

using namespace hysteron::data;

namespace {

double si(const char* text, double value, const char* dimension) {
  const auto unit = parse_affine_unit(text);
  REQUIRE(unit.has_value());
  CHECK(unit->si == dimension);
  return unit->scale * value + unit->offset;
}

}  // namespace

TEST_CASE("units: prefixes scale, and micro has four spellings") {
  CHECK(si("mV", 250.0, "V") == doctest::Approx(0.25));
  for (const char* micro : {"us", "\u00b5s", "\u03bcs", "\xb5s"}) CHECK(si(micro, 3.0, "s") == doctest::Approx(3e-6));
  CHECK(si("nA", 7.0, "A") == doctest::Approx(7e-9));
  CHECK(si("k\u03a9", 4.7, "ohm") == doctest::Approx(4700.0));
  CHECK(si("MV/s", 1.0, "V/s") == doctest::Approx(1e6));
  CHECK(si("ohms", 3.0, "ohm") == 3.0);
  CHECK(si("Volts", 2.0, "V") == 2.0);
}

TEST_CASE("units: a prefix of an area is squared") {
  CHECK(si("um^2", 1.0, "m^2") == doctest::Approx(1e-12));
  CHECK(si("cm2", 1.0, "m^2") == doctest::Approx(1e-4));
}

TEST_CASE("units: a density has the prefix of its numerator and the area of its denominator") {
  CHECK(si("uC/cm2", 25.0, "C/m^2") == doctest::Approx(0.25));
  CHECK(si("C/cm^2", 1.0, "C/m^2") == doctest::Approx(1e4));
  CHECK(si("uA/cm2", 1.0, "A/m^2") == doctest::Approx(1e-2));
}

TEST_CASE("units: water freezes at 273.15 K") { CHECK(si("degC", 0.0, "K") == doctest::Approx(273.15)); }

TEST_CASE("units: an affine map scales, then shifts") {
  CHECK(si("1e-6 S + 2e-6 S", -1.0, "S") == doctest::Approx(1e-6));
  CHECK(si("1e-6 S + 2 uS", 0.5, "S") == doctest::Approx(2.5e-6));
  CHECK(si("2 mV - 1 V", 100.0, "V") == doctest::Approx(-0.8));
}

TEST_CASE("units: what is no unit is none") {
  for (const char* text : {"", "furlong", "xV", "mm", "VV", "1e-6", "1e-6 S + 2 V", "0 S", "inf S", "1e-6 S +"}) {
    CAPTURE(text);
    const auto unit = parse_affine_unit(text);
    CHECK((!unit || unit->si == "m"));  // mm is a length
  }
}
