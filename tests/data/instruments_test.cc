// Files as instruments write them, byte by byte: real ones are not free to be kept here.

#include <doctest/doctest.h>
#include <hdf5.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "data/import.h"
#include "tests/data/folder.h"
#include "tests/data/hdf5_text.h"
#include "tests/data/workbook.h"

using namespace hysteron;
using namespace hysteron::data;
using test::complaint;

namespace {

Imported imported(const std::string& bytes, const ImportOptions& options = {}, const std::string& name = "in.csv") {
  const test::Folder folder;
  return import_file(folder.file(name, bytes), options);
}

std::string complaint_about(const std::string& bytes, const ImportOptions& options = {}, const std::string& name = "in.csv") {
  return complaint([&] { imported(bytes, options, name); });
}

std::string easyexpert(const std::string& title, const std::string& values, const std::string& dimensions = "Dimension1, 2, 2\r\nDimension2, 1, 1\r\n") {
  return "\r\nSetupTitle, " + title +
         "\r\nPrimitiveTest, I/V Sweep\r\nTestParameter, Channel.Unit, SMU1:HR, SMU2:HR\r\nTestParameter, Channel.VName, DrainV, SrcV\r\n"
         "TestParameter, Channel.IName, DrainI, SrcI\r\nTestParameter, Channel.Func, VAR1, CONST\r\nTestParameter, Measurement.Primary.Compliance, 0.001\r\n"
         "MetaData, TestRecord.RecordTime, 12/04/2022 08:42:23\r\n" + dimensions + "DataName, DrainV, DrainI\r\n" + values;
}

}  // namespace

TEST_CASE("EasyEXPERT: records that follow one another are a sweep each") {
  const auto all = imported(easyexpert("IV Channel Sweep", "DataValue, -0.05, -6.7372199999999987E-08\r\nDataValue, 0.05, 6.5E-08\r\n") +
                            easyexpert("again", "DataValue, 1, 2E-08\r\nDataValue, x, 2E-08\r\nDataValue, 2, 4E-08\r\n"));
  CHECK(all.format == "keysight_b1500");
  CHECK(all.rows == 4);
  REQUIRE(all.iv_sweeps.size() == 2);
  CHECK(all.iv_sweeps[0].title == "IV Channel Sweep");
  CHECK(all.iv_sweeps[0].voltage == std::vector<double>{-0.05, 0.05});
  CHECK(all.iv_sweeps[0].current == std::vector<double>{-6.7372199999999987e-08, 6.5e-08});
  CHECK(all.iv_sweeps[0].compliance == 0.001);
  CHECK(all.iv_sweeps[1].voltage == std::vector<double>{1, 2});
  REQUIRE(all.unreadable.size() == 1);
  CHECK(all.unreadable[0].find("DataValue,x,2E-08") != std::string::npos);
}

TEST_CASE("EasyEXPERT: steps of the second variable are sweeps of their own") {
  const auto all = imported(easyexpert("family", "DataValue, 0, 1\r\nDataValue, 1, 2\r\nDataValue, 0, 3\r\nDataValue, 1, 4\r\n", "Dimension1, 2, 2\r\nDimension2, 2, 2\r\n"));
  REQUIRE(all.iv_sweeps.size() == 2);
  CHECK(all.iv_sweeps[1].voltage == std::vector<double>{0, 1});
  CHECK(all.iv_sweeps[1].current == std::vector<double>{3, 4});
  CHECK(all.iv_sweeps[1].title == "family, step 2");
  CHECK(complaint_about(easyexpert("none", "")) == "in.csv: no row of data can be read");
}

TEST_CASE("EasyEXPERT: the current of a transfer curve is the drain's, at the drain's voltage; of an output curve that of the terminal swept") {
  const auto record = [](const std::string& names, const std::string& values) {
    return "\r\nSetupTitle, curve\r\nDataName, " + names + "\r\n" + values;
  };
  const auto transfer = imported(record("GateV, GateI, DrainV, DrainI", "DataValue, -1, 5E-9, 0.05, 1E-9\r\nDataValue, 2, 6E-9, 0.05, 3E-6\r\n"));
  const IvSweep& s = transfer.iv_sweeps.at(0);
  CHECK(s.voltage == std::vector<double>{-1, 2});
  CHECK(s.current == std::vector<double>{1e-9, 3e-6});
  CHECK(s.read_voltage == 0.05);
  CHECK(std::ranges::count(transfer.assumptions, "curve: a transfer curve: the voltage is GateV, the current DrainI") == 1);
  const auto alone = imported(record("Vg, Ig, Id", "DataValue, 0, 1E-12, 1E-9\r\nDataValue, 1, 1E-11, 1E-6\r\n"));
  CHECK(alone.iv_sweeps.at(0).current[1] == 1e-6);
  CHECK(alone.iv_sweeps[0].read_voltage == 0.1);
  CHECK(std::ranges::count_if(alone.assumptions, [](const std::string& a) { return a.find("read_voltage = 0.1 V at the drain: nominal") != std::string::npos; }) == 1);
  CHECK(imported(record("Vtgs, Vds, Id, R", "DataValue, -5, 0.02, 1E-5, 2000\r\nDataValue, 5, 0.02, 2E-5, 1000\r\n")).iv_sweeps.at(0).read_voltage == 0.02);  // a top gate
  const auto output = imported(record("VG, VD, ID", "DataValue, 1, 0, 0\r\nDataValue, 1, 2, 1E-5\r\n"));
  CHECK(output.iv_sweeps.at(0).voltage[1] == 2.0);
  CHECK(std::isnan(output.iv_sweeps[0].read_voltage));
  const auto leakage = imported(record("GateV, GateI", "DataValue, 0, 0\r\nDataValue, 1, 1E-11\r\n"));  // nothing else was measured
  CHECK(leakage.iv_sweeps.at(0).current[1] == 1e-11);
  CHECK(std::isnan(leakage.iv_sweeps[0].read_voltage));
}

TEST_CASE("EasyEXPERT: records may begin with the setup of an analysis, and need no title each") {
  const std::string set = "AnalysisSetup, Analysis.Setup.Title, Set\r\nDataName, V, I\r\nDataValue, 0.5, 1E-6\r\nDataValue, 1, 2E-6\r\n";
  const std::string reset = "AnalysisSetup, Analysis.Setup.Title, Reset\r\nDataName, V, I\r\nDataValue, -0.5, -1E-6\r\nDataValue, -1, -3E-6\r\n";
  const auto all = imported(set + reset);
  REQUIRE(all.iv_sweeps.size() == 2);
  CHECK(all.iv_sweeps[0].title == "Set");
  CHECK(all.iv_sweeps[1].title == "Reset");
  CHECK(all.iv_sweeps[1].current == std::vector<double>{-1e-6, -3e-6});
  const auto untitled = imported("DataName, V1, I1\r\nDataValue, 1, 2E-6\r\nDataName, V1, I1\r\nDataValue, 2, 4E-6\r\n");
  REQUIRE(untitled.iv_sweeps.size() == 2);
  CHECK(untitled.iv_sweeps[1].voltage == std::vector<double>{2});
}

TEST_CASE("text in UTF-16, of either order of bytes, is read as text; broken off it is not") {
  const std::string text = easyexpert("IV \xc2\xb5", "DataValue, 0.5, 1E-6\r\n");
  std::string little = "\xff\xfe", big = "\xfe\xff";
  for (std::size_t k = 0; k < text.size(); ++k) {
    const char c = text[k] == '\xc2' ? text[++k] : text[k];  // U+00B5 is its second byte
    little += {c, '\0'}, big += {'\0', c};
  }
  for (const std::string& bytes : {little, big}) {
    CHECK(imported(bytes).iv_sweeps.at(0).title == "IV \xc2\xb5");
  }
  CHECK(complaint_about(little.substr(0, little.size() - 1)).find("is not a text file") != std::string::npos);
}

TEST_CASE("WGFMU results in a file of EasyEXPERT, below settings, and with the current first") {
  const std::string names = "Time, MeasResult1_value, MeasResult2_value";
  const auto in_record = imported("SetupTitle, decay\r\nDataName, " + names + "\r\nDataValue, 0, 0.5, 1E-6\r\nDataValue, 1E-7, 1, 2E-6\r\n");
  CHECK(in_record.waveforms.at(0).voltage == std::vector<double>{0.5, 1});
  CHECK(in_record.waveforms[0].title == "decay");
  const auto below = imported("Pattern,PUND\r\nRepeat,1\r\n" + names + ",MeasResult1_time\r\n0,1E-6,0.5,0\r\n1E-7,2E-6,1,1E-7\r\n");
  CHECK(below.waveforms.at(0).voltage == std::vector<double>{0.5, 1});
  CHECK(below.waveforms[0].current == std::vector<double>{1e-6, 2e-6});
  CHECK(below.assumptions.at(0).find("stays within 10 mA") != std::string::npos);
}

TEST_CASE("voltage and current under everyday headings are a sweep, with what the headings leave open assumed aloud") {
  const auto sweep = [](const std::string& text) {
    const auto all = imported(text);
    CHECK(all.format == "plain_headings");
    CHECK(all.iv_sweeps.at(0).voltage == std::vector<double>{0.1, 0.2});
    CHECK(all.iv_sweeps[0].current.at(1) == doctest::Approx(3e-6).epsilon(1e-15));
    return all;
  };
  CHECK(sweep("Voltage (V),Current (A)\n0.1,1e-6\n0.2,3e-6\n").assumptions.empty());
  CHECK(sweep("Operator: Smith\n\ntime(s)\tV (mV)\tI (uA)\n0\t100\t1\n1\t200\t3\n").iv_sweeps[0].time == std::vector<double>{0, 1});
  CHECK(sweep("Bias_V;I/mA;cycle\n0,1;0,001;4\n0,2;0,003;5\n").iv_sweeps[0].cycle == std::vector<std::uint32_t>{4, 5});
  CHECK(sweep("V,I\n0.1,1e-6\n0.2,3e-6\n").assumptions == std::vector<std::string>{"V in V: the file names no unit; say --map \"V = voltage [...]\" to change it",
                                                                                  "I in A: the file names no unit; say --map \"I = current [...]\" to change it"});
  CHECK(sweep("V,I\nmV,uA\n100,1\n200,3\n").assumptions.empty());
  CHECK(complaint_about("Voltage (V),Current\n0.1,1\n") == "in.csv:1: current has no unit: write current [A] or a multiple of it");
  CHECK(complaint_about("Voltage (V),Current (m)\n0.1,1\n").find("current [m]: must be A or a multiple of it") != std::string::npos);
}

TEST_CASE("tables between blanks, as NumPy and LabVIEW write them, with a # before the headings or without") {
  const auto holds = [](const std::string& text) {
    CAPTURE(text);
    const auto all = imported(text);
    CHECK(all.format == "plain_headings");
    CHECK(all.unreadable.empty());
    CHECK(all.iv_sweeps.at(0).voltage == std::vector<double>{0.05, -0.1});
    CHECK(all.iv_sweeps[0].current == std::vector<double>{3.468e-10, -1e-9});
  };
  holds("Voltage Current Time\n5.000E-02\t3.468E-10\t1.055E-01\n-1.000E-01\t-1E-09\t2.111E-01\n");
  holds("# Voltage (V) Current (A)\n5.0e-02 3.468e-10\n-1.0e-01 -1.0e-09\n");
  holds("#Voltage (V),Current (A)\n0.05,3.468e-10\n-0.1,-1e-9\n");
  holds("V [V]   I [A]\r\n  0.05   3.468e-10\r\n -0.1   -1e-9\r\n");
  ImportOptions named;
  named.columns = "voltage [V], current [uA]";
  CHECK(imported("# two words\n0.1,2\n0.2,4\n", named).iv_sweeps.at(0).size() == 2);
  CHECK(imported("0.1  2\n0.2  4\n", named).iv_sweeps.at(0).current[1] == doctest::Approx(4e-6));
  CHECK(complaint_about("0.1 2\n0.2 4\n").find("has 2 columns without a header") != std::string::npos);
}

TEST_CASE("voltage and charge under everyday headings are a loop, though nobody noted how long it took") {
  const auto all = imported("Vforce,Charge\n-228.6059E-6,000.0000E+0\n3.0312E+0,139.3990E-12\n-2.2781E+0,-52.1733E-12\n");
  const PvLoop& l = all.pv_loops.at(0);
  CHECK(l.voltage[1] == 3.0312);
  CHECK(l.charge[2] == doctest::Approx(-52.1733e-12));
  CHECK(l.time.empty());
  CHECK(l.frequency == 0.0);
  CHECK(std::ranges::count_if(all.assumptions, [](const std::string& a) { return a.starts_with("Charge in C: the file names no unit"); }) == 1);
  CHECK(imported("V (V),Q (pC),I (nA)\n1,2,3\n").iv_sweeps.size() + imported("V (V),charge (pC),t (ms)\n1,2,3\n").pv_loops.size() == 2);
}

TEST_CASE("KickStart: channels named by the user, the steps of a gate, and figures below the data") {
  std::string settings = "\tCommon Settings,\t\n\t.Channel,\tDRAIN\n\t...Model,\t2450\n\t...Function,\tVoltage Bias\n\t...Limit,\t0.1\n";
  for (int k = 0; k < 40; ++k) settings += "\t...Range,\tAuto\n";  // more tabs than commas
  settings += "\n";
  const auto transfer = imported(settings + "\"Index\",\"DRAIN Time (s)\",\"DRAIN Voltage (V)\",\"DRAIN Current (A)\",\"GATE Voltage (V)\",\"GATE Current (A)\"\n"
                                 "\"1\",\"0\",\"0.09998\",\"6E-08\",\"0\",\"-4E-09\"\n\"2\",\"0.4\",\"0.1\",\"7E-08\",\"0.05\",\"-5E-09\"\n\n"
                                 "\"Min\",\"0\",\"0.09998\",\"6E-08\",\"0\",\"-5E-09\"\n\"CV\",\"57%\",\"0%\",\"98%\",\"58%\",\"-2%\"\n");
  CHECK(transfer.format == "keithley_kickstart");
  CHECK(transfer.unreadable.empty());
  REQUIRE(transfer.iv_sweeps.size() == 1);
  CHECK(transfer.iv_sweeps[0].voltage == std::vector<double>{0, 0.05});
  CHECK(transfer.iv_sweeps[0].current == std::vector<double>{6e-8, 7e-8});
  CHECK(transfer.iv_sweeps[0].time == std::vector<double>{0, 0.4});
  CHECK(transfer.iv_sweeps[0].read_voltage == doctest::Approx(0.1).epsilon(1e-3));
  const auto output = imported("Common Settings,\t\n.Stepper,\tGATE\n,\n\"Index\",\"GATE = 2VDRAIN Voltage (V)\",\"GATE = 2VDRAIN Current (A)\",\"GATE = 2VGATE Voltage (V)\","
                               "\"GATE = 3VDRAIN Voltage (V)\",\"GATE = 3VDRAIN Current (A)\",\"GATE = 3VGATE Voltage (V)\"\n1,0,0,2,0,0,3\n2,0.25,1E-6,2,0.25,6E-6,3\n");
  REQUIRE(output.iv_sweeps.size() == 2);
  CHECK(output.iv_sweeps[1].title == "GATE = 3V");
  CHECK(output.iv_sweeps[1].voltage == std::vector<double>{0, 0.25});
  CHECK(output.iv_sweeps[1].current == std::vector<double>{0, 6e-6});
  CHECK(std::isnan(output.iv_sweeps[1].read_voltage));
  CHECK(std::ranges::count(output.assumptions, "GATE = 3V: GATEV: 3 V: another terminal, not in the sweep") == 1);
  const auto plain = imported("\"\tCommon Settings\",\"\t\",,\n\"\t...Function\",\"\tVoltage Sweep\",,\n\"\t...Limit\",\"\t0.1\",,\n,,,\nindex,Time (s),Voltage (V),Current (A)\n1,0,0,0\n2,1,0.5,0.1\n");
  CHECK(plain.format == "keithley_kickstart");
  CHECK(plain.iv_sweeps.at(0).compliance == 0.1);
}

TEST_CASE("headings that come again, columns without a heading and currents beside one voltage are cycles of a sweep") {
  const auto cycles = [](const std::string& text) {
    const auto all = imported(text);
    const IvSweep& s = all.iv_sweeps.at(0);
    CHECK(all.iv_sweeps.size() == 1);
    CHECK(s.voltage == std::vector<double>{1, 2, 1, 2});
    CHECK(s.current == std::vector<double>{3, 4, 5, 6});
    CHECK(s.cycle == std::vector<std::uint32_t>{0, 0, 1, 1});
    return all;
  };
  CHECK(cycles("V (V),I (A),V (V),I (A)\n1,3,1,5\n2,4,2,6\n").assumptions == std::vector<std::string>{"2 groups of columns of the same headings: cycles 0 to 1 of one sweep"});
  CHECK(cycles("V,I,,\nV,A,,\n1,3,1,5\n2,4,2,6\n").assumptions.at(1) == "columns without a heading repeat those before them");
  CHECK(cycles("t (s),V (V),I (A),I (mA)\n0,1,3,5000\n1,2,4,6000\n").iv_sweeps[0].time == std::vector<double>{0, 1, 0, 1});
  CHECK(imported("V (V),I (A),V (V),I (A)\n1,3,1,5\n2,4,,\n").iv_sweeps.at(0).voltage == std::vector<double>{1, 2, 1});  // a shorter cycle
  CHECK(imported("V (V),I (A),\n1,3,7\n2,4,7\n").iv_sweeps.at(0).size() == 2);                                          // one column more is none
  CHECK(complaint_about("V (V),I (A),V (V)\n1,3,1\n").find("is of no known format") != std::string::npos);  // whose current?
}

TEST_CASE("decimal commas beside semicolons or tabs are points, unless points are in use") {
  CHECK(imported("voltage [V]\tcurrent [uA]\n-0,5\t1,5E-1\n").iv_sweeps.at(0).current.at(0) == doctest::Approx(1.5e-7).epsilon(1e-15));
  const auto mixed = imported("voltage [V];current [uA]\n0.5;1.5\n0.6;1,500\n");
  CHECK(mixed.iv_sweeps.at(0).size() == 1);
  CHECK(mixed.unreadable.size() == 1);
}

TEST_CASE("WGFMU results are a waveform") {
  const auto all = imported("Time,MeasResult1_value,MeasResult2_value\r\n0,0.001,1E-9\r\n1E-07,1.5,2.5E-05\r\n");
  CHECK(all.format == "keysight_wgfmu");
  const Waveform& w = all.waveforms.at(0);
  CHECK(w.time == std::vector<double>{0, 1e-7});
  CHECK(w.voltage == std::vector<double>{0.001, 1.5});
  CHECK(w.current == std::vector<double>{1e-9, 2.5e-5});
}

TEST_CASE("B2900: the comma at the end of a line is no column, a list of V1 and I1 is a sweep") {
  const auto all = imported("Item,Smu1.Time[1][1],Smu1.V[1][1],Smu1.I[1][1],Smu1.R[1][1],\r\n1,0.1,0.5,1E-6,5E5,\r\n2,0.2,1,2E-6,5E5,\r\n");
  CHECK(all.format == "keysight_b2900");
  const IvSweep& s = all.iv_sweeps.at(0);
  CHECK(s.time == std::vector<double>{0.1, 0.2});
  CHECK(s.voltage == std::vector<double>{0.5, 1});
  CHECK(s.current == std::vector<double>{1e-6, 2e-6});
  const auto copied = imported("V1,I1,absI\n0.5,-1E-6,1E-6\n1,2E-6,2E-6\n").iv_sweeps.at(0);
  CHECK(copied.voltage == std::vector<double>{0.5, 1});
  CHECK(copied.current == std::vector<double>{-1e-6, 2e-6});
}

TEST_CASE("InfiniiVision: the second channel measures the current over a resistor, the rest is the device's") {
  const std::string scope = "x-axis,1,2\r\nsecond,Volt,Volt\r\n-1E-06,+0.0E+00,\"-79.8E-06\"\r\n0,1.0,0.1\r\n1E-06,2.0,0.2\r\n";
  ImportOptions options;
  options.r_series = 100.0;
  options.r_series_given = true;
  const auto all = imported(scope, options);
  CHECK(all.format == "infiniivision");
  const Waveform& w = all.waveforms.at(0);
  CHECK(w.time[0] == -1e-6);
  CHECK(w.applied_voltage == std::vector<double>{0.0, 1.0, 2.0});
  CHECK(w.voltage[2] == doctest::Approx(1.8));
  CHECK(w.current[2] == doctest::Approx(2e-3));
  CHECK(w.current[0] == doctest::Approx(-79.8e-6 / 100.0));
  CHECK(w.r_series == 100.0);
  CHECK(w.sample_rate == doctest::Approx(1e6));
  CHECK(imported(scope).assumptions.at(0).find("say --r-series") != std::string::npos);
  CHECK(imported("x-axis,1,2\nsecond,Volt,Ampere\n0,1,1E-3\n1,2,2E-3\n").waveforms.at(0).current[1] == 2e-3);
  CHECK(complaint_about("x-axis,1\nsecond,Kelvin\n0,1\n") == "in.csv:2: channel 1 [Kelvin]: must be Volt");
}

namespace {

/// Trapezia from `at`, each 1 us up, 8 us flat, 1 us down, sampled at 10 MHz.
std::string trace(const std::vector<std::pair<double, double>>& pulses, double conductance) {
  std::string out = "Time,MeasResult1_value,MeasResult2_value\n";
  for (int k = 0; k < 2000; ++k) {
    const double t = 1e-7 * k;
    double v = 0.0;
    for (const auto& [at, height] : pulses) {
      const double x = (t - at) / 1e-6;  // edges of 1 us
      if (x > 0.0 && x < 10.0) v = height * std::min({x, 1.0, 10.0 - x});
    }
    char line[100];
    std::snprintf(line, sizeof line, "%.9g,%.9g,%.9g\n", t, v, conductance * v);
    out += line;
  }
  return out;
}

}  // namespace

TEST_CASE("InfiniiVision: rows in which a channel is empty are listed and left out") {
  const auto all = imported("x-axis,1,2\nsecond,Volt,Volt\n0,,\n1E-9,1,0.5\n2E-9,2,1\n");
  CHECK(all.waveforms.at(0).applied_voltage == std::vector<double>{1, 2});
  CHECK(all.unreadable == std::vector<std::string>{"3: 0,,: a channel is empty"});
  CHECK(complaint_about("x-axis,1\nsecond,Volt\n0,\n") == "in.csv: no row holds a number of each channel");
}

TEST_CASE("oscilloscopes of Tektronix, Siglent and Rigol: device and resistor as with any other") {
  const auto check = [](const std::string& text) {
    const auto all = imported(text);
    CHECK(all.format == "oscilloscope");
    const Waveform& w = all.waveforms.at(0);
    CHECK(w.time == std::vector<double>{-1e-6, 0, 1e-6});
    CHECK(w.applied_voltage == std::vector<double>{0, 1, 2});
    CHECK(w.current.at(2) == doctest::Approx(0.2 / 50.0).epsilon(1e-15));
    CHECK(w.voltage[2] == doctest::Approx(1.8).epsilon(1e-15));
    CHECK(all.assumptions.back().starts_with("unverified"));
  };
  check("Model,MDO3024\nVertical Units,V,,V\n\nTIME,CH1,CH1 Peak Detect,CH2\n-1E-06,0,,0\n0,1,,0.1\n1E-06,2,,0.2\n");
  check("Record Length,Analog:3\nSource,CH1,CH2\nSecond,Volt,Volt\n-1E-06,0,0\n0,1,0.1\n1E-06,2,0.2\n");
  check("X,CH1,CH2,Start,Increment\nSequence,Volt,Volt,-1E-06,1E-06\n0,0,0,,\n1,1,0.1,,\n2,2,0.2,,\n");
  CHECK(complaint_about("X,CH1,Start,Increment\nSequence,Volt,-1E-06,\n0,0,,\n") == "in.csv:1: Increment: must be a number");
  CHECK(imported("TIME,CH1,CH2\n0,1,1E-3\n").waveforms.at(0).voltage[0] == doctest::Approx(0.999));
}

TEST_CASE("segments: a trace becomes pulses with rise, plateau, fall and the reads after them") {
  ImportOptions options;
  options.segment = true;
  const auto all = imported(trace({{10e-6, 0.2}, {40e-6, 2.0}, {70e-6, 0.2}, {100e-6, -1.5}, {130e-6, 0.2}}, 1e-5), options);
  REQUIRE(all.waveforms.empty());
  const PulseTrain& t = all.pulse_trains.at(0);
  REQUIRE(t.size() == 3);
  CHECK(t.op_type == std::vector<std::uint8_t>{PulseTrain::read, PulseTrain::pulse_read, PulseTrain::pulse_read});
  CHECK(t.voltage[0] == 0.0);
  CHECK(t.voltage[1] == doctest::Approx(2.0));
  CHECK(t.voltage[2] == doctest::Approx(-1.5));
  for (int k : {1, 2}) {
    CAPTURE(k);
    CHECK(t.rise_time[k] == doctest::Approx(1e-6).epsilon(0.02));
    CHECK(t.fall_time[k] == doctest::Approx(1e-6).epsilon(0.02));
    CHECK(t.pulse_width[k] == doctest::Approx(8.2e-6).epsilon(0.02));  // above 90 %: a tenth of each edge too
    CHECK(t.delay[k] == doctest::Approx(20e-6).epsilon(0.05));
  }
  for (std::size_t k = 0; k < 3; ++k) CHECK(t.read_current[k] / t.read_voltage[k] == doctest::Approx(1e-5));
  CHECK(complaint_about("Time,MeasResult1_value,MeasResult2_value\n0,1,1\n1,1,1\n", options).find("holds no pulse") != std::string::npos);
}

TEST_CASE("LabVIEW: quotes hold a line end, text columns are left out") {
  ImportOptions options;
  options.columns = "voltage [V], current [uA], -, -";
  const auto s = imported("0.55,\"1.95407608\n\",sample name,100.0\r\n0.6,\"2.5\n\",sample name,100.0\r\n", options).iv_sweeps.at(0);
  CHECK(s.voltage == std::vector<double>{0.55, 0.6});
  CHECK(s.current[0] == doctest::Approx(1.95407608e-6));
  CHECK(complaint_about("0.55,\"1.95407608\n\",sample name,100.0\r\n").starts_with("in.csv: has 4 columns without a header: say what they are"));
}

TEST_CASE("ArC ONE: a train a crosspoint, a width of 0 is a read alone") {
  const auto all = imported("my session\nThu Mar 14 10:02:11 2019\nWordline,Bitline,Resistance,Amplitude (V),Pulse width (s),Tag,ReadTag,ReadVoltage\n"
                            "1,2,10000,0.5,0.0,S R,R0 V=0.5,0.5\n1,2,5000,1.2,1e-06,P,R0 V=0.5,0.5\n3,4,20000,-1.2,1e-06,FF_s,R0 V=0.5,0.5\n");
  CHECK(all.format == "arc_one");
  REQUIRE(all.pulse_trains.size() == 2);
  const PulseTrain& t = all.pulse_trains[0];
  CHECK(t.voltage == std::vector<double>{0.0, 1.2});
  CHECK(t.op_type == std::vector<std::uint8_t>{1, 3});
  CHECK(t.read_current[1] == doctest::Approx(1e-4));
  CHECK(t.title == "my session, wordline 1, bitline 2");
  CHECK(all.pulse_trains[1].voltage == std::vector<double>{-1.2});
}

TEST_CASE("Radiant: polarisation times area is charge; figures alone are refused") {
  const std::string head = "Hysteresis\r\nSampleName:\t\ts1\r\nSampleArea(cm2):\t\t1E-4\r\nSampleThickness(um):\t\t0.255\r\nHysteresisPeriod(ms):\t\t10\r\n";
  const auto all = imported(head + "Data\r\nPoint\tTime(ms)\tDriveVoltage\tMeasuredPolarization\r\n1\t0\t0\t-20\r\n2\t2.5\t8\t25\r\n");
  CHECK(all.format == "radiant");
  const PvLoop& l = all.pv_loops.at(0);
  CHECK(l.area == doctest::Approx(1e-8));
  CHECK(l.charge[1] == doctest::Approx(25e-6 * 1e-4));
  CHECK(l.time[1] == doctest::Approx(2.5e-3));
  CHECK(l.frequency == doctest::Approx(100.0));
  CHECK(l.thickness == doctest::Approx(255e-9));
  CHECK(complaint_about("PUND\r\nSampleName:\ts1\r\nP*:\t20\r\n").find("export the measured data") != std::string::npos);
}

TEST_CASE("tables of RRAM arrays are told apart by what they hold") {
  const auto endurance = imported("186\t10000\t200000\t100\n186\t10000\t100000\t200\n");
  CHECK(endurance.format == "rram_array");
  CHECK(endurance.endurances.at(0).cycle == std::vector<std::uint64_t>{100, 200});
  CHECK(endurance.endurances[0].read_voltage[0] / endurance.endurances[0].read_current_off[1] == doctest::Approx(1e5));
  const auto bake = imported("80000\t0.0\t8000\t0.000125\t100\n80000\t7164.2\t10000\t0.0001\t100\n");
  CHECK(bake.retentions.at(0).temperature[0] == doctest::Approx(373.15));
  CHECK(bake.retentions[0].time[1] == 7164.2);
  CHECK(bake.retentions[0].read_current[1] / bake.retentions[0].read_voltage[1] == doctest::Approx(1e-4));
}

TEST_CASE("--map names columns of any program by heading or place") {
  const std::string text = "made by something\n\nVd (mV),note,Id\n100,a,1\n200,b,2\n";
  ImportOptions options;
  options.map = "Vd (mV) = voltage [mV], Id = current [uA]";
  const auto s = imported(text, options).iv_sweeps.at(0);
  CHECK(s.voltage[1] == doctest::Approx(0.2));
  CHECK(s.current[1] == doctest::Approx(2e-6));
  options.map = "#1 = voltage [mV], #3 = current [uA]";
  CHECK(imported(text, options).iv_sweeps.at(0).size() == 2);
  options.map = "Vg = voltage [V], Id = current [A]";
  CHECK(complaint_about(text, options) == "in.csv: no row holds all the headings of --map; the first is \"made by something\"");
  options.map = "Id = colour";
  CHECK(complaint_about(text, options).starts_with("--map: \"colour\": is not a quantity known here"));
  options.map = "Id";
  CHECK(complaint_about(text, options) == "--map: \"Id\": must be HEADING = QUANTITY [UNIT]");
}

TEST_CASE("columns named as the schema does make every kind of measurement") {
  CHECK(imported("time [h],read_conductance [uS],temperature [degC],device\n0,10,100,1\n2,9,100,1\n").retentions.at(0).time[1] == 7200.0);
  CHECK(imported("cycle,read_resistance_on [kohm],read_resistance_off [kohm]\n10,10,100\n").endurances.at(0).cycle[0] == 10);
  CHECK(complaint_about("cycle,read_resistance_on [ohm],read_resistance_off [ohm]\n18446744073709551616,1,1\n").find("cycle = 1.8446744073709552e+19: must be a whole number") != std::string::npos);
  CHECK(imported("amplitude [mV],width [ns],n_trials,n_switched\n400,10,1000,17\n").switching_probabilities.at(0).width[0] == doctest::Approx(1e-8));
  CHECK(imported("spike_time [us]\n1\n2\n").spike_trains.at(0).size() == 2);
  const auto loop = imported("field [Oe],resistance [kohm],cycle\n-50,1,0\n50,2.5,0\n");
  CHECK(loop.resistance_loops.at(0).field[1] == doctest::Approx(5e-3));
  CHECK(loop.resistance_loops[0].resistance[1] == doctest::Approx(2500.0));
  CHECK(loop.resistance_loops[0].read_voltage[0] == 0.1);
  CHECK(loop.assumptions.at(0).starts_with("read_voltage = 0.1 V: nominal"));
  CHECK(imported("voltage [mV],resistance [ohm],read_voltage [mV]\n500,1000,20\n").resistance_loops.at(0).voltage[0] == 0.5);
  const auto window = imported("spike_delay [ms],conductance_before [uS],conductance_after [uS]\n10,2,3\n-10,2,1.5\n").spike_pairs.at(0);
  CHECK(window.weight_change[0] == doctest::Approx(0.5));
  CHECK(window.weight_change[1] == doctest::Approx(-0.25));
  CHECK(imported("spike_delay [ms],weight_change [%]\n10,50\n").spike_pairs.at(0).weight_change[0] == 0.5);
  CHECK(complaint_about("spike_delay [ms]\n10\n") == "in.csv: weight_change = 0 rows: must be 1, as many as of spike_delay");
  const auto pairs = imported("pulse_interval [ms],first_response [nA],second_response [nA]\n20,1,1.6\n").pulse_pairs.at(0);
  CHECK(pairs.pulse_interval[0] == doctest::Approx(0.02));
  CHECK(pairs.second_response[0] == doctest::Approx(1.6e-9));
  const auto map = imported("row,column,conductance [uS]\n0,0,1\n1,2,4\n").array_maps.at(0);
  CHECK(map.rows == 2);
  CHECK(map.columns == 3);
  CHECK(map.conductance[5] == doctest::Approx(4e-6));
  CHECK(std::isnan(map.conductance[1]));
  CHECK(complaint_about("row,column,conductance [uS]\n0,4000000000,1\n").find("must be a whole number from 0, below") != std::string::npos);
  CHECK(complaint_about("row,column,conductance [uS]\n4000,4000,1\n").find("must be at most") != std::string::npos);
  CHECK(complaint_about("amplitude [V],width [s],n_trials,n_switched\n1,1,3,4\n") == "in.csv:2: n_switched = 4: must be <= n_trials, 3");
}

TEST_CASE("4200-SCS: sheets of data are sweeps, families are told apart, figures of the first row are not data") {
  using Row = std::vector<test::Cell>;
  const test::Sheet data{"Data", {Row{"DrainI(1)", "DrainV(1)", "GateV(1)", "DrainI(2)", "DrainV(2)", "GateV(2)", "VT"},
                                  Row{1e-9, 0.0, 1.0, 2e-9, 0.0, 2.0, 0.45}, Row{1e-6, 0.5, 1.0, 2e-6, 0.5, 2.0}, Row{3e-6, 1.0, 1.0}}};
  const test::Sheet settings{"Settings", {Row{"===="}, Row{"Test Name", "vds-id"}, Row{"KTEI Version", "V9.1"}}};
  const auto all = imported(test::workbook({data, {"Calc", {}}, settings, {"Run19", {Row{"Time", "AI", "AV"}, Row{0.0, 1e-6, 0.1}, Row{1.0, 2e-6, 0.2}}}}), {}, "in.xls");
  CHECK(all.format == "keithley_4200");
  REQUIRE(all.iv_sweeps.size() == 3);
  CHECK(all.iv_sweeps[0].title == "vds-id, Data (1)");
  CHECK(all.iv_sweeps[0].voltage == std::vector<double>{0.0, 0.5, 1.0});
  CHECK(all.iv_sweeps[0].current == std::vector<double>{1e-9, 1e-6, 3e-6});
  CHECK(all.iv_sweeps[1].current == std::vector<double>{2e-9, 2e-6});
  CHECK(all.iv_sweeps[2].time == std::vector<double>{0.0, 1.0});
  CHECK(all.iv_sweeps[2].current == std::vector<double>{1e-6, 2e-6});
  bool figure = false, gate = false;
  for (const std::string& a : all.assumptions) {
    figure |= a.find("VT = 0.45") != std::string::npos;
    gate |= a.find("GateV(2): 2 V") != std::string::npos;
  }
  CHECK(figure);
  CHECK(gate);
  const std::string whole = test::workbook({data});
  for (std::size_t n : {8u, 512u, 700u, 1500u, 1900u}) CHECK(!complaint_about(whole.substr(0, n), {}, "in.xls").empty());
  CHECK(complaint_about(test::workbook({settings}), {}, "in.xls").find("no sheet holds a voltage and a current") != std::string::npos);
}

namespace {

std::filesystem::path arc_two_file(const test::Folder& folder, long long valid) {
  struct Row {
    float current, voltage, pulse_width, read_voltage;
    std::uint32_t op_type;
  };
  const Row rows[4] = {{1e-5f, 0.5f, 0.0f, 0.5f, 1}, {2e-5f, 1.5f, 1e-6f, 0.5f, 3}, {0.0f, -1.5f, 1e-6f, 0.0f, 2}, {9.0f, 9.0f, 9.0f, 9.0f, 0}};
  const auto path = folder / "arc.h5";
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t parents = H5Pcreate(H5P_LINK_CREATE);
  H5Pset_create_intermediate_group(parents, 1);
  const hid_t group = H5Gcreate2(file, "/crosspoints/W01B02", parents, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t type = H5Tcreate(H5T_COMPOUND, sizeof(Row));
  H5Tinsert(type, "current", 0, H5T_NATIVE_FLOAT);
  H5Tinsert(type, "voltage", 4, H5T_NATIVE_FLOAT);
  H5Tinsert(type, "pulse_width", 8, H5T_NATIVE_FLOAT);
  H5Tinsert(type, "read_voltage", 12, H5T_NATIVE_FLOAT);
  H5Tinsert(type, "op_type", 16, H5T_NATIVE_UINT32);
  const hsize_t n[1] = {4};
  const hid_t space = H5Screate_simple(1, n, nullptr), scalar = H5Screate(H5S_SCALAR);
  const hid_t table = H5Dcreate2(group, "timeseries", type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  H5Dwrite(table, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, rows);
  const hid_t attribute = H5Acreate2(table, "NROWS", H5T_NATIVE_LLONG, scalar, H5P_DEFAULT, H5P_DEFAULT);
  H5Awrite(attribute, H5T_NATIVE_LLONG, &valid);
  H5Aclose(attribute);
  H5Dclose(table);
  H5Sclose(space);
  H5Sclose(scalar);
  H5Tclose(type);
  H5Gclose(group);
  H5Pclose(parents);
  H5Fclose(file);
  return path;
}

}  // namespace

TEST_CASE("ArC TWO: NROWS rows of the over-allocated table are operations") {
  const test::Folder folder;
  const auto all = import_file(arc_two_file(folder, 3), {});
  CHECK(all.format == "arc_two");
  const PulseTrain& t = all.pulse_trains.at(0);
  CHECK(t.title == "W01B02");
  REQUIRE(t.size() == 3);
  CHECK(t.op_type == std::vector<std::uint8_t>{1, 3, 2});
  CHECK(t.voltage == std::vector<double>{0.0, 1.5, -1.5});
  CHECK(t.read_current[1] == doctest::Approx(2e-5));
  CHECK(std::isnan(t.read_current[2]));
  CHECK(complaint([&] { import_file(arc_two_file(folder, 5), {}); }) == "arc.h5:/crosspoints/W01B02/timeseries@NROWS = 5: must be <= 4, the rows there are");
}

TEST_CASE("NXiv_temp: a sweep for each temperature") {
  const test::Folder folder;
  const auto path = folder / "iv.nxs";
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t entry = H5Gcreate2(file, "entry", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t text = H5Tcopy(H5T_C_S1), scalar = H5Screate(H5S_SCALAR);
  H5Tset_size(text, 9);
  const hid_t definition = H5Dcreate2(entry, "definition", text, scalar, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  H5Dwrite(definition, text, H5S_ALL, H5S_ALL, H5P_DEFAULT, "NXiv_temp");
  const hid_t data = H5Gcreate2(entry, "data", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  test::put_text(data, "NX_class", "NXdata");
  const auto put = [&](const char* name, std::vector<hsize_t> extent, std::vector<double> values, const char* units) {
    const hid_t space = H5Screate_simple(int(extent.size()), extent.data(), nullptr);
    const hid_t set = H5Dcreate2(data, name, H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
    test::put_text(set, "units", units);
    H5Dclose(set);
    H5Sclose(space);
  };
  put("temperature", {2}, {300.0, 350.0}, "K");
  put("voltage", {3}, {0.0, 100.0, 200.0}, "mV");
  put("current", {2, 3}, {0, 1, 2, 0, 3, 6}, "uA");
  H5Gclose(data);
  H5Dclose(definition);
  H5Sclose(scalar);
  H5Tclose(text);
  H5Gclose(entry);
  H5Fclose(file);
  const auto all = import_file(path, {});
  CHECK(all.format == "nxiv_temp");
  REQUIRE(all.iv_sweeps.size() == 2);
  CHECK(all.iv_sweeps[1].title == "350 K");
  CHECK(all.iv_sweeps[1].voltage[2] == doctest::Approx(0.2));
  CHECK(all.iv_sweeps[1].current[2] == doctest::Approx(6e-6));
}

TEST_CASE("gzip is unpacked, a damaged or cut one is refused") {
  const test::Folder folder;
  const auto path = folder.file("in.csv", "voltage [V],current [A]\n1,2\n");
  REQUIRE(std::system(("gzip -n -k '" + path.string() + "'").c_str()) == 0);
  CHECK(import_file(folder / "in.csv.gz", {}).iv_sweeps.at(0).voltage[0] == 1.0);
  const std::string packed = test::bytes_of(folder / "in.csv.gz");
  CHECK(complaint_about(packed.substr(0, packed.size() - 9), {}, "in.csv.gz") == "in.csv.gz: is a damaged gzip file");
}

TEST_CASE("binary files are refused with advice") {
  const std::string binary("\x01\x00\x02", 3);
  CHECK(complaint_about(binary, {}, "run.tff") == "run.tff: is a binary file of aixPlorer: export it there as ASCII (.dat)");
  CHECK(complaint_about(binary, {}, "run.bin") == "run.bin: byte 1 is 0: is not a text file");
}
