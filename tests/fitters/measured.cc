#include "tests/fitters/measured.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace hysteron::fitters {
namespace {

std::ifstream open(const char* path) { return std::ifstream(std::filesystem::path(HYSTERON_MEASURED_DATA) / path); }

// 1 V pulses and 0.1 V reads stand for amplitudes the files do not give.
void apply(Trace& t, double voltage, double width, double conductance) {
  t.train.push_back({.voltage = voltage, .width = width, .read_voltage = 0.1});
  t.current.push_back(0.1 * conductance);
}

}  // namespace

std::optional<Trace> gong_2018() {
  auto in = open("reram-analog-gong2018/gong_et_al.csv");
  if (!in) return {};
  std::vector<double> up, down;
  char comma;
  for (double u, d; in >> u >> comma >> d;) up.push_back(1e-6 * u + 2e-6), down.push_back(1e-6 * d + 2e-6);
  Trace t;
  t.name = "gong2018";
  for (double g : up) apply(t, 1.0, 1e-6, g);
  for (double g : down) apply(t, -1.0, 1e-6, g);
  return t;
}

std::optional<Trace> wang_2022(int cycles) {
  auto in = open("yflash-wang2022/data_cycle2cycle.txt");
  if (!in) return {};
  Trace t;
  t.name = "wang2022";
  std::string line;
  std::getline(in, line);  // (U2,2,4) tprog: 0.0002, terase: 0.0001
  for (int i = 0; i < 2 * cycles && std::getline(in, line); ++i) {
    std::istringstream values(line.substr(line.find(',') + 1));
    const bool programs = line.starts_with("Gprog");  // lowers the conductance
    double g;
    char comma;
    for (int k = 0; values >> g; values >> comma, ++k) {
      apply(t, k == 0 ? 0.0 : programs ? -1.0 : 1.0, k == 0 ? 0.0 : programs ? 2e-4 : 1e-4, g);
    }
  }
  return t;
}

}  // namespace hysteron::fitters
