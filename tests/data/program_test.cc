// The program as a process: what it says, what it returns, what it leaves behind.

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <sstream>
#include <string>
#include <vector>

#include "data/lab_file.h"
#include "tests/data/folder.h"
#include "tests/program.h"

using namespace hysteron;
using test::Ran, test::run, test::can_draw;

namespace {

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
  const Ran twice = run(folder, "import " + quoted(folder / "a.csv") + " " + quoted(folder.file("copy.csv", pulses)) + " -o " + quoted(folder / "new.h5"));
  CHECK(twice.code == 1);
  CHECK(data::read_lab_file(folder / "new.h5").pulse_trains.size() == 1);
  CHECK(twice.err.find("copy.csv: holds the same bytes as a.csv before it") != std::string::npos);
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

TEST_CASE("hysteron import: files that are refused are named with the reason, the others are written") {
  const test::Folder folder;
  const std::string good = quoted(folder.file("a.csv", pulses)) + " " + quoted(folder.file("b.csv", "voltage [V],current [A]\n1,2\n"));
  const std::string bad = quoted(folder.file("c.csv", "nothing")) + " " + quoted(folder.file("d.csv", "voltage [V],current [A]\n1,x\n"));
  const std::string to = " -o " + quoted(folder / "lab.h5");
  const Ran ran = run(folder, "import " + bad + " " + good + to);
  CHECK(ran.code == 1);
  CHECK(ran.err.find("hysteron: refused: " + (folder / "c.csv").string() + ":1: \"nothing\": is of no known format") != std::string::npos);
  CHECK(ran.err.find("d.csv: no row of data can be read; the first is 2: 1,x: current is not a number") != std::string::npos);
  CHECK(ran.out.find("lab.h5: 2 measurements added\n2 of 4 files refused, nothing of them is added:\n  " + (folder / "c.csv").string() + "\n") != std::string::npos);
  const auto lab = data::read_lab_file(folder / "lab.h5");
  CHECK(lab.pulse_trains.size() == 1);
  CHECK(lab.iv_sweeps.size() == 1);
  const std::string before = test::bytes_of(folder / "lab.h5");
  const Ran none = run(folder, "import " + bad + " " + good + to);  // what is in the file already is refused too
  CHECK(none.code == 2);
  CHECK(none.err.find("lab.h5: nothing is added: each of the 4 files is refused") != std::string::npos);
  CHECK(test::bytes_of(folder / "lab.h5") == before);
  const Ran more = run(folder, "import " + good + " " + quoted(folder.file("e.csv", "voltage [V],current [A]\n3,4\n")) + to + " --json");
  CHECK(more.code == 1);
  CHECK(more.out.find("b.csv: is already in") != std::string::npos);
  CHECK(data::read_lab_file(folder / "lab.h5").iv_sweeps.size() == 2);
}

TEST_CASE("hysteron import: sample and instrument are written with a new file, and not changed by a later import") {
  const test::Folder folder;
  const std::string table = "made by X\nVd,Id\n100,1\n200,2\n";
  const std::string map = " --map 'Vd = voltage [mV], Id = current [uA]' -o " + quoted(folder / "lab.h5");
  const Ran made = run(folder, "import " + quoted(folder.file("a.csv", table)) + map +
                                   " --sample H9 --device-class fecap --area 1e-8 --temperature 300 --row 3 --instrument 2461 --serial-number 04 --user Ada");
  CHECK(made.code == 0);
  const auto lab = data::read_lab_file(folder / "lab.h5");
  CHECK(lab.sample.name == "H9");
  CHECK(lab.sample.device_class == "fecap");
  CHECK(lab.sample.area == 1e-8);
  CHECK(lab.sample.temperature == 300.0);
  CHECK(lab.sample.row == 3);
  CHECK(lab.instrument.model == "2461");
  CHECK(lab.instrument.serial_number == "04");
  CHECK(lab.user.name == "Ada");
  CHECK(lab.iv_sweeps.at(0).voltage[1] == doctest::Approx(0.2));
  const Ran again = run(folder, "import " + quoted(folder.file("b.csv", table + "300,3\n")) + map + " --sample other");
  CHECK(again.code == 2);
  CHECK(again.err.find("lab.h5: exists: its user, instrument and sample were written when it was made") != std::string::npos);
  CHECK(run(folder, "import " + quoted(folder / "b.csv") + " -o " + quoted(folder / "new.h5") + " --device-class teapot").code == 2);
}

TEST_CASE("hysteron inspect: shows, draws, and refuses what is no laboratory file") {
  const test::Folder folder;
  const auto lab = quoted(folder / "lab.h5");
  CHECK(run(folder, "import " + quoted(folder.file("a.csv", pulses)) + " -o " + lab).code == 0);
  const Ran shown = run(folder, "inspect " + lab + " -o " + quoted(folder / "plots"));
  CHECK(shown.code == 0);
  CHECK(shown.out.find("1_pulse_train") != std::string::npos);
  CHECK(shown.out.find("unreadable    1 rows") != std::string::npos);
  if (can_draw()) {
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

TEST_CASE("hysteron inspect: a loop and a PUND sequence are told in figures and drawn") {
  const test::Folder folder;
  data::LabFile lab;
  data::PvLoop loop;
  loop.voltage = {0.0, 3.0, 0.0, -3.0, 0.0};
  loop.charge = {-1e-9, 3e-9, 1e-9, -1e-9, -1e-9};
  loop.frequency = 100.0;
  loop.area = 1e-8;
  loop.reported = {{"Vc+", 1.25, "V"}};
  data::Pund pund;
  for (const auto& [phase, peak] : {std::pair{1, 5e-6}, {2, 1e-6}, {3, -6e-6}, {4, -1e-6}}) {
    for (int row = 0; row < 3; ++row) {
      pund.time.push_back(double(pund.phase.size()) * 1e-3);
      pund.voltage.push_back(row == 1 ? (peak > 0.0 ? 8.0 : -8.0) : 0.0);
      pund.current.push_back(row == 1 ? peak : 0.0);
      pund.pulse.push_back(std::uint32_t(phase - 1));
      pund.phase.push_back(std::uint8_t(phase));
    }
  }
  lab.pv_loops = {loop};
  lab.punds = {pund};
  data::write_lab_file(folder / "lab.h5", lab);
  const Ran shown = run(folder, "inspect " + quoted(folder / "lab.h5") + " -o " + quoted(folder / "plots"));
  CHECK(shown.code == 0);
  CHECK(shown.out.find("polarisation         -0.2 to         0.2 C/m^2") != std::string::npos);
  CHECK(shown.out.find("frequency             100 Hz") != std::string::npos);
  CHECK(shown.out.find("reported      Vc+ = 1.25 V") != std::string::npos);
  CHECK(shown.out.find("P - U               4e-09 C") != std::string::npos);
  CHECK(shown.out.find("D - N               5e-09 C") != std::string::npos);
  CHECK(run(folder, "inspect " + quoted(folder / "lab.h5") + " --json").out.find("\"P - U\"") != std::string::npos);
  if (!can_draw()) return;
  CHECK(test::bytes_of(folder / "plots/1_pv_loop.svg").find("polarisation [C/m") != std::string::npos);
  CHECK(test::bytes_of(folder / "plots/2_pund.svg").find("<svg") != std::string::npos);
}

TEST_CASE("hysteron inspect: retention, endurance, waveforms, probabilities, spikes and maps are told and drawn") {
  const test::Folder folder;
  data::LabFile lab;
  data::Retention retention;
  retention.time = {1.0, 1e3, 1.0, 1e3};
  retention.read_voltage = {0.1, 0.1, 0.1, 0.1};
  retention.read_current = {1e-5, 9e-6, 1e-5, 1e-6};
  retention.temperature = {373.0, 373.0, 533.0, 533.0};
  data::Endurance endurance;
  endurance.cycle = {100, 1000};
  endurance.read_voltage = {0.1, 0.1};
  endurance.read_current_on = {1e-5, 1e-5};
  endurance.read_current_off = {1e-6, 2e-6};
  data::Waveform trace;
  trace.time = {0.0, 1e-6};
  trace.voltage = {0.0, 1.0};
  trace.current = {0.0, 1e-3};
  data::SwitchingProbability probability;
  probability.amplitude = {0.1, 0.2};
  probability.width = {1e-9, 1e-9};
  probability.n_trials = {100, 100};
  probability.n_switched = {3, 97};
  data::SpikeTrain spikes;
  spikes.spike_time = {1.0, 2.0, 3.5};
  data::ArrayMap map;
  map.rows = 2, map.columns = 2;
  map.conductance = {1e-6, 2e-6, 3e-6, 4e-6};
  lab.retentions = {retention};
  lab.endurances = {endurance};
  lab.waveforms = {trace};
  lab.switching_probabilities = {probability};
  lab.spike_trains = {spikes};
  lab.array_maps = {map};
  data::ResistanceLoop loop;
  loop.field = {-0.01, 0.01}, loop.resistance = {1e3, 2e3}, loop.read_voltage = {0.01, 0.01};
  data::SpikePairs spike_pairs;
  spike_pairs.spike_delay = {-0.01, 0.01}, spike_pairs.weight_change = {-0.3, 0.5};
  data::PulsePairs pulse_pairs;
  pulse_pairs.pulse_interval = {0.01, 0.1}, pulse_pairs.first_response = {1e-9, 1e-9}, pulse_pairs.second_response = {1.6e-9, 1.1e-9};
  lab.resistance_loops = {loop}, lab.spike_pairs = {spike_pairs}, lab.pulse_pairs = {pulse_pairs};
  data::write_lab_file(folder / "lab.h5", lab);
  const Ran shown = run(folder, "inspect " + quoted(folder / "lab.h5") + " -o " + quoted(folder / "plots"));
  CHECK(shown.code == 0);
  CHECK(shown.out.find("conductance         1e-05 to      0.0001 S") != std::string::npos);
  CHECK(shown.out.find("n_switched              3 to          97") != std::string::npos);
  if (!can_draw()) return;
  for (const char* id : {"1_waveform", "2_retention", "3_endurance", "4_switching_probability", "5_spike_train", "6_array_map",
                         "7_resistance_loop", "8_spike_pairs", "9_pulse_pairs"}) {
    CAPTURE(id);
    CHECK(test::bytes_of(folder / ("plots/" + std::string(id) + ".svg")).find("<svg") != std::string::npos);
  }
}

TEST_CASE("hysteron import and inspect: help shows an example") {
  const test::Folder folder;
  for (const char* command : {"import", "inspect"}) {
    const Ran ran = run(folder, std::string(command) + " --help");
    CHECK(ran.code == 0);
    CHECK(ran.out.find("Example:") != std::string::npos);
  }
}

TEST_CASE("hysteron models: a table of all, a page of one, no line beyond 99 columns") {
  const test::Folder folder;
  const Ran table = run(folder, "models");
  CHECK(table.code == 0);
  std::istringstream lines(table.out);
  std::vector<std::string> names;
  for (std::string line; std::getline(lines, line);) {
    if (line.size() > 3 && line.starts_with("  ") && std::islower(line[2]) && line.substr(2, 5) != "name ") {
      names.push_back(line.substr(2, line.find(' ', 2) - 2));
    }
  }
  CHECK(names.size() >= 20);
  for (const auto& name : names) {
    CAPTURE(name);
    const Ran page = run(folder, "models " + name);
    CHECK(page.code == 0);
    CHECK(page.err.empty());
    CHECK(page.out.starts_with(name + ": "));
    for (const char* part : {"\nFormulas", "\nPorts\n", "\nParameters\n", "\nSource    ", "\nOmits     ", "A switching cycle takes"}) {
      CAPTURE(part);
      CHECK(page.out.find(part) != std::string::npos);
    }
    std::istringstream text(table.out + page.out);
    for (std::string line; std::getline(text, line);) CHECK_MESSAGE(line.size() < 100, line);
  }
}

TEST_CASE("hysteron models: formulas are those that were recorded, fields those that were declared") {
  const test::Folder folder;
  const std::string page = run(folder, "models vteam").out;
  for (const char* line : {"  resistance [ohm] = r_on * (r_off / r_on)^x\n", "  i [A] = v / resistance\n",
                           "  dx/dt [1/s] = breaking * (1 - x) - healing * x\n", "  v_on       V     -0.53    -5 .. -0.01     restores it below\n",
                           "  ramp_power(u, a)  u^a for u > 0, else 0\n"}) {
    CAPTURE(line);
    CHECK(page.find(line) != std::string::npos);
  }
  const std::string json = run(folder, "models ecram --json").out;
  CHECK(json.starts_with("{"));
  CHECK(json.find("\"formula\": \"c_g * v_g + q_full * x\"") != std::string::npos);
  CHECK(json.find("\"Source\": \"Butler-Volmer kinetics") != std::string::npos);
  CHECK(run(folder, "models --json").out.starts_with("["));
}

TEST_CASE("hysteron models: a name that is none is one line that lists the names, code 2") {
  const test::Folder folder;
  const Ran ran = run(folder, "models filamnet -o " + quoted(folder / "none.svg"));
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
  CHECK(ran.err.find("model filamnet: there is none of that name; the models are ") != std::string::npos);
  CHECK(ran.err.find(", filament, ") != std::string::npos);
  CHECK(std::count(ran.err.begin(), ran.err.end(), '\n') == 1);
  CHECK(!std::filesystem::exists(folder / "none.svg"));
  CHECK(run(folder, "models --help").out.find("Example:") != std::string::npos);
}

TEST_CASE("hysteron models: draws the switching cycle") {
  const test::Folder folder;
  const auto file = folder / "loop.svg";
  for (const char* model : {"vteam", "ecram"}) {
    CAPTURE(model);
    const Ran ran = run(folder, "models " + std::string(model) + " -o " + quoted(file));
    if (can_draw()) {
      CHECK(ran.code == 0);
      CHECK(test::bytes_of(file).starts_with("<svg"));
    } else {
      CHECK(ran.code == 2);
      CHECK(ran.err.find("gnuplot is not installed") != std::string::npos);
    }
  }
}
