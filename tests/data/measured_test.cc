// Real files, where they are at hand.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>

#include "data/import.h"
#include "data/pund.h"
#include "tests/data/folder.h"

using namespace hysteron::data;

namespace {

const std::filesystem::path measured = HYSTERON_MEASURED_DATA;

bool at_hand(const char* folder) {
  if (std::filesystem::exists(measured / folder)) return true;
  MESSAGE("skipped: no " << (measured / folder).string());
  return false;
}

}  // namespace

TEST_CASE("measured: Y-Flash, 400 cycles between 1 nS and 1 uS") {
  if (!at_hand("yflash-wang2022")) return;
  const auto all = import_file(measured / "yflash-wang2022/data_cycle2cycle.txt", {});
  const PulseTrain& t = all.pulse_trains.at(0);
  CHECK(all.unreadable.empty());
  CHECK(t.cycle.back() == 399);
  CHECK(t.read_current[0] / t.read_voltage[0] == doctest::Approx(9.905e-07));
  CHECK(t.pulse_width[1] == 2e-4);
  std::size_t reads = 0, rises = 0, ups = 0;
  for (std::size_t k = 0; k < t.size(); ++k) {
    reads += t.op_type[k] == PulseTrain::read;
    ups += t.direction[k] > 0;
    rises += t.direction[k] > 0 && t.read_current[k] > t.read_current[k - 1];
  }
  CHECK(reads == 800);
  CHECK(rises > 0.9 * ups);
}

TEST_CASE("measured: KickStart sweeps of VO2 obey the resistance the instrument wrote") {
  if (!at_hand("vo2-mott-galloni2024")) return;
  const auto all = import_file(measured / "vo2-mott-galloni2024/VO2_data_RvsV_transition.csv", {});
  const IvSweep& s = all.iv_sweeps.at(0);
  CHECK(s.size() == 419);
  CHECK(s.voltage[0] / s.current[0] == doctest::Approx(4963.118705).epsilon(0.005));
  for (const auto& file : std::filesystem::directory_iterator(measured / "vo2-mott-galloni2024/short_pulses")) {
    CAPTURE(file.path().string());
    const auto pulse = import_file(file.path(), {});
    CHECK(pulse.unreadable.empty());
    CHECK(pulse.iv_sweeps.at(0).size() > 1000);
    CHECK(pulse.iv_sweeps[0].time[1] == 2e-4);
  }
}

// Galloni's VO2 between 0 and 5 V: insulating up to the transition, then held at 20 mA, and back at a lower voltage.
TEST_CASE("measured: the workbook of VO2 holds eleven loops through the transition") {
  if (!at_hand("vo2-mott-galloni2024")) return;
  const auto all = import_file(measured / "vo2-mott-galloni2024/cycle-to-cycle-data.xlsx", {});
  REQUIRE(all.iv_sweeps.size() == 1);
  const IvSweep& s = all.iv_sweeps[0];
  REQUIRE(s.size() == 11 * 101);
  CHECK(all.unreadable.empty());
  for (std::size_t cycle = 0; cycle < 11; ++cycle) {
    CAPTURE(cycle);
    const auto first = std::ptrdiff_t(101 * cycle);
    CHECK(s.cycle[std::size_t(first)] == cycle);
    CHECK(s.cycle[std::size_t(first) + 100] == cycle);
    const double threshold = *std::max_element(s.voltage.begin() + first, s.voltage.begin() + first + 101);
    CHECK(threshold > 3.9);
    CHECK(threshold < 4.3);
    CHECK(*std::max_element(s.current.begin() + first, s.current.begin() + first + 101) == doctest::Approx(0.02).epsilon(1e-3));
    const double up = s.current[std::size_t(first) + 20] / s.voltage[std::size_t(first) + 20];
    const double down = s.current[std::size_t(first) + 80] / s.voltage[std::size_t(first) + 80];
    CHECK(down > 1.5 * up);  // hysteresis at 2 V
  }
}

TEST_CASE("measured: 1000 pulses up, then 1000 down, in arbitrary units") {
  if (!at_hand("reram-analog-gong2018")) return;
  ImportOptions options;
  options.columns = "up = read_conductance [1e-6 S + 2e-6 S], down = read_conductance [1e-6 S + 2e-6 S]";
  const auto t = import_file(measured / "reram-analog-gong2018/gong_et_al.csv", options).pulse_trains.at(0);
  REQUIRE(t.size() == 2000);
  CHECK(t.read_current[0] == doctest::Approx(0.1 * (2.0 - 0.84444) * 1e-6));
  CHECK(t.read_current[1999] == doctest::Approx(0.1 * (2.0 - 1.3556) * 1e-6));
  CHECK(t.voltage[999] == 1.0);
  CHECK(t.voltage[1000] == -1.0);
}

namespace {

double figure(const auto& m, const std::string& name) {
  for (const ReportedFigure& f : m.reported) {
    if (f.name == name) return f.value;
  }
  return std::nan("");
}

double micro_per_cm2(double charge, double area) { return 100.0 * charge / area; }

}  // namespace

TEST_CASE("measured: loops of a ferroelectric capacitor over ten frequencies are those the instrument reports") {
  if (!at_hand("ferro-hfo2-anderson2017")) return;
  const auto all = import_file(measured / "ferro-hfo2-anderson2017/RTWhiteB_freqs.dat", {});
  CHECK(all.format == "aixacct");
  CHECK(all.unreadable.empty());
  REQUIRE(all.pv_loops.size() == 20);
  CHECK(all.pv_loops[0].frequency == 100.0);
  CHECK(all.pv_loops[19].frequency == 1000.0);
  for (const PvLoop& l : all.pv_loops) {
    CAPTURE(l.title);
    REQUIRE(l.size() == 401);
    double entered = 0.0, apart = 0.0;
    for (std::size_t k = 1; k < l.size(); ++k) {
      entered += 0.5 * (l.time[k] - l.time[k - 1]) * (l.current[k] + l.current[k - 1]);
      apart = std::max(apart, std::abs(entered - (l.charge[k] - l.charge[0])));
    }
    CHECK(apart < 1e-3 * 2.0 * 25e-2 * l.area);
    const auto [lowest, highest] = std::ranges::minmax(l.charge);
    CHECK(micro_per_cm2(0.5 * (highest - lowest), l.area) == doctest::Approx(figure(l, "Pmax")).epsilon(0.01));
    const bool up = l.title.ends_with("V+");  // begins at the relaxed state the last pulse of its sign left
    CHECK(micro_per_cm2(l.charge[0], l.area) == doctest::Approx(figure(l, up ? "Prrel-" : "Prrel+")).epsilon(1e-4));
  }
}

// The instrument's Psw in this file is Pmax - |Prrel-|, the pulse that does not switch; what it switched is
// Prrel+ - Prrel-.
TEST_CASE("measured: PUND charges are those the instrument reports") {
  if (!at_hand("ferro-hfo2-anderson2017")) return;
  const auto all = import_file(measured / "ferro-hfo2-anderson2017/RTWhiteAPUND.dat", {});
  REQUIRE(all.punds.size() == 2);
  for (const Pund& s : all.punds) {
    const auto pulses = pulse_charges(s);
    REQUIRE(pulses.size() == 5);
    CHECK(std::abs(micro_per_cm2(pulses[3].at_peak, s.area)) == doctest::Approx(figure(s, "Psw")).epsilon(0.006));
    CHECK(micro_per_cm2(pulses[1].at_peak, s.area) == doctest::Approx(figure(s, "Pnsw")).epsilon(0.006));
    const double switched = figure(s, "Prrel+") - figure(s, "Prrel-");
    CHECK(micro_per_cm2(switched_charge(s).up, s.area) == doctest::Approx(switched).epsilon(0.01));
    CHECK(micro_per_cm2(switched_charge(s).down, s.area) == doctest::Approx(switched).epsilon(0.01));
  }
}

TEST_CASE("measured: fatigue, temperature and leakage of hafnia capacitors are read whole") {
  if (!at_hand("ferro-hfo2-anderson2017")) return;
  const auto fatigue = import_file(measured / "ferro-hfo2-anderson2017/FeFETD5_die84_MFS+_60_20x20_fatigue.dat", {});
  REQUIRE(fatigue.pv_loops.size() == 6);
  CHECK(fatigue.pv_loops[0].cycles_before == 0.1);
  CHECK(fatigue.pv_loops[2].cycles_before == 100.0);
  CHECK(fatigue.pv_loops[5].cycles_before == 1.0);
  CHECK(fatigue.pv_loops[0].area == doctest::Approx(0.024e-6));
  const auto hot = import_file(measured / "ferro-hfo2-anderson2017/H9_x9y4_1e4_S3_temps.dat", {});
  CHECK(hot.pv_loops.size() == 12);
  CHECK(hot.unreadable.empty());
  const auto leakage = import_file(measured / "ferro-hfo2-anderson2017/RTWHITEB_lkg.dat", {});
  const auto highest = std::max_element(leakage.iv_sweeps.at(0).voltage.begin(), leakage.iv_sweeps[0].voltage.end()) - leakage.iv_sweeps[0].voltage.begin();
  CHECK(leakage.iv_sweeps[0].current[highest] == doctest::Approx(6.5725e-12).epsilon(1e-4));  // Imax+ of the file
}

TEST_CASE("measured: Knowm loops are sines of the amplitude their folder says") {
  if (!at_hand("cbram-wsdc-knowm2020")) return;
  int loops = 0;
  for (const auto& folder : std::filesystem::directory_iterator(measured / "cbram-wsdc-knowm2020/loops")) {
    CAPTURE(folder.path().string());
    const IvSweep device = import_file(folder.path() / "memristor.csv", {}).iv_sweeps.at(0);
    const IvSweep both = import_file(folder.path() / "resistor+memristor.csv", {}).iv_sweeps.at(0);
    REQUIRE(device.size() == 200);
    double sine = 0.0, cosine = 0.0, squares = 0.0;
    for (std::size_t k = 0; k < device.size(); ++k) {
      CHECK(device.applied_voltage[k] == doctest::Approx(both.applied_voltage[k]).epsilon(1e-9));
      const double angle = 2.0 * std::numbers::pi * device.frequency * device.time[k];
      sine += both.applied_voltage[k] * std::sin(angle) / 100.0;
      cosine += both.applied_voltage[k] * std::cos(angle) / 100.0;
      squares += both.applied_voltage[k] * both.applied_voltage[k] / 100.0;
    }
    const double amplitude = std::hypot(sine, cosine), said = folder.path().string().find("0.3V") == std::string::npos ? 0.8 : 0.3;
    CHECK(amplitude == doctest::Approx(said).epsilon(0.01));
    CHECK(squares == doctest::Approx(amplitude * amplitude).epsilon(1e-3));
    ++loops;
  }
  CHECK(loops == 27);
}

TEST_CASE("measured: every file imports without options, columns without a heading with --columns") {
  if (!at_hand("rram-1t1r-levy2021")) return;
  int files = 0, named = 0, refused = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(measured)) {
    const std::filesystem::path& path = entry.path();
    const std::string name = path.filename().string(), kind = path.extension().string();
    const bool data = kind == ".csv" || kind == ".tsv" || kind == ".dat" || kind == ".gz" || kind == ".xlsx" || name == "data_cycle2cycle.txt";
    if (!entry.is_regular_file() || !data) continue;
    CAPTURE(path.string());
    ImportOptions options;
    if (name == "gong_et_al.csv") options.columns = "up = read_conductance [1e-6 S + 2e-6 S], down = read_conductance [1e-6 S + 2e-6 S]";
    if (name.ends_with("bake.tsv")) options.columns = "device, read_resistance [ohm]";
    named += !options.columns.empty();
    const auto all = import_file(path, options);
    CHECK(all.rows > 10);
    refused += int(all.unreadable.size());
    ++files;
  }
  CHECK(files > 70);
  CHECK(named == 3);
  CHECK(refused == 0);
}

TEST_CASE("measured: a cell over 1e6 cycles keeps the medians worked out of its table elsewhere") {
  if (!at_hand("rram-1t1r-levy2021")) return;
  const Endurance e = import_file(measured / "rram-1t1r-levy2021/1us_endurance.tsv", {}).endurances.at(0);
  CHECK(e.size() == 10050);
  std::size_t open = 0;
  std::vector<double> early;
  for (std::size_t k = 0; k < e.size(); ++k) {
    open += e.read_current_on[k] > 2.0 * e.read_current_off[k];
    if (k < 100) early.push_back(e.read_voltage[k] / e.read_current_on[k]);
  }
  CHECK(double(open) / double(e.size()) == doctest::Approx(0.984).epsilon(0.001));
  std::nth_element(early.begin(), early.begin() + 50, early.end());
  CHECK(early[50] == doctest::Approx(10.6e3).epsilon(0.02));
}

TEST_CASE("measured: a bake of 2048 cells from 100 to 260 C, and read noise of five cells") {
  if (!at_hand("rram-relaxation-levy2021")) return;
  const Retention bake = import_file(measured / "rram-relaxation-levy2021/bake-techA-every8.tsv.gz", {}).retentions.at(0);
  CHECK(bake.size() == 20480);
  const auto [coldest, hottest] = std::ranges::minmax(bake.temperature);
  CHECK(coldest == doctest::Approx(373.15));
  CHECK(hottest == doctest::Approx(533.15));
  const Retention noise = import_file(measured / "rram-relaxation-levy2021/read-noise-techA.tsv.gz", {}).retentions.at(0);
  CHECK(noise.size() == 500000);
  CHECK(noise.read_current[0] / noise.read_voltage[0] == doctest::Approx(5.953369680980220152e-06));
}

// The trapezium over area against the change of the polarisation that the instrument worked out at each point.
TEST_CASE("measured: the current of each PUND pulse adds up to the instrument's polarisation within 0.1 % of what switches") {
  if (!at_hand("ferro-hfo2-anderson2017")) return;
  for (const Pund& s : import_file(measured / "ferro-hfo2-anderson2017/RTWhiteAPUND.dat", {}).punds) {
    const auto pulses = pulse_charges(s);
    double switched = 0.0;
    for (const PulseCharge& p : pulses) switched = std::max(switched, std::abs(p.left));
    for (std::size_t n = 0, k = 0; n < pulses.size(); ++n) {
      const std::size_t first = k;
      while (k < s.size() && s.pulse[k] == n) ++k;
      CAPTURE(n);
      CHECK(std::abs(pulses[n].left - (s.charge[k - 1] - s.charge[first])) < 1e-3 * switched);
    }
  }
}
