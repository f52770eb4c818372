#pragma once

// The instruction sets that code over Batch is compiled for.

namespace hysteron {

enum class InstructionSet {
  baseline,  // what the compiler assumes by itself
  avx2,      // x86-64-v3: four doubles
  avx512,    // x86-64-v4: eight
};

/// Whether this machine runs it.
bool supports(InstructionSet set);

/// The widest that this machine runs.
InstructionSet widest();

}  // namespace hysteron
