#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

#include "apps/handoff/linear_step.h"
#include "apps/handoff/step_table.h"
#include "apps/handoff/target.h"
#include "apps/handoff/text.h"
#include "libmodel/error.h"
#include "libmodel/surroundings.h"
#include "spice/description.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(Equations with units for Brian2 synapses: a weight w from -1 at g_min to 1 at g_max, the conductance g, and what a
pulse does to w, up and down, with soft or hard bounds as the ramps showed.

    from @model@ import synapses
    s = synapses(pre, post)           # a spike before potentiates, one after depresses
    s.connect(); s.w = -1

MODEL, PULSE_UP, PULSE_DOWN and NAMESPACE are there to build other rules with. The step is linear in w: the
exponential ramp of the nonlinearity label, not rounded to its table.

A cell that fires comes as a NeuronGroup of the model's own equations, nothing reduced:

    from @model@ import neurons
    group = neurons(10, drive=2.6)   # V; in steps of FASTEST, the shortest of its time constants, or of dt=... s

A cell whose spike is more than 20 000 times as fast as it fires is refused: Brian2's steps are explicit, all of a length.
A spike is the moment at which the membrane falls through V_FIRE after it was above V_ARM.

Tests run both ramps in Brian2, a spike a pulse, and compare them with that equation: within 1e-9 of the range. They run
the cell from rest: each spike within one step of the native model's.)";

const char* const synapse_module = R"py(from brian2 import Synapses, second, siemens

MODEL = """
w : 1
g = g_min + 0.5*(w + 1)*(g_max - g_min) : siemens
"""
PULSE_UP = "w = clip(w + level_up - slope_up*w + noise_up*randn(), -1, 1)"
PULSE_DOWN = "w = clip(w + level_down - slope_down*w + noise_down*randn(), -1, 1)"
NAMESPACE = {
    "g_min": @g_min@ * siemens,
    "g_max": @g_max@ * siemens,
    "level_up": @level_up@,
    "slope_up": @slope_up@,
    "level_down": @level_down@,
    "slope_down": @slope_down@,
    "noise_up": @noise_up@,
    "noise_down": @noise_down@,
}
WIDTH_UP = @width_up@ * second  # of the pulses; the update is taken to be immediate
WIDTH_DOWN = @width_down@ * second


def synapses(source, target, **settings):
    return Synapses(source, target, model=MODEL, on_pre=PULSE_UP, on_post=PULSE_DOWN, namespace=NAMESPACE, **settings)
)py";

const char* const cell_module = R"py(import brian2.units.allunits as si
from brian2 import NeuronGroup

EQUATIONS = """
@equations@"""
NAMESPACE = {
@namespace@}
START = {@start@}
V_ARM = @arm@ * si.volt
V_FIRE = @fire@ * si.volt
FASTEST = @fastest@  # s, the shortest time constant in a spike


def neurons(number, drive, dt=FASTEST, method="rk4"):
    """Under a drive [V] that may be set as group.@drive_name@, in steps of dt [s]."""
    names = {**NAMESPACE, "V_ARM": V_ARM, "V_FIRE": V_FIRE}
    group = NeuronGroup(number, EQUATIONS, threshold="armed > 0 and v_m < V_FIRE", reset="armed = 0", method=method, namespace=names, dt=dt * si.second)
    group.run_regularly("armed = clip(armed + int(v_m > V_ARM), 0, 1)", dt=dt * si.second)
    group.@drive_name@ = drive * si.volt
    for name, value in START.items():
        setattr(group, name, value)
    return group
)py";

constexpr double most_steps = 2e4;  // an interval: beyond, a spike takes Brian2 minutes

double bounded(double w, double step) { return std::clamp(w + step, -1.0, 1.0) - w; }

double root_mean_square(const std::vector<double>& v) {
  double sum = 0.0;
  for (const double x : v) sum += x * x;
  return std::sqrt(sum / double(v.size()));
}

Handover hand(const PulseResponse& r) {
  check_ramps(r, "brian2");
  const LinearStep s = linear_step(r);
  const double scale = 2.0 / r.range();
  const auto up = replay([&](double w) { return bounded(w, s.level_up - s.slope_up * w); }, std::clamp(weight(r, r.up.front()), -1.0, 1.0), r.scheme.number_up);
  const auto down = replay([&](double w) { return bounded(w, s.level_down - s.slope_down * w); }, std::clamp(weight(r, r.down.front()), -1.0, 1.0), r.scheme.number_down);
  const std::string text = filled(synapse_module, {{"g_min", exact(r.g_min())}, {"g_max", exact(r.g_max())}, {"level_up", exact(s.level_up)}, {"slope_up", exact(s.slope_up)},
                                           {"level_down", exact(s.level_down)}, {"slope_down", exact(s.slope_down)},
                                           {"noise_up", exact(scale * root_mean_square(r.noise_up))}, {"noise_down", exact(scale * root_mean_square(r.noise_down))},
                                           {"width_up", exact(r.scheme.width_up)}, {"width_down", exact(r.scheme.width_down)}});
  return {.files = {{r.model + ".py", text}}, .loss = loss_of_weights(r, up, down), .lost = {"noise that depends on the state: its root mean square is kept", "read noise, decay at rest"}};
}

// "K/W" as si.kelvin/si.watt, with what goes before each.
std::string unit(std::string_view text, const std::string& prefix) {
  static const std::map<std::string, std::string> names{{"V", "volt"}, {"A", "amp"}, {"S", "siemens"}, {"ohm", "ohm"}, {"s", "second"}, {"m", "metre"},
                                                        {"kg", "kilogram"}, {"K", "kelvin"}, {"J", "joule"}, {"W", "watt"}, {"C", "coulomb"}, {"F", "farad"},
                                                        {"T", "tesla"}, {"Wb", "weber"}, {"Hz", "hertz"}};
  std::string out, word;
  for (const char c : std::string(text) + '*') {
    if (std::isalpha(static_cast<unsigned char>(c))) {
      word += c;
      continue;
    }
    if (!word.empty()) out += prefix + names.at(word);
    word.clear();
    out += c == '^' ? "**" : std::string(1, c);
  }
  out.pop_back();
  return out;
}

std::string quantity(double value, std::string_view of) { return exact(value) + (of == "1" ? "" : " * (" + unit(of, "si.") + ")"); }

// 1 where a condition "a < b" or "a > b" holds, 0 where not, half at its border: a sign, for SymPy will not compare
// expressions of which it does not know that they are real.
std::string mask(const std::string& condition) {
  int depth = 0;
  for (std::size_t k = 0; k < condition.size(); ++k) {
    depth += condition[k] == '(' ? 1 : condition[k] == ')' ? -1 : 0;
    if (depth > 0 || (condition[k] != '<' && condition[k] != '>')) continue;
    const std::string left = condition.substr(0, k), right = condition.substr(k + 1);
    return "(0.5 + 0.5*sign(" + (condition[k] == '<' ? "(" + right + ") - (" + left : "(" + left + ") - (" + right) + ")))";
  }
  throw std::logic_error("no comparison: " + condition);
}

// Every state and port stands by its name; both branches of a choice are finite, so a mask chooses.
std::string equations(const spice::Circuit& c) {
  std::vector<Expr> rates;
  for (const auto& s : c.states) rates.push_back(s.rate);
  const spice::Dialect dialect{.log = "log", .select = [](const std::string& condition, const std::string& yes, const std::string& no) {
                                 const std::string holds = mask(spice::bare(condition));
                                 return "(" + holds + "*" + yes + " + (1 - " + holds + ")*" + no + ")";
                               }};
  const spice::Equations eq = spice::print(rates, dialect);
  const auto described = spice::descriptions(c, rates, eq);
  const auto is_given = [&](const std::string& name) {
    return std::any_of(c.states.begin(), c.states.end(), [&](const auto& s) { return s.name == name; }) ||
           std::any_of(c.ports.begin(), c.ports.end(), [&](const auto& p) { return p.voltage.name == name; });
  };
  std::string text;
  for (const auto& p : c.ports) text += p.voltage.name + " : volt\n";
  text += "armed : 1\n";
  for (std::size_t k = 0; k < eq.steps.size(); ++k) {
    if (!is_given(eq.steps[k].name)) text += eq.steps[k].name + " = " + spice::bare(eq.steps[k].value) + " : " + unit(described[k].unit, "") + "\n";
  }
  for (std::size_t k = 0; k < c.states.size(); ++k) {
    text += "d" + c.states[k].name + "/dt = " + spice::bare(eq.results[k]) + " : " + unit(c.states[k].field.unit, "") + "\n";
  }
  return text;
}

std::string names_of(const CellResponse& r) {
  std::string text;
  const auto add = [&](const Field& f, double value) { text += "    \"" + std::string(f.name) + "\": " + quantity(value, f.unit) + ",\n"; };
  for (const Field& f : r.circuit.parameters) add(f, f.value);
  for (const Field& f : fields<Surroundings<double>>()) add(f, f.name == std::string_view("temperature") ? r.temperature : f.value);
  return text;
}

std::string start_of(const spice::Circuit& c) {
  std::string text;
  for (const auto& s : c.states) {
    const auto value = std::find_if(c.parameters.begin(), c.parameters.end(), [&](const Field& f) { return f.name == s.initial; })->value;
    text += (text.empty() ? "\"" : ", \"") + s.name + "\": " + quantity(value, s.field.unit);
  }
  for (std::size_t k = 1; k < c.ports.size(); ++k) text += ", \"" + std::string(c.ports[k].voltage.name) + "\": " + quantity(c.ports[k].up, "V");
  return text;
}

Handover hand_cell(const CellResponse& r) {
  check_fires(r, "brian2");
  if (r.spikes.size() < 2) throw InputError(fmt::format("{}: brian2: fires {} times from rest at {:g} V: must fire freely", r.model, r.spikes.size(), r.shown()));
  if (r.period > most_steps * r.fastest) {
    throw InputError(fmt::format("{}: brian2: a spike has a time constant of {:.2g} s, its interval is {:.2g} s: must be at most {:g} explicit steps; NIR and snnTorch take its rates",
                                 r.model, r.fastest, r.period, most_steps));
  }
  const std::string text = filled(cell_module, {{"equations", equations(r.circuit)}, {"namespace", names_of(r)}, {"start", start_of(r.circuit)}, {"arm", exact(r.arm())},
                                                {"fire", exact(r.fire())}, {"fastest", exact(r.fastest)}, {"drive_name", std::string(r.circuit.ports.front().voltage.name)}});
  return {.files = {{r.model + ".py", text}}, .loss = 0.0, .lost = {"noise"}};
}

}  // namespace

Target brian2() { return {"brian2", "Brian2 2.9", page, hand, hand_cell}; }

}  // namespace hysteron::handoff
