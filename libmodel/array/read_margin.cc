#include "libmodel/array/read_margin.h"

#include <algorithm>
#include <limits>

#include "libmodel/array/reader.h"

namespace hysteron {

MarginCurrents margin_currents(const MarginRead& read, Eigen::Index size) {
  MarginCurrents out{.on = std::numeric_limits<double>::infinity()};
  for (const double cell : {read.on, read.off})
    for (const double company : {read.on, read.off}) {
      CellMatrix g = CellMatrix::Constant(size, size, company);
      g(0, size - 1) = cell;
      Crossbar array = driven_from_left(g, read.word_resistance, read.bit_resistance);
      if (read.floating) {
        array.terminal.left.tail(size - 1).setZero();
        array.terminal.bottom.head(size - 1).setZero();
      }
      Ends voltage = zero_ends(size, size);
      voltage.left[0] = 1.0;
      const Reading reading = CrossbarReader(array).read(voltage);
      const double current = -reading.current.bottom[size - 1];
      if (out.outcome == Outcome::solved) out.outcome = reading.outcome;
      if (cell == read.on) out.on = std::min(out.on, current);
      if (cell == read.off) out.off = std::max(out.off, current);
    }
  return out;
}

}  // namespace hysteron
