#pragma once

// Retention: how long a level lasts, at the bake and where the device is used.
//
// Each law of temperature is a line ln t_fail = a + b x with normal scatter; x is 1 / (k_B T) of Arrhenius, or
// -T of the T-model (B. De Salvo et al., IEEE TED 46 (1999) 1518). Far from the bakes the first is the more
// hopeful one, so both are printed, with lower bounds.

#include <span>

#include "libmodel/metrics/metric.h"

namespace hysteron::metrics {

inline constexpr double boltzmann_ev = 8.617333262145179e-5;  // eV/K, CODATA 2018 (exact)
inline constexpr double year = 31557600.0;                    // s, 365.25 d

/// A device baked until it failed, or until the bake was stopped.
struct Bake {
  double temperature;  // K
  double time;         // s, > 0
  bool failed;         // false: censored
};

enum class Law { arrhenius, t_model };

/// A line by maximum likelihood with right-censored lives; without censoring it is least squares.
struct Extrapolation {
  Law law = Law::arrhenius;
  Interval slope;           // RET.Ea [eV] of Arrhenius; 1 / T_0 [1/K] of the T-model
  double offset = not_shown;  // ln of t_0 [s] of Arrhenius
  double scatter = not_shown;  // standard deviation of ln t
  double variance[3] = {not_shown, not_shown, not_shown};  // of offset, both, slope
  double degrees = 0.0;     // failures - 2
  double coldest = not_shown;  // K, lowest bake with a failure
};

/// Needs failures at two temperatures, three in all; NaN without.
Extrapolation extrapolate(std::span<const Bake> bakes, Law law);

/// RET.arrhenius, RET.tmodel: median life [s] at a temperature [K], bounds by Student's t from the line.
Interval life_at(const Extrapolation& line, double temperature);

/// Decades from the longest bake to that life.
double decades_beyond(std::span<const Bake> bakes, double life);

/// Temperature [K] at which the median life is t [s].
double temperature_for(const Extrapolation& line, double t);

/// AF = exp(E_a / k_B (1 / T_use - 1 / T_stress)); E_a [eV], temperatures [K].
double acceleration(double activation_energy, double use, double stress);

/// Courses of one level in time, G(t), t [s] > 0. All by least squares, of ln G, G and G.
struct Course {
  Interval exponent;            // DRIFT.nu of G_0 (t / t_0)^-nu; b of G_0 - b ln t; beta of the stretched exponential
  double scale = not_shown;     // G at 1 s; tau [s] of the stretched exponential
  double aicc = not_shown;      // of G, comparable between the courses
};
Course power_law(std::span<const double> t, std::span<const double> g);
Course logarithmic(std::span<const double> t, std::span<const double> g);
/// G = G_end + dG exp(-(t / tau)^beta), exponent without bounds: at least five points.
Course stretched_exponential(std::span<const double> t, std::span<const double> g);

}  // namespace hysteron::metrics
