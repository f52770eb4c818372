#pragma once

// Work on a file that may be damaged, tried first where a crash does no harm. Release 1.10 of the
// HDF5 library runs into bad addresses and endless loops on files whose old metadata, without
// checksums, have single bytes changed; FreeXL is not trusted with damaged workbooks either.

#include <cstddef>
#include <functional>
#include <string>

namespace hysteron::data {

/// Runs the work in a child process with bounds on time and memory, and throws InputError if it does
/// not come to an end there; what it throws or returns there is forgotten. `size` is that of the
/// file [bytes], `name` its name in messages. To be called while no other thread works on such files.
void survive(const std::string& name, std::size_t size, const std::function<void()>& work);

/// The work, done after it has been survived.
template <class Work>
auto tried(const std::string& name, std::size_t size, const Work& work) {
  survive(name, size, [&] { work(); });
  return work();
}

}  // namespace hysteron::data
