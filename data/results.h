#pragma once

// What programs made of the measurements of a file: groups of rows under /entry/results/<kind>/<id>.

#include <fmt/format.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "data/hdf5.h"
#include "libmodel/error.h"

namespace hysteron::data {

inline constexpr const char* each_its_own = "as in unit";  // a column whose rows have different units

/// Puts a group in place of an earlier one of that id and leaves the rest of the file as it is; makes the file if there
/// is none. Throws InputError for an id that is no name of a group.
void write_result(const std::filesystem::path& path, const std::string& program_version, const char* kind, const std::string& id,
                  const std::function<void(const h5::NewGroup&)>& write);

/// Calls read(group, id) for each group of the kind, sorted by id; twice, the first time in a child process.
void read_results(const std::filesystem::path& path, const char* kind, const std::function<void(const h5::Group&, const std::string&)>& read);

/// Numbers as they stand, of exactly that extent; none where there are no rows. Throws InputError otherwise.
std::vector<double> column(const h5::Group& group, const char* member, const std::vector<std::size_t>& extent);

template <class T>
T required(std::optional<T> value, const h5::Group& group, const char* member) {
  if (!value) throw InputError(group.place(member) + ": is missing");
  return *value;
}

}  // namespace hysteron::data
