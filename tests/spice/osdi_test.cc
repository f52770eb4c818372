// The generated C at random parameters under random waveforms, with undefined behaviour trapped.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

#include "libmodel/error.h"
#include "spice/equations.h"
#include "spice/ngspice.h"
#include "spice/osdi.h"
#include "spice/writers.h"

using namespace hysteron;

namespace {

constexpr int sets = 100000;

// What the harness needs to know of the model beside its own tables.
std::string tables(const spice::Circuit& c) {
  const auto node = [&](const std::string& name) { return std::to_string(std::find(c.terminals.begin(), c.terminals.end(), name) - c.terminals.begin()); };
  std::string text = "typedef struct { int plus, minus; double lower, upper; } Port;\nstatic const Port ports[] = {";
  for (const auto& b : c.ports) {
    text += "{" + node(b.plus) + ", " + node(b.minus) + ", " + spice::plain(b.voltage.lower) + ", " + spice::plain(b.voltage.upper) + "}, ";
  }
  text += "};\ntypedef struct { double lower, upper; } State;\nstatic const State states[NODES - TERMINALS + 1] = {";
  for (const auto& s : c.states) text += "{" + spice::plain(s.field.lower) + ", " + spice::plain(s.field.upper) + "}, ";
  text += "};\nstatic const char *const logarithmic_names[] = {";
  for (const auto& f : c.parameters) text += f.scale == Scale::log ? "\"" + f.name + "\", " : "";
  return text + "\"$mfactor\", NULL};\nstatic const double state_capacitance = " + spice::plain(spice::state_capacitance) + ";\n";
}

constexpr const char* harness = R"(
static uint64_t word = 88172645463325252;  /* xorshift64 */
static double uniform(void) {
  word ^= word << 13, word ^= word >> 7, word ^= word << 17;
  return (double)(word >> 11) * 0x1p-53;
}
static bool is_logarithmic(const char *name) {
  for (const char *const *n = logarithmic_names; *n; n++) if (!strcmp(*n, name)) return true;
  return false;
}
static double inside(double lower, double upper, bool logarithmic) {
  return logarithmic ? lower * pow(upper / lower, uniform()) : lower + uniform() * (upper - lower);
}
static bool all_finite(const double *x, int count) {
  for (int k = 0; k < count; k++) if (!isfinite(x[k])) return false;
  return true;
}
int main(void) {
  static Model model;
  static Instance instance;
  enum { STATES = NODES - TERMINALS };
  for (int set = 0; set < SETS; set++) {
    OsdiInitInfo info;
    memset(&model, 0, sizeof model), memset(&instance, 0, sizeof instance);
    for (uint32_t k = 0; k < PARAMETERS; k++) {
      double value = inside(LOWER[k], UPPER[k], is_logarithmic(names[k]));
      value = value < LOWER[k] ? LOWER[k] : value > UPPER[k] ? UPPER[k] : value;
      *(double *)access(&instance, &model, k, ACCESS_SET | ACCESS_INSTANCE) = value;
    }
    setup_model(NULL, &model, NULL, &info);
    if (info.num_errors) return 2;
    setup_instance(NULL, &instance, &model, 200.0 + 250.0 * uniform(), TERMINALS, NULL, &info);
    if (info.num_errors) return 3;
    double solution[NODES + 1] = {0.0};
    for (uint32_t n = 0; n < NODES; n++) instance.node[n] = n + 1;
    const double *start = (const double *)&instance.p + PARAMETERS - 1 - STATES;
    for (int corner = 0; corner < 4; corner++) {
      for (int n = 0; n < TERMINALS; n++) solution[n + 1] = 2.0 * uniform() - 1.0;
      for (int k = 0; k < PORTS; k++) {
        solution[ports[k].plus + 1] = solution[ports[k].minus + 1] + inside(ports[k].lower, ports[k].upper, false);
      }
      for (int step = 0; step < 4; step++) {
        OsdiSimInfo now = {.prev_solve = solution, .flags = CALC_REACT_RESIDUAL | CALC_REACT_JACOBIAN | 1 | 4};
        double density[2 * PORTS];
        eval(NULL, &instance, &model, &now);
        load_noise(&instance, &model, 1.0, density);
        if (!all_finite(instance.f, NODES) || !all_finite(instance.q, NODES) || !all_finite(instance.df, ENTRIES) ||
            !all_finite(instance.dq, ENTRIES) || !all_finite(density, 2 * PORTS)) {
          printf("set %d, corner %d: not finite\n", set, corner);
          for (uint32_t k = 0; k < PARAMETERS; k++) printf("%s = %.17g\n", names[k], ((double *)&instance.p)[k]);
          for (int n = 0; n < NODES; n++) printf("V(%s) = %.17g: %g, %g\n", nodes[n].name, solution[n + 1], instance.f[n], instance.q[n]);
          return 4;
        }
        for (int k = 0; k < 2 * PORTS; k++) if (density[k] < 0.0) return 5;
        /* along the rate, by at most a third of the range, never beyond it */
        for (int k = 0; k < STATES; k++) {
          const double span = states[k].upper - states[k].lower, x = start[k] + span * solution[TERMINALS + 1 + k];
          const double speed = -instance.f[TERMINALS + k] / state_capacitance * span;
          double next = x + (speed > 0.0 ? 1.0 : -1.0) * span * uniform() / 3.0;
          next = next < states[k].lower ? states[k].lower : next > states[k].upper ? states[k].upper : next;
          solution[TERMINALS + 1 + k] = (next - start[k]) / span;
        }
      }
    }
  }
  return 0;
}
)";

}  // namespace

TEST_CASE("the C for OSDI is finite and defined at random parameters under random waveforms") {
  for (const auto& model : spice::names()) {
    SUBCASE(model.c_str()) {
      const spice::Circuit c = spice::circuit(model);
      const spice::Workspace workspace;
      std::ofstream out(workspace.folder() / "model.c");
      spice::write_osdi_c(out, c);
      out << tables(c) << "enum { SETS = " << sets << " };\n" << harness;
      out.close();
      const auto compiled = spice::run_program(
          workspace.folder(), {"cc", "-O1", "-fsanitize=undefined,float-divide-by-zero", "-fsanitize-undefined-trap-on-error", "model.c", "-o", "model", "-lm"}, 120.0);
      REQUIRE_MESSAGE(compiled.finished(), compiled.output);
      const auto run = spice::run_program(workspace.folder(), {"./model"}, 120.0);
      CHECK_MESSAGE(run.finished(), run.status << " " << run.output);
    }
  }
}

TEST_CASE("compiling is refused in words where there is no compiler, and the C stays") {
  const spice::Workspace workspace;
  std::ofstream out(workspace.folder() / "vteam.c");
  spice::write_osdi_c(out, spice::circuit("vteam"));
  out.close();
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", "/nonexistent", 1);
  std::string said;
  try {
    spice::compile_osdi(workspace.folder(), "vteam");
  } catch (const InputError& e) {
    said = e.what();
  }
  ::setenv("PATH", path.c_str(), 1);
  CHECK(said.find("no C compiler") != std::string::npos);
  CHECK(said.find("apt-get install gcc") != std::string::npos);
  CHECK(std::filesystem::exists(workspace.folder() / "vteam.c"));
  CHECK_FALSE(std::filesystem::exists(workspace.folder() / "vteam.osdi"));
}
