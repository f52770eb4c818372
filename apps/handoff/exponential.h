#pragma once

// NeuroSim's curve and its label, as its code has them (formula.cpp): both ramps are
//
//     G(P) = G_min + B (1 - exp(-P / A)),   B = (G_max - G_min) / (1 - exp(-P_max / A))
//
// with P counted from G_min in both; a depression that is steep first has A < 0. A = A_n P_max, and A_n comes
// from a table of 900 labels, 0.01 to 9, whose index is the label times 100, truncated.

#include <string>
#include <vector>

#include "apps/handoff/response.h"

namespace hysteron::handoff {

/// A label rounded to the table's two decimals, and a little beyond so that truncation keeps it.
std::string label_text(double label);

/// A_n of the table entry that NeuroSim takes for a label: signed, its value for 0 too.
double table_a(double label);

struct Exponential {
  double label_up, label_down;  // two decimals
  double a_up, a_down;          // A_n
};

/// The labels of both ramps. Throws InputError for the named target where one is beyond 9.
Exponential exponential(const PulseResponse& response, const std::string& target);

/// Conductance before the first pulse and after each [S], after that curve.
std::vector<double> curve_up(const Exponential& e, double g_min, double g_max, int number);
std::vector<double> curve_down(const Exponential& e, double g_min, double g_max, int number);

/// The largest difference of the ramps from the response's, in % of its range.
double loss_of(const PulseResponse& response, const std::vector<double>& up, const std::vector<double>& down);

}  // namespace hysteron::handoff
