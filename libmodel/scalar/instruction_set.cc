#include "libmodel/scalar/instruction_set.h"

#include <hwy/targets.h>

namespace hysteron {

bool supports(InstructionSet set) {
  switch (set) {
    case InstructionSet::baseline: return true;
    case InstructionSet::avx2: return hwy::SupportedTargets() & HWY_AVX2;
    case InstructionSet::avx512: return hwy::SupportedTargets() & HWY_AVX3;
  }
  return false;
}

InstructionSet widest() {
  static const InstructionSet set = supports(InstructionSet::avx512) ? InstructionSet::avx512
                                    : supports(InstructionSet::avx2) ? InstructionSet::avx2
                                                                     : InstructionSet::baseline;
  return set;
}

}  // namespace hysteron
