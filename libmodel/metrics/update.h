#pragma once

// Linearity and symmetry of a weight update, from conductances along trains of identical pulses.
//
// The same word stands for figures that differ fivefold in print, so each figure here has an id
// that is printed beside it. A ramp is the conductance [S] before the first pulse and after each:
// N + 1 numbers. Throughout x = n / N and y = (G_n - G_0) / (G_N - G_0), so a falling ramp is read
// like a rising one.
//
// Noise only makes a straight device look worse. What a figure of a straight ramp of 50 pulses loses to
// reads with a noise of 1 % of the range, of one ramp and of the mean of ten:
//
//     LIN.maxdev  LIN.rms  LIN.R2   LIN.R2diag  LIN.step  SYM.AR  SYM.mean
//     3.0 %       1.2 %    0.0011   0.0018      71 %      3.5 %   1.1 %
//     1.0 %       0.4 %    0.0001   0.0002      22 %      1.1 %   0.4 %
//
// NL.neurosim, ALPHA and LIN.fit are of a fitted curve; the first two lose nothing in the mean. So give the mean over cycles
// or the fitted ramp, and say which.

#include <span>
#include <vector>

#include "libmodel/metrics/metric.h"

namespace hysteron::metrics {

/// 1 - max |y - x|, in %: deviation from the straight line between the ends.
double lin_maxdev(std::span<const double> ramp);
/// 1 - rms(y - x), in %.
double lin_rms(std::span<const double> ramp);
/// LIN.fit: LIN.maxdev of the fitted exponential, 100 (1 - 0.07 sqrt(2) |NL|): 90 % at |NL| = 1.010.
double lin_fit(std::span<const double> ramp);
/// R^2 of the best straight line through the ramp; lenient: 0.9 at |NL| = 3.06.
double lin_r2(std::span<const double> ramp);
/// 1 - sum (y - x)^2 / sum (y - mean y)^2: R^2 of the line between the ends.
double lin_r2diag(std::span<const double> ramp);
/// 1 - std(step) / |mean(step)|, in %: evenness of the steps.
double lin_step(std::span<const double> ramp);

/// Asymmetry ratio max |G_up(n) - G_down(N - n)| / (G_max - G_min), G_max and G_min over both ramps:
/// the way down should retrace the way up. Ramps of unlike length are compared at like fractions.
double asymmetry_ratio(std::span<const double> up, std::span<const double> down);
/// 1 - mean |...| of the same difference, in %.
double sym_mean(std::span<const double> up, std::span<const double> down);

// NeuroSim's nonlinearity label. Its ramp is y = (1 - exp(-x / a)) / (1 - exp(-1 / a)) with a in
// units of the whole ramp; the label NL grows by 1 for each 0.07 of perpendicular distance from
// the diagonal, with the sign of a. P.-Y. Chen, X. Peng, S. Yu, IEDM 2017 and TCAD 37 (2018) 3067.

/// The label of a, |a| > 0. Falls from 10.1 to 0 as |a| grows.
double neurosim_label(double a);
/// The a of a label, 0 < |label| < 10.1; infinity at 0, NaN outside.
double neurosim_a(double label);
/// Least-squares a for a ramp, infinity for a straight one.
double fit_neurosim_a(std::span<const double> ramp);

/// NL.neurosim of a ramp. A depression that is steep first is negative in NeuroSim's mirrored
/// convention: the caller gives the sign.
double nl_neurosim(std::span<const double> ramp);

/// ALPHA: the curvature 1 / a of the same curve, y = (1 - exp(-alpha x)) / (1 - exp(-alpha)), 0 if straight; nu of
/// some papers. It is not the label: label 1 is alpha 0.799.
double curvature(std::span<const double> ramp);

/// Every figure of a pair of ramps, ids ending in .up and .down where there is one for each.
std::vector<Metric> update_metrics(std::span<const double> up, std::span<const double> down);

}  // namespace hysteron::metrics
