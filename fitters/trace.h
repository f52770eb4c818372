#pragma once

// Measured traces as a fitter reads them: what was applied, what came back.

#include <map>
#include <string>
#include <vector>

#include "data/measurement.h"
#include "libmodel/sim/train.h"

namespace hysteron::fitters {

/// One measurement of one device: a pulse train with its reads, a rest with reads in it, a sweep of which
/// current or charge was measured, or pulses that each switched a device so often.
struct Trace {
  std::string name;
  std::string measurement{};          // of which this is one course; empty: `name` is the measurement
  std::vector<Pulse> train;           // empty for a sweep
  std::vector<double> time, voltage;  // s, V; of a sweep, linear between the points; of a rest, time of each read
  std::vector<double> applied;        // V, of a sweep over the device and a series resistor; empty: unknown
  std::vector<double> current;        // A, one a pulse or point; NaN is skipped and counted
  bool is_charge = false;             // of a sweep: `current` holds charge [C] from a zero of its own
  std::size_t lead = 0;               // rows at the start that are applied ahead of the record, not compared
  std::vector<double> trials;         // of pulses that switch or not, each from the state left: `current` is the share that switched
  int direction = 0;                  // of these: +1 to the higher conductance, -1 to the lower
  std::vector<double> sigma;          // A, one standard deviation each; empty: unknown
  double temperature = 300.15;        // K
  std::map<std::string, double> initial;  // states known at the start; the others are estimated
  std::map<std::string, double> known;    // parameters that the measurement gives, where the model has them

  bool is_sweep() const { return train.empty(); }
  bool is_rest() const { return !train.empty() && !time.empty(); }
  bool is_trials() const { return !trials.empty(); }
  bool has_reads() const { return !is_sweep() && !is_trials(); }  // of conductance: a train or a rest
  bool is_train() const { return has_reads() && !is_rest(); }     // of pulses that follow each other
  std::size_t size() const { return current.size(); }
};

/// Traces of one device, fitted together: one set of parameters, an initial state each.
struct FitProblem {
  std::vector<Trace> traces;
};

/// The trace of a measured train. Rows at compliance are applied but not compared.
/// Throws InputError where columns disagree in length.
Trace trace_of(const data::PulseTrain& train);

/// The trace of a measured sweep, after the periods of it that were applied before. A series resistor is known
/// where the voltage over it and the device is: parameter r_s. Throws InputError where neither time nor
/// sweep rate is known.
Trace trace_of(const data::IvSweep& sweep);

/// The trace of a measured loop, after the periods of it that were applied before: charge, with area and
/// thickness known where the file says them. Without times its rows are even over a period, both ends in.
Trace trace_of(const data::PvLoop& loop);

/// The trace of a waveform: a sweep in its own time.
Trace trace_of(const data::Waveform& course);

/// Rows of a train by themselves; where they begin with a pulse, after the read before it.
Trace rows(const Trace& train, std::size_t first, std::size_t end);

/// Throws InputError, naming trace, column and row, for what cannot be fitted: lengths that differ,
/// values that are not finite, times that do not ascend, fewer than two pulses, reads of which most have a
/// conductance below 0.
void check(const FitProblem& problem);

/// Reads of a train whose conductance is below 0.
std::size_t negative_reads(const Trace& trace);

/// What is compared: conductance at the read voltage [S] for a train, current [A] or charge [C] for a sweep, the
/// share that switched. NaN where nothing was measured or read.
std::vector<double> signal(const Trace& trace, std::span<const double> current);

/// The unit of that: S, A, C or 1.
const char* unit_of_signal(const Trace& trace);

/// The factor from current to signal at row k.
inline double signal_per_current(const Trace& trace, std::size_t k) {
  return trace.has_reads() ? 1.0 / trace.train[k].read_voltage : 1.0;
}

}  // namespace hysteron::fitters
