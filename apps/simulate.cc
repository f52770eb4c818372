// hysteron simulate analog_synapse --pulses '50 x 1 V 10 us, 50 x -1 V 10 us' --read 0.1V
// hysteron simulate fefet --pulses '20 x 2:4 V 100 ns, 20 x -2:-4 V 100 ns' --read 0.1V --runs 100 -o ltp.svg
// hysteron simulate filament --set r_s=500 --waveform sweep.csv -o loop.csv
// hysteron simulate lab.h5 --measurement 1_pulse_train -o check.svg      a fit against what it was fitted to

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <memory>
#include <optional>

#include "apps/circuits.h"
#include "apps/commands.h"
#include "apps/drive.h"
#include "apps/simulation_files.h"
#include "data/columns.h"
#include "data/sha256.h"
#include "data/text_table.h"
#include "data/whole_file.h"
#include "fitters/unknowns.h"
#include "libmodel/error.h"

namespace hysteron::apps {
namespace {

struct SimulateOptions {
  std::string cell, model, pulses, measurement;
  std::filesystem::path waveform, from;
  PulseForm form{.points = 2000};
  std::vector<std::string> set, hold;
  double temperature = 0.0;  // K; 0: that of the measurement, or the model's own
  SimulationOptions chance;
  std::vector<std::filesystem::path> files;
  bool json = false;
};

bool is_file(const std::string& cell) { return std::filesystem::path(cell).extension() == ".h5"; }

spice::Circuit circuit_of(const SimulateOptions& o) {
  if (!is_file(o.cell)) return spice::circuit(o.cell);
  std::optional<data::FitRecord> chosen;
  for (const auto& fit : data::read_fits(o.cell)) {
    if (fit.id == "truth" || (!o.model.empty() && fit.model != o.model)) continue;
    if (chosen) throw InputError(o.cell + ": holds fits of " + chosen->model + " and " + fit.model + ": choose one with --model");
    chosen = fit;
  }
  if (!chosen) throw InputError(o.cell + ": holds no such fit: run hysteron fit first");
  return fitted_circuit(*chosen, o.measurement);
}

fitters::Trace drive_of(const SimulateOptions& o, const std::filesystem::path& lab_file) {
  if (!o.pulses.empty()) return pulses_in(o.pulses, o.form);
  if (!o.waveform.empty()) return waveform_in(o.waveform, o.form.points);
  if (lab_file.empty()) throw InputError("simulate: --measurement " + o.measurement + ": name its file with --from");
  return applied_in(data::read_lab_file(lab_file), lab_file, o.measurement);
}

// What the measurement knows of the device - its resistor, area, thickness - unless the user says otherwise.
spice::Circuit as_measured(const spice::Circuit& circuit, fitters::Trace& drive) {
  fitters::FitProblem problem = fitters::met_by(fitters::device(circuit.name), {{drive}}, {});
  drive = problem.traces[0];
  return spice::with_values(circuit, drive.known);
}

std::string options_of(const SimulateOptions& o) {
  std::string text = o.cell;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) text += std::string(" --") + name + (value.find(' ') == std::string::npos ? " " + value : " '" + value + "'");
  };
  add("model", o.model);
  add("pulses", o.pulses);
  add("waveform", o.waveform.string());
  add("measurement", o.measurement);
  add("from", o.from.string());
  add("read", o.form.read);
  add("gap", o.form.gap);
  add("edge", o.form.edge);
  if (o.form.repeat != 1) add("repeat", std::to_string(o.form.repeat));
  if (o.form.points != PulseForm{.points = 2000}.points) add("points", std::to_string(o.form.points));
  for (const auto& s : o.set) add("set", s);
  for (const auto& s : o.hold) add("hold", s);
  if (o.temperature > 0.0) add("temperature", data::shortest(o.temperature));
  if (o.chance.runs > 0) add("runs", std::to_string(o.chance.runs)), add("seed", std::to_string(o.chance.seed));
  return text;
}

Provenance provenance(const SimulateOptions& o, const std::filesystem::path& lab_file) {
  Provenance from{.options = options_of(o), .seed = o.chance.seed};
  std::vector<std::filesystem::path> files;
  if (is_file(o.cell)) files.push_back(o.cell);
  if (!o.waveform.empty()) files.push_back(o.waveform);
  if (!o.measurement.empty() && lab_file != o.cell) files.push_back(lab_file);
  for (const auto& f : files) from.sources.push_back({f.filename().string(), data::sha256(data::read_whole(f))});
  return from;
}

void write(const Simulation& s, const Provenance& from, const std::filesystem::path& file) {
  const auto kind = file.extension();
  if (kind == ".svg") data::replace_whole(file, drawn(s, from));
  else if (kind == ".csv") data::replace_whole(file, csv(s, from));
  else if (kind == ".json") data::replace_whole(file, json_of(s, from).dump(1) + "\n");
  else data::write_lab_file(file, lab_file(s, from));
  std::fprintf(stderr, "%s\n", file.c_str());
}

void check(const SimulateOptions& o) {
  if (int(o.pulses.empty()) + int(o.waveform.empty()) + int(o.measurement.empty()) != 2) {
    throw InputError("simulate: name what is applied, by one of --pulses, --waveform and --measurement");
  }
  for (const auto& file : o.files) {
    const auto kind = file.extension();
    if (kind != ".svg" && kind != ".csv" && kind != ".json" && kind != ".h5") throw InputError("-o " + file.string() + ": must end in .svg, .csv, .json or .h5");
  }
}

std::map<std::string, double> held(const std::vector<std::string>& settings) {
  std::map<std::string, double> ports;
  for (const auto& s : settings) {
    const auto sign = s.find('=');
    const auto voltage = sign == std::string::npos ? std::nullopt : data::parse_number(s.substr(sign + 1));
    if (!voltage || std::isnan(*voltage)) throw InputError("--hold " + s + ": must be port=voltage, in V");
    ports[s.substr(0, sign)] = *voltage;
  }
  return ports;
}

void run_simulate(SimulateOptions o, Exit& exit) {
  check(o);
  const std::filesystem::path lab_file = !o.from.empty() ? o.from : is_file(o.cell) ? std::filesystem::path(o.cell) : "";
  fitters::Trace drive = drive_of(o, lab_file);
  if (o.temperature > 0.0) drive.temperature = o.temperature;
  const auto circuit = with_settings(as_measured(circuit_of(o), drive), o.set);
  o.chance.held = held(o.hold);
  if (isatty(STDERR_FILENO)) o.chance.progress = [&](int done) { std::fprintf(stderr, "\r%d of %d runs", done, o.chance.runs); };
  const Simulation s = simulate(circuit, drive, o.chance);
  if (isatty(STDERR_FILENO)) std::fprintf(stderr, "\r\033[K");
  const Provenance from = provenance(o, lab_file);
  if (o.json) std::cout << json_of(s, from).dump(1) << "\n";
  else std::cout << table(s, from);
  for (const auto& file : o.files) write(s, from, file);
  if (s.missing > 0) std::fprintf(stderr, "hysteron: %s: the integrator gave up, %zu rows are missing\n", s.circuit.name.c_str(), s.missing);
  if (s.given_up > 0) std::fprintf(stderr, "hysteron: %s: %d of %d runs were given up and are left out\n", s.circuit.name.c_str(), s.given_up, o.chance.runs);
  if (s.missing > 0 || s.given_up > 0) exit = result_says_no;
}

}  // namespace

void add_simulate(CLI::App& program, Exit& exit) {
  auto* command = program.add_subcommand("simulate", "Response of a model or a fit to pulses, a waveform or what a measurement applied");
  auto o = std::make_shared<SimulateOptions>();
  command->add_option("CELL", o->cell, "a model at its defaults, or a laboratory file with a fit")->required();
  command->add_option("--model", o->model, "which fit of the file");
  command->add_option("--set", o->set, "name=value, parameters and initial states other than those")->delimiter(',')->allow_extra_args(false);
  command->add_option("--pulses", o->pulses, "groups such as '50 x 1.2 V 1 us, 50 x -1:-1.5 V 1 us gap 1 ms'");
  command->add_option("--read", o->form.read, "read after each pulse, '0.1 V'; without it the response is shown in time");
  command->add_option("--gap", o->form.gap, "at 0 V after each pulse, '1 us'; as long as the pulse if left out");
  command->add_option("--edge", o->form.edge, "rise and fall, '10 ns'; a tenth of the width if left out");
  command->add_option("--repeat", o->form.repeat, "times the whole train is applied")->check(CLI::Range(1, 10000000));
  command->add_option("--waveform", o->waveform, "CSV of two columns, time and voltage, straight between rows");
  command->add_option("--measurement", o->measurement, "id of a measurement, whose drive is applied");
  command->add_option("--from", o->from, "its file, if it is not that of the fit");
  command->add_option("--hold", o->hold, "port=voltage in V, of ports that are not driven; 0 V if left out")->delimiter(',')->allow_extra_args(false);
  command->add_option("--points", o->form.points, "rows in time, at least")->check(CLI::Range(1, 1000000))->capture_default_str();
  command->add_option("--temperature", o->temperature, "ambient, K; that of the measurement, or 300.15, if left out")->check(CLI::Range(200.0, 450.0));
  command->add_option("--runs", o->chance.runs, "devices under chance, beside the equations")->check(CLI::Range(1, 100000));
  command->add_option("--seed", o->chance.seed, "of their random numbers")->capture_default_str();
  command->add_option("--threads", o->chance.threads, "0: all cores; no result depends on it")->check(CLI::Range(0, 1024));
  command->add_option("-o,--output", o->files, ".svg, .csv, .json, .h5: more than one with commas")->delimiter(',')->allow_extra_args(false);
  command->add_flag("--json", o->json, "as JSON on stdout");
  command->footer("Exit code 1 where an integration was given up.\nExample:\n"
                  "  hysteron simulate analog_synapse --pulses '50 x 1 V 10 us, 50 x -1 V 10 us' --read 0.1V --runs 20 -o ltp.svg");
  command->callback([o, &exit] { run_simulate(*o, exit); });
}

}  // namespace hysteron::apps
