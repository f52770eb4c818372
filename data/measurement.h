#pragma once

// Measurements as plain structs: what importers hand out, files hold and fitters read. SI units
// throughout; NaN is a missing value; an optional column is empty or as long as the others.

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace hysteron::data {

inline constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Where a measurement came from.
struct Source {
  std::string file;    // as given by the user, without its folder
  std::string sha256;  // of the whole file, hex
  std::string format;  // id of the importer
  std::vector<std::string> assumptions;  // what the file did not say, and what was taken instead
  std::vector<std::string> unreadable;   // rows left out, as `17: text: reason`
};

/// Pulses, each followed by a read. Row k of every column is one operation on the device.
/// Positive voltage potentiates (polarity_convention of the file).
struct PulseTrain {
  enum Operation : std::uint8_t { read = 1, pulse = 2, pulse_read = 3 };

  std::string id;     // 1_pulse_train
  std::string title;  // in the user's words
  Source source;

  std::vector<double> voltage;       // V, plateau at the device; 0 for a pure read
  std::vector<double> pulse_width;   // s, of the plateau
  std::vector<double> read_voltage;  // V
  std::vector<double> read_current;  // A; NaN where the operation did not read

  std::vector<double> time;               // s, optional
  std::vector<double> rise_time;          // s, optional: 0
  std::vector<double> fall_time;          // s, optional: 0
  std::vector<double> delay;              // s, end of the pulse to the read; optional: 0
  std::vector<double> read_width;         // s, optional
  std::vector<double> read_current_std;   // A, optional
  std::vector<std::uint8_t> op_type;      // Operation; optional: pulse_read
  std::vector<std::uint8_t> compliance_hit;  // optional: 0
  std::vector<std::uint32_t> cycle;       // optional: 0; a cycle is one potentiation and one depression
  std::vector<std::int8_t> direction;     // +1 potentiation, -1 depression; optional: the sign of voltage
  std::vector<std::uint16_t> scheme_id;   // optional: 0

  std::string scheme = "identical";  // identical, staircase_V, staircase_w, random_pm
  double compliance = 0.0;           // A, 0: none
  double r_series = 0.0;             // ohm, in the instrument's path

  std::size_t size() const { return voltage.size(); }
};

/// Current against voltage in the order in which it was taken.
struct IvSweep {
  std::string id;  // 2_iv_sweep
  std::string title;
  Source source;

  std::vector<double> voltage;  // V, at the device
  std::vector<double> current;  // A

  std::vector<double> time;             // s, optional
  std::vector<double> applied_voltage;  // V, over the device and r_series; optional
  std::vector<std::uint32_t> cycle;     // optional: 0

  double sweep_rate = 0.0;           // V/s, 0: unknown
  double compliance = 0.0;           // A, 0: none
  double r_series = 0.0;             // ohm
  double read_voltage = unknown;     // V, at the port whose current it is, where that is not the one swept: a transfer curve
  double frequency = 0.0;            // Hz, of a periodic voltage; 0: unknown, or not periodic
  std::uint32_t periods_before = 0;  // of the same voltage, applied ahead of the record

  std::size_t size() const { return voltage.size(); }
};

/// A figure that the instrument worked out itself, as it wrote it.
struct ReportedFigure {
  std::string name;  // Vc+
  double value;
  std::string unit;  // as in the file, "1" if dimensionless
};

/// Charge against voltage of a capacitor in the order in which it was taken: one period.
struct PvLoop {
  std::string id;  // 3_pv_loop
  std::string title;
  Source source;

  std::vector<double> voltage;  // V, at the device
  std::vector<double> charge;   // C; its zero is the instrument's

  std::vector<double> time;     // s; optional where the frequency is known
  std::vector<double> current;  // A, optional

  double frequency = 0.0;            // Hz, 0: unknown
  double area = unknown;             // m^2
  double thickness = unknown;        // m, of the film
  double cycles_before = unknown;    // of a fatigue treatment
  std::uint32_t periods_before = 0;  // of the same voltage, applied ahead of the record
  std::vector<ReportedFigure> reported;

  std::size_t size() const { return voltage.size(); }
};

/// Pulses that switch and pulses that do not, point by point: positive, up, negative, down.
struct Pund {
  enum Phase : std::uint8_t { other = 0, positive = 1, up = 2, negative = 3, down = 4 };  // up, down: nothing left to switch

  std::string id;  // 4_pund
  std::string title;
  Source source;

  std::vector<double> time;          // s
  std::vector<double> voltage;       // V, at the device
  std::vector<double> current;       // A
  std::vector<std::uint32_t> pulse;  // 0, 1, ... of the sequence
  std::vector<std::uint8_t> phase;   // Phase of the pulse

  std::vector<double> charge;  // C, optional; its zero is the instrument's

  double area = unknown;       // m^2
  double thickness = unknown;  // m, of the film
  std::vector<ReportedFigure> reported;

  std::size_t size() const { return voltage.size(); }
};

/// Voltage and current against time as fast instruments record them.
struct Waveform {
  std::string id;  // 5_waveform
  std::string title;
  Source source;

  std::vector<double> time;     // s
  std::vector<double> voltage;  // V, at the device
  std::vector<double> current;  // A

  std::vector<double> applied_voltage;  // V, over the device and r_series; optional

  double sample_rate = 0.0;  // Hz, 0: unknown, or not uniform
  double compliance = 0.0;   // A, 0: none
  double r_series = 0.0;     // ohm

  std::size_t size() const { return time.size(); }
};

/// What became of a device.
enum class DeviceStatus : std::uint8_t { works = 0, stuck_high = 1, stuck_low = 2, open = 3, shorted = 4, unformed = 5 };  // high, low: of resistance

/// Reads of devices left alone after programming. Row k is one read of one device; rows of a device are
/// in the order of time.
struct Retention {
  std::string id;  // 6_retention
  std::string title;
  Source source;

  std::vector<double> time;          // s, since programming; NaN where it was not noted
  std::vector<double> read_voltage;  // V
  std::vector<double> read_current;  // A; NaN: not read

  std::vector<double> temperature;       // K, at which the device was kept; optional, NaN: not noted
  std::vector<std::int32_t> level;       // programmed, 0 the lowest conductance; optional: 0
  std::vector<std::uint32_t> device;     // number or address; optional: 0
  std::vector<std::uint8_t> censored;    // 1: the device left the test here without having failed; optional: 0

  std::size_t size() const { return time.size(); }
};

/// Both states of devices that are switched on and off again and again. Row k is one device at one cycle.
struct Endurance {
  std::string id;  // 7_endurance
  std::string title;
  Source source;

  std::vector<std::uint64_t> cycle;      // full cycles done so far
  std::vector<double> read_voltage;      // V
  std::vector<double> read_current_on;   // A; NaN: not read
  std::vector<double> read_current_off;  // A; NaN: not read

  std::vector<std::uint32_t> device;    // number or address; optional: 0
  std::vector<std::uint8_t> failed;     // 1: has failed at this cycle or before; optional: 0
  std::vector<std::uint8_t> fail_mode;  // DeviceStatus; optional: works

  std::size_t size() const { return cycle.size(); }
};

/// How often a pulse switched a device that was set back before each trial.
struct SwitchingProbability {
  std::string id;  // 8_switching_probability
  std::string title;
  Source source;

  std::vector<double> amplitude;          // V
  std::vector<double> width;              // s
  std::vector<std::uint32_t> n_trials;    // > 0
  std::vector<std::uint32_t> n_switched;  // <= n_trials

  std::vector<std::int8_t> direction;  // +1 to the higher conductance, -1 to the lower; optional: the sign of amplitude

  double temperature = unknown;  // K

  std::size_t size() const { return amplitude.size(); }
};

/// The spikes of a neuron under one drive, and the trace in which they were found, if it was kept.
struct SpikeTrain {
  std::string id;  // 9_spike_train
  std::string title;
  Source source;

  std::vector<double> spike_time;  // s, rising; none: the drive is below threshold

  std::vector<double> time;     // s, of the trace; it has its own length
  std::vector<double> voltage;  // V, at the device
  std::vector<double> current;  // A

  double duration = unknown;       // s, during which spikes were counted, from 0
  double drive_voltage = unknown;  // V, of the source; NaN: driven by a current
  double drive_current = unknown;  // A
  double r_series = 0.0;           // ohm, the load
  double capacitance = unknown;    // F, beside the device

  std::size_t size() const { return spike_time.size(); }
};

/// The conductance of each cell of an array, read once: cell (row, column, layer) stands at
/// (row columns + column) layers + layer.
struct ArrayMap {
  std::string id;  // 10_array_map
  std::string title;
  Source source;

  std::size_t rows = 0, columns = 0, layers = 1;
  std::vector<double> conductance;   // S; NaN: not read
  std::vector<std::uint8_t> status;  // DeviceStatus; optional: works

  double read_voltage = unknown;  // V

  std::size_t size() const { return conductance.size(); }
};

/// The resistance of a tunnel junction against what switches it, in the order in which it was taken.
struct ResistanceLoop {
  std::string id;  // 11_resistance_loop
  std::string title;
  Source source;

  std::vector<double> resistance;    // ohm; NaN: not read
  std::vector<double> read_voltage;  // V

  std::vector<double> field;          // T, mu_0 H, applied; optional where a voltage switches
  std::vector<double> voltage;        // V, of the pulse before the read; optional where a field switches
  std::vector<std::uint32_t> cycle;   // optional: 0

  double temperature = unknown;  // K

  std::size_t size() const { return resistance.size(); }
};

/// What pairs of spikes, one before (pre) and one after (post) a synapse, changed.
struct SpikePairs {
  std::string id;  // 12_spike_pairs
  std::string title;
  Source source;

  std::vector<double> spike_delay;    // s, t_post - t_pre; not 0
  std::vector<double> weight_change;  // 1, of the conductance before

  std::vector<double> conductance_before;  // S, optional
  std::vector<double> conductance_after;   // S, optional
  std::vector<std::uint32_t> device;       // number or address; optional: 0

  std::size_t size() const { return spike_delay.size(); }
};

/// The answers to two equal pulses, the second an interval after the first.
struct PulsePairs {
  std::string id;  // 13_pulse_pairs
  std::string title;
  Source source;

  std::vector<double> pulse_interval;   // s, from the end of the first pulse to the second
  std::vector<double> first_response;   // A, not 0
  std::vector<double> second_response;  // A

  std::vector<std::uint32_t> device;  // number or address; optional: 0

  std::size_t size() const { return pulse_interval.size(); }
};

/// Measurements by kind.
struct Measurements {
  std::vector<PulseTrain> pulse_trains;
  std::vector<IvSweep> iv_sweeps;
  std::vector<PvLoop> pv_loops;
  std::vector<Pund> punds;
  std::vector<Waveform> waveforms;
  std::vector<Retention> retentions;
  std::vector<Endurance> endurances;
  std::vector<SwitchingProbability> switching_probabilities;
  std::vector<SpikeTrain> spike_trains;
  std::vector<ArrayMap> array_maps;
  std::vector<ResistanceLoop> resistance_loops;
  std::vector<SpikePairs> spike_pairs;
  std::vector<PulsePairs> pulse_pairs;
};

/// Calls kind(vector, name) for each kind, in the order in which they are numbered.
void each_kind(auto& measurements, auto&& kind) {
  kind(measurements.pulse_trains, "pulse_train");
  kind(measurements.iv_sweeps, "iv_sweep");
  kind(measurements.pv_loops, "pv_loop");
  kind(measurements.punds, "pund");
  kind(measurements.waveforms, "waveform");
  kind(measurements.retentions, "retention");
  kind(measurements.endurances, "endurance");
  kind(measurements.switching_probabilities, "switching_probability");
  kind(measurements.spike_trains, "spike_train");
  kind(measurements.array_maps, "array_map");
  kind(measurements.resistance_loops, "resistance_loop");
  kind(measurements.spike_pairs, "spike_pairs");
  kind(measurements.pulse_pairs, "pulse_pairs");
}

/// Adds measurements to others of their kind.
void append(const Measurements& from, Measurements& to);

}  // namespace hysteron::data
