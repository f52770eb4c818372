#pragma once

// How a cell fires under a held drive: what simulators of spiking networks are told, computed once from the native
// model.

#include <string>
#include <vector>

#include "apps/handoff/response.h"

namespace hysteron::handoff {

/// A leaky integrate-and-fire neuron without a refractory time, for a drive v [V] in place of a current:
///
///     tau du/dt = gain v - u,  u := reset where u >= threshold
struct IntegrateAndFire {
  double gain = 0.0;                    // 1
  double tau = 0.0;                     // s
  double threshold = 0.0, reset = 0.0;  // V
  double loss = 0.0;                    // %, the largest difference of its rates from the cell's

  double rate(double drive) const;  // 1/s
};

struct CellResponse {
  std::string model;
  Origin origin;
  spice::Circuit circuit;           // with the values used
  double temperature = 300.15;      // K
  double lowest = 0.0, highest = 0.0;  // V, of the drives tried
  std::vector<double> drive, rate;  // V, 1/s, where it fires
  std::vector<double> energy;       // J a spike, behind the load
  double threshold = 0.0, reset = 0.0;  // V, between which the membrane runs, means over the drives
  std::vector<double> spikes;       // s, the first ones from rest, at the middle drive
  double period = 0.0;              // s, of them
  double fastest = 0.0;             // s, the shortest time constant on the way through them

  /// The membrane must rise through `arm` and then fall through `fire` to be said to spike [V].
  double arm() const { return threshold - 0.25 * (threshold - reset); }
  double fire() const { return 0.5 * (threshold + reset); }
  /// The drive at which `spikes` are.
  double shown() const { return drive[drive.size() / 2]; }
};

/// Whether the model has a membrane, v_m.
bool is_cell(const spice::Circuit& circuit);

/// At drives from 0.4 to 1.6 of the upper turn of its cycle.
CellResponse cell_response(const spice::Circuit& circuit, const Origin& origin);

/// Throws InputError for the named target where the cell does not fire.
void check_fires(const CellResponse& response, const std::string& target);

/// With the cell's own threshold and reset: for each gain the tau of least squares relative to the intervals, and the gain
/// of least loss. Throws InputError for the named
/// target where the cell fires at fewer than three drives.
IntegrateAndFire integrate_and_fire(const CellResponse& response, const std::string& target);

/// What a neuron of that kind does not hold, in words.
inline constexpr const char* lost_by_integrate_and_fire = "a refractory time: how long a spike takes, its shape, noise, temperature";

}  // namespace hysteron::handoff
