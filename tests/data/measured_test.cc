// Real files, where they are at hand.

#include <doctest/doctest.h>

#include <filesystem>

#include "data/import.h"
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
