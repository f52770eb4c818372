// Workbooks of Excel, byte by byte.

#include <doctest/doctest.h>

#include <string>

#include "data/import.h"
#include "data/workbook.h"
#include "tests/data/folder.h"
#include "tests/data/workbook.h"

using namespace hysteron;
using namespace hysteron::data;
using test::complaint;

namespace {

using Cells = std::vector<std::string>;

Imported imported(const std::string& bytes, const ImportOptions& options = {}) {
  const test::Folder folder;
  return import_file(folder.file("in.xlsx", bytes), options);
}

std::string complaint_about(const std::string& bytes) {
  return complaint([&] { imported(bytes); });
}

Sheet sheet_of(const std::string& data, const std::string& texts = "") {
  return xlsx_sheets(test::xlsx({{"one", data}}, texts), "in.xlsx").at(0);
}

std::string row_of(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& t : texts) all += "<c t=\"inlineStr\"><is><t>" + t + "</t></is></c>";
  return "<row>" + all + "</row>";
}

std::string numbers(const std::vector<std::string>& values) {
  std::string all;
  for (const std::string& v : values) all += "<c><v>" + v + "</v></c>";
  return "<row>" + all + "</row>";
}

}  // namespace

TEST_CASE("xlsx: cells of each type stand where their references say") {
  const Sheet s = sheet_of("<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"C2\" t=\"inlineStr\"><is><r><t>in </t></r><r><t>line</t></r></is></c></row>"
                           "<row r=\"4\"><c r=\"B4\"><v>1.4953842608633701E-9</v></c><c r=\"C4\" t=\"b\"><v>1</v></c><c r=\"D4\" t=\"e\"><v>#DIV/0!</v></c>"
                           "<c r=\"E4\" t=\"str\"><f>A1&amp;A2</f><v>said</v></c><c r=\"AA4\"><v>45000.5</v></c><c r=\"AB4\" t=\"s\"><v>0</v></c></row>",
                           "<si><t> </t></si><si><r><t>Voltage\n</t></r><r><t>(V)</t></r><rPh><t>spoken</t></rPh></si>");
  CHECK(s.name == "one");
  REQUIRE(s.table.rows.size() == 2);
  CHECK(s.table.rows[0].line == 2);
  CHECK(s.table.rows[0].cells == Cells{"Voltage (V)", "", "in line"});
  CHECK(s.table.rows[1].line == 4);
  Cells wide(27);
  wide[1] = "1.4953842608633701E-9", wide[2] = "1", wide[3] = "#DIV/0!", wide[4] = "said", wide[26] = "45000.5";
  CHECK(s.table.rows[1].cells == wide);
}

TEST_CASE("xlsx: cells without references follow one another, prefixes of names do not matter") {
  CHECK(sheet_of("<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>").table.rows.at(1).line == 3);
  auto parts = test::xlsx_parts({{"one", ""}});
  parts.back().bytes = "<x:worksheet xmlns:x=\"strict\"><x:sheetData><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>";
  CHECK(xlsx_sheets(test::zip(parts), "in.xlsx").at(0).table.rows.at(0).cells == Cells{"7"});
}

TEST_CASE("xlsx: each sheet is a table by itself, one that is none is left out and said so") {
  const std::string loop = row_of({"Voltage (V)", "Current (uA)"}) + numbers({"0.1", "1"}) + numbers({"0.2", "3"});
  const std::string pulses = row_of({"voltage [V]", "pulse_width [us]", "read_voltage [V]", "read_current [nA]"}) + numbers({"1", "5", "0.1", "40"});
  const auto all = imported(test::xlsx({{"notes", row_of({"wafer 7", "cleaned"})}, {"loop", loop}, {"empty", ""}, {"train", pulses}}));
  CHECK(all.format == "plain_headings, pulse_csv");
  REQUIRE(all.iv_sweeps.size() == 1);
  CHECK(all.iv_sweeps[0].title == "loop");
  CHECK(all.iv_sweeps[0].current == std::vector<double>{1e-6, 3e-6});
  REQUIRE(all.pulse_trains.size() == 1);
  CHECK(all.pulse_trains[0].pulse_width[0] == doctest::Approx(5e-6));
  REQUIRE(all.assumptions.size() == 1);
  CHECK(all.assumptions[0].starts_with("left out: "));
  CHECK(all.assumptions[0].find("sheet notes:1: \"wafer 7,cleaned\": is of no known format") != std::string::npos);
  ImportOptions mapped;
  mapped.map = "Voltage (V) = voltage [V], Current (uA) = current [mA]";
  CHECK(imported(test::xlsx({{"loop", loop}}), mapped).iv_sweeps.at(0).current[1] == doctest::Approx(3e-3));
  const auto broken = imported(test::xlsx({{"loop", loop + row_of({"0.3", "#N/A"})}}));
  CHECK(broken.rows == 2);
  CHECK(broken.unreadable == std::vector<std::string>{"loop:4: 0.3,#N/A: current is not a number"});
}

TEST_CASE("xlsx and xls: what Clarius keeps in sheets with Settings is read alike") {
  const auto all = imported(test::xlsx({{"Run1", row_of({"AI", "AV", "Time"}) + numbers({"1e-6", "0.1", "0"}) + numbers({"2e-6", "0.2", "1"})},
                                        {"Calc", ""}, {"Settings", row_of({"Test Name", "loop"})}}));
  CHECK(all.format == "keithley_4200");
  CHECK(all.iv_sweeps.at(0).title == "loop, Run1");
  CHECK(all.iv_sweeps[0].current == std::vector<double>{1e-6, 2e-6});
  using Row = std::vector<test::Cell>;
  const test::Folder folder;
  const auto plain = import_file(folder.file("in.xls", test::workbook({{"hand-made", {Row{"Voltage (V)", "Current (mA)"}, Row{0.5, 2.0}}}})), {});
  CHECK(plain.format == "plain_headings");
  CHECK(plain.iv_sweeps.at(0).current[0] == doctest::Approx(2e-3));
}

TEST_CASE("xlsx: broken, encrypted and boundless files are refused with the place and the limit") {
  const auto parts = test::xlsx_parts({{"one", numbers({"1"})}});
  const std::string whole = test::zip(parts);
  for (std::size_t n = 4; n < whole.size(); n += 7) CHECK(complaint_about(whole.substr(0, n)) == "in.xlsx: is an .xlsx or zip file that is damaged");
  CHECK(complaint_about(test::zip(parts, 0, 1)).find("sheet1.xml: is encrypted") != std::string::npos);
  CHECK(complaint_about(test::zip(parts, 300u << 20)) == "in.xlsx: xl/worksheets/sheet1.xml: is of 314572800 bytes: must be at most 268435456");
  std::string changed = whole;
  changed[changed.find("<v>1</v>") + 3] = '2';
  CHECK(complaint_about(changed).find("sheet1.xml: cannot be unpacked: the file is damaged") != std::string::npos);  // by its checksum
  const auto about = [](const std::string& data) { return complaint_about(test::xlsx({{"one", data}})); };
  CHECK(about("<row><c></row>") == "in.xlsx: xl/worksheets/sheet1.xml: line 1: mismatched tag");
  CHECK(about("<row><c t=\"s\"><v>3</v></c></row>") == "in.xlsx: sheet one: cell of row 1, column 1: is text 3 of 0: the file is damaged");
  CHECK(about("<row><c r=\"XFE1\"><v>3</v></c></row>").find("row 1, column 16385: must be within 1048576 rows and 16384 columns") != std::string::npos);
  CHECK(about("<row r=\"2\"><c r=\"A2\"><v>3</v></c><c r=\"A1\"><v>3</v></c></row>").find("stands after a later one") != std::string::npos);
  std::string sparse;
  for (int r = 1; r <= 1025; ++r) sparse += "<row><c r=\"XFD" + std::to_string(r) + "\"><v>1</v></c></row>";
  CHECK(about(sparse) == "in.xlsx: sheet one: cell of row 1025, column 16384: the workbook must be at most 16777216 cells");
  auto declared = parts;
  declared.back().bytes = "<!DOCTYPE w [<!ENTITY a \"lol\">]>" + declared.back().bytes;
  CHECK(complaint_about(test::zip(declared)) == "in.xlsx: xl/worksheets/sheet1.xml: declares a document type: no part of a workbook does");
}

TEST_CASE("other archives and workbooks are refused with advice") {
  CHECK(complaint_about(test::zip({{"run.csv", "1"}})).find("unpack it") != std::string::npos);
  CHECK(complaint_about(test::zip({{"content.xml", "1"}})).find("OpenDocument") != std::string::npos);
  CHECK(complaint_about(test::zip({{"xl/workbook.bin", "1"}})).find("(.xlsb): save it as .xlsx") != std::string::npos);
  CHECK(complaint_about(test::xlsx({{"one", ""}})) == "in.xlsx: no sheet of the workbook has a cell");
  const std::string name("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
  CHECK(complaint_about("\xd0\xcf\x11\xe0" + name) == "in.xlsx: is a workbook encrypted with a password: save it without one");
}
