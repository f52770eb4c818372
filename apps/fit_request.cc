// What fits are asked for on the command line, and the measurements they are of.

#include "apps/fit_request.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <map>
#include <sstream>

#include "data/sha256.h"
#include "fitters/record.h"
#include "fitters/traces.h"
#include "libmodel/error.h"

namespace hysteron::apps {
namespace {

using namespace fitters;

volatile std::sig_atomic_t interrupted = 0;

double option_number(const std::string& text, const std::string& option) {
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

constexpr std::size_t most_courses = 400;  // of a retention: each adds an unknown to every other

// Rows of earlier cycles are applied but not compared, later ones left out.
void keep_cycles(Trace& t, const std::vector<std::uint32_t>& cycle, const FitRequest& asked) {
  if (cycle.empty()) return;
  std::size_t end = t.size();
  if (asked.last_cycle > 0) end = std::size_t(std::ranges::lower_bound(cycle, asked.last_cycle) - cycle.begin());
  t.train.resize(end);
  t.current.resize(end);
  if (!t.sigma.empty()) t.sigma.resize(end);
  for (std::size_t k = 0; k < end && cycle[k] + 1 < asked.first_cycle; ++k) t.current[k] = std::nan("");
}

// Calls add(measurement, its traces) for each that was asked for. What cannot be fitted is refused where it was named, else
// noted.
void each_fitted(const FitRequest& asked, const data::LabFile& lab, auto&& add) {
  const std::string file = asked.file.filename().string();
  const double sample = lab.sample.temperature > 0.0 ? lab.sample.temperature : Trace{}.temperature;
  const double temperature = asked.temperature > 0.0 ? asked.temperature : sample;
  std::vector<std::string> known, left_out;
  bool any = false;
  data::each_kind(lab, [&]<class M>(const std::vector<M>& measurements, const char*) {
    for (const M& m : measurements) {
      const bool named = std::ranges::count(asked.measurements, m.id) > 0, wanted = named || asked.measurements.empty();
      if (const std::string_view reason = why_not_fitted(m); !reason.empty()) {
        const std::string why = fmt::format("{}: {}: {}", file, m.id, reason);
        if (named) throw InputError(why);
        if (wanted) left_out.push_back(why);
        continue;
      }
      if constexpr (not_fitted<M>.empty()) {
        known.push_back(m.id);
        if (!wanted) continue;
        if constexpr (std::is_same_v<M, data::Retention>) add(m, traces_of(asked.devices > 0 ? some_devices(m, asked.devices) : m, temperature));
        else add(m, traces_of(m, temperature));
        any = true;
      }
    }
  });
  for (const std::string& id : asked.measurements) {
    if (std::ranges::count(known, id) == 0) {
      throw InputError(fmt::format("{}: no measurement {} that can be fitted: there are {}", file, id, fmt::join(known, " ")));
    }
  }
  if (!any && !left_out.empty()) throw InputError(left_out.front());
  for (const std::string& why : left_out) std::fprintf(stderr, "left out: %s\n", why.c_str());
}

void add_cycles(const FitRequest& asked, const data::PulseTrain& m, const Trace& train, std::vector<Member>& members) {
  if (m.cycle.empty()) throw InputError(m.id + " has no column cycle: --each cycle needs it");
  for (std::size_t first = 0, end = 0; first < m.size(); first = end) {
    end = std::size_t(std::find_if(m.cycle.begin() + std::ptrdiff_t(first), m.cycle.end(), [&](std::uint32_t c) { return c != m.cycle[first]; }) - m.cycle.begin());
    const std::uint32_t number = m.cycle[first] + 1;
    if (number < asked.first_cycle || (asked.last_cycle > 0 && number > asked.last_cycle)) continue;
    members.push_back({fmt::format("{} cycle {}", m.id, number), rows(train, first, end)});
  }
}

}  // namespace

bool was_interrupted() { return interrupted != 0; }

WatchInterrupt::WatchInterrupt() : before_(std::signal(SIGINT, [](int) { interrupted = 1; })) {}
WatchInterrupt::~WatchInterrupt() { std::signal(SIGINT, before_); }

void parse_values(FitRequest& asked) {
  for (const std::string& s : asked.set) {
    const auto equals = s.find('=');
    if (equals == std::string::npos) throw InputError("--set " + s + ": must be name=value");
    asked.options.set[s.substr(0, equals)] = option_number(s.substr(equals + 1), "--set " + s);
  }
  for (const std::string& s : asked.bounds) {
    const auto equals = s.find('='), colon = s.find(':');
    if (equals == std::string::npos || colon == std::string::npos || colon < equals) throw InputError("--bounds " + s + ": must be name=lower:upper");
    asked.options.bounds[s.substr(0, equals)] = {option_number(s.substr(equals + 1, colon - equals - 1), "--bounds " + s),
                                                 option_number(s.substr(colon + 1), "--bounds " + s)};
  }
}

FitProblem problem_of(const FitRequest& asked, const data::LabFile& lab) {
  FitProblem p;
  each_fitted(asked, lab, [&](const auto& m, std::vector<Trace> traces) {
    if constexpr (requires { m.op_type; }) keep_cycles(traces[0], m.cycle, asked);
    if (traces.size() > most_courses) {
      throw InputError(fmt::format("{} has {} devices, levels and temperatures, each with a start of its own: must be at most {}: "
                                   "--devices N takes N of its devices, evenly", m.id, traces.size(), most_courses));
    }
    std::ranges::move(traces, std::back_inserter(p.traces));
  });
  return p;
}

std::vector<Member> members_of(const FitRequest& asked, const data::LabFile& lab) {
  std::vector<Member> members;
  each_fitted(asked, lab, [&](const auto& m, const std::vector<Trace>& traces) {
    if constexpr (requires { m.op_type; }) {
      if (asked.each == "cycle") return add_cycles(asked, m, traces[0], members);
    }
    if (asked.each == "cycle") throw InputError(m.id + " has no pulses: --each cycle takes trains; choose them with -m");
    if (traces[0].is_rest() || traces[0].is_trials()) throw InputError(m.id + " is no train, sweep or loop of one device, as --each device takes; choose them with -m");
    members.push_back({m.id, traces[0]});
  });
  return members;
}

std::string contents(const std::vector<Member>& members) {
  std::string bytes;
  const auto add = [&](const std::vector<double>& x) { bytes.append(reinterpret_cast<const char*>(x.data()), x.size() * sizeof(double)); };
  for (const Member& m : members) {
    bytes += m.name;
    for (const Pulse& p : m.trace.train) add({p.voltage, p.width, p.rise, p.fall, p.delay, p.read_voltage});
    for (const auto* column : {&m.trace.time, &m.trace.voltage, &m.trace.applied, &m.trace.current, &m.trace.sigma}) add(*column);
    add({m.trace.temperature});
  }
  return data::sha256(bytes);
}

std::string run_of(const FitRequest& asked, const std::vector<Member>& members) {
  return fmt::format("hysteron {} {} {}", HYSTERON_VERSION, contents(members), options_of(asked));
}

std::string options_of(const FitRequest& a) {
  std::ostringstream out;
  if (!a.model.empty()) out << "--model " << a.model << " ";
  for (const auto& m : a.measurements) out << "-m " << m << " ";
  for (const auto& name : a.options.free) out << "--free " << name << " ";
  for (const auto& name : a.options.hold) out << "--hold " << name << " ";
  for (const auto& name : a.options.profile) out << "--profile " << name << " ";
  for (const auto& s : a.set) out << "--set " << s << " ";
  for (const auto& s : a.bounds) out << "--bounds " << s << " ";
  if (!a.each.empty()) out << "--each " << a.each << " ";
  if (a.temperature > 0.0) out << "--temperature " << a.temperature << " ";
  if (a.devices > 0) out << "--devices " << a.devices << " ";
  if (a.last_cycle > 0) out << "--cycles " << a.first_cycle << ":" << a.last_cycle << " ";
  out << "--residual " << words(a.options.residual) << " --loss " << words(a.options.loss) << " --starts " << a.options.starts
      << " --seed " << a.options.seed;
  return out.str();
}

void add_fit_options(CLI::App& command, FitRequest& asked) {
  static const std::map<std::string, Residual> residuals{
      {"auto", Residual::automatic}, {"linear", Residual::linear}, {"log", Residual::logarithmic}, {"mixed", Residual::mixed}};
  static const std::map<std::string, Loss> losses{
      {"none", Loss::none}, {"huber", Loss::huber}, {"soft-l1", Loss::soft_l_one}, {"cauchy", Loss::cauchy}};
  command.add_option("-m,--measurement", asked.measurements, "ids of measurements; default: all")->delimiter(',');
  command.add_option_function<std::string>(
      "--cycles",
      [&asked](const std::string& text) {
        const auto colon = text.find(':');
        const double first = option_number(text.substr(0, colon), "--cycles"), last = colon == std::string::npos ? 0.0 : option_number(text.substr(colon + 1), "--cycles");
        if (!(first >= 1.0 && last >= first && last < 4e9)) throw InputError("--cycles " + text + ": must be FIRST:LAST, counted from 1");
        asked.first_cycle = std::uint32_t(first);
        asked.last_cycle = std::uint32_t(last);
      },
      "FIRST:LAST of a train to compare, counted from 1; earlier ones are applied all the same");
  command.add_option("--free", asked.options.free, "exactly these parameters; default: all that the data can tell")->delimiter(',');
  command.add_option("--hold", asked.options.hold, "parameters that stay at their default")->delimiter(',');
  command.add_option("--set", asked.set, "name=value: hold there, or start there if also --free")->delimiter(',');
  command.add_option("--bounds", asked.bounds, "name=lower:upper")->delimiter(',');
  command.add_option("--residual", asked.options.residual, "auto, linear, log or mixed")->transform(CLI::Transformer(residuals));
  command.add_option("--loss", asked.options.loss, "none, huber, soft-l1 or cauchy")->transform(CLI::Transformer(losses));
  command.add_option("--starts", asked.options.starts, "full optimisations")->check(CLI::Range(1, 10000));
  command.add_option("--seed", asked.options.seed, "of the starts");
  command.add_option("--threads", asked.options.threads, "0: all cores")->check(CLI::Range(0, 1024));
  command.add_option("--temperature", asked.temperature, "of the device under test, K, where its measurement does not say; default: the sample's, else 300.15")->check(CLI::PositiveNumber);
  command.add_option("--devices", asked.devices, "of a retention to take, evenly; default: all")->check(CLI::PositiveNumber);
}

}  // namespace hysteron::apps
