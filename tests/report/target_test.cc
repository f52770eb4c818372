// Targets and verdicts.

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "apps/report/summary.h"
#include "apps/report/target.h"
#include "libmodel/error.h"
#include "libmodel/metrics/definition.h"
#include "tests/data/folder.h"

using namespace hysteron;
using namespace hysteron::report;

namespace {

std::string refusal(const test::Folder& folder, const std::string& text) {
  try {
    read_target(folder.file("target.toml", text));
  } catch (const InputError& e) {
    return e.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("the shipped targets are read, and each requirement names a figure and what shows it") {
  for (const char* name : {"national_programme.toml", "analog_training.toml"}) {
    const Target t = read_target(std::filesystem::path(HYSTERON_TARGETS) / name);
    CAPTURE(name);
    CHECK(t.requirements.size() >= 6);
    for (const Requirement& r : t.requirements) {
      const Verdict v = judge(r, {});
      CHECK(v.outcome == Verdict::not_shown);
      CHECK(v.reason.find("not measured; shown by ") == 0);
    }
  }
}

TEST_CASE("a requirement passes and fails by the whole interval, and is not shown in between") {
  const Requirement least{.name = "linear", .id = "LIN.maxdev", .limit = 90.0, .at_least = true};
  const auto with = [&](double lower, double value, double upper) {
    return judge(least, {{"LIN.maxdev.up", {value, lower, upper}, "1", "5 ramps"}}).outcome;
  };
  CHECK(with(91, 92, 93) == Verdict::passes);
  CHECK(with(87, 88, 89) == Verdict::fails);
  CHECK(with(89, 91, 93) == Verdict::not_shown);
  CHECK(with(NAN, 99, NAN) == Verdict::not_shown);
  const Requirement most{.name = "read", .id = "E.read", .limit = 1e-15, .at_least = false};
  CHECK(judge(most, {{"E.read", {1e-16, 0.9e-16, 1.1e-16}, "1", "x"}}).outcome == Verdict::passes);
  CHECK(judge(most, {{"E.read", {3e-15, 2e-15, 4e-15}, "1", "x"}}).outcome == Verdict::fails);
  // Of two figures the worse one decides, whichever is first.
  const Finding good{"LIN.maxdev.up", {95, 94, 96}, "1", "x"}, bad{"LIN.maxdev.down", {80, 79, 81}, "1", "x"};
  CHECK(judge(least, {good, bad}).worst.id == "LIN.maxdev.down");
  CHECK(judge(least, {bad, good}).outcome == Verdict::fails);
}

TEST_CASE("a broken target is one line with its place and its remedy") {
  const test::Folder folder;
  const std::string head = "title = \"t\"\n";
  CHECK(refusal(folder, head).find("must have one [[require]] or more") != std::string::npos);
  CHECK(refusal(folder, head + "[[require]]\nid = \"LIN.none\"\nat_least = 1\nunit = \"1\"\n").find(":3: id = LIN.none: is no figure; there are LIN.maxdev, ") != std::string::npos);
  CHECK(refusal(folder, head + "[[require]]\nid = \"E.read\"\nat_most = 1\nunit = \"fJ\"\n").find(":5: unit = fJ: E.read is in J") != std::string::npos);
  CHECK(refusal(folder, head + "[[require]]\nid = \"E.read\"\nunit = \"J\"\n").find("must have one of: at_least, at_most") != std::string::npos);
  CHECK(refusal(folder, head + "[[require]]\nid = \"E.read\"\nat_most = \"x\"\nunit = \"J\"\n").find("at_most must be a finite number") != std::string::npos);
  CHECK(refusal(folder, head + "colour = 1\n").find("colour is unknown: must be one of title, ") != std::string::npos);
  CHECK(refusal(folder, "title = \n").find("target.toml:1: ") != std::string::npos);
  CHECK(refusal(folder, head + "[array]\nrows = 0\ncolumns = 3\n").find("array must have rows and columns, 1 or more") != std::string::npos);
}

TEST_CASE("a table as CSV quotes what has to be quoted") {
  CHECK(as_csv({.header = {"a", "b"}, .rows = {{"1,5", "say \"x\""}}}) == "a,b\n\"1,5\",\"say \"\"x\"\"\"\n");
}
