#include "spice/deck.h"

#include <cmath>
#include <limits>
#include <sstream>

#include "libmodel/error.h"
#include "spice/equations.h"
#include "spice/sources.h"

namespace hysteron::spice {
namespace {

void ramp(Ramps& drive, double duration, double to) {
  drive.time.push_back(drive.time.back() + duration);
  drive.voltage.push_back(to);
}

void hold(Ramps& drive, double duration) {
  if (duration > 0.0) ramp(drive, duration, drive.voltage.back());
}

void require(bool holds, const std::string& what, double value, const char* limit) {
  if (!holds) throw InputError("deck: " + what + " = " + plain(value) + ": must be " + limit);
}

std::string deck(const Circuit& circuit, const std::string& title, const Ramps& drive, const DeckOptions& options) {
  if (circuit.ports.size() != 1) throw InputError("deck: " + circuit.name + " has more than one port: write its deck by hand");
  require(options.reltol > 0.0, "reltol", options.reltol, "> 0");
  require(options.points > 0, "points", options.points, "> 0");
  const double end = drive.time.back();
  std::ostringstream out;
  out << "* " << circuit.name << ": " << title << "\n.include " << circuit.name << ".sub\nV1 1 0 " << pwl(drive) << "\nX1 1 0 "
      << circuit.name << "\n.options reltol=" << plain(options.reltol) << " chgtol=1e-18 trtol=1 itl4=100\n";
  std::string vectors = " v(1) cell";
  std::string saved = " v(1) i(v1)";
  for (const StateNode& s : circuit.states) {
    vectors += " v(x1." + s.name + ")";
    saved += " v(x1." + s.name + ")";
  }
  out << ".save" << saved << "\n.control\nset num_threads=1\nset wr_singlescale\nset numdgt=15\ntran " << plain(end / options.points)
      << " " << plain(end) << " 0 " << plain(end / options.points) << (options.use_initial ? " uic" : "")
      << "\nlet cell = -i(v1)\nwrdata out.txt" << vectors << "\n.endc\n.end\n";
  return out.str();
}

double edge_of(double given, const Reads& reads) { return given > 0.0 ? given : reads.edge; }

// Appends pulse and read; returns the middle of the read.
double append(Ramps& drive, const Pulse& p, const Reads& reads) {
  ramp(drive, edge_of(p.rise, reads), p.voltage);
  hold(drive, p.width);
  ramp(drive, edge_of(p.fall, reads), 0.0);
  hold(drive, p.delay);
  if (std::isnan(p.read_voltage)) return std::numeric_limits<double>::quiet_NaN();
  ramp(drive, reads.edge, p.read_voltage);
  const double start = drive.time.back();
  hold(drive, reads.width);
  ramp(drive, reads.edge, 0.0);
  hold(drive, reads.width);
  return start + 0.5 * reads.width;
}

void check(std::span<const Pulse> train, const Reads& reads) {
  require(reads.edge > 0.0, "edge", reads.edge, "> 0 s");
  require(reads.width > 0.0, "read width", reads.width, "> 0 s");
  require(!train.empty(), "pulses", 0.0, "at least one");
  for (std::size_t k = 0; k < train.size(); ++k) {
    const std::string place = "pulse " + std::to_string(k) + ": ";
    require(std::isfinite(train[k].voltage), place + "voltage", train[k].voltage, "finite");
    require(train[k].width > 0.0, place + "width", train[k].width, "> 0 s");
    require(train[k].delay >= 0.0, place + "delay", train[k].delay, ">= 0 s");
  }
}

}  // namespace

std::string loop_deck(const Circuit& circuit, const Loop& loop, const DeckOptions& options) {
  require(loop.period > 0.0, "period", loop.period, "> 0 s");
  require(loop.cycles > 0, "cycles", loop.cycles, "> 0");
  require(loop.up * loop.down < 0.0, "product of up and down", loop.up * loop.down, "< 0: they turn on opposite sides");
  const double slope = 2.0 * (std::abs(loop.up) + std::abs(loop.down)) / loop.period;
  Ramps drive{.time = {0.0}, .voltage = {0.0}};
  for (int k = 0; k < loop.cycles; ++k) {
    for (const double to : {loop.up, 0.0, loop.down, 0.0}) ramp(drive, std::abs(to - drive.voltage.back()) / slope, to);
  }
  return deck(circuit, "loop of current over voltage", drive, options);
}

std::string pulse_train_deck(const Circuit& circuit, std::span<const Pulse> train, const Reads& reads, const DeckOptions& options) {
  check(train, reads);
  Ramps drive{.time = {0.0}, .voltage = {0.0}};
  for (const Pulse& p : train) append(drive, p, reads);
  return deck(circuit, "pulse train with reads", drive, options);
}

std::vector<double> read_times(std::span<const Pulse> train, const Reads& reads) {
  check(train, reads);
  Ramps drive{.time = {0.0}, .voltage = {0.0}};
  std::vector<double> times;
  for (const Pulse& p : train) times.push_back(append(drive, p, reads));
  return times;
}

}  // namespace hysteron::spice
