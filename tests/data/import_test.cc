#include "data/import.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <string>

#include "data/pund.h"
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

namespace {

const std::string tab_head = "Program: aixPlorer\nTimeStamp: 06/22/2017 11:07:46\nTfaModule: DHM\nTfaFileType: data\n\n";

// As aixPlorer writes it: Latin-1, a tab at the end of each row, exponents of three digits.
std::string hysteresis_table(const std::string& name, const std::string& settings, double charge) {
  const auto row = [&](const char* t, const char* up, const char* down, double p) {
    char text[200];
    std::snprintf(text, sizeof text, "%s\t%s\t%s\t9.0e+000\t9.0e+000\t1.000000e-006\t%.6e\t-2.000000e-006\t%.6e\t\n", t, up, down, p, -p);
    return std::string(text);
  };
  return name + "\nTimestamp: 06/22/2017 11:07:57\nSampleName: RTWhiteB\nArea [mm2]: 0.01\nThickness [nm]: 255\n" + settings +
         "Vc+ [V]: 2.05046\nWloss [uJ/cm2]: 225.041\nEpsls [1]: 2289.79\nBasic System: TFAnalyzer 1000 \xb2\n"
         "Time [s]\tV+ [V]\tV- [V]\tI1 [A]\tP1 [uC/cm2]\tI2 [A]\tP2 [uC/cm2]\tI3 [A]\tP3 [uC/cm2]\t\n" +
         row("0.000000e+000", "0.0e+000", "-0.0e+000", -charge) + row("2.500000e-003", "5.0e+000", "-5.0e+000", charge) +
         row("7.500000e-003", "-5.0e+000", "5.0e+000", -charge) + row("1.000000e-002", "0.0e+000", "0.0e+000", -charge) + "\n";
}

const std::string frequency = "Hysteresis Frequency [Hz]: 100\nHysteresis Amplitude [V]: 5\n";
const std::string hysteresis_result =
    "DynamicHysteresisResult\n\nTable 1\nIndex [1]\tVc+ [V]\t\n1.000000e+000\t2.050460e+000\t\n\nDynamicHysteresis\n";

}  // namespace

TEST_CASE("aixACCT hysteresis: both records of a table become loops of charge, the loop put together from them is left out") {
  const auto all = imported(hysteresis_result + tab_head + hysteresis_table("Table 1", frequency, 25.0) + hysteresis_table("Table 2", frequency, 10.0));
  CHECK(all.format == "aixacct");
  CHECK(all.rows == 8);
  CHECK(all.unreadable.empty());
  REQUIRE(all.pv_loops.size() == 4);
  const PvLoop &up = all.pv_loops[0], &down = all.pv_loops[1];
  CHECK(up.title == "RTWhiteB, 100 Hz, 5 V, V+");
  CHECK(up.voltage == std::vector<double>{0.0, 5.0, -5.0, 0.0});
  CHECK(down.voltage == std::vector<double>{0.0, -5.0, 5.0, 0.0});
  CHECK(up.charge[1] == doctest::Approx(0.25 * 1e-8));  // 25 uC/cm2 on 0.01 mm2
  CHECK(down.charge[1] == doctest::Approx(-0.25 * 1e-8));
  CHECK(up.current[0] == 1e-6);
  CHECK(down.current[0] == -2e-6);
  CHECK(up.time.back() == 1e-2);
  CHECK(up.frequency == 100.0);
  CHECK(up.area == doctest::Approx(1e-8));
  CHECK(up.thickness == doctest::Approx(255e-9));
  CHECK(up.periods_before == 1);
  CHECK(std::isnan(up.cycles_before));
  REQUIRE(up.reported.size() == 3);
  CHECK(up.reported[0].name == "Vc+");
  CHECK(up.reported[0].value == 2.05046);
  CHECK(up.reported[1].unit == "uJ/cm2");
  CHECK(all.pv_loops[2].charge[1] == doctest::Approx(0.1 * 1e-8));
  CHECK(all.columns[4].heading == "P1");
  CHECK(all.columns[4].meaning == "");
  CHECK(all.columns[6].meaning == "charge");
  CHECK(all.assumptions.size() == 2);
}

TEST_CASE("aixACCT hysteresis: broken rows are listed, what is missing is named by line") {
  const std::string good = hysteresis_result + tab_head + hysteresis_table("Table 1", frequency, 25.0);
  const auto all = imported(good.substr(0, good.size() - 30));
  CHECK(all.pv_loops[0].size() == 3);
  REQUIRE(all.unreadable.size() == 1);
  CHECK(all.unreadable[0].find("28: 1.000000e-002") == 0);
  const auto without = [&](const std::string& line, const std::string& instead) {
    std::string text = good;
    const auto at = text.find(line);
    REQUIRE(at != std::string::npos);
    return complaint_about(text.replace(at, line.size(), instead));
  };
  CHECK(without("Area [mm2]: 0.01\n", "").starts_with("in.csv:13: Area = 0 m^2: must be > 0"));
  CHECK(without("Area [mm2]: 0.01", "Area [mm2]: wide") == "in.csv:16: Area = wide: must be a number");
  CHECK(without("Area [mm2]", "Area [mm]") == "in.csv:16: Area [mm]: must be m^2 or a multiple of it");
  CHECK(without("P2 [uC/cm2]", "P2 [uC]") == "in.csv:24: P2 [uC]: must be C/m^2 or a multiple of it");
  CHECK(without("V+ [V]\tV- [V]\tI1", "U+ [V]\tV- [V]\tI1") == "in.csv:24: has no column V+");
  CHECK(complaint_about(hysteresis_result + tab_head) == "in.csv: no row of data can be read");
}

TEST_CASE("aixACCT fatigue: loops between cycles know how many went before") {
  const std::string cycles = "Total Cycles: ";
  const auto all = imported("Fatigue\nProgram: aixPlorer\nTfaModule: FM\n\nResult Table 1\nTotal Cycles: 100\nCycles [n]\tVc+ [V]\t\n1.0e-001\t8.9e-001\t\n\n"
                            "Data Measurement Parameters\n1-DHM (1) Total Cycles: 0.1\n\n" +
                            hysteresis_table("Data Table [1,1]", frequency + cycles + "0.1\n", 8.0) +
                            hysteresis_table("Data Table [1,2]", frequency + cycles + "100\n", 9.0));
  REQUIRE(all.pv_loops.size() == 4);
  CHECK(all.pv_loops[0].cycles_before == 0.1);
  CHECK(all.pv_loops[3].cycles_before == 100.0);
}

TEST_CASE("aixACCT PUND: pulses follow one another, and the current adds up to the switched charge") {
  const std::string settings = "Pulse Sequence: 0XUNDP-\nSampleName: WhiteA\nArea [mm2]: 0.01\nThickness [nm]: 255\nPund Frequency [Hz]: 100\n"
                               "Pund Amplitude [V]: 8\nPsw [uC/cm2]: 17.5273\n";
  std::string text = "Pulse\nTfaModule: PM\n\nTable 1\n" + settings, heading, rows[3];
  // X, U, N, D, P: triangles of 2 ms, by the trapezoidal rule 1e-3 s of the current at their peak.
  const double start[] = {0.0, 1.0, 2.0, 3.0, 4.0}, sign[] = {1, 1, -1, -1, 1}, peak[] = {4e-6, 1e-6, -4.5e-6, -1.5e-6, 5e-6};
  for (int k = 0; k < 5; ++k) {
    heading += "Time [s]\tV [V]\tI [A]\tP [uC/cm2]\t";
    for (int row = 0; row < 3; ++row) {
      char cells[120];
      std::snprintf(cells, sizeof cells, "%.6e\t%.6e\t%.6e\t%.6e\t", start[k] + 1e-3 * row, row == 1 ? 8.0 * sign[k] : 0.0, row == 1 ? peak[k] : 0.0, 1.0 * row);
      rows[row] += cells;
    }
  }
  text += heading + "\n" + rows[0] + "\n" + rows[1] + "\n" + rows[2] + "\n\n";
  const auto all = imported(text);
  REQUIRE(all.punds.size() == 1);
  const Pund& s = all.punds[0];
  CHECK(s.size() == 15);
  CHECK(s.time[3] == 1.0);
  CHECK(s.pulse == std::vector<std::uint32_t>{0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4});
  CHECK(s.phase == std::vector<std::uint8_t>{0, 0, 0, 2, 2, 2, 3, 3, 3, 4, 4, 4, 1, 1, 1});
  CHECK(s.charge[1] == doctest::Approx(1e-2 * 1e-8));
  CHECK(s.title == "WhiteA, 100 Hz, 8 V, pulses XUNDP");
  const auto pulses = pulse_charges(s);
  REQUIRE(pulses.size() == 5);
  CHECK(pulses[0].at_peak == doctest::Approx(0.5 * 1e-3 * 4e-6));
  CHECK(pulses[0].left == doctest::Approx(1e-3 * 4e-6));
  CHECK(switched_charge(s).up == doctest::Approx(1e-3 * (5e-6 - 1e-6)));
  CHECK(switched_charge(s).down == doctest::Approx(1e-3 * (4.5e-6 - 1.5e-6)));

  ImportOptions turned;
  turned.negative_potentiates = true;
  const Pund t = imported(text, turned).punds.at(0);
  CHECK(t.voltage[1] == -8.0);
  CHECK(t.phase[12] == Pund::negative);
  CHECK(switched_charge(t).up == doctest::Approx(switched_charge(s).down));

  const std::string four = "0XUND-";
  CHECK(complaint_about(text.replace(text.find("0XUNDP-"), 7, four)) ==
        "in.csv:12: has 20 columns: must be 4 for each letter of the Pulse Sequence \"XUND\"");
}

TEST_CASE("aixACCT leakage: a staircase of density becomes a sweep of current") {
  const auto all = imported("LeakageResult\n\nTable 1\nIndex [1]\tRav [Ohm]\t\n1.0e+000\t2.3e+011\t\n\nLeakage\nTfaModule: LM\n\nTable 1\nSampleName: B\n"
                            "Area [mm2]: 0.01\nStep Duration [s]: 2\nVoltage [V]\tLeakage Current Density [uA/cm2]\tMedian Current Density [uA/cm2]\t\n"
                            "0.0e+000\t3.0e-004\t-2.2e-002\t\n5.0e-001\t8.7e-002\t1.6e-002\t\n");
  REQUIRE(all.iv_sweeps.size() == 1);
  const IvSweep& s = all.iv_sweeps[0];
  CHECK(s.voltage == std::vector<double>{0.0, 0.5});
  CHECK(s.current[1] == doctest::Approx(8.7e-2 * 1e-2 * 1e-8));
  CHECK(s.time == std::vector<double>{2.0, 4.0});
  CHECK(s.title == "B, leakage, steps of 2 s");
}

TEST_CASE("Knowm loops: either file of a folder is the whole measurement") {
  const test::Folder folder;
  const auto at = folder.folder("47kohm_.8V_100Hz_M2");
  const auto file = [&](const char* name, const char* text) {
    std::ofstream(at / name) << text;
    return at / name;
  };
  const auto device = import_file(file("memristor.csv", "0.1,1.0\n0.2,10.0\n-0.1,-2.0\n0.0,0.0\n"), {});
  const auto both = import_file(file("resistor+memristor.csv", "0.147,1.0\n0.67,10.0\n-0.194,-2.0\n0.0,0.0\n"), {});
  CHECK(device.format == "knowm_loop");
  for (const auto* all : {&device, &both}) {
    const IvSweep& s = all->iv_sweeps.at(0);
    for (int k = 0; k < 4; ++k) {
      CHECK(s.voltage[k] == doctest::Approx(std::vector{0.1, 0.2, -0.1, 0.0}[k]));
      CHECK(s.applied_voltage[k] == doctest::Approx(std::vector{0.147, 0.67, -0.194, 0.0}[k]));
      CHECK(s.time[k] == doctest::Approx(k / 400.0));
    }
    CHECK(s.current[1] == doctest::Approx(10e-6));
    CHECK(s.r_series == 47e3);
    CHECK(s.frequency == 100.0);
    CHECK(s.periods_before == 2);
    CHECK(s.title == "M2, 100 Hz, 0.8 V behind 47000 ohm");
    CHECK(all->assumptions.size() == 3);
  }
  CHECK(complaint([&] { import_file(file("loop.csv", "1,2\n"), {}); }).ends_with("must be called memristor or resistor+memristor, which says what its voltage is"));
  const auto published = folder.folder("5k\u03a9_.8V_1000Hz_M1");
  std::ofstream(published / "memristor.csv") << "0.1,1.0\n0.2,2.0\n";
  CHECK(import_file(published / "memristor.csv", {}).iv_sweeps.at(0).r_series == 5e3);
  const auto other = folder.folder("47kohm_loops");
  std::ofstream(other / "memristor.csv") << "0.1,1.0\n";
  CHECK(complaint([&] { import_file(other / "memristor.csv", {}); }).find("has 2 columns without a header") != std::string::npos);
}
