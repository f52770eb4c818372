#pragma once

// Energies of one operation, and operations for an energy. A figure says what it counts: the device
// alone, or with the line it hangs on.

#include <span>

namespace hysteron::metrics {

/// E.read, E.write without a transient: v^2 g t + line v^2 [J]; v [V], g [S], t [s], the line's
/// capacitance [F]. A static estimate: the current during the pulse may differ from g v.
double static_energy(double v, double g, double t, double line = 0.0);

/// The integral of v i over time [J] by the trapezoidal rule; time [s] as long as both.
double transient_energy(std::span<const double> time, std::span<const double> voltage, std::span<const double> current);

/// E.ferroelectric: 2 P_r A V + C V^2 [J]; two_pr [C/m^2], area [m^2], capacitance [F].
double switching_energy(double two_pr, double area, double voltage, double capacitance = 0.0);

/// A matrix-vector product of rows x columns, one read of each cell.
struct Product {
  double rows, columns;
  double cell;              // J, one read of one cell
  double interface;         // J, one conversion of one line; each row and each column once
  double neuron = 0.0;      // J, one spike of one column
  double activity = 0.0;    // spikes of a column in one product
};

/// TOPSW [TOPS/W]: 2 rows columns operations, a multiplication and an addition in each cell (W. Wan et al.,
/// Nature 608 (2022) 504), over the energy of cells, interface and neurons. One-bit inputs.
double tops_per_watt(const Product& product);

}  // namespace hysteron::metrics
