// hysteron report as a process.

#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "data/lab_file.h"
#include "tests/data/folder.h"
#include "tests/program.h"
#include "tests/report/made.h"

using namespace hysteron;
using test::Ran, test::can_draw;

namespace {

Ran report(const test::Folder& folder, const std::string& arguments) { return test::run(folder, "report " + arguments); }

void write_device(const test::Folder& folder, const std::string& name, double a, std::uint64_t seed) {
  data::LabFile file;
  file.sample.name = name;
  file.sample.lot = "L1";
  file.pulse_trains = {test::ramps(5, 30, a, 0.005, seed)};
  data::write_lab_file(folder / (name + ".h5"), file);
}

const std::string national = "--spec '" HYSTERON_TARGETS "/national_programme.toml'";

}  // namespace

TEST_CASE("hysteron report --spec: verdicts first, JSON beside, CSV of each table, code 1 where something fails") {
  if (!can_draw()) return;
  const test::Folder folder;
  write_device(folder, "a", 0.3, 1);
  const Ran ran = report(folder, "a.h5 " + national + " -o page.html --csv tables");
  CHECK(ran.code == 1);
  CHECK(ran.out.find("fail, ") != std::string::npos);
  const std::string page = test::bytes_of(folder / "page.html");
  CHECK(page.find("Against the target") < page.find("Measurements"));
  CHECK(page.find("http") == page.find("http://www.w3.org/"));  // the name space of SVG is no address that is fetched
  const auto json = nlohmann::json::parse(test::bytes_of(folder / "page.json"));
  for (const auto& f : json["figures"]) {
    CHECK(f.contains("lower"));
    CHECK(!f["definition"].get<std::string>().empty());
  }
  const auto row = [&](const std::string& id) {
    for (const auto& r : json["target"]["requirements"]) {
      if (r["id"] == id) return r;
    }
    return nlohmann::json();
  };
  CHECK(row("LIN.scheme")["verdict"] == "fails");
  CHECK(row("E.up")["verdict"] == "fails");        // 1 V, 10 ns, 5 uS is 50 fJ
  CHECK(row("E.read")["verdict"] == "not shown");  // 0.1 V, 10 ns is 0.1 fJ at 1 uS and 1 fJ at 10 uS, with noise
  CHECK(row("RET.worst")["verdict"] == "not shown");
  CHECK(row("RET.worst")["reason"].get<std::string>().find("three temperatures") != std::string::npos);
  CHECK(test::bytes_of(folder / "tables/01_against_the_target.csv").starts_with("asked for,value,bounds,id,required,verdict,"));
}

TEST_CASE("hysteron report of several files compares them, with yield and the spread between them") {
  if (!can_draw()) return;
  const test::Folder folder;
  for (int k = 0; k < 3; ++k) write_device(folder, std::string(1, char('a' + k)), 0.5 + 0.2 * k, std::uint64_t(k + 1));
  const Ran ran = report(folder, "a.h5 b.h5 c.h5 " + national + " -o lot.html");
  CHECK(ran.code == 1);
  const auto json = nlohmann::json::parse(test::bytes_of(folder / "lot.json"));
  CHECK(json["devices"].size() == 3);
  bool yield = false;
  for (const auto& f : json["of_all"]) yield = yield || (f["id"] == "YIELD" && f["value"] == 100.0 && f["lower"].is_null());
  CHECK(yield);
}

TEST_CASE("hysteron report of many trains of one file: a section of all, figures of each in the twin, a page of the same size") {
  if (!can_draw()) return;
  const test::Folder folder;
  data::LabFile file;
  for (std::uint64_t k = 0; k < 40; ++k) file.pulse_trains.push_back(test::ramps(3, 20, 0.8, 0.01, k + 1));
  for (int k = 0; k < 12; ++k) {
    data::PvLoop loop;
    loop.area = 1e-8, loop.frequency = 100.0;
    for (int i = 0; i < 200; ++i) {
      const double v = 3.0 * std::sin(2.0 * std::acos(-1.0) * i / 200.0), branch = i >= 50 && i < 150 ? -1.0 : 1.0;
      loop.voltage.push_back(v), loop.charge.push_back(1e-9 * (1.0 + 0.1 * k) * std::tanh(4.0 * (v - branch)));
    }
    file.pv_loops.push_back(loop);
  }
  data::write_lab_file(folder / "lab.h5", file);
  CHECK(report(folder, "lab.h5 -o page.html").code == 0);
  const std::string page = test::bytes_of(folder / "page.html");
  CHECK(page.find("40 of pulse_train</h2>") != std::string::npos);
  CHECK(page.find("12 of pv_loop</h2>") != std::string::npos);
  CHECK(page.find("52_pv_loop") != std::string::npos);  // a row each
  CHECK(page.size() < 2'000'000);
  const auto json = nlohmann::json::parse(test::bytes_of(folder / "page.json"));
  std::size_t labels = 0;
  for (const auto& f : json["figures"]) labels += f["id"] == "NL.neurosim.up";
  CHECK(labels == 40);
}

TEST_CASE("hysteron report: a target that is none is one line, code 2, and no page") {
  const test::Folder folder;
  write_device(folder, "a", 0.3, 1);
  const Ran ran = report(folder, "a.h5 --spec none.toml -o page.html");
  CHECK(ran.code == 2);
  CHECK(ran.err.find("none.toml") != std::string::npos);
  CHECK(!std::filesystem::exists(folder / "page.html"));
}
