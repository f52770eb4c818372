#include "libmodel/array/cell_law.h"

#include <utility>

namespace hysteron {

CellLaw ohmic(CellMatrix conductance) {
  return [g = std::move(conductance)](const CellMatrix& voltage, CellMatrix& current, CellMatrix& slope) {
    current = g.cwiseProduct(voltage);
    slope = g;
  };
}

}  // namespace hysteron
