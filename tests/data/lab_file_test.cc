#include "data/lab_file.h"

#include <doctest/doctest.h>

#include <cmath>
#include <span>
#include <vector>

#include "data/columns.h"
#include "data/hdf5.h"
#include "data/schema.h"
#include "data/sha256.h"
#include "tests/data/folder.h"
#include "tests/data/same.h"

using namespace hysteron;
using namespace hysteron::data;
using test::check_same;
using test::complaint;
using test::same;

namespace {

PulseTrain full_train() {
  PulseTrain t;
  t.title = "Potentiation \u2013 depression";
  t.source = {"pulses.csv", std::string(64, 'a'), "pulse_csv", {"one thing", "another"}, {"17: x,y: not a number"}};
  t.voltage = {1.5, 0.0, -1.25};
  t.pulse_width = {1e-6, 0.0, 2e-6};
  t.read_voltage = {0.1, 0.2, 0.1};
  t.read_current = {1.0 / 3.0, std::nan(""), 5e-324};
  t.time = {0.0, 1e-3, 2e-3};
  t.rise_time = {1e-9, 0.0, 3e-9};
  t.fall_time = {4e-9, 0.0, 5e-9};
  t.delay = {1e-7, 2e-7, 3e-7};
  t.read_width = {1e-6, std::nan(""), 2e-6};
  t.read_current_std = {1e-9, std::nan(""), 0.0};
  t.op_type = {3, 1, 2};
  t.compliance_hit = {0, 1, 255};
  t.cycle = {0, 1, 4294967295u};
  t.direction = {1, 0, -1};
  t.scheme_id = {0, 1, 65535};
  t.scheme = "staircase_V";
  t.compliance = 1e-3;
  t.r_series = 50.0;
  return t;
}

PulseTrain long_train(std::size_t n) {
  PulseTrain t;
  for (std::size_t k = 0; k < n; ++k) {
    t.voltage.push_back(k % 2 ? 1.0 : -1.0);
    t.pulse_width.push_back(1e-6);
    t.read_voltage.push_back(0.1);
    t.read_current.push_back(1e-6 * std::sin(static_cast<double>(k)));
  }
  return t;
}

IvSweep full_sweep() {
  IvSweep s;
  s.title = "loop";
  s.source = {"loop.csv", std::string(64, 'b'), "headerless_columns", {}, {}};
  s.voltage = {0.0, 1.0, 0.0, -1.0};
  s.current = {0.0, 1e-3, std::nan(""), -1e-4};
  s.time = {0.0, 0.1, 0.0, 0.1};
  s.cycle = {0, 0, 1, 1};
  s.applied_voltage = {0.0, 6.0, 0.0, -1.5};
  s.sweep_rate = 10.0;
  s.compliance = 1e-2;
  s.r_series = 5000.0;
  s.frequency = 2.5;
  s.periods_before = 3;
  return s;
}

PvLoop full_loop() {
  PvLoop l;
  l.title = "100 Hz";
  l.source = {"loop.dat", std::string(64, 'c'), "aixacct", {"a"}, {}};
  l.voltage = {0.0, 3.0, 0.0, -3.0, 0.0};
  l.charge = {-1e-9, 2e-9, std::nan(""), -2e-9, -1e-9};
  l.time = {0.0, 0.0025, 0.005, 0.0075, 0.01};
  l.current = {1e-7, std::nan(""), 0.0, -1e-7, 1e-8};
  l.frequency = 100.0;
  l.area = 1e-8;
  l.thickness = 1e-8;
  l.cycles_before = 0.1;
  l.periods_before = 1;
  l.reported = {{"Vc+", 1.07761, "V"}, {"Wloss", 57.3868, "uJ/cm2"}, {"Epsls", 73.8692, "1"}};
  return l;
}

Pund full_pund() {
  Pund s;
  s.title = "PUND";
  s.source = {"pund.dat", std::string(64, 'd'), "aixacct", {}, {}};
  s.time = {0.0, 1e-3, 2e-3, 1.0, 1.001, 1.002};
  s.voltage = {0.0, 8.0, 0.0, 0.0, -8.0, 0.0};
  s.current = {0.0, 1e-6, 1e-9, 0.0, -1e-6, 0.0};
  s.pulse = {0, 0, 0, 1, 1, 1};
  s.phase = {1, 1, 1, 4, 4, 4};
  s.charge = {0.0, 1e-9, 2e-9, 2e-9, std::nan(""), 0.0};
  s.area = 1e-8;
  s.thickness = 2.55e-7;
  s.reported = {{"Psw", 17.5273, "uC/cm2"}};
  return s;
}

LabFile full_file() {
  LabFile f;
  f.title = "title";
  f.start_time = "2024-05-01T10:00:00+02:00";
  f.end_time = "2024-05-01T11:00:00+02:00";
  f.experiment_description = "two\nlines";
  f.program_version = "0.1.0";
  f.definition = "NXiv_temp";
  f.user = {"Ada", "Laboratory"};
  f.instrument = {"B1500A", "B1500A", "MY1", "2024-01-01", 1e-6, 1e5, 1e-12, 40.0};
  f.sample = {"s1", "Hf O", "memristor", "lot", "wafer", "die", "array", 3, 4, 0, 1e-14, 5e-9, 3, 298.15};
  f.pulse_trains = {full_train(), long_train(5000)};
  f.iv_sweeps = {full_sweep()};
  f.pv_loops = {full_loop()};
  f.punds = {full_pund()};
  return f;
}

/// A minimal file whose dataset `member` is written by hand.
template <class Write>
std::filesystem::path altered(const test::Folder& folder, const char* left_out, const Write& write) {
  h5::File file = new_schema_file("0");
  const auto train = file.new_root().group("entry", "NXentry").group("measurements", "NXcollection").group("3_pulse_train", "NXdata");
  const auto column = [&](const char* name, std::vector<double> x, const char* unit) {
    if (std::string(name) != left_out) train.numbers(name, std::span<const double>(x), unit);
  };
  column("voltage", {1.0, 1.0}, "V");
  column("pulse_width", {1e-6, 1e-6}, "s");
  column("read_voltage", {0.1, 0.1}, "V");
  column("read_current", {1e-6, 2e-6}, "A");
  write(train);
  return folder.file("lab.h5", std::move(file).bytes());
}

template <class Write>
std::string complaint_about(const char* left_out, const Write& write) {
  const test::Folder folder;
  const auto path = altered(folder, left_out, write);
  return complaint([&] { read_lab_file(path); });
}

auto numbers(const char* name, std::vector<double> values, const char* unit) {
  return [=](const h5::NewGroup& g) { g.numbers(name, std::span<const double>(values), unit); };
}

}  // namespace

TEST_CASE("SHA-256 of abc is that of FIPS 180-2") {
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("laboratory file: every field comes back as it went") {
  const test::Folder folder;
  const LabFile a = full_file();
  write_lab_file(folder / "lab.h5", a);
  const LabFile b = read_lab_file(folder / "lab.h5");
  CHECK(b.title == a.title);
  CHECK(b.start_time == a.start_time);
  CHECK(b.end_time == a.end_time);
  CHECK(b.experiment_description == a.experiment_description);
  CHECK(b.program_name == "hysteron");
  CHECK(b.program_version == a.program_version);
  CHECK(b.definition == a.definition);
  CHECK(b.user.name == a.user.name);
  CHECK(b.user.affiliation == a.user.affiliation);
  CHECK(b.instrument.name == a.instrument.name);
  CHECK(b.instrument.model == a.instrument.model);
  CHECK(b.instrument.serial_number == a.instrument.serial_number);
  CHECK(b.instrument.calibration_date == a.instrument.calibration_date);
  CHECK(b.instrument.current_range == a.instrument.current_range);
  CHECK(b.instrument.current_bandwidth == a.instrument.current_bandwidth);
  CHECK(b.instrument.current_noise_rms == a.instrument.current_noise_rms);
  CHECK(b.instrument.voltage_range == a.instrument.voltage_range);
  CHECK(b.sample.name == a.sample.name);
  CHECK(b.sample.atom_types == a.sample.atom_types);
  CHECK(b.sample.device_class == a.sample.device_class);
  CHECK(b.sample.lot == a.sample.lot);
  CHECK(b.sample.wafer == a.sample.wafer);
  CHECK(b.sample.die == a.sample.die);
  CHECK(b.sample.array == a.sample.array);
  CHECK(b.sample.row == a.sample.row);
  CHECK(b.sample.column == a.sample.column);
  CHECK(b.sample.layer == a.sample.layer);
  CHECK(b.sample.area == a.sample.area);
  CHECK(b.sample.thickness == a.sample.thickness);
  CHECK(b.sample.n_terminals == a.sample.n_terminals);
  CHECK(b.sample.temperature == a.sample.temperature);
  REQUIRE(b.pulse_trains.size() == 2);
  REQUIRE(b.iv_sweeps.size() == 1);
  CHECK(b.pulse_trains[0].id == "1_pulse_train");
  CHECK(b.iv_sweeps[0].id == "3_iv_sweep");
  CHECK(b.pulse_trains[0].scheme == "staircase_V");
  CHECK(b.iv_sweeps[0].sweep_rate == 10.0);
  check_same(a.pulse_trains[0], b.pulse_trains[0]);
  check_same(a.pulse_trains[1], b.pulse_trains[1]);
  check_same(a.iv_sweeps[0], b.iv_sweeps[0]);
  REQUIRE(b.pv_loops.size() == 1);
  REQUIRE(b.punds.size() == 1);
  CHECK(b.pv_loops[0].id == "4_pv_loop");
  CHECK(b.punds[0].id == "5_pund");
  check_same(a.pv_loops[0], b.pv_loops[0]);
  check_same(a.punds[0], b.punds[0]);
  CHECK(b.sha256 == sha256(test::bytes_of(folder / "lab.h5")));
}

TEST_CASE("laboratory file: equal contents are equal bytes") {
  const test::Folder folder;
  write_lab_file(folder / "a.h5", full_file());
  write_lab_file(folder / "b.h5", full_file());
  CHECK(test::bytes_of(folder / "a.h5") == test::bytes_of(folder / "b.h5"));
}

TEST_CASE("laboratory file: an existing one is not overwritten") {
  const test::Folder folder;
  folder.file("lab.h5", "precious");
  CHECK(complaint([&] { write_lab_file(folder / "lab.h5", full_file()); }) == "lab.h5: exists and is not overwritten");
  CHECK(test::bytes_of(folder / "lab.h5") == "precious");
  CHECK(folder.count() == 1);
}

TEST_CASE("laboratory file: adding keeps what is there, of kinds not read as well") {
  const test::Folder folder;
  const auto path = altered(folder, "", [](const h5::NewGroup& train) { train.text("remark", "by hand"); });
  {
    h5::File file = h5::File::edit(test::bytes_of(path), "lab.h5");
    const auto unknown_kind = file.new_root().group("entry", "NXentry").group("measurements", "NXcollection").group("7_telegraph", "NXdata");
    unknown_kind.number("level", 42.0, "1");
    folder.file("lab.h5", std::move(file).bytes());
  }
  const Measurements more{.pulse_trains = {full_train()}, .iv_sweeps = {full_sweep()}, .pv_loops = {full_loop()}, .punds = {full_pund()}};
  CHECK(add_measurements(path, more) == std::vector<std::string>{"8_pulse_train", "9_iv_sweep", "10_pv_loop", "11_pund"});
  const LabFile lab = read_lab_file(path);
  CHECK(lab.kept == std::vector<std::string>{"7_telegraph"});
  REQUIRE(lab.pulse_trains.size() == 2);
  CHECK(lab.pulse_trains[0].read_current == std::vector<double>{1e-6, 2e-6});
  check_same(lab.pulse_trains[1], full_train());
  check_same(lab.pv_loops.at(0), full_loop());
  const h5::File file = h5::File::read(test::bytes_of(path), "lab.h5");
  h5::Budget budget;
  const auto group = checked_entry(file, &budget).group("measurements");
  CHECK(group->group("7_telegraph")->number("level", "1") == 42.0);
  CHECK(group->group("3_pulse_train")->text("remark") == "by hand");
  CHECK(folder.count() == 1);
}

TEST_CASE("laboratory file: compatible units are converted") {
  const test::Folder folder;
  const auto path = altered(folder, "voltage", numbers("voltage", {1500.0, -250.0}, "mV"));
  const auto v = read_lab_file(path).pulse_trains[0].voltage;
  CHECK(v[0] == doctest::Approx(1.5));
  CHECK(v[1] == doctest::Approx(-0.25));
}

TEST_CASE("laboratory file: other units are refused in one line") {
  const std::string at = "lab.h5:/entry/measurements/3_pulse_train/";
  CHECK(complaint_about("pulse_width", numbers("pulse_width", {1.0, 1.0}, "V")) == at + "pulse_width@units = \"V\": must be s or a multiple of it");
  CHECK(complaint_about("read_current", numbers("read_current", {1.0, 1.0}, "furlong")) ==
        at + "read_current@units = \"furlong\": is not a unit known here: must be A or a multiple of it");
}

TEST_CASE("laboratory file: a value no instrument can have measured is named with its place") {
  const std::string at = "lab.h5:/entry/measurements/3_pulse_train/";
  CHECK(complaint_about("pulse_width", numbers("pulse_width", {1e-6, -1e-6}, "s")) == at + "pulse_width[1] = -1e-06 s: must be >= 0");
  CHECK(complaint_about("pulse_width", numbers("pulse_width", {0.0, 1e-6}, "s")) == at + "pulse_width[0] = 0 s: must be > 0");
  CHECK(complaint_about("voltage", numbers("voltage", {std::nan(""), 1.0}, "V")) == at + "voltage[0] = nan V: must be a number");
  CHECK(complaint_about("read_current", numbers("read_current", {1.0, INFINITY}, "A")) == at + "read_current[1] = inf A: must be finite");
  CHECK(complaint_about("read_current", numbers("read_current", {1.0}, "A")) == at + "read_current = 1 rows: must be 2, as many as of voltage");
  CHECK(complaint_about("voltage", [](auto&) {}) == at + "voltage: is missing");
  CHECK(complaint_about("", numbers("op_type", {3.0, 9.0}, "1")) == at + "op_type[1] = 9: must be 1 (read), 2 (pulse) or 3 (pulse and read)");
  CHECK(complaint_about("", numbers("cycle", {0.0, 1.5}, "1")) == at + "cycle[1] = 1.5: must be a whole number from 0 to 4294967295");
  CHECK(complaint_about("", numbers("time", {1.0, 0.5}, "s")) == at + "time[1] = 0.5 s: must be >= 1 s, the row before");
  CHECK(complaint_about("voltage", [](const h5::NewGroup& g) { g.text("voltage", "one"); }) == at + "voltage: must be numbers of at most 8 bytes");
}

TEST_CASE("laboratory file: a loop in other units is converted, what it does not know stays unknown") {
  const test::Folder folder;
  h5::File file = new_schema_file("0");
  const auto loop = file.new_root().group("entry", "NXentry").group("measurements", "NXcollection").group("1_pv_loop", "NXdata");
  numbers("voltage", {0.0, 1.0}, "V")(loop);
  numbers("charge", {0.0, 250.0}, "pC")(loop);
  loop.number("frequency", 0.5, "kHz");
  loop.number("area", 100.0, "um^2");
  const PvLoop read = read_lab_file(folder.file("lab.h5", std::move(file).bytes())).pv_loops.at(0);
  CHECK(read.charge[1] == doctest::Approx(250e-12));
  CHECK(read.frequency == doctest::Approx(500.0));
  CHECK(read.area == doctest::Approx(1e-10));
  CHECK(std::isnan(read.thickness));
  CHECK(read.periods_before == 0);
  CHECK(read.reported.empty());
}

TEST_CASE("laboratory file: a fault of a loop or a PUND sequence is named with its place") {
  const auto said = [](auto change) {
    const test::Folder folder;
    LabFile file;
    file.pv_loops = {full_loop()};
    file.punds = {full_pund()};
    change(file.pv_loops[0], file.punds[0]);
    return complaint([&] { write_lab_file(folder / "lab.h5", file); });
  };
  CHECK(said([](PvLoop&, Pund&) {}) == "");
  CHECK(said([](PvLoop& l, Pund&) { l.area = 0.0; }) == "1_pv_loop/area = 0 m^2: must be > 0");
  CHECK(said([](PvLoop& l, Pund&) { l.frequency = -1.0; }) == "1_pv_loop/frequency = -1 Hz: must be >= 0");
  CHECK(said([](PvLoop& l, Pund&) { l.cycles_before = -1.0; }) == "1_pv_loop/cycles_before = -1: must be >= 0");
  CHECK(said([](PvLoop& l, Pund&) { l.frequency = 0.0; }) == "1_pv_loop/periods_before = 1: must be 0 where no frequency is known");
  CHECK(said([](PvLoop& l, Pund&) { l.periods_before = 1001; }) == "1_pv_loop/periods_before = 1001: must be <= 1000");
  CHECK(said([](PvLoop& l, Pund&) { l.frequency = 0.0, l.periods_before = 0, l.time.clear(); }) == "");  // its charges hold without
  CHECK(said([](PvLoop& l, Pund&) { l.charge.pop_back(); }) == "1_pv_loop/charge = 4 rows: must be 5, as many as of voltage");
  CHECK(said([](PvLoop& l, Pund&) { l.time[2] = 1e-3; }) == "1_pv_loop/time[2] = 0.001 s: must be >= 0.0025 s, the row before");
  CHECK(said([](PvLoop&, Pund& s) { s.phase[1] = 5; }) == "2_pund/phase[1] = 5: must be 1 (positive), 2 (up), 3 (negative), 4 (down) or 0 (other)");
  CHECK(said([](PvLoop&, Pund& s) { s.phase[1] = 2; }) == "2_pund/phase[1] = 2: must be 1, as before in the same pulse");
  CHECK(said([](PvLoop&, Pund& s) { s.pulse[3] = 3; }) == "2_pund/pulse[3] = 3: must be 0 or 1");
  CHECK(said([](PvLoop&, Pund& s) { s.pulse[0] = 1; }) == "2_pund/pulse[0] = 1: must be 0");
  CHECK(said([](PvLoop&, Pund& s) { s.time[5] = 0.5; }) == "2_pund/time[5] = 0.5 s: must be >= 1.001 s, the row before");
  CHECK(said([](PvLoop&, Pund& s) { s.current[1] = std::nan(""); }) == "2_pund/current[1] = nan A: must be a number");
}

TEST_CASE("laboratory file: reported figures without their units are refused") {
  const test::Folder folder;
  h5::File file = new_schema_file("0");
  const auto loop = file.new_root().group("entry", "NXentry").group("measurements", "NXcollection").group("1_pv_loop", "NXdata");
  numbers("voltage", {0.0, 1.0}, "V")(loop);
  numbers("charge", {0.0, 1.0}, "C")(loop);
  loop.number("frequency", 1.0, "Hz");
  const auto reported = loop.group("reported", "NXcollection");
  reported.texts("name", {"Vc+", "Vc-"});
  numbers("value", {1.0, 2.0}, "as in unit")(reported);
  const auto path = folder.file("lab.h5", std::move(file).bytes());
  CHECK(complaint([&] { read_lab_file(path); }) ==
        "lab.h5:/entry/measurements/1_pv_loop/reported/value = 2 rows: must be as many as of name and unit, 2 and 0");
}

TEST_CASE("laboratory file: a train of no pulses is refused, of one is kept") {
  const test::Folder folder;
  LabFile file;
  file.pulse_trains = {PulseTrain{}};
  CHECK(complaint([&] { write_lab_file(folder / "lab.h5", file); }) == "1_pulse_train/voltage: holds no pulses");
  CHECK(folder.count() == 0);
  file.pulse_trains = {long_train(1)};
  write_lab_file(folder / "lab.h5", file);
  CHECK(read_lab_file(folder / "lab.h5").pulse_trains[0].size() == 1);
}

TEST_CASE("laboratory file: another format or version is refused") {
  const test::Folder folder;
  const auto with = [&](const char* attribute, const char* value) {
    h5::File file = new_schema_file("0");
    file.new_root().attribute(attribute, value);
    const auto path = folder.file("lab.h5", std::move(file).bytes());
    return complaint([&] { read_lab_file(path); });
  };
  CHECK(with("schema_version", "2.0") == "lab.h5:/@schema_version = \"2.0\": must be 1.x");
  CHECK(with("file_format", "other").starts_with("lab.h5:/@file_format = \"other\": must be \"synchar\""));
  CHECK(with("schema_version", "1.7") == "");
}

TEST_CASE("fits: every field comes back, and a second fit of a model takes the place of the first") {
  const test::Folder folder;
  LabFile lab;
  lab.pulse_trains = {long_train(100)};
  write_lab_file(folder / "lab.h5", lab);
  FitRecord fit;
  fit.model = "analog_synapse";
  fit.measurements = {"1_pulse_train"};
  fit.parameters = {{"g_min", "S", 1e-6, 1e-8, 0.9e-6, 1.1e-6, 1e-15, 1.0, false, false},
                    {"a_up", "1", 10.0, NAN, NAN, NAN, -INFINITY, INFINITY, true, true, true, "for a reason"}};
  fit.free = {"g_min", "k_up"};
  fit.profiles = {{"g_min", 4.0, {0.9e-6, 7e3}}, {"g_min", 0.0, {1e-6, 8e3}}, {"k_up", 0.5, {1e-6, 7.5e3}}};
  fit.profile_level = 3.84;
  fit.optima = {{12.5, 6}, {20.0, 2}};
  fit.warnings = {"a warning"};
  fit.covariance_names = {"g_min", "k_up"};
  fit.covariance = {1.0, 0.25, 0.25, 4.0};
  fit.cost = 12.5;
  fit.rms = 1e-9;
  fit.rms_unit = "A";
  fit.n_points = 100;
  fit.n_starts = 8;
  fit.seed = 18446744073709551615u;
  fit.source_sha256 = std::string(64, 'c');
  fit.program_version = "0.1.0";
  fit.options = "--model analog_synapse --seed 3";
  fit.weak_directions = {"k_up up, v_up down", "b"};
  write_fit(folder / "lab.h5", fit);
  fit.cost = 11.5;
  write_fit(folder / "lab.h5", fit);
  FitRecord other;
  other.model = "vteam";
  other.id = "vteam.device-2";
  write_fit(folder / "lab.h5", other);

  const auto fits = read_fits(folder / "lab.h5");
  REQUIRE(fits.size() == 2);
  CHECK(fits[1].id == "vteam.device-2");
  CHECK(fits[1].parameters.empty());
  const FitRecord& f = fits[0];
  CHECK(f.id == "analog_synapse");
  CHECK(f.model == fit.model);
  CHECK(f.measurements == fit.measurements);
  REQUIRE(f.parameters.size() == 2);
  for (std::size_t k = 0; k < 2; ++k) {
    const auto &a = fit.parameters[k], &b = f.parameters[k];
    CHECK(a.name == b.name);
    CHECK(a.unit == b.unit);
    CHECK(same(std::vector{a.value, a.se, a.ci_lo, a.ci_hi, a.lower, a.upper}, std::vector{b.value, b.se, b.ci_lo, b.ci_hi, b.lower, b.upper}));
    CHECK(a.at_bound == b.at_bound);
    CHECK(a.held == b.held);
    CHECK(a.by_profile == b.by_profile);
    CHECK(a.reason == b.reason);
  }
  CHECK(f.free == fit.free);
  REQUIRE(f.profiles.size() == 3);
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(f.profiles[k].of == fit.profiles[k].of);
    CHECK(f.profiles[k].excess == fit.profiles[k].excess);
    CHECK(f.profiles[k].value == fit.profiles[k].value);
  }
  CHECK(f.profile_level == 3.84);
  REQUIRE(f.optima.size() == 2);
  CHECK(f.optima[1].cost == 20.0);
  CHECK(f.optima[1].starts == 2);
  CHECK(f.warnings == fit.warnings);
  CHECK(f.covariance_names == fit.covariance_names);
  CHECK(f.covariance == fit.covariance);
  CHECK(f.cost == 11.5);
  CHECK(f.rms == fit.rms);
  CHECK(f.rms_unit == "A");
  CHECK(f.n_points == fit.n_points);
  CHECK(f.n_starts == fit.n_starts);
  CHECK(f.seed == fit.seed);
  CHECK(f.source_sha256 == fit.source_sha256);
  CHECK(f.program_version == fit.program_version);
  CHECK(f.options == fit.options);
  CHECK(f.weak_directions == fit.weak_directions);
  check_same(read_lab_file(folder / "lab.h5").pulse_trains[0], lab.pulse_trains[0]);
}

TEST_CASE("fits: a file of fits alone can be made and read") {
  const test::Folder folder;
  FitRecord fit;
  fit.model = "vteam";
  write_fit(folder / "fit.h5", fit);
  CHECK(read_fits(folder / "fit.h5").size() == 1);
  CHECK(read_lab_file(folder / "fit.h5").pulse_trains.empty());
  fit.id = "../escape";
  CHECK(complaint([&] { write_fit(folder / "fit.h5", fit); }).starts_with("id \"../escape\" of fits: must be letters"));
}

TEST_CASE("populations: every field comes back beside the fits, and what cannot be one is refused") {
  const test::Folder folder;
  PopulationRecord r;
  r.population = {.model = "analog_synapse",
                  .parameters = {{"g_max", "S", Scale::log, -11.5, 1e-14, 10.0}, {"gamma_up", "1", Scale::linear, 0.5, -20.0, 20.0}},
                  .covariance = {0.04, -0.01, -0.01, 0.25}};
  r.each = "cycle";
  r.members = {"1_pulse_train cycle 1", "1_pulse_train cycle 2", "1_pulse_train cycle 3"};
  r.value = {1e-5, 0.4, 1.1e-5, 0.6, 2e-5, 0.0};
  r.se = {1e-7, NAN, 1e-7, 0.1, 1e-7, 0.1};
  r.used = {1, 1, 0};
  r.lag1 = {0.5, NAN};
  r.drift = {1e-3, NAN};
  r.drift_lo = {5e-4, NAN};
  r.drift_hi = {1.5e-3, NAN};
  r.mean_lo = {-11.6, NAN};
  r.mean_hi = {-11.4, NAN};
  r.deviation_lo = {0.1, NAN};
  r.deviation_hi = {0.3, NAN};
  r.correlation_lo = {1.0, -0.4, -0.4, 1.0};
  r.correlation_hi = {1.0, 0.2, 0.2, 1.0};
  r.write_noise = 1e-8;
  r.seed = 18446744073709551615u;
  r.source_sha256 = std::string(64, 'c');
  r.program_version = "0.1.0";
  r.options = "--each cycle";
  FitRecord fit;
  fit.model = "analog_synapse";
  write_fit(folder / "lab.h5", fit);
  r.population.kinds = {{0.7, {-11.0, 1.4}, r.population.covariance}, {0.3, {-10.5, 2.0}, r.population.covariance}};
  r.bic = {-10.5, -40.25, -31.0};
  write_population(folder / "lab.h5", r);
  write_population(folder / "lab.h5", r);
  CHECK(read_fits(folder / "lab.h5").size() == 1);
  const auto all = read_populations(folder / "lab.h5");
  REQUIRE(all.size() == 1);
  const PopulationRecord& b = all[0];
  CHECK(b.id == "analog_synapse");
  CHECK(b.population.model == r.population.model);
  REQUIRE(b.population.parameters.size() == 2);
  for (std::size_t k = 0; k < 2; ++k) {
    const Varied &x = r.population.parameters[k], &y = b.population.parameters[k];
    CHECK(x.name == y.name);
    CHECK(x.unit == y.unit);
    CHECK(x.scale == y.scale);
    CHECK(std::vector{x.mean, x.lower, x.upper} == std::vector{y.mean, y.lower, y.upper});
  }
  CHECK(b.population.covariance == r.population.covariance);
  REQUIRE(b.population.kinds.size() == 2);
  CHECK(b.population.kinds[1].weight == 0.3);
  CHECK(b.population.kinds[1].mean == r.population.kinds[1].mean);
  CHECK(b.population.kinds[1].covariance == r.population.covariance);
  CHECK(b.bic == r.bic);
  CHECK(b.each == r.each);
  CHECK(b.members == r.members);
  CHECK(b.used == r.used);
  for (const auto& [x, y] : {std::pair{&r.value, &b.value}, {&r.se, &b.se}, {&r.lag1, &b.lag1}, {&r.drift, &b.drift}, {&r.drift_lo, &b.drift_lo}, {&r.drift_hi, &b.drift_hi},
                              {&r.mean_lo, &b.mean_lo}, {&r.mean_hi, &b.mean_hi}, {&r.deviation_lo, &b.deviation_lo}, {&r.deviation_hi, &b.deviation_hi},
                              {&r.correlation_lo, &b.correlation_lo}, {&r.correlation_hi, &b.correlation_hi}}) {
    CHECK(same(*x, *y));
  }
  CHECK(b.write_noise == r.write_noise);
  CHECK(std::isnan(b.read_noise));
  CHECK(b.seed == r.seed);
  CHECK(b.source_sha256 == r.source_sha256);
  CHECK(b.program_version == r.program_version);
  CHECK(b.options == r.options);
  PopulationRecord wrong = r;
  wrong.population.kinds[0].weight = 0.6;
  CHECK(complaint([&] { write_population(folder / "lab.h5", wrong); }) == "populations/analog_synapse/weight of the kinds: must add up to 1");
  wrong = r;
  wrong.population.covariance[1] = 0.01;
  CHECK(complaint([&] { write_population(folder / "lab.h5", wrong); }).find("covariance of gamma_up and g_max: must be symmetric") != std::string::npos);
  wrong = r;
  wrong.se.pop_back();
  CHECK(complaint([&] { write_population(folder / "lab.h5", wrong); }) == "populations/analog_synapse/se has 5 rows: must have 6");
}
