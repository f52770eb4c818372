#pragma once

// The user's fault, in words: one type, thrown at the border, printed by the program as one line.

#include <stdexcept>
#include <string>

namespace hysteron {

/// A file, option or value that cannot be used. what() names the file, the place in it, the value
/// and the limit, and says what to do:
///
///     lab.h5:/entry/measurements/3_pulse_train/pulse_width[17] = -1e-06 s: must be > 0
struct InputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace hysteron
