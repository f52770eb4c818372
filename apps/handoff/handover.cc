#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "apps/handoff/target.h"
#include "apps/handoff/text.h"
#include "libmodel/error.h"

namespace hysteron::handoff {
namespace {

constexpr double least_change = 1e-3;   // of the conductance
constexpr double most_back = 5.0;       // % of the range
constexpr double greatest_loss = 20.0;  // % of the range

// How far a ramp goes back from the furthest it has been [S].
double way_back(const std::vector<double>& ramp, double sign) {
  double furthest = sign * ramp.front(), back = 0.0;
  for (const double g : ramp) {
    furthest = std::max(furthest, sign * g);
    back = std::max(back, furthest - sign * g);
  }
  return back;
}

std::vector<std::string> under_what(const PulseResponse& r, double loss) {
  const Scheme& s = r.scheme;
  return {fmt::format("pulses: {} x {:g} V, {:g} s up; {} x {:g} V, {:g} s down; read at {:g} V", s.number_up, s.up, s.width_up, s.number_down, s.down,
                      s.width_down, s.read),
          std::isnan(loss) ? "states only: the target holds no update"
                           : fmt::format("update curve: at most {:.2g} % of the range from the native model's", loss)};
}

std::vector<std::string> under_what(const CellResponse& c, double loss) {
  if (c.drive.empty()) return {fmt::format("fires at no drive from {:g} to {:g} V, at {:g} K", c.lowest, c.highest, c.temperature)};
  return {fmt::format("fires at {:g} to {:g} V, {:.4g} to {:.4g} Hz, at {:g} K", c.drive.front(), c.drive.back(), c.rate.front(), c.rate.back(), c.temperature),
          fmt::format("rates: at most {:.2g} % from the native model's", loss)};
}

template <class Response>
std::vector<std::string> stamp(const Response& r, const Target& t, const Handover& h) {
  std::vector<std::string> lines{fmt::format("{} for {} ({}), written by hysteron {}", r.model, t.name, t.version, HYSTERON_VERSION),
                                 fmt::format("source: {}, sha256 {}", r.origin.file, r.origin.sha256)};
  for (const auto& line : under_what(r, h.loss)) lines.push_back(line);
  for (const auto& what : h.lost) lines.push_back("lost: " + what);
  return lines;
}

// Where a line of that file is a comment behind it; empty where none can be.
std::string comment_mark(const std::string& file) {
  for (const char* ending : {".py", ".sh", ".ini"}) {
    if (file.ends_with(ending)) return "# ";
  }
  return "";
}

template <class Response>
std::string page_of(const Response& r, const Target& t, const Handover& h) {
  const std::string page = filled(t.page, {{"model", r.model}, {"class", class_name(r.model)}});
  std::string text = "# " + r.model + " for " + t.name + "\n\n" + page + "\n\n## Where it is from\n\n";
  for (const auto& line : stamp(r, t, h)) text += "- " + line + "\n";
  text += "\n## Files\n\n";
  for (const auto& [name, unused] : h.files) text += "- `" + name + "`\n";
  return text;
}

// Reasons with the targets they hold for.
using Reasons = std::map<std::string, std::string>;

template <class Response>
std::string entry(const Response& r, const Target& t, Reasons& reasons) {
  try {
    const double loss = handed(r, t).loss;
    return std::isnan(loss) ? "states only" : loss <= 1e-4 ? "exact" : fmt::format("{:.2g} %", loss);
  } catch (const InputError& e) {
    std::string reason = e.what();
    const auto at = reason.find(t.name + ": ");
    if (at != std::string::npos) reason.erase(at, t.name.size() + 2);
    std::string& names = reasons[reason];
    names += (names.empty() ? "" : ", ") + t.name;
    return "no";
  }
}

template <class Response>
std::map<std::string, std::string> files_of(const Response& r, const Target& t) {
  Handover h = handed(r, t);
  const std::string page = page_of(r, t, h);
  for (auto& [name, text] : h.files) {
    const std::string mark = comment_mark(name);
    std::string head;
    if (!mark.empty()) {
      for (const auto& line : stamp(r, t, h)) head += mark + line + "\n";
    }
    text = text.starts_with("#!") ? text.substr(0, text.find('\n') + 1) + head + text.substr(text.find('\n') + 1) : head + text;
  }
  h.files["README.md"] = page;
  return h.files;
}

template <class Response>
std::string row(const Response& r, Reasons& reasons) {
  std::string text = "| " + r.model + " |";
  for (const Target& t : targets()) text += " " + entry(r, t, reasons) + " |";
  return text + "\n";
}

}  // namespace

const Target& target(const std::string& name) {
  std::string names;
  for (const Target& t : targets()) {
    if (t.name == name) return t;
    names += (names.empty() ? "" : ", ") + t.name;
  }
  throw InputError(name + ": must be one of " + names);
}

void check_ramps(const PulseResponse& r, const std::string& target) {
  const auto refuse = [&](const std::string& what) { throw InputError(r.model + ": " + target + ": " + what); };
  const double moved = (r.up.back() - r.up.front()) / std::max(std::abs(r.up.back()), std::abs(r.up.front()));
  if (!(moved >= least_change)) refuse(fmt::format("the pulses change the conductance by {:.2g} %: fewer than 2 states", 100.0 * moved));
  if (!(r.g_max() > r.g_min() && r.g_min() > 0.0)) {
    refuse(fmt::format("conductance goes from {:.4g} S up to {:.4g} S and down to {:.4g} S: must rise, fall and stay > 0", r.up.front(), r.up.back(),
                       r.down.back()));
  }
  const double back = 100.0 * std::max(way_back(r.up, 1.0), way_back(r.down, -1.0)) / r.range();
  if (back > most_back) refuse(fmt::format("the conductance goes back by {:.3g} % of its range along a ramp: must be a function of the pulses", back));
}

Handover handed(const PulseResponse& r, const Target& t) {
  const Handover h = t.hand(r);
  if (h.loss > greatest_loss) {
    throw InputError(fmt::format("{}: {}: its equation misses the ramps by {:.3g} % of the range: must be within {:g} %", r.model, t.name, h.loss, greatest_loss));
  }
  return h;
}

Handover handed(const CellResponse& r, const Target& t) {
  if (!t.hand_cell) throw InputError(r.model + ": " + t.name + ": holds synapses only, and this is a cell that fires");
  const Handover h = t.hand_cell(r);
  if (h.loss > greatest_loss) throw InputError(fmt::format("{}: {}: its neuron misses the rates by {:.3g} %: must be within {:g} %", r.model, t.name, h.loss, greatest_loss));
  return h;
}

std::map<std::string, std::string> handed_files(const PulseResponse& r, const Target& t) { return files_of(r, t); }
std::map<std::string, std::string> handed_files(const CellResponse& r, const Target& t) { return files_of(r, t); }

std::string matrix(const Responses& responses) {
  std::string head = "| model |", line = "|---|", rows;
  Reasons reasons;
  for (const Target& t : targets()) {
    head += " " + t.name + " |";
    line += "---|";
  }
  for (const PulseResponse& r : responses.synapses) rows += row(r, reasons);
  for (const CellResponse& r : responses.cells) rows += row(r, reasons);
  std::string text = head + "\n" + line + "\n" + rows + "\n";
  for (const auto& [reason, names] : reasons) text += "- " + reason + " (" + names + ")\n";
  return text;
}

}  // namespace hysteron::handoff
