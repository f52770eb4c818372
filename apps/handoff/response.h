#pragma once

// How a device answers trains of identical pulses: what every system simulator is told, computed once from
// the native model.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "spice/circuit.h"

namespace hysteron::handoff {

/// Identical pulses up, then identical pulses down, each followed by a read at the read port. Pulses go to
/// the port that the model's cycle switches; every other port is at 0 V meanwhile.
struct Scheme {
  double up = 0.0, down = 0.0;              // V, plateau
  double width_up = 0.0, width_down = 0.0;  // s
  int number_up = 64, number_down = 64;
  double edge = 0.0;   // s, rise and fall
  double delay = 0.0;  // s at 0 V, from a pulse to its read and on to the next pulse
  double read = 0.1;   // V
  double read_width = 1e-7;  // s, sets the bandwidth 1 / (2 read_width) of the read noise
};

/// How the conductance decays at rest: g (t / 1 s)^-nu.
struct Drift {
  double conductance;  // S, after 1 s
  double nu;           // 1, over 1 s to 1e4 s
};

/// Where the numbers are from.
struct Origin {
  std::string file = "catalogue defaults";
  std::string sha256;  // of the file; of the values where there is none
  std::map<std::string, std::pair<double, double>> intervals = {};  // of fitted parameters, 95 %
};

struct PulseResponse {
  std::string model;
  Origin origin;
  Scheme scheme;
  std::vector<Field> parameters;       // with the values used
  std::vector<double> up, down;        // S, before the first pulse and after each
  double closure = 0.0;                // S, down's last less up's first: 0 on a closed loop
  std::vector<double> noise_up, noise_down;    // S, standard deviation that each pulse adds
  std::vector<double> energy_up, energy_down;  // J of each pulse, at the plateau
  double read_noise = 0.0;             // relative, of the current at g_max, 1 Hz to 1 / (2 read_width)
  double write_nonlinearity = 0.0;     // I(V) / I(V / 2) at g_max, V the plateau up
  double half_reset = 0.0;             // S, of the written port at g_max and half the plateau down
  std::vector<Drift> drift;            // at five levels from g_min to g_max; empty where it does not decay as a power

  /// The range that both ramps cover: the smaller top, the larger bottom [S].
  double g_min() const;
  double g_max() const;
  double range() const { return g_max() - g_min(); }
  /// Root of the mean variance that a pulse adds, the larger of both directions [S].
  double write_noise() const;
};

/// The model's own: its cycle's turns as amplitudes, 64 pulses a ramp, as short as still takes the conductance nine
/// tenths of the way that pulses as long as a leg of the cycle take it.
Scheme usual_scheme(const spice::Circuit& circuit);

/// From the circuit's values, after two full cycles, so that the loop is as closed as the device lets it be.
/// The noise of a pulse is that of the states' diffusion at its start and end, to first order. What raises the
/// conductance is up: a scheme whose up lowers it is turned round. Throws InputError where the scheme is not one or the integrator gives up.
PulseResponse pulse_response(const spice::Circuit& circuit, Scheme scheme, const Origin& origin);

}  // namespace hysteron::handoff
