#pragma once

// Figures of magnetic tunnel junctions and of skyrmion synapses.

namespace hysteron::metrics {

/// TMR = (R_AP - R_P) / R_P, resistances [ohm] at one stated voltage.
double tunnel_magnetoresistance(double antiparallel, double parallel);

/// RA = R_P A [ohm m^2].
double resistance_area(double parallel, double area);

/// Time to the first flip of one bit in the mean, tau_0 exp(Delta) [s], tau_0 = 1 ns by convention.
double flip_time(double delta, double tau_0 = 1e-9);

/// 1 - exp(-t / (tau_0 e^Delta)): a bit of stability Delta has flipped within t [s].
double flip_probability(double t, double delta, double tau_0 = 1e-9);

/// Switching by a pulse of current I (over the critical I_c0) and width t [s], thermally activated, I < I_c0:
/// 1 - exp(-(t / tau_0) exp(-Delta (1 - I / I_c0)^b)). T. Taniguchi and H. Imamura, Phys. Rev. B 85 (2012)
/// 184403: b is 1 or 2, and the choice changes Delta.
double switching_probability(double t, double current_ratio, double delta, double b, double tau_0 = 1e-9);

/// DELTA of a measured switching probability, the inverse of the above; state b beside it.
double stability(double probability, double t, double current_ratio, double b, double tau_0 = 1e-9);

/// WER = 1 - P.
double write_error(double probability);

}  // namespace hysteron::metrics
