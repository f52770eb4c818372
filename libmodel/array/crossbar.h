#pragma once

// A crossbar of ohmic cells between resistive lines: what it is made of, and what a read returns.

#include <Eigen/Core>

#include <vector>

namespace hysteron {

/// One number for each cell, rows x columns, stored row by row.
using CellMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// One number for each end of each line.
struct Ends {
  Eigen::VectorXd left, right;  // of the word lines; size = rows
  Eigen::VectorXd top, bottom;  // of the bit lines; size = columns
};

/// A zero at each end of the lines of a rows x columns array.
Ends zero_ends(Eigen::Index rows, Eigen::Index columns);

/// Word line i runs along row i, bit line j along column j; cell (i, j) joins them.
///
///            top 0   top 1
///              |       |
///     left 0 --+--/\/--+-- right 0      /\/  a segment: word_resistance along rows,
///              |       |                     bit_resistance along columns
///     left 1 --+--/\/--+-- right 1
///              |       |
///          bottom 0  bottom 1
///
/// A terminal is a source of voltage behind a conductance, joined to the first or last node of the
/// line: 0 leaves the end floating, infinity is an ideal source. A lead of one more segment
/// belongs to the terminal (conductance 1 / word_resistance).
struct Crossbar {
  CellMatrix conductance;             // S, >= 0 and finite; 0 is an open cell
  double word_resistance = 0.0;  // ohm, >= 0, of a segment between neighbouring cells
  double bit_resistance = 0.0;   // ohm, >= 0
  Ends terminal;                 // S, >= 0, infinity allowed

  Eigen::Index rows() const { return conductance.rows(); }
  Eigen::Index columns() const { return conductance.cols(); }
};

/// Throws InputError at the first thing that is out of range: sizes, conductances, resistances,
/// two ideal sources on one line without resistance.
void check(const Crossbar& array);

/// Throws InputError unless the voltages [V] are finite and as many as the ends of the lines.
void check_voltage(const Ends& voltage, Eigen::Index rows, Eigen::Index columns);

/// Rows become columns, left becomes top.
Crossbar transposed(const Crossbar& array);
Ends transposed(const Ends& ends);

/// Which lines have a path to a terminal. The potential of the others is undefined.
struct Tied {
  std::vector<char> word, bit;  // 1: tied

  int untied_lines() const;
  bool any() const;
};
Tied tied_lines(const Crossbar& array);

enum class Outcome {
  solved,
  not_converged,  // the residual is above both the tolerance and what rounding explains
  floating,       // no terminal anywhere: no potential is defined, no current flows
};

/// What flows when voltages are applied.
struct Reading {
  Outcome outcome = Outcome::solved;
  Ends current;             // A, from the terminal into the line
  double residual = 0.0;    // 2-norm of the current missing at all nodes of both kinds of line, over
                            // that of the currents the sources inject; of the solution as returned
  double attainable = 0.0;  // the residual that rounding the voltages to doubles explains
  int iterations = 0;
  int untied_lines = 0;     // lines without a path to a terminal; their voltages are NaN

  /// A, of each bit line: what its two terminals take.
  Eigen::VectorXd out_of_bit_lines() const { return Eigen::VectorXd::Zero(current.top.size()) - current.top - current.bottom; }  // never -0
};

/// Currents [A] entering one line at its first and last end, from what leaves it through cells.
///
/// A line is a chain of resistors, so what its ends deliver follows from superposition and keeps
/// its relative accuracy where conductance * (source - node) would cancel.
struct LineEnds {
  double conductance[2];  // S, of the terminals
  double voltage[2];      // V, of their sources
  double segment;         // ohm, of one segment
  Eigen::Index cells;     // nodes along the line
};
struct CellCurrents {
  double sum;     // A, of all cells of the line
  double moment;  // A, sum of position * current, positions counting from 0 at the first end
};
struct EndCurrents {
  double first, last;
};
EndCurrents end_currents(const LineEnds& line, const CellCurrents& leaving);

}  // namespace hysteron
