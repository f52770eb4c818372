#pragma once

// Reading a crossbar: which currents flow when voltages are applied to the ends of its lines.

#include <variant>

#include "libmodel/array/collapsed_lines.h"
#include "libmodel/array/crossbar.h"
#include "libmodel/array/resistive_lines.h"

namespace hysteron {

/// A crossbar whose lines are factored, ready to be read with any voltages.
///
///     CrossbarReader reader(array);
///     const Reading reading = reader.read(voltage);
///     reading.current.bottom   // A from the terminals into the bit lines
///
/// Single-threaded. Results are the same in every run on one kind of processor; between kinds they
/// differ by rounding, since sums are taken in vectors of the processor's width.
class CrossbarReader {
 public:
  /// Throws InputError where the array is out of range.
  explicit CrossbarReader(const Crossbar& array) { assign(array); }

  /// Another array in the same buffers, which are kept where the size is the same.
  void assign(const Crossbar& array);

  /// Voltages [V] of the sources; those of floating ends are ignored. Throws InputError where the
  /// sizes do not match or a voltage is not finite. Failure is an Outcome.
  Reading read(const Ends& voltage, const ReadOptions& options = {});

  /// Node voltages of the last read [V], rows x columns; NaN along lines without a path to a
  /// terminal. A line without resistance has the same voltage at all its nodes.
  CellMatrix word_voltage() const;
  CellMatrix bit_voltage() const;

 private:
  Eigen::Index rows_ = 0, columns_ = 0;
  Tied tied_;
  std::variant<ResistiveLines, CollapsedLines> lines_;
};

/// A vector-matrix product as an array computes it: word lines driven from the left, bit lines held
/// at 0 V at the bottom, all other ends floating, one segment of lead before the first and after the
/// last cell.
struct ColumnRead {
  Eigen::VectorXd ideal;  // A out of the bit lines, conductance^T voltage
  Eigen::VectorXd real;   // A out of the bit lines, with the resistance of the lines
  Reading reading;
};

/// conductance [S] rows x columns, voltage [V] of each row, resistances [ohm] of a segment; 0 is a
/// line without resistance, driven by an ideal source. Throws InputError as CrossbarReader does.
ColumnRead read_columns(const CellMatrix& conductance, const Eigen::VectorXd& voltage, double word_resistance,
                        double bit_resistance);

/// The same for many inputs, the lines factored once.
struct ColumnReads {
  Eigen::MatrixXd ideal, real;  // A out of the bit lines, columns x inputs
  Outcome outcome = Outcome::solved;  // the first that is not solved
  double residual = 0.0;        // the largest
  int reads = 0;                // solved for
};

/// voltage [V] rows x inputs. An array is linear: more inputs than it has lines of the rarer kind are
/// read through column_transfer(), one product each.
ColumnReads read_batch(const CellMatrix& conductance, const Eigen::MatrixXd& voltage, double word_resistance,
                       double bit_resistance);

/// What each bit line delivers for one volt at each word line, the others at 0 V: `real` is columns x
/// rows, `real * voltage` the read of any voltages. Read from the side with fewer lines, by reciprocity.
ColumnReads column_transfer(const CellMatrix& conductance, double word_resistance, double bit_resistance);

/// The array and the voltages of read_columns.
Crossbar driven_from_left(const CellMatrix& conductance, double word_resistance, double bit_resistance);
Ends left_voltage(const Eigen::VectorXd& voltage, Eigen::Index columns);

}  // namespace hysteron
