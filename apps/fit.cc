// hysteron fit lab.h5 --model analog_synapse
// hysteron fit lab.h5 --model filament -m 1_pulse_train --hold r_th,c_th --set r_s=500 -o fitted

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "apps/commands.h"
#include "apps/report/plot.h"
#include "data/lab_file.h"
#include "fitters/fit.h"
#include "fitters/record.h"
#include "libmodel/error.h"

namespace hysteron::apps {
namespace {

using namespace fitters;
namespace fs = std::filesystem;

volatile std::sig_atomic_t interrupted = 0;

struct Asked {
  fs::path file, folder;
  std::string model, program;
  std::vector<std::string> measurements, set, bounds;
  std::uint32_t first_cycle = 1, last_cycle = 0;  // 0: to the end
  FitOptions options;
  bool as_json = false, keep_file = false;
};

double number(const std::string& text, const std::string& option) {
  std::size_t end = 0;
  double x = 0.0;
  try {
    x = std::stod(text, &end);
  } catch (const std::exception&) {
    end = 0;
  }
  if (end == 0 || end != text.size()) throw InputError(option + ": '" + text + "' is not a number");
  return x;
}

void parse_values(Asked& asked) {
  for (const std::string& s : asked.set) {
    const auto equals = s.find('=');
    if (equals == std::string::npos) throw InputError("--set " + s + ": must be name=value");
    asked.options.set[s.substr(0, equals)] = number(s.substr(equals + 1), "--set " + s);
  }
  for (const std::string& s : asked.bounds) {
    const auto equals = s.find('='), colon = s.find(':');
    if (equals == std::string::npos || colon == std::string::npos || colon < equals) throw InputError("--bounds " + s + ": must be name=lower:upper");
    asked.options.bounds[s.substr(0, equals)] = {number(s.substr(equals + 1, colon - equals - 1), "--bounds " + s),
                                                 number(s.substr(colon + 1), "--bounds " + s)};
  }
}

// Rows of earlier cycles are applied but not compared, later ones left out.
void keep_cycles(Trace& t, const std::vector<std::uint32_t>& cycle, const Asked& asked) {
  if (cycle.empty()) return;
  std::size_t end = t.size();
  if (asked.last_cycle > 0) end = std::size_t(std::ranges::lower_bound(cycle, asked.last_cycle) - cycle.begin());
  t.train.resize(end);
  t.current.resize(end);
  if (!t.sigma.empty()) t.sigma.resize(end);
  for (std::size_t k = 0; k < end && cycle[k] + 1 < asked.first_cycle; ++k) t.current[k] = std::nan("");
}

FitProblem problem(const Asked& asked, const data::LabFile& lab) {
  FitProblem p;
  std::vector<std::string> known;
  const auto add = [&](const auto& m) {
    known.push_back(m.id);
    if (!asked.measurements.empty() && std::ranges::count(asked.measurements, m.id) == 0) return;
    Trace t = trace_of(m);
    if (lab.sample.temperature > 0.0) t.temperature = lab.sample.temperature;
    if constexpr (std::is_same_v<std::decay_t<decltype(m)>, data::PulseTrain>) keep_cycles(t, m.cycle, asked);
    p.traces.push_back(std::move(t));
  };
  for (const auto& m : lab.pulse_trains) add(m);
  for (const auto& m : lab.iv_sweeps) add(m);
  for (const auto& m : lab.pv_loops) add(m);
  for (const std::string& id : asked.measurements) {
    if (std::ranges::count(known, id) > 0) continue;
    std::string list;
    for (const std::string& k : known) list += " " + k;
    throw InputError(asked.file.filename().string() + ": no measurement " + id + " that can be fitted: there are" + list);
  }
  return p;
}

bool show(const Progress& p) {
  if (isatty(STDERR_FILENO)) {
    const int width = 30, done = width * p.done / std::max(1, p.of);
    std::fprintf(stderr, "\r%-10s [%.*s%*s] %d/%d  cost %-12.6g", p.stage == Progress::searching ? "searching" : "optimising",
                 done, "##############################", width - done, "", p.done, p.of, p.best_cost);
  }
  return !interrupted;
}

std::string interval(const Estimate& e) {
  char s[96];
  if (e.role == Role::estimated) {
    std::snprintf(s, sizeof s, "%-11.4g %-11.4g to %-11.4g", e.standard_error, e.lower95, e.upper95);
    return s;
  }
  return std::string(words(e.role)) + (e.reason.empty() ? "" : ": " + e.reason);
}

void print_table(const FitResult& r) {
  std::printf("%s: %zu points, %s residuals\n\n", r.model.c_str(), r.points, std::string(words(r.residual)).c_str());
  std::printf("%-24s %-12s %-6s %-11s %s\n", "parameter", "value", "unit", "std. error", "95 % interval");
  for (const Estimate& e : r.estimates) {
    if (e.role == Role::held && e.reason.empty()) continue;
    std::printf("%-24s %-12.5g %-6s %s\n", filed_name(r, e).c_str(), e.value, e.unit.c_str(), interval(e).c_str());
  }
  std::printf("\n%-24s %-8s %-8s %-12s %-10s %-9s %s\n", "trace", "points", "skipped", "RMS", "of range", "decades", "write/read noise");
  for (const TraceFit& t : r.traces) {
    std::printf("%-24s %-8zu %-8zu %-9.3g %s  %-8.3g %% %-9.3g %.2g/%.2g %s\n", t.name.c_str(), t.points, t.skipped, t.rms, t.unit.c_str(),
                100.0 * t.rms_of_range, t.rms_decades, t.write_noise, t.read_noise, t.unit.c_str());
  }
  for (const std::string& w : r.weak_directions) std::printf("weak: %s\n", w.c_str());
  for (const std::string& w : r.warnings) std::printf("warning: %s\n", w.c_str());
  std::printf("\n%d starts, %zu distinct optima", r.starts, r.optima.size());
  for (const Optimum& o : r.optima) std::printf(", cost %.6g (%d)", o.cost, o.found);
  std::printf("; seed %llu\n%s\n", static_cast<unsigned long long>(r.seed), r.termination.c_str());
}

// To a name beside the target, then renamed: a killed run leaves the old file or the new one.
void write_whole(const fs::path& path, const std::string& text) {
  const fs::path part = path.string() + ".part";
  std::ofstream(part) << text;
  fs::rename(part, path);
}

void plot_trace(const fs::path& folder, const TraceFit& t) {
  report::Series measured{"measured", {}, {}, report::Series::points, 0}, fitted{"model", {}, {}, report::Series::line, 1};
  report::Series left{"", {}, {}, report::Series::points, 0};
  bool positive = true;
  double low = HUGE_VAL, high = 0.0;
  for (std::size_t k = 0; k < t.measured.size(); ++k) {
    const double y = t.measured[k], n = double(k + 1), x = t.voltage.empty() ? n : t.voltage[k];
    measured.x.push_back(x), measured.y.push_back(y);
    fitted.x.push_back(x), fitted.y.push_back(t.response[k]);
    left.x.push_back(n), left.y.push_back(t.response[k] - y);
    if (std::isnan(y)) continue;
    positive = positive && y > 0.0;
    low = std::min(low, y), high = std::max(high, y);
  }
  const std::string quantity = t.unit == "S" ? "conductance [S]" : t.unit == "C" ? "charge [C]" : "current [A]";
  const report::Axes axes{.title = t.name, .x = t.voltage.empty() ? "row" : "voltage [V]", .y = quantity, .log_y = positive && high > 30.0 * low};
  write_whole(folder / (t.name + ".svg"), report::plot(axes, {measured, fitted}));
  write_whole(folder / (t.name + "_residuals.svg"), report::plot({.title = t.name, .x = "row", .y = "model - data [" + t.unit + "]"}, {left}));
}

void write_folder(const Asked& asked, const FitResult& r, const nlohmann::json& j) {
  fs::create_directories(asked.folder);
  write_whole(asked.folder / "fit.json", j.dump(1) + "\n");
  if (!report::can_plot()) {
    std::fprintf(stderr, "hysteron: no plots: gnuplot is not installed\n");
    return;
  }
  for (const TraceFit& t : r.traces) plot_trace(asked.folder, t);
}

std::string options_of(const Asked& a) {
  std::ostringstream out;
  out << "--model " << a.model;
  for (const auto& m : a.measurements) out << " -m " << m;
  for (const auto& name : a.options.free) out << " --free " << name;
  for (const auto& name : a.options.hold) out << " --hold " << name;
  for (const auto& s : a.set) out << " --set " << s;
  for (const auto& s : a.bounds) out << " --bounds " << s;
  if (a.last_cycle > 0) out << " --cycles " << a.first_cycle << ":" << a.last_cycle;
  out << " --residual " << words(a.options.residual) << " --loss " << words(a.options.loss) << " --starts " << a.options.starts
      << " --seed " << a.options.seed;
  return out.str();
}

Exit run(Asked asked) {
  parse_values(asked);
  if (!asked.as_json) asked.options.progress = show;
  const data::LabFile lab = data::read_lab_file(asked.file);
  const auto before = std::signal(SIGINT, [](int) { interrupted = 1; });
  if (asked.as_json) asked.options.progress = [](const Progress&) { return !interrupted; };
  const FitResult r = fit(asked.model, problem(asked, lab), asked.options);
  std::signal(SIGINT, before);
  if (isatty(STDERR_FILENO)) std::fprintf(stderr, "\r\033[K");
  nlohmann::json j = json_of(r);
  j["program"] = {{"name", "hysteron"}, {"version", HYSTERON_VERSION}};
  j["source"] = {{"file", asked.file.filename().string()}, {"sha256", lab.sha256}};
  j["options"] = options_of(asked);
  if (asked.as_json) std::printf("%s\n", j.dump(1).c_str());
  else print_table(r);
  if (r.cancelled) return result_says_no;
  if (!asked.folder.empty()) write_folder(asked, r, j);
  if (!asked.keep_file) {
    data::FitRecord record = fitters::record(r);
    record.source_sha256 = lab.sha256;
    record.program_version = HYSTERON_VERSION;
    record.options = options_of(asked);
    data::write_fit(asked.file, record);
  }
  return r.describes() ? good : result_says_no;
}

}  // namespace

void add_fit(CLI::App& program, Exit& exit) {
  auto* command = program.add_subcommand("fit", "Fits a model to measurements: parameters with intervals");
  command->footer("Example: hysteron fit lab.h5 --model analog_synapse -o fitted\n"
                  "Exit code 1: did not converge, or does not describe the data.");
  static Asked asked;
  static const std::map<std::string, Residual> residuals{
      {"auto", Residual::automatic}, {"linear", Residual::linear}, {"log", Residual::logarithmic}, {"mixed", Residual::mixed}};
  static const std::map<std::string, Loss> losses{
      {"none", Loss::none}, {"huber", Loss::huber}, {"soft-l1", Loss::soft_l_one}, {"cauchy", Loss::cauchy}};
  command->add_option("file", asked.file, "file with measurements; the fit is put beside them")->required();
  command->add_option("--model", asked.model, "name of a model")->required();
  command->add_option("-m,--measurement", asked.measurements, "ids of measurements; default: all")->delimiter(',');
  command->add_option_function<std::string>(
      "--cycles",
      [](const std::string& text) {
        const auto colon = text.find(':');
        const double first = number(text.substr(0, colon), "--cycles"), last = colon == std::string::npos ? 0.0 : number(text.substr(colon + 1), "--cycles");
        if (!(first >= 1.0 && last >= first && last < 4e9)) throw InputError("--cycles " + text + ": must be FIRST:LAST, counted from 1");
        asked.first_cycle = std::uint32_t(first);
        asked.last_cycle = std::uint32_t(last);
      },
      "FIRST:LAST of a train to compare, counted from 1; earlier ones are applied all the same");
  command->add_option("--free", asked.options.free, "exactly these parameters; default: all that the data can tell")->delimiter(',');
  command->add_option("--hold", asked.options.hold, "parameters that stay at their default")->delimiter(',');
  command->add_option("--set", asked.set, "name=value: hold there, or start there if also --free")->delimiter(',');
  command->add_option("--bounds", asked.bounds, "name=lower:upper")->delimiter(',');
  command->add_option("--residual", asked.options.residual, "auto, linear, log or mixed")->transform(CLI::Transformer(residuals));
  command->add_option("--loss", asked.options.loss, "none, huber, soft-l1 or cauchy")->transform(CLI::Transformer(losses));
  command->add_option("--starts", asked.options.starts, "full optimisations")->check(CLI::Range(1, 10000));
  command->add_option("--seed", asked.options.seed, "of the starts");
  command->add_option("--threads", asked.options.threads, "0: all cores")->check(CLI::Range(0, 1024));
  command->add_flag("--json", asked.as_json, "result as JSON on stdout");
  command->add_flag("--dry-run", asked.keep_file, "do not put the fit into the file");
  command->add_option("-o,--output", asked.folder, "folder for plots and fit.json");
  command->callback([&exit] { exit = run(asked); });
}

}  // namespace hysteron::apps
