#pragma once

// An approximate inverse of a crossbar whose lines are both resistive, good at any size and any
// ratio of line to cell: multigrid whose coarse grids are crossbars again.

#include <Eigen/Cholesky>
#include <memory>
#include <vector>

#include "libmodel/array/buffer.h"
#include "libmodel/array/crossbar.h"
#include "libmodel/array/cycle_sweeps.h"

namespace hysteron {

enum class GridCycle { v, w };

/// Each coarser crossbar has half as many lines of either kind, rounded up, down to eight. A coarse
/// cell is the sum of the fine cells under it, shared by area where the sizes do not divide; a
/// coarse line is as many lines in parallel and its segment as many segments in series; a coarse
/// terminal lies half a coarse segment away. A correction is interpolated between the centres of
/// coarse cells, and falls off towards a terminal g as 1 / (1 + g r'), r' the resistance from the first
/// fine node to the first coarse one; the restriction is the transpose. Before and after, all lines
/// are solved once. The coarsest crossbar is solved by a Cholesky factor.
class Multigrid {
 public:
  struct Array {
    const double* cell;                  // S, [rows][stride]
    Eigen::Index rows, columns, stride;  // stride a multiple of 8
    double word_bond, bit_bond;          // S, of a segment
    const Ends& terminal;                // S, infinity allowed
  };
  /// Buffers are kept where the size is the same.
  void assign(const Array& array);

  float* load() { return planes_.front().shape.load; }              // A, as a voltage array
  const float* solution() const { return planes_.front().shape.solution; }  // V

  /// solution = M^-1 load, with M^-1 symmetric. Returns load . solution.
  double apply(GridCycle cycle);

 private:
  struct Level {
    Level(Eigen::Index rows, Eigen::Index columns, Eigen::Index stride);
    void set_lines(double word_bond, double bit_bond, const Ends& terminal);
    void set_edges(double along_rows, double along_columns);

    Plane shape;
    double word_bond = 0.0, bit_bond = 0.0;  // S
    Ends terminal;
    Eigen::VectorXf word_bonds, bit_bonds, left, right, top, bottom;
    Eigen::VectorXf left_edge, right_edge, top_edge, bottom_edge;
    Buffer<float> memory;
    std::unique_ptr<Transfer> rows_down, columns_down;  // to the next level
  };

  void coarsen(Level& fine, Level& coarse) const;
  void factor_coarsest();
  void solve_coarsest();
  void restrict_to(std::size_t level);
  double descend(std::size_t level, GridCycle cycle);

  Eigen::Index rows_ = 0, columns_ = 0;
  std::vector<Level> planes_;
  Eigen::LLT<Eigen::MatrixXd> coarsest_;
  Eigen::VectorXd coarsest_load_;
};

}  // namespace hysteron
