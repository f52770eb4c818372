#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include "libmodel/devices/vteam.h"
#include "libmodel/error.h"
#include "spice/writers.h"

using namespace hysteron;

namespace {

std::string message_of(auto&& f) {
  try {
    f();
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

double default_of(const spice::Circuit& c, const std::string& name) {
  return std::find_if(c.parameters.begin(), c.parameters.end(), [&](const Field& f) { return f.name == name; })->value;
}

}  // namespace

TEST_CASE("a circuit is the same by name and by type") {
  std::ostringstream by_name, by_type;
  spice::write_verilog_a(by_name, spice::circuit("vteam"));
  spice::write_verilog_a(by_type, spice::circuit<Vteam>());
  CHECK(by_name.str() == by_type.str());
  CHECK(spice::circuit("vteam").title == "VTEAM: a filament that moves only while the voltage is beyond a threshold");
}

TEST_CASE("a model that does not exist is answered with those that do") {
  const std::string said = message_of([] { spice::circuit("memistor"); });
  CHECK(said.find("memistor") != std::string::npos);
  for (const auto& name : spice::names()) CHECK(said.find(name) != std::string::npos);
}

TEST_CASE("fitted values become the defaults of the text") {
  const auto c = spice::with_values(spice::circuit("vteam"), {{"r_on", 1234.5}, {"x_0", 0.25}});
  CHECK(default_of(c, "r_on") == 1234.5);
  CHECK(default_of(c, "x_0") == 0.25);
  CHECK(default_of(c, "r_off") == default_of(spice::circuit("vteam"), "r_off"));
  std::ostringstream verilog_a, subcircuit, osdi;
  spice::write_verilog_a(verilog_a, c);
  spice::write_subcircuit(subcircuit, c);
  spice::write_osdi_c(osdi, c);
  CHECK(verilog_a.str().find("parameter real r_on = 1234.5 from [1.0:1e+12];") != std::string::npos);
  CHECK(subcircuit.str().find("+ r_on=1234.5") != std::string::npos);
  CHECK(osdi.str().find("1234.5") != std::string::npos);
}

TEST_CASE("a fitted value that the model cannot have is refused with its range") {
  const auto vteam = spice::circuit("vteam");
  CHECK(message_of([&] { spice::with_values(vteam, {{"r_on", -1.0}}); }) == "vteam: r_on = -1 ohm: must lie in [1, 1e+12]");
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(message_of([&] { spice::with_values(vteam, {{"v_off", nan}}); }).find("v_off = nan V") != std::string::npos);
  const std::string unknown = message_of([&] { spice::with_values(vteam, {{"r_up", 1.0}}); });
  CHECK(unknown.find("r_up is not a parameter") != std::string::npos);
  CHECK(unknown.find("r_off") != std::string::npos);
}

TEST_CASE("every quantity that a simulator shows has a unit and a meaning") {
  std::ostringstream text;
  spice::write_verilog_a(text, spice::circuit("filament"));
  CHECK(text.str().find(R"((* desc="gap current", units="A" *) real gap_current;)") != std::string::npos);
  CHECK(text.str().find(R"((* desc="lowering", units="J" *) real lowering;)") != std::string::npos);
  CHECK(text.str().find(R"((* desc="across the device", units="V" *) real v;)") != std::string::npos);
  CHECK(text.str().find(R"((* desc="of the filament's temperature above ambient", units="K" *) real rise;)") != std::string::npos);
}
