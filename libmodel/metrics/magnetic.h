#pragma once

// Figures of magnetic tunnel junctions and of skyrmion synapses.

#include <span>

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

/// Pulses that switched `switched` times of `trials`, amplitude > 0 [V or A], width [s].
struct Trials {
  double amplitude, width, trials, switched;
};

/// DELTA of many amplitudes and widths by maximum likelihood, b = 1: ln(-ln(1 - P)) = ln(width / tau_0) - Delta (1 - V / V_c)
/// is a line over V, whose trials are binomial (P. McCullagh, J. Nelder, Generalized Linear Models, 2nd ed. 1989, 4.3). NaN
/// where they do not tell a line.
double stability(std::span<const Trials> trials, double tau_0 = 1e-9);

/// WER = 1 - P.
double write_error(double probability);

}  // namespace hysteron::metrics
