// An independent reading of the Verilog-A: adms parses it and prints its analog block as C, which
// is compiled, run, and held against the native model at random points.

#include <dlfcn.h>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <fstream>
#include <regex>
#include <sstream>

#include "spice/ngspice.h"
#include "spice/writers.h"
#include "tests/spice/points.h"

using namespace hysteron;

namespace {

constexpr int points = 100000;

// What Verilog-A's functions mean. A contribution is complex: charge is its imaginary part.
constexpr const char* prologue = R"(
double exp(double), log(double), sqrt(double), sinh(double), cosh(double), tanh(double), fabs(double);
static inline double f_exp(double x) { return exp(x); }
static inline double f_ln(double x) { return log(x); }
static inline double f_sqrt(double x) { return sqrt(x); }
static inline double f_sinh(double x) { return sinh(x); }
static inline double f_cosh(double x) { return cosh(x); }
static inline double f_tanh(double x) { return tanh(x); }
static inline double f_abs(double x) { return fabs(x); }
static inline double _Complex f_ddt(double charge) { return __builtin_complex(0.0, charge); }
double noise[64], temperature;
int sources;
static inline double f_white_noise(double density, const char *name) { (void)name; noise[sources++] = density; return 0.0; }
static inline double f_flicker_noise(double density, double exponent, const char *name) { (void)name; noise[sources++] = exponent == 1.0 ? density : -1.0; return 0.0; }
static inline double f_$temperature(void) { return temperature; }
)";

std::string written(const spice::Circuit& c) {
  std::ostringstream text;
  spice::write_verilog_a(text, c);
  return text.str();
}

spice::Run run_adms(const std::filesystem::path& folder) {
  const spice::Run r =
      spice::run_program(folder, {"admsXml", "-e", HYSTERON_SOURCE_DIR "/tests/spice/adms_to_c.xml", "model.va"});
  REQUIRE_MESSAGE(r.status != 127, "admsXml is not installed: `apt-get install adms`");
  return r;
}

// adms puts its own words, which begin with [, among what the script prints.
std::string c_of(const std::string& output) {
  std::istringstream in(output);
  std::string c;
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("[")) c += line + "\n";
  }
  return c;
}

std::string node(const std::string& name) { return "P_V_" + name + "_GND"; }
std::string contribution(const spice::Branch& b) { return "R_I_" + b.plus + "_" + b.minus; }
std::string contribution(const spice::StateNode& s) { return "R_I_" + s.node + "_GND"; }

std::string declarations(const spice::Circuit& c) {
  std::string text;
  for (const auto& t : c.terminals) text += "double " + node(t) + ";\n";
  for (const auto& s : c.states) text += "double " + node(s.node) + ";\ndouble _Complex " + contribution(s) + ";\n";
  for (const auto& b : c.ports) text += "double _Complex " + contribution(b) + ";\n";
  return text;
}

// The analog block as adms reads it, in this process.
class AnalogBlock {
 public:
  AnalogBlock(const std::filesystem::path& folder) {
    const auto r = spice::run_program(folder, {"cc", "-std=gnu11", "-O1", "-ffp-contract=off", "-Wall", "-fPIC", "-shared",
                                               "block.c", "-o", "block.so", "-lm"});
    REQUIRE_MESSAGE(r.finished(), r.output);
    library_ = dlopen((folder / "block.so").c_str(), RTLD_NOW | RTLD_LOCAL);
    REQUIRE_MESSAGE(library_ != nullptr, dlerror());
  }
  ~AnalogBlock() { dlclose(library_); }
  AnalogBlock(const AnalogBlock&) = delete;
  AnalogBlock& operator=(const AnalogBlock&) = delete;

  bool has(const std::string& name) const { return dlsym(library_, name.c_str()) != nullptr; }
  template <class T = double>
  T& at(const std::string& name) const {
    auto* const p = static_cast<T*>(dlsym(library_, name.c_str()));
    REQUIRE_MESSAGE(p != nullptr, name);
    return *p;
  }
  void run() const { reinterpret_cast<void (*)()>(dlsym(library_, "equations"))(); }

 private:
  void* library_;
};

// Sets the block to a point.
void set(const AnalogBlock& block, const spice::Circuit& c, const Setting& s) {
  block.at("temperature") = s.point.temperature;
  for (std::size_t k = 0; k < c.terminals.size(); ++k) block.at(node(c.terminals[k])) = s.terminals[k];
  for (std::size_t k = 0; k < c.states.size(); ++k) block.at(node(c.states[k].node)) = s.deviations[k];
  for (std::size_t k = 0; k < c.parameters.size(); ++k) {
    const std::string name = "m_" + c.parameters[k].name;
    if (block.has(name)) block.at(name) = s.parameters[k];  // one without effect is not written
  }
}

// The worst relative difference at a point.
double difference_at(const spice::Circuit& c, const AnalogBlock& block, const Setting& setting) {
  using Complex = std::complex<double>;
  const Answer truth = native(c.name).at(setting.point);
  set(block, c, setting);
  for (const auto& b : c.ports) block.at<Complex>(contribution(b)) = 0.0;
  for (const auto& s : c.states) block.at<Complex>(contribution(s)) = 0.0;
  block.at<int>("sources") = 0;
  block.run();
  double worst = 0.0;
  const double* noise = &block.at("noise");
  for (std::size_t k = 0; k < c.ports.size(); ++k) {
    const Complex flow = block.at<Complex>(contribution(c.ports[k]));
    worst = std::max({worst, relative(flow.real(), truth.current[k]), relative(flow.imag(), truth.charge[k])});
    if (!spice::is_zero(c.ports[k].white)) worst = std::max(worst, relative(*noise++, truth.white[k]));
    if (!spice::is_zero(c.ports[k].flicker)) worst = std::max(worst, relative(*noise++, truth.flicker[k]));
  }
  CHECK(noise - &block.at("noise") == block.at<int>("sources"));
  for (std::size_t k = 0; k < c.states.size(); ++k) {
    const Complex flow = block.at<Complex>(contribution(c.states[k]));
    const StateFlow expected = state_flow(c, setting, truth, k);
    worst = std::max({worst, relative(flow.real(), expected.current, expected.terms), relative(flow.imag(), expected.charge)});
  }
  return worst;
}

}  // namespace

TEST_CASE("adms reads from the Verilog-A the equations of the native model") {
  for (const auto& model : spice::names()) {
    CAPTURE(model);
    const spice::Circuit c = spice::circuit(model);
    const spice::Workspace workspace;
    std::ofstream(workspace.folder() / "model.va") << written(c);
    const spice::Run r = run_adms(workspace.folder());
    REQUIRE_MESSAGE(r.finished(), r.output);
    std::ofstream(workspace.folder() / "block.c") << prologue << declarations(c) << c_of(r.output);
    const AnalogBlock block(workspace.folder());
    std::mt19937_64 random(1);
    double worst = 0.0;
    for (int i = 0; i < points; ++i) {
      const double d = difference_at(c, block, random_setting(c, random));
      worst = std::isfinite(d) ? std::max(worst, d) : d;
      if (!std::isfinite(d)) break;
    }
    CHECK(worst <= 1e-12);
    MESSAGE(model << ": worst relative difference " << worst << " at " << points << " points");
  }
}

TEST_CASE("adms refuses a text with an error in it") {
  std::string text = written(spice::circuit("vteam"));
  text.replace(text.find("analog begin"), 6, "analogue");
  const spice::Workspace workspace;
  std::ofstream(workspace.folder() / "model.va") << text;
  CHECK_FALSE(run_adms(workspace.folder()).finished());
}

TEST_CASE("the Verilog-A keeps to what adms, OpenVAF and gnucap all read") {
  for (const auto& model : spice::names()) {
    CAPTURE(model);
    const std::string all = written(spice::circuit(model));
    const std::string text = all.substr(all.find("module"));
    const std::regex beyond(R"re(@|\$(?!temperature)|[^"\w](idt|analysis|localparam|ln1p|expm1|asinh|hypot|pow|for|while|string|initial|if|inf)[^"\w])re");
    const auto code = std::regex_replace(text, std::regex(R"re("[^"\n]*"|//[^\n]*)re"), "");
    std::smatch found;
    CHECK_MESSAGE(!std::regex_search(code, found, beyond), found.str());
    CHECK(text.find("parameter real") != std::string::npos);
  }
}
