#include "data/import.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "tests/data/folder.h"

using namespace hysteron;
using namespace hysteron::data;
using test::complaint;

namespace {

Imported imported(const std::string& bytes, const ImportOptions& options = {}) {
  const test::Folder folder;
  return import_file(folder.file("in.csv", bytes), options);
}

std::string complaint_about(const std::string& bytes, const ImportOptions& options = {}) {
  return complaint([&] { imported(bytes, options); });
}

const std::string header = "voltage [V],pulse_width [us],read_voltage [mV],read_current [nA]\n";

}  // namespace

TEST_CASE("pulse CSV: units in the header are converted") {
  const auto all = imported("\xef\xbb\xbfvoltage [V],pulse_width [us],read_voltage [mV],read_current [nA],cycle,note\r\n"
                            "1.5,10,100,20,0,a\r\n-1.5,20,100,,1,b\r\n");
  CHECK(all.format == "pulse_csv");
  CHECK(all.rows == 2);
  CHECK(all.assumptions.empty());
  REQUIRE(all.pulse_trains.size() == 1);
  const PulseTrain& t = all.pulse_trains[0];
  CHECK(t.voltage == std::vector<double>{1.5, -1.5});
  CHECK(t.pulse_width[1] == doctest::Approx(2e-5));
  CHECK(t.read_voltage[0] == doctest::Approx(0.1));
  CHECK(t.read_current[0] == doctest::Approx(2e-8));
  CHECK(std::isnan(t.read_current[1]));
  CHECK(t.cycle == std::vector<std::uint32_t>{0, 1});
  CHECK(all.columns[5].meaning == "");
  CHECK(t.source.file == "in.csv");
  CHECK(t.source.sha256.size() == 64);
}

TEST_CASE("pulse CSV: tabs, semicolons, bare CR and quotes over line ends are read") {
  for (const std::string text : {"voltage [V]\tcurrent [mA]\n1\t2\n", "voltage [V];current [mA]\r1;2\r",
                                 "voltage [V],\"current [mA]\",x\n1,\"2\",\"a \"\"b\"\",\nc\"\n"}) {
    CAPTURE(text);
    const auto all = imported(text);
    REQUIRE(all.iv_sweeps.size() == 1);
    CHECK(all.iv_sweeps[0].size() == 1);
    CHECK(all.iv_sweeps[0].current[0] == doctest::Approx(2e-3));
  }
}

TEST_CASE("pulse CSV: an unreadable row is listed, the others are kept") {
  const auto all = imported(header + "1,1,100,1\n1,oops,100,1\n1,1\n1,1,100,2\n");
  CHECK(all.rows == 2);
  CHECK(all.unreadable == std::vector<std::string>{"3: 1,oops,100,1: pulse_width is not a number", "4: 1,1: has 2 columns: must have 4"});
  CHECK(all.pulse_trains[0].source.unreadable == all.unreadable);
}

TEST_CASE("pulse CSV: faults are named by line, value and limit") {
  CHECK(complaint_about(header + "1,1,100,1\n1,-1,100,1\n") == "in.csv:3: pulse_width = -1e-06 s: must be >= 0");
  CHECK(complaint_about(header + "1,0,100,1\n") == "in.csv:2: pulse_width = 0 s: must be > 0");
  CHECK(complaint_about(header + "NaN,1,100,1\n") == "in.csv:2: voltage = nan V: must be a number");
  CHECK(complaint_about(header + "bad,1,100,1\n") == "in.csv: no row of data can be read; the first is 2: bad,1,100,1: voltage is not a number");
  CHECK(complaint_about(header) == "in.csv: no row of data can be read");
  CHECK(complaint_about("voltage [furlong],current [A]\n1,2\n") == "in.csv:1: voltage [furlong]: is not a unit known here: must be V or a multiple of it");
  CHECK(complaint_about("voltage [A],current [A]\n1,2\n") == "in.csv:1: voltage [A]: must be V or a multiple of it");
  CHECK(complaint_about("voltage,current [A]\n1,2\n") == "in.csv:1: voltage has no unit: write voltage [V] or a multiple of it");
  CHECK(complaint_about("voltage [V],voltage [V]\n1,2\n") == "in.csv:1: voltage: is there twice");
  CHECK(complaint_about("voltage [V],pulse_width [s]\n1,1\n").starts_with("in.csv: columns are missing: a pulse train needs read_current"));
  CHECK(complaint_about("wrong,columns\n1,2\n").starts_with("in.csv:1: \"wrong,columns\": is of no known format"));
  CHECK(complaint_about("").starts_with("in.csv: is empty"));
  CHECK(complaint_about(std::string("a\0b", 3)) == "in.csv: byte 1 is 0: is not a text file");
}

TEST_CASE("pulse CSV: one pulse is a train") { CHECK(imported(header + "1,1,100,1\n").pulse_trains[0].size() == 1); }

TEST_CASE("pulse CSV: what the file does not say is assumed aloud, or taken from the user") {
  const std::string text = "voltage [V],read_resistance [kohm]\n1,10\n";
  const auto nominal = imported(text);
  CHECK(nominal.pulse_trains[0].read_current[0] == doctest::Approx(0.1 / 1e4));
  REQUIRE(nominal.assumptions.size() == 2);
  CHECK(nominal.assumptions[0] == "pulse_width = 1e-06 s: nominal, not in the file; say --pulse-width to change it");
  ImportOptions options;
  options.pulse_width = 5e-3;
  options.pulse_width_given = true;
  const auto given = imported(text, options);
  CHECK(given.pulse_trains[0].pulse_width[0] == 5e-3);
  CHECK(given.assumptions[0] == "pulse_width = 0.005 s: given by --pulse-width");
}

TEST_CASE("negative polarity exchanges the terminals: resistance stays, voltage turns") {
  ImportOptions options;
  options.negative_potentiates = true;
  const auto t = imported(header + "-1,1,100,50\n", options).pulse_trains[0];
  CHECK(t.voltage[0] == 1.0);
  CHECK(t.read_voltage[0] / t.read_current[0] == doctest::Approx(0.1 / 5e-8));
  CHECK(t.read_current[0] == doctest::Approx(-5e-8));
  CHECK(t.source.assumptions.size() == 1);
}

TEST_CASE("Y-Flash: the first value of a line is a read, Gerase potentiates, widths come from the first line") {
  const auto all = imported("(U2,2,4) tprog: 0.0002, terase: 0.0001\r\nGprog, 9e-07, 5e-07, 1e-09\r\nGerase, 1e-09, 4e-09\r\nGprog, 8e-07\r\nGerase, 1e-09, 2e-09\r\n");
  CHECK(all.format == "y_flash");
  CHECK(all.rows == 8);
  const PulseTrain& t = all.pulse_trains[0];
  CHECK(t.title == "cell (U2,2,4)");
  CHECK(t.voltage == std::vector<double>{0, -1, -1, 0, 1, 0, 0, 1});
  CHECK(t.pulse_width == std::vector<double>{0, 2e-4, 2e-4, 0, 1e-4, 0, 0, 1e-4});
  CHECK(t.op_type == std::vector<std::uint8_t>{1, 3, 3, 1, 3, 1, 1, 3});
  CHECK(t.direction == std::vector<std::int8_t>{0, -1, -1, 0, 1, 0, 0, 1});
  CHECK(t.cycle == std::vector<std::uint32_t>{0, 0, 0, 0, 0, 1, 1, 1});
  CHECK(t.read_current[1] / t.read_voltage[1] == doctest::Approx(5e-7));
  CHECK(all.assumptions.size() == 3);
}

TEST_CASE("Y-Flash: broken lines are listed, a missing width is refused") {
  const auto all = imported("(U) tprog: 2e-4, terase: 1e-4\nGprog, 1e-7, x, 1e-8\nother, 1\n");
  CHECK(all.unreadable.size() == 2);
  CHECK(all.pulse_trains[0].size() == 3);
  CHECK(std::isnan(all.pulse_trains[0].read_current[1]));
  CHECK(complaint_about("(U) tprog: , terase: 1e-4\nGprog, 1e-7\n") == "in.csv:1: tprog:  s: must be a number > 0");
  CHECK(complaint_about("(U) tprog: 1e-4, terase: 1e-4\nGprog, -1e-7\n") == "in.csv:2: Gprog[1] = -1e-07 S: must be >= 0");
}

TEST_CASE("KickStart: with its settings block, TAB-led and quoted") {
  const auto all = imported("\xef\xbb\xbf\"\tCommon Settings\",\"\t\",,,\r\n\"\t...Model\",\"\t2461\",,,\r\n\"\t...Function\",\"\tVoltage Sweep\",,,\r\n"
                            "\"\t...Limit\",\"\t0.1\",,,\r\n,,,,\r\nIndex,SMU-1 Time (s),SMU-1 Voltage (V),SMU-1 Current (A),SMU-1 Resistance (\u03a9)\r\n"
                            "1,0,0.1,2.01E-05,4963\r\n2,0.5,0.2,4.03E-05,4966\r\n");
  CHECK(all.format == "keithley_kickstart");
  REQUIRE(all.iv_sweeps.size() == 1);
  const IvSweep& s = all.iv_sweeps[0];
  CHECK(s.voltage == std::vector<double>{0.1, 0.2});
  CHECK(s.current == std::vector<double>{2.01e-5, 4.03e-5});
  CHECK(s.time == std::vector<double>{0.0, 0.5});
  CHECK(s.cycle.empty());
  CHECK(s.compliance == 0.1);
  CHECK(s.title == "Keithley 2461 Voltage Sweep");
}

TEST_CASE("KickStart: without settings, all quoted, the index marks where a sweep begins") {
  const auto all = imported("\xef\xbb\xbf\"Index\",\"SMU-1 Time (s)\",\"SMU-1 Resistance (\u03a9)\",\"SMU-1 Voltage (V)\",\"SMU-1 Current (A)\"\r\n"
                            "\"1\",\"0\",\"10\",\"1\",\"0.1\"\r\n,\"0.2\",\"10\",\"2\",\"0.2\"\r\n\"2\",\"0\",\"10\",\"3\",\"0.3\"\r\n");
  const IvSweep& s = all.iv_sweeps[0];
  CHECK(s.cycle == std::vector<std::uint32_t>{0, 0, 1});
  CHECK(s.current == std::vector<double>{0.1, 0.2, 0.3});
  CHECK(s.time == std::vector<double>{0.0, 0.2, 0.0});
}

TEST_CASE("headerless columns: refused with the command to try, taken as named") {
  CHECK(complaint_about("1,2\n3,4\n").starts_with("in.csv: has 2 columns without a header: say what they are, for example\n  hysteron import "));
  ImportOptions options;
  options.columns = "voltage [V], current [uA]";
  const auto all = imported("1,2\n3,4\n", options);
  CHECK(all.iv_sweeps[0].current[1] == doctest::Approx(4e-6));
  options.columns = "-, current [A]";
  CHECK(complaint_about("1,2\n", options).starts_with("in.csv: columns are missing"));
  options.columns = "voltage [V]";
  CHECK(complaint_about("1,2\n", options) == "in.csv:1: has 2 columns: --columns names 1");
  options.columns = "voltage [V], colour";
  CHECK(complaint_about("1,2\n", options).starts_with("--columns: \"colour\": is not a column known here"));
  options.columns = "voltage [V], current [s]";
  CHECK(complaint_about("1,2\n", options) == "--columns: current [s]: must be A or a multiple of it");
}

TEST_CASE("headerless columns: up and down trains follow one another, and their map is kept") {
  ImportOptions options;
  options.columns = "up = read_conductance [1e-6 S + 2e-6 S], down = read_conductance [1e-6 S + 2e-6 S]";
  const auto all = imported("-0.5,1\n0,0.5\n1,\n", options);
  const PulseTrain& t = all.pulse_trains[0];
  CHECK(t.voltage == std::vector<double>{1, 1, 1, -1, -1});
  CHECK(t.direction == std::vector<std::int8_t>{1, 1, 1, -1, -1});
  CHECK(t.read_current[0] / t.read_voltage[0] == doctest::Approx(1.5e-6));
  CHECK(t.read_current[3] / t.read_voltage[3] == doctest::Approx(3e-6));
  CHECK(t.source.assumptions[0] == "column 1: read_conductance = 1e-06 S * value + 2e-06 S: the user's choice (--columns)");
}
