// The program as a process: what it says, what it returns, what it leaves behind.

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <string>

#include "data/lab_file.h"
#include "tests/data/folder.h"

using namespace hysteron;

namespace {

struct Ran {
  int code;
  std::string out, err;
};

Ran run(const test::Folder& folder, const std::string& arguments) {
  const std::string out = (folder / "out.txt").string(), err = (folder / "err.txt").string();
  const int status = std::system(("\"" HYSTERON_PROGRAM "\" " + arguments + " > '" + out + "' 2> '" + err + "'").c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, test::bytes_of(out), test::bytes_of(err)};
}

std::string quoted(const std::filesystem::path& path) { return "'" + path.string() + "'"; }

const std::string pulses = "voltage [V],pulse_width [us],read_voltage [mV],read_current [nA]\n1,1,100,1\n1,1,100,2\nx,1,100,3\n";

}  // namespace

TEST_CASE("hysteron import: makes a file, adds to it, and refuses the same input twice") {
  const test::Folder folder;
  const auto lab = quoted(folder / "lab.h5");
  const Ran first = run(folder, "import " + quoted(folder.file("a.csv", pulses)) + " -o " + lab + " --title first");
  CHECK(first.code == 0);
  CHECK(first.out.find("unreadable  1") != std::string::npos);
  CHECK(first.out.find("line 4: x,1,100,3: voltage is not a number") != std::string::npos);
  CHECK(first.out.find("1 measurement added") != std::string::npos);
  CHECK(first.err.find("reading") != std::string::npos);
  const Ran again = run(folder, "import " + quoted(folder / "a.csv") + " -o " + lab);
  CHECK(again.code == 2);
  CHECK(again.err.find("is already in") != std::string::npos);
  const Ran second = run(folder, "import " + quoted(folder.file("b.csv", "1,2\n3,4\n")) + " --columns 'voltage [V], current [uA]' -o " + lab + " --json");
  CHECK(second.code == 0);
  CHECK(second.out.starts_with("{"));
  const auto read = data::read_lab_file(folder / "lab.h5");
  CHECK(read.pulse_trains.size() == 1);
  CHECK(read.iv_sweeps.size() == 1);
  CHECK(read.pulse_trains[0].title == "first");
}

TEST_CASE("hysteron import: broken input is one line, code 2, and no file") {
  const test::Folder folder;
  const auto refused = [&](const std::string& text, const std::string& said) {
    const Ran ran = run(folder, "import " + quoted(folder.file("in.csv", text)) + " -o " + quoted(folder / "lab.h5"));
    CAPTURE(ran.err);
    CHECK(ran.code == 2);
    CHECK(ran.err.find(said) != std::string::npos);
    CHECK(ran.err.find("hysteron: ") != std::string::npos);
    CHECK(!std::filesystem::exists(folder / "lab.h5"));
    CHECK(folder.count() == 3);  // in.csv, out.txt, err.txt
  };
  const std::string header = pulses.substr(0, pulses.find('\n') + 1);
  refused("wrong,columns\n1,2\n", "in.csv:1: \"wrong,columns\": is of no known format");
  refused(header + "nan,1,100,1\n", "in.csv:2: voltage = nan V: must be a number");
  refused(header + "1,-1,100,1\n", "in.csv:2: pulse_width = -1e-06 s: must be >= 0");
  refused("voltage [parsec],current [A]\n1,2\n", "in.csv:1: voltage [parsec]: is not a unit known here");
  refused(header, "in.csv: no row of data can be read");
  refused("1,2\n", "--columns \"voltage [V], current [uA]\" -o lab.h5");
  const Ran missing = run(folder, "import " + quoted(folder / "absent.csv") + " -o " + quoted(folder / "lab.h5"));
  CHECK(missing.code == 2);
  CHECK(missing.err.find("absent.csv: cannot be read: No such file or directory") != std::string::npos);
  CHECK(run(folder, "import --polarity sideways x -o y").code == 2);
}

TEST_CASE("hysteron import: one bad file among several leaves the target as it was") {
  const test::Folder folder;
  CHECK(run(folder, "import " + quoted(folder.file("a.csv", pulses)) + " -o " + quoted(folder / "lab.h5")).code == 0);
  const std::string before = test::bytes_of(folder / "lab.h5");
  const Ran ran = run(folder, "import " + quoted(folder.file("b.csv", "voltage [V],current [A]\n1,2\n")) + " " +
                                  quoted(folder.file("c.csv", "nothing")) + " -o " + quoted(folder / "lab.h5"));
  CHECK(ran.code == 2);
  CHECK(test::bytes_of(folder / "lab.h5") == before);
}

TEST_CASE("hysteron inspect: shows, draws, and refuses what is no laboratory file") {
  const test::Folder folder;
  const auto lab = quoted(folder / "lab.h5");
  CHECK(run(folder, "import " + quoted(folder.file("a.csv", pulses)) + " -o " + lab).code == 0);
  const Ran shown = run(folder, "inspect " + lab + " -o " + quoted(folder / "plots"));
  CHECK(shown.code == 0);
  CHECK(shown.out.find("1_pulse_train") != std::string::npos);
  CHECK(shown.out.find("unreadable    1 rows") != std::string::npos);
  if (std::system("gnuplot --version > /dev/null 2>&1") == 0) {
    CHECK(test::bytes_of(folder / "plots/1_pulse_train.svg").find("<svg") != std::string::npos);
  } else {
    CHECK(shown.err.find("gnuplot is not installed") != std::string::npos);
  }
  CHECK(run(folder, "inspect " + lab + " --json").out.starts_with("{"));
  const std::string whole = test::bytes_of(folder / "lab.h5");
  const Ran cut = run(folder, "inspect " + quoted(folder.file("cut.h5", whole.substr(0, whole.size() / 2))));
  CHECK(cut.code == 2);
  CHECK(cut.err.find("cut.h5: is not an HDF5 file, or is damaged") != std::string::npos);
}

TEST_CASE("hysteron import and inspect: help shows an example") {
  const test::Folder folder;
  for (const char* command : {"import", "inspect"}) {
    const Ran ran = run(folder, std::string(command) + " --help");
    CHECK(ran.code == 0);
    CHECK(ran.out.find("Example:") != std::string::npos);
  }
}
