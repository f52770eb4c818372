#pragma once

// An array over time: every cell's states move with the voltage that the lines leave it.

#include <functional>

#include "libmodel/array/cell_step.h"
#include "libmodel/array/drive.h"
#include "libmodel/array/operating_point.h"

namespace hysteron {

/// Where power goes [W], or energy [J]. What the drivers deliver is what all others take.
struct Dissipation {
  CellMatrix cell;
  Eigen::VectorXd word_line, bit_line;  // segments of each
  Ends terminal;                        // conductance between a source and its line
  Ends driver;                          // delivered by each source

  void add(double factor, const Dissipation& more);
  double taken() const;      // of cells, lines and terminals
  double delivered() const;  // of drivers
};
Dissipation no_dissipation(Eigen::Index rows, Eigen::Index columns);

struct TransientOptions {
  double tolerance = 3e-4;  // of a step's error in any state of any cell, of the state's range; kept is a tenth or less
  double balance = 1e-9;    // tolerance of the operating points, of the residual
  int steps = 1'000'000;    // at most
};

struct TransientResult {
  Outcome outcome = Outcome::solved;
  int steps = 0, rejected = 0;
  int newton_iterations = 0, linear_iterations = 0;
  double residual = 0.0;  // the largest of a step accepted, as Reading has it
  Dissipation energy;     // J
};

/// Called with time [s] from the start of a drive, voltages of the sources [V], currents into the lines [A].
using Watch = std::function<void(double time, const Ends& voltage, const Ends& current)>;

/// Integrates all cells together with TR-BDF2: two implicit stages of second order, L-stable, the same
/// weight in both, each the operating point of the array under CellStep. The difference from the embedded rule of
/// third order, damped where states are stiff, sets the step and is added to the states; steps end at every kink of
/// the drive.
///
/// Source  R. E. Bank et al., IEEE Trans. Electron Devices 32 (1985) 1992; error and choice of the weight
///         after M. E. Hosea, L. F. Shampine, Appl. Numer. Math. 20 (1996) 21; steps that foresee how the error grows
///         after K. Gustafsson, ACM Trans. Math. Softw. 20 (1994) 496.
/// Omits   capacitance of lines and cells: voltages follow the sources at once.
class ArrayTransient {
 public:
  /// Sizes, line resistances (> 0) and terminals of `lines`; states at their defaults.
  ArrayTransient(const Crossbar& lines, CellMotion cells);

  const CellStates& states() const { return states_; }
  void set_states(CellStates states);

  /// The array under the drive, from the states it has; they are left as they are where it fails.
  TransientResult run(const Drive& drive, const TransientOptions& options = {}, const Watch& watch = {});

  /// The currents at given voltages, with the states as they are.
  OperatingPoint read(const Ends& voltage);
  CellMatrix cell_voltage() const { return solver_.word_voltage() - solver_.bit_voltage(); }  // V, of the last read or step
  const CellMatrix& cell_current() const { return solver_.cell_current(); }

  Eigen::Index rows() const { return lines_.rows(); }
  Eigen::Index columns() const { return lines_.columns(); }
  const std::vector<Field>& fields() const { return step_.fields(); }

 private:
  // The array at an instant of a drive.
  struct Moment {
    double time = 0.0;
    Ends voltage;
    OperatingPoint point;
    CellMatrix word, bit;  // V
    CellStates rate;
    Dissipation power;
    bool solved = false;
  };
  struct Step {
    Moment half, full;
    CellStates error;     // the states of third order less those of second, damped where they are stiff
    double excess = 0.0;  // of the error over the tolerance
    bool solved = false;
  };
  Moment solve(double time, const Drive& drive, const TransientOptions& options, TransientResult& out);
  Step attempt(const Moment& past, const Moment& now, double end, const Drive& drive, const TransientOptions& options, TransientResult& out);
  void extrapolate(const Moment& before, const Moment& now, double time);
  Dissipation power(const Ends& voltage, const Ends& current) const;

  Crossbar lines_;
  OperatingPointSolver solver_;
  CellStep step_;
  CellStates states_;
};

}  // namespace hysteron
