#pragma once

// What a fit is asked for. The defaults need no hand.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace hysteron::fitters {

/// What a row compares: the signal itself, its decades, or both side by side.
enum class Residual {
  automatic,    // linear; mixed where the data span more than 1.5 decades
  linear,       // (model - data) / sigma
  logarithmic,  // decades between model and data / noise.decades
  mixed,        // both, so that neither the top nor the bottom of the range is given up
};

/// rho(r^2) of P. J. Huber and E. M. Ronchetti, Robust Statistics (2009), as in Ceres.
enum class Loss { none, huber, soft_l_one, cauchy };

/// One standard deviation of a point where the data do not give it.
struct NoiseModel {
  double absolute = 0.03;  // of the range of the data
  double relative = 0.0;   // of the point
  double decades = 0.05;   // of logarithmic residuals
};

/// A report on the way; starts run side by side, so lines of different starts mix.
struct Progress {
  enum Stage { searching, optimising, profiling } stage;
  int done, of;      // points searched, starts finished, or sides of profiles walked
  double best_cost;  // so far
};

/// Sides of profiles that were walked, by where they stand, as numbers: the same fit does not walk them again.
using WalkedSides = std::map<std::string, std::vector<double>>;

struct FitOptions {
  std::vector<std::string> free;  // exactly these parameters; empty: all that the data can tell
  std::vector<std::string> hold;  // parameters or states that stay where they start
  std::map<std::string, double> set;  // start values; held there unless named in `free`
  std::map<std::string, double> start;  // start values that hold nothing; of what is also in `set`, that counts
  std::map<std::string, std::pair<double, double>> bounds;

  std::vector<std::string> profile;  // parameters whose profile is walked; "all": every free one; "bent": where Estimate::bend is large
  bool measure_bend = false;         // of each interval, though no profile is asked for

  Residual residual = Residual::automatic;
  NoiseModel noise;
  Loss loss = Loss::none;
  double loss_scale = 0.0;  // in standard deviations; 0: 1.345 (huber), 1.0 or 2.385 of the residuals' MAD

  int starts = 6;      // full optimisations
  int screened = 192;  // Sobol points of which the starts are the best
  std::uint64_t seed = 1;  // shifts the Sobol points
  int threads = 0;         // 0: all cores; no result depends on it
  int max_iterations = 400;
  double tolerance = 1e-8;  // of the integrator, relative

  std::function<bool(const Progress&)> progress;  // false cancels; called by one thread at a time

  WalkedSides walked;                              // of an earlier run of the same problem with the same options
  std::function<void(const WalkedSides&)> keep;    // after each side; called by one thread at a time
};

}  // namespace hysteron::fitters
